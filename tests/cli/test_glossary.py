"""`newstrans glossary ...` as a user types it: what is printed, written and returned."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from newstrans.cli import cli, main
from newstrans.cli.glossary import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "harbour-talks.txt"

PLACES = """# Our places

[kyiv]
kind = "place"
source = "the house"
en = { preferred = "Kyiv", variants = ["Kiev"] }  # as AP
es = "Kiev"

# the port
[odesa]
kind = "place"
source = "the house"
en = { preferred = "Odesa", guard = { not_before = ["Bay"] } }
es = "Odesa"
"""


class Said(NamedTuple):
    """What a command printed, and its exit status."""

    out: str
    err: str
    status: int


Glossary = Callable[..., Said]


@pytest.fixture
def glossary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Glossary:
    """Run `newstrans glossary ARGS` in a folder that holds `names/`, through the program's own entry."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "places.toml").write_text(PLACES, encoding="utf-8")

    def call(*args: str | Path) -> Said:
        try:
            status = main(["glossary", *map(str, args)])
        except SystemExit as exc:
            status = exc.code
        said = capsys.readouterr()
        return Said(said.out, said.err, int(status or 0))

    return call


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches(name: str) -> None:
    """A help row equal to the command's first line, an example that begins with the command, help for every option, --json and --glossary."""
    group = cli.get_command(click.Context(cli), "glossary")
    assert isinstance(group, click.Group)
    command = group.get_command(click.Context(group), name)
    assert command is not None

    lines = (command.help or "").strip().splitlines()
    options = {name for param in command.params for name in param.opts}
    assert COMMANDS[name][1] == lines[0]
    assert any(line.strip().startswith(f"newstrans glossary {name}") for line in lines)
    assert all(getattr(param, "help", "") for param in command.params if isinstance(param, click.Option))
    assert {"--json", "--glossary"} <= options
    shown = command.get_help(click.Context(command, info_name=name))
    assert "\\b" not in shown
    assert f"\n  newstrans glossary {name}" in shown  # examples stand on lines of their own


def test_list_filters(glossary: Glossary) -> None:
    """By kind, file, missing language; as JSON for scripts."""
    mine = ("--glossary", "names")
    assert "kyiv" in glossary("list", *mine, "--file", "places.toml", "--lang", "en").out
    assert glossary("list", "--kind", "event").err == "13 concept(s)\n"
    rows = json.loads(glossary("list", *mine, "--missing", "fr", "--json").out)
    assert {"kyiv", "odesa"} == {row["id"] for row in rows}
    assert "names/places.toml:3" == next(row["origin"] for row in rows if row["id"] == "kyiv")
    assert "not a language tag" in glossary("list", "--lang", "??").err


def test_show_and_find(glossary: Glossary) -> None:
    """File and line, every language, what looks it up; any spelling is found, also inside and without marks."""
    shown = glossary("show", "kyiv")
    assert "places.toml:" in shown.out
    for part in ("replaces    Kiev", "admitted    Kyjiw", "loct Києві", "pt-BR  Kiev"):
        assert part in shown.out
    assert json.loads(glossary("show", "Валенса", "--json").out)["id"] == "walesa"

    assert "walesa" in glossary("find", "WALESA").out
    assert "Зеленського  uk preferred gent  zelensky" in glossary("find", "зеленського", "--all").out
    nothing = glossary("find", "Xyzzy")
    assert (1, "") == (nothing.status, nothing.out)
    assert "glossary add" in nothing.err
    wrong = glossary("show", "kiyv")
    assert (1, True) == (wrong.status, "did you mean kyiv" in wrong.err)


def test_stats(glossary: Glossary) -> None:
    """Counts, and coverage for each locale with the command that lists the gaps."""
    told = json.loads(glossary("stats", "--glossary", "names", "--locale", "es,".rstrip(","), "--locale", "fr", "--json").out)
    assert {"kyiv", "odesa"} == set(told["locales"][1]["missing"])
    assert told["concepts"] == sum(told["kinds"].values())
    assert "Which are missing: newstrans glossary list --missing" in glossary("stats").out


