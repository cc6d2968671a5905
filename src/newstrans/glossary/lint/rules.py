"""The lint rules, each a small function over the whole glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from newstrans.glossary.determiners import agree
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.lint.base import LintContext, LintRule, Remark, listed
from newstrans.glossary.lint.homographs import homographs
from newstrans.glossary.load import NameClash, written_terms
from newstrans.glossary.match import find
from newstrans.glossary.parse import CldrTerms
from newstrans.languages import fallbacks, language_of
from newstrans.model import Severity
from newstrans.text.letters import fold_letters
from newstrans.text.scripts import letter_script, script_of
from newstrans.text.tokens import tokenise

# A locale that has nearly everything is meant to have everything; one with little is being built up.
_NEARLY_WHOLE = 0.9
# Latin capitals and small letters that look like Cyrillic ones.
_LATIN_LIKE_CYRILLIC = frozenset("ABCEHIKMOPTXYaceiopxyj")


def _does_not_load(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for problem in context.problems:
        if not isinstance(problem, NameClash):
            where = f"{problem.path}:{problem.line}" if problem.line else str(problem.path)
            entry, _, rest = problem.problem.partition(": ")
            known = bool(rest) and " " not in entry
            yield Remark(rule.id, rule.severity, where, entry if known else "", rest if known else problem.problem, problem.mend)


def _name_clash(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for problem in context.problems:
        if isinstance(problem, NameClash):
            where = f"{problem.path}:{problem.line}" if problem.line else str(problem.path)
            yield Remark(rule.id, rule.severity, where, problem.entry, problem.problem.partition(": ")[2], problem.mend)


def _two_targets(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    owners: dict[tuple[str, str], GlossaryEntry] = {}
    for entry, tag, term in context.terms():
        for form in dict.fromkeys((*term.variants, *term.short_variants)):
            other = owners.setdefault((tag, form), entry)
            if other is not entry and term.guard is None:
                yield rule.remark(
                    entry, f"{tag}: {form!r} is looked up for {other.id} too ({other.origin}): which is meant?",
                    "take it out of one of them, or give both a guard",
                )  # fmt: skip


def _approved_and_replaced(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry, tag, term in context.terms():
        written = {spelling.text for spelling in term.spellings() if spelling.status in ("preferred", "admitted")}
        replaced = [spelling.text for spelling in term.spellings() if spelling.status in ("variant", "deprecated", "forbidden")]
        both = sorted(set(replaced) & written)
        if both:
            yield rule.remark(entry, f"{tag}: {listed(both)} may be written and is replaced too", "keep it in one list")


def _said_twice(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry, tag, term in context.terms():
        lists = {"variants": term.variants, "short_variants": term.short_variants, "deprecated": term.deprecated, "forbidden": term.forbidden}
        places: dict[str, list[str]] = defaultdict(list)
        for name, forms in lists.items():
            for form in forms:
                places[form].append(name)
        for form, names in places.items():
            if len(names) > 1:
                yield rule.remark(entry, f"{tag}: {form!r} is in {' and in '.join(names)}", "keep it in one list")


def _homograph(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry, tag, term in context.terms():
        if term.guard is not None:
            continue
        words = homographs(tag)
        for form in dict.fromkeys(filter(None, (term.preferred, term.short, *term.variants, *term.short_variants))):
            if form in words:
                yield rule.remark(
                    entry, f"{tag}: {form!r} is also {words[form]}",
                    f'say what tells them apart: newstrans glossary edit {entry.id} {tag}.guard.on_doubt=flag, or leave the form out',
                )  # fmt: skip


def _look_alike(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry, tag, term in context.terms():
        if script_of(term.preferred) != "Cyrl":
            continue
        for spelling in term.spellings():
            for token in tokenise(spelling.text):
                letters = [char for char in token.form if char.isalpha()]
                latin = len(letters) > 1 and all(letter_script(char) == "Latn" for char in letters)
                # "Карл III", and a brand or acronym that keeps its Latin letters on purpose.
                meant = set(letters) <= set("IVXLCM") or token.form in latin_words(entry)
                if latin and not meant and all(char in _LATIN_LIKE_CYRILLIC for char in letters):
                    yield rule.remark(
                        entry, f"{tag}: {token.form!r} in {spelling.text!r} is in Latin letters that look Cyrillic",
                        "type the word again, in Cyrillic letters",
                    )  # fmt: skip


def latin_words(entry: GlossaryEntry) -> set[str]:
    """The words of a concept's names in languages with Latin letters."""
    names = [name for term in written_terms(entry).values() for name in (term.preferred, term.short) if script_of(name) == "Latn"]
    return {token.form for name in names for token in tokenise(name)}


