"""What goes out as files: in the wire's own format, and emptied where it lies when it is taken back."""

from __future__ import annotations

import html
import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest

from newstrans.review import files as review_files
from newstrans.store.connect import Store

WIRE = Path(__file__).resolve().parents[1] / "data" / "wire"


def words(path):
    """A file in the encoding that it says it has, its character references read."""
    data = path.read_bytes()
    return html.unescape(data.decode("latin-1" if b"iso-8859-1" in data[:100].lower() else "utf-8"))


@pytest.fixture
def published(here):
    """A wire story's edition that went out as pages and in the wire's format: its id and its files."""
    assert 0 == here("ingest", WIRE / "story.nitf", "--to", "fr", "--engine", "pseudo", "--from", "en")[0]
    edition = json.loads(here("editions", "--json")[1])[0]["id"]
    units = json.loads(here("editions", "show", edition, "--json")[1])["units"]
    for one in units[:-1]:
        if not one["settled"]:
            assert 0 == here("editions", "approve", edition, one["key"])[0]
    assert 0 == here("editions", "omit", edition, units[-1]["key"], "--reason", "too long")[0]
    code, out, err = here("editions", "publish", edition, "--format", "html", "--format", "json", "--format", "wire")
    assert code == 0, err
    return edition, [Path(line.removeprefix("wrote ")) for line in out.splitlines()], units


def test_an_issue_in_the_wires_own_format(published):
    _, files, units = published
    wire = words(next(path for path in files if path.suffix == ".nitf"))
    source = words(WIRE / "story.nitf")
    assert units[0]["text"] in wire
    assert units[-1]["text"] not in wire
    assert units[-1]["source"] not in wire, "what was left out is not there in the source's words either"
    assert all(one["source"] not in wire for one in units if one["text"] != one["source"])
    assert ("<nitf" in source) == ("<nitf" in wire)
    assert source.count("<p") == wire.count("<p")


def test_a_kill_empties_every_file(here, published):
    _, files, units = published
    texts = [one["text"] for one in units if len(one["text"]) > 12]
    assert any(texts[0] in words(path) for path in files)
    _, _, err = here("ingest", WIRE / "killed.nitf", "--to", "fr", "--engine", "pseudo", "--from", "en")
    assert len(files) == err.count("emptied ")
    for path in files:
        left = words(path)
        assert not [text for text in texts if text in left], path
    page = next(path for path in files if path.suffix == ".html").read_text()
    assert "retirée" in page or "withdrawn" in page or "retiré" in page
    assert "killed" == json.loads(here("editions", "--json")[1])[0]["state"]


def test_a_kill_that_another_item_speaks(here, published):
    """NITF's management-doc-idref: the item that it names is killed, under its own name; the note itself is held."""
    _, files, units = published
    note = """<nitf><head><docdata management-doc-idref="hp-2026-77" management-idref-status="canceled"><doc-id id-string="hp-2026-99"/></docdata></head>
    <body><body.head><hedline><hl1>Editors</hl1></hedline></body.head><body.content><p>Please kill the story.</p></body.content></body></nitf>"""
    before = words(next(path for path in files if path.suffix == ".nitf"))
    Path("note.nitf").write_text(note)
    code, out, err = here("ingest", "note.nitf", "--to", "fr", "--engine", "pseudo", "--from", "en", "--json")
    assert (0, ["kill", "new"]) == (code, [one["verdict"] for one in json.loads(out)["stories"]]), err
    assert not [path for path in files if units[0]["text"] in words(path)]
    wire = words(next(path for path in files if path.suffix == ".nitf"))
    own = re.compile('<doc-id id-string="[^"]*"')
    assert own.findall(before) == own.findall(wire)
    assert "Please kill" not in wire
    states = {one["id"]: one["state"] for one in json.loads(here("editions", "--json")[1])}
    (other,) = (name for name, state in states.items() if state != "killed")
    for one in json.loads(here("editions", "show", other, "--json")[1])["units"]:
        here("editions", "approve", other, one["key"])
    code, _, err = here("editions", "publish", other)
    assert (1, True) == (code, "hp-2026-77 canceled" in err)
    again = json.loads(here("ingest", WIRE / "story.nitf", "--to", "fr", "--json")[1])
    assert "dead" == again["stories"][0]["verdict"]