def test_dry_run_shows_the_diff_and_writes_nothing(glossary: Glossary, tmp_path: Path) -> None:
    """`--dry-run` prints a unified diff; without it the file holds just that change."""
    args = ("edit", "kyiv", "pl=Kijów", "en.variants+=Kyyiv", "--glossary", "names")
    dry = glossary(*args, "--dry-run")
    assert '+pl = "Kijów"' in dry.out
    assert PLACES == (tmp_path / "names/places.toml").read_text("utf-8")

    wet = glossary(*args)
    assert wet.out.splitlines()[0] == "changed kyiv"
    assert (tmp_path / "names/places.toml").read_text("utf-8") == PLACES.replace('["Kiev"] }  # as AP\nes = "Kiev"\n', '["Kiev", "Kyyiv"] }  # as AP\nes = "Kiev"\npl = "Kijów"\n')
    assert "Nothing to change" in glossary(*args).out


def test_add_edit_deprecate_remove(glossary: Glossary, tmp_path: Path) -> None:
    """The life of an entry; what is refused has status 1 and leaves the file alone."""
    file = tmp_path / "names/places.toml"
    mine = ("--glossary", "names")
    added = glossary("add", "lviv-port", "--kind", "place", "--term", "en=Port of Lviv", "--variant", "en=Lvov Port", "--term", "es=puerto de Leópolis", "--after", "kyiv", *mine)
    assert (0, True) == (added.status, "glossary impact lviv-port" in added.out)
    assert '[lviv-port]\nkind = "place"\nen = { preferred = "Port of Lviv", variants = ["Lvov Port"] }\nes = "puerto de Leópolis"\n\n# the port' in file.read_text("utf-8")

    before = file.read_bytes()
    for args, said in (
        (("add", "lviv-port", "--kind", "place", "--term", "en=L"), "is in use (places.toml:9)"),
        (("add", "zelensky", "--kind", "person", "--term", "en=Olena Zelensky"), "which this one would hide"),
        (("add", "x", "--kind", "place", "--term", "en=the"), "most frequent words"),
        (("add", "Bad Id", "--kind", "place", "--term", "en=Xanadu"), "is not a good id"),
        (("edit", "lviv-port", "es.colour=x"), "no field of a language"),
        (("edit", "nosuch", "es=x"), "no concept 'nosuch'"),
    ):
        refused = glossary(*args, *mine)
        assert (1, True) == (refused.status, said in refused.err), refused
        assert before == file.read_bytes()

    assert glossary("deprecate", "lviv-port", "--replaced-by", "kyiv", *mine).status == 0
    assert 'status = "deprecated"\nreplaced_by = "kyiv"\n' in file.read_text("utf-8")
    assert glossary("remove", "lviv-port", *mine).status == 0
    assert file.read_text("utf-8") == PLACES
    again = glossary("add", "lviv-port", "--kind", "place", "--term", "en=Port of Lviv", *mine)
    assert (1, True) == (again.status, "was used before" in again.err)
    assert [] == [path.name for path in (tmp_path / "names").iterdir() if path.suffix == ".tmp"]


def test_own_folder_gets_a_copy(glossary: Glossary, tmp_path: Path) -> None:
    """`--into` changes a shipped entry without touching the shipped file."""
    shipped = (ROOT / "glossaries/people.toml").read_bytes()
    assert glossary("edit", "zelensky", "es.short=Zelensky", "es.short_variants-=Zelensky", "--into", "mine").status == 0

    assert shipped == (ROOT / "glossaries/people.toml").read_bytes()
    assert (tmp_path / "mine/people.toml").read_text("utf-8").startswith("[zelensky]\n")
    assert "es  Volodímir Zelenski, then Zelensky" in glossary("show", "zelensky", "--glossary", "mine").out


