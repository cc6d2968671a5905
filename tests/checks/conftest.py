from __future__ import annotations

import sys
from pathlib import Path

import pytest

# Test modules are imported by path (importlib mode): what they share is found beside them.
sys.path.insert(0, str(Path(__file__).parent))

from check_cases import MakeContext, make_edition, make_unit

from newstrans.checks import CheckContext
from newstrans.model import NameUse


@pytest.fixture
def context() -> MakeContext:
    """Makes the context of one sentence, or of several pairs, in an edition."""

    def make(
        source: str,
        target: str,
        locale: str = "pt-BR",
        *,
        language: str = "en",
        names: tuple[NameUse, ...] = (),
        engine: str = "bergamot",
    ) -> CheckContext:
        unit = make_unit([(source, target)])
        return CheckContext(unit, make_edition(unit, language, locale, engine), names)

    return make
