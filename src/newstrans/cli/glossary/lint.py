"""newstrans glossary lint"""

from __future__ import annotations

import datetime
from collections import Counter

import click

from newstrans.cli.glossary.common import folders, house_locales, json_option, say, say_json
from newstrans.cli.setup import colour_wanted, glossary_option
from newstrans.text.display import paint, visible


@click.command()
@click.option("--strict", is_flag=True, help="Warnings make the exit status 1 too.")
@click.option("--info", is_flag=True, help="Show remarks that ask for nothing, too.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Only this rule. May be given several times.")
@click.option("--today", metavar="DAY", help="The day that expired entries are measured by (default: today).")
@glossary_option
@json_option
def command(strict: bool, info: bool, rules: tuple[str, ...], today: str | None, glossary: tuple[str, ...], as_json: bool) -> None:
    """Find what is wrong or dangerous in the glossary.

    Every rule is explained in docs/glossary-lint.md.

    \b
    newstrans glossary lint
    newstrans glossary lint --glossary our-names --strict
    newstrans glossary lint --rule homograph --rule two-targets

    Exit status: 0 when there is no error, 1 when there is one (with --strict: or a warning).
    """
    from newstrans.glossary.lint import ALL_RULES, lint
    from newstrans.model import Severity

    known = {rule.id: rule for rule in ALL_RULES}
    for rule in rules:
        if rule not in known:
            raise click.BadParameter(f"there is no rule {rule!r}; choose from {', '.join(known)}", param_hint="--rule")
    day = today or datetime.date.today().isoformat()
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise click.BadParameter(f"{day!r} is no day; write it like 2022-03-01", param_hint="--today") from None
    remarks = lint(folders(glossary), locales=house_locales(), today=day, rules=[known[rule] for rule in rules] or ALL_RULES)
    counts = Counter(remark.severity for remark in remarks)
    failed = counts[Severity.ERROR] > 0 or (strict and counts[Severity.WARNING] > 0)
    if as_json:
        rows = [
            {"rule": one.rule, "severity": str(one.severity), "origin": one.origin, "id": one.entry, "message": one.message, "mend": one.mend}
            for one in remarks
        ]
        say_json({"remarks": rows, "counts": {str(severity): counts[severity] for severity in Severity}})
    else:
        for one in remarks:
            if info or rules or one.severity is not Severity.INFO:
                label = paint(str(one.severity), str(one.severity), colour=colour_wanted())
                who = f"{one.entry}: " if one.entry else ""
                mend = f" ({one.mend})" if one.mend else ""
                click.echo(f"{visible(one.origin)}: {label} [{one.rule}] {visible(f'{who}{one.message}{mend}')}")
        hidden = "" if info or rules or not counts[Severity.INFO] else " (see them with --info)"
        say(f"{counts[Severity.ERROR]} error(s), {counts[Severity.WARNING]} warning(s), {counts[Severity.INFO]} remark(s){hidden}", err=True)
    if failed:
        raise click.exceptions.Exit(1)
