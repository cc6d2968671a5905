"""Determiners and contractions before a name, by gender and number; data per language.

Only closed tables: a word that is not listed is never touched. Sources: Cunha & Cintra, Nova gramática do
português contemporâneo (contractions); RAE, Nueva gramática (al, del, y/e, o/u); Grevisse, Le bon usage
(élision); Treccani, Grammatica (preposizioni articolate).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from newstrans.languages import language_of

# Rows are one determiner in the order m.sg, f.sg, m.pl, f.pl.
_ROWS: Mapping[str, tuple[str, ...]] = {
    "pt": (
        "o a os as", "do da dos das", "no na nos nas", "ao à aos às", "pelo pela pelos pelas", "um uma uns umas",
        "dum duma duns dumas", "num numa nuns numas", "este esta estes estas", "esse essa esses essas",
        "deste desta destes destas", "neste nesta nestes nestas", "aquele aquela aqueles aquelas",
        "daquele daquela daqueles daquelas", "seu sua seus suas", "todo toda todos todas",
    ),
    "gl": ("o a os as", "do da dos das", "no na nos nas", "ao á aos ás", "polo pola polos polas", "un unha uns unhas"),
    "es": (
        "el la los las", "del de_la de_los de_las", "al a_la a_los a_las", "un una unos unas",
        "este esta estos estas", "ese esa esos esas", "aquel aquella aquellos aquellas",
    ),
    "ca": ("el la els les", "del de_la dels de_les", "al a_la als a_les", "pel per_la pels per_les", "un una uns unes"),
    "fr": ("le la les les", "du de_la des des", "au à_la aux aux", "un une des des", "ce cette ces ces"),
    "it": (
        "il la i le", "del della dei delle", "al alla ai alle", "nel nella nei nelle", "dal dalla dai dalle",
        "sul sulla sui sulle", "un una dei delle",
    ),
}  # fmt: skip
_CELLS = (("m", "sg"), ("f", "sg"), ("m", "pl"), ("f", "pl"))
_VOWEL = re.compile(r"^[aeiouhàâäéèêëîïíôöóùûüúœæ]", re.IGNORECASE)


@lru_cache(maxsize=16)
def _table(language: str) -> dict[str, tuple[tuple[str, str, str, str], frozenset[int]]]:
    """Each determiner's row and the cells it can stand for ("les" is both plurals)."""
    found: dict[str, tuple[tuple[str, str, str, str], frozenset[int]]] = {}
    for row in _ROWS.get(language, ()):
        cells = tuple(cell.replace("_", " ") for cell in row.split())
        for cell in cells:
            places = frozenset(n for n, other in enumerate(cells) if other == cell)
            found.setdefault(cell, ((cells[0], cells[1], cells[2], cells[3]), places))
    return found


def agree(before: str, gender: str, number: str, name: str, locale: str) -> str | None:
    """The determiner that must stand before `name` in place of the one `before` ends with.

    `before` is the text up to the name. Returns the new ending (the determiner and its space, or the elided
    article), or None when nothing stands there or it is right already.

    >>> agree("a decisão da ", "m", "sg", "Supremo Tribunal", "pt-BR")
    'do '
    """
    language = language_of(locale)
    determiner = determiner_before(before, language)
    if determiner is None or not gender:
        return None
    row, places = _table(language)[determiner.lower()]
    wanted = _CELLS.index((gender if gender in "mf" else "m", number or "sg"))
    new = row[next(iter(places & {wanted}), wanted)]
    new = _elide(new, name, language)
    if determiner[0].isupper():
        new = new[0].upper() + new[1:]
    tail = "" if new.endswith(("'", "’")) else " "
    return None if new == determiner and tail else new + tail


