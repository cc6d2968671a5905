"""Which language a text is in: per unit and per story, with "unsure" as an honest answer.

The statistics are langdetect's: its 55 profiles and its letter normalisation. The decision is ours:

1. Links, addresses, handles and numbers say nothing about a language and are left out; headlines in capitals
   or Title Case are lower-cased, because langdetect skips words in capitals (46.9 % right instead of 98.1 %).
2. Script first. Hangul is Korean, kana is Japanese, and so on: langdetect is not asked at all.
3. Letters that only one language of a script has (ў, ћ, ə, þ): counted against each other, never "one is enough",
   so that one Ukrainian name does not turn a Russian story.
4. What is left (Latin, Cyrillic, Devanagari, some Arabic script) goes to the profiles of that script only, which for
   Latin are 31 of 55.

Two departures from calling `langdetect.detect`. It draws n-grams at random until one language wins; we add up all
n-grams of the text, which needs no seed, gives the same answer in any thread and process, is some five times
as fast, and leaves a margin that means something (its own probability is 0.9999 for right and wrong alike). And
common words count as evidence of their own, because n-grams of three letters cannot see "when" or "unha".

Galician, Belarusian and Serbian have no profile in langdetect, which is then *confidently* wrong (es, ru, mk). They
are scored from the profiles of their neighbours (`_BLENDS`). Croatian, Bosnian and Serbian in Latin script cannot be
told apart by any tool we measured, nor Malay from Indonesian: one answer for the group, and a low confidence.
A language that neither profiles nor letters know (Basque, Igbo) fits no profile well: "unsure".
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from newstrans.languages import declared_tag, language_of
from newstrans.model import Detection

# --- what is examined -----------------------------------------------------------------------------------------

# Letters of a text that are looked at: FLORES gives 97.3 % right with 60, 99.3 with 100, 99.8 with 150 and more.
_LETTERS_EXAMINED = 240
_CHUNK = 2_000
# Sentences of a unit that vote, spread evenly over it.
_SENTENCES_EXAMINED = 6

# Below this nobody can tell: seven detectors gave some fifteen answers to "London", "Hola" and "OK".
_LETTERS_NEEDED = 20
_CJK_NEEDED = 4
# A Chinese, Japanese or Korean character says about as much as three Latin letters.
_CJK_WEIGHT = 3

# --- when to believe it ---------------------------------------------------------------------------------------

# Below this the answer is "unsure".
_UNSURE = 0.5
# How far (in nats) a language outside the expected ones must lead.
_OUTSIDE_NATS = 12.0
# A language that langdetect does not know fits the nearest profile badly. Nats per n-gram below what the profile
# expects of its own language, in texts of 60 letters: 1 % of known languages lie below -0.7, half of Igbo below -0.9.
_FIT_DOUBTED = -0.5
_FIT_NEEDED = -0.75
_LETTERS_FOR_FIT = 60
_NO_FIT = "unsure: fits no profile"
# Against a declared language, or against the rest of the story, the text must speak clearly.
_CLEAR = 0.85
# ... and a unit that leaves the language of its story must be this long (weighted letters).
_LETTERS_TO_LEAVE = 40

_NOISE = re.compile(
    r"(?:https?://|www\.)[!-~]+"
    r"|(?<![\w.+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*"
    r"|(?<!\w)[@#]\w+",
    re.IGNORECASE,
)
# Words with the vowel signs of Devanagari, which are no letters to `re`.
_WORD = re.compile(r"[^\W\d_][^\W\d_\u0900-\u0903\u093a-\u094f]*(?:[\u0900-\u0903\u093a-\u094f]+[^\W\d_]*)*")
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…؟।])|(?<=[.!?…][\"'»”’)]))\s+|(?<=[。！？])|\n+")

# First code point of a range and its script; "" is "no letters that matter". Blocks of Unicode 15.
_RANGES: tuple[tuple[int, str], ...] = (
    (0x0000, ""), (0x0041, "Latn"), (0x02B0, ""), (0x0370, "Grek"), (0x0400, "Cyrl"),
    (0x0530, "Armn"), (0x0590, "Hebr"), (0x0600, "Arab"), (0x0700, ""), (0x0750, "Arab"), (0x0780, "Thaa"),
    (0x07C0, ""), (0x08A0, "Arab"), (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"), (0x0A80, "Gujr"),
    (0x0B00, "Orya"), (0x0B80, "Taml"), (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"),
    (0x0E00, "Thai"), (0x0E80, "Laoo"), (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"),
    (0x1200, "Ethi"), (0x13A0, ""), (0x1780, "Khmr"), (0x1800, ""), (0x1C80, "Cyrl"), (0x1C90, "Geor"),
    (0x1CC0, ""), (0x1E00, "Latn"), (0x1F00, "Grek"), (0x2000, ""), (0x2C60, "Latn"), (0x2C80, ""),
    (0x2D00, "Geor"), (0x2D30, ""), (0x2D80, "Ethi"), (0x2DE0, ""), (0x3005, "Hani"), (0x3008, ""),
    (0x3041, "Kana"), (0x3100, "Hani"), (0x3130, "Hang"), (0x3190, ""), (0x31F0, "Kana"), (0x3200, ""),
    (0x3400, "Hani"), (0x4DC0, ""), (0x4E00, "Hani"), (0xA000, ""), (0xA720, "Latn"), (0xA800, ""),
    (0xAC00, "Hang"), (0xD7B0, ""), (0xF900, "Hani"), (0xFB00, ""), (0x20000, "Hani"), (0x32000, ""),
)  # fmt: skip
_RANGE_STARTS = tuple(start for start, _ in _RANGES)

# Scripts that belong to one language, at least in the news.
_SCRIPT_LANGUAGE = {
    "Hang": "ko", "Kana": "ja", "Grek": "el", "Hebr": "he", "Armn": "hy", "Geor": "ka", "Thai": "th", "Laoo": "lo",
    "Khmr": "km", "Mymr": "my", "Ethi": "am", "Beng": "bn", "Guru": "pa", "Gujr": "gu", "Orya": "or", "Taml": "ta",
    "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Tibt": "bo", "Thaa": "dv",
}  # fmt: skip
_CJK = frozenset({"Hang", "Kana", "Hani"})

# Forms of Japanese script reform that Chinese writes otherwise (発: 发 or 發). They tell a headline without kana.
_JAPANESE_FORMS = frozenset(
    "発対経済総変権円県気実検続読売駅図労戦価関団広拡捜処応帰収択沢両乗単営圏壊専帯弾従悪拠挙摂撃桜様歩歳歴毎満焼稲"
    "穏窓継絵縄聴脳臓舎薬訳譲豊転辺遅郷釈鉄銭録陥険隠雑霊頼顕騒験鶏黒齢亜仮伝込峠働畑匂枠"
)
_CHINESE_FORMS = frozenset(
    "这這们們吗嗎说說没沒对對发發为為与與经經总總变變权權气氣实實检檢战戰关關团團广廣应應从從两兩单單专專带帶铁鐵"
)

# Profiles of langdetect, per script. Its "no" is written nb, its "tl" fil.
_PROFILES: dict[str, tuple[str, ...]] = {
    "Latn": (
        "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl",
        "no", "pl", "pt", "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi",
    ),
    "Cyrl": ("bg", "mk", "ru", "uk"),
    "Deva": ("hi", "mr", "ne"),
    "Arab": ("ar", "fa", "ur"),
}  # fmt: skip
_OUR_CODES = {"no": "nb", "tl": "fil"}


@dataclass(frozen=True, slots=True)
class _Blend:
    """A language without a profile, scored as the mean of its neighbours' profiles.

    n-grams with a letter of `never` do not occur in it; `own` letters are its own, in no neighbour's profile.
    `handicap` is what it must be better by: the blend of two profiles is nobody's first guess.
    """

    of: tuple[str, ...]
    never: str
    own: str = ""
    handicap: float = 0.0


_BLENDS: dict[str, dict[str, _Blend]] = {
    # gl writes ñ and -ción as Spanish does, and "o, a, os, do, da, foi" as Portuguese does.
    "Latn": {"gl": _Blend(("pt", "es"), "ãõçêôâàjy", handicap=3.0)},
    "Cyrl": {"be": _Blend(("ru", "uk"), "ищъїєґ", own="ў", handicap=1.0), "sr": _Blend(("mk",), "ѓќѕйщъыьэюяіїєґё", own="ђћ")},
}

# Letters that decide alone where they are common; the counts are compared, the smaller set wins a tie.
_LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "Latn": (("az", "ə"), ("is", "þð"), ("mt", "ħġ")),
    "Cyrl": (("mn", "өү"), ("ky", "ңөү"), ("tg", "ғӣқӯҳҷ"), ("tt", "әҗңөүһ"), ("kk", "әғқңөұүһ")),
    "Arab": (("ur", "ٹڈڑںےہھ"), ("ps", "ښځڅډړټڼېۍ"), ("ckb", "ەێۆڕڵ"), ("ug", "ەېۇۆۈۋ"), ("sd", "ڀٻڄڌڊڳڱڻ")),
}
_LETTER_SHARE = 0.02

# Languages that no detector separates: the best joint result for hr and bs was 74 and 45 % of whole sentences.
_TWINS: dict[str, tuple[str, ...]] = {"hr": ("bs", "sr"), "id": ("ms",), "nb": ("nn",)}
# Nynorsk is not told from Bokmål either, but nine in ten Norwegian stories are Bokmål.
_INSEPARABLE = frozenset({"hr", "bs", "sr", "id", "ms"})
_TWIN_CONFIDENCE = 0.6

# The commonest words that set a language apart from its neighbours, ours from general knowledge of each language.
# A speaker may add words; a word that several languages share costs nothing and helps none of them.
_COMMON_WORDS = """
af die van en in is het wat vir op te met nie dit om aan hy by as was ook deur kan word sy na hulle
ca de la que i el a en els del les un per una amb va no és dels als al es ha com més o seva seu són però l d s han aquest
ca aquesta fins entre pel quan molt tot des també ser mentre segons perquè sobre després
cs a v se na je že s z do o to i ve jsou pro by za po k jako ale od jeho byl nebo které který také až při už podle
da og i at det er en til af på der for den med som de ikke har et han var fra men om kan ved være blev efter eller også
da sig havde siger mellem
de der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass
de sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch
en the of and to in that is for on was with as by at from it are be has have his he they were said which this will not
en been its after who but their had would more than over says into new about up out against when one two
es de la que el en y los del las se por con una un para su al es no lo más como pero sus le ha fue son también este sobre
es entre desde hasta está muy ya según tras ante sin donde han años e hay ser dos cuando contra después
et ja on ei et see oli ka kui mis ning aga või tema olid oma pärast selle mida kuid
fi ja on ei se että oli ovat hän joka mutta myös kun kuin tai sekä ole mukaan sen jotka vuonna voi
fr de la le et les des en un une du que est pour dans par sur qui pas au plus avec ne se il a son sont ce été mais aux
fr ont cette comme ou leur après elle selon être l d qu n s deux nous sa contre sans entre
gl de a que o e do da en os un unha para con no na dos das por non máis as se ao como foi pero son é polo pola tamén ou
gl súa seu ata cando tras nos nas está xa segundo dixo ter sobre nun dunha dun nunha coa co cos coas moi onde aos ás
gl entre unhas uns foron polos anos eran ela el xunto mentres teñen aínda despois pode
gl tiña sendo fixo moito moitos moita algúns algunhas calquera entón ademais dous fronte onte hoxe houbo vai van
hr i u je na se da za su od s o kao koji a to iz će ne bi biti nije po bio do ili ali što koje nakon
hu a az és hogy nem is egy ez meg de volt van már mint csak el azt ki még vagy után szerint között
id yang dan di dari untuk dengan pada dalam ini itu adalah tidak akan oleh ke telah juga sebagai atau mereka karena
it di e il la che in un a per è una del non con della sono i le da si al più come dei nel alla lo gli ha anche ma delle
it su dal stato dopo questo nella ai degli essere o hanno tra suo sua l all dell contro quando
lt ir yra kad su į iš kaip bet tai buvo už po per jo nuo ar apie taip jis dėl
lv un ir no ar par uz kas ka bija tas arī pēc bet nav vai kā to pie gan tika
nb og i det er på som en til av for at med de har ikke den et han var fra men om kan ble ved være etter eller også seg
nb hadde sier mellom
nl de het een van en in is dat op te zijn voor met die niet aan er om ook als dan maar bij nog door uit naar heeft werd
nl tot over hij wordt was ze worden deze meer kan of onder zich hebben geen dit al na tegen
pl w i na z do się że nie to jest o za od po przez jak ale dla są jego oraz który co lub także być by tym ich może już ma
pl był przed tego też jej które ze było roku pod czy
pt de a que o e do da em os um para com uma no na dos das por não mais as se ao como foi mas são é à pelo pela também ou
pt sua seu até quando após nos nas está isso já segundo diz ter sobre num às entre ser há seus suas depois pode ainda
pt ele ela disse aos pelos pelas foram anos dois contra
ro de în și a la cu pe din că o nu este mai un care pentru au fost să sunt se prin al sau dar lui după între ale fi ar
sk a v sa na je že s z do o to aj vo sú pre by za po k ako ale od jeho bol alebo ktoré ktorý tiež až pri už podľa
sl in je v na se da za so z o pa kot od ki po bi pri ne s bil do tudi ali iz še
sq të e në dhe i për një me që nga është më së si do nuk u ka janë kjo por
sv och i att det som en på är av för med till den har de inte om ett han men var sig från vi så kan när efter eller hade
sv under också säger mellan
tr ve bir bu da de için ile olarak çok daha olan gibi en o ne kadar sonra ancak veya olduğu her ise
vi của và là có được trong cho các một không với những người đã từ này để khi năm
be і у на што не з да ад гэта як па за быў для але або таксама яго пра якія каб ён
bg и на в да се за от е с не по че до като са са най ще който беше при има или това
mk и на во да се за од е со не по дека до како ќе што беше при има или тоа се
ru и в на не что с по для как это от из за он был его но к о их или также после до при
sr и у на да се за од је са не по што до како су ће који био при или то али која након
uk і в у на не що з за до від як це та для про його але або також після він який був із
""".strip()
# Nats that one common word is worth: 6 is better than 0, 2 and 4 at every length (FLORES), 8 costs Spanish.
_WORD_NATS = 6.0


@dataclass(frozen=True, slots=True)
class StoryLanguages:
    """The language of a story and, in order, of each of its units."""

    story: Detection
    units: tuple[Detection, ...]


def detect_text(text: str, *, expected: Collection[str] | None = None, declared: str | None = None) -> Detection:
    """Language of `text` taken alone, as a primary language code ("pt", never "pt-BR"), or unsure.

    `expected` are the languages (tags) that can be translated. Within a script they have the first word: what is only
    a little likelier in a language outside (a headline that could be Catalan) goes to the best inside. A text that is
    clearly in another language is *not* forced in, since a wrong edition is worse than "cannot be translated".

    `declared` is what the source says of itself (BCP 47): it decides where the text is too short or unclear, and gives
    way to a clear text. The evidence then names both.

    `confidence` is the estimated chance of being right, from the margin over the runner-up (`_chance`).
    """
    return _weigh(_guess(text, _codes(expected)), declared)


def likeliest_language(text: str, *, expected: Collection[str] | None = None) -> str | None:
    """The likeliest language of `text`, however little that is worth; None when there is nothing to go by.

    For hints ("unsure, perhaps es") and for measuring. Decisions belong to `detect_text`.
    """
    allowed = _codes(expected)
    return _among_twins(_likeliest(_sample(text), allowed).language, allowed)


def knows_language(tag: str) -> bool:
    """Whether texts in the language of `tag` can be told from those in others."""
    language = language_of(tag)
    alone = language in _SCRIPT_LANGUAGE.values() or language in {"zh", "ja", "ko"}
    return alone or any(language in _known(script) or language in _BLENDS.get(script, ()) for script in _PROFILES)


def detect_story(
    texts: Sequence[tuple[str, str | None]],
    *,
    expected: Collection[str] | None = None,
    declared: str | None = None,
) -> StoryLanguages:
    """Language of a story and of each unit; `texts` holds each unit's text and its own declared language, if any.

    The sentences of all units vote by their letters, so a quotation in another language cannot turn a story that a
    look at the whole text might misread. A unit leaves the language of its story when its own text says so clearly
    and at some length; otherwise it inherits, with the evidence "story" or "too short".
    """
    allowed = _codes(expected)
    polls = [_poll(text, allowed) for text, _ in texts]
    story = _story_decision(polls, texts, allowed, declared)
    units = (_unit_decision(poll, said, story) for poll, (_, said) in zip(polls, texts, strict=True))
    return StoryLanguages(story, tuple(units))


# --- one text ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Guess:
    """What the text itself says. `letters` are weighted; `second` is the runner-up, for the evidence.

    `confidence` is that of "this language or its inseparable twin".
    """

    language: str | None
    confidence: float
    evidence: str
    letters: int = 0
    script: str = ""
    second: str = ""

    @property
    def stated(self) -> float:
        """The confidence that may be told: low where twins cannot be told apart."""
        if self.script == "Latn" and self.language in _INSEPARABLE:
            return min(self.confidence, _TWIN_CONFIDENCE)
        return self.confidence


@dataclass(frozen=True, slots=True)
class _Sample:
    """The words of a text that are examined, all of its prevailing script; `share` of the letters are in it."""

    script: str
    words: tuple[str, ...] = ()
    letters: int = 0
    share: float = 0.0
    kana: int = 0

    @property
    def enough(self) -> bool:
        return self.letters >= (_CJK_NEEDED if self.script in _CJK else _LETTERS_NEEDED)

    @property
    def weight(self) -> int:
        return self.letters * (_CJK_WEIGHT if self.script in _CJK else 1)


@lru_cache(maxsize=1024)
def _guess(text: str, allowed: frozenset[str]) -> _Guess:
    sample = _sample(text)
    if not sample.letters:
        return _Guess(None, 0.0, "no letters")
    guess = _likeliest(sample, allowed)
    # Greek or Hangul is plain from one word; what needs letters or profiles to decide needs enough of them.
    if not sample.enough and sample.script not in _SCRIPT_LANGUAGE:
        return _Guess(None, 0.0, "too short", sample.weight, sample.script)
    language = _among_twins(guess.language, allowed)
    # What is half in another script may be a list of names: less sure, not unsure.
    confidence = round(guess.confidence * (0.5 + sample.share / 2), 3)
    if language is not None and confidence < _UNSURE:
        maybe = f"{guess.evidence}: {language}" + (f" or {guess.second}" if guess.second else "")
        return _Guess(None, confidence, f"unsure: {maybe}", sample.weight, sample.script)
    return _Guess(language, confidence, guess.evidence, sample.weight, sample.script)


def _likeliest(sample: _Sample, allowed: frozenset[str]) -> _Guess:
    return _by_script(sample) or _by_letters(sample) or _by_profiles(sample, allowed)


def _sample(text: str) -> _Sample:
    counts: Counter[str] = Counter()
    words: list[tuple[str, str]] = []
    seen = 0
    for script, word in _runs(_words(text)):
        word = word[: _LETTERS_EXAMINED - seen]
        seen += len(word)
        if script == "CJK":
            for char in word:
                counts[_script(char)] += _CJK_WEIGHT
        else:
            counts[script] += len(word)
        words.append((script, word))
        if seen >= _LETTERS_EXAMINED:
            break
    del counts[""]
    if not counts:
        return _Sample("")
    cjk = sum(counts[script] for script in _CJK)
    script, top = max(((s, n) for s, n in counts.items() if s not in _CJK), key=itemgetter(1), default=("", 0))
    total = sum(counts.values())
    if cjk > top:
        script = "Hang" if counts["Hang"] * 2 > cjk else "Hani"
        kept = tuple(word for kind, word in words if kind == "CJK")
        # Japanese has a third to a half of kana, a headline a tenth; a Chinese text may quote a word of it.
        kana = counts["Kana"] / cjk
        if script == "Hani" and kana > 0.1 and (kana > 0.35 or _chinese_or_japanese_forms(kept) >= 0):
            script = "Kana"
        return _Sample(script, kept, cjk // _CJK_WEIGHT, cjk / total, counts["Kana"] // _CJK_WEIGHT)
    kept = tuple(word for kind, word in words if kind == script)
    return _Sample(script, _lowered(kept), top, top / total)


def _runs(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Scripts and words; what is written together in two scripts (eBay史上) comes apart, but Japanese does not."""
    for word in words:
        first, last = _script(word[0]), _script(word[-1])
        if first == last and first not in _CJK:
            if first:
                yield first, word
            continue
        for kind, chars in groupby(word, lambda char: "CJK" if _script(char) in _CJK else _script(char)):
            if kind:
                yield kind, "".join(chars)


