"""Words that deny, by language. Closed classes only; a language that is not listed has none.

A negation is counted once however many words make it ("ne ... pas", "не ... ніколи"), by the clause it stands in.
Sources: the grammars named in `function_words`, WALS chapters 112 and 115 for the languages that double it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from newstrans.languages import language_of
from newstrans.model import Span

# Patterns of whole words.
_WORDS: Mapping[str, str] = {
    "en": r"not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|\w+n['’]t|unable|fail(?:s|ed|ing|ure)?|refus(?:e|es|ed|ing)|den(?:y|ies|ied)|lack(?:s|ed|ing)?|unlikely|hardly|barely|rarely|few|little",
    "pt": r"não|nunca|nenhum\w{0,2}|ninguém|nada|nem|jamais|sem|tampouco", "gl": r"non|nunca|ningun\w{0,2}|ningún|ninguén|nada|nin|xamais|sen|tampouco",
    "es": r"no|nunca|ning[uú]n\w?|nadie|nada|ni|jamás|sin|tampoco", "ca": r"no|mai|cap|ningú|res|ni|sense|tampoc",
    "fr": r"ne|n['’]|pas|jamais|aucune?|personne|rien|ni|sans|non", "it": r"non|mai|nessun\w?|niente|nulla|né|senza|neanche|neppure|no",
    "ro": r"nu|n-\w+|nici|niciun\w?|nicio|nimeni|nimic|niciodată|fără", "de": r"nicht|kein\w{0,2}|nie|niemals|niemand\w{0,2}|nichts|nirgend\w*|weder|ohne|nein",
    "nl": r"niet|geen|nooit|niemand|niets|niks|nergens|nimmer|noch|evenmin|zonder|nee", "af": r"nie|geen|nooit|niemand|niks|sonder", "sv": r"inte|ej|aldrig|inga|ingen|inget|ingenting|utan|varken|icke",
    "da": r"ikke|aldrig|ingen|intet|ingenting|uden|hverken|ej", "nb": r"ikke|aldri|ingen|intet|ingenting|uten|verken", "is": r"ekki|aldrei|engin\w?|ekkert|enginn|enga|án|hvorki|engum|engan",
    "ru": r"не|нет|ни|никогда|никто|никого|никому|никем|ничего|ничему|ничем|ничто|ничей|ничь\w+|нигде|никуда|ниоткуда|нисколько|ничуть|нельзя|без|никак\w*", "uk": r"не|немає|нема|ні|ніколи|ніхто|нічого|ніщо|нікого|нікому|ніким|нічому|нічим|нічий|нічи\w+|ніде|нікуди|нізвідки|ніскільки|анітрохи|ніяк\w*|без|жодн\w+|ані", "be": r"не|няма|ні|ніколі|ніхто|нічога|без|ня|ані|ніякі\w*",
    "bg": r"не|няма|нито|никога|никой|нищо|без|никак\w*", "sr": r"не|није|нису|нема|ни|никад\w?|нико|ништа|без|нисам|није\w*|неће|ne|nije|nisu|nema|ni|nikad\w?|niko|ništa|bez|neće|ниједн\w+|nijedn\w+",
    "hr": r"ne|nije|nisu|nema|ni|nikad\w?|nitko|ništa|bez|neće|nisam|nismo|nijedn\w+|nijedan", "bs": r"ne|nije|nisu|nema|ni|nikad\w?|niko|ništa|bez|neće|nisam|nismo|nijedn\w+|nijedan",
    "sl": r"ne|ni|niso|nima\w*|nikoli|nihče|nič|brez|niti|noben\w*|nisem|nismo|nikakr\w*", "mk": r"не|нема|ниту|никогаш|никој|ништо|без",
    "cs": r"ne|není|nikdy|nikdo|nic|ani|bez|žádn\w+|ne\w{3,}", "sk": r"nie|nikdy|nikto|nič|ani|bez|žiadn\w+|ne\w{3,}", "pl": r"nie|nigdy|nikt|nic|ani|bez|żad\w+|brak\w*",
    "lt": r"ne|nėra|niekada|niekas|nieko|be|jok\w+|ne\w{3,}", "lv": r"ne|nav|nekad|neviens|neko|bez|nekād\w+|ne\w{3,}", "et": r"ei|pole|mitte|ära|iialgi|keegi|ilma|ega|mitte\w*",
    "fi": r"(?:ett|jott|vaikk|kosk|mutt|joll|ell)?(?:ei|en|et|emme|ette|eivät)(?:kä|kö|pä|hän|kään)?|älä|koskaan|kukaan|mitään|ilman", "hu": r"nem|ne|nincs\w*|soha|senki|semmi\w*|sem|nélkül|se", "tr": r"değil\w*|yok\w*|hiç\w*|asla|olmadan|\w+(?:ma|me)(?:dı|di|mış|miş|yaca[kğ]|yece[kğ]|z|zlar|zler|mak|mek|mas|mes|malı|meli|yan|yen|dan|den)\w*|\w+m[ıiuü]yor\w*|ne",
    "el": r"δεν|μη|μην|δε|όχι|ποτέ|κανέ\w*|κανείς|τίποτα|χωρίς|ούτε|δίχως|καμία", "id": r"tidak|bukan|tak|belum|tanpa|jangan|tiada|tidaklah", "ms": r"tidak|bukan|tak|belum|tanpa|jangan|tiada",
    "vi": r"không|chưa|chẳng|chả|đừng", "cy": r"nid|ni|na|ddim|heb|byth|neb|dim|nad", "mt": r"ma|mhux|m['’]\w+|qatt|mingħajr|la|bla",
}  # fmt: skip
_UNSPACED: Mapping[str, str] = {
    "zh": r"不|没|沒|无|無|未|非|别|勿", "ja": r"ない|なかっ|なく|ません|ず|ぬ|無|非|不|未", "ko": r"않|안 |안[되돼된될됩]|못|없|아[니닌닐님닙]|말[고아라]|불가|미",
    "th": r"ไม่|มิ|ไร้|ปราศจาก", "ar": r"(?<!\w)(?:و|ف)?(?:لا|لم|لن|ليس\w*|غير|دون|بدون|عدم|ما (?:كان\w*|من))(?!\w)", "he": r"(?<!\w)[ושהב]?(?:לא|אין|אינ\w*|בלי|ללא|מעולם|אל|בלתי)(?!\w)",
    "fa": r"(?<!\w)(?:ن\w+|بدون|هیچ\w*|نه)(?!\w)|نمی", "hi": r"नहीं|(?<!\S)न(?!\S)|बिना|कभी नहीं|मत|ना(?!\S)", "hy": r"(?<!\w)(?:չ\w+|ոչ|առանց|երբեք|ոչինչ|ոչ\w*)",
    "bn": r"না|নয়|নেই|নি|ছাড়া", "mr": r"नाही|नव्ह|नको|शिवाय|न\b", "gu": r"નથી|નહીં|ન |વગર|નહિ", "ta": r"இல்லை|ல்லை|ாது|ாத|இன்றி|ாமல்", "te": r"లేదు|కాదు|లేని|లేక|లేరు|కుండా|ని\b|లేవు", "kn": r"ಇಲ್ಲ|ಲ್ಲ|ದೆ|ಬೇಡ", "ml": r"ഇല്ല|ല്ല|ാത്ത|ാതെ|അല്ല",
}  # fmt: skip
# English words that deny only by what they mean: they answer for a negation of the other text, and ask for none.
_LOOSE_EN = re.compile(
    r"(?<!\w)(?:without|unable|fail\w*|refus\w*|den(?:y|ies|ied)|lack\w*|unlikely|hardly|barely|rarely|few|little|un\w{4,}|in(?:ab|ac|ad|cap|dep|eff|suff|vis)\w+|im(?:poss|prob)\w+|ir\w{5,}|\w+less|non\w*|avoid\w*|prevent\w*|stop\w*|end(?:ed|s)?|ban(?:ned|s)?|reject\w*|only|until|unless|instead|rather|beyond|yet|than|except|although|but|too|miss\w*|absen\w+|dis\w{4,}|loss|lost|lose\w*|out of|other than|free of|few\w*|against|exclu\w+|forbid\w*|oppos\w+|doubt\w*)(?!\w)", re.IGNORECASE
)  # fmt: skip
_DENYING_EN = re.compile(
    r"(?<!\w)(?:without|unable|fail\w*|refus\w*|den(?:y|ies|ied)|lack\w*|unlikely|hardly|barely|rarely|few|little|un(?:able|aware|clear|known|certain|likely|usual|changed|harmed|hurt|expected|successful)\w*|in(?:ability|active|adequa|capab|depend|effect|suffic|visib|valid)\w*|im(?:poss|prob)\w+|\w{3,}less|non\w*|avoid\w*|prevent\w*|stop(?:ped|s)?|ban(?:ned|s)?|reject\w*|instead|rather|except|miss(?:ed|ing|es)|absen\w+|dis(?:able[ds]?|agree|allow|appear|approv|band|continu|count|honest|like|miss|obey|qualif|regard|respect|satisf|similar|trust)\w*|un(?!it|iv)\w+(?:ed|able|ible)|only|forbid\w*|doubt\w*)(?!\w)", re.IGNORECASE
)  # fmt: skip
# What denies nothing: "no longer than" stays, but "No. 5", "not only ... but".
_IDLE = re.compile(r"(?<!\w)(?:No\. ?\d|not only|no doubt|no matter|não só|não apenas|no sólo|no solo|non solo|nicht nur|nu numai|не только|не лише|не тільки|pas seulement|niet alleen|ikke bare|inte bara|nie tylko|nejen|ne tik|nu doar|no només|non só|(?:whether )?or not|или нет|чи ні|no menos|не (?:менее|меньше|менш\w*)|لا (?:[يتن])?زال\w*|لا (?:يقل|تقل|بد|سيما|شك))(?!\w)", re.IGNORECASE)
# Words that join sentences and have a word of negation in them.
_JOINING = re.compile(r"(?<!\w)(?:no obstante|sin embargo|não obstante|non obstante|no entanto)(?!\w)", re.IGNORECASE)
# Words of negation that deny nothing in many places. Here they surely do: endings of a sentence in Japanese; in Arabic not "what"
# or "other than", which one word each stands for.
_SURE: Mapping[str, re.Pattern[str]] = {
    "ja": re.compile(r"ません|なかった|ない(?=[。、]|と(?:述|言|語|話|い)|$)"), "ar": re.compile(r"[وف]?(?:لا|لم|لن|ليس\w*)(?!\w)"),
}  # fmt: skip


def knows_negation(tag: str) -> bool:
    """Whether the language's negations are known."""
    return language_of(tag) in _WORDS or language_of(tag) in _UNSPACED


