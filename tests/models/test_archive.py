"""Packages, bundles and attachments from strangers: unpacked whole and checked, or not at all."""

from __future__ import annotations

import io
import os
import random
import shutil
import struct
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest
from argos_fixture import build_package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_listing import DAY, listing

from newstrans.errors import ModelDamaged, ModelNotFound, ModelStoreError
from newstrans.languages import LanguagePair
from newstrans.models.archive import compress_zstd, expand_zstd, unpack_zip
from newstrans.models.bundle import CONTENTS, install_bundle, read_contents, write_bundle
from newstrans.models.install import Installer
from newstrans.models.inventory import to_carry
from newstrans.models.store import Kept, Store

ROOT = "translate-en_eo-1_0"


def refused(installer: Installer, file: Path, match: str) -> None:
    """The file is refused with a word about it, and the store is as it was."""
    store = installer.store
    with store.changing():
        before = listing(store.base("argos"))
        with pytest.raises(ModelDamaged, match=match) as caught:
            installer.package(file)
    assert file.name in str(caught.value)
    assert "Nothing was installed" in str(caught.value)
    assert listing(store.base("argos")) == before
    assert [path.name for path in store.base("argos").iterdir()] == [".newstrans.lock"]


def added(package: Path, file: Path, name: str, data: bytes = b"evil", *, mode: int = 0) -> Path:
    """The package with one more member."""
    shutil.copy(package, file)
    with zipfile.ZipFile(file, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the archive is told the same name twice
        info = zipfile.ZipInfo("x")
        info.filename = name
        info.external_attr = mode << 16
        archive.writestr(info, data)
    return file


class TestPackages:
    """`.argosmodel` files."""

    def test_a_whole_one_is_installed_with_a_manifest(self, kept: Kept, store: Store, package: Path) -> None:
        """Every file is listed; nothing but the package is there."""
        assert kept.manifest is not None
        assert [file.path for file in kept.manifest.files] == [
            "metadata.json", "model/config.json", "model/model.bin", "model/shared_vocabulary.json", "sentencepiece.model",
        ]  # fmt: skip
        assert (kept.manifest.origin, kept.manifest.basis, kept.manifest.installed) == (package.name, "file", DAY)
        assert kept.manifest.licence == "not stated"
        assert sorted(path.name for path in store.base("argos").iterdir()) == [".newstrans.lock", ROOT]

    def test_the_licence_that_the_package_states(self, newer_package: Path, store: Store, installer: Installer) -> None:
        """It is taken from the metadata, and from nowhere else."""
        with store.changing():
            kept = installer.package(newer_package)

        assert kept.manifest is not None
        assert kept.manifest.licence == "CC0-1.0"

    @pytest.mark.parametrize("licence", ["CC BY-SA 4.0 \ud800", "x" * 100_000, "two\nlines\x1b[31m", "", None, 3])
    def test_a_licence_that_is_hardly_one(self, tmp_path: Path, store: Store, installer: Installer, licence: object) -> None:
        """Whatever stands there, the manifest can be read again."""
        file = build_package(tmp_path / "x.argosmodel", metadata={"license": licence})
        with store.changing():
            kept = installer.package(file)

        assert store.models() == [kept]
        assert kept.manifest is not None
        assert (kept.manifest.licence == "not stated") == (licence in ("", None, 3))

    @pytest.mark.parametrize(
        "name",
        [
            "../evil.txt", f"{ROOT}/../../evil.txt", "/evil.txt", "C:/evil.txt", "other/evil.txt", f"{ROOT}\\evil.txt",
            f"{ROOT}//evil.txt", f"{ROOT}/./evil.txt", "evil.txt", f"{ROOT}/metadata.json", f"{ROOT}/METADATA.json",
            f"{ROOT}/a\nb", f"{ROOT}/" + "x" * 300, ".hidden/x",
        ],
    )  # fmt: skip
    def test_paths_that_lead_elsewhere(self, package: Path, tmp_path: Path, installer: Installer, name: str) -> None:
        """One hostile name, and nothing at all is written."""
        refused(installer, added(package, tmp_path / "hostile.argosmodel", name), r"hostile\.argosmodel: it")

        assert not list(tmp_path.rglob("*evil*"))

    @pytest.mark.parametrize("mode", [0o120777, 0o060666, 0o020666, 0o010666])
    def test_links_and_devices(self, package: Path, tmp_path: Path, installer: Installer, mode: int) -> None:
        """A symbolic link could lead the next member out of the folder."""
        refused(installer, added(package, tmp_path / "linked.argosmodel", f"{ROOT}/link", b"/etc", mode=mode), "no plain file")

    def test_bombs(self, package: Path, tmp_path: Path, installer: Installer, monkeypatch: pytest.MonkeyPatch) -> None:
        """Both what an archive declares and what comes out of it are bounded."""
        file = Path(shutil.copy(package, tmp_path / "bomb.argosmodel"))
        monkeypatch.setattr("newstrans.models.archive.MAX_BYTES", 100_000)
        refused(installer, file, "unpacks to more than")
        monkeypatch.setattr("newstrans.models.archive.MAX_FILES", 3)
        refused(installer, file, "more than 3")

    def test_sizes_that_are_lies(self, tmp_path: Path, installer: Installer, monkeypatch: pytest.MonkeyPatch) -> None:
        """A member that says 10 bytes and unpacks to 10 MB is stopped by what comes out."""
        file = tmp_path / "liar.argosmodel"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{ROOT}/model.bin", b"\0" * 10_000_000)
        data = file.read_bytes().replace(struct.pack("<I", 10_000_000), struct.pack("<I", 10))
        file.write_bytes(data)
        monkeypatch.setattr("newstrans.models.archive.MAX_BYTES", 1_000_000)
        refused(installer, file, r"liar\.argosmodel: it ")

    def test_a_table_of_contents_that_would_fill_the_memory(self, tmp_path: Path, installer: Installer) -> None:
        """Refused from the archive's last bytes, before the table is read."""
        file = tmp_path / "table.argosmodel"
        file.write_bytes(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 900_000_000, 0, 0))
        refused(installer, file, "its table of contents has 900000000 bytes")
        file.write_bytes(b"PK\x06\x07" + b"\0" * 16 + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 90, 0, 0))
        refused(installer, file, "more than 2000, or more than 4 GiB")

    @pytest.mark.parametrize("share", [0, 0.3, 0.9, 0.999])
    def test_a_cut_off_file(self, package: Path, tmp_path: Path, installer: Installer, share: float) -> None:
        """Half a download is no package."""
        data = package.read_bytes()
        file = tmp_path / "half.argosmodel"
        file.write_bytes(data[: int(len(data) * share)])
        refused(installer, file, "it is not a whole zip archive")

    def test_a_changed_byte(self, package: Path, tmp_path: Path, installer: Installer) -> None:
        """The archive's own check sums are heeded."""
        data = bytearray(package.read_bytes())
        data[len(data) // 2] ^= 1
        file = tmp_path / "bent.argosmodel"
        file.write_bytes(bytes(data))
        refused(installer, file, "it is not a whole zip archive")

    @pytest.mark.parametrize(
        ("files", "problem"),
        [
            ({"thing/readme.txt": "hello"}, r"metadata\.json cannot be read"),
            ({f"{ROOT}/metadata.json": '{"type": "sbd"}'}, "not a translation package"),
            ({f"{ROOT}/metadata.json": '{"from_code": "en", "to_code": "eo"}'}, r"model/model\.bin is missing"),
            ({f"{ROOT}/metadata.json": "[" * 99_999}, r"metadata\.json is not JSON"),
        ],
    )
    def test_a_zip_of_something_else(self, tmp_path: Path, installer: Installer, files: dict[str, str], problem: str) -> None:
        """An archive must hold a package."""
        file = tmp_path / "other.argosmodel"
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        refused(installer, file, problem)

    def test_an_encrypted_one(self, package: Path, tmp_path: Path, installer: Installer) -> None:
        """No password is asked for."""
        data = bytearray(package.read_bytes())
        for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.find(sign)
            data[at + offset] |= 1
        file = tmp_path / "secret.argosmodel"
        file.write_bytes(bytes(data))
        refused(installer, file, "it is not a whole zip archive")

    def test_a_swapped_one(self, tmp_path: Path, store: Store, installer: Installer) -> None:
        """A package for another pair than the one that was asked for is not installed."""
        file = build_package(tmp_path / "x.argosmodel", target="pb")
        with store.changing(), pytest.raises(ModelDamaged, match="it is a package for en-pt-BR, not for en-eo"):
            installer.package(file, wanted=LanguagePair("en", "eo"))

        assert store.models() == []

    def test_one_that_bears_anothers_name(self, kept: Kept, tmp_path: Path, store: Store, installer: Installer) -> None:
        """A package cannot push an installed model for other languages out."""
        impostor = tmp_path / "impostor.argosmodel"
        with zipfile.ZipFile(build_package(tmp_path / "x.argosmodel", target="pb")) as old, zipfile.ZipFile(impostor, "w") as new:
            for member in old.infolist():
                new.writestr(member.filename.replace("translate-en_pb-1_0", ROOT), old.read(member))
        with store.changing(), pytest.raises(ModelDamaged, match="bears the name of an installed model for en-eo, and is for en-pt-BR"):
            installer.package(impostor)

        assert [model.pair for model in store.models()] == [kept.pair]

    def test_a_file_that_is_not_there(self, tmp_path: Path, store: Store, installer: Installer) -> None:
        """A wrong path is an error of ours."""
        with store.changing(), pytest.raises(ModelNotFound, match=r"none\.argosmodel: there is no such file"):
            installer.package(tmp_path / "none.argosmodel")

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 10_000), st.integers(1, 40))
    def test_noise_in_an_archive_is_told_as_damage(self, package: Path, tmp_path: Path, seed: int, changes: int) -> None:
        """Any bytes changed: a whole package comes out, or `ModelDamaged`, and nothing outside the folder."""
        noise = random.Random(seed)
        data = bytearray(package.read_bytes())
        tail = len(data) - 900  # where the table of contents is
        for _ in range(changes):
            data[noise.randrange(tail, len(data))] = noise.randrange(256)
        file = tmp_path / "noise.argosmodel"
        file.write_bytes(bytes(data))
        target = tmp_path / f"out-{seed}-{changes}"
        target.mkdir(exist_ok=True)
        try:
            unpack_zip(file, target)
        except ModelDamaged:
            pass
        finally:
            shutil.rmtree(target)
        assert {path.name for path in tmp_path.iterdir()} <= {"noise.argosmodel", "data", "srv"}