def _words(text: str) -> Iterator[str]:
    """Words of `text` without links, addresses and handles, read only as far as they are taken."""
    position = 0
    while position < len(text):
        end = position + _CHUNK
        while end < len(text) and end < position + 2 * _CHUNK and not text[end].isspace():
            end += 1
        chunk = unicodedata.normalize("NFKC", text[position:end])
        for match in _WORD.finditer(_NOISE.sub(" ", chunk)):
            yield match[0]
        position = end


def _lowered(words: tuple[str, ...]) -> tuple[str, ...]:
    """`words`, lower-cased when they are a headline in capitals or in Title Case.

    Ordinary text keeps its case: without its capitals German falls from 95 to 84 % at 40 characters (FLORES). German capitalises four words in
    ten, a headline in Title Case seven or more.
    """
    capitals = sum(word[0].isupper() for word in words)
    if len(words) > 1 and capitals >= 0.7 * len(words):
        return tuple(word.lower() for word in words)
    if len(words) == 1 and words[0].isupper():
        return (words[0].lower(),)
    shouted = sum(len(word) for word in words if len(word) > 1 and word.isupper())
    if shouted * 2 > sum(len(word) for word in words):
        return tuple(word.lower() for word in words)
    return words


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    return _RANGES[bisect_right(_RANGE_STARTS, ord(char)) - 1][1]


