"""A model for worker processes: it writes capitals, and does on demand what no model should do."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from itertools import count

from newstrans.errors import EngineError

OWNER = "NEWSTRANS_TEST_OWNER"


def open_toy(model: str) -> Callable[[str], str]:
    """Open the model; "damaged" cannot be opened."""
    if model == "damaged":
        raise EngineError("toy", "the model is damaged")
    print("opened", model)  # must not come between the answers
    answers = count(1)

    def translate(text: str) -> str:
        number = next(answers)
        order = text.split(maxsplit=1)[0] if text.strip() else ""
        if order == "fail":
            raise EngineError("toy", f"cannot say {text[:8].strip()!r}")
        if order == "who":
            return f"{os.getpid()} {number}"
        if order == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "exits":
            os._exit(3)
        return f"{model}: {text.upper()}"

    return translate
