"""Quotation marks and apostrophes: their roles in the source, and the locale's marks in the edition.

Engines are sent straight marks and give straight marks back, sometimes fewer. A role (opening or closing, and how
deep) is read from the source; the k-th mark of the target takes the k-th role. Where the counts differ, the target
is read by itself, and left as it is when that does not come out even.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newstrans.localise.locale import EditionLocale
from newstrans.localise.remarks import STAGE, inside, merge_spans, verbatim_spans
from newstrans.model import Edit, Finding, Severity, Span
from newstrans.text.edits import Rewriter

_DOUBLE = "\"“”„‟«»「」『』＂〝〞"
_SINGLE = "'‘’‚‛‹›`´"
_OPENING_ONLY = "„‚「『〝"
_CLOSING_ONLY = "」』〞"
_ANY = re.compile(f"[{re.escape(_DOUBLE + _SINGLE)}]")
_MOST = 1000  # marks in one sentence; more are no quotations
_SPACES = " \u00a0\u202f\u2009"
_CLOSED_BY = ".,;:!?…)]}%"
# Contractions that drop their beginning.
_CLIPPED = re.compile(r"(?:\d0s|em|til|tis|twas|cause|n|round|bout|s|t|k)(?!\w)", re.IGNORECASE)
_AND = re.compile(r"(?<=\w[ \u00a0])['’]n['’](?=[ \u00a0]\w)", re.IGNORECASE)
# A mark before the last letter, or behind two letters: צה"ל, ד"ר; not ה"גרין", where a quotation begins behind the article.
_HEBREW_ACRONYM = re.compile(r'(?:[א-ת]{2}"[א-ת]|(?:^|[^א-ת])?[א-ת]"[א-ת](?![א-ת]))')
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MEASURE = re.compile(r"\d['’′]\s?\d{1,2}[\"”″]|\d[\"″](?=\s?(?:[x×]\s?\d|wide|tall|long|high|deep|thick|screen|vinyl)\b)")


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark: where it stands, what it does, and its depth (0 is outermost)."""

    at: int
    opening: bool
    depth: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class QuoteState:
    """Quotations that are open between two sentences, outermost first: "d" by a double mark, "s" by a single."""

    open: tuple[str, ...] = ()


def read_quotes(text: str, state: QuoteState | None = None) -> tuple[list[Mark], list[int], QuoteState]:
    r"""Marks, apostrophes (offsets) and the quotations still open at the end of `text`.

    `state` is what was open at its start. Feet and inches, addresses and code are neither.

    >>> [(m.at, m.opening, m.depth) for m in read_quotes('"It is \'odd\'," he said')[0]]
    [(0, True, 0), (7, True, 1), (11, False, 1), (13, False, 0)]
    """
    stack = list(state.open) if state else []
    marks: list[Mark] = []
    apostrophes: list[int] = []
    skipped = [*verbatim_spans(text), *(Span(*match.span()) for match in _MEASURE.finditer(text))]
    skipped = merge_spans(skipped)
    places = [match.start() for match in _ANY.finditer(text)]
    if len(places) > _MOST:
        return [], [], state or QuoteState()
    clipped = {at for match in _AND.finditer(text) for at in (match.start(), match.end() - 1)}  # rock 'n' roll
    if skipped:
        places = [at for at in places if not inside(at, at + 1, skipped)]
    singles_closing = sum(text[at] in _SINGLE and _may_close(text, at) for at in places)
    doubles_left = sum(text[at] in _DOUBLE for at in places)
    for at in places:
        sign = text[at]
        kind = "d" if sign in _DOUBLE else "s"
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if kind == "s" and before.isdigit() and after.isdigit():
            singles_closing -= _may_close(text, at)
            continue  # Swiss 1'000'000
        if kind == "d":
            doubles_left -= 1
        else:
            singles_closing -= _may_close(text, at)
            if at in clipped or _is_apostrophe(text, at, before, after, "s" in stack, singles_closing):
                apostrophes.append(at)
                continue
        if sign == '"' and _HEBREW_ACRONYM.match(text, max(0, at - 2)):
            continue
        if before.isdigit() and sign in "\"'" and not _closes(stack, kind, doubles_left, sign):
            continue  # 7" wide
        opening, sure = _direction(sign, kind, before, after, stack)
        if opening:
            # English begins every paragraph of a long quotation with a mark and closes only the last.
            marks.append(Mark(at, True, len(stack), sure))
            stack.append(kind)
        else:
            depth = _close(stack, kind)
            marks.append(Mark(at, False, depth, sure and depth >= 0))
    return marks, apostrophes, QuoteState(tuple(stack[:8]))


