"""From bytes to text: the order of evidence for an encoding, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from newstrans.errors import ReadError, UndecodableError, UnknownFormatError

_BOMS = (
    # UTF-32 before UTF-16: the little-endian mark of the first begins with that of the second.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Labels as the WHATWG Encoding Standard reads them: pages that say Latin-1 mean windows-1252, "gb2312" means its
# superset, and so on. Labels that Python knows under the same meaning are not listed.
_LABELS = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "ansi": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "windows-874": "cp874", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "x-cp1250": "cp1250",
    "x-cp1251": "cp1251", "x-cp1252": "cp1252", "x-euc-jp": "euc_jp", "unicode": "utf-16", "utf8": "utf-8",
    "iso-8859-8-i": "iso-8859-8", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
}  # fmt: skip

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x7fELF", "an ELF program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls or .ppt)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS\x00", "an Ogg recording"),
    (b"ID3\x03\x00", "an MP3 recording"),
    (b"ID3\x04\x00", "an MP3 recording"),
    (b"\x00asm", "a WebAssembly program"),
    (b"\xca\xfe\xba\xbe", "a Java class or Mach-O program"),
)
_ZIPS = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
    (b"opendocument.text", "an OpenDocument text (.odt)"),
    (b"application/epub", "an EPUB book"),
)

# Wires frame their text with these (IPTC 7901, ANPA 1312), so a few of them do not make a file binary.
_C0 = bytes(n for n in range(0x20) if n not in b"\t\n\r\f")
# Controls that never belong to text: C0 without tab and line ends, DEL, C1 without NEL.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Invisible and without meaning in copy: byte order marks inside the text, interlinear annotation, object marks.
_INVISIBLE = re.compile("[\ufeff\ufff9-\ufffc]")
_GUESS_BYTES = 128 * 1024


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file, and how it was found. `encoding` is Python's name of it; `notes` are for the user."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(
    data: bytes, *, declared: str | None = None, configured: str | None = None, name: str = "input"
) -> Decoded:
    """Text of `data`: by its byte order mark, its declaration, strict UTF-8, `configured`, and last a guess.

    A declaration and `configured` count only if they decode every byte. A declared one-byte encoding decodes
    nearly anything, so it gives way when the bytes are well-formed UTF-8 beyond ASCII: pages saved by a browser
    keep their old declaration. Bytes are never replaced.

    Raises:
        UndecodableError: nothing fits.
        UnknownFormatError: the bytes are no text.
        ReadError: `configured` is no encoding.

    """
    refuse_binary(data, name)
    fallback = python_codec(configured) if configured else None
    if configured and fallback is None:
        raise ReadError(name, f"the configured encoding {configured!r} is unknown; name one like cp1252")
    notes: list[str] = []
    encoding: str | None
    for bom, marked in _BOMS:
        if data.startswith(bom):
            return _finish(_strictly(data, marked), marked, notes, name)
    if wide := _utf16_without_bom(data):
        return _finish(_strictly(data, wide), wide, notes, name)
    utf8 = _strictly(data, "utf-8")
    if declared:
        encoding = python_codec(declared)
        text = _strictly(data, encoding) if encoding else None
        if text is not None and encoding and not (utf8 is not None and _one_byte(encoding) and not data.isascii()):
            return _finish(text, encoding, notes, name)
        if utf8 is None or encoding is None:
            why = "is unknown" if encoding is None else "does not fit its bytes"
            notes.append(f"the declared encoding {declared!r} {why}")
        elif not data.isascii():
            notes.append(f"declared as {declared!r}, but it is well-formed UTF-8 and was read so")
    if b"\x1b$" in data and (text := _strictly(data, "iso2022_jp")) is not None:
        return _finish(text, "iso2022_jp", notes, name)
    if utf8 is not None:
        return _finish(utf8, "utf-8", notes, name)
    if fallback:
        if (text := _strictly(data, fallback)) is not None:
            return _finish(text, fallback, notes, name)
        notes.append(f"the configured encoding {configured!r} does not fit its bytes")
    if guess := _guess(data):
        notes.append(f"no encoding declared and not UTF-8: read as {guess}, which is a guess; check the accents")
        return _finish(_strictly(data, guess), guess, notes, name)
    return _finish(None, "", notes, name)


def python_codec(label: str) -> str | None:
    """Python's codec for an encoding label of a page or a setting; None for a label nobody knows."""
    key = label.strip().strip("\"'").lower()
    if not key.isascii() or "\x00" in key:
        return None
    try:
        info = codecs.lookup(_LABELS.get(key, key))
    except (LookupError, ValueError):
        return None
    # "base64" and "rot13" are codecs too, but no encodings of text.
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in {"idna", "punycode"} else None


