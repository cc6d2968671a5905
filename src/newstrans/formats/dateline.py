"""The dateline that opens wire copy: place, date, agency, dash."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newstrans.formats.inline import cut_marks
from newstrans.model import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Dateline:
    """Opening of a story; `text` is the prefix with its dash, `end` where the story goes on, spaces skipped."""

    text: str
    end: int
    place: str
    date: str = ""
    agency: str = ""


# Agencies whose name may stand after a place written in mixed case ("Berlin (dpa)"), or alone before it.
_AGENCIES = {
    "aa", "adnkronos", "afp", "agência brasil", "agencia efe", "agerpres", "ani", "anp", "ansa", "ap", "apa",
    "associated press", "belga", "bloomberg", "bns", "bta", "cna", "ctk", "čtk", "dpa", "dpa-afx", "efe", "epd",
    "europa press", "europapress", "hina", "interfax", "interfax-ukraine", "keystone-sda", "kna", "kyodo", "leta",
    "lusa", "mia", "mti", "nt", "ntb", "pa", "pap", "pti", "reuters", "ria", "ritzau", "sda", "sid", "sta", "stt",
    "tanjug", "tasr", "tass", "thomson reuters foundation", "tt", "ukrinform", "unian", "upi",
    "xinhua", "yonhap", "bbc", "telam", "télam", "notimex", "ats", "lrt", "elta", "err", "dpa/tmn",
    "рейтер", "тасс", "риа новости", "интерфакс", "укрінформ", "унн", "інтерфакс-україна", "бта",
    "رويترز", "أ ف ب", "أ.ف.ب", "د ب أ",
}  # fmt: skip

# Capitals before a dash that are no place: "NATO - which has ...", "ANALYSIS - The ...". Up to three letters
# (EU, UN, BBC) never count as a place when neither date nor agency follows.
_NO_PLACES = {
    "AIDS", "ANALYSIS", "APEC", "ASEAN", "BREAKING", "BRICS", "CARICOM", "CORRECTION", "COVID", "ECOWAS", "EXCLUSIVE",
    "EXPLAINER", "FACTBOX", "FEATURE", "FIFA", "FOCUS", "FRONTEX", "HAMAS", "IAEA", "INSIGHT", "INTERPOL", "LIVE",
    "MERCOSUR", "NASA", "NATO", "OECD", "ONLINE", "OPEC", "OPINION", "OSCE", "OTAN", "SIDA", "UEFA", "UNESCO",
    "UNHCR", "UNICEF", "UPDATE", "URGENT", "VIDEO", "WATCH", "WFP", "ÚLTIMA", "EILMELDUNG", "НАТО", "ОБСЄ", "ОБСЕ",
}  # fmt: skip

_JOINING = {
    "de", "da", "do", "dos", "das", "del", "della", "di", "la", "le", "les", "el", "al", "los", "las", "am", "an", "a",
    "der", "den", "im", "in", "bei", "sur", "sous", "en", "upon", "on", "and", "und", "y", "e", "i", "et", "of", "the",
    "near", "aboard", "ob", "nad", "з", "на", "і", "и",
}  # fmt: skip

_DATE = (
    r"(?:[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:\.|º|er)?\s?(?:de\s|d['’])?[^\W\d_]{3,11}\.?)"
    r"(?:,?\s(?:de\s)?\d{4})?"
)
_NUMERIC_DATE = r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?\.?"
# A hyphen needs room before it ("BADEN-BADEN"); TASS and RIA end with slashes and a period instead.
_DASH = r"(?:\.?\s+[-‐‑]{1,2}|(?<=\))\.?\s*[-‐‑]{1,2}|\.?\s*--|\.?\s*[–—―]|(?<=/)\.)"
_OPENING = re.compile(
    rf"(?P<first>\((?P<lead>[^()\n]{{2,30}})\)\s*[-–—]\s*)?"
    rf"(?P<place>[^\W\d_][^()\d\n:;!?«»“”\"=–—―]{{1,70}}?)?"
    rf"(?:(?:,\s*|(?<=\.)\s|^)(?P<date>{_DATE}|{_NUMERIC_DATE}))?"
    rf"(?:\s*[(/](?P<agency>[^()/\n]{{2,40}}(?:/[^()/\n]{{2,30}})?)[)/])?"
    rf"(?P<dash>{_DASH})(?P<gap>\s*)(?=\S)"
)


def find_dateline(text: str) -> Dateline | None:
    """The dateline at the start of `text`, or None.

    A place counts in capitals ("MOSCOW/KYIV, Dec 14"), or capitalised before a known agency ("Brüssel (dpa)").
    Prose with a dash does not: "NATO - which has grown - said".
    """
    match = _OPENING.match(text[:160])
    if not match or match.end() >= len(text):
        return None
    place = (match["place"] or "").strip(" ,")
    agency = (match["agency"] or match["lead"] or "").strip()
    date = match["date"] or ""
    dash = match["dash"].strip()
    if match["lead"] and not _is_agency(match["lead"]):
        return None
    spaced = match["dash"][0].isspace() or match["dash"][0] == "." or match["agency"]
    glued = dash.startswith(("—", "―", "--"))
    if not (spaced or glued) or not (match["gap"] or glued or match["agency"]):
        return None
    if not _opens_sentence(text[match.end() : match.end() + 1]):
        return None
    if not place:
        # "Dec 14 (Reuters) - Shares ..." and "(Reuters) - Shares ...": companies' news has no place.
        fits = _is_agency(agency)
    elif _in_capitals(place):
        fits = bool(date or agency) or _plausible_alone(place)
        fits = fits and (not match["agency"] or _is_agency(agency) or agency[:1].isupper() or not agency[:1].isalpha())
    else:
        fits = _is_agency(agency) and _capitalised(place)
    if not fits:
        return None
    prefix = text[: match.end()].rstrip()
    return Dateline(prefix, match.end(), place, date, agency)


def split_dateline(unit: Unit) -> tuple[Unit, ...]:
    """`unit` as a DATELINE unit and the rest, marks divided; `unit` alone when it opens with none."""
    found = find_dateline(unit.text)
    if found is None:
        return (unit,)
    marks = cut_marks(unit.marks, 0, len(found.text))
    rest = replace(unit, text=unit.text[found.end :], marks=cut_marks(unit.marks, found.end, len(unit.text)))
    return (Unit(id="", kind=UnitKind.DATELINE, text=found.text, marks=marks, language=unit.language), rest)


def _is_agency(name: str) -> bool:
    parts = [part.strip().lower() for part in re.split(r"[/,+&]", name) if part.strip()]
    return bool(parts) and parts[0] in _AGENCIES


def _words(place: str) -> list[str]:
    return [word for word in re.split(r"[\s/,]+", place) if word]


def _in_capitals(place: str) -> bool:
    """Whether the first part of a place, up to a comma, is in capitals and the rest names a region."""
    head, _, rest = place.partition(",")
    words = _words(head)
    if not words or len(words) > 6:
        return False
    for word in words:
        letters = [c for c in word if c.isalpha()]
        if letters and not all(c.isupper() for c in letters) and word.lower() not in _JOINING:
            return False
    if not any(c.isupper() for c in words[0]):
        return False
    return not rest or _capitalised(rest.strip())


def _capitalised(place: str) -> bool:
    words = _words(place)
    if not 1 <= len(words) <= 6 or words[0].lower() in _JOINING - {"la", "le", "el", "los", "las", "den", "les"}:
        return False
    if words[0] in {"Das", "Der", "Die", "The"}:
        return False
    # Scripts without case (Arabic) cannot be told this way; there the agency's name has to do.
    return all(word.lower() in _JOINING or not word[0].islower() for word in words)


def _plausible_alone(place: str) -> bool:
    """Whether capitals before a dash, without date and agency, name a place."""
    head = place.partition(",")[0]
    words = _words(head)
    letters = sum(c.isalpha() for c in head)
    return letters >= 4 and len(words) <= 4 and not any(word.strip(".") in _NO_PLACES for word in words)


def _opens_sentence(character: str) -> bool:
    return not character.islower() and (character.isalnum() or character in "\"'“”„‘’‚«»‹¿¡$€£([`@#")