def _by_script(sample: _Sample) -> _Guess | None:
    if sample.script == "Hani":
        return _chinese_or_japanese(sample)
    language = _SCRIPT_LANGUAGE.get(sample.script)
    if language is None:
        return None
    # Two letters of Hangul are Korean, but a lone one may be an ornament.
    return _Guess(language, 0.99 if sample.letters >= _CJK_NEEDED else 0.9 if sample.letters > 1 else 0.6, "script")


def _chinese_or_japanese(sample: _Sample) -> _Guess:
    forms = _chinese_or_japanese_forms(sample.words)
    if forms > 0:
        return _Guess("ja", 0.8 if forms == 1 else 0.9, "script", second="zh")
    # A Japanese headline may do without kana for some ten characters, a sentence cannot.
    return _Guess("zh", 0.99 if sample.letters >= 16 or forms < 0 else 0.85, "script", second="ja")


def _chinese_or_japanese_forms(words: Iterable[str]) -> int:
    """How many characters have their Japanese form, less how many have their Chinese form."""
    return sum((char in _JAPANESE_FORMS) - (char in _CHINESE_FORMS) for word in words for char in word)


def _by_letters(sample: _Sample) -> _Guess | None:
    text = "".join(sample.words).lower()
    tables = _LETTERS.get(sample.script, ())
    counts = [(sum(map(text.count, letters)), -len(letters), language) for language, letters in tables]
    count, _, language = max(counts, default=(0, 0, ""))
    if count > 1 and count >= _LETTER_SHARE * len(text):
        return _Guess(language, 0.95, "script")
    if sample.script != "Arab":
        return None
    # Persian has پ چ ژ گ and its own ک ی; Arabic has ة, the hamza on alif, and the article. Persian typed on an
    # Arabic keyboard has ي ك too, so these weigh little.
    persian = 3 * sum(map(text.count, "پچژگ")) + sum(map(text.count, "کی"))
    arabic = 3 * sum(map(text.count, "ةأإ")) + text.count("ى") + sum(map(text.count, "يك")) // 2
    arabic += 3 * sum(word.startswith(("ال", "وال", "بال", "لل")) for word in sample.words)
    if abs(persian - arabic) < 2:
        return None
    sure = abs(persian - arabic) / (persian + arabic + 1)
    first, second = ("fa", "ar") if persian > arabic else ("ar", "fa")
    return _Guess(first, 0.6 + 0.39 * sure, "script", second=second)


