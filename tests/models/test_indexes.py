"""What the Argos index, Firefox's records and our own mirror offer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fxtranslate import discovery
from mirror_server import MirrorServer
from real_engines import need_argos

from newstrans.config import Config
from newstrans.errors import DownloadError, ModelNotFound
from newstrans.languages import LanguagePair
from newstrans.models.argos_index import index_address, parse_index
from newstrans.models.debian import install_command
from newstrans.models.download import Fetcher
from newstrans.models.firefox_records import parse_records, records_address
from newstrans.models.mirror import INDEX, parse_mirror, read_mirror_folder
from newstrans.models.sources import choose, is_current, named_offers, public_offers

HASH = "a" * 64
URL = "https://index.example/main/index.json"


def row(**changes: Any) -> dict[str, Any]:
    """A row as in the public Argos index."""
    return {
        "package_version": "1.9", "argos_version": "1.9.0", "from_code": "en", "from_name": "English", "to_code": "es",
        "to_name": "Spanish", "links": ["https://models.example/translate-en_es-1_9.argosmodel", "ipfs://x"], **changes,
    }  # fmt: skip


def record(kind: str = "model", **changes: Any) -> dict[str, Any]:
    """A record as Remote Settings has them."""
    name = {"model": "model.enpt.intgemm.alphas.bin", "vocab": "vocab.enpt.spm", "lex": "lex.50.50.enpt.s2t.bin"}.get(kind, kind)
    return {
        "name": name, "fileType": kind, "sourceLanguage": "en", "targetLanguage": "pt", "version": "3.0",
        "decompressedHash": HASH, "decompressedSize": 9,
        "attachment": {"hash": HASH, "size": 5, "filename": f"{name}.zst", "location": f"main/{name}.zst"}, **changes,
    }  # fmt: skip


def records(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"data": list(rows)}).encode()


class TestArgos:
    """The index."""

    def test_a_row_is_an_offer(self) -> None:
        """Pair, version and the link that can be fetched; no size, no hash."""
        (offer,) = parse_index(json.dumps([row()]).encode(), URL)

        assert (offer.pair, offer.version, offer.name) == (("en", "es"), "1.9", "translate-en_es-1_9")
        assert offer.parts[0].places == ("https://models.example/translate-en_es-1_9.argosmodel",)
        assert (offer.size, offer.hashed, offer.licence) == (0, False, "not stated")

    @pytest.mark.parametrize(
        ("changes", "pair"),
        [
            ({"to_code": "pb"}, ("en", "pt-BR")), ({"from_code": "zt"}, ("zh-Hant", "es")), ({"to_code": "zh"}, ("en", "zh-Hans")),
            ({"type": "sbd"}, None), ({"links": []}, None), ({"links": ["ipfs://x"]}, None), ({"links": None}, None),
            ({"links": ["http://models.example/x"]}, None), ({"to_code": "no such"}, None), ({"to_code": None}, None),
            ({"package_version": None}, None), ({"package_version": "../../x"}, None),
        ],
    )  # fmt: skip
    def test_rows_that_are_no_packages(self, changes: dict[str, Any], pair: tuple[str, str] | None) -> None:
        """Sentence splitters, foreign links, links that are not encrypted and odd codes are passed over."""
        offers = parse_index(json.dumps([row(**changes), 3, None]).encode(), URL)

        assert [offer.pair for offer in offers] == ([pair] if pair else [])

    def test_text_that_is_none(self) -> None:
        """Half characters and line feeds in what is shown later do no harm."""
        (offer,) = parse_index(json.dumps([row(license="CC\n\ud800" + "x" * 9000, links=["https://x.example/\ud800"])]).encode(), URL)

        assert offer.licence.startswith("CC xxx")
        assert len(offer.licence) <= 500
        assert offer.origin.isascii()

    @pytest.mark.parametrize("data", [b"", b"{}", b"<html>", b"\xff\xfe", b"[" * 99_999])
    def test_what_is_no_index(self, data: bytes) -> None:
        """It is told, and never asked for again and again."""
        with pytest.raises(DownloadError, match="it is no Argos index"):
            parse_index(data, URL)

    def test_a_mirrors_hash_is_taken(self) -> None:
        """Ours gives what the public index lacks."""
        (offer,) = parse_index(json.dumps([row(sha256=HASH, size=7)]).encode(), URL)

        assert (offer.size, offer.hashed) == (7, True)

    @pytest.mark.parametrize(
        ("value", "address"),
        [
            ("http://mirror.example/m", "http://mirror.example/m/index.json"),
            ("http://mirror.example/m/", "http://mirror.example/m/index.json"),
            ("http://mirror.example/other.json", "http://mirror.example/other.json"),
        ],
    )
    def test_the_variable_of_argos_is_honoured(self, value: str, address: str) -> None:
        """With or without a slash at its end."""
        assert index_address({"ARGOS_PACKAGE_INDEX": value}) == address

    def test_the_librarys_own_address_leaves_no_trace(self, own_environment: Path) -> None:
        """It is asked for where its folders and settings do no harm."""
        need_argos()
        before = sorted(own_environment.rglob("*"))
        assert index_address({}).startswith("https://")
        assert index_address({}).endswith("/index.json")

        assert sorted(own_environment.rglob("*")) == before

    def test_without_the_library_nothing_is_known(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No address is made up; the error says what to do."""
        monkeypatch.setattr("newstrans.models.argos_index.util.find_spec", lambda _name: None)
        with pytest.raises(ModelNotFound, match="set ARGOS_PACKAGE_INDEX=URL"):
            index_address({})