def restore_quotes(
    source: str,
    target: str,
    *,
    locale: EditionLocale,
    source_state: QuoteState | None = None,
    target_state: QuoteState | None = None,
) -> tuple[list[Edit], list[Finding], QuoteState, QuoteState]:
    """Edits that give `target` the locale's marks; notes; what is open after the source and after the target."""
    draft = Rewriter(target, STAGE)
    notes, after_source, after_target = mend_quotes(draft, source, locale, source_state, target_state)
    return draft.edits, notes, after_source, after_target


def mend_quotes(
    draft: Rewriter,
    source: str,
    locale: EditionLocale,
    source_state: QuoteState | None = None,
    target_state: QuoteState | None = None,
) -> tuple[list[Finding], QuoteState, QuoteState]:
    """As `restore_quotes`, on a text that is being rewritten."""
    if not _ANY.search(draft.text) and not _ANY.search(source):
        return [], source_state or QuoteState(), target_state or QuoteState()
    roles, _, after_source = read_quotes(source, source_state)
    marks, apostrophes, after_target = read_quotes(draft.text, target_state)
    notes: list[Finding] = []
    if roles and not marks:
        marks = _put_back(draft, source, roles)
        if marks:
            apostrophes = read_quotes(draft.text, target_state)[1]
            after_target = after_source
    # A single quotation mark that the target read as an apostrophe is what the counts may be missing.
    if roles and len(roles) == len(marks) and _agree(roles, marks):
        depth_of = [max(role.depth, 0) for role in roles]
        opening_of = [role.opening for role in roles]
        after_target = after_source
    elif '""' not in draft.text and _even(marks, target_state, after_target, source_state, after_source):
        depth_of = [mark.depth for mark in marks]
        opening_of = [mark.opening for mark in marks]
        if len(roles) != len(marks):
            notes.append(_count_note(source, draft.text, roles, marks))
    else:
        if marks or roles:
            notes.append(_uneven_note(source, draft.text, roles, marks))
        depth_of, opening_of, marks = [], [], []
        after_target = after_source
    pieces: list[tuple[int, int, str, str]] = [
        (*_room(draft.text, mark.at, opening), locale.quotes.mark(depth, opening=opening), "quotes.locale")
        for mark, depth, opening in zip(marks, depth_of, opening_of, strict=True)
    ]
    pieces += [(at, at + 1, locale.quotes.apostrophe, "apostrophe.locale") for at in apostrophes]
    for start, end, after, rule in sorted(_without_overlap(pieces), reverse=True):
        reason = "quotation marks" if rule == "quotes.locale" else "apostrophes"
        draft.replace(start, end, after, rule=rule, reason=f"{reason} are those of {locale.tag}")
    _move_commas(draft, source, locale)
    return notes, after_source, after_target


def _move_commas(draft: Rewriter, source: str, locale: EditionLocale) -> None:
    """American “yes,” has its comma outside the marks everywhere else: «sí», dijo."""
    if locale.language == "en" or not _COMMA_INSIDE.search(source):
        return
    closing = {locale.quotes.mark(depth, opening=False) for depth in (0, 1)}
    shape = re.compile(",(" + "|".join(sorted(map(re.escape, closing))) + r")(?=\s\w)")
    draft.substitute(shape, lambda match: match[1] + ",", rule="quotes.comma", reason="the comma follows the closing mark")


_COMMA_INSIDE = re.compile(r",[\"'”’]")


def _may_close(text: str, at: int) -> bool:
    after = text[at + 1 : at + 2]
    return (not after or not after.isalnum()) and at > 0 and text[at - 1] not in _SPACES


def _is_apostrophe(text: str, at: int, before: str, after: str, open_single: bool, closing_left: int) -> bool:
    sign = text[at]
    if sign in "‹›‚‛":
        return False
    if before.isalnum() and after.isalpha():
        return not _CJK.match(before + after)  # don't, l'homme, м'я; not '그린카드'를
    if sign == "‘":
        return False
    if sign != "‘" and not before.isalnum() and _CLIPPED.match(text, at + 1):
        # 'em, '90s; but 'em quotation' with a closing mark to come opens.
        return closing_left == 0 or text[at + 1 : at + 2].isdigit()
    if before.isalpha() and not open_single:
        return True  # the ministers' aide, po' di
    # 'the ministers' aide is late'
    return before in {*"sSzZ"} and open_single and closing_left > 0 and after in {*_SPACES}


def _closes(stack: Sequence[str], kind: str, left: int, sign: str) -> bool:
    """Whether a mark right behind a figure closes a quotation rather than means inches or feet."""
    if kind not in stack:
        return False
    return sign != '"' or left % 2 == (stack.count("d") - 1) % 2


