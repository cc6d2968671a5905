"""Names of countries that CLDR knows, through Babel: nobody types them by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from newstrans.glossary.entry import GlossaryEntry, Guard, Term
from newstrans.languages import mend_babel

# English country names that are also common first names, surnames or words: used only where the story has
# other evidence for the country. Sources: terminology.md 5.8 and the list of territories itself.
_HOMOGRAPHS = frozenset({"JO", "GE", "TD", "JE", "GU", "GN", "IM", "RE", "BL", "TO", "CU", "NF", "MF", "CX"})

# CLDR's "Hong Kong SAR China" is a directory entry, not what a newsroom writes.
_TAIL = re.compile(r"\s*(?:\(.*\)|SAR China|RAE de China.*|, RAE da China|R\.A\.S\. chinoise de )\s*$")
_NOT_PLACES = frozenset({"ZZ", "XA", "XB", "EZ", "UN", "QO", "EU"})


@lru_cache(maxsize=64)
def territory_names(tag: str) -> Mapping[str, str]:
    """CLDR's name of each two-letter territory in the language or locale `tag`; {} when it has none."""
    from babel import Locale, UnknownLocaleError

    mend_babel()
    try:
        territories = Locale.parse(tag.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        code: _TAIL.sub("", name).replace("’", "'") if tag == "en" else _TAIL.sub("", name)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_PLACES
    }


def country_entries(source: str, target: str, taken: Callable[[str], bool]) -> list[GlossaryEntry]:
    """A concept per country for one pair of languages, but for the names that are `taken` (the house has its own)."""
    names, approved = territory_names(source), territory_names(target)
    entries = []
    for code, name in sorted(names.items()):
        if taken(name) or code not in approved or len(name) < 4:
            continue
        guard = Guard(on_doubt="flag") if code in _HOMOGRAPHS else None
        terms = {source: Term(name, guard=guard, source="CLDR")}
        if target != source:
            terms[target] = Term(approved[code], source="CLDR")
        entries.append(GlossaryEntry(f"cldr-{code.lower()}", "place", terms, source="CLDR", origin="CLDR"))
    return entries