def _by_profiles(sample: _Sample, allowed: frozenset[str]) -> _Guess:
    if sample.script not in _PROFILES:  # "" for letters of scripts that no news is written in
        return _Guess(None, 0.0, f"no rule for the script {sample.script}")
    scores, fits = _profiles(sample.script).scores(sample.words)
    if not scores:
        return _Guess(None, 0.0, "too short")
    ranked = sorted(((score, language) for language, score in scores.items()), key=lambda item: (-item[0], item[1]))
    if allowed:  # the languages outside start behind
        ranked = [(score - _OUTSIDE_NATS * (not _is_among(language, allowed)), language) for score, language in ranked]
        ranked.sort(key=lambda item: (-item[0], item[1]))
    (best, first), (next_best, second) = ranked[:2]
    chance = _chance(best - next_best)
    if sample.letters >= _LETTERS_FOR_FIT and fits[first] < _FIT_DOUBTED:
        if fits[first] < _FIT_NEEDED:
            return _Guess(None, 0.0, f"{_NO_FIT}, {first} least badly", second=first)
        chance *= 1 + fits[first] - _FIT_DOUBTED
    return _Guess(first, chance, "langdetect", second=second)


# --- profiles ---------------------------------------------------------------------------------------------------


def _chance(margin: float) -> float:
    """Chance of being right, from the nats between the first and the second language.

    Fitted on FLORES, 25 languages, 24 characters to whole sentences. The curve is the same at every length: measured
    0.57 at 1-2 nats, 0.69 at 4-6, 0.85 at 8-10, 0.95 at 13-16, 0.98 at 16-20, 0.99 at 20-30.
    """
    return min(0.995, 1 / (1 + math.exp(0.25 - 0.22 * margin)))


