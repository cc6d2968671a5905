"""The most frequent words of a language: a glossary form that is one of them would rewrite half the language.

Function words come from `text.function_words`; here are pronouns, conjunctions, auxiliaries and the verbs of saying
that news is made of. Sources: the top of the word lists of the Leipzig Corpora Collection's news corpora.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from newstrans.languages import language_of
from newstrans.text.function_words import function_words

_WORDS: Mapping[str, str] = {
    "en": "and or but he she it they we i you him them us me who which what when where how is are was were be been being has have had do does did will would can could may might shall should must not no yes as if than then there here so just also only very more most other new said says say one two first last year years day time people",
    "pt": "e ou mas ele ela eles elas eu nós você que quem quando onde como é são foi era ser está estão tem têm há não sim se mais menos muito também já só ainda ano anos dia disse diz um dois primeiro",
    "gl": "e ou mais el ela eles elas eu que quen cando onde como é son foi ser está non si se máis tamén xa só ano anos dixo",
    "es": "y e o u pero él ella ellos ellas yo que quien cuando donde como es son fue era ser está están tiene hay no sí se más menos muy también ya sólo solo aún año años día dijo dice uno dos primero",
    "ca": "i o però ell ella ells elles jo que qui quan on com és són va ser està té hi ha no sí es més també ja any anys va dir",
    "fr": "et ou mais il elle ils elles je nous vous on qui que quand où comme est sont a été était être ont ne pas plus aussi déjà an ans jour dit se y en",
    "it": "e o ma lui lei loro io noi che chi quando dove come è sono ha hanno era essere non sì si più anche già anno anni ha detto",
    "de": "und oder aber er sie es wir ich du wer was wann wo wie ist sind war waren sein hat haben wird werden nicht auch nur noch schon jahr jahre sagte mehr",
    "nl": "en of maar hij zij het wij ik wie wat wanneer waar is zijn was waren heeft hebben wordt worden niet ook nog jaar zei",
    "pl": "i a w z na do o że się nie to jest są był była od po za jak ale co czy już tylko roku rok lat powiedział",
    "ru": "и а в во на с со к ко у о об от из за по для не что как он она они мы я это был была были есть его её их но же год года сказал",
    "uk": "і й та а в у на з із зі до від за по для не що як він вона вони ми я це був була були є його її їх але же рік року сказав",
}  # fmt: skip


@lru_cache(maxsize=64)
def common_words(tag: str) -> frozenset[str]:
    """Words in small letters that no glossary form of the language may be; empty for a language that is not listed."""
    return sentence_openers(tag) | function_words(tag).every


@lru_cache(maxsize=64)
def sentence_openers(tag: str) -> frozenset[str]:
    """Those of the common words that stand with a capital at the head of many sentences."""
    known = function_words(tag)
    return frozenset(_WORDS.get(language_of(tag), "").split()) | known.articles | known.prepositions
