"""The compiled cache: the same names as the files, rebuilt when they change, safe when damaged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newstrans.errors import GlossaryError
from newstrans.glossary.compiled import StoredGlossary, open_glossary
from newstrans.glossary.load import load_glossary
from newstrans.glossary.names import Names

SHIPPED = Path(__file__).parents[2] / "glossaries"
TEXTS = (
    ("en", "pt-BR", "Zelenskyy met NATO's Mark Rutte in Kyiv; the U.S. and Hungary's Viktor Orbán watched Georgia and Chad."),
    ("en", "es", "Зеленський met 젤렌스키 in Kharkiv, and Ukraine's Foreign Minister Andrii Sybiha flew to Côte d’Ivoire."),
    ("pt", "en", "Zelensky encontrou-se com a OTAN em Kiev e na Alemanha."),
    ("ru", "uk", "Зеленский говорил о Киеве и Харькове с Путиным."),
    ("uk", "ru", "Зеленського бачили у Києві."),
    ("ko", "en", "젤렌스키가 키이우에서 말했다."),
)


def test_cache_finds_what_the_files_have(tmp_path: Path) -> None:
    """Every name found with the files in memory is found with the cache, in any language, and nothing else."""
    held, stored = Names(load_glossary([SHIPPED])), Names(open_glossary([SHIPPED], tmp_path))

    assert isinstance(stored.glossary, StoredGlossary)
    assert held.revision == stored.revision
    assert [entry.id for entry in held.glossary.entries] == [entry.id for entry in stored.glossary.entries]
    for language, locale, text in TEXTS:
        for shown in (text, text.upper()):
            caseless = shown.isupper()
            ours = stored.find(shown, language, locale, caseless=caseless)
            assert held.find(shown, language, locale, caseless=caseless) == ours
            assert ours or caseless


def test_entries_come_out_of_the_cache_as_they_went_in(tmp_path: Path) -> None:
    """No field of the model is lost on the way, and the forms a library made are marked."""
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "a.toml").write_text(
        '[kyiv]\nkind = "place"\nvalid_from = 2019-08-01\ndesks = ["foreign"]\npriority = 3\npart_of = ["kyiv-post"]\n'
        '[kyiv.en]\npreferred = "Kyiv"\nearlier = { "Kiev" = 2019-08-01 }\nforbidden = ["Kiow"]\nguard = { with = ["Ukraine"], on_doubt = "flag" }\n'
        '[kyiv.uk]\npreferred = "Київ"\nforms = { gent = "Києва" }\ndoublets = { loct = ["Київі", "Києву"] }\n', "utf-8",
    )  # fmt: skip
    held = load_glossary([tmp_path / "g"])
    stored = open_glossary([tmp_path / "g"], tmp_path / "cache")

    assert held.entries[0] == stored.get("kyiv")


def test_changed_file_and_damaged_cache_are_compiled_again(tmp_path: Path) -> None:
    """Another content is another cache file; one whose bytes were touched is thrown away."""
    folder, cache = tmp_path / "g", tmp_path / "cache"
    folder.mkdir()
    file = folder / "a.toml"
    file.write_text('[a]\nkind = "place"\nen = "Atown"\n', "utf-8")
    open_glossary([folder], cache)
    (first,) = cache.glob("*.sqlite3")
    file.write_text('[a]\nkind = "place"\nen = "Btown"\n', "utf-8")
    assert "Btown" == open_glossary([folder], cache).get("a").terms["en"].preferred
    file.write_text('[a]\nkind = "place"\nen = "Atown"\n', "utf-8")
    first.write_bytes(first.read_bytes()[:-700] + b"\0" * 700)
    assert "Atown" == open_glossary([folder], cache).get("a").terms["en"].preferred
    first.write_bytes(b"not a database")
    assert "Atown" == open_glossary([folder], cache).get("a").terms["en"].preferred


def test_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """A data folder that is a file is no reason not to translate."""
    (tmp_path / "cache").write_text("in the way")
    assert open_glossary([SHIPPED], tmp_path / "cache").get("kyiv").id == "kyiv"


def test_problems_are_kept_with_the_cache(tmp_path: Path) -> None:
    """A file that was passed over is told of each time, not only when the cache was made."""
    folder = tmp_path / "g"
    folder.mkdir()
    (folder / "a.toml").write_text('[a]\nkind = "place"\nen = "the"\n', "utf-8")
    (folder / "b.toml").write_text('[b]\nkind = "place"\nen = "Btown"\n', "utf-8")
    with pytest.raises(GlossaryError):
        open_glossary([folder], tmp_path / "cache")
    for _ in range(2):
        glossary = open_glossary([folder], tmp_path / "cache", skip_bad=True)
        assert [("a.toml", 3)] == [(problem.path, problem.line) for problem in glossary.problems]


def test_processes_may_compile_at_the_same_time(tmp_path: Path) -> None:
    """Two that start together both get the whole glossary, and no part of a file is left."""
    code = (
        "import sys; from pathlib import Path; from newstrans.glossary.compiled import open_glossary; "
        "print(len(open_glossary([Path(sys.argv[1])], Path(sys.argv[2])).entries))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(SHIPPED), str(tmp_path / "cache")], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    counts = {process.communicate()[0].strip() for process in running}

    assert counts == {str(len(load_glossary([SHIPPED]).entries))}
    assert [] == [path.name for path in (tmp_path / "cache").iterdir() if path.name.startswith("part-")]


def test_who_only_reads_takes_what_was_compiled_and_writes_nothing(tmp_path: Path) -> None:
    """Whether problems would be passed over makes no other glossary where there are none."""
    folder, cache = tmp_path / "g", tmp_path / "cache"
    folder.mkdir()
    (folder / "a.toml").write_text('[a]\nkind = "place"\nen = "Atown"\n', "utf-8")
    assert not isinstance(open_glossary([folder], cache, skip_bad=True, write=False), StoredGlossary)
    assert not cache.exists()
    open_glossary([folder], cache)
    assert isinstance(open_glossary([folder], cache, skip_bad=True, write=False), StoredGlossary)
    (folder / "b.toml").write_text('[b]\nkind = "place"\nen = "the"\n', "utf-8")
    assert "Atown" == open_glossary([folder], cache, skip_bad=True, write=False).get("a").terms["en"].preferred
