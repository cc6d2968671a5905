"""What goes out as files: in the wire's own format, and emptied where it lies when it is taken back."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest

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


def test_a_withdrawal_empties_what_is_still_there(here, published):
    edition, files, units = published
    files[0].unlink()
    code, out, _ = here("editions", "withdraw", edition, "--reason", "libel")
    assert (0, len(files) - 1) == (code, out.count("emptied "))
    assert not files[0].exists(), "a file that somebody took away stays away"
    wire = words(next(path for path in files if path.suffix == ".nitf"))
    assert units[0]["text"] not in wire
    assert "canceled" in wire or "cancel" in wire.lower()


def test_text_has_no_wire_to_go_back_to_and_then_nothing_goes_out(here):
    Path("a.txt").write_text("Talks resume\n\nThe city said no.\n")
    here("ingest", "a.txt", "--to", "fr", "--engine", "pseudo", "--from", "en")
    edition = json.loads(here("editions", "--json")[1])[0]["id"]
    here("editions", "approve", edition, "u1", "u2")
    code, _, err = here("editions", "publish", edition, "--format", "wire")
    assert (1, True) == (code, "no wire format" in err)
    assert "approved" == json.loads(here("editions", "--json")[1])[0]["state"]
