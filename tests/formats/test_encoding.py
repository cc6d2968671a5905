import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.errors import ReadError, UndecodableError, UnknownFormatError
from newstrans.formats.encoding import clean, decode, python_codec, refuse_binary

UKRAINIAN = "Міністерка закордонних справ заявила, що порт відкриють у четвер, а страхування подешевшає."
GERMAN = "Der Müller sagte am Montag, die Versicherung der Schiffe werde günstiger."
POLISH = "Wałęsa przyjechał do Łodzi, żeby otworzyć nową linię kolejową między portem a miastem."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides(encoding):
    """A byte order mark counts more than any declaration."""
    decoded = decode(UKRAINIAN.encode(encoding), declared="cp1252", name="a.txt")
    assert decoded.text == UKRAINIAN
    assert decoded.encoding == encoding.removesuffix("-sig")
    assert decoded.notes == ()


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (UKRAINIAN, "cp1251", "windows-1251"),
        (UKRAINIAN, "koi8-u", "KOI8-U"),
        (POLISH, "iso8859-2", "ISO-8859-2"),
        ("Die „Wirtschaft“ – 5 €", "cp1252", "ISO-8859-1"),  # the web reads Latin-1 as windows-1252
        ("서울에서 회담이 열렸다", "cp949", "euc-kr"),
        ("北京举行会谈", "gb18030", "gb2312"),
        ("東京で会談", "cp932", "Shift_JIS"),
        (UKRAINIAN, "utf-8", "utf8"),  # no dash, as some wires write it
    ],
)
def test_declaration_is_taken_when_it_decodes_strictly(text, encoding, declared):
    """A declared encoding that fits every byte is right."""
    assert decode(text.encode(encoding), declared=declared, name="a.html").text == text


def test_false_declaration_is_noted_and_passed_over():
    """A page that says UTF-8 and is not is read by the next evidence, with a note."""
    decoded = decode(GERMAN.encode("cp1252"), declared="utf-8", configured="cp1252", name="a.html")
    assert decoded.text == GERMAN
    assert decoded.encoding == "cp1252"
    assert "'utf-8' does not fit" in decoded.notes[0]


def test_utf8_behind_an_old_declaration_is_read_as_utf8():
    """A page saved as UTF-8 that still declares Latin-1 does not come out as “Ã¼”."""
    decoded = decode(GERMAN.encode(), declared="iso-8859-1", name="a.html")
    assert decoded.text == GERMAN
    assert "well-formed UTF-8" in decoded.notes[0]


def test_configured_encoding_comes_after_utf8():
    """The encoding set for a source is for what is not UTF-8, so new files of that source are read as well."""
    assert decode(POLISH.encode("cp1250"), configured="cp1250", name="a.txt").text == POLISH
    assert decode(POLISH.encode(), configured="cp1250", name="a.txt").text == POLISH


def test_unknown_configured_encoding_is_an_error_of_the_setting():
    """A typing mistake in a setting is said, not passed over."""
    with pytest.raises(ReadError, match="'cp12522' is unknown"):
        decode(GERMAN.encode("cp1252"), configured="cp12522", name="a.txt")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),  # a single accented letter, which charset-normalizer takes for gb18030
        ("Müller", "cp1252"),
        ("O presidente não irá à reunião de segunda-feira em São Paulo, disse o porta-voz.", "cp1252"),
        (UKRAINIAN, "cp1251"),
        (POLISH + " Rząd ogłosił również, że składka spadnie o połowę już w przyszłym roku.", "cp1250"),
        ("東京で行われた会談の後、大臣は港の保険料が来年から下がると述べた。", "cp932"),
    ],
)
def test_undeclared_text_is_guessed_and_the_guess_is_told(text, encoding):
    """Where nothing says the encoding, the likeliest one is taken and the user is told that it is a guess."""
    decoded = decode(text.encode(encoding), name="a.txt")
    assert decoded.text == text
    assert "guess" in decoded.notes[0]


def test_utf16_without_a_mark_is_seen_by_its_zeros():
    """UTF-16 of Western text has a zero in every second byte."""
    assert decode("The port is open.".encode("utf-16-le"), name="a.txt").text == "The port is open."
    assert decode("The port is open.".encode("utf-16-be"), name="a.txt").text == "The port is open."


def test_nothing_fits_is_an_error_and_never_a_replacement_character():
    """Bytes that no encoding explains are refused."""
    with pytest.raises(UndecodableError, match=r"a\.txt: .*utf-16"):
        decode(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", name="a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\x00", "a GIF image"),
        (b"\x7fELF\x02\x01", "an ELF program"),
        (b"PK\x03\x04\x14\x00[Content_Types].xml word/document.xml", "a Word document (.docx)"),
        (b"PK\x03\x04\x14\x00photos/a.txt", "a zip archive"),
        (b"{\\rtf1\\ansi Hello}", "an RTF document"),
        (b"\x00\x01\x02\x03" * 200, "binary data"),
    ],
)
def test_binary_files_are_named(data, kind):
    """The error for a file that is no text says what it is."""
    with pytest.raises(UnknownFormatError) as caught:
        refuse_binary(data, "a.txt")
    assert f"this is {kind}, not text" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected", "note"),
    [
        ("Ky\x1b[1miv\x00", "Ky[1miv", "2 control characters removed"),
        ("Ky\x96iv", "Kyiv", "1 control character removed"),
        ("Ky\ud83div", "Kyiv", "1 lone surrogate removed"),
        ("A\tport\nin Odesa\u200f", "A\tport\nin Odesa\u200f", None),
    ],
)
def test_control_characters_are_removed_with_a_note(text, expected, note):
    """What no text needs is removed, and counted; tabs, line ends and direction marks stay."""
    assert clean(text) == (expected, (note,) if note else ())


@pytest.mark.parametrize(("label", "codec"), [("UTF8", "utf-8"), (" x-sjis ", "cp932"), ("base64", None), ("é", None), ("nope", None)])
def test_labels_that_are_no_encoding_are_none(label, codec):
    """Only encodings of text count as such."""
    assert python_codec(label) == codec


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_our_error(data):
    """No byte string crashes the decoder, and none gives surrogates or controls."""
    try:
        text = decode(data, name="a.txt").text
    except ReadError:
        return
    assert clean(text) == (text, ())
