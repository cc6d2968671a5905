"""Bylines: who wrote a story, as newsrooms write it above the text or below it."""

from __future__ import annotations

import re

_MONTHS_AND_DAYS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december", "christmas", "easter",
}  # fmt: skip

_BY = re.compile(r"(?P<by>[Bb]y|BY|[Pp]or|POR|[Pp]ar|PAR|[Vv]on|VON|[Dd]i|DI|[Dd]oor|[Aa]v|[Aa]f|Texte? von)\s+(?P<names>\S.*)")
_LABEL = re.compile(
    r"(?i:by|author|autora?|autores|auteure?|autore|autor(?:in)?|автор|tekst|texto|text|testo)\s*:\s*(?P<names>\S.*)"
)
_PARTICLES = {
    "de", "da", "do", "dos", "das", "di", "del", "della", "dei", "du", "des", "van", "von", "der", "den", "ten", "ter",
    "la", "le", "el", "al", "bin", "ibn", "ben", "zu", "zur", "af", "av", "y", "and", "e", "et", "und", "och", "og",
    "en", "with", "con", "com", "avec", "mit", "e.", "і", "и", "та",
}  # fmt: skip
_PLACED = re.compile(r"\s(?:in|em|en|à|a|aus|from|for|para|pour|für|,)\s(?=[^\W\d_])")
_DESK = re.compile(
    r"(?i:(?:the\s|our\s|o\s|a\s|la\s|el\s|die\s|der\s)?[\w’' .&-]{2,40}?\s?"
    r"(?:desk|staff|newsroom|news team|editors|correspondents?|reporters?|redação|redacción|rédaction|redaktion|redazione))"
)
_AGENCY = re.compile(r"(?:The )?(?:Associated Press|Reuters|AFP|AP|EFE|Lusa|dpa|ANSA|UPI|Agence France-Presse|REUTERS)")

# A line of its own under the names.
_ROLE = re.compile(
    r"(?:(?:(?:Senior|Chief|Special|Foreign|Political|Diplomatic|Staff|Business|Sports|Science|Health|Europe)\s){0,3}"
    r"(?:Writers?|Correspondents?|Reporters?|Editors?|Columnists?|Analyst)(?:,?\s(?:in|at)\s[\w .’'-]{2,40}|,\s[\w .’'-]{2,40})?"
    r"|(?:The )?(?:Associated Press|ASSOCIATED PRESS|Reuters|REUTERS|AFP|Agence France-Presse|Bloomberg(?: News)?)"
    r"(?:\s(?:Writers?|Staff))?)"
)

_CREDIT = re.compile(
    r"(?:Additional reporting|Additional writing|Reporting and writing|Reporting|Writing|Written|Edited|Editing|Compiled|"
    r"Reportagem(?: adicional)?|Edição|Texto|Reporte|Reportaje|Información|Editado(?: en español)?|Redacción|"
    r"Reportage|Rédigé|Édité|Édition|Version française|Bericht|Berichtet|Redigiert|Geschrieben|Servizio|A cura)"
    r"\s(?:by|de|da|do|por|par|von|di)\s(?P<names>[^\W\d_].{2,240})"
)
_CREDIT_WORDS = _PARTICLES | {
    "additional", "reporting", "editing", "writing", "by", "in", "from", "at", "the", "newsroom", "bureau", "desk",
    "edição", "por", "reportagem", "adicional", "editado", "español", "par", "édité", "redigiert", "compiled", "em",
    "staff", "team", "edited", "written", "graphics", "edición", "redacción", "à", "a",
}  # fmt: skip
_LONGEST = 140


def find_author(text: str) -> str | None:
    """The names of a byline ("BY JANE ROE, Staff Writer" -> "JANE ROE"); None when `text` is no byline."""
    line = " ".join(text.split()) if len(text) <= 2 * _LONGEST else ""
    if not line or len(line) > _LONGEST:
        return None
    match = _LABEL.fullmatch(line) or _BY.fullmatch(line)
    if not match:
        return None
    names = match["names"]
    head = _PLACED.split(names, maxsplit=1)[0]
    head, _, role = head.partition(",")
    if _DESK.fullmatch(head) or _AGENCY.fullmatch(head):
        return head
    # "By NEWSTRANS": one word in capitals after a "By" that is not. Four letters keep "By EU" out.
    if head.isupper() and head.isalpha() and len(head) >= 4 and head.lower() not in _MONTHS_AND_DAYS and not line[1].isupper():
        return head
    if head.endswith((".", "?", "!", ":", ";")) and not re.search(r"\b(?:\w|Jr|Sr)\.$", head):
        return None
    if len(role.split()) > 8 or role.endswith("."):
        return None
    return _joined_names(names, head) if _are_names(head) else None


def is_byline_role(text: str) -> bool:
    """Whether `text` is what stands under a byline: "Staff Writer", "Associated Press"."""
    return len(text) <= 80 and _ROLE.fullmatch(text.strip()) is not None


def is_credit(text: str) -> bool:
    """Whether `text` is a closing credit: "(Reporting by A. Moreau; Editing by B. Lima)"."""
    line = " ".join(text.split()) if len(text) <= 600 else ""
    if line.startswith("(") and line.endswith((")", ").")):
        line = line[1:].rstrip(".").removesuffix(")")
    match = _CREDIT.fullmatch(line)
    if not match or not match["names"][0].isupper():
        return False
    words = re.findall(r"[^\W\d_][\w’'.-]*", match["names"])
    return all(not word[0].islower() or word.lower().rstrip(".") in _CREDIT_WORDS for word in words)


_JOINS = re.compile(r"\s(?:and|AND|y|Y|e|E|et|ET|und|UND|och|og|en|with|і|и|та)\s|\s?[&/]\s?")


def _are_names(head: str) -> bool:
    """Whether `head` is personal names of two to four words, joined by "and"."""
    return all(_is_name(run) for run in _JOINS.split(head))


def _is_name(run: str) -> bool:
    words = run.split()
    named = [word for word in words if word.lower() not in _PARTICLES]
    if not 2 <= len(named) <= 4 or any(c.isdigit() for c in run):
        return False
    if any(word.lower().strip(".") in _MONTHS_AND_DAYS for word in named):
        return False
    return all(word[0].isupper() for word in named)


def _joined_names(names: str, head: str) -> str:
    """`head`, and the further names of "Jane Roe, Max Mu and Ana Lima" where all the parts are names."""
    parts = [part.strip() for part in re.split(r",", _PLACED.split(names, maxsplit=1)[0])]
    if len(parts) > 1 and all(_are_names(part) for part in parts) and not any(map(is_byline_role, parts)):
        return ", ".join(parts)
    return head.strip()