@dataclass(frozen=True, slots=True)
class _Profiles:
    """langdetect's profiles of one script: how likely each n-gram is in each language.

    `rows` remembers the logarithms of the n-grams met so far. It is filled as texts come, which costs a third of
    building the whole table, and it holds the same value whichever thread writes it.
    """

    languages: tuple[str, ...]
    frequencies: tuple[Mapping[str, int], ...]
    totals: tuple[tuple[int, ...], ...]
    blends: tuple[_Blend, ...]
    smoothing: float
    normalised: Mapping[int, str]
    words: Mapping[str, tuple[float, ...]]
    usual: tuple[float, ...]
    rows: dict[str, tuple[float, ...] | None] = field(default_factory=dict)

    def scores(self, words: Iterable[str]) -> tuple[dict[str, float], dict[str, float]]:
        """Log-likelihood of `words` per language, and how far its n-grams fall short of what the profile expects."""
        rows = []
        common = []
        for word in words:
            if (bonus := self.words.get(word.lower())) is not None:
                common.append(bonus)
            for part in word.translate(self.normalised).split():
                # As langdetect has it: a word in capitals is a name or an acronym.
                if len(part) > 1 and part.isupper():
                    continue
                for gram in _grams(part):
                    row = self.rows.get(gram, _UNSEEN)
                    if row is _UNSEEN:
                        row = self.rows[gram] = self._row(gram)
                    if row is not None:
                        rows.append(row)
        if not rows:
            return {}, {}
        totals = [sum(column) for column in zip(*rows, strict=True)]
        fits = [total / len(rows) - usual for total, usual in zip(totals, self.usual, strict=True)]
        for index, blend in enumerate(self.blends, len(self.frequencies)):
            totals[index] -= blend.handicap
        if common:
            totals = [a + sum(b) for a, b in zip(totals, zip(*common, strict=True), strict=True)]
        return dict(zip(self.languages, totals, strict=True)), dict(zip(self.languages, fits, strict=True))

    def _row(self, gram: str) -> tuple[float, ...] | None:
        size = len(gram) - 1
        shares = [known.get(gram, 0) / total[size] for known, total in zip(self.frequencies, self.totals, strict=True)]
        for blend in self.blends:
            if any(letter in gram for letter in blend.never):
                shares.append(0.0)
            elif any(letter in gram for letter in blend.own):
                shares.append(_OWN_LETTER)
            else:
                parts = [shares[self.languages.index(_OUR_CODES.get(name, name))] for name in blend.of]
                shares.append(sum(parts) / len(parts))
        if not any(shares):
            return None
        return tuple(math.log(self.smoothing + share) for share in shares)


