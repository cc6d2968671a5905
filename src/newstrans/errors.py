"""Every error that newstrans raises on purpose.

    NewstransError
     |- ReadError                 a source could not be read
     |   |- UndecodableError      no encoding fits the bytes
     |   |- NoArticleError        nothing in it to translate
     |   `- UnknownFormatError    no reader for this file
     |- LocaleError               not a BCP 47 tag, or no such locale
     |   `- SameLanguage          a story is in the language of its edition already
     |- GlossaryError             a glossary file is wrong: file, line, mend
     |- EngineError               an engine failed
     |   |- EngineUnavailable     its library, program or model is missing
     |   |- PairNotInstalled      it cannot translate this pair here
     |   `- ModelDamaged          a model file is not what it should be
     |- ModelStoreError           models could not be installed, checked, carried or removed
     |   |- DownloadError         an address did not give what was asked for
     |   |- ModelNotFound         an index, a folder or this machine does not have a model
     |   `- ModelBusy             another program is changing the models, or uses one
     |- NoRouteError              no chain of installed pairs leads there
     |- RightsForbid             the source's rights forbid a translation
     |- LanguageUnsureError       the source language could not be decided
     |- EditionError              a file is not an edition of ours
     |- ExchangeError             a translator's file cannot be read or does not belong to the edition
     |- NothingToPublish          only machine translations, and nobody asked for them
     |- NothingIssued             the desk has let out nothing yet
     |- StoreError                the store cannot be opened, read or written
     |   `- NotInStore            there is no such story, edition or unit
     |- ReviewError               an editor's action is refused, and why
     |   |- ConflictError         somebody else was faster; both texts are kept
     |   |- NotAllowed            somebody's role does not allow it
     |   `- PublishRefused        everything that stands against publishing
     |- UserError                 a user cannot be added, changed or let in
     `- WriteError                an edition could not be written

The message names the thing, the value, and the next command. Edges (`cli`) catch `NewstransError` once.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from newstrans.rights import RIGHT_NAMES, Right
from newstrans.text.phrase import Phrase, phrase


class NewstransError(Exception):
    """Base of all errors whose message is meant for the user. `said` is the message where it can be said in others' languages."""

    said: Phrase | None = None

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        if args and isinstance(args[0], Phrase):
            self.said = args[0]


class ReadError(NewstransError):
    """A source could not be read."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(phrase("{thing}: {problem}", thing=name, problem=problem))
        self.name = name
        self.problem = problem


class UndecodableError(ReadError):
    """No encoding fits the bytes of a source."""


class NoArticleError(ReadError):
    """A source holds nothing to translate."""


class UnknownFormatError(ReadError):
    """No reader knows this kind of file."""


class LocaleError(NewstransError):
    """A tag is not BCP 47, or names a locale that nothing is known about."""

    def __init__(self, tag: str, problem: str) -> None:
        super().__init__(phrase("locale {tag}: {problem}", tag=repr(tag), problem=problem))
        self.tag = tag
        self.problem = problem


class SameLanguage(LocaleError):
    """A story is already in the language of the edition that was asked for."""


class GlossaryError(NewstransError):
    """A glossary file is wrong; says where and what to do."""

    def __init__(self, path: Path | str, problem: str, *, line: int | None = None, mend: str = "") -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {problem}" + (f" ({mend})" if mend else ""))
        self.path = path
        self.line = line
        self.problem = problem
        self.mend = mend


class EngineError(NewstransError):
    """An engine failed on its input, died or timed out."""

    def __init__(self, engine: str, problem: str) -> None:
        super().__init__(f"{engine}: {problem}")
        self.engine = engine
        self.problem = problem


class EngineUnavailable(EngineError):
    """The library, program or model behind an engine is not installed; the message has the command."""


class PairNotInstalled(EngineError):
    """An engine has no model for a pair.

    >>> str(PairNotInstalled("argos", "en", "uk", installed=["en-de"], command="pip install x"))
    'argos: no model for en-uk (installed: en-de). Run: pip install x'
    """

    def __init__(
        self, engine: str, source: str, target: str, *, installed: Iterable[str] = (), command: str = ""
    ) -> None:
        have = ", ".join(sorted(installed)) or "none"
        run = f". Run: {command}" if command else ""
        super().__init__(engine, f"no model for {source}-{target} (installed: {have}){run}")
        self.source = source
        self.target = target


class ModelDamaged(EngineError):
    """A model file is truncated, changed or not a model."""


class ModelStoreError(NewstransError):
    """Models could not be installed, checked, carried or removed; the store is as it was."""


class DownloadError(ModelStoreError):
    """An address cannot be reached, or did not give what was asked for. `url` bears no password."""

    def __init__(self, url: str, problem: str, mend: str = "") -> None:
        super().__init__(f"{url}: {problem}" + (f". {mend}" if mend else ""))
        self.url = url
        self.problem = problem


class ModelNotFound(ModelStoreError):
    """An index, a folder, a bundle or this machine does not have the model that was asked for."""


class ModelBusy(ModelStoreError):
    """Another program is changing the models, or uses the one that was to be changed."""


class NoRouteError(NewstransError):
    """No engine and no chain of engines leads from one language to the other."""

    def __init__(self, source: str, target: str, hints: Iterable[str] = ()) -> None:
        lines = [f"no installed engine translates {source} -> {target}, directly or over another language."]
        lines += [f"  {hint}" for hint in hints]
        lines.append("  See what is installed: newstrans engines")
        super().__init__("\n".join(lines))
        self.source = source
        self.target = target
        self.hints = tuple(hints)


class LanguageUnsureError(NewstransError):
    """The source language could not be decided, and guessing would be worse than asking."""

    def __init__(self, name: str, evidence: str) -> None:
        super().__init__(phrase("{name}: the language is unsure ({evidence}). Say it: {option}", name=name, evidence=evidence, option="--from CODE"))
        self.name = name


class RightsForbid(NewstransError):
    """An item's rights or notes forbid to translate or change it; an editor may override, with a reason."""

    def __init__(self, item: str, words: str) -> None:
        super().__init__(phrase(
            "{item}: its rights forbid it ({words}). To go on, record why: {option}",
            item=item, words=repr(words), option='--override-rights "REASON"',
        ))  # fmt: skip
        self.item = item
        self.words = words


