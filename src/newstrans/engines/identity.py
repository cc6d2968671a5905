"""The engine that changes nothing: for trying readers, writers and the desk without a model."""

# ruff: noqa: ARG002  (the protocol names parameters that this engine has no use for)

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from newstrans.config import Config
from newstrans.engines.base import LanguagePair, Traits, Translation
from newstrans.model import Model


class IdentityEngine:
    """Gives the source back, for any pair."""

    name = "identity"
    any_pair = True

    def __init__(self, config: Config) -> None:
        del config  # nothing to set; every engine is built alike

    def pairs(self) -> list[LanguagePair]:
        return []

    def traits(self, pair: LanguagePair) -> Traits:
        return Traits(copies=True)

    def model(self, pair: LanguagePair) -> Model:
        return Model("identity", hashlib.sha256(b"identity 1").hexdigest(), "Apache-2.0", "part of newstrans")

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        return [Translation(text if any(map(str.isalnum, text)) else "") for text in texts]

    def missing(self) -> str | None:
        return None

    def install_hint(self, source: str, target: str) -> str | None:
        return None

    def close(self) -> None:
        """Nothing to end."""