@lru_cache(maxsize=4096)
def find_negations(text: str, tag: str) -> tuple[Span, ...]:
    """Words of `text` that deny, in order; in English those that deny by their form, not by what they mean.

    >>> [text[slice(*span)] for text in ["Er kommt nicht."] for span in find_negations(text, "de")]
    ['nicht']
    """
    pattern = _pattern(language_of(tag))
    if pattern is None:
        return ()
    idle = [match.span() for words in (_IDLE, _JOINING) for match in words.finditer(text)]
    spans = [Span(*match.span()) for match in pattern.finditer(text)]
    spans = [span for span in spans if not any(start <= span.start < end for start, end in idle)]
    if sure := _SURE.get(language_of(tag)):
        spans = [span for span in spans if sure.match(text, span.start)]
    if language_of(tag) == "en":
        spans = [span for span in spans if not _LOOSE_EN.fullmatch(text[slice(*span)])]
    return tuple(spans)


def may_deny(text: str, tag: str, *, widely: bool = False) -> bool:
    """Whether anything in `text` can stand for a negation of its translation.

    In English so do words such as "fail" and "without"; `widely` counts also those that seldom do ("until", "only").
    """
    pattern = _pattern(language_of(tag))
    text = _JOINING.sub("", text)
    if (pattern and pattern.search(text)) or _IDLE.search(text):
        return True
    loose = _LOOSE_EN if widely else _DENYING_EN
    return language_of(tag) == "en" and loose.search(text) is not None


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str] | None:
    if language in _WORDS:
        return re.compile(rf"(?<![\w'’])(?:{_WORDS[language]})(?!\w)", re.IGNORECASE)
    return re.compile(_UNSPACED[language]) if language in _UNSPACED else None