def test_lint_exit_status(glossary: Glossary, tmp_path: Path) -> None:
    """0 without errors, 1 with one, with --strict also for warnings; every remark has file and line."""
    clean = glossary("lint")
    assert 0 == clean.status
    (tmp_path / "names/places.toml").write_text(PLACES + '\n[turkey]\nkind = "place"\nen = "Turkey"\nes = "Turquía"\n', encoding="utf-8")
    warned = glossary("lint", "--glossary", "names", "--rule", "homograph")
    assert (0, True) == (warned.status, "places.toml:" in warned.out)
    assert 1 == glossary("lint", "--glossary", "names", "--strict").status
    (tmp_path / "names/bad.toml").write_text('[y]\nkind = "place"\nqq = "Y"\n', encoding="utf-8")
    broken = glossary("lint", "--glossary", "names", "--json")
    assert 1 == broken.status
    [error] = [row for row in json.loads(broken.out)["remarks"] if row["severity"] == "error"]
    assert ("bad.toml:3", "does-not-load", "y") == (error["origin"], error["rule"], error["id"])
    assert 2 == glossary("lint", "--rule", "nosuch").status
    assert 2 == glossary("lint", "--today", "soon").status


def test_check_a_story(glossary: Glossary, tmp_path: Path) -> None:
    """Each name with line, unit, entry, and what decides: it fires, a guard speaks, it is part of another name."""
    (tmp_path / "story.txt").write_text(
        "Ships Leave\n\nShips left Odesa on Monday, and the ministers met in Kyiv to talk about it.\n\n"
        "The fleet lay in Odesa Bay until the talks in Kiev had ended.\n", encoding="utf-8",
    )  # fmt: skip
    rows = json.loads(glossary("check", "story.txt", "--to", "es", "--from", "en", "--glossary", "names", "--json").out)

    assert [(3, "Odesa", "fires", "Odesa"), (3, "Kyiv", "fires", "Kiev"), (5, "Odesa", "guarded", "Odesa"), (5, "Kiev", "fires", "Kiev")] == [
        (row["line"], row["text"], row["decision"], row["becomes"]) for row in rows
    ]
    assert "not_before Bay" in rows[2]["why"]
    assert "story.txt:3 [p1] Odesa = Odesa  fires  (odesa, names/places.toml:10)" in glossary("check", "story.txt", "--to", "es", "--from", "en", "--glossary", "names").out
    assert "no such file" in glossary("check", "gone.txt").err


@pytest.mark.engine
def test_editions_are_audited_and_measured(run, glossary: Glossary, tmp_path: Path) -> None:
    """The real engine makes an edition; the audit lists its names, and impact tells what a change would do to it."""
    (tmp_path / "story.txt").write_text("Ministers Talk\n\nThe ministers met Zelenskyy in Kyiv on Monday to talk about fish and NATO.\n", encoding="utf-8")
    assert 0 == run("translate", "story.txt", "--to", "pt-BR", "--format", "json").returncode
    [edition] = (tmp_path / "editions/pt-BR").glob("*.json")
    stored = edition.read_bytes()

    audit = json.loads(glossary("check", edition, "--json").out)
    assert {"zelensky", "kyiv", "nato"} == {row["entry"] for row in audit["concepts"]}
    assert all(row["written"] in row["accepted"] for row in audit["names"] if row["status"] in ("right", "edited"))

    told = json.loads(glossary("impact", "kyiv", "--set", "pt=Kyiv", "--set", "pt.variants=Kiev", "--json").out)
    [touched] = told["touched"]
    [unit] = touched["units"]
    assert ("Kiev" in unit["before"], "Kyiv" in unit["after"], unit["stored"]) == (True, True, unit["before"])
    assert unit["before"].replace("Kiev", "Kyiv") == unit["after"]
    assert "1 of 1 editions would change, in 1 paragraph" in glossary("impact", "kyiv", "editions", "--set", "pt=Kyiv", "--set", "pt.variants=Kiev").out
    assert "none of 1 editions would change" in glossary("impact", "odesa", "--set", "pt=Odessa").out
    assert {"nato"} == {name["entry"] for row in json.loads(glossary("impact", "nato", "--remove", "--json").out)["touched"] for name in row["names"]}
    assert stored == edition.read_bytes()

    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    some = glossary("impact", "kyiv", "editions", "broken.json", "--remove")
    assert (1, True, True) == (some.status, "would change" in some.out, "broken.json" in some.err)
    assert "no such file" in glossary("impact", "kyiv", "nowhere", "--remove").err
    assert "is no term of the glossary" in glossary("impact", "nosuch", "editions").err


