"""Carry round the engine what the engine would damage, and bring it back.

`protect` turns a source sentence into what is sent; every change is an `Edit` of the segment's `prepared` list,
and those edits are all that `restore` needs. The rules and their evidence: `docs/protection.md`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from newstrans.engines.base import Traits
from newstrans.languages import language_of
from newstrans.model import Edit, Finding, Severity, Span
from newstrans.text.casing import CaseEvidence, is_all_caps, is_title_case, sentence_case
from newstrans.text.edits import Rewriter
from newstrans.text.letters import fold_letter
from newstrans.text.number_words import POINT_DECIMAL
from newstrans.text.numbers import VULGAR_FRACTIONS
from newstrans.text.phrase import phrase

STAGE = "protect"
RESTORE = "restore"

# "Xk1" survives 99-100 % of the time in Bergamot and always in Apertium; the invented names are the second try.
_NONCE = ("Zyxwol", "Qorvath", "Vrankol", "Trelvik", "Jondrex", "Morvath", "Plexion", "Kravost", "Dwelbor", "Fyrnak")
STYLES = 2
STYLE_NAMES = ("Xk1", "invented names")

# What is looked for in an edition also stands inside words: an engine that takes one for a word gives it an ending.
_LEFT_OVER = re.compile(r"Xk\d+|" + "|".join(_NONCE), re.IGNORECASE)
PLACEHOLDER = re.compile(r"\bXk\d+\b|\b(?:" + "|".join(_NONCE) + r")\d*\b", re.IGNORECASE)

_DOMAINS = "com|org|net|int|eu|gov|edu|info|news|io|ai|tv|br|ca|ch|cn|de|es|fr|it|jp|kr|nl|pl|pt|ru|se|ua|uk"

# In this order; an earlier mask is never looked into by a later rule.
_MASKS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("mask.code", re.compile(r"`[^`\n]{1,200}`"), "code is not translated"),
    ("mask.url", re.compile(r"(?:https?|ftp)://[^\s<>\"“”«»]+|\bwww\.[^\s<>\"“”«»]+"), "an address is not translated"),
    ("mask.email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), "an address is not translated"),
    ("mask.domain", re.compile(rf"(?<![\w.@-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}(?:{_DOMAINS})\b(?:/[^\s<>\"“”«»]*)?"), "an address is not translated"),
    ("mask.handle", re.compile(r"(?<![\w@])@\w{1,50}(?:\.\w{1,50})*"), "a handle is not translated"),
    ("mask.hashtag", re.compile(r"(?<![\w&#])#\w{1,100}"), "a tag is not translated"),
    ("mask.placeholder", re.compile(r"\$?\{\{?[^{}\n]{0,60}\}\}?|%\([A-Za-z_]\w{0,40}\)[sd]|(?<![\d%\w])%(?:\d\$)?[sd]\b"), "a placeholder is not translated"),
    ("mask.tag", re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<[A-Z0-9.=:]{1,20}>"), "markup or an instrument code is not translated"),
    ("mask.ticker", re.compile(r"\((?:NYSE|NASDAQ|Nasdaq|LSE|FTSE|TSX|ASX|XETRA|Euronext|BME|B3|HKEX|TSE|KRX)[^()\n]{0,12}:\s?[A-Z0-9.\-]{1,10}\)|(?<!\w)\$[A-Z]{1,5}\b(?![\d.])"), "a ticker is not translated"),
    ("mask.underscore", re.compile(r"(?<![\w])\w*_\w*(?:_\w*)*"), "a name with an underscore is not translated"),
)  # fmt: skip
# A run of signs without a space that is longer than any word: the engine's time grows with it, and what comes back has lost
# its end (a number of 1,600 figures came back as 769, after 13 seconds). Scripts that put no spaces are no such run.
LONGEST_WORD = 100
_LONG = re.compile(rf"[^\s\"“”„«»()\[\]{{}}<>\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]{{{LONGEST_WORD + 1},}}")
# "5½", "3 ½", "£2¼": one number, of which a model that lacks the sign would keep a part.
_FRACTION = re.compile(rf"(?<![\w.,])(?P<whole>\d+(?:[.,]\d{{3}})*)?[ \u00a0\u2009\u202f]?(?P<part>[{VULGAR_FRACTIONS}])(?!\d)")
_TRAILING = ".,;:!?)]}'\"’”»…"

_DOUBLE_QUOTES = "“”„‟«»〝〞"
_SINGLE_QUOTES = "‘’‚‛‹›ʼ"
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufe0f]")

_CURRENCIES = {"£": "GBP", "€": "EUR", "¥": "JPY", "₴": "UAH", "₩": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₦": "NGN", "₫": "VND", "₱": "PHP", "฿": "THB", "₸": "KZT", "₾": "GEL", "₼": "AZN"}  # fmt: skip
_SCALES = {"bn": "billion", "b": "billion", "m": "million", "mn": "million", "mln": "million", "tn": "trillion", "trn": "trillion", "k": "thousand"}  # fmt: skip
_NUMBER = r"\d+(?:[.,\u0020]\d{3})*(?:[.,]\d+)?"
_MONEY_BEFORE = re.compile(
    rf"(?P<sign>[{''.join(_CURRENCIES)}])\s?(?P<number>{_NUMBER})(?:\s?(?P<scale>bn|mn|mln|trn|tn|[bmk])\b)?"
)
_MONEY_AFTER = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<sign>[{''.join(_CURRENCIES)}])")
_DOLLARS_SHORT = re.compile(rf"(?P<sign>\$)(?P<number>{_NUMBER})\s?(?P<scale>bn|mn|mln|trn|tn|[bmk])\b")

_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f'’-])*")


@dataclass(frozen=True, slots=True)
class Protection:
    """What protection needs to know besides the sentence.

    `traits` is what every engine of the route can carry. `letters` tells which letters the first engine knows,
    when a later one knows fewer: Spanish "años" must not reach a Spanish engine as "anos". `names` finds glossary names in caseless
    text (start, end, form), for ALL CAPS and Title Case headlines. `other_names` finds names that are no names of the
    glossary and that the engine would translate as if they were ("Michael Jordan").
    """

    traits: Traits
    language: str
    evidence: CaseEvidence = field(default_factory=CaseEvidence)
    names: Callable[[str], list[tuple[int, int, str]]] = lambda _text: []
    letters: Traits | None = None
    other_names: Callable[[str], list[tuple[int, int]]] = lambda _text: []


def protect(
    text: str,
    how: Protection,
    *,
    verbatim: Sequence[Span] = (),
    headline: bool = False,
    style: int = 0,
) -> tuple[str, tuple[Edit, ...]]:
    """What is sent to the engine for the sentence `text`, and the edits that led to it.

    `verbatim` are ranges that must not change (inline code). `style` chooses the placeholder's shape: 0, or 1 for names that
    nobody has; the other one is for a second try after one was lost. Engines that copy their input get it as it is.
    """
    draft = Rewriter(text, STAGE)
    if how.traits.copies:
        return text, ()
    _mask(draft, how, verbatim, style)
    _fractions(draft, how)
    draft.substitute(_INVISIBLE, lambda _: "", rule="invisible", reason="invisible control character removed")
    draft.substitute(_SPACES, lambda _: " ", rule="space", reason="special space sent as a plain one")
    _straighten(draft)
    _money(draft, how)
    _fold(draft, how)
    if is_all_caps(draft.text):
        _sentence_case(draft, how, "case.upper", "capitals sent in sentence case, set back afterwards")
    elif headline and language_of(how.language) == "en" and is_title_case(draft.text):
        _sentence_case(draft, how, "case.title", "Title Case sent in sentence case: models are trained on sentences")
    return draft.text, tuple(draft.edits)


def restore(machine: str, prepared: Sequence[Edit]) -> tuple[Rewriter, list[str]]:
    """Put back what `protect` took out; returns the rewriter and the placeholders that are lost or doubled."""
    draft = Rewriter(machine, RESTORE)
    broken: list[str] = []
    for edit in prepared:
        if edit.rule.startswith("mask."):
            hits = list(re.finditer(rf"(?<!\w){re.escape(edit.after)}(?!\w)", draft.text, re.IGNORECASE))
            if len(hits) != 1:
                broken.append(edit.after)
                continue
            start, end = hits[0].span()
            draft.replace(start, end, edit.before, rule=edit.rule, reason=edit.reason, source=edit.source)
        elif edit.rule == "letters":
            _restore_letters(draft, edit.before, edit.after)
        elif edit.rule == "carrier":
            kept = draft.text.rstrip(" :：")
            draft.replace(len(kept), len(draft.text), "", rule=edit.rule, reason="the sign sent for the engine's sake goes")
    return draft, broken


def with_carrier(sent: str) -> tuple[str, tuple[Edit, ...]]:
    """A text of a word or two with a colon behind it, and the edit; no edit when it ends with a sign of its own.

    Alone, Bergamot's models double words and add to them: of 900 single Portuguese words 31 came out doubled in
    English, with a colon 5, of 900 English ones 5 and 0. (A full stop adds articles.) Only for a second try: with the
    colon more English words got an article.
    """
    text = sent.rstrip()
    if not text or not text[-1].isalnum():
        return sent, ()
    draft = Rewriter(sent, STAGE)
    draft.replace(len(text), len(sent), ":", rule="carrier", reason="a lone word goes wrong; with a colon behind it is a heading")
    return draft.text, tuple(draft.edits)


def needs_engine(sent: str) -> bool:
    """Whether anything but placeholders, digits and signs is left to translate."""
    return any(character.isalpha() for character in PLACEHOLDER.sub("", sent))


def was_all_caps(prepared: Sequence[Edit]) -> bool:
    """Whether the sentence was sent in sentence case because it shouted."""
    return any(edit.rule == "case.upper" for edit in prepared)


def leftover_placeholders(text: str, source: str) -> list[str]:
    """Placeholders in `text` that the source does not have: none may ever reach an edition."""
    found: list[str] = []
    end = 0
    for match in _LEFT_OVER.finditer(text):
        if match.start() < end:
            continue
        start, last = match.span()
        # By hand, for a pattern that begins with a word's letters takes quadratic time in a very long word.
        while start > end and text[start - 1].isalnum():
            start -= 1
        while last < len(text) and text[last].isalnum():
            last += 1
        end = last
        found.append(text[start:end])
    return [word for word in found if word not in source]


def long_word_findings(unit: str, start: int, prepared: Sequence[Edit]) -> list[Finding]:
    """A finding for each run of signs that was too long to send, in a sentence that begins at `start` of its unit."""
    return [
        Finding(
            "unknown-word", Severity.WARNING,
            phrase("{count} signs without a space between them were not given to the engine: they stand as in the source", count=len(edit.before)),
            unit=unit, source=Span(start + edit.source.start, start + edit.source.end), source_text=f"{edit.before[:LONGEST_WORD]}…",
        )
        for edit in prepared if edit.rule == "mask.long" and edit.source is not None
    ]  # fmt: skip


def lost_mask_finding(unit: str, placeholders: Sequence[str], machine: str) -> Finding:
    """The finding for a sentence whose protected parts had to be joined by hand."""
    return Finding(
        "protected-split", Severity.WARNING,
        "the engine lost a protected part twice; the text round it was translated piece by piece: read it closely",
        unit=unit, target_text=machine, source_text=", ".join(placeholders),
    )


def _mask(draft: Rewriter, how: Protection, verbatim: Sequence[Span], style: int) -> None:
    """Replace what must not change by placeholders, longest rule first, without overlaps."""
    taken: list[tuple[int, int, str, str]] = [
        (span.start, span.end, "mask.code", "code is not translated") for span in verbatim if span.end > span.start
    ]
    for rule, pattern, reason in _MASKS:
        for match in pattern.finditer(draft.text):
            end = match.end()
            if rule in ("mask.url", "mask.domain"):
                end = _trim_address(draft.text, match.start(), end)
            _take(taken, match.start(), end, rule, reason)
    for match in _LONG.finditer(draft.text):
        _take(taken, match.start(), _trim_address(draft.text, *match.span()), "mask.long", "longer than any word: it stands as it is")
    for start, end in how.other_names(draft.text):
        _take(taken, start, end, "mask.name", "a guard of the glossary says that this is somebody else's name; the engine would translate it")
    if how.traits.knows is not None:
        for match in _FRACTION.finditer(draft.text):
            if not how.traits.knows(match["part"]) and not _decimals(match["part"]):
                _take(taken, *match.span(), "mask.number", "the model does not know this fraction")
        for start, end in _foreign_runs(draft.text, how.traits.knows):
            _take(taken, start, end, "mask.script", "the model does not know these letters")
        for start, end in _unknown_signs(draft.text, how.traits.knows):
            _take(taken, start, end, "mask.sign", "the model does not know this sign")
    taken.sort()
    grown = 0
    for number, (start, end, rule, reason) in enumerate(taken):
        stand_in = placeholder(number, style, draft.text)
        at = start + grown
        draft.replace(at, end + grown, stand_in, rule=rule, reason=reason, source=Span(start, end))
        grown += len(stand_in) - (end - start)


def _fractions(draft: Rewriter, how: Protection) -> None:
    """"5½" to "5.5" for a model that lacks the sign: behind a placeholder it would not know what is counted ("os pés de Xk1")."""
    knows = how.traits.knows
    if knows is None:
        return
    mark = "." if language_of(how.language) in POINT_DECIMAL else ","

    def written(match: re.Match[str]) -> str:
        decimals = "" if knows(match["part"]) else _decimals(match["part"])
        lead = "" if match["whole"] else match[0][: -1]
        return f"{lead}{match['whole'] or 0}{mark}{decimals}" if decimals else match[0]

    draft.substitute(_FRACTION, written, rule="fraction", reason="the model does not know this fraction: sent as a decimal, of the same value")


def _decimals(fraction: str) -> str:
    """The decimals of a fraction that is exact in three of them ("75" for ¾); "" for thirds and the like."""
    value = Decimal(str(unicodedata.numeric(fraction)))
    return str(value)[2:] if value == round(value, 3) else ""


def _take(taken: list[tuple[int, int, str, str]], start: int, end: int, rule: str, reason: str) -> None:
    if end > start and all(end <= other[0] or start >= other[1] for other in taken):
        taken.append((start, end, rule, reason))


def _trim_address(text: str, start: int, end: int) -> int:
    """An address ends before the sentence's own punctuation; a bracket belongs to it if it opened inside."""
    while end > start and text[end - 1] in _TRAILING:
        if text[end - 1] == ")" and text.count("(", start, end) >= text.count(")", start, end):
            break
        end -= 1
    return end


