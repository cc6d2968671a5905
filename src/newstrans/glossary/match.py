"""Find glossary names in a text: longest first, whole tokens, as filed. Pure functions.

The rules are those of terminology.md 5: names match as filed, capitals only in capital text, never inside a
word; a name inside a longer name that the glossary does not have ("Georgia Bureau", "New York Times") is
*embedded* and not matched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from newstrans.glossary.cases import INFLECTING
from newstrans.glossary.entry import GlossaryEntry, Guard, Term
from newstrans.languages import is_spaced, language_of
from newstrans.text.casing import is_title_case
from newstrans.text.function_words import function_words
from newstrans.text.scripts import script_of
from newstrans.text.tokens import Token, tokenise

# Capitalised words which, right after a name, make it part of another name.
_HEADS = frozenset(
    "Agency Airlines Airport Army Avenue Bank Basin Bay Bridge Bulls Bureau Business Cathedral Channel Chronicle City "
    "Club College Company Conference Corporation Corp Cup Daily Derby Direct Duchess Express Festival FC Gate Gazette "
    "Globe Group Herald Holdings Hospital Hotel Inc Institute Island Islands Journal League Life Limited Ltd Magazine "
    "Mail Marathon Medical Museum Open Opera Orchestra Palace Park Partners Philharmonic Post Press Prize Republic "
    "River Road Rovers School Square Stadium Standard Star State Station Street Sun Symphony Telegraph Theatre Times "
    "Tower Town Tribune Union United University Way Weekly".split()
)

# Capitalised words which, right before a place, make it part of another name ("Air Canada").
_FRONTS = frozenset("Air Inter Miss Radio Team".split())

# Capitalised words before a surname that do not make it somebody else's.
_TITLES = frozenset(
    "Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady President Premier Chancellor Minister Secretary Senator "
    "Governor General Gen Colonel Col Captain Capt Lt Judge Justice King Queen Prince Princess Pope Cardinal "
    "Ambassador Commissioner Mayor Deputy Foreign Prime Defense Defence Interior Finance Attorney Vice Chief Top Police Officials Senator Chairman Chairwoman Director Chief Leader Speaker Congressman Congresswoman Rep Sen Gov "
    "Señor Señora Presidente Presidenta Ministro Ministra Senhor Senhora Doutor Professora Monsieur Madame Président "
    "Herr Frau Präsident Präsidentin Kanzler Signor Signora And But The When While If As After Before Since For In On At "
    "By With From To Of Yet So Or Nor That This It He She They We His Her Their What Why How Where Who Not Both Then "
    "Although Because Though Unless Until Once Under Over Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April June July August September October November December Pro Anti Ex".split()
)

_PARTICLES = frozenset("de da do dos das di del della von van der bin ibn ben".split())

_KOREAN_PARTICLES = (
    "은는이가을를의에도와과로만", ("으로", "에서", "에게", "까지", "부터", "처럼", "보다", "이나", "이라", "라고", "이라고", "에는", "에도", "과의", "와의", "대통령", "총리", "장관", "은", "는"),
)  # fmt: skip


class Form(NamedTuple):
    """A look-up form: which concept, which of its names, and whether it is approved.

    `role` is "preferred", "short", "admitted", "plural" or "derived"; `status` that of the spelling (`entry.Spelling`), or
    "source" and "learnt" for what an engine left or was seen to write.
    """

    entry: str
    role: str
    approved: bool
    text: str
    guard: Guard | None = None
    kind: str = ""
    status: str = "variant"
    priority: int = 0
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text. `embedded` says that it is only part of a longer name, `doubt` why it is unsure.

    `rivals` are further concepts that have this form too.
    """

    start: int
    end: int
    text: str
    form: Form
    possessive: bool = False
    embedded: str = ""
    doubt: str = ""
    rivals: tuple[Form, ...] = ()


Candidates = list[tuple[tuple[str, ...], tuple[Form, ...]]]