@pytest.mark.engine
def test_impact_of_saved_changes(run, glossary: Glossary, tmp_path: Path) -> None:
    """A working copy against its last commit, a range, and a folder that is not in use yet."""
    def git(*args: str) -> None:
        who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *args], cwd=tmp_path / "names", check=True, capture_output=True)

    git("init", "-q")
    (tmp_path / "names/places.toml").write_text(PLACES + 'pt = "Odesa"\n', encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "one")
    (tmp_path / "story.txt").write_text("Ships Leave\n\nThree ships left Odesa for Spain on Monday.\n", encoding="utf-8")
    assert 0 == run("translate", "story.txt", "--to", "pt-BR", "--format", "json", "--glossary", "names").returncode
    mine = ("--glossary", "names", "--json")
    assert [] == json.loads(glossary("impact", "odesa", *mine).out)["touched"]

    changed = PLACES + 'pt = { preferred = "Odessa", variants = ["Odesa"] }\n'
    (tmp_path / "names/places.toml").write_text(changed, encoding="utf-8")
    for change in ("odesa", "HEAD"):
        [touched] = json.loads(glossary("impact", change, *mine).out)["touched"]
        assert "Odessa" in touched["units"][0]["after"]
    git("commit", "-qam", "two")
    [touched] = json.loads(glossary("impact", "HEAD~1..HEAD", *mine).out)["touched"]
    assert "Odessa" in touched["units"][0]["after"]

    (tmp_path / "coming").mkdir()
    (tmp_path / "coming/p.toml").write_text('[odesa]\nkind = "place"\nen = "Odesa"\npt = { preferred = "Odessa-Mar", variants = ["Odessa", "Odesa"] }\n', encoding="utf-8")
    [touched] = json.loads(glossary("impact", "coming", *mine).out)["touched"]
    assert "Odessa-Mar" in touched["units"][0]["after"]


def test_diff_by_concept(glossary: Glossary, tmp_path: Path) -> None:
    """Folders and revisions; 0 equal, 1 different, 2 an error, as in diff."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new/all.toml").write_text(PLACES.replace('es = "Kiev"', 'es = "Kyiv"').replace("# as AP", ""), encoding="utf-8")
    told = glossary("diff", "names", "new")
    assert (1, "~ kyiv  place  Kyiv\n    es.preferred: [-Kiev-]{+Kyiv+}\n") == (told.status, told.out)
    assert 0 == glossary("diff", "names", "names").status
    assert [{"field": "es.preferred", "before": "Kiev", "after": "Kyiv"}] == json.loads(glossary("diff", "names", "new", "--json").out)[0]["fields"]
    outside = glossary("diff", "HEAD", "--glossary", "names")
    assert (2, True) == (outside.status, "not in a git repository" in outside.err)
    assert 2 == glossary("diff", "names", "gone").status


def test_import_and_export(glossary: Glossary, tmp_path: Path) -> None:
    """Out as CSV and in again: nothing changes. Wrong lines stop an import unless they may be skipped."""
    assert 0 == glossary("export", "--format", "csv", "--to", "es", "-o", "out.csv", "--glossary", "names").status
    assert "were there already" in glossary("import", "out.csv", "--into", "names").out
    (tmp_path / "x.csv").write_text("source,target,src_lang,trg_lang,type\nLviv Port,Puerto de Leópolis,en,es,place\n=1+1,x,en,es,place\nA,B,en,qq,place\n", encoding="utf-8")
    refused = glossary("import", "x.csv", "--into", "mine")
    assert (1, False) == (refused.status, (tmp_path / "mine").exists())
    assert "x.csv:3: '=1+1' is a formula" in refused.err
    assert "x.csv:4: unknown language 'qq'" in refused.err
    some = json.loads(glossary("import", "x.csv", "--into", "mine", "--skip-bad", "--json").out)
    assert (["lviv-port"], [3, 4]) == (some["added"], [row["line"] for row in some["problems"]])
    assert [] == [row for row in json.loads(glossary("lint", "--glossary", "mine", "--json").out)["remarks"] if row["severity"] == "error"]

    told = glossary("export", "--format", "csv", "--dialect", "deepl", "--to", "es", "--glossary", "names", "--kind", "place")
    assert "Kyiv,Kiev,EN,ES\n" in told.out
    assert "lost: " in told.err
    # All kinds, and every line of the shipped ones, are written and read in tests/glossary/test_exchange.py.
    assert "nothing is lost" in glossary("export", "-o", "events.tbx", "--kind", "event").err
    assert 0 == glossary("export", "--format", "po", "--to", "es,uk", "-o", "po", "--kind", "event").status
    assert ["es.po", "uk.po"] == sorted(path.name for path in (tmp_path / "po").iterdir())
    assert 2 == glossary("export", "--format", "csv", "--dialect", "deepl").status
    assert "cannot be read" in glossary("import", "gone.csv", "--into", "mine").err


WIRE = """Minister Visits Port

