"""What the licences of a set of models are, for the paper that goes along with them."""

from __future__ import annotations

from collections.abc import Sequence

from newstrans.models.manifest import Manifest

_HEAD = """Licences of the models here, as each model's own metadata or record states them.
"not stated" means that neither says anything: ask the publisher before you pass the model on.
"""


def licence_list(models: Sequence[Manifest]) -> str:
    """A text that names every model with its licence and where it came from."""
    rows = [
        f"{model.engine} {model.pair}  {model.name}\n  licence: {model.licence}\n  origin:  {model.origin}\n  installed: {model.installed}\n"
        for model in models
    ]
    return "\n".join([_HEAD, *rows])