_UNSEEN: tuple[float, ...] = ()
_OWN_LETTER = 0.002


def _grams(word: str) -> Iterator[str]:
    """n-grams of one to three letters with the blanks round the word, as langdetect counts them."""
    padded = f" {word} "
    yield from word
    for index in range(len(padded) - 1):
        yield padded[index : index + 2]
    for index in range(len(padded) - 2):
        yield padded[index : index + 3]


class _Normalised(dict[int, str]):
    """langdetect's `NGram.normalize` as a table for `str.translate`, filled as letters come."""

    def __missing__(self, code: int) -> str:
        from langdetect.utils.ngram import NGram

        self[code] = letter = str(NGram.normalize(chr(code)))
        return letter


@lru_cache(maxsize=8)
def _profiles(script: str) -> _Profiles:
    """Profiles of `script`; reads only their files, and so is some five times as fast as langdetect's loader."""
    import json
    from pathlib import Path

    from langdetect.detector import Detector
    from langdetect.detector_factory import PROFILES_DIRECTORY

    smoothing = Detector.ALPHA_DEFAULT / Detector.BASE_FREQ
    names = _PROFILES[script]
    loaded = [json.loads(Path(PROFILES_DIRECTORY, name).read_bytes()) for name in names]
    usual = {name: _usual(profile, smoothing) for name, profile in zip(names, loaded, strict=True)}
    blends = _BLENDS.get(script, {})
    languages = (*(_OUR_CODES.get(name, name) for name in names), *blends)
    return _Profiles(
        languages=languages,
        frequencies=tuple(profile["freq"] for profile in loaded),
        totals=tuple(tuple(profile["n_words"]) for profile in loaded),
        blends=tuple(blends.values()),
        smoothing=smoothing,
        normalised=_Normalised(),
        words=_common_words(languages),
        usual=tuple(usual[name] for name in names)
        + tuple(sum(usual[name] for name in blend.of) / len(blend.of) for blend in blends.values()),
    )