class TestFolders:
    """Models that lie unpacked in a folder."""

    @pytest.mark.parametrize("name", [b"a\xff.bin", b"a\nb", b"a\\b"])
    def test_names_that_no_model_needs(self, kept: Kept, tmp_path: Path, installer: Installer, name: bytes) -> None:
        """A name that is no Unicode, or leads elsewhere on another system, is refused."""
        folder = tmp_path / ROOT
        shutil.copytree(kept.folder, folder)
        (folder / os.fsdecode(name)).write_bytes(b"x")
        with installer.store.changing(), pytest.raises(ModelDamaged, match="is no name for a model's file"):
            installer.folder(folder)

    def test_links_are_refused(self, kept: Kept, tmp_path: Path, installer: Installer) -> None:
        """A link could bring a file along that is nobody's business."""
        folder = tmp_path / ROOT
        shutil.copytree(kept.folder, folder)
        (folder / "model" / "secret").symlink_to("/etc/passwd")
        with installer.store.changing(), pytest.raises(ModelDamaged, match="'model/secret' is a link"):
            installer.folder(folder)

    def test_a_manifest_that_comes_along_is_heeded(self, kept: Kept, tmp_path: Path, installer: Installer) -> None:
        """A copied model that was changed on the way is refused."""
        folder = tmp_path / ROOT
        shutil.copytree(kept.folder, folder)
        (folder / "model" / "model.bin").write_bytes(b"x" * 814_299)
        with installer.store.changing(), pytest.raises(ModelDamaged, match=r"model/model\.bin"):
            installer.folder(folder)