@pytest.mark.parametrize("how", ["withdrawn", "worked on again", "killed"])
def test_what_was_taken_back_is_not_written_again(here, published, how):
    """Neither the last issue nor an earlier one, also when the edition does not say any more that it was withdrawn."""
    edition, files, _ = published
    if how == "killed":
        here("ingest", WIRE / "killed.nitf", "--to", "fr", "--engine", "pseudo", "--from", "en")
    else:
        here("editions", "withdraw", edition, "--reason", "libel")
    if how == "worked on again":
        here("editions", "edit", edition, "u2", "Autre chose.")
    before = [path.read_bytes() for path in files]
    for choice in ((), ("--issue", "1"), ("--issue", "1", "-o", "elsewhere", "--format", "md")):
        code, out, err = here("editions", "export", edition, *choice)
        assert (1, "") == (code, out)
        assert "was taken back" in err
    assert before == [path.read_bytes() for path in files]
    assert not Path("elsewhere").exists()


def test_an_issue_that_is_out_is_written_again(here, published):
    edition, files, units = published
    for path in files:
        path.unlink()
    assert 0 == here("editions", "export", edition, "--format", "html", "--format", "json", "--format", "wire")[0]
    assert all(units[0]["text"] in words(path) for path in files)


def test_files_that_cannot_be_written_are_not_told_as_written(here, published):
    edition, _, _ = published
    Path("closed").write_text("no folder")
    code, _, err = here("editions", "export", edition, "--format", "json", "-o", "closed")
    assert (1, True) == (code, "closed" in err)
    events = json.loads(here("editions", "history", edition, "--json")[1])
    assert "not_written" == events[-1]["kind"]
    assert "closed" in events[-1]["note"]


@pytest.mark.parametrize("transaction", [0, 1])
def test_a_kill_that_comes_while_an_issue_is_written(here, published, monkeypatch, transaction):
    """From another process, before it is told where the files will lie or before they lie there: nothing of it is left."""
    edition, files, units = published
    write, behind = Store.write, iter([*[False] * transaction, True])

    @contextmanager
    def killed_before(store):
        if next(behind, False):
            monkeypatch.setattr(Store, "write", write)
            here("ingest", WIRE / "killed.nitf", "--to", "fr", "--engine", "pseudo", "--from", "en")
        with write(store) as connection:
            yield connection

    with monkeypatch.context() as once:
        real = review_files.issue_files

        def rendered(*given, **more):
            monkeypatch.setattr(Store, "write", killed_before)
            return real(*given, **more)

        once.setattr(review_files, "issue_files", rendered)
        assert 1 == here("editions", "export", edition, "--format", "html", "--format", "json", "--format", "wire", "-o", "elsewhere")[0]
    left = [*files, *(path for path in Path("elsewhere").rglob("*") if path.is_file())]
    assert not [path for path in left if units[0]["text"] in words(path)]


def test_a_withdrawal_empties_what_is_still_there(here, published):
    edition, files, units = published
    files[0].unlink()
    code, out, _ = here("editions", "withdraw", edition, "--reason", "libel")
    assert (0, len(files) - 1) == (code, out.count("emptied "))
    assert not files[0].exists(), "a file that somebody took away stays away"
    wire = words(next(path for path in files if path.suffix == ".nitf"))
    assert units[0]["text"] not in wire
    assert "canceled" in wire or "cancel" in wire.lower()


def test_a_file_that_another_story_has_now_is_left(here, published):
    """Somebody cleared the folder, and a second story of the same slug took the names of the first."""
    edition, files, _ = published
    twin = Path("twin.nitf")
    twin.write_bytes((WIRE / "story.nitf").read_bytes().replace(b"hp-2026-77", b"hp-2026-88"))
    here("ingest", twin, "--to", "fr", "--engine", "pseudo", "--from", "en")
    (other,) = {one["id"] for one in json.loads(here("editions", "--json")[1])} - {edition}
    keys = [one["key"] for one in json.loads(here("editions", "show", other, "--json")[1])["units"] if not one["settled"]]
    here("editions", "approve", other, *keys)
    for path in files:
        path.unlink()
    out = here("editions", "publish", other, "--format", "html", "--format", "json")[1]
    assert {f"wrote {path}" for path in files if path.suffix != ".nitf"} == set(out.splitlines())
    before = [path.read_bytes() for path in files if path.suffix != ".nitf"]
    here("editions", "withdraw", edition, "--reason", "libel")
    assert before == [path.read_bytes() for path in files if path.suffix != ".nitf"]


