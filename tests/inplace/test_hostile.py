"""Input made to hurt, and input that is merely old: encodings, entities, depth, archives."""

from __future__ import annotations

import io
import json
import tarfile
import time
import zipfile

import pytest
from wire_files import written

from newstrans.errors import NoArticleError, ReadError
from newstrans.formats.archive import read_archive, safe_name
from newstrans.formats.convert import convert
from newstrans.formats.inplace import open_document

G2 = (
    '<?xml version="1.0" encoding="{encoding}"?>\n<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1" xml:lang="ko">'
    '<itemMeta><itemClass qcode="ninat:text"/><provider qcode="x:x"/><versionCreated>2026-01-01T00:00:00Z</versionCreated></itemMeta>'
    "<contentMeta><headline>{text}</headline></contentMeta></newsItem>\n"
)


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("EUC-KR", "euc_kr", "장관이 항구를 열었다"), ("Shift_JIS", "shift_jis", "大臣が港を開いた"), ("Big5", "big5", "部長開放港口"),
        ("GB2312", "gb2312", "部长开放港口"),
    ],
)  # fmt: skip
def test_east_asian_encodings_are_read_and_editions_move_to_utf_8(label, codec, text):
    data = G2.format(encoding=label, text=text).encode(codec)
    document = open_document(data, name="a.xml")
    assert document.write({}).data == data
    assert document.stories[0].headline == text
    made = written(document, "fr")
    assert made.encoding == "utf-8"
    assert b'encoding="UTF-8"' in made.data
    assert "UTF-8" in made.notes[0]


@pytest.mark.parametrize(("label", "codec"), [("windows-1251", "cp1251"), ("ISO-8859-5", "iso8859_5"), ("UTF-16", "utf-16"), ("UTF-8", "utf-8-sig")])
def test_encodings_that_fit_are_kept(label, codec):
    data = G2.format(encoding=label, text="Министр открыл порт").encode(codec)
    document = open_document(data, name="a.xml")
    assert document.write({}).data == data
    made = written(document, "uk", "identity")
    assert made.notes == ()
    assert "Министр открыл порт" in made.data.decode(codec)


def test_letters_that_a_declared_encoding_lacks_move_the_file():
    """The dash of windows-1252 is no letter of ISO-8859-1, whatever readers make of that label."""
    data = G2.format(encoding="ISO-8859-1", text="Café im Hafen").encode("latin-1")
    made = written(open_document(data, name="a.xml"), "fr")
    assert made.encoding == "utf-8"
    assert "latin-1 does not have every letter" in made.notes[0]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20))


@pytest.mark.parametrize(
    ("prolog", "body"),
    [
        (f'<!DOCTYPE nitf [<!ENTITY l0 "ha">{LAUGHS}]>', "&l19;"),
        ('<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ('<!DOCTYPE nitf SYSTEM "http://192.0.2.1/nitf.dtd">', "&x;"),
        ('<!DOCTYPE nitf [<!ENTITY % p SYSTEM "http://192.0.2.1/p.dtd"> %p;]>', "&x;"),
        (f'<!DOCTYPE nitf [<!ENTITY x "{"a" * 100_000}">]>', "&x;" * 5_000),
    ],
)
def test_entities_are_neither_expanded_nor_fetched(prolog, body):
    text = f'<?xml version="1.0"?>{prolog}<nitf baselang="en"><body><body.content><p>Ministers met {body} in the town.</p></body.content></body></nitf>'
    start = time.monotonic()
    document = open_document(text.encode(), name="a.nitf")
    assert time.monotonic() - start < 10
    assert "root:" not in repr(document.stories)
    assert len(document.stories[0].units[0].text) < 200
    assert body.count(";") == written(document).data.decode().count(body[: body.index(";") + 1])


def test_a_paragraph_of_tags_alone_takes_its_time_in_proportion():
    """Thousands of tags in one text: they stay where they are, and the words between them are translated."""
    page = "<html lang=en><body><p>" + "A word of <b>the</b> minister " * 3_000 + "</p></body></html>"
    start = time.monotonic()
    text = written(open_document(page.encode(), name="a.html")).data.decode()
    assert time.monotonic() - start < 60
    assert text.count("<b>") == text.count("</b>") == 3_000


def test_entities_in_attributes_do_not_blow_up():
    text = f'<!DOCTYPE nitf [<!ENTITY l0 "ha">{LAUGHS}]><nitf x="&l19;"><body/></nitf>'
    with pytest.raises(ReadError, match=r"not well-formed|amplification"):
        open_document(text.encode(), name="a.nitf")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.nitf", b"<nitf>" + b"<p>" * 5000 + b"</p>" * 5000 + b"</nitf>"),
        ("a.nitf", b"<nitf><body>"),
        ("a.nitf", b"<nitf><p>\x0b</p></nitf>"),
        ("a.json", b'{"uri": "x", "headline": "y", "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
        ("a.nitf", b"<nitf a" + b"='1' a" * 5 + b"='1'/>"),
    ],
)
def test_depth_and_damage_are_errors_that_say_where(name, data):
    with pytest.raises(ReadError):
        open_document(data, name=name, format="ninjs" if name.endswith("json") else "nitf")