class TestBundles:
    """Tar files."""

    @pytest.fixture
    def bundle(self, kept: Kept, store: Store, tmp_path: Path) -> Path:
        write_bundle(tmp_path / "desk.tar", [(kept, to_carry(store, kept, DAY))])
        store.remove(kept)
        return tmp_path / "desk.tar"

    def test_a_bundle_brings_the_same_model(self, bundle: Path, kept: Kept, store: Store, installer: Installer) -> None:
        """Files, licence and origin are those of the first machine."""
        with store.changing():
            (again,) = install_bundle(bundle, installer)

        assert again.manifest == kept.manifest
        assert store.verify(again).state == "verified"

    def test_the_same_models_give_the_same_bytes(self, kept: Kept, store: Store, tmp_path: Path) -> None:
        """No clock, no owner, no path of this machine is in it."""
        models = [(kept, to_carry(store, kept, DAY))]
        write_bundle(tmp_path / "one.tar", models)
        write_bundle(tmp_path / "two.tar", models)
        one, two = ((tmp_path / name).read_bytes() for name in ("one.tar", "two.tar"))

        assert one.replace(b"one.tar", b"two.tar") == two
        assert str(tmp_path).encode() not in one

    @pytest.mark.parametrize("share", [0, 0.001, 0.4, 0.97])
    def test_a_cut_off_bundle(self, bundle: Path, store: Store, installer: Installer, share: float) -> None:
        """Nothing of it is installed."""
        data = bundle.read_bytes()
        bundle.write_bytes(data[: int(len(data) * share)])
        with store.changing(), pytest.raises(ModelDamaged, match=r"desk\.tar: "):
            install_bundle(bundle, installer)

        assert store.models() == []

    @pytest.mark.parametrize("at", [0.3, 0.6, 0.9])
    def test_a_changed_byte(self, bundle: Path, store: Store, installer: Installer, at: float) -> None:
        """Every file is compared with the bundle's manifest while it is written."""
        data = bytearray(bundle.read_bytes())
        data[int(len(data) * at)] ^= 1
        bundle.write_bytes(bytes(data))
        with store.changing(), pytest.raises(ModelDamaged, match="does not have the SHA-256"):
            install_bundle(bundle, installer)

        assert store.models() == []

    def test_members_that_the_manifest_does_not_name(self, bundle: Path, store: Store, tmp_path: Path, installer: Installer) -> None:
        """Hostile members are not even looked at; a link in place of a file is refused."""
        hostile = rebuilt(bundle, tmp_path / "hostile.tar", extra=[("../evil.txt", tarfile.REGTYPE, ""), ("/evil.txt", tarfile.SYMTYPE, "/etc")])
        with store.changing():
            assert len(install_bundle(hostile, installer)) == 1
        assert not list(tmp_path.rglob("*evil*"))

        linked = rebuilt(bundle, tmp_path / "linked.tar", link=f"models/argos/{ROOT}/model/model.bin")
        with store.changing(), pytest.raises(ModelDamaged, match="is not the plain file of 814299 bytes"):
            install_bundle(linked, installer)

    def test_a_pair_that_is_not_in_it(self, bundle: Path, store: Store, installer: Installer) -> None:
        """The error says what is."""
        with store.changing(), pytest.raises(ModelNotFound, match=r"has no model for de-fr \(it has en-eo\)"):
            install_bundle(bundle, installer, LanguagePair("de", "fr"))

    @pytest.mark.parametrize("data", [b"", b"hello", b"\0" * 20_000, b"PK\x03\x04" + b"x" * 3000])
    def test_what_is_no_bundle(self, tmp_path: Path, data: bytes) -> None:
        """Any other file is named, and refused."""
        (tmp_path / "x.tar").write_bytes(data)
        with pytest.raises(ModelDamaged, match=r"x\.tar: it is no"):
            read_contents(tmp_path / "x.tar")

    def test_a_bundle_is_not_half_written(self, kept: Kept, store: Store, tmp_path: Path) -> None:
        """A model that changes while it is packed leaves no file behind."""
        manifest = to_carry(store, kept, DAY)
        (kept.folder / "sentencepiece.model").write_bytes(b"changed")
        with pytest.raises(ModelDamaged, match=r"sentencepiece\.model was changed while it was packed"):
            write_bundle(tmp_path / "desk.tar", [(kept, manifest)])
        with pytest.raises(ModelDamaged, match="Run: newstrans models install"):
            to_carry(store, kept, DAY)

        assert not list(tmp_path.glob("*.tar*"))

    def test_no_place_for_it(self, kept: Kept, store: Store, tmp_path: Path) -> None:
        """A folder that is not there is told, with the file's name."""
        with pytest.raises(ModelStoreError, match="No such file or directory"):
            write_bundle(tmp_path / "none" / "desk.tar", [(kept, to_carry(store, kept, DAY))])


