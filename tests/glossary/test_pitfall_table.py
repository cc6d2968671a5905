"""The table of pitfalls names, for each of the eighty, the tests that hold it, and the tests are there."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import test_pitfalls

HERE = Path(__file__).resolve().parent
TABLE = HERE / "pitfalls.md"
ROW = re.compile(r"\| (\d+) \| ([^|]+) \| ([^|]+) \|")
# Tests of other files that a pitfall needs besides its rows, or instead.
ELSEWHERE = {
    39: ["test_near.py::test_near_renderings"],
    40: ["test_near.py::test_near_renderings"],
    41: ["test_locate.py::test_what_may_be_the_name"],
    45: ["test_locate.py::test_what_may_be_the_name"],
    43: ["test_locate.py::test_what_gives_way_to_a_stand_in"],
    69: ["test_made_forms.py::test_every_word_of_a_name_is_in_the_case"],
    75: ["test_particles.py::test_korean_particle_follows_the_last_sound", "test_particles.py::test_turkish_suffix_follows_vowel_and_last_sound"],
    76: ["../stages/test_enforce.py::test_engine_that_answers_with_nothing_is_found_out", "../stages/test_second_try.py::test_what_cannot_be_mended_is_no_edition"],
    79: ["../stages/test_enforce.py::test_lost_stand_in_is_tried_again_and_at_last_done_without", "../stages/test_enforce.py::test_no_stand_in_is_ever_published"],
    80: ["../stages/test_enforce.py::test_entities_of_an_engine_are_signs"],
}  # fmt: skip


def held() -> dict[int, set[str]]:
    """Number to tests, from the tables of cases, the numbered functions, and `ELSEWHERE`."""
    found: dict[int, set[str]] = defaultdict(set)
    for case in test_pitfalls.CASES:
        found[case.number].add("test_pitfalls.py::test_pitfall")
    for number, *_ in test_pitfalls.ENGINE_CASES:
        found[number].add("test_pitfalls.py::test_pitfall_of_an_engine")
    for name in vars(test_pitfalls):
        if match := re.match(r"test_(\d+)_", name):
            found[int(match[1])].add(f"test_pitfalls.py::{name}")
    for number, tests in ELSEWHERE.items():
        found[number].update(tests)
    return found


def test_every_pitfall_is_held_by_the_tests_of_its_row() -> None:
    """All eighty, none more; a row that says too much or too little is corrected with the test."""
    rows = {int(row[1]): {test.strip(" `") for test in row[3].split(",")} for row in ROW.finditer(TABLE.read_text("utf-8"))}
    assert set(range(1, 81)) == set(rows)
    assert {number: sorted(tests) for number, tests in sorted(held().items())} == {n: sorted(tests) for n, tests in sorted(rows.items())}


def test_the_tests_are_there_and_none_is_excused() -> None:
    """Each function that a row names stands in its file, and none of these files has a test that is expected to fail."""
    files: dict[str, set[str]] = defaultdict(set)
    for tests in held().values():
        for test in tests:
            file, _, name = test.partition("::")
            files[file].add(name)
    for file, names in files.items():
        text = (HERE / file).read_text("utf-8")
        assert "xfail" not in text, file
        defined = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
        assert names <= defined, file
