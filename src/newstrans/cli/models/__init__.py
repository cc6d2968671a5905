"""newstrans models"""

from __future__ import annotations

import click

from newstrans.cli.groups import Ordered
from newstrans.cli.models.carry import bundle, mirror
from newstrans.cli.models.change import install, remove, update
from newstrans.cli.models.show import available, info, list_models, verify


@click.group(cls=Ordered)
def command() -> None:
    """Install, check, carry and remove translation models.

    \b
    newstrans models available              what can be had (asks the network)
    newstrans models install en-es          get one, checked and tried
    newstrans models verify                 read every file again
    newstrans models bundle desk.tar en-es  take it to a machine without a network
    newstrans models install --from desk.tar

    Only available, install and update open connections, and only when they are run. Every model that is
    installed has a manifest with the SHA-256 of its files; an engine refuses a model that was changed.
    """  # click's mark against re-wrapping


for _command in (list_models, available, info, install, verify, update, remove, bundle, mirror):
    command.add_command(_command)