def _usual(profile: Mapping[str, Any], smoothing: float) -> float:
    """Mean log-likelihood per n-gram that a text in the profile's own language has."""
    expected = [0.0, 0.0, 0.0]
    weights = [0.0, 0.0, 0.0]
    for gram, count in profile["freq"].items():
        size = len(gram) - 1
        share = count / profile["n_words"][size]
        expected[size] += share * math.log(smoothing + share)
        weights[size] += share
    return sum(value / weight for value, weight in zip(expected, weights, strict=True)) / 3


def _common_words(languages: Sequence[str]) -> dict[str, tuple[float, ...]]:
    owners: dict[str, set[str]] = {}
    for line in _COMMON_WORDS.splitlines():
        language, *words = line.split()
        if language in languages:
            for word in words:
                owners.setdefault(word, set()).add(language)
    return {
        word: tuple(_WORD_NATS if language in who else 0.0 for language in languages) for word, who in owners.items()
    }


# --- expected, declared -----------------------------------------------------------------------------------------


def _codes(tags: Collection[str] | None) -> frozenset[str]:
    """Primary languages of `tags`; empty for "any"."""
    return frozenset(language_of(tag) for tag in map(declared_tag, sorted(tags or ())) if tag)


def _is_among(language: str, allowed: frozenset[str]) -> bool:
    return language in allowed or not allowed.isdisjoint(_TWINS.get(language, ()))


def _among_twins(language: str | None, allowed: frozenset[str]) -> str | None:
    """`language`, or the one of its inseparable group that is expected."""
    if language is None or not allowed or language in allowed:
        return language
    expected_twins = [twin for twin in _TWINS.get(language, ()) if twin in allowed]
    return expected_twins[0] if len(expected_twins) == 1 else language


def _weigh(guess: _Guess, declared: str | None) -> Detection:
    """The text's own word against what its source declares."""
    tag = declared_tag(declared)
    if tag is None or guess.evidence == "no letters":
        return Detection(guess.language, guess.stated, guess.evidence)
    said = language_of(tag)
    if guess.language is None:
        if guess.script and not _writes(tag, guess.script):
            return Detection(None, 0.0, f"{guess.evidence}; declared {said}, but not its script")
        if guess.evidence.startswith(_NO_FIT) and said in _known(guess.script):
            return Detection(None, 0.0, f"{guess.evidence}; declared {said}")
        return Detection(said, 0.7, f"declared; {guess.evidence}")
    if _alike(said, guess):
        # Two witnesses: half of the remaining doubt goes.
        return Detection(said, round(1 - (1 - guess.confidence) / 2, 3), f"{guess.evidence}, declared")
    found = f"{guess.evidence} {guess.language} {guess.stated:.2f}"
    if guess.confidence >= _CLEAR or not _writes(tag, guess.script):
        return Detection(guess.language, guess.stated, f"{found} over declared {said}")
    return Detection(said, round(max(_UNSURE, 1 - guess.confidence), 3), f"declared {said} over {found}")


def _alike(language: str | None, guess: _Guess) -> bool:
    """Whether `language` is the guessed one, or one that cannot be told from it in Latin script."""
    if language == guess.language:
        return True
    groups = ({group, *twins} for group, twins in _TWINS.items())
    return guess.script == "Latn" and any({language, guess.language} <= group for group in groups)


def _known(script: str) -> frozenset[str]:
    """Languages of `script` that have a profile of their own."""
    return frozenset(_OUR_CODES.get(name, name) for name in _PROFILES.get(script, ()))


def _writes(tag: str, script: str) -> bool:
    """Whether the declared `tag` can be written in `script`; a script in the tag decides."""
    for part in tag.split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            return script in _WRITTEN_AS.get(part, (part,))
    scripts = _SCRIPTS_OF.get(language_of(tag))
    return script in scripts if scripts else script == "Latn"