class EditionBlocked(NewstransError):
    """An edition lost a sentence or kept a placeholder: it is not written."""

    def __init__(self, unit: str, problem: str, source: str, *, others: int = 0) -> None:
        text = f" ({source[:80]!r})" if source else ""
        more = f" and {others} more" if others else ""
        super().__init__(f"not written, because in {unit}{text} {problem}{more}. Try another --engine")
        self.unit = unit
        self.problem = problem


class EditionError(NewstransError):
    """A file is not an edition written by newstrans."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}. Give the .json of an edition, e.g. editions/pt-BR/story.json")
        self.name = name


class ExchangeError(NewstransError):
    """A file of a translator's tool cannot be read, or it was made from another edition."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


class NothingToPublish(NewstransError):
    """All editions at hand are machine translations that nobody has reviewed."""

    def __init__(self, waiting: int) -> None:
        super().__init__(phrase(
            "nothing is published, because nobody has reviewed these machine translations ({number}). Review them at the desk "
            "({desk}), or publish them as they are, with the note that a machine made them: {option}",
            number=waiting, desk="newstrans ingest", option="--unreviewed",
        ))  # fmt: skip
        self.waiting = waiting


class NothingIssued(NewstransError):
    """A site is to be made of what the desk let out, and it has let out nothing yet."""

    def __init__(self) -> None:
        super().__init__(phrase(
            "the desk has let out nothing yet. Publish an edition: {command}; or name a folder of editions",
            command="newstrans editions publish STORY:LOCALE",
        ))  # fmt: skip


class WriteError(NewstransError):
    """An edition could not be written; nothing half written is left behind."""

    def __init__(self, path: Path | str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path


class StoreError(NewstransError):
    """The store cannot be opened, read or written; what was committed before is still there."""


class NotInStore(StoreError):
    """There is no such story, edition or unit; the message has the command that lists them."""


class ReviewError(NewstransError):
    """An editor's action is refused: the state, the rule, what to do instead."""


class ConflictError(ReviewError):
    """What an editor worked from is not what is there now. Nothing is overwritten: `yours` is kept as a draft.

    `rev` and `theirs` are what is there now, `by` who wrote it ("" for the machine).
    """

    def __init__(self, where: str, *, base_rev: int, rev: int, yours: str | None, theirs: str, by: str) -> None:
        seen = {"where": where, "name": by or phrase("the machine"), "now": rev, "before": base_rev, "theirs": theirs}
        if yours is None:
            told = phrase("{where} was changed by {name} meanwhile (revision {now}, you had {before}).\n  theirs: {theirs}", **seen)
        else:
            told = phrase(
                "{where} was changed by {name} meanwhile (revision {now}, you had {before}). Yours is kept as a draft.\n"
                "  theirs: {theirs}\n  yours: {yours}", **seen, yours=yours,
            )  # fmt: skip
        super().__init__(told)
        self.base_rev = base_rev
        self.rev = rev
        self.yours = yours
        self.theirs = theirs
        self.by = by


class NotAllowed(ReviewError):
    """Somebody's role does not allow it; the message says which right is missing."""

    def __init__(self, name: str, right: Right) -> None:
        super().__init__(phrase(
            "{name} may not do that: the right is missing ({right}). Who has it: {command}", name=name, right=RIGHT_NAMES[right],
            command="newstrans users list",
        ))  # fmt: skip
        self.right = right


class UserError(NewstransError):
    """A user of the desk cannot be added, changed or let in: why, and what to do."""


class PublishRefused(ReviewError):
    """An edition may not go out; `reasons` names each thing that stands against it."""

    def __init__(self, edition: str, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        rows = {f"reason{number}": reason for number, reason in enumerate(self.reasons)}
        signs = "\n".join(f"  - {{{name}}}" for name in rows)  # no words: no catalogue has it
        super().__init__(phrase("{edition} is not published:\n{reasons}", edition=edition, reasons=phrase(signs, **rows)))
