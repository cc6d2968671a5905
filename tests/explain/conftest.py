"""Puts the sample editions of `tests/emit` within reach."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "emit"))