@dataclass(slots=True)
class Index:
    """Look-up forms of one language by their first token, or first character in scripts without spaces.

    `more` gives further forms that begin with a token, from a store that is too large to be held (`compiled`); its
    answers are kept. `caseless` indexes have case-folded keys.
    """

    language: str
    forms: dict[str, dict[tuple[str, ...], tuple[Form, ...]]] = field(default_factory=dict)
    more: Callable[[str, bool], Iterable[Form]] | None = None
    caseless: bool = False
    _ordered: dict[str, Candidates] = field(default_factory=dict)
    _folded: Index | None = None

    def add(self, form: Form) -> None:
        """Add one form. Two concepts with one form are kept both; `find` reports the match as in doubt."""
        tokens = form_keys(form.text, self.language, caseless=self.caseless)
        if not tokens:
            return
        bucket = self.forms.setdefault(tokens[0], {})
        known = bucket.get(tokens, ())
        if all(other.entry != form.entry for other in known):
            bucket[tokens] = tuple(sorted((*known, form), key=lambda other: -other.priority))
        self._ordered.pop(tokens[0], None)

    def starting_with(self, first: str) -> Candidates:
        """Forms whose first token is `first`, longest first."""
        if first not in self._ordered:
            if self.more is not None:
                self._ordered[first] = []  # before asking, so that `add` below has something to drop
                for form in self.more(first, self.caseless):
                    self.add(form)
            self._ordered[first] = sorted(self.forms.get(first, {}).items(), key=lambda item: -len(item[0]))
        return self._ordered[first]

    def every(self) -> Iterator[Form]:
        """All forms that are held."""
        return (form for bucket in self.forms.values() for forms in bucket.values() for form in forms)

    def folded(self) -> Index:
        """The same forms with case-folded keys, for text in capitals; made once."""
        if self._folded is None:
            self._folded = Index(self.language, more=self.more, caseless=True)
            for form in self.every():
                self._folded.add(form)
        return self._folded


@lru_cache(maxsize=4096)
def form_keys(text: str, language: str, *, caseless: bool = False) -> tuple[str, ...]:
    """What a form is filed under: its tokens, or its characters in a script without spaces."""
    if not is_spaced(language):
        return tuple(text.casefold() if caseless else text)
    if caseless:
        return tuple(key.casefold() for key in form_keys(text, language))
    return tuple(_keys(tokenise(text)))


def term_forms(entry: GlossaryEntry, term: Term) -> Iterator[Form]:
    """All look-up forms of a term: the approved ones first."""
    for spelling in term.spellings():
        # Where there is a short form, it is the one that is ambiguous: "Congress", never "US Congress".
        full = bool(term.short) and spelling.role == "preferred" and " " in spelling.text
        form = Form(
            entry.id, spelling.role, spelling.approved, spelling.text, None if full else term.guard, entry.kind,
            spelling.status, entry.priority, entry.part_of,
        )  # fmt: skip
        yield form
        if spelling.role == "derived":
            # A demonym at the beginning of a sentence, or of a language that writes it small there.
            yield form._replace(text=spelling.text[:1].swapcase() + spelling.text[1:])
        if term.case == "any":
            small = spelling.text.lower()
            yield form._replace(text=small)
            yield form._replace(text=small[:1].upper() + small[1:])


def _keys(tokens: Sequence[Token], *, caseless: bool = False) -> list[str]:
    """What is compared: each token, with a space before it where the text has one.

    So "EE. UU." and "EE.UU." are two forms, and "U.N" over a sentence border is none.
    """
    keys = []
    end = tokens[0].start if tokens else 0
    for token in tokens:
        form = token.form.casefold() if caseless else token.form
        keys.append(" " + form if token.start > end else form)
        end = token.end
    return keys


def build_index(entries: Iterable[GlossaryEntry], locale: str, *, other_scripts: bool = False) -> Index:
    """Index of the names to look for in a text of one language or locale: all forms but the derived ones.

    With `other_scripts`, names of every language written in another script are look-up forms too, so that
    "Зеленський" in English copy is found.
    """
    index = Index(language_of(locale))
    for entry in entries:
        for form in look_up_forms(entry, locale, other_scripts=other_scripts):
            index.add(form)
    return index


def look_up_forms(entry: GlossaryEntry, locale: str, *, other_scripts: bool = False) -> Iterator[Form]:
    """The forms of a concept that `build_index` files for a language."""
    term = entry.term(locale)
    if term is None:
        return
    yield from (form for form in term_forms(entry, term) if form.role != "derived")
    if other_scripts:
        script = script_of(term.preferred)
        for other in entry.terms.values():
            if other is not term and other.preferred and script_of(other.preferred) != script:
                for form in term_forms(entry, other):
                    if form.role != "derived":
                        yield form._replace(approved=False, guard=None)