LISBON (Agency) - Foreign Minister Olena Marchuk said on Monday that the Danube Shipping Authority would open an office in Galati. The minister told reporters in Galati that the work would begin in May.

President Tomas Berg met Olena Marchuk in Galati and then left for Kyiv. They agreed, Berg said.
"""


def test_suggest_names_of_stories(glossary: Glossary, tmp_path: Path) -> None:
    """Names without an entry with counts and a kind; months, titles and known names are none; proposals load."""
    (tmp_path / "wire.txt").write_text(WIRE, encoding="utf-8")
    told = json.loads(glossary("suggest", "wire.txt", "--least", "2", "--json").out)
    assert {("Galati", "place", 3), ("Olena Marchuk", "person", 2), ("Tomas Berg", "person", 2)} == {
        (row["name"], row["kind"], row["count"]) for row in told["names"]
    }
    every = {row["name"] for row in json.loads(glossary("suggest", "wire.txt", "--least", "1", "--json").out)["names"]}
    assert "Danube Shipping Authority" in every
    assert not {"May", "Monday", "Kyiv", "President", "The"} & every

    assert 0 == glossary("suggest", "wire.txt", "--into", "mine/proposed.toml").status
    assert '[galati]\nkind = "place"\nstatus = "proposed"\n' in (tmp_path / "mine/proposed.toml").read_text("utf-8")
    assert "olena-marchuk" in glossary("list", "--status", "proposed", "--glossary", "mine").out
    assert [] == json.loads(glossary("suggest", "wire.txt", "--glossary", "mine", "--json").out)["names"]


@pytest.mark.engine
def test_suggest_from_corrections(run, glossary: Glossary, tmp_path: Path) -> None:
    """What an editor put in a name's place, with the entry it belongs to and the command that would change it."""
    (tmp_path / "story.txt").write_text("Ministers Talk\n\nThe ministers met in Kyiv on Monday.\n\nThey leave Kyiv on Friday with Radomir Vesely.\n", encoding="utf-8")
    assert 0 == run("translate", "story.txt", "--to", "pt-BR", "--format", "json,md").returncode
    [edition] = (tmp_path / "editions/pt-BR").glob("*.json")
    edited = edition.with_suffix(".md").read_text("utf-8").replace("Kiev", "Kyiv")
    (tmp_path / "edited.md").write_text(edited, encoding="utf-8")

    told = json.loads(glossary("suggest", "--edited", edition, "edited.md", "--json").out)
    assert [("Kiev", "Kyiv", "pt-BR", "kyiv", 2)] == [tuple(row[key] for key in ("before", "after", "locale", "entry", "count")) for row in told["corrections"]]
    assert "newstrans glossary impact kyiv --set pt-BR='Kyiv'" in glossary("suggest", "--edited", edition, "edited.md").out


