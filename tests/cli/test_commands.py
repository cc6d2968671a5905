"""What each command prints, writes and returns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command_server import CommandServer
from real_engines import lacking

from newstrans.cli import COMMANDS, cli

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-talks.txt"
SHORT = "Ministers Talk About Fish\n\nThe ministers met Zelenskyy in Lisbon on Monday to talk about fish and NATO.\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_row_is_the_command_s_own_first_line(name: str) -> None:
    """The short help in the table and in the command are one text, and every option is explained."""
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert COMMANDS[name][1] == (command.help or "").strip().splitlines()[0]
    assert all(getattr(param, "help", "") for param in command.params if isinstance(param, click.Option))


@pytest.fixture(scope="module")
def bare() -> Iterator[CommandServer]:
    """A server whose commands find nothing of newstrans loaded."""
    server = CommandServer(())
    yield server
    server.close()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_loads_by_itself_what_it_needs(bare: CommandServer, tmp_path: Path, name: str) -> None:
    """Whichever of our modules is loaded first: the other tests' commands find most of them loaded."""
    done = bare.run([name, "--help"], cwd=tmp_path, env=os.environ)

    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.startswith(f"Usage: newstrans {name}".encode())


def test_help_imports_nothing_heavy() -> None:
    """`newstrans --help` answers at once."""
    code = "import sys; from newstrans.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    for module in ("babel", "lxml", "trafilatura", "fxtranslate", "langdetect", "yasbd", "polib", "ctranslate2"):
        assert f"'{module}'" not in done.stdout


def test_story_becomes_an_edition(run, tmp_path: Path) -> None:
    """One command, three files, the names right; nothing but those files is written, into a home that is empty before."""
    (tmp_path / "home").mkdir()
    (tmp_path / "story.txt").write_text(SHORT, encoding="utf-8")

    done = run("translate", "story.txt", "--to", "pt-BR", fresh=True)

    assert (0, "") == (done.returncode, done.stderr)
    folder = tmp_path / "editions" / "pt-BR"
    assert ["ministers-talk-about-fish.html", "ministers-talk-about-fish.json", "ministers-talk-about-fish.md"] == sorted(
        path.name for path in folder.iterdir()
    )
    text = (folder / "ministers-talk-about-fish.md").read_text(encoding="utf-8")
    assert "Zelensky" in text
    assert "OTAN" in text
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert ["cache"] == [path.parent.name for path in kept]  # the compiled glossary


def test_two_runs_give_the_same_bytes(run, tmp_path: Path) -> None:
    """Same story, same models, same glossary; a second run replaces its own files."""
    (tmp_path / "story.txt").write_text(SHORT, encoding="utf-8")
    seen = []
    for _ in range(2):
        assert 0 == run("translate", "story.txt", "--to", "pt-BR", fresh=True).returncode  # with another seed of Python's hashes
        seen.append({path.name: path.read_bytes() for path in (tmp_path / "editions").rglob("*") if path.is_file()})

    assert seen[0] == seen[1]


def test_standard_input_is_printed(run) -> None:
    """A pipe in, Markdown out."""
    done = run("translate", "-", "--to", "pt-BR", given=SHORT.encode())

    assert 0 == done.returncode
    assert done.stdout.startswith("---\n")
    assert "Zelensky" in done.stdout


def test_locale_without_a_route_does_not_stop_the_others(run, tmp_path: Path) -> None:
    """The rest is delivered, the error says what to do, the exit status is 1."""
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "story.txt").write_text(SHORT, encoding="utf-8")

    done = run("translate", "wire", "--to", "pt-BR,ja", "--format", "md", "--json")
    report = json.loads(done.stdout)

    assert 1 == done.returncode
    assert ["pt-BR"] == [edition["locale"] for edition in report["editions"]]
    assert "newstrans engines" in report["failures"][0]["error"]
    assert [".md"] == [Path(path).suffix for path in report["editions"][0]["paths"]]