@pytest.mark.parametrize(
    "text",
    ["<b>" * 20_000, "<" * 50_000, "<p " * 20_000, "<!--" * 20_000, "&amp" * 50_000, "<a href='" * 10_000, "</b>" * 20_000, "<code>" * 5_000],
)
def test_hostile_html_takes_its_time_in_proportion(text):
    page = f"<!doctype html><html lang=en><body><p>A minister spoke {text}</body></html>"
    start = time.monotonic()
    document = open_document(page.encode(), name="a.html")
    assert time.monotonic() - start < 20
    assert document.write({}).data == page.encode()


def test_words_of_an_engine_cannot_become_markup():
    """The pseudo engine gives tags back as they are: in every notation they are words."""
    page = b"<html lang=en><body><p>Write &lt;script&gt;alert(1)&lt;/script&gt; here.</p></body></html>"
    text = written(open_document(page, name="a.html")).data.decode()
    assert "<script" not in text
    assert "&lt;script>" in text or "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [("wire/a.xml", "wire/a.xml"), ("../../etc/passwd", "etc/passwd"), ("/etc/passwd", "etc/passwd"), ("..\\a.txt", "a.txt"), ("c:\\a.txt", None), (".git/a", None), ("", None)],
)
def test_names_in_archives_stay_below_their_folder(name, expected):
    assert safe_name(name) == expected


def test_archives_are_read_one_by_one(tmp_path):
    path = tmp_path / "wire.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/one.txt", "one")
        archive.writestr("../two.txt", "two")
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert list(read_archive(path)) == [("a/one.txt", b"one"), ("two.txt", b"two")]
    path = tmp_path / "wire.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, kind in (("one.txt", tarfile.REGTYPE), ("link", tarfile.SYMTYPE), ("../two.txt", tarfile.REGTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, "/etc/passwd", 3 if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(b"abc"))
    assert list(read_archive(path)) == [("one.txt", b"abc"), ("two.txt", b"abc")]


def test_a_bomb_in_an_archive_is_refused(tmp_path):
    """One member of 65 MB of zeros, in a few kilobytes; what stands beside it is read."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(65 * 1024 * 1024))
        archive.writestr("story.txt", "story")
    found = dict(read_archive(path))
    assert isinstance(found["bomb.txt"], ReadError)
    assert found["story.txt"] == b"story"


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [(30 + len("a.xml") + 4, b"\xff" * 8, "decompress"), (8, b"\x63\x00", "compression")], ids=["bytes", "compression"],
)
def test_a_damaged_file_in_an_archive_leaves_the_others(tmp_path, place, value, said):
    """Bytes that do not decompress, and a compression that nobody knows: each is the error of its own file."""
    path = tmp_path / "day.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", "words and words " * 500)
        archive.writestr("b.xml", "whole")
    data = bytearray(path.read_bytes())
    data[place : place + len(value)] = value
    if said == "compression":  # it stands in the table of contents too
        entry = data.index(b"PK\x01\x02")
        data[entry + 10 : entry + 12] = value
    path.write_bytes(data)
    (_, broken), (_, whole) = read_archive(path)
    assert isinstance(broken, ReadError)
    assert said in str(broken)
    assert whole == b"whole"


def test_what_is_no_archive_is_said(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 no")
    with pytest.raises(ReadError, match="cannot be read"):
        list(read_archive(path))


def test_half_a_character_in_json_stays_an_escape():
    """JSON can spell a lone surrogate, which no encoding can: it is written as it was read."""
    data = rb'{"uri":"urn:x:\ud83d","version":"1","language":"en","headline":"The caf? opens on Monday"}'.replace(b"?", b"\xe9")
    document = open_document(data, name="a.json", format="ninjs", encoding="cp1252")
    made = written(document)
    assert rb'"uri":"urn:x:\ud83d:pt-BR"' in made.data
    assert json.loads(made.data)["uri"] == "urn:x:\ud83d:pt-BR"


def test_an_empty_body_is_no_body():
    """An item may have a field for HTML with nothing in it."""
    data = b'{"uri":"urn:x:1","version":"1","language":"en","headline":"The harbour opens on Monday","body_html":"","bodies":[{"contentType":"text/html","value":""}]}'
    made = written(open_document(data, name="a.json"))
    assert json.loads(made.data)["body_html"] == ""


def test_a_converted_item_is_well_formed_whatever_its_id_holds():
    item = open_document(b'{"uri":"urn:x:\\u0001<&\\ud83d","version":"1","language":"en","headline":"The harbour opens on Monday"}', name="a.json").items[0]
    again = open_document(convert(item, "g2", now="2026-03-04T09:30:00Z").data, name="a.xml").items[0]
    assert again.identity.id == "urn:x:\ufffd<&\ufffd"
    again = open_document(convert(item, "ninjs", now="2026-03-04T09:30:00Z").data, name="a.json").items[0]
    assert again.identity.id == item.identity.id


def test_an_item_without_a_story_is_not_converted():
    """Alternate texts and titles of links alone are no story."""
    item = open_document(b'<html lang="en"><body><img src="a.jpg" alt="The old harbour at night"></body></html>', name="a.html").items[0]
    for wanted in ("g2", "ninjs", "text"):
        with pytest.raises(NoArticleError, match="no text in it"):
            convert(item, wanted, now="2026-03-04T09:30:00Z")