class TestFirefox:
    """Remote Settings."""

    def test_records_are_an_offer(self) -> None:
        """Three files, each with the hash of the attachment and of what is in it."""
        (offer,) = parse_records(records(record("model"), record("vocab"), record("lex")), "https://rs.example/x/records", "https://cdn.example/")

        assert (offer.pair, offer.version, offer.name, offer.size) == (("en", "pt"), "3.0", "en-pt-3.0", 15)
        assert {part.places for part in offer.parts} >= {("https://cdn.example/main/vocab.enpt.spm.zst",)}
        assert all(part.packed and part.sha256 == part.file_sha256 == HASH for part in offer.parts)

    def test_the_same_pairs_as_the_library_finds(self) -> None:
        """Formats below and above 3 are not read, and the highest version of a pair is taken."""
        rows = [
            record(kind, version=version, sourceLanguage=source)
            for source, version in (("en", "3.0"), ("en", "3.10"), ("en", "3.9"), ("de", "2.0"), ("fr", "4.0"), ("en", "1.0"))
            for kind in ("model", "vocab")
        ]
        body = records(*rows)
        offers = parse_records(body, "x", "http://cdn.example/")

        assert [(offer.pair.source, offer.version) for offer in offers] == [("en", "3.10")]
        assert {tuple(offer.pair) for offer in offers} == set(discovery.model_pairs(body.decode()))

    @pytest.mark.parametrize(
        "rows",
        [
            [record("model")], [record("vocab")], [record("model"), record("srcvocab.x")], [record("model"), record("vocab", attachment=None)],
            [record("model", attachment={"location": "x", "size": 1}), record("vocab")],  # no hash
            [record("model", name="../x"), record("vocab")], [record("model", name="a/b"), record("vocab")],
            [record("model", sourceLanguage="no such"), record("vocab", sourceLanguage="no such")],
        ],
    )  # fmt: skip
    def test_models_that_are_not_whole(self, rows: list[dict[str, Any]]) -> None:
        """Without weights, vocabularies, hashes or plain names nothing is offered."""
        assert parse_records(records(*rows), "x", "http://cdn.example/") == []

    @pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"data": {}}', b"<html>", b"\xff"])
    def test_what_are_no_records(self, data: bytes) -> None:
        """An address that answers something else is told."""
        with pytest.raises(DownloadError, match="these are no Remote Settings records"):
            parse_records(data, "x", "y")

    def test_attachments_that_are_not_encrypted(self) -> None:
        """Records that came over https name none that do not."""
        body = records(record("model"), record("vocab"))

        assert parse_records(body, "https://rs.example/records", "http://cdn.example/") == []

    def test_the_variable_of_fxtranslate_is_honoured(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The library reads it itself."""
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", "http://mirror.example/records")

        assert records_address() == "http://mirror.example/records"


class TestMirror:
    """Our own index, and the other two beside it."""

    def test_the_folder_offers_what_is_in_it(self, mirror_folder: Path) -> None:
        """With sizes, hashes, licences and the files that must come out."""
        offers = read_mirror_folder(mirror_folder)

        assert sorted((offer.engine, str(offer.pair), offer.licence) for offer in offers) == [
            ("argos", "en-eo", "not stated"), ("bergamot", "en-pt", "MPL-2.0 (Firefox Translations)"),
        ]  # fmt: skip
        assert all(offer.hashed and offer.files and offer.size for offer in offers)

    @pytest.mark.loopback
    def test_all_ways_to_read_it_agree(self, mirror: MirrorServer, fetcher: Fetcher) -> None:
        """As a mirror, as Argos' index, as Firefox's records: the same models."""
        own = named_offers(mirror.url, fetcher).offers
        argos = named_offers(mirror.url + "index.json", fetcher).offers
        firefox = named_offers(mirror.url + "firefox/v1/buckets/main/collections/translations-models-v2/records", fetcher).offers

        assert {(offer.engine, offer.pair) for offer in own} == {(offer.engine, offer.pair) for offer in (*argos, *firefox)}
        assert argos[0].hashed
        assert firefox[0].licence == "MPL-2.0 (Firefox Translations)"
        assert {part.file_sha256 for part in firefox[0].parts} == {file.sha256 for offer in own for file in offer.files if offer.engine == "bergamot"}

    @pytest.mark.loopback
    def test_the_libraries_can_read_it(self, mirror: MirrorServer, monkeypatch: pytest.MonkeyPatch) -> None:
        """fxtranslate itself finds the pair in the records."""
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", mirror.url + "firefox/v1/buckets/main/collections/translations-models-v2/records")

        assert discovery.model_pairs(discovery.fetch_records_body()) == [("en", "pt")]

    @pytest.mark.loopback
    def test_the_mirror_of_the_settings_replaces_the_public_indexes(self, mirror: MirrorServer, fetcher: Fetcher, tmp_path: Path) -> None:
        """A desk without the internet asks nobody else."""
        config = Config(data=tmp_path, mirror=mirror.url)
        found = public_offers(config, fetcher, {}, engine="argos")

        assert [str(offer.pair) for offer in found.offers] == ["en-eo"]
        assert {path for path, _ in mirror.requests} == {INDEX}

    @pytest.mark.loopback
    def test_an_index_that_cannot_be_reached_is_an_error(self, mirror: MirrorServer, fetcher: Fetcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each place is asked once, its reason is told, and what the other has is still offered."""
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", mirror.url + "none/records")
        found = public_offers(Config(data=tmp_path), fetcher, {"ARGOS_PACKAGE_INDEX": mirror.url})

        assert [str(offer.pair) for offer in found.offers] == ["en-eo"]
        assert [(name, "404" in str(problem)) for name, problem in found.failed] == [("bergamot", True)]
        with pytest.raises(ModelNotFound, match=r"no model for en-de was found\n  bergamot could not be asked: .*404") as caught:
            choose(found, LanguagePair("en", "de"))
        assert "there is: en-eo" in str(caught.value)
        assert len(mirror.asked("index.json")) == 1

    @pytest.mark.parametrize(
        "change",
        [
            lambda table: table.update(format=9), lambda table: table["models"][0].pop("manifest"),
            lambda table: table["models"][0].update(parts=[]), lambda table: table["models"][0].update(parts=3),
            lambda table: table["models"][0]["parts"][0].update(path="../../etc/passwd"),
            lambda table: table["models"][0]["parts"][0].update(path="http://other.example/x"),
            lambda table: table["models"][0]["parts"][0].update(sha256="x"),
            lambda table: table["models"][1]["parts"][0].update(file="other"),
            lambda table: table["models"][0]["manifest"].update(name="../x"),
        ],
    )  # fmt: skip
    def test_a_hostile_mirror(self, mirror_folder: Path, change: Any) -> None:
        """Whatever it writes into its index, no path leaves the mirror and no file goes unchecked."""
        table = json.loads((mirror_folder / INDEX).read_text(encoding="utf-8"))
        change(table)
        with pytest.raises(DownloadError, match="it is no index of a newstrans mirror"):
            parse_mirror(json.dumps(table).encode(), "http://mirror.example/" + INDEX, str)


def test_of_two_engines_the_better_is_chosen(mirror_folder: Path, tmp_path: Path) -> None:
    """Firefox's before Argos', unless one is asked for."""
    fetcher = Fetcher(tmp_path)
    found = named_offers(str(mirror_folder), fetcher)

    assert choose(found, LanguagePair("en", "pt-BR")).engine == "bergamot"
    with pytest.raises(ModelNotFound, match="no model for en-pt was found for argos"):
        choose(found, LanguagePair("en", "pt"), engine="argos")


def test_a_pair_that_only_debian_has_names_the_command(mirror_folder: Path, tmp_path: Path) -> None:
    """The command is exact."""
    found = named_offers(str(mirror_folder), Fetcher(tmp_path))
    with pytest.raises(ModelNotFound, match="Run: sudo apt-get install apertium-spa-cat"):
        choose(found, LanguagePair("es", "ca"))
    assert install_command("de", "fr") is None


def test_a_model_without_a_manifest_is_never_current(mirror_folder: Path, tmp_path: Path) -> None:
    """Nobody knows what was put there by hand."""
    from newstrans.models.store import Kept

    offer = named_offers(str(mirror_folder), Fetcher(tmp_path)).offers[0]

    assert not is_current(Kept("argos", tmp_path, offer.pair), offer)
