"""Adding, changing and removing concepts: what is refused, and what the files hold afterwards."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from newstrans.errors import GlossaryError
from newstrans.glossary.compare import compare, entries_at, entries_in
from newstrans.glossary.exchange import read
from newstrans.glossary.exchange.merge import merge
from newstrans.glossary.history import HistoryError, last_seen
from newstrans.glossary.revise import (
    REMOVED_IDS,
    RevisionError,
    Setting,
    Shelf,
    add_concept,
    deprecate_concept,
    edit_concept,
    parse_setting,
    remove_concept,
    table_from,
)

PLACES = """# Our places

[kyiv]
kind = "place"
en = { preferred = "Kyiv", variants = ["Kiev"] }  # as AP
es = "Kiev"

# the port
[odesa]
kind = "place"
en = "Odesa"
es = "Odesa"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A glossary folder with two places."""
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "places.toml").write_text(PLACES, encoding="utf-8")
    return tmp_path / "names"


def git(folder: Path, *args: str) -> None:
    """A git command in a repository of the test's own."""
    who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


def save(revisions) -> None:
    """Write revisions, as the commands do."""
    for revision in revisions:
        revision.path.write_text(revision.after, encoding="utf-8")


def test_settings_reach_their_line(folder: Path) -> None:
    """A list grows, a language comes, a remark stays: three lines differ and no other."""
    settings = [parse_setting(one) for one in ("en.variants+=Kyyiv", "pl=Kijów", "note = The capital.", "es.guard.needs+=Ucrania")]
    [revision] = edit_concept(Shelf.read([folder]), "kyiv", settings)

    assert {line for line in revision.diff().splitlines()[2:] if line[0] in "+-"} == {
        '+note = "The capital."',
        '-en = { preferred = "Kyiv", variants = ["Kiev"] }  # as AP',
        '-es = "Kiev"',
        '+en = { preferred = "Kyiv", variants = ["Kiev", "Kyyiv"] }  # as AP',
        '+es = { preferred = "Kiev", guard = { needs = ["Ucrania"] } }',
        '+pl = "Kijów"',
    }


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("colour=red", "no language tag and no key"),
        ("en.colour=red", "no field of a language"),
        ("en.guard.colour=red", "no part of a guard"),
        ("kind.x=1", "has no parts"),
        ("en.variants-=Lvov", "has no 'Lvov' to take away; it has Kiev"),
        ("note+=more", "is no list"),
        ("priority=high", "whole number"),
        ("valid_from=yesterday", "a day like"),
        ("do_not_translate=maybe", "true or false"),
        ("en.guard=oops", "as TOML writes it"),
    ],
)
def test_settings_that_mean_nothing_are_refused(folder: Path, setting: str, said: str) -> None:
    """The key or value is named, and what would be right."""
    with pytest.raises(RevisionError, match=said):
        edit_concept(Shelf.read([folder]), "kyiv", [parse_setting(setting)])


@pytest.mark.parametrize(
    ("setting", "said"),
    [("en=the", "most frequent words"), ("kind=wizard", "kind is 'wizard'"), ("en.variants+=Odesa", "is the name of odesa"), ("es=Kі", "mixes scripts")],
)
def test_what_would_not_load_is_refused(folder: Path, setting: str, said: str) -> None:
    """The reader's own message, before anything is written."""
    with pytest.raises(GlossaryError, match=said):
        edit_concept(Shelf.read([folder]), "kyiv", [parse_setting(setting)])


def test_new_concept_goes_where_its_kind_is(folder: Path) -> None:
    """At the end of the file of places, or after another concept; a new kind gets a file of its own."""
    shelf = Shelf.read([folder])
    table = table_from([parse_setting("en=Lviv"), parse_setting("es=Leópolis"), Setting(("note",), "=", "West.")], "place", "lviv")

    [end] = add_concept(shelf, "lviv", table)
    [middle] = add_concept(shelf, "lviv", table, after="kyiv")
    [new] = add_concept(shelf, "marchuk", {"kind": "person", "en": "Olena Marchuk", "es": "Olena Marchuk"})

    assert end.after == PLACES + '\n[lviv]\nkind = "place"\nnote = "West."\nen = "Lviv"\nes = "Leópolis"\n'
    assert middle.after.index("[lviv]") < middle.after.index("# the port")
    assert (folder / "people.toml", None) == (new.path, new.before)


def test_id_is_never_given_twice(folder: Path) -> None:
    """Not while it is in use, not after it was removed, and not when git remembers it."""
    shelf = Shelf.read([folder])
    table = {"kind": "place", "en": "Odesa Bay", "es": "bahía de Odesa"}
    with pytest.raises(RevisionError, match=r"in use \(places.toml:9\)"):
        add_concept(shelf, "odesa", table)

    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    save(remove_concept(shelf, "odesa"))
    assert "odesa\n" in (folder / REMOVED_IDS).read_text()
    with pytest.raises(RevisionError, match=rf"listed in {REMOVED_IDS}.*deprecate"):
        add_concept(Shelf.read([folder]), "odesa", table)
    reading = read(b"en,es\nOdesa,Odesa\n", "x.csv", "csv")
    assert ("odesa-2",) == merge(reading, Shelf.read([folder]), folder, "n.toml", kind="place").added
    (folder / REMOVED_IDS).unlink()
    assert ("odesa-2",) == merge(reading, Shelf.read([folder]), folder, "n.toml", kind="place").added
    assert last_seen(folder, "odesa")
    with pytest.raises(RevisionError, match=r"used before \(in git"):
        add_concept(Shelf.read([folder]), "odesa", table)


