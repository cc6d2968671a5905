"""What is the same on every review page in one language: what its scripts say, its dialogs, the list of its keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from newstrans.kept import Kept
from newstrans.web.pages import Pages, Words

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shell:
    """As HTML: the attributes with what scripts say, and the dialogs."""

    says: Markup
    dialogs: Markup


def shell_of(pages: Pages, words: Words) -> Shell:
    """The shell in the language of `words`."""
    return _shells.of(words.tag, pages, words)


def _shell(pages: Pages, words: Words) -> Shell:
    says = Markup("").join(Markup(' data-say-{}="{}"').format(name, text) for name, text in scripts_say(words.gettext).items())
    return Shell(says, Markup(pages.render("editions/_dialogs.html", words, {"key_tables": key_tables(words.gettext)})))


_shells = Kept(_shell, 100)


def scripts_say(say: Say) -> dict[str, str]:
    """What the page's scripts say; they fill in %(...)s themselves."""
    _ = say
    return {
        "saved": _("Saved %(time)s"), "drafted": _("Draft kept %(time)s"), "failed": _("That did not work. Your text is kept."),
        "unreachable": _("The desk cannot be reached. Your text is kept in this browser and goes out as soon as it answers."),
        "session-ended": _("Your session has ended. Your text is kept in this browser: log in again in another tab, then go on."),
        "conflict": _("%(key)s was changed by somebody else meanwhile. Nothing is overwritten: choose how to go on."),
        "changed-meanwhile": _("%(key)s was changed by somebody else while you work on it."),
        "closed": _("This story was killed or withheld at its source. It cannot be edited or published."),
        "all-done": _("All done: nothing is left to do. Press n to go to Publish."), "empty": _("There is no text. To leave the paragraph out: More, Leave out."),
        "reverted": _("Brought back."), "undo": _("Undo"), "nothing-to-undo": _("There is no earlier text."), "no-names": _("No glossary names here."),
        "no-finding": _("There is nothing to dismiss here."), "why-dismiss": _("Why is it right as it is? %(what)s"),
        "proposed": _("Proposed: %(source)s = %(target)s"), "nothing-clean": _("No paragraph without a finding that you have had on screen."),
        "approved-clean": _("%(count)s approved."), "bad-keys": _("Not kept:"),
    }  # fmt: skip


def key_tables(say: Say) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The actions that have keys, with their names, by where the keys work."""
    _ = say
    return [
        ("box", _("In the text box"), [
            ("approve-next", _("Approve, next to do")), ("approve-stay", _("Approve and stay")), ("next", _("Next paragraph")),
            ("previous", _("Previous paragraph")), ("next-warning", _("Next warning")), ("previous-warning", _("Previous warning")),
            ("leave", _("Back to the paragraph; the text is kept")),
        ]),
        ("card", _("On a paragraph"), [
            ("next", _("Next paragraph")), ("previous", _("Previous paragraph")), ("next-todo", _("Next to do")),
            ("previous-todo", _("Previous to do")), ("edit", _("Edit")), ("approve", _("Approve, next to do")),
            ("unapprove", _("Take approval back")), ("dismiss", _("Dismiss the warning")), ("revert", _("Back to the house version")),
            ("revert-raw", _("Back to the machine's own words")), ("accept", _("Take the offer")), ("undo", _("Undo the last step")),
            ("layers", _("Four layers")), ("base", _("Compare with another layer")), ("filter", _("Show others")), ("names", _("Names")),
            ("term", _("Propose selected words as a term")), ("comment", _("Comment")), ("history", _("History")),
            ("search", _("Search box")), ("preview", _("Preview")), ("keys", _("This list")),
        ]),
    ]  # fmt: skip
