"""Times of day: rewritten only where the source says the same time for certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from newstrans.languages import language_of
from newstrans.localise.locale import EditionLocale
from newstrans.localise.remarks import inside, verbatim_spans
from newstrans.model import Span
from newstrans.text.edits import Rewriter
from newstrans.text.numbers import NumberMention
from newstrans.text.scripts import WORD_BEGINS

# A bare "17:30" is a time only beside one of these; alone it may be a score.
_CUE_BEFORE = re.compile(
    r"(?<!\w)(?:at|by|from|until|till|since|around|about|before|after|to|and|between"
    r"|às?|ao|as|das|até|pelas|desde|entre|las|la|a|hasta|vers|dès|jusqu[’']à|um|gegen|ab|bis|von|alle|dalle|ore"
    r"|les|á|ás|\u043e|об|близько|до|з|після|в|во|около|с|к|после|godz\.|godzinie|około|kl\.|klo|saat|om|الساعة)[ \u00a0]$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"[ \u00a0]?(?:h(?:rs?|ours)?\b|Uhr|uur|horas?|hores|heures|ore\b|год(?:ин|\.)|час|GMT|UTC|CET|CEST|EST|EDT|BST|CT|ET|PT"
    r"|\(?local|\(hora|\(horário|\(heure|\(Ortszeit|am\b|pm\b)"
)
_HALF = r"(?:[ \u00a0\u202f]?(?i:a\.?[ \u00a0]?m\b\.?|p\.?[ \u00a0]?m\b\.?|à\.M\b\.?))"
# German "um 17:30 am Montag" has a preposition there.
_HALF_DE = r"(?:[ \u00a0\u202f]?(?:[AP]M\b|[AaPp]\.[ \u00a0]?[Mm]\b\.?))"


def certain_times(source: str, mentions: Sequence[NumberMention], language: str) -> list[tuple[Span, int]]:
    """Times of `source` whose half of the day is certain, as minutes since midnight."""
    found = []
    for mention in mentions:
        if mention.kind != "time" or not 0 <= mention.value < 24 * 60:
            continue
        minutes = int(mention.value)
        marked = any(char.isalpha() for char in mention.text)
        if not marked:
            # English "5:30" may be either half of the day.
            if language_of(language) == "en" and 60 <= minutes < 13 * 60:
                continue
            before, after = source[max(0, mention.start - 14) : mention.start], source[mention.end : mention.end + 14]
            if not (_CUE_BEFORE.search(before) or _CUE_AFTER.match(after)):
                continue
        found.append((Span(mention.start, mention.end), minutes))
    return found


def localise_times(
    draft: Rewriter, source: str, mentions: Sequence[NumberMention], *, source_language: str, locale: EditionLocale
) -> None:
    """Write the times of the source in house style wherever `draft` shows them in another shape."""
    wanted = certain_times(source, mentions, source_language)
    if not wanted:
        return
    spans: dict[int, list[Span]] = {}
    for span, minutes in wanted:
        spans.setdefault(minutes, []).append(span)
    kept = verbatim_spans(draft.text)
    hits: list[tuple[re.Match[str], Span, int]] = []
    for match in _target_pattern(locale.language, locale.clock.meridiem_wrong, locale.clock.periods).finditer(draft.text):
        minutes = next((value for value in _readings(match, locale) if spans.get(value)), -1)
        if minutes >= 0 and not inside(*match.span(), kept):
            hits.append((match, spans[minutes].pop(0), minutes))
    for match, span, minutes in reversed(hits):
        after = locale.clock.format(*divmod(minutes, 60))
        draft.replace(
            match.start(), _end(draft.text, match, after), after, rule="time.format",
            reason=f"times are written as in {locale.tag}", source=span,
        )  # fmt: skip


def _end(text: str, match: re.Match[str], after: str) -> int:
    """Where the time ends: "a las 5:30 p.m." closes a sentence too, whose full stop must stay."""
    end = match.end()
    closes = not text[end:].strip(" \"'”’»")
    if match[0].endswith(".") and closes:
        return end - (not after.endswith("."))
    if after.endswith(".") and text[end : end + 1] == "." and not text[end + 1 :].strip(" \"'”’»"):
        return end + 1
    return end


def _readings(match: re.Match[str], locale: EditionLocale) -> list[int]:
    """Minutes since midnight that a time of the target may mean, the likeliest first; [] for no time."""
    if match["kh"]:
        if int(match["kh"]) > 12:
            return []
        late = match["kp"] in _periods(locale.language, locale.clock.periods)[1]
        return [(int(match["kh"]) % 12 + 12 * late) * 60 + int(match["km"] or match["kc"] or 0)]
    hour = int(match["h"])
    minute = int(match["m1"] or match["m2"] or 0)
    half = (match["half"] or "").strip(" \u00a0\u202f").lower()
    if hour > 24 or (not half and not match["m1"] and not match["mark"]):
        return []
    if half[:1] == "p" and hour <= 12:
        hour = hour % 12 + 12
    elif half[:1] in {"a", "à"} and hour <= 12:
        hour %= 12
    value = hour % 24 * 60 + minute
    # "5:30" for "5:30 p.m.": the engine dropped the half of the day, which the source gives.
    return [value] if half or hour >= 12 else [value, value + 720]


# Halves of the day that stand before the hour.
_BEFORE_HOUR = {
    "ja": (("午前",), ("午後",)),
    "ko": (("오전", "새벽", "아침"), ("오후", "저녁", "밤")),
    "zh": (("上午", "凌晨", "早上", "清晨"), ("下午", "晚上", "傍晚")),
}


def _periods(language: str, own: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    early, late = _BEFORE_HOUR.get(language, ((), ()))
    return tuple(dict.fromkeys((own[0], *early))), tuple(dict.fromkeys((own[1], *late)))


@lru_cache(maxsize=64)
def _target_pattern(language: str, wrong: tuple[str, ...], periods: tuple[str, str]) -> re.Pattern[str]:
    more = "".join(rf"|[ \u00a0]{re.escape(word)}(?!\w)" for word in wrong)
    halves = "|".join(re.escape(word) for part in _periods(language, periods) for word in part)
    return re.compile(
        rf"(?P<kp>{halves})[ \u00a0]?(?P<kh>\d{{1,2}})(?:[시時时点點](?:[ \u00a0]?(?P<km>\d{{1,2}})[분分])?|:(?P<kc>[0-5]\d)(?!\d))"
        rf"|{WORD_BEGINS}(?<![:.,/-])(?P<h>\d{{1,2}})(?:[:.](?P<m1>[0-5]\d)|(?P<mark>[ \u00a0]?h(?![a-z])|[時时点點](?![間间]))(?:[ \u00a0]?(?P<m2>[0-5]\d)分?)?)?"
        rf"(?![\d:])(?P<half>{_HALF_DE if language == 'de' else _HALF}{more})?(?![:.,]?\d)"
    )