def placeholder(number: int, style: int, text: str = "") -> str:
    """The n-th placeholder of a style, counted from 0, that `text` does not have."""
    if style == 0:
        number += 1
        while f"Xk{number}" in text and not _is_ours(text, f"Xk{number}"):
            number += 100
        return f"Xk{number}"
    name = _NONCE[number % len(_NONCE)]
    return name if number < len(_NONCE) else f"{name}{number // len(_NONCE)}"


def _is_ours(text: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", text) is None


def _foreign_runs(text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Runs of words in a script that the model has no letters of ("Зеленський" in English copy)."""
    start = end = -1
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match[0]
        foreign = word[-1] not in VULGAR_FRACTIONS and all(not knows(c) for c in word) and not any("LATIN" in unicodedata.name(c, "") for c in word)
        if foreign and start >= 0 and text[end : match.start()] in (" ", "-", "\u00a0"):
            end = match.end()
        elif foreign:
            if start >= 0:
                yield start, end
            start, end = match.span()
        elif start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


_HANDLED = frozenset(_DOUBLE_QUOTES + _SINGLE_QUOTES + "–—―…‐‑−" + "".join(_CURRENCIES))


def _unknown_signs(text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Whole words with a sign that the model lacks (½, §, emoji), so that "5×3" is carried as one piece."""
    for match in re.finditer(r"[^\s\"“”«»()\[\],;:!?]+", text):
        word = match[0]
        if any(
            not (c.isalnum() or c in _HANDLED or unicodedata.combining(c) or _INVISIBLE.match(c) or knows(c))
            for c in word
        ):
            yield match.start(), match.end()


def _straighten(draft: Rewriter) -> None:
    """Typographic marks to the straight ones that the models were trained on; the edition gets its own back."""
    reason = "typographic marks sent as plain ones; the locale's own are set in the edition"
    draft.substitute(
        re.compile(r"«[ \u00a0\u202f]?|[ \u00a0\u202f]?»|``|''|[“”„‟〝〞]"), lambda _: '"', rule="quotes", reason=reason
    )
    draft.substitute(re.compile(f"[{_SINGLE_QUOTES}]"), lambda _: "'", rule="quotes", reason=reason)
    draft.substitute(re.compile(r"(?<=\d)[–−‐‑](?=\d)|(?<=\w)[–‐‑](?=\w)"), lambda _: "-", rule="dash", reason=reason)
    draft.substitute(re.compile(r"(?<=\S)\s*[—–―]+\s*(?=\S)"), lambda _: " - ", rule="dash", reason=reason)
    draft.substitute(re.compile(r"[—–―]"), lambda _: "-", rule="dash", reason=reason)
    draft.substitute(re.compile("−"), lambda _: "-", rule="dash", reason=reason)
    draft.substitute(re.compile("…"), lambda _: "...", rule="ellipsis", reason=reason)


def _money(draft: Rewriter, how: Protection) -> None:
    """Currency signs that the model lacks become ISO 4217 codes: otherwise pounds come out as euros."""
    reason = "the model does not know this currency sign and would write another currency"

    def before(match: re.Match[str]) -> str:
        scale = _SCALES.get(match["scale"] or "", "")
        return f"{_CURRENCIES[match['sign']]} {match['number']}" + (f" {scale}" if scale else "")

    def after(match: re.Match[str]) -> str:
        return f"{match['number']} {_CURRENCIES[match['sign']]}"

    knows = how.traits.knows
    unknown = [sign for sign in _CURRENCIES if sign in draft.text and knows is not None and not knows(sign)]
    if unknown or how.traits.rule_based:
        draft.substitute(_MONEY_BEFORE, before, rule="currency", reason=reason)
        draft.substitute(_MONEY_AFTER, after, rule="currency", reason=reason)
    if how.traits.rule_based:
        draft.substitute(
            _DOLLARS_SHORT, lambda m: f"${m['number']} {_SCALES[m['scale']]}", rule="scale",
            reason="a short scale word would be misread by the rule-based engine",
        )


def _fold(draft: Rewriter, how: Protection) -> None:
    """Letters that the vocabulary lacks become plain ones; names get theirs back afterwards."""
    knows = (how.letters or how.traits).knows
    if knows is None:
        return
    reason = "letters that the model does not know, put back afterwards"
    draft.substitute(_TOKEN, lambda match: fold_unknown(match[0], knows), rule="letters", reason=reason)


def fold_unknown(text: str, knows: Callable[[str], bool]) -> str:
    """`text` with the letters that a model lacks made plain; everything else as it is."""
    composed = unicodedata.normalize("NFC", text)
    if all(knows(c) or not c.isalpha() for c in composed):
        return text
    return "".join(c if knows(c) or not c.isalpha() else fold_letter(c) for c in composed)


def restore_names(draft: Rewriter, source: str, knows: Callable[[str], bool]) -> None:
    """Give the names of `source` the letters back that a later engine of the route lacked."""
    for match in _TOKEN.finditer(source):
        word = match[0]
        folded = fold_unknown(word, knows) if word[0].isupper() else word
        if folded != word:
            _restore_letters(draft, word, folded)


def _restore_letters(draft: Rewriter, name: str, folded: str) -> None:
    """Give a name its own letters back; ordinary words ("naïve") were translated and stay translated."""
    if not name[:1].isupper():
        return
    match = re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", draft.text)
    if match:
        reason = f"the model does not know all letters of {name}; sent as {folded}"
        draft.replace(match.start(), match.end(), name, rule="letters", reason=reason)


def _sentence_case(draft: Rewriter, how: Protection, rule: str, reason: str) -> None:
    text = draft.text
    common = how.traits.common_word or (lambda _word: None)
    cased = sentence_case(text, evidence=how.evidence, names=how.names, common=common)
    for match in PLACEHOLDER.finditer(text):
        cased = cased[: match.start()] + match[0] + cased[match.end() :]
    draft.replace(0, len(text), cased, rule=rule, reason=reason)
