"""Hard-wrapped lines back into paragraphs, and words broken over two lines back into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from newstrans.formats.furniture import ends_sentence

_WIDEST = 140  # columns; longer lines were not wrapped for a terminal, a mail or a wire
_NARROWEST = 25


@dataclass(frozen=True, slots=True)
class Wrap:
    """How the lines of a file are wrapped: to `width` columns; `greedy` when each line is as full as can be."""

    width: int
    greedy: bool


@dataclass(slots=True)
class Vocabulary:
    """The words of a text, counted when first needed: evidence for words broken over lines."""

    lines: Sequence[str]
    _counts: dict[str, int] | None = field(default=None, init=False)

    def count(self, word: str) -> int:
        """How often `word` stands in the text, whatever its case, not counting words at a line break."""
        if self._counts is None:
            self._counts = {}
            for line in self.lines:
                words = _WORD.findall(line.rstrip("-‐\u00ad"))
                # The last word of "Zelen-" is half a word, and so is the first one of the next line.
                for found in words:
                    key = found.lower().replace("‐", "-")
                    self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts.get(word.lower(), 0)


_WORD = re.compile(r"[^\W\d_]+(?:[-‐’'][^\W\d_]+)*")
_BROKEN = re.compile(r"(?P<first>(?:[^\W_]|[-‐’'./])*[^\W_])(?P<hyphen>[-‐\u00ad])$")
_NEXT = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")

# "Nord-\nund Südkorea": the hyphen stands for the rest of a compound, and a space follows it.
_SUSPENDING = {"and", "or", "to", "und", "oder", "bis", "och", "og", "eller", "en", "of", "y", "o", "e", "ou", "et", "ja", "tai"}

# Second parts that make compounds in English, and clitics that hang on a hyphen in Portuguese and French.
_SECOND_PARTS = {
    "aged", "backed", "based", "born", "bound", "called", "class", "controlled", "covered", "day", "dependent", "door",
    "driven", "elect", "ended", "era", "face", "faced", "facing", "fired", "floor", "free", "friendly", "funded", "general",
    "going", "grade", "grown", "growing", "haired", "held", "high", "hit", "hour", "in", "known", "language", "led",
    "level", "like", "linked", "long", "looking", "made", "majority", "making", "member", "mile", "million", "minded",
    "minister", "minute", "month", "occupied", "off", "old", "on", "out", "over", "owned", "page", "paid", "party", "point",
    "president", "profile", "rate", "ranking", "ready", "related", "rich", "round", "run", "running", "scale", "secretary",
    "sized", "speaking", "speed", "standing", "story", "strong", "style", "supported", "term", "time", "torn", "tuned",
    "up", "week", "wide", "wing", "winning", "work", "year", "billion", "percent",
    "se", "lhe", "lhes", "me", "il", "elle", "ils", "elles", "ci", "là", "même", "mêmes", "être",
}  # fmt: skip


def find_wrap(blocks: Iterable[Sequence[str]]) -> Wrap | None:
    """How a text is wrapped, judged over all its blocks of lines; None when each line is a paragraph.

    Wrapped by a program: in seven of ten lines the next word would not have fitted. By hand: no such measure, but
    lines stop in mid-sentence and go on in lower case.
    """
    lines = 0
    widths: list[int] = []
    pairs: list[tuple[int, int, bool, bool]] = []
    for block in blocks:
        if len(block) < 2:
            continue
        lines += len(block)
        block_widths = [display_width(line) for line in block]
        widths += block_widths
        for place, (line, following) in enumerate(pairwise(block)):
            ahead = following.lstrip()
            pairs.append((block_widths[place], _first_width(ahead), ends_sentence(line), ahead[:1].islower()))
    if not pairs:
        return None
    widths.sort()
    width = widths[-(-95 * lines // 100) - 1]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    unfinished = sum(not ended for _, _, ended, _ in pairs) / len(pairs)
    lower = sum(low for _, _, _, low in pairs) / len(pairs)
    # Lines that go on in lower case are surely inside a paragraph; heads and lists would blur the measure.
    inside = [pair for pair in pairs if pair[3]] if lower >= 0.3 else pairs
    forced = sum(used + 1 + word > width - 2 for used, word, _, _ in inside) / len(inside)
    if forced >= 0.7 and unfinished >= 0.5:
        return Wrap(width, greedy=True)
    if unfinished >= 0.6 and lower >= 0.3:
        return Wrap(width, greedy=False)
    return None


def breaks_here(line: str, following: str, wrap: Wrap) -> bool:
    """Whether a paragraph ends with `line` although no blank line says so: the next word would have fitted."""
    ahead = following.lstrip()
    if not wrap.greedy or ahead[:1].islower() or _broken(line):
        return False
    room = wrap.width - display_width(line.rstrip()) - 1 - _first_width(ahead)
    return room > (max(6, wrap.width * 0.12) if ends_sentence(line) else wrap.width * 0.4)


def goes_on(line: str, following: str) -> bool:
    """Whether a word is broken at the end of `line`, in a text that is not wrapped otherwise."""
    return _broken(line) is not None and following.lstrip()[:1].islower()


def join_lines(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """The lines of one paragraph as one line."""
    parts: list[str] = []
    last = ""
    for line in map(str.strip, lines):
        if not line:
            continue
        if last:
            cut, glue = _seam(last, line, vocabulary)
            if cut:
                parts[-1] = parts[-1][:-1]
            parts.append(glue)
        parts.append(line)
        last = line
    return "".join(parts)


def _broken(line: str) -> re.Match[str] | None:
    """The word that a hyphen at the end of `line` breaks off."""
    end = line[-61:].rstrip()
    return _BROKEN.search(end) if end.endswith(("-", "‐", "\u00ad")) else None


def _seam(line: str, following: str, vocabulary: Vocabulary) -> tuple[bool, str]:
    """Whether the last character of `line` goes, and what stands between the two lines."""
    broken = _broken(line)
    ahead = _NEXT.match(following[:60])
    if broken and ahead:
        return _hyphen_seam(broken["first"], broken["hyphen"], ahead.group(), vocabulary)
    if _unspaced(line[-1]) and _unspaced(following[0]):
        return False, ""
    # "aid—" + "which", "and/" + "or", "https://example.org/" + "port": no space where none is before the sign.
    if line[-1] in "—/" and len(line) > 1 and not line[-2].isspace() and not following[0].isspace():
        return False, ""
    return False, " "


def _hyphen_seam(first: str, hyphen: str, second: str, vocabulary: Vocabulary) -> tuple[bool, str]:
    """Decide a hyphen at a line end: "Zelen-" + "sky" is one word, "Kyiv-" + "based" two.

    In this order:
    1. a soft hyphen goes;
    2. before "und", "and", "o" ... it stays, with a space: it stands for the rest of a compound;
    3. what the text has elsewhere decides, the joined word or the hyphenated one;
    4. before a capital or a digit, after a digit or an acronym, after a part that has a hyphen itself, it stays:
       "Anglo-American", "F-16", "NATO-led", "state-of-the-art";
    5. before a word that makes compounds ("based", "year") or a clitic ("se", "elle") it stays;
    6. else it goes: in news set in columns most words at a line end are simply broken.
    """
    if hyphen == "\u00ad":
        return True, ""
    if second.lower() in _SUSPENDING:
        return False, " "
    part = re.split(r"[./]", first)[-1]
    joined, hyphenated = vocabulary.count(part + second), vocabulary.count(f"{part}-{second}")
    if joined != hyphenated:
        return (True, "") if joined > hyphenated else (False, "")
    letters = [character for character in part if character.isalpha()]
    stays = (
        not second[0].islower()
        or not part[-1].isalpha()
        or (len(letters) > 1 and all(map(str.isupper, letters)))
        or len(letters) == 1
        or "-" in part
        or "‐" in part
        or second.lower() in _SECOND_PARTS
    )
    # Letters without case: nothing tells, so nothing is taken away.
    if second[0].isalpha() and not second[0].islower() and not second[0].isupper():
        stays = True
    return (False, "") if stays else (True, "")


def display_width(text: str) -> int:
    """Columns that `text` takes: East Asian wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    width = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def _first_width(text: str) -> int:
    """Columns of what has to go to the next line together: a word, or one letter where words have no spaces."""
    if text and _unspaced(text[0]):
        return 2
    end = text.find(" ")
    return display_width(text[: end if end >= 0 else 80][:80])


def _unspaced(character: str) -> bool:
    """Whether a letter or sign belongs to a script that writes words without spaces."""
    code = ord(character)
    return (
        0x3000 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFF9F
        or 0x20000 <= code <= 0x3FFFF
        or 0x0E00 <= code <= 0x0EFF  # Thai, Lao
        or 0x1000 <= code <= 0x109F  # Burmese
        or 0x1780 <= code <= 0x17FF  # Khmer
    )