def _direction(sign: str, kind: str, before: str, after: str, stack: Sequence[str]) -> tuple[bool, bool]:
    """(opening, sure) of a mark by its neighbours, else by its shape, else by what is open."""
    if sign in _OPENING_ONLY:
        return True, True
    if sign in _CLOSING_ONLY:
        return False, True
    room_before = not before or before in _SPACES or before in "([{—–-/¿¡\n\t" or before in _DOUBLE + "‘'‚"
    room_after = not after or after in _SPACES or after in _CLOSED_BY + "—–-/\n\t" or after in _DOUBLE + "’'"
    if room_before and not room_after:
        return True, True
    if room_after and not room_before:
        return False, True
    if sign in "«‹" and (kind not in stack or before == ""):
        return True, True
    if sign in "»›" and kind in stack:
        return False, True
    if before in _DOUBLE + "'‘’" and before and room_after and after:
        return kind not in stack, False
    return kind not in stack, False


def _close(stack: list[str], kind: str) -> int:
    """Close the innermost open quotation of `kind`; its depth, or -1 when none is open."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth] == kind:
            del stack[depth:]
            return depth
    return -1


def _agree(roles: Sequence[Mark], marks: Sequence[Mark]) -> bool:
    """Whether no mark of the target, sure of its direction, contradicts the role it would take."""
    if any(role.depth < 0 for role in roles):
        return False
    return all(role.opening == mark.opening or not mark.sure for role, mark in zip(roles, marks, strict=True))


def _even(
    marks: Sequence[Mark],
    before: QuoteState | None,
    after: QuoteState,
    source_before: QuoteState | None,
    source_after: QuoteState,
) -> bool:
    """Whether the target's own reading closes what it opens, but for what the source leaves open too."""
    if not marks or any(mark.depth < 0 for mark in marks):
        return False
    grown = len(after.open) - len((before or QuoteState()).open)
    return grown == len(source_after.open) - len((source_before or QuoteState()).open)


def _put_back(draft: Rewriter, source: str, roles: Sequence[Mark]) -> list[Mark]:
    """Marks the engine dropped, where the source has them only at the ends of the sentence."""
    if any(role.depth < 0 for role in roles):
        return []
    head = [role for role in roles if role.opening and not source[: role.at].strip(_SPACES)]
    tail = [role for role in roles if not role.opening and not source[role.at + 1 :].strip(_SPACES + _CLOSED_BY)]
    if len(head) + len(tail) != len(roles) or len(head) > 1 or len(tail) > 1 or not draft.text.strip():
        return []
    marks = []
    if tail:
        at = len(draft.text.rstrip())
        behind = source[tail[0].at + 1 :].strip(_SPACES)
        if behind and draft.text[:at].endswith(behind):
            at -= len(behind)
        draft.replace(at, at, '"', rule="quotes.restored", reason="the engine dropped the closing quotation mark")
        marks.append(Mark(at + bool(head), False, tail[0].depth))
    if head:
        at = len(draft.text) - len(draft.text.lstrip())
        draft.replace(at, at, '"', rule="quotes.restored", reason="the engine dropped the opening quotation mark")
        marks.insert(0, Mark(at, True, head[0].depth))
    return marks


def _room(text: str, at: int, opening: bool) -> tuple[int, int]:
    """The mark with the spaces on its inner side, which the house's own replace."""
    start, end = at, at + 1
    if opening:
        while end < len(text) and text[end] in _SPACES:
            end += 1
        # Two marks in a row keep the second one's room to itself.
    else:
        while start > 0 and text[start - 1] in _SPACES:
            start -= 1
    return start, end


def _without_overlap(pieces: Sequence[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    kept: list[tuple[int, int, str, str]] = []
    for start, end, after, rule in sorted(pieces):
        if kept and start < kept[-1][1]:
            start = kept[-1][1]  # the space between two marks belongs to the first
        kept.append((start, end, after, rule))
    return kept


def _count_note(source: str, target: str, roles: Sequence[Mark], marks: Sequence[Mark]) -> Finding:
    return Finding(
        "quotes.count", Severity.INFO,
        f"the source has {len(roles)} quotation marks, the edition {len(marks)}: compare what is quoted",
        source=Span(0, len(source)), target=Span(0, len(target)),
    )  # fmt: skip


def _uneven_note(source: str, target: str, roles: Sequence[Mark], marks: Sequence[Mark]) -> Finding:
    return Finding(
        "quotes.uneven", Severity.WARNING,
        f"the source has {len(roles)} quotation marks, the edition {len(marks)}, and they do not pair: set them by hand",
        source=Span(0, len(source)), target=Span(0, len(target)),
    )  # fmt: skip