# A predicate that agrees with its subject stands behind a copula, an adjective next to its noun. Endings by cell, in
# the order m.sg, f.sg, m.pl, f.pl; only participles, which are hardly ever anything else.
_COPULAS: Mapping[str, str] = {
    "pt": "é são foi foram era eram será serão está estão estava estavam ficou ficaram seja sejam fosse sido estar ser",
    "gl": "é son foi foron era eran será está están estaba estaban quedou sido ser",
    "es": "es son fue fueron era eran será serán está están estaba estaban quedó quedaron sea sido ser estar",
    "ca": "és són fou era eren serà està estan estava quedà sigui estat ser",
    "fr": "est sont fut furent était étaient sera seront soit été",
    "it": "è sono fu furono era erano sarà saranno sia stato stata stati state",
}  # fmt: skip
_PARTICIPLES: Mapping[str, str] = {
    "pt": "[aií]d(o|a|os|as)", "gl": "[aií]d(o|a|os|as)", "es": "[aií]d(o|a|os|as)", "ca": "[aiu](t|da|ts|des)",
    "fr": "é(|e|s|es)", "it": "[aiu]t(o|a|i|e)",
}  # fmt: skip
_ENDINGS: Mapping[str, str] = {
    "pt": "o a os as", "gl": "o a os as", "es": "o a os as", "ca": "t da ts des", "fr": "- e s es", "it": "o a i e",
}  # fmt: skip


def agreement_at_risk(text: str, start: int, end: int, gender: str, number: str, locale: str) -> bool:
    """Whether a participle behind the name at `text[start:end]` agrees with another gender or number than the new one's.

    >>> agreement_at_risk("A Suprema Corte foi dividida", 2, 15, "m", "sg", "pt")
    True
    """
    language = language_of(locale)
    if language not in _COPULAS or gender not in ("m", "f"):
        return False
    copulas = "|".join(_COPULAS[language].split())
    behind = re.match(
        rf"(?:,? [^\W\d_]+){{0,2}}? (?:(?:{copulas}) ){{1,3}}(?:[^\W\d_]+mente? |[^\W\d_]{{1,6}} )?[^\W\d_]*{_PARTICIPLES[language]}(?!\w)",
        text[end : end + 90],
    )
    adjacent = re.match(rf",? [^\W\d_]*{_PARTICIPLES[language]}(?!\w)", text[end : end + 40])
    found = behind or adjacent
    if not found:
        return False
    wanted = _ENDINGS[language].split()[_CELLS.index((gender, number or "sg"))].replace("-", "")
    return found[1] != wanted and determiner_before(text[:start], language) is not None


def determiner_before(before: str, language: str) -> str | None:
    """The determiner that `before` ends with (two words at most: "de la"), as written; None when there is none."""
    words = re.search(r"(?:(?<!\S)|(?<=[(\"“«'‘—–-]))(?:([^\W\d_]+) )?([^\W\d_]+) $", before)
    if not words:
        return None
    table = _table(language)
    if words[1] and f"{words[1]} {words[2]}".lower() in table:
        return f"{words[1]} {words[2]}"
    return words[2] if words[2].lower() in table else None


# Roles that have one form for both genders: only the determiner tells who it is.
_EPICENE: Mapping[str, str] = {
    "pt": "presidente líder porta-voz jornalista atleta artista dirigente comandante chefe estudante intérprete tenista ciclista economista cientista",
    "gl": "presidente líder portavoz xornalista atleta artista dirixente comandante tenista ciclista economista",
    "es": "presidente líder portavoz periodista atleta artista canciller fiscal dirigente comandante cantante tenista ciclista economista",
    "ca": "president líder portaveu periodista atleta artista dirigent cantant tennista ciclista economista",
    "fr": "ministre maire porte-parole journaliste athlète artiste juge secrétaire capitaine économiste cycliste",
    "it": "presidente leader portavoce giornalista atleta artista giudice dirigente comandante cantante tennista ciclista economista",
}  # fmt: skip


