"""Make names ready for the second leg of a pivot. Pure functions.

Portuguese says "a Ucrânia", Spanish "Ucrania": a rule-based engine reads the Portuguese article as the preposition
"a" and writes "En 2019, a Ucrania alteró". The glossary knows which names take an article in which language, so
the article is taken off before the leg where the next language has none.
"""

from __future__ import annotations

from collections.abc import Mapping

from newstrans.glossary.determiners import determiner_before
from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.match import Index, find
from newstrans.text.edits import Rewriter

# What is left of a determiner when the article in it goes.
BARE: Mapping[str, Mapping[str, str]] = {
    "pt": {
        **dict.fromkeys(("o", "a", "os", "as"), ""), **dict.fromkeys(("do", "da", "dos", "das"), "de"),
        **dict.fromkeys(("no", "na", "nos", "nas"), "em"), **dict.fromkeys(("ao", "à", "aos", "às"), "a"),
        **dict.fromkeys(("pelo", "pela", "pelos", "pelas"), "por"),
    },
    "es": {**dict.fromkeys(("el", "la", "los", "las"), ""), "del": "de", "al": "a"},
    "fr": {**dict.fromkeys(("le", "la", "les"), ""), **dict.fromkeys(("du", "de la", "des"), "de"), **dict.fromkeys(("au", "à la", "aux"), "à")},
    "it": {
        **dict.fromkeys(("il", "la", "i", "le"), ""), **dict.fromkeys(("del", "della", "dei", "delle"), "di"),
        **dict.fromkeys(("al", "alla", "ai", "alle"), "a"), **dict.fromkeys(("nel", "nella", "nei", "nelle"), "in"),
    },
}  # fmt: skip


def drop_articles(
    text: str, language: str, following: str, index: Index, entries: Mapping[str, GlossaryEntry]
) -> str:
    """`text` of `language` without the articles that names of `following`, the next language, do not take.

    "A Rússia criticou o impulso da Ucrânia" becomes "Rússia criticou o impulso de Ucrânia".
    """
    bare = BARE.get(language)
    if bare is None:
        return text
    draft = Rewriter(text, "translate")
    for match in reversed(find(text, index)):
        entry = entries[match.form.entry]
        here, there = entry.term(language), entry.term(following)
        if entry.kind != "place" or not here or not there or not here.article or there.article:
            continue
        before = draft.text[: match.start]
        article = determiner_before(before, language)
        if article is None or article.lower() not in bare:
            continue
        rest = bare[article.lower()]
        start = match.start - len(article) - 1
        if rest and article[0].isupper():
            rest = rest[0].upper() + rest[1:]
        draft.replace(start, match.start, f"{rest} " if rest else "", rule="article", reason="")
    return draft.text
