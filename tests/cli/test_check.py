from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SOURCE = "Ministry moves grain\n\nThe ministry moved 1,200 tonnes on Tuesday, officials said.\n\nNobody was hurt in the fire.\n"
RIGHT = "Ministerium verlegt Getreide\n\nDas Ministerium verlegte am Dienstag 1.200 Tonnen, hieß es von Beamten.\n\nNiemand wurde bei dem Brand verletzt.\n"


def test_pair_of_files(run: Any, tmp_path: Path) -> None:
    """A right translation has no error and exit status 0, one with a wrong number is named and has 1; JSON has spans."""
    (tmp_path / "en.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "de.txt").write_text(RIGHT, "utf-8")
    done = run("check", "en.txt", "de.txt", "--to", "de")
    assert (done.returncode, done.stdout.strip()) == (0, "nothing found")
    (tmp_path / "de.txt").write_text(RIGHT.replace("1.200", "12.000"), "utf-8")
    done = run("check", "en.txt", "de.txt", "--to", "de", "--json")
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)
    assert (finding["check"], finding["source_text"], finding["target_text"]) == ("number", "1,200", "12.000")
    assert finding["code"].startswith("number-")


def test_settings_switch_checks(run: Any, tmp_path: Path) -> None:
    """`[checks]` turns one off; a name that is no check is an error with the known ones."""
    (tmp_path / "en.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "de.txt").write_text(RIGHT.replace("1.200", "12.000"), "utf-8")
    (tmp_path / "newstrans.toml").write_text('[checks]\nnumber = "warning"\n', "utf-8")
    done = run("check", "en.txt", "de.txt", "--to", "de")
    assert done.returncode == 0
    assert "warning" in done.stdout
    (tmp_path / "newstrans.toml").write_text('[checks]\nnmber = "off"\n', "utf-8")
    done = run("check", "--list")
    assert done.returncode == 2
    assert "there is no check 'nmber' (known: address" in done.stderr


def test_paragraph_left_out(run: Any, tmp_path: Path) -> None:
    """Paragraphs are put side by side; one without a partner has no text."""
    (tmp_path / "en.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "de.txt").write_text("\n\n".join(RIGHT.split("\n\n")[:2]) + "\n", "utf-8")
    done = run("check", "en.txt", "de.txt", "--to", "de")
    assert done.returncode == 1
    assert "[empty] the edition has no text for “Nobody was hurt in the fire.”" in done.stdout


@pytest.mark.engine
def test_an_edition_of_the_store(here: Any) -> None:
    """Checked as it stands at the desk: by the beginning of its id too, in JSON too, without what was dismissed; the exit status tells."""
    Path("a.txt").write_text("Talks resume\n\nThe ministry moved 1,200 tonnes on Tuesday.\n", "utf-8")
    assert here("ingest", "a.txt", "--to", "pt-BR", "--from", "en")[0] == 0
    edition = json.loads(here("editions", "--json")[1])[0]["id"]
    assert here("editions", "edit", edition, "u2", "O ministério moveu 12.000 toneladas na terça-feira.")[0] == 0
    short = f"{edition[:6]}:pt-BR"
    code, out, _ = here("check", short)
    assert code == 1
    assert "error  paragraph 2 [u2]  [number]" in out
    (finding,) = json.loads(here("check", short, "--only", "number", "--json")[1])
    assert (finding["unit"], finding["source_text"], finding["target_text"]) == ("u2", "1,200", "12.000")
    shown = json.loads(here("editions", "show", edition, "--json")[1])["findings"]
    assert [finding["code"]] == [one["code"] for one in shown if one["check"] == "number"]
    code, _, err = here("editions", "dismiss", edition, "u2", "nubmer", "--reason", "the ministry corrected itself")
    assert (1, True) == (code, "paragraph 2 [u2] has no open finding 'nubmer'; its open findings are number" in err)
    assert here("editions", "dismiss", edition, "u2", finding["code"], "--reason", "the ministry corrected itself")[0] == 0
    assert here("check", short, "--only", "number")[:2] == (0, "nothing found\n")
    code, _, err = here("check", "0000:de")
    assert code == 2
    assert "there is no edition '0000:de'" in err
    assert "newstrans editions" in err
