"""The names of a story that no entry covers, as they were met: what `suggest` adds up over many stories.

In languages written with spaces they are runs of capitalised words. In Japanese and Chinese, where no dictionary is at hand,
they are what is surely a name without one: foreign names, whose parts a middle dot joins, and in Japanese katakana before a
word for a person or a place. Other languages without spaces between words are passed over (`looked_into`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from newstrans.glossary.common_words import common_words
from newstrans.glossary.lint.homographs import calendar_words
from newstrans.glossary.names import Names
from newstrans.languages import is_spaced, language_of
from newstrans.text.casing import is_title_case

# Small words that stand inside a name: "Ministry of Defence", "Ursula von der Leyen", "Partido dos Trabalhadores".
_LINKS = frozenset("of the de da do das dos del della der den von van zu bin ibn al el la le y e und et di du des d".split())
# What the words round a name say about its kind. Small letters; the languages that news comes in most.
_PERSON_BEFORE = frozenset(
    "mr mrs ms dr president minister premier chancellor senator governor general colonel secretary mayor judge king queen pope "
    "spokesman spokeswoman spokesperson chairman director coach captain ambassador commissioner leader analyst lawyer "
    "presidente presidenta ministro ministra senador senadora gobernador canciller alcalde alcaldesa rey reina papa portavoz "
    "chanceler prefeito governador deputado deputada président présidente ministre maire roi reine porte-parole "
    "präsident präsidentin kanzler kanzlerin sprecher sprecherin bürgermeister könig papst herr frau "
    "президент міністр министр премьер прем'єр губернатор глава".split()
)
_PERSON_AFTER = frozenset("said says told added who dijo afirmó disse afirmou quien quem sagte der die заявил сказал заявив сказав".split())
_PLACE_BEFORE = frozenset("in at near from to around outside en em no na nos nas desde hasta à au aux nach bei aus в у из з із від near".split())
_ORGANISATION_WORDS = frozenset(
    "Ministry University Bank Party Council Commission Agency Committee Court Union Group Corporation Corp Inc Ltd Company Association "
    "Institute Federation Foundation Authority Organization Organisation Police Army Forces Ministerio Universidad Banco Partido Consejo "
    "Comisión Agencia Tribunal Sindicato Ministério Universidade Conselho Comissão Ministère Université Banque Parti Conseil Ministerium "
    "Universität Partei Rat Kommission Behörde Verband".split()
)
_PLACE_WORDS = frozenset("River Lake Sea Bay Island Islands Mountain Mountains Province Region Airport Port Street Valley Peninsula Strait Río Lago Rio Mar Ilha".split())
_EVENT_WORDS = frozenset("Cup Games Summit Festival Conference Championship Treaty Agreement War Olympics Copa Cumbre Cúpula Tratado Acuerdo Acordo".split())
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?", re.UNICODE)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)]*\s*$|^\s*[\"'“‘«(–—-]*\s*$")
# Places of one name that are kept of one story.
_PLACES = 3
_SIGNS = 16  # between the end of a sentence and the next word
_EXAMPLE_CHARS = 160

_DOT = "[\u00b7\u2022\u2027\u30fb\uff65\uff1d]"
_KATAKANA = "[\u30a1-\u30fa\u30fc\u31f0-\u31ff]"
# What stands behind a name and says its kind (NHK and Kyodo style: name, then title).
_BEHIND_JAPANESE = (
    ("person", "大統領|首相|外相|国防相|財務相|長官|議長|党首|知事|市長|監督|選手|容疑者|被告|社長|会長|教授|博士|さん|氏|国王|女王|大使|報道官|将軍"),
    ("place", "共和国|王国|連邦|州|市|県|島|半島|湾|川|山脈|地方|空港|海峡|湖"),
)
_JAPANESE = re.compile(
    rf"(?P<joined>{_KATAKANA}{{2,}}(?:{_DOT}{_KATAKANA}{{2,}})+)|{_KATAKANA}{{3,}}(?={'|'.join(f'(?P<{kind}>{words})' for kind, words in _BEHIND_JAPANESE)})"
)
# Characters that write foreign names in Chinese, after the tables of Xinhua's Names of the World's Peoples; both scripts.
_CHINESE_SOUNDS = (
    "阿埃艾爱愛安昂奥奧巴拜班邦包保鲍鮑贝貝本比彼毕畢宾賓波伯博布采蔡策查柴昌车車彻徹茨慈达達代戴丹当當道德登邓鄧迪蒂丁东東杜顿頓多厄恩尔爾法凡方菲费費芬丰冯馮弗夫福富盖蓋甘冈岡高戈哥格根古瓜圭贵貴"
    "哈海汉漢豪赫黑亨洪霍胡华華怀懷惠基吉加贾賈简簡江杰傑金京津居卡凯凱坎康考科克肯孔库庫夸誇奎昆拉莱萊赖賴兰蘭朗劳勞勒雷黎李里利莉丽麗连連廉林琳留龙龍隆卢盧鲁魯伦倫罗羅洛马馬玛瑪迈邁麦麥曼芒毛梅门門"
    "蒙米密缅緬敏明莫墨姆穆纳納娜奈南内尼宁寧纽紐农農努诺諾欧歐帕派潘庞龐佩彭皮平珀普奇齐齊钱錢强強乔喬切琴青丘屈让讓热熱仁荣榮茹儒瑞若撒萨薩塞赛賽桑瑟森沙山尚绍紹舍申什圣聖施史士舒斯丝絲松苏蘇索塔泰"
    "坦汤湯唐陶特藤提田铁鐵汀图圖托瓦万萬旺威韦韋维維魏温溫文翁沃乌烏武伍西锡錫夏香肖谢謝辛欣休许許逊遜雅亚亞延扬揚耶叶葉伊因英永尤约約赞贊泽澤扎詹张張兆珍芝治朱竹兹茲卓佐"
)
_CHINESE = re.compile(f"[{_CHINESE_SOUNDS}]+(?:[\u00b7\u2022\u2027\u30fb\uff65][{_CHINESE_SOUNDS}]+)+")


class Text(NamedTuple):
    """A unit of a story: where it is from, its language, its text."""

    story: str
    language: str
    text: str


class Sighting(NamedTuple):
    """A name in a story: how often it was met, what stood beside it says of its kind, and where: text, start, end.

    One without a name counts the texts of a language that is not looked into.
    """

    language: str
    name: str
    times: int
    hints: tuple[tuple[str, int], ...]
    places: tuple[tuple[int, int, int], ...]


def looked_into(language: str) -> bool:
    """Whether names can be told in a text of the language at all."""
    return is_spaced(language) or language_of(language) in ("ja", "zh")


def names_met(texts: Sequence[Text], names: Names) -> list[Sighting]:
    """The names of one story that the glossary does not find, in the order in which they are met.

    A single word at the head of a sentence is none, for any word may stand there. German writes every noun with a capital, so
    only names of several words are taken there.
    """
    counts: Counter[tuple[str, str]] = Counter()
    hints: dict[tuple[str, str], Counter[str]] = {}
    places: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    passed = Counter(language_of(text.language) for text in texts if not looked_into(text.language))
    for number, text in enumerate(texts):
        runs = list(_runs(text))
        hits = names.find(text.text, text.language, text.language) if runs and names.may_be_in(text.text, text.language) else []
        taken = [(hit.start, hit.end) for hit in hits]
        for start, end, kind in runs:
            if any(start < stop and end > begin for begin, stop in taken):
                continue
            key = (text.language, text.text[start:end])
            counts[key] += 1
            if counts[key] <= _PLACES:
                hints.setdefault(key, Counter())[kind or _kind_hint(text.text, start, end)] += 1
                places.setdefault(key, []).append((number, start, end))
    met = [Sighting(language, "", count, (), ()) for language, count in passed.items()]
    return met + [Sighting(*key, count, tuple(hints[key].items()), tuple(places[key])) for key, count in counts.items()]


def _runs(text: Text) -> Iterator[tuple[int, int, str]]:
    """What may be a name: its range, and its kind where that is known at once."""
    language = language_of(text.language)
    if not is_spaced(text.language):
        yield from _unspaced_runs(text.text, language)
        return
    if text.text.isupper() or is_title_case(text.text):
        return
    for start, end, at_head in name_runs(text.text, text.language):
        name = text.text[start:end]
        single = " " not in name
        if single and (_bare(name) in calendar_words(language) or ((at_head or language == "de") and not _acronym(name))):
            continue
        yield start, end, ""


def _unspaced_runs(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    if language == "zh":
        yield from ((*hit.span(), "person") for hit in _CHINESE.finditer(text))
    if language == "ja":
        for hit in _JAPANESE.finditer(text):
            behind = next((kind for kind, words in _BEHIND_JAPANESE if re.match(words, text[hit.end() :])), "")
            yield *hit.span(), behind or "person"


def name_runs(text: str, language: str) -> Iterator[tuple[int, int, bool]]:
    """Ranges of capitalised words in a row, small linking words between them; and whether they begin a sentence."""
    found = list(_TOKEN.finditer(text))
    words = [one.group() for one in found]
    capital = [word[0].isupper() for word in words]
    if not any(capital):
        return
    places = [one.span() for one in found]
    small = _no_name(language)

    def beside(n: int) -> bool:
        """Whether one space stands between a word and the one before it."""
        return places[n][0] - places[n - 1][1] == 1 and text[places[n][0] - 1] == " "

    at = 0
    while at < len(words):
        if not capital[at]:
            at += 1
            continue
        last = at
        while last + 1 < len(words) and beside(last + 1) and not _ends(words[last]):
            step = last + 1
            if capital[step]:
                last = step
                continue
            while step < len(words) and step - last <= 3 and words[step] in _LINKS and beside(step):
                step += 1
            if last + 1 < step < len(words) and step - last <= 4 and capital[step] and beside(step):
                last = step
                continue
            break
        titles = [n for n in range(at, last) if _bare(words[n]).casefold() in _PERSON_BEFORE]
        first = titles[-1] + 1 if titles else at  # "Foreign Minister" is no part of the name
        while first <= last and _bare(words[first]).casefold() in small:
            first += 1  # nor is "The"
        if first <= last:
            start, end = places[first][0], places[last][1] - (words[last].endswith(".") and not _abbreviated(words[last]))
            if end - start > 1:
                head = first == at and (bool(_SENTENCE_END.search(text[max(0, start - _SIGNS) : start])) or not text[:start].strip())
                yield start, end, head
        at = last + 1


@lru_cache(maxsize=64)
def _no_name(language: str) -> frozenset[str]:
    """Words that are no name by themselves, whatever their capital: common ones and titles."""
    return frozenset(common_words(language)) | _PERSON_BEFORE


def _bare(word: str) -> str:
    return word.rstrip(".")


def _ends(word: str) -> bool:
    return word.endswith(".") and not _abbreviated(word)


def _abbreviated(word: str) -> bool:
    return bool(re.fullmatch(r"(?:[^\W\d_]\.)+|Mr\.|Mrs\.|Ms\.|Dr\.|St\.|Gen\.|Sen\.|Gov\.|Lt\.|Col\.", word))


def _acronym(name: str) -> bool:
    return 2 <= len(name) <= 6 and name.isupper() and name.isalpha()


def _kind_hint(text: str, start: int, end: int) -> str:
    """What the name's words and neighbours say about its kind, "" for nothing."""
    words = set(_TOKEN.findall(text[start:end]))
    before = _TOKEN.findall(text[max(0, start - 40) : start])
    after = _TOKEN.findall(text[end : end + 30])
    for known, kind in ((_ORGANISATION_WORDS, "organisation"), (_PLACE_WORDS, "place"), (_EVENT_WORDS, "event")):
        if words & known:
            return kind
    if _acronym(text[start:end]):
        return "acronym"
    if before and _bare(before[-1]).casefold() in _PERSON_BEFORE:
        return "person"
    if after and after[0].casefold() in _PERSON_AFTER:
        return "person"
    return "place" if before and before[-1].casefold() in _PLACE_BEFORE else ""


def by_shape(name: str) -> str:
    """The likeliest kind of a name of which nothing but its shape is known."""
    return "acronym" if _acronym(name) else "person" if re.search(rf" |{_DOT}", name) else "place"


def around(text: str, start: int, end: int) -> str:
    """The words round a name, on one line."""
    room = max(20, (_EXAMPLE_CHARS - (end - start)) // 2)
    left, right = max(0, start - room), min(len(text), end + room)
    left = left if left == 0 else text.rfind(" ", 0, left + 1) + 1
    right = right if right == len(text) else max(text.find(" ", right - 1), right)
    return " ".join(f"{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}".split())
