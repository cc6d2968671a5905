"""Determiners, prepositions and their contractions: what stands before a noun and is not the noun.

Closed classes only; a language that is not listed has none, and nothing is moved there. Sources: Quirk et al., A
comprehensive grammar of the English language; Cunha & Cintra, Nova gramática do português contemporâneo; RAE,
Nueva gramática; Grevisse, Le bon usage; Treccani, Grammatica; Duden, Die Grammatik.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from newstrans.languages import language_of

_ARTICLES: Mapping[str, str] = {
    "en": "the a an",
    "pt": "o a os as um uma uns umas",
    "gl": "o a os as un unha uns unhas",
    "es": "el la los las lo un una unos unas",
    "ca": "el la els les l un una uns unes",
    "fr": "le la les l un une",
    "it": "il lo la i gli le l un uno una",
    "de": "der die das den dem ein eine einen einem einer eines",
    "nl": "de het een",
}  # fmt: skip

# An article grown together with the preposition before it.
_CONTRACTIONS: Mapping[str, str] = {
    "pt": "do da dos das no na nos nas ao à aos às pelo pela pelos pelas dum duma duns dumas num numa nuns numas deste desta destes destas neste nesta nestes nestas desse dessa desses dessas nesse nessa nesses nessas daquele daquela daqueles daquelas",
    "gl": "do da dos das no na nos nas ao á aos ás polo pola polos polas dun dunha nun nunha",
    "es": "del al",
    "ca": "del dels al als pel pels",
    "fr": "du des au aux",
    "it": "del dello della dei degli delle dell al allo alla ai agli alle all nel nello nella nei negli nelle nell dal dallo dalla dai dagli dalle dall sul sullo sulla sui sugli sulle sull",
    "de": "im am ans ins zum zur vom beim",
}  # fmt: skip

_DETERMINERS: Mapping[str, str] = {
    "en": "this that these those his her its their my our your some any every each all both no another one",
    "pt": "este esta estes estas esse essa esses essas aquele aquela aqueles aquelas seu sua seus suas meu minha nosso nossa nossos nossas cada todo toda todos todas algum alguma alguns algumas",
    "gl": "este esta estes estas ese esa eses esas seu súa seus súas cada todo toda todos todas",
    "es": "este esta estos estas ese esa esos esas aquel aquella aquellos aquellas su sus mi mis nuestro nuestra nuestros nuestras cada todo toda todos todas algún alguna algunos algunas",
    "ca": "aquest aquesta aquests aquestes seu seva seus seves cada tot tota tots totes",
    "fr": "ce cet cette ces son sa ses leur leurs mon ma mes notre nos votre vos chaque tout toute tous toutes",
    "it": "questo questa questi queste quel quello quella quei quegli quelle suo sua suoi sue loro ogni",
    "de": "dieser diese dieses diesen diesem jeder jede jedes sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer",
    "nl": "deze dit die dat zijn haar hun elke elk",
}  # fmt: skip

_PREPOSITIONS: Mapping[str, str] = {
    "en": "of in on at to for from by with about into over under between among against through during before after until since without within",
    "pt": "de em a por para com sobre entre até desde sem contra durante perante após",
    "gl": "de en a por para con sobre entre ata desde sen contra durante",
    "es": "de en a por para con sobre entre hasta desde sin contra durante ante tras",
    "ca": "de d en a per amb sobre entre fins des sense contra durant",
    "fr": "de d en à par pour avec sur entre dans depuis sans contre pendant chez vers",
    "it": "di d in a da per con su tra fra fino senza contro durante",
    "de": "von in an zu für mit auf über unter zwischen bis seit ohne gegen während bei nach aus",
    "nl": "van in op aan te voor met over onder tussen tot sinds zonder tegen tijdens bij naar uit",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """The words of one language that may stand before a noun, in small letters."""

    articles: frozenset[str] = frozenset()
    contractions: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()  # all of them, the articles too
    prepositions: frozenset[str] = frozenset()

    @property
    def every(self) -> frozenset[str]:
        """All of them."""
        return self.determiners | self.contractions | self.prepositions


@lru_cache(maxsize=64)
def function_words(tag: str) -> FunctionWords:
    """The function words of a language; none for one that is not listed."""
    language = language_of(tag) if tag else ""
    articles = frozenset(_ARTICLES.get(language, "").split())
    return FunctionWords(
        articles,
        frozenset(_CONTRACTIONS.get(language, "").split()),
        articles | frozenset(_DETERMINERS.get(language, "").split()),
        frozenset(_PREPOSITIONS.get(language, "").split()),
    )