def rebuilt(bundle: Path, target: Path, *, extra: list[tuple[str, bytes, str]] | None = None, link: str = "") -> Path:
    """The bundle with members added behind its list of contents, or a file replaced by a link."""
    with tarfile.open(bundle) as old, tarfile.open(target, "w") as new:
        for member in old:
            if member.name == link:
                member.type, member.linkname, member.size = tarfile.SYMTYPE, "/etc/passwd", 0
                new.addfile(member)
            else:
                new.addfile(member, old.extractfile(member))
            for name, kind, aim in (extra or []) if member.name == CONTENTS else []:
                info = tarfile.TarInfo(name)
                info.type, info.linkname, info.size = kind, aim, 4 if kind == tarfile.REGTYPE else 0
                new.addfile(info, io.BytesIO(b"evil"))
    return target


class TestCompressedFiles:
    """zstd attachments."""

    def test_they_come_out_as_they_went_in(self, tmp_path: Path) -> None:
        (tmp_path / "a.zst").write_bytes(compress_zstd(b"weights" * 1000))
        expand_zstd(tmp_path / "a.zst", tmp_path / "a", size=7000)

        assert (tmp_path / "a").read_bytes() == b"weights" * 1000

    @pytest.mark.parametrize("size", [6999, 10, 0])
    def test_bombs(self, tmp_path: Path, size: int) -> None:
        """No more comes out than the record says."""
        (tmp_path / "a.zst").write_bytes(compress_zstd(b"weights" * 1_000_000))
        with pytest.raises(ModelDamaged, match="it holds more than"):
            expand_zstd(tmp_path / "a.zst", tmp_path / "a", size=size)

        assert (tmp_path / "a").stat().st_size <= size

    @pytest.mark.parametrize("data", [b"hello", b"\x28\xb5\x2f\xfd", compress_zstd(b"weights" * 1000)[:-5]])
    def test_noise(self, tmp_path: Path, data: bytes) -> None:
        """What is not whole zstd data is damage."""
        (tmp_path / "a.zst").write_bytes(data)
        with pytest.raises(ModelDamaged, match="it is not whole zstd data"):
            expand_zstd(tmp_path / "a.zst", tmp_path / "a", size=7000)
