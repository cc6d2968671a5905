"""newstrans glossary"""

from __future__ import annotations

import click

from newstrans.cli import LazyGroup

COMMANDS = {
    "list": ("newstrans.cli.glossary.look:list_", "List concepts: id, kind, status, place, name."),
    "show": ("newstrans.cli.glossary.look:show", "Show one concept: every language, and what looks it up."),
    "find": ("newstrans.cli.glossary.look:find", "Find a name in any spelling, language or script."),
    "stats": ("newstrans.cli.glossary.look:stats", "Count concepts, and say how much each locale has of them."),
    "add": ("newstrans.cli.glossary.change:add", "Add a concept."),
    "edit": ("newstrans.cli.glossary.change:edit", "Change lines of a concept, and nothing else in its file."),
    "deprecate": ("newstrans.cli.glossary.change:deprecate", "Take a concept out of use and keep it for old editions."),
    "remove": ("newstrans.cli.glossary.change:remove", "Remove a concept for good; its id is never given again."),
    "lint": ("newstrans.cli.glossary.lint:command", "Find what is wrong or dangerous in the glossary."),
    "check": ("newstrans.cli.glossary.check:command", "Show where which entry fires in a story, and whether it did."),
    "impact": ("newstrans.cli.glossary.impact:command", "Show which editions a change would touch, before it is saved."),
    "import": ("newstrans.cli.glossary.exchange:import_", "Read names from CSV, TSV, TBX, PO or JSON into glossary files."),
    "export": ("newstrans.cli.glossary.exchange:export", "Write names as CSV, TSV, TBX, PO or JSON, and list what is lost."),
    "suggest": ("newstrans.cli.glossary.suggest:command", "Propose entries from names in stories and from corrections."),
    "diff": ("newstrans.cli.glossary.diff:command", "Compare two states of the glossary by concept, not by line."),
}


@click.group(
    cls=LazyGroup, rows=COMMANDS,
    epilog="Start here: newstrans glossary find kiev, then newstrans glossary show kyiv",
)  # fmt: skip
def command() -> None:
    """Look up, change, check and exchange the house's names.

    The files are plain text: glossaries/README.md says what each line means. Every command takes --glossary DIR
    (repeatable): a folder of your own before the shipped one.
    """