def find(text: str, index: Index, *, caseless: bool = False, context: frozenset[str] = frozenset()) -> list[Match]:
    """Names in `text`, leftmost longest, without overlaps; code point offsets.

    `caseless` is for text in capitals. `context` are the tokens of the whole story, for guards that need one.
    """
    if not is_spaced(index.language):
        return _find_unspaced(text, index)
    tokens, keys, firsts = _looked_through(text, caseless)
    if caseless:
        index = index.folded()
    titled = caseless or is_title_case(text)
    korean = index.language == "ko"  # where a name may begin within a token
    found: list[Match] = []
    at = 0
    while at < len(tokens):
        # Few words are the first of a name.
        match = _match_at(text, tokens, keys, at, index, context, titled=titled) if korean or index.starting_with(firsts[at]) else None
        if match is None:
            at += 1
            continue
        found.append(match)
        while at < len(tokens) and tokens[at].start < match.end:
            at += 1
    return found


@lru_cache(maxsize=1024)
def _looked_through(text: str, caseless: bool) -> tuple[tuple[Token, ...], tuple[str, ...], tuple[str, ...]]:
    """The tokens of a text, what is compared of each, and the same for the first of a name: once for all locales."""
    tokens = tuple(tokenise(text))
    keys = tuple(_keys(tokens, caseless=caseless))
    return tokens, keys, tuple(key.lstrip(" ") for key in keys)


def _match_at(
    text: str,
    tokens: Sequence[Token],
    keys: Sequence[str],
    at: int,
    index: Index,
    context: frozenset[str],
    *,
    titled: bool,
) -> Match | None:
    first = keys[at].lstrip(" ")
    for wanted, candidates in index.starting_with(first):
        last = at + len(wanted) - 1
        if last >= len(tokens) or (first, *keys[at + 1 : last + 1]) != wanted:
            continue
        start, end = tokens[at].start, tokens[last].end
        allowed = [form for form in candidates if not _guarded(form.guard, tokens, at, last)]
        proven = [form for form in allowed if _proven(form.guard, tokens, at, last)]
        allowed = proven or [form for form in allowed if not _skipped(form.guard, context)]
        if not allowed:
            continue
        form = allowed[0]
        rivals = tuple(other for other in allowed[1:] if other.priority == form.priority)
        doubt = _doubt(form.guard, context) if form not in proven else ""
        if rivals:
            doubt = "more than one concept has this name: " + ", ".join(other.entry for other in allowed)
        embedded = _embedding(text, tokens, at, last, form, index, titled=titled)
        return Match(start, end, text[start:end], form, _possessive(tokens, last), embedded, doubt, rivals)
    if index.language == "ko":
        return _match_korean(text, tokens, at, index)
    return None


def other_names(text: str, index: Index) -> list[tuple[int, int]]:
    """Names that a guard tells from a concept's by the capitalised word beside them: "Michael Jordan" is not Jordan.

    Each range has that word in it.
    """
    if not is_spaced(index.language):
        return []
    tokens = tokenise(text)
    keys = _keys(tokens)
    found: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        for wanted, forms in index.starting_with(token.form):
            last = at + len(wanted) - 1
            if last >= len(tokens) or (token.form, *keys[at + 1 : last + 1]) != wanted:
                continue
            before, after = _neighbours(tokens, at, last)
            if before[:1].isupper() and all(form.guard and before in form.guard.not_after for form in forms):
                found.append((tokens[at - 1].start, tokens[last].end))
            elif after[:1].isupper() and all(form.guard and after in form.guard.not_before for form in forms):
                found.append((token.start, tokens[last + 1].end))
            break
    return [one for n, one in enumerate(found) if not n or one[0] >= found[n - 1][1]]