def test_engine_can_be_forced(run) -> None:
    """Identity gives the source back, pseudo marked text."""
    same = run("translate", "-", "--to", "en-GB", "--engine", "identity", given=SHORT.encode()).stdout
    marked = run("translate", "-", "--to", "ar", "--engine", "pseudo", given=SHORT.encode()).stdout

    assert "The ministers met Zelenskyy in Lisbon on Monday to talk about fish and NATO." in same
    assert "⟦" in marked


def test_explain_and_diff_read_the_edition(run, tmp_path: Path) -> None:
    """Every edit with its reason; exit status 1 when something changed, 2 for what is no edition."""
    (tmp_path / "story.txt").write_text(SHORT, encoding="utf-8")
    run("translate", "story.txt", "--to", "pt-BR")
    path = "editions/pt-BR/ministers-talk-about-fish.json"

    told = run("explain", path, "--unit", "p1")
    assert "Zelenskyy-]{+" in told.stdout.replace("\n", "") or "name" in told.stdout
    assert "machine" in told.stdout
    assert 0 == run("explain", path, "--unit", "2", "--json").returncode
    assert 2 == run("explain", path, "--unit", "p9").returncode
    changed = run("diff", path)
    assert 1 == changed.returncode
    assert "{+Zelensky+}" in changed.stdout
    assert 2 == run("diff", "story.txt").returncode


def test_detect_says_unsure(run, tmp_path: Path) -> None:
    """A language where there is enough text, "unsure" where there is not."""
    (tmp_path / "pt.txt").write_text("O governo anunciou ontem novas medidas para proteger os pescadores.\n", encoding="utf-8")
    (tmp_path / "no.txt").write_text("OK\n", encoding="utf-8")

    assert "pt (Portuguese)" in run("detect", "pt.txt").stdout
    unsure = run("detect", "no.txt")
    assert "unsure" in unsure.stdout
    assert 1 == unsure.returncode


def test_engines_and_doctor_tell_what_is_here(run) -> None:
    """Installed pairs and routes; nothing broken; no socket opened."""
    assert "en -> pt" in run("engines").stdout
    doctor = run("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(doctor.stdout)}

    assert 0 == doctor.returncode
    assert "ok" == checks["bergamot"]["state"] == checks["network"]["state"]


def test_demo_says_what_to_look_at(run, tmp_path: Path) -> None:
    """The shipped story, translated, with the next commands."""
    done = run("demo")

    assert 0 == done.returncode
    assert "newstrans explain" in done.stdout
    assert list((tmp_path / "editions" / "pt-BR").glob("*.html"))


@pytest.mark.engine
def test_engines_calibrate_measures_once_and_keeps_it(run, tmp_path: Path) -> None:
    """The second run reads what the first one measured; a language that no engine has is an error."""
    listed = json.loads(run("engines", "--from", "pt", "--to", "es", "--json").stdout)
    if not listed["routes"]:
        lacking("Apertium's pt-es", "sudo apt-get install apertium-es-pt")
    first = run("engines", "calibrate", "--from", "pt", "--to", "es")
    assert "stand-ins come back" in first.stdout
    (kept,) = (tmp_path / "home").rglob("calibration/*.json")
    before = kept.read_bytes()
    again = json.loads(run("engines", "calibrate", "--from", "pt", "--to", "es", "--json").stdout)
    assert before == kept.read_bytes()
    assert 0 == again[0]["empty"]
    assert 0 != run("engines", "calibrate", "--from", "eo").returncode


@pytest.mark.engine
def test_explain_names_puts_all_editions_of_a_story_on_one_page(run, tmp_path: Path) -> None:
    """One edition is named; those beside it are found."""
    (tmp_path / "story.txt").write_text(SHORT, encoding="utf-8")
    run("translate", "story.txt", "--to", "pt-BR,pt-PT", "-o", "out", "-q")
    (edition,) = (tmp_path / "out" / "pt-BR").glob("*.json")
    page = run("explain", str(edition), "--names").stdout

    assert "pt-BR" in page.splitlines()[0]
    assert "pt-PT" in page.splitlines()[0]
    assert "Zelenskyy" in page
    assert {"nato", "zelensky"} <= {row["entry"] for row in json.loads(run("explain", str(edition), "--names", "--json").stdout)}