def test_text_has_no_wire_to_go_back_to_and_then_nothing_goes_out(here):
    Path("a.txt").write_text("Talks resume\n\nThe city said no.\n")
    here("ingest", "a.txt", "--to", "fr", "--engine", "pseudo", "--from", "en")
    edition = json.loads(here("editions", "--json")[1])[0]["id"]
    here("editions", "approve", edition, "u1", "u2")
    code, _, err = here("editions", "publish", edition, "--format", "wire")
    assert (1, True) == (code, "no wire format" in err)
    assert "approved" == json.loads(here("editions", "--json")[1])[0]["state"]


@pytest.fixture
def feed(here):
    """A feed of two items, taken in: its two editions, all approved."""
    assert 0 == here("ingest", WIRE / "feed.rss", "--to", "fr", "--engine", "pseudo", "--from", "en")[0]
    editions = {one["headline"]: one["id"] for one in json.loads(here("editions", "--json")[1])}
    assert 2 == len(editions)
    for edition in editions.values():
        keys = [one["key"] for one in json.loads(here("editions", "show", edition, "--json")[1])["units"] if not one["settled"]]
        assert 0 == here("editions", "approve", edition, *keys)[0]
    return sorted(editions.items(), key=lambda one: "Ĥ" in one[0])


def test_a_file_of_several_items_is_one_file_again(here, feed):
    """What went out is in it in the edition's words, the other items to the letter as they came."""
    (cafe, first), (harbour, second) = feed
    source = (WIRE / "feed.rss").read_text()
    code, out, err = here("editions", "publish", first, "--format", "wire")
    assert code == 0, err
    path = Path(out.removeprefix("wrote ").strip())
    one = words(path)
    assert "Harbour reopens after the storm</title>" in one, "an item that is not out stays as it came"
    assert "The owners of the café won" not in one
    assert cafe.split(" &")[0] in one
    assert source.count("<item>") == one.count("<item>")

    code, out, _ = here("editions", "publish", second, "--format", "wire")
    assert (0, f"wrote {path}\n") == (code, out)
    both = words(path)
    assert [True, True] == [name.split(" &")[0] in both for name in (cafe, harbour)]
    assert "It was closed for two days" not in both

    assert 0 == here("editions", "withdraw", first, "--reason", "libel")[0]
    left = words(path)
    assert [False, True] == [name.split(" &")[0] in left for name in (cafe, harbour)]


def test_the_settings_say_in_which_formats_issues_are_written(here, feed):
    """The wire's own only for what came over a wire; a format that there is not is an error before anything goes out."""
    Path("newstrans.toml").write_text('issue_formats = "json, wire"\n')
    code, out, err = here("editions", "publish", feed[0][1])
    assert code == 0, err
    assert [".json", ".rss"] == sorted(Path(line).suffix for line in out.splitlines())
    Path("a.txt").write_text("Talks resume\n\nThe city said no.\n")
    here("ingest", "a.txt", "--to", "fr", "--engine", "pseudo", "--from", "en")
    known = {name for _, name in feed}
    (text,) = (one["id"] for one in json.loads(here("editions", "--json")[1]) if one["id"] not in known)
    here("editions", "approve", text, "u1", "u2")
    Path("newstrans.toml").write_text('issue_formats = "json,docx"\n')
    code, _, err = here("editions", "publish", text)
    assert (1, True) == (code, "there is no format 'docx' (known: md, html, json, wire)" in err)
    Path("newstrans.toml").write_text('issue_formats = "json, wire"\n')
    assert [".json"] == [Path(line).suffix for line in here("editions", "publish", text)[1].splitlines()]
