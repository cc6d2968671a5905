"""What the desk is accepted by: each check in one sentence, and the tests that are marked with its number.

A test is marked `@pytest.mark.acceptance(7)`, or with several numbers where one flow shows several things.
`python tests/web/acceptance.py > docs/desk-checks.md` writes the page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "desk-checks.md"

CHECKS = {
    1: "The queue shows urgency, languages, state, embargo and open errors, the newest wire first; a filter survives a reload and the back button.",
    2: "Opening an edition of 60 paragraphs puts the focus on the first problem, and the head does not hide it.",
    3: "The numbers in the head are those of the rows, and follow each action without a reload.",
    4: "Four layers of a paragraph are in view after `v`, to the letter as in the database, with the reason of each name.",
    5: "The marks of a diff read without tags are both texts, in eight languages, and no letter is cut from its signs.",
    6: "Marks speak and have lines besides their colour, under forced colours too.",
    7: "From the queue to the published edition by keyboard alone, in at most six chords more than there are paragraphs.",
    8: "Ctrl+Enter approves and goes to the next to do; on the last one it stays and says that all is done.",
    9: "Ctrl+Shift+Enter approves and stays, `u` takes it back, and the database follows.",
    10: "Enter and Ctrl+Enter approve nothing while an input method is composing.",
    11: "Letters typed in the box are letters; with letter keys off they do nothing on a card.",
    12: "What is typed is kept within three seconds and survives a reload, a crash of the page and a restart of the server; nothing is approved by that.",
    13: "Moving away from unsaved text never asks, and the text is there on return.",
    14: "The second of two editors sees both texts; each way on stores exactly that text, and nothing is overwritten before.",
    15: "Every action from an old revision is answered with 409 and changes nothing.",
    16: "Another editor is shown within 20 seconds, still after a minute in the background, and no more two minutes after the page died.",
    17: "A late answer about one paragraph leaves another one alone.",
    18: "A number of another value is an error that names both; the same value in another spelling or in other digits is none; mending it clears the error while typing.",
    19: "A missing name, an untranslated paragraph, lost quotation marks, a lost link and an odd length raise one finding each, beside the paragraph and tied to its box.",
    20: "A dismissal needs a reason, survives reload and login, and ends when source or text is another.",
    21: "Publishing is refused for work to do, an open error, a newer source, an embargo, a missing right and the four-eyes rule, each named on the page and with 409.",
    22: "A new version with one changed, one new, one removed and one moved paragraph of 14 leaves three to do; only what is new is translated.",
    23: "A changed paragraph shows what changed in the source and keeps the editor's words; the offer is one key, and one key takes it back.",
    24: "A kill shows on the open page with its next beat; nothing can be edited or published, and what is out can be taken back.",
    25: "An edit of an approved paragraph voids its approval and the edition's; the history says who, when, before and after, and brings it back.",
    26: "Approve clean passes over paragraphs with a finding and those never on screen, and is kept as done in bulk.",
    27: "Undoing one change of a name brings the machine's words back in that paragraph, is kept as an override, and the term's page counts it.",
    28: "Selected words become a proposal, the proposal a term, and the term changes only the machine's own texts that somebody ticked.",
    29: "The preview is the exported file to the byte, without layers, comments or marks.",
    30: "Arabic runs from the right in box, diff, offer and preview, a paragraph that begins in Latin too; source and page stay as they are.",
    31: "Japanese, Chinese and Korean fit 320 px, and no line begins with a mark that must not stand there.",
    32: "Hostile words in every field are words: on the pages, in the preview, in the terminal's diff.",
    33: "A name that is not ours is refused before anything is read; the names of this machine work.",
    34: "A post from another page, port or host changes nothing; our own forms work, on a plain name of the network too.",
    35: "A network address needs users; the launch link works once; a viewer has no controls and is refused.",
    36: "Nothing is asked of another host, and no error comes to the console; the whole suite runs without a name server.",
    37: "axe-core finds nothing on any page in light, dark and from right to left, dialogs open; 200 % and 320 px fit.",
    38: "What happens is announced; every control has a name, room for a finger and a focus that can be seen.",
    39: "Without scripts reading, editing, approving, approving in bulk, dismissing and publishing work by forms, with the same conflicts.",
    40: "Opening and saving without a change is no event: line ends, a leading line feed, composed letters.",
    41: "The memory has approved text only, a killed story's rows are out, a machine's own words rank below a person's.",
    42: "The terminal: exit status and formats of `diff`, a review through a pty with a conflict, a changed row of the record is found.",
    43: "A long story stays usable; its figures are those of benchmarks/review_page.py.",
}  # fmt: skip

_HEAD = """# What the desk is accepted by

Each check runs as a test, in a real browser or a terminal where it is about one. A test of the tests fails when a check has none,
and when this page, which `python tests/web/acceptance.py` writes, lags behind. What is a matter of seconds is measured by
`benchmarks/review_page.py` and `benchmarks/desk.py`, and is no test: machines differ.

| Check | What holds | Tests |
|---|---|---|
"""


def marked(folder: Path = ROOT / "tests") -> dict[int, list[str]]:
    """The tests of each check, as `file::test`."""
    found: dict[int, list[str]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        if "mark.acceptance(" not in text:
            continue
        for name, numbers in _marks(ast.parse(text)):
            for number in numbers:
                found.setdefault(number, []).append(f"{file.relative_to(ROOT)}::{name}")
    return found


def _marks(tree: ast.Module) -> Iterator[tuple[str, list[int]]]:
    for one in tree.body:
        if not isinstance(one, ast.FunctionDef):
            continue
        for mark in one.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.acceptance":
                yield one.name, [ast.literal_eval(argument) for argument in mark.args]


def page() -> str:
    """docs/desk-checks.md."""
    tests = marked()
    rows = (f"| {number} | {told} | {'<br>'.join(f'`{one}`' for one in tests.get(number, []))} |" for number, told in CHECKS.items())
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