def _inside_another(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    names: dict[str, dict[tuple[str, ...], GlossaryEntry]] = defaultdict(dict)
    for entry, tag, term in context.terms():
        for form in filter(None, (term.preferred, term.short)):
            names[tag].setdefault(tuple(token.form for token in tokenise(form)), entry)
    for tag, known in names.items():
        for words, entry in known.items():
            for size in range(1, len(words)):
                for at in range(len(words) - size + 1):
                    inner = known.get(words[at : at + size])
                    if inner is not None and inner is not entry and entry.id not in inner.part_of:
                        name = " ".join(words)
                        yield rule.remark(
                            inner, f"{tag}: {' '.join(words[at : at + size])!r} is part of {name!r} ({entry.id}); the longer name wins",
                            f"if that is meant: newstrans glossary edit {inner.id} part_of+={entry.id}",
                        )  # fmt: skip


def _missing_locale(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    total = len(context.approved) or 1
    lacking = {tag: [entry for entry in context.approved if entry.term(tag) is None] for tag in context.locales}
    for entry in context.approved:
        gaps = [tag for tag in context.locales if lacking[tag] and 1 - len(lacking[tag]) / total >= _NEARLY_WHOLE and entry in lacking[tag]]
        if gaps and "house form" not in entry.note:
            yield rule.remark(
                entry, f"no term for {listed(gaps)}, where nearly every other concept has one",
                f"newstrans glossary edit {entry.id} {gaps[0]}=FORM; if no house form exists, say so in the note (house form)",
            )  # fmt: skip


def _only_one_language(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry in context.approved:
        tags = {language_of(tag) for tag in written_terms(entry)}
        if len(tags) < 2 and not entry.do_not_translate and not isinstance(entry.terms, CldrTerms):
            yield rule.remark(entry, f"has a term in {', '.join(sorted(tags)) or 'no language'} only: it can do nothing in an edition", "add a language, or do_not_translate = true")


def _bad_form(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry, tag, term in context.terms():
        for role, name, tables in (
            ("forms", term.preferred, (term.forms, term.made_forms)), ("short_forms", term.short, (term.short_forms, term.made_short_forms)),
        ):  # fmt: skip
            for table in tables:
                for case, form in table.items():
                    problem = _form_fault(case, form, name)
                    if problem:
                        yield rule.remark(entry, f"{tag}.{role}.{case}: {form!r} {problem}", f"the name is {name!r}; correct the form or the name")


def _form_fault(case: str, form: str, name: str) -> str:
    if case == "nomn" and form != name:
        return "is not the name itself, which is the nominative"
    if len(form.split()) != len(name.split()):
        return "has another number of words than the name"
    if script_of(form) != script_of(name):
        return "is in another script than the name"
    # Endings change, and so may a last consonant (Прага, Празі): the first letters of a word do not.
    for word, own in zip(form.split(), name.split(), strict=True):
        keep = 1 if len(own) < 5 else 2
        if word[:keep].casefold() != own[:keep].casefold():
            return f"does not begin as the name does ({word!r}, {own!r})"
    return ""


def _expired(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry in context.approved:
        if context.today and entry.valid_until and entry.valid_until < context.today:
            yield rule.remark(entry, f"ended on {entry.valid_until} and is still approved", f"newstrans glossary deprecate {entry.id}, or move the day")


def _agreement(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry, tag, term in context.terms():
        if entry.kind in ("person", "demonym") or term.gender or entry.kind == "acronym":
            continue
        # An article that the engine wrote before a variant has to follow the house form.
        if (term.variants or term.short_variants) and term.article and _has_articles(tag):
            yield rule.remark(entry, f"{tag}: {term.preferred!r} takes an article and has no gender: the word before it cannot be repaired", f"newstrans glossary edit {entry.id} {tag}.gender=f")


def _has_articles(tag: str) -> bool:
    """Whether words before a name are brought to agree with it in this language."""
    samples = {"pt": "da ", "es": "de la ", "fr": "de la ", "it": "della ", "ca": "de la ", "gl": "da ", "de": "der ", "ro": ""}
    sample = samples.get(language_of(tag), "")
    return bool(sample) and any(agree(sample, gender, "sg", "Xa", tag) is not None for gender in "mf")


def _examples(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry, tag, term in context.terms():
        for text in term.examples:
            if not _is_found(context, entry, tag, text):
                yield rule.remark(entry, f"{tag}: not found in its own example {text!r}", "correct the example, or add the spelling that it has")
        for text in term.counter_examples:
            if _is_found(context, entry, tag, text):
                yield rule.remark(entry, f"{tag}: found in its counter-example {text!r}", "sharpen the guard")


def _is_found(context: LintContext, entry: GlossaryEntry, tag: str, text: str) -> bool:
    words = frozenset(token.form for token in tokenise(text))
    hits = find(text, context.index(tag), context=words)
    return any(hit.form.entry == entry.id and not hit.embedded and not hit.doubt for hit in hits)


def _dangling(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry in context.entries:
        for key, ids in (("part_of", entry.part_of), ("acronym_of", (entry.acronym_of,)), ("replaced_by", (entry.replaced_by,))):
            for named in filter(None, ids):
                if named not in context.by_id:
                    yield rule.remark(entry, f"{key} names {named!r}, and there is no such concept", "correct the id")


def _unconfirmed(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry, tag, term in context.terms():
        count = len(term.made_forms) + len(term.made_short_forms)
        if count:
            yield rule.remark(entry, f"{tag}: {count} form(s) made by a library and confirmed by nobody", "move the right ones to forms")


def _no_source(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    for entry in context.approved:
        if not entry.source and not any(term.source for term in written_terms(entry).values()):
            yield rule.remark(entry, "nobody can tell whose form this is", f'newstrans glossary edit {entry.id} source="..."')


def _folded_twin(context: LintContext, rule: LintRule) -> Iterator[Remark]:
    names: dict[tuple[str, str], tuple[GlossaryEntry, str]] = {}
    for entry, tag, term in context.terms():
        for form in filter(None, (term.preferred, term.short)):
            key = (tag, fold_letters(form).casefold())
            other, text = names.setdefault(key, (entry, form))
            if other is not entry and text != form and not any(_guarded(one, tag) for one in (entry, other)):
                yield rule.remark(
                    entry, f"{tag}: {form!r} and {text!r} ({other.id}) differ in marks or capitals only; an engine that drops marks makes them one",
                    "give one of them a guard or a priority",
                )  # fmt: skip


def _guarded(entry: GlossaryEntry, tag: str) -> bool:
    term: Term | None = next((written_terms(entry)[one] for one in fallbacks(tag) if one in written_terms(entry)), None)
    return bool(entry.priority) or (term is not None and term.guard is not None)


E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741
ALL_RULES: tuple[LintRule, ...] = (
    LintRule("does-not-load", E, "The reader refuses it: not TOML, an unknown key or language, an id twice, a form of two scripts, with invisible letters, that looks like a pattern or is one of the most frequent words.", _does_not_load, 'en = "Kуiv"  # a Cyrillic у'),
    LintRule("name-clash", E, "A name of one concept is the name of another, or a variant of one would rewrite the other's name, and nothing tells them apart.", _name_clash, 'en = { preferred = "Korea", variants = ["South Korea"] }'),
    LintRule("approved-and-replaced", E, "A form stands in a list of what may be written and in one of what is replaced.", _approved_and_replaced, 'de = { preferred = "Kiew", variants = ["Kyjiw"], admitted = ["Kyjiw"] }'),
    LintRule("dangling-reference", E, "`part_of`, `acronym_of` or `replaced_by` names a concept that there is not.", _dangling, 'replaced_by = "kiyv"'),
    LintRule("example-fails", E, "A sentence of `examples` in which the name is not found, or one of `counter_examples` in which it is.", _examples, 'en = { preferred = "Jordan", counter_examples = ["Jordan scored."] }'),
    LintRule("two-targets", W, "One spelling is looked up for two concepts: one source with two targets.", _two_targets, 'variants = ["Congo"]  # in two entries'),
    LintRule("homograph", W, "A bare name that is also a common word, a month or a first name, without a guard.", _homograph, 'en = "Turkey"'),
    LintRule("look-alike", W, "A word of Latin letters that look Cyrillic, in a language written in Cyrillic.", _look_alike, 'uk = "CIA"  # for США'),
    LintRule("same-but-marks", W, "Names of two concepts that differ in marks or capitals only.", _folded_twin, 'es = "Perú"  # and another concept "Peru"'),
    LintRule("bad-form", W, "A case form that cannot be one: another script or number of words, another beginning, a nominative that is not the name.", _bad_form, 'uk = { preferred = "Київ", forms = { gent = "Львова" } }'),
    LintRule("no-gender", W, "A name takes an article and may be replaced, but has no gender for the word before it to agree with.", _agreement, 'pt = { preferred = "Mundial", variants = ["Copa do Mundo"], article = true }'),
    LintRule("missing-locale", W, "A concept lacks a locale that nearly every other has.", _missing_locale),
    LintRule("one-language", W, "A concept with a term in one language only, not marked as untranslatable.", _only_one_language, '[x]\nkind = "place"\nen = "X-ville"'),
    LintRule("expired", W, "`valid_until` is past and the concept is still approved.", _expired, "valid_until = 2022-02-28"),
    LintRule("said-twice", W, "A spelling stands in two lists of a language.", _said_twice, 'variants = ["Kiev"], short_variants = ["Kiev"]'),
    LintRule("inside-another", I, "A name is part of a longer one; the longer one wins. `part_of` says that it is meant.", _inside_another, 'en = "Ukraine"  # and "Armed Forces of Ukraine"'),
    LintRule("unconfirmed-forms", I, "Case forms that a library made and nobody has confirmed.", _unconfirmed, 'made_forms = { gent = "Бучі" }'),
    LintRule("no-source", I, "An entry that does not say whose form it is.", _no_source),
)  # fmt: skip