_WRITTEN_AS = {
    "Hans": ("Hani",), "Hant": ("Hani",), "Jpan": ("Kana", "Hani"), "Kore": ("Hang", "Hani"), "Hrkt": ("Kana",),
}  # fmt: skip
# Languages that are not written in Latin letters only.
_SCRIPTS_OF: dict[str, tuple[str, ...]] = {
    **{language: (script,) for script, language in _SCRIPT_LANGUAGE.items()},
    **dict.fromkeys(("zh", "yue"), ("Hani",)),
    **dict.fromkeys(("ja",), ("Kana", "Hani")),
    **dict.fromkeys(("ko",), ("Hang", "Hani")),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "ky", "tg", "tt", "mn", "ba", "cv", "os", "ce"), ("Cyrl",)),
    **dict.fromkeys(("sr", "bs", "kk", "uz", "tk", "ro"), ("Cyrl", "Latn")),
    "az": ("Latn", "Cyrl", "Arab"),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "ug", "sd", "arz"), ("Arab",)),
    "ku": ("Latn", "Arab"),
    "pa": ("Guru", "Arab"),
    **dict.fromkeys(("hi", "mr", "ne", "sa", "mai", "bho"), ("Deva",)),
    "yi": ("Hebr",),
    "ti": ("Ethi",),
    "as": ("Beng",),
}


# --- a whole story ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Poll:
    """How the sentences of one unit voted: weighted letters and doubt per language."""

    guess: _Guess
    votes: tuple[_Guess, ...]


def _poll(text: str, allowed: frozenset[str]) -> _Poll:
    pieces = list(_sentences(text))
    if len(pieces) < 2:
        guess = _guess(text, allowed)
        return _Poll(guess, (guess,) if guess.language else ())
    if len(pieces) > _SENTENCES_EXAMINED:
        step = (len(pieces) - 1) / (_SENTENCES_EXAMINED - 1)
        pieces = [pieces[round(index * step)] for index in range(_SENTENCES_EXAMINED)]
    guesses = [_guess(piece, allowed) for piece in pieces]
    votes = tuple(guess for guess in guesses if guess.language)
    if not votes:
        guess = _guess(text, allowed)
        return _Poll(guess, (guess,) if guess.language else ())
    return _Poll(_elect(votes, sum(guess.letters for guess in guesses)), votes)


def _sentences(text: str) -> Iterator[str]:
    """Rough sentences, none too short to be judged; the language is not known yet, so no abbreviations either."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() - start >= 2 * _LETTERS_NEEDED or (match.end() - start >= 8 and text[match.start() - 1] in "。！？"):
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]


def _elect(votes: Sequence[_Guess], letters: int) -> _Guess:
    """The language with most letters behind it; each vote counts by its confidence."""
    weights: dict[str, float] = {}
    doubts: dict[str, float] = {}
    for vote in votes:
        language = vote.language or ""
        weights[language] = weights.get(language, 0.0) + vote.letters * vote.confidence
        doubts[language] = doubts.get(language, 1.0) * (1 - vote.confidence)
    language = max(sorted(weights), key=weights.__getitem__)
    share = weights[language] / sum(weights.values())
    first = next(vote for vote in votes if vote.language == language)
    # Sentences of one text are wrong together more often than apart, hence never above 0.99.
    confidence = round(min(0.99, 1 - doubts[language]) * share, 3)
    return _Guess(language, confidence, first.evidence, letters, first.script)


def _story_decision(
    polls: Sequence[_Poll],
    texts: Sequence[tuple[str, str | None]],
    allowed: frozenset[str],
    declared: str | None,
) -> Detection:
    votes = [vote for poll in polls for vote in poll.votes]
    if votes:
        guess = _elect(votes, sum(vote.letters for vote in votes))
        if guess.confidence < _UNSURE:
            languages = sorted({vote.language or "" for vote in votes})
            guess = _Guess(None, guess.confidence, f"unsure: mixed, {', '.join(languages)}", guess.letters, guess.script)
    else:  # only headlines and short lines: together they may be enough
        guess = _guess("\n".join(text for text, _ in texts), allowed)
    return _weigh(guess, declared)


def _unit_decision(poll: _Poll, said: str | None, story: Detection) -> Detection:
    guess = poll.guess
    if guess.evidence == "no letters":
        return Detection(None, 0.0, "no letters")
    if declared_tag(said):
        return _weigh(guess, said)
    if guess.language is None:
        why = "too short" if guess.evidence == "too short" else f"story; {guess.evidence}"
        return Detection(story.language, story.confidence, why if story.language else f"{why}; story unsure")
    if _alike(story.language, guess):
        return Detection(story.language, max(guess.stated, story.confidence), guess.evidence)
    if story.language is None:
        return Detection(guess.language, guess.stated, guess.evidence)
    # Four characters of Hangul are a clear word; four Latin letters are a name.
    needed = 4 * _CJK_WEIGHT if guess.evidence == "script" else _LETTERS_TO_LEAVE
    if guess.confidence >= _CLEAR and guess.letters >= needed:
        return Detection(guess.language, guess.stated, guess.evidence)
    found = f"{guess.evidence} {guess.language} {guess.stated:.2f}"
    return Detection(story.language, story.confidence, f"story; {found}")
