"""What the program says goes through its catalogue: a made-up language marks every message, and what is bare was forgotten."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polib
import pytest

from newstrans.cli import language
from newstrans.localise.catalogue import Catalogue
from newstrans.review.ingest import Verdict
from newstrans.review.words import word_of
from newstrans.store.records import EditionState, UnitState
from newstrans.text.phrase import Phrase

# What `scripts/catalogues` found: a message that it does not see, such as one inside an f-string, can be translated by nobody.
TEMPLATE = frozenset(one.msgid for one in polib.pofile(str(Path(__file__).resolve().parents[2] / "locales" / "interface.pot")))


class Marked(Mapping[str, Any]):
    """Every message of the template, with marks round it; of a plural both forms."""

    def __init__(self, forms: int = 0) -> None:
        self.forms = forms

    def __getitem__(self, key: str) -> Any:
        if key not in TEMPLATE:
            raise KeyError(key)
        return tuple(f"⟦{key}⟧" for _ in range(self.forms)) if self.forms else f"⟦{key}⟧"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


PSEUDO = Catalogue("qps", Marked(), Marked(2))


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_words", lambda _tag: PSEUDO)


def bare(text: str, *, beside: tuple[str, ...] = ()) -> list[str]:
    """Lines that no message is in; texts of stories are indented or stand in `beside`."""
    return [line for line in text.splitlines() if line.strip() and not {*"⟦⟧"} & {*line} and line.strip() not in beside and not line.startswith("  ")]


STORY = "Grain leaves the port\n\nThe port of Odesa opened on Tuesday, 1,200 tonnes were moved.\n\nNobody was hurt, the minister said.\n"


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_word(verdict: Verdict) -> None:
    assert isinstance(word_of(verdict), Phrase)


@pytest.mark.parametrize("state", [*EditionState, *UnitState])
def test_every_state_has_a_word(state: str) -> None:
    assert isinstance(word_of(state), Phrase)


def test_what_came_in_is_told_in_the_language(pseudo: None, here: Callable[..., tuple[object, str, str]], tmp_path: Path) -> None:
    """New, known, another version, late; JSON has the same words in every language."""
    file = tmp_path / "story.txt"
    said = ""
    second, third = f"UPDATE 2-{STORY}", f"UPDATE 3-{STORY}"
    for text in (second, second, third, second.replace("1,200", "1,300")):
        file.write_text(text)
        code, _, err = here("ingest", file, "--to", "pt-BR", "--engine", "pseudo")
        assert 0 == code
        said += err
    for verdict in ("new", "same", "update", "late"):
        assert f"⟦{verdict}⟧" in said, said
    assert [] == bare(said.replace("  ⟦", "⟦"))
    document = json.loads(here("ingest", file, "--to", "pt-BR", "--engine", "pseudo", "--json")[1])
    assert "late" == document["stories"][0]["verdict"]
    assert "⟦" not in json.dumps([{**row, "why": ""} for row in document["stories"]], ensure_ascii=False)


def test_the_terminal_s_review_speaks_the_language(
    pseudo: None, here: Callable[..., tuple[object, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything that it prints but the words of the story and its own letters."""
    (tmp_path / "story.txt").write_text(STORY)
    here("ingest", tmp_path / "story.txt", "--to", "pt-BR", "--engine", "pseudo")
    edition = json.loads(here("editions", "list", "--json")[1])[0]
    lines = ["?", "g", "x", "x 1", "o", "c", "f", "q7", "g 9", "d", "e Another text", "u", "b", "c A remark", "s", "s", "s", "a", "n", "y", "r", "m", "q"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode() + b"\n")))
    code, out, err = here("review", edition["id"])
    assert (0, "") == (code, err)
    prompts = [line for line in out.splitlines() if line.startswith("u") and line.rstrip().endswith("]") and "[a,e," in line]
    assert len(prompts) > 15
    letters = tuple(line.strip() for line in str(_keys()).splitlines())
    assert [] == bare(out, beside=(*(line.strip() for line in prompts), edition["headline"], *letters))
    assert "⟦a          approve" in out


def _keys() -> str:
    from newstrans.cli.review.show import KEYS

    return KEYS


def test_the_terminal_s_prompt_for_ears_is_a_message(
    pseudo: None, here: Callable[..., tuple[object, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    here("ingest", tmp_path / "story.txt", "--to", "ar", "--engine", "pseudo")
    edition = json.loads(here("editions", "list", "--json")[1])[0]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"q\n")))
    out = here("review", edition["id"], "--plain")[1]
    assert "⟦u1: a letter" in out
    assert [] == bare(out, beside=(edition["headline"],))