def role_before(before: str, language: str) -> str:
    """The role of either gender that `before` ends with, and its space; "" for none.

    >>> role_before("segundo a presidente ", "pt")
    'presidente '
    """
    words = re.search(r"(?<!\S)([^\W\d_]+(?:-[^\W\d_]+)?) $", before)
    return words[0] if words and words[1].lower() in _EPICENE.get(language, "").split() else ""


def cell_before(before: str, locale: str) -> tuple[str, str] | None:
    """Gender and number that the determiner before a name agrees with; None where none stands there, or it fits several.

    >>> cell_before("a visita da ", "pt-BR"), cell_before("la visite de ", "fr")
    (('f', 'sg'), None)
    """
    language = language_of(locale)
    determiner = determiner_before(before, language)
    places = _table(language)[determiner.lower()][1] if determiner else frozenset()
    return _CELLS[next(iter(places))] if len(places) == 1 else None


def _elide(determiner: str, name: str, language: str) -> str:
    """French and Italian articles lose their vowel before one: "le" + "OTAN" -> "l'OTAN"."""
    if not _VOWEL.match(name):
        return determiner
    if language == "fr":
        return {"le": "l'", "la": "l'", "du": "de l'", "de la": "de l'", "au": "à l'", "à la": "à l'", "ce": "cet"}.get(
            determiner, determiner
        )
    if language == "it" and name[0].lower() != "h":
        return {
            "il": "l'", "la": "l'", "del": "dell'", "della": "dell'", "al": "all'", "alla": "all'", "nel": "nell'",
            "nella": "nell'", "dal": "dall'", "dalla": "dall'", "sul": "sull'", "sulla": "sull'", "una": "un'",
            "i": "gli", "dei": "degli", "ai": "agli", "nei": "negli", "dai": "dagli", "sui": "sugli",
        }.get(determiner, determiner)  # fmt: skip
    return determiner


# Names that begin with the letter of a vowel and the sound of a consonant ("a Ukrainian"), as the ear has it.
_GLIDE = re.compile(r"Eu|One(?![a-z])|Uk|Ug|Uni|Ur[aou]|Uta|Uz")
_UNSURE = re.compile(r"U|Ho[nu]|Hei|Yv|Yt|[FHLMNRSX][A-Z]")  # "Umbria", "Honduras" and "Honor", "NHL" and "NATO"


def _indefinite(name: str) -> str:
    """English "a" or "an" before `name`; "" where its spelling does not tell the first sound."""
    if not name[:1].isascii() or not name[:1].isalpha():
        return ""
    if re.match(r"U[A-Z]", name) or (_GLIDE.match(name) and not name[:2].isupper()):
        return "a"
    if _UNSURE.match(name):
        return ""
    return "an" if name[0].upper() in "AEIO" else "a"


def join_before(before: str, name: str, locale: str) -> tuple[str, str] | None:
    """A small word before `name` that its first sound changes: (old ending, new ending), or None.

    English a, an; Spanish y -> e, o -> u; French de, que -> d', qu'; Italian e -> ed is left, being optional.

    >>> join_before("Irak y ", "Irán", "es")
    ('y ', 'e ')
    """
    language = language_of(locale)
    word = re.search(r"(?<![\w'’])([^\W\d_]+) $", before)
    if not word:
        return None
    old = word[1]
    new = old
    if language == "es" and re.match(r"(?i)h?[ií](?![aeoáéó])", name):
        new = {"y": "e", "Y": "E"}.get(old, old)
    elif language == "es" and re.match(r"(?i)h?[oó]", name):
        new = {"o": "u", "O": "U"}.get(old, old)
    elif language == "fr" and _VOWEL.match(name):
        new = {"de": "d'", "que": "qu'", "De": "D'", "Que": "Qu'"}.get(old, old)
    elif language == "en" and (old in ("a", "an", "An") or before == "A "):
        new = _indefinite(name) or old.lower()
        new = new.capitalize() if old[0].isupper() else new
    if new == old:
        return None
    return old + " ", new if new.endswith("'") else new + " "