def test_removed_concept_leaves_the_others_alone(folder: Path) -> None:
    """Its lines go; one that another names is kept until that is changed."""
    [revision, _] = remove_concept(Shelf.read([folder]), "kyiv")
    assert revision.after == PLACES[: PLACES.index("[kyiv]")] + PLACES[PLACES.index("# the port") :]

    save(edit_concept(Shelf.read([folder]), "odesa", [parse_setting("part_of+=kyiv")]))
    with pytest.raises(RevisionError, match="odesa names kyiv"):
        remove_concept(Shelf.read([folder]), "kyiv")


def test_deprecated_concept_stays(folder: Path) -> None:
    """Two lines are added, and its heir must exist."""
    [revision] = deprecate_concept(Shelf.read([folder]), "odesa", replaced_by="kyiv", note="Gone.")
    assert '[odesa]\nkind = "place"\nstatus = "deprecated"\nreplaced_by = "kyiv"\nnote = "Gone."\nen = "Odesa"\n' in revision.after
    with pytest.raises(RevisionError, match="no concept 'kiyv'; did you mean kyiv"):
        deprecate_concept(Shelf.read([folder]), "odesa", replaced_by="kiyv")


def test_shipped_concept_is_copied_before_it_is_changed(folder: Path, tmp_path: Path) -> None:
    """The nearer folder gets a whole copy, because it hides the other."""
    own = tmp_path / "own"
    [revision] = edit_concept(Shelf.read([folder]), "kyiv", [parse_setting("es=Kyiv")], into=own)

    assert own / "places.toml" == revision.path
    assert revision.after == '[kyiv]\nkind = "place"\nen = { preferred = "Kyiv", variants = ["Kiev"] }  # as AP\nes = "Kyiv"\n'


def test_import_completes_and_conflicts(folder: Path) -> None:
    """New concepts are added, known ones completed, contradictions told with their line; a second time changes nothing."""
    table = (
        "source,target,src_lang,trg_lang,type,status,aliases\n"
        "Kyiv,Kijów,en,pl,place,,Kyjiw\n"
        "Odesa,Odessa,en,es,place,,\n"
        "Lviv,Leópolis,en,es,place,,\n"
    )
    shelf = Shelf.read([folder])
    merged = merge(read(table.encode(), "x.csv", "csv"), shelf, folder, "new.toml")

    assert (("lviv",), ("kyiv",)) == (merged.added, merged.completed)
    assert [3] == [problem.line for problem in merged.problems]
    assert "the es preferred form is 'Odesa' in the glossary and 'Odessa' here" in merged.problems[0].text
    texts = {revision.path.name: revision.after for revision in merged.revisions}
    assert '[lviv]\nkind = "place"\nen = "Lviv"\nes = "Leópolis"\n' == texts["new.toml"]
    assert 'en = { preferred = "Kyiv", variants = ["Kiev", "Kyjiw"] }  # as AP\nes = "Kiev"\npl = "Kijów"\n' in texts["places.toml"]

    save(merged.revisions)
    again = merge(read(table.encode(), "x.csv", "csv"), Shelf.read([folder]), folder, "new.toml", update=True)
    assert ((), ("odesa",), ("kyiv", "lviv")) == (again.added, again.completed, again.unchanged)


def test_concepts_without_a_kind_ask_for_one(folder: Path) -> None:
    """Nothing is guessed about what a name is."""
    reading = read(b"en,es\nLviv,Leopolis\n", "x.csv", "csv")
    shelf = Shelf.read([folder])

    assert ["say it for all such: --kind" in row.text for row in merge(reading, shelf, folder, "n.toml").problems] == [True]
    assert ("lviv",) == merge(reading, shelf, folder, "n.toml", kind="place").added


def test_states_are_compared_by_concept(folder: Path) -> None:
    """Order, remarks and blanks make no difference; a revision is read from git's objects."""
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    moved = PLACES.replace('es = "Kiev"\n', "").replace('kind = "place"\nen = { pre', 'es = "Kiev"  # old\nkind = "place"\nen = { pre')
    (folder / "places.toml").write_text(moved, encoding="utf-8")
    assert [] == compare(entries_at(folder, "HEAD"), entries_in(folder))

    save(edit_concept(Shelf.read([folder]), "kyiv", [parse_setting("es=Kyiv"), parse_setting("en.variants=Kyjiw")]))
    save(remove_concept(Shelf.read([folder]), "odesa")[:1])
    changed, removed = compare(entries_at(folder, "HEAD"), entries_in(folder))
    assert ("kyiv", "changed", {("es.preferred", "Kiev", "Kyiv"), ("en.variants", "Kiev", "Kyjiw")}) == (changed.id, changed.change, set(changed.fields))
    assert ("odesa", "removed") == (removed.id, removed.change)
    with pytest.raises(HistoryError, match="no revision 'nosuch'"):
        entries_at(folder, "nosuch")
    with pytest.raises(HistoryError, match="no revision '--help'"):
        entries_at(folder, "--help")


def test_outside_a_repository_is_told(tmp_path: Path) -> None:
    """No git error leaks: the folder and the way out are named."""
    with pytest.raises(HistoryError, match=r"not in a git repository.*two folders"):
        entries_at(tmp_path, "HEAD")