def refuse_binary(data: bytes, name: str) -> None:
    """Say what `data` is when it is no text.

    Raises:
        UnknownFormatError: a known kind of binary file, or bytes that no text has.

    """
    kind = _binary_kind(data)
    if kind:
        raise UnknownFormatError(name, f"this is {kind}, not text; save it as text, Markdown or HTML first")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without control characters, lone surrogates and stray marks, with a note of what was removed."""
    notes: list[str] = []
    if text.isprintable():
        return text, ()
    text, controls = _CONTROLS.subn("", text)
    if controls:
        notes.append(f"{controls} control character{'s' if controls > 1 else ''} removed")
    text, surrogates = _SURROGATES.subn("", text)
    if surrogates:
        notes.append(f"{surrogates} lone surrogate{'s' if surrogates > 1 else ''} removed")
    return _INVISIBLE.sub("", text), tuple(notes)


def _finish(text: str | None, encoding: str, notes: list[str], name: str) -> Decoded:
    if text is None:
        tried = f"; {'; '.join(notes)}" if notes else ""
        mark = f"its byte order mark says {encoding}, but its bytes do not fit" if encoding else "no encoding fits its bytes"
        raise UndecodableError(name, f"{mark}{tried}. Save it as UTF-8, or give its encoding")
    text, removed = clean(text)
    return Decoded(text, "utf-8" if encoding == "utf-8-sig" else encoding, (*notes, *removed))


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _one_byte(encoding: str | None) -> bool:
    return encoding is not None and encoding.startswith(("cp125", "cp8", "iso8859", "koi8", "mac", "ascii", "latin"))


def _utf16_without_bom(data: bytes) -> str | None:
    head = data[:4096]
    if len(head) < 4 or len(data) % 2 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    wide = "utf-16-le" if odd > 0.3 * half and not even else "utf-16-be" if even > 0.3 * half and not odd else None
    # Tables of small numbers have their zeros in every second byte as well, but controls between them.
    return wide if wide and not _CONTROLS.search(_strictly(head, wide) or "\0") else None


def _binary_kind(data: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        head = data[:65536] + data[-65536:]
        return next((kind for mark, kind in _ZIPS if mark in head), "a zip archive")
    if data[4:8] == b"ftyp":
        return "an MP4 or HEIF file"
    if data.startswith(b"RIFF") and data[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        return f"a {data[8:12].decode().strip()} file"
    if data.startswith(b"MZ") and b"\x00\x00" in data[:256]:
        return "a Windows program"
    head = data[:65536]
    if not head or any(data.startswith(bom) for bom, _ in _BOMS) or _utf16_without_bom(data):
        return None
    if head.count(0) > len(head) // 100:
        return "binary data"
    controls = len(head) - len(head.translate(None, _C0))
    return "binary data" if controls > len(head) // 10 and controls > 8 else None


def _guess(data: bytes) -> str | None:
    """Likeliest encoding of text that is neither declared nor UTF-8; None when a guess would be worse than asking.

    charset-normalizer judges text without C0 bytes, since those of wires mislead it. It calls a text with a lone
    u-umlaut gb18030 and Portuguese Baltic now and then, so windows-1252 goes first where every letter fits it.
    """
    import charset_normalizer

    body = data.translate(None, _C0)
    if (text := _strictly(body, "cp1252")) is not None and _plain_western(text):
        return "cp1252"
    first = next((match.start() for match in _HIGH.finditer(body)), 0)
    start = body.rfind(b"\n", 0, first) + 1
    sample = body[start : start + _GUESS_BYTES]
    if start + _GUESS_BYTES < len(body):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    likely = [match.encoding for match in charset_normalizer.from_bytes(sample, cp_isolation=_GUESSABLE)]
    for label in [*likely, *(_SECOND_GUESSES if likely else ())]:
        encoding = python_codec(label)
        text = _strictly(data, encoding) if encoding else None
        if text is not None and not _SIGN_IN_WORD.search(text):
            return encoding
    return None


# What newsrooms' old systems write. Rarer sets (johab, ISO 8859-10 and -14) only ever won by mistake:
# of 496 samples in 20 languages they took 10, all of them wrongly.
_GUESSABLE = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "iso8859_2", "iso8859_5", "iso8859_7", "koi8_r", "koi8_u", "cp866",
    "cp932", "euc_jp", "cp949", "gb18030", "big5",
]  # fmt: skip
# Tried when each likely one shows signs inside words, as cp1257 does with Polish ("Wa³źsa").
_SECOND_GUESSES = ("cp1250", "iso8859_2", "cp1254", "cp1257", "cp1252")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¹²³£¤¥¦§¨©ª¬®¯°±´µ¶¸º¼½¾¿†‡‰÷×]+[^\W\d_]|\b[£¥¦§©®±¶]+[^\W\d_]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")
_WESTERN = set(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŠšŽž"
    "‘’“”‚„«»‹›–—…•€£©®°§ªº¿¡·\xa0™½¼¾²³´¨†"
)
# Where cp1252 shows letters of another set: "Wa³êsa", "£ódŸ", "jõvõ", "Gdañsk", "pãmânt", "pøedseda".
_NOT_WESTERN = re.compile(
    r"[^\W\d_][£©®§¿¡·™½¼¾²³¨†ªº«»€…•]+[^\W\d_]|£[^\W\d_]|[^\W\d_][³¹¿¶]|[õÕ](?![eE])|[ñÑ](?![aeiouáéíóúüAEIOUÁÉÍÓÚ])"
    r"|[ãÃ](?=[^\WoeOEsS\d_])"
)


def _plain_western(text: str) -> bool:
    """Whether cp1252 explains every high byte as a letter or sign in a place where it belongs."""
    signs = {character for character in text if character > "\x7f"}
    if not signs <= _WESTERN or (signs & set("øåæØÅÆ") and signs & set("ìèùòÌÈÙÒ")):
        return False
    return sum(text.count(sign) for sign in signs) <= max(4, len(text) // 8) and not _NOT_WESTERN.search(text)
