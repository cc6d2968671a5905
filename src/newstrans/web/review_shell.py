"""What is the same on every review page in one language: what its scripts say, and its dialogs."""

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
    return Shell(says, Markup(pages.render("editions/_dialogs.html", words, {})))


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
        "closed": _("Nothing in this edition can be edited or published any more: the top of the page says why."),
        "all-done": _("All done: nothing is left to do. Press %(key)s to go to Publish."), "empty": _("There is no text. To leave the paragraph out: More, Leave out."),
        "reverted": _("Brought back."), "undo": _("Undo"), "nothing-to-undo": _("There is no earlier text."), "no-names": _("No glossary names here."),
        "no-finding": _("There is nothing to dismiss here."), "why-dismiss": _("Why is it right as it is? %(what)s"),
        "proposed": _("Proposed: %(source)s = %(target)s"), "nothing-clean": _("No paragraph without a finding that you have had on screen."),
        "approved-clean": _("%(count)s approved."),
    }  # fmt: skip
