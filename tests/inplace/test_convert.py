"""From one wire format to another: the story, its identity and its limits go along; what does not is named."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from wire_files import NOW, OWN, read

from newstrans.formats.convert import convert
from newstrans.formats.inplace import open_document

ITEMS = [
    (path.name, place) for path in sorted(OWN.iterdir()) for place, item in enumerate(read(path).items) if item.story and not item.furniture
]


def item_of(name, place=0):
    return read(OWN / name).items[place]


@pytest.mark.parametrize(("name", "place"), ITEMS)
@pytest.mark.parametrize("wanted", ["g2", "ninjs"])
def test_a_converted_item_reads_as_the_same_story(name, place, wanted):
    """Read again, it has the same id, version, status, language and running text."""
    item = item_of(name, place)
    made = convert(item, wanted, now=NOW)
    again = open_document(made.data, name=f"a.{'xml' if wanted == 'g2' else 'json'}").items[0]
    assert (again.identity.id, again.identity.version, again.identity.status) == (item.identity.id, item.identity.version, item.identity.status)
    assert item.story is not None
    assert again.story is not None
    shown = [unit.text for unit in item.story.units if unit.kind.value not in ("field", "dateline", "paragraph", "caption")]
    assert [text for text in shown if text not in {unit.text for unit in again.story.units}] == []
    words = " ".join(unit.text for unit in item.story.units if unit.kind.value in ("dateline", "paragraph")).split()
    found = " ".join(unit.text for unit in again.story.units).split()
    assert [word for word in words if word not in found] == []


def test_embargo_rights_and_emphasis_go_along():
    made = convert(item_of("message.g2.xml"), "ninjs", now=NOW)
    data = json.loads(made.data)
    assert data["embargoedUntil"] == "2026-03-05T06:00:00+01:00"
    assert data["copyrightNotice"] == "Copyright 2026 Harbour Press"
    assert "<em>twice</em>" in data["bodies"][0]["value"]
    assert "Mustermann" not in made.data.decode()
    assert any("person" in line for line in made.lost)


def test_an_older_stamp_becomes_iso_8601():
    made = convert(item_of("story.nitf"), "g2", now=NOW)
    root = etree.fromstring(made.data)
    assert root.findtext(".//{*}embargoed") == "2026-03-05T06:00:00+01:00"
    assert root.get("guid") == "hp-2026-77"


@pytest.mark.parametrize(
    ("old", "new", "g2", "ninjs"),
    [
        (b"2026-03-05T06:00:00+01:00</g2:embargoed>", b"</g2:embargoed>", ("usable", ""), ("withheld", None)),
        (b"2026-03-05T06:00:00+01:00</g2:embargoed>", b"after the press conference</g2:embargoed>", ("withheld", ""), ("withheld", None)),
        (b"stat:usable", b"stat:pending", ("withheld", "2026-03-05T06:00:00+01:00"), ("withheld", "2026-03-05T06:00:00+01:00")),
        (b"stat:usable", b"stat:withheld", ("withheld", "2026-03-05T06:00:00+01:00"), ("withheld", "2026-03-05T06:00:00+01:00")),
    ],
)  # fmt: skip
def test_what_holds_an_item_still_holds_it_converted(old, new, g2, ninjs):
    """What the other format cannot say makes it withheld, and is named."""
    data = (OWN / "message.g2.xml").read_bytes()
    assert old in data
    item = open_document(data.replace(old, new, 1), name="a.xml").items[0]
    made = convert(item, "g2", now=NOW)
    again = open_document(made.data, name="a.xml").items[0].identity
    assert (again.status.value, again.embargo) == g2
    made = convert(item, "ninjs", now=NOW)
    written = json.loads(made.data)
    assert (written["pubStatus"], written.get("embargoedUntil")) == ninjs
    assert any("withheld" in line for line in made.lost) is (item.identity.status.value == "usable")
    assert any("embargo" in line for line in convert(item, "text", now=NOW).lost)


def test_plain_text_is_wrapped():
    made = convert(item_of("message.g2.xml"), "text", now=NOW)
    lines = made.data.decode().splitlines()
    assert max(map(len, lines)) <= 78
    assert "2025\t1,204" in lines


def test_the_command_names_what_is_left_out(tmp_path):
    from click.testing import CliRunner

    from newstrans.cli.convert import command

    done = CliRunner().invoke(command, [str(OWN / "message.g2.xml"), "--to-format", "ninjs", "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "fishermen-protest-against-quotas.json", "port-grain.json", "the-most-important-stories-of-the-day.json",
    ]  # fmt: skip
    assert "left out: the tags city, location, money, org, person" in done.stderr