def _guarded(guard: Guard | None, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a neighbour, or a word of the sentence, says that something else is meant."""
    if guard is None:
        return False
    before, after = _neighbours(tokens, first, last)
    if before in guard.not_after or after in guard.not_before:
        return True
    return bool(guard.not_with) and any(token.form in guard.not_with for token in tokens)


def _proven(guard: Guard | None, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a neighbour, or a word of the sentence, says that this concept is meant."""
    if guard is None:
        return False
    before, after = _neighbours(tokens, first, last)
    if before in guard.after or after in guard.before:
        return True
    return bool(guard.with_) and any(token.form in guard.with_ for token in tokens)


def _neighbours(tokens: Sequence[Token], first: int, last: int) -> tuple[str, str]:
    before = tokens[first - 1].form if first else ""
    after = tokens[last + 1].form if last + 1 < len(tokens) else ""
    return before, after


def _skipped(guard: Guard | None, context: frozenset[str]) -> bool:
    return guard is not None and guard.on_doubt == "skip" and bool(_doubt(guard, context))


def _doubt(guard: Guard | None, context: frozenset[str]) -> str:
    if guard is None:
        return ""
    if guard.needs:
        wanted = {token.form for word in guard.needs for token in tokenise(word)}
        return "" if wanted & context else f"nothing in the story speaks of {', '.join(guard.needs[:3])}"
    return "" if guard.on_doubt == "apply" else "the name is also a common word or another name"


def _possessive(tokens: Sequence[Token], last: int) -> bool:
    after = [token.form for token in tokens[last + 1 : last + 3]]
    return len(after) > 0 and after[0] == "'" and tokens[last + 1].start == tokens[last].end


def _embedding(
    text: str, tokens: Sequence[Token], first: int, last: int, form: Form, index: Index, *, titled: bool
) -> str:
    """The neighbour that makes this match part of a longer name, or "".

    A head word ("Bureau", "Times") always does; behind a place so does any word with a capital that is neither a
    title nor a name of its own ("Panama Papers"), unless every word has one.
    """
    if last + 1 < len(tokens):
        nxt = tokens[last + 1]
        adjacent = text[tokens[last].end : nxt.start] == " "
        if adjacent and nxt.form in _HEADS:
            return nxt.form
        capital = nxt.form[:1].isupper() and nxt.form[1:].islower() and len(nxt.form) > 2
        # "столице Хорватии Загребе": where names have cases, two of them side by side are an apposition.
        apposed = index.language in INFLECTING
        if adjacent and capital and form.kind == "place" and not titled and not apposed and nxt.form not in _TITLES:
            return "" if index.starting_with(nxt.form) else nxt.form
    if first and form.kind == "place" and tokens[first - 1].form in _FRONTS and text[tokens[first - 1].end : tokens[first].start] == " ":
        return tokens[first - 1].form
    if first and form.role == "short" and " " not in form.text and form.text[1:].islower():
        prev = tokens[first - 1]
        # "Maria da Piedade de Jesus": a particle that is no word of this language joins the parts of a name.
        if first > 1 and prev.form in _PARTICLES and prev.form not in function_words(index.language).every:
            head = tokens[first - 2].form
            if head[:1].isupper() and head[1:].islower() and head not in _TITLES:
                return f"{head} {prev.form}"
        adjacent = text[prev.end : tokens[first].start] == " "
        sentence_start = first == 1 or titled
        name_like = prev.form[:1].isupper() and prev.form[1:].islower() and len(prev.form) > 2
        if adjacent and name_like and not sentence_start and prev.form not in _TITLES:
            return prev.form
    return ""


def _match_korean(text: str, tokens: Sequence[Token], at: int, index: Index) -> Match | None:
    """A Korean name with its particle: "젤렌스키가" is 젤렌스키 and 가."""
    word = tokens[at].form
    singles, longer = _KOREAN_PARTICLES
    for cut in range(len(word) - 1, 1, -1):
        tail = word[cut:]
        if (len(tail) == 1 and tail in singles) or tail in longer:
            for wanted, candidates in index.starting_with(word[:cut]):
                if len(wanted) == 1:
                    start = tokens[at].start
                    return Match(start, start + cut, text[start : start + cut], candidates[0])
    return None


def _find_unspaced(text: str, index: Index) -> list[Match]:
    """Names in a script without spaces: leftmost, longest."""
    found: list[Match] = []
    at = 0
    while at < len(text):
        for wanted, forms in index.starting_with(text[at]):
            name = "".join(wanted)
            if text.startswith(name, at):
                found.append(Match(at, at + len(name), name, forms[0]))
                at += len(name) - 1
                break
        at += 1
    return found