def test_suggest_from_the_store(glossary: Glossary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path: names of the newest stories, and what the desk's editors corrected in three of them."""
    from newstrans.review import actions
    from newstrans.store.connect import connect
    from newstrans.store.editions import list_editions
    from newstrans.store.records import Actor

    monkeypatch.setenv("NEWSTRANS_STORE", str(tmp_path / "desk.db"))
    assert not glossary("suggest").err.startswith("Error: the store")
    assert not (tmp_path / "desk.db").exists()
    for n in range(3):
        (tmp_path / f"s{n}.txt").write_text(f"Port opens {n}\n\nThe work began in Galati with Radomir Vesely on day {n}.\n", encoding="utf-8")
    assert main(["ingest", "s0.txt", "s1.txt", "s2.txt", "--to", "pt-BR", "--from", "en", "--engine", "identity", "--quiet"]) in (0, None)
    store = connect(tmp_path / "desk.db")
    for one in list_editions(store):
        text = "The work began in Galatzi with Radomir Vesely on some day."
        actions.edit(actions.Desk(store, Actor("anna"), "2026-03-04T09:30:00Z"), one.id, "u2", text, base_rev=1)
    store.close()
    told = json.loads(glossary("suggest", "--json").out)
    assert ["Radomir Vesely"] == [row["name"] for row in told["names"]]
    assert [("Galati", "Galatzi", 3, ["anna"])] == [(row["source"], row["target"], row["stories"], row["editors"]) for row in told["learnt"]]
    assert "# editors corrected Galati (3) to Galatzi (pt-BR) for Galati: 3 times in 3 stories, by anna; 0 against" in glossary("suggest").out
    assert 0 == glossary("suggest", "--into", "mine/proposed.toml").status
    written = (tmp_path / "mine/proposed.toml").read_text("utf-8")
    assert 'en = "Galati"\npt-BR = { preferred = "Galatzi", variants = ["Galati"] }\n' in written
    assert ["radomir-vesely", "galati"] == [line.strip("[]") for line in written.splitlines() if line.startswith("[")]


def test_hostile_data_does_not_reach_the_terminal(glossary: Glossary, tmp_path: Path) -> None:
    """Escapes in a note, in a file's name or in a story are shown, not obeyed."""
    note = 'note = "\\u001b[2Jgone \\u202Eback"\n'
    (tmp_path / "names/places.toml").write_text(PLACES.replace('kind = "place"\n', 'kind = "place"\n' + note, 1), encoding="utf-8")
    (tmp_path / "x.csv").write_text("source,target,src_lang,trg_lang\n\x1b[2JA,B,en,qq\n", encoding="utf-8")
    (tmp_path / "wire.txt").write_text("Talk\n\nThey met Ana\x1b]0;x\x07 Bo in Galati.\n", encoding="utf-8")
    for args in (
        ("show", "kyiv", "--glossary", "names"), ("show", "kyiv", "--glossary", "names", "--json"), ("import", "x.csv", "--into", "m"),
        ("edit", "kyiv", "note=\x1b[2J", "--glossary", "names", "--dry-run"), ("suggest", "wire.txt", "--from", "en", "--least", "1"),
        ("find", "\x1b[2J"), ("check", "wire.txt", "--from", "en"), ("diff", "\x1b[2J"), ("impact", "\x1b[2J"),
    ):  # fmt: skip
        said = glossary(*args)
        assert "\x1b" not in said.out + said.err, args
        assert "\u202e" not in said.out + said.err, args


@pytest.mark.parametrize("name", ["translate", "doctor", "demo"])
def test_other_commands_take_the_same_option(name: str) -> None:
    """Every command that uses a glossary has --glossary DIR, repeatable."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    [option] = [param for param in command.params if "--glossary" in param.opts]
    assert option.multiple  # type: ignore[attr-defined]
