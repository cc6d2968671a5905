"""Downloads from a server on this machine that does everything a server should not."""

from __future__ import annotations

import errno
import hashlib
import random
import socket
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from mirror_server import MirrorServer, serving
from real_engines import lacking

from newstrans.errors import DownloadError, ModelDamaged, ModelStoreError
from newstrans.models.download import Fetcher, Patience, file_name, shown

pytestmark = pytest.mark.loopback

DATA = random.Random(5).randbytes(300_000)
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def url(server: MirrorServer) -> str:
    """Address of a file of 300,000 bytes."""
    (server.folder / "m.bin").write_bytes(DATA)
    return server.url + "m.bin"


def fetch(fetcher: Fetcher, url: str, *, known: bool = True, max_bytes: int = 10**6) -> Path:
    return fetcher.fetch(url, size=len(DATA) if known else None, sha256=SHA256 if known else None, max_bytes=max_bytes)


def leftovers(fetcher: Fetcher) -> list[str]:
    return sorted(path.suffix for path in fetcher._folder.iterdir()) if fetcher._folder.is_dir() else []


@pytest.mark.parametrize("known", [True, False])
def test_a_file_comes_whole(fetcher: Fetcher, url: str, known: bool) -> None:
    """With and without a known hash, and nothing else is left in the folder."""
    file = fetch(fetcher, url, known=known)

    assert file.read_bytes() == DATA
    assert leftovers(fetcher) == [".bin"]


def test_progress_is_told(tmp_path: Path, url: str) -> None:
    """Bytes that came, of how many, up to the last one."""
    told: list[tuple[str, int, int]] = []
    fetcher = Fetcher(tmp_path / "d", watch=lambda name, done, total: told.append((name, done, total)))
    fetch(fetcher, url)
    fetcher.close()

    assert told[-1] == ("m.bin", 300_000, 300_000)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


@pytest.mark.parametrize("known", [True, False])
def test_a_cut_off_download_goes_on_where_it_was(server: MirrorServer, fetcher: Fetcher, url: str, known: bool) -> None:
    """In the same run: the second request asks for the rest only."""
    server.faults["m.bin"] = "cut-once:200000"

    assert fetch(fetcher, url, known=known).read_bytes() == DATA
    assert server.asked("m.bin") == ["", "bytes=200000-"]


@pytest.mark.parametrize("known", [True, False])
def test_the_next_run_goes_on_too(server: MirrorServer, fetcher: Fetcher, url: str, known: bool) -> None:
    """What came before the server gave up is kept for the next time."""
    server.faults["m.bin"] = "cut:50000"
    with pytest.raises(DownloadError, match=r"the server stopped in the middle, 4 times .* run the command again"):
        fetch(fetcher, url, known=known)
    kept = 4 * 50_000
    assert leftovers(fetcher) == [".json", ".part"]
    server.faults.clear()
    server.requests.clear()

    assert fetch(fetcher, url, known=known).read_bytes() == DATA
    assert server.asked("m.bin") == [f"bytes={kept}-"]


@pytest.mark.parametrize("fault", ["ignore-range", "changed"])
def test_a_server_that_begins_anew(server: MirrorServer, fetcher: Fetcher, url: str, fault: str) -> None:
    """It ignores the range, or has another version now: the file is taken from its beginning."""
    server.faults["m.bin"] = "cut:50000"
    with pytest.raises(DownloadError):
        fetch(fetcher, url)
    server.faults["m.bin"] = fault

    assert fetch(fetcher, url).read_bytes() == DATA


def test_a_file_that_changed_in_between(server: MirrorServer, fetcher: Fetcher, url: str) -> None:
    """Without a known hash two versions are never put together: the server's tag tells them apart."""
    server.faults["m.bin"] = "cut:50000"
    with pytest.raises(DownloadError):
        fetch(fetcher, url, known=False)
    other = DATA[::-1]
    (server.folder / "m.bin").write_bytes(other)
    server.faults.clear()

    assert fetch(fetcher, url, known=False).read_bytes() == other


def test_a_server_without_lengths(server: MirrorServer, fetcher: Fetcher, url: str) -> None:
    """The bound holds while bytes come, not only for what was announced."""
    server.faults["m.bin"] = "no-length"

    assert fetch(fetcher, url).read_bytes() == DATA
    with pytest.raises(DownloadError, match="more than the 1000 bytes came"):
        fetcher.fetch(url, size=None, sha256=None, max_bytes=1000)


@pytest.mark.parametrize(
    ("fault", "error", "problem"),
    [
        ("404", DownloadError, "the server answers 404, there is no such file"),
        ("500", DownloadError, "the server answers 500"),
        ("wrong", ModelDamaged, f"its SHA-256 is [0-9a-f]{{64}}, and should be {SHA256}. It was thrown away"),
        ("short", ModelDamaged, "the server has 299993 bytes of it where 300000 were promised"),
        ("long", ModelDamaged, "the server has 300100 bytes of it where 300000 were promised"),
    ],
)
def test_what_servers_do_wrong_is_told(server: MirrorServer, fetcher: Fetcher, url: str, fault: str, error: type[Exception], problem: str) -> None:
    """Each fault is named with the address; no wrong file is kept."""
    server.faults["m.bin"] = fault
    with pytest.raises(error, match=problem) as caught:
        fetch(fetcher, url)

    assert url in str(caught.value)
    assert ".bin" not in leftovers(fetcher)
    if error is ModelDamaged:
        assert leftovers(fetcher) == []


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("silent", "it cannot be reached .*timed out"),
        ("drip", "it is too slow: .* run the command again to go on from there"),
    ],
)
def test_slow_servers_are_not_waited_for(server: MirrorServer, impatient: Fetcher, url: str, fault: str, problem: str) -> None:
    """One that says nothing, and one that sends a byte now and then."""
    server.faults["m.bin"] = fault
    with pytest.raises(DownloadError, match=problem):
        fetch(impatient, url)


@pytest.mark.parametrize("known", [True, False])
def test_a_web_page_instead_of_a_file(server: MirrorServer, fetcher: Fetcher, url: str, known: bool) -> None:
    """Login pages and proxies answer 200 with HTML."""
    server.faults["m.bin"] = "html"
    with pytest.raises((DownloadError, ModelDamaged), match="a web page came instead of the file" if not known else "where 300000 were promised"):
        fetch(fetcher, url, known=known)
    with pytest.raises(DownloadError, match="a web page came instead"):
        fetcher.read(url)


def test_too_large_is_refused_before_it_comes(server: MirrorServer, fetcher: Fetcher, url: str) -> None:
    """By what the server announces, and by what the index says."""
    with pytest.raises(DownloadError, match="it has 300000 bytes, more than the 1000 that were expected"):
        fetcher.fetch(url, size=None, sha256=None, max_bytes=1000)
    with pytest.raises(DownloadError, match="it is said to have 5000 bytes, more than a model may"):
        fetcher.fetch(url, size=5000, sha256=None, max_bytes=1000)
    with pytest.raises(DownloadError, match="more than the 1000 that were expected"):
        fetcher.read(url, max_bytes=1000)


def test_nobody_there(tmp_path: Path, fetcher: Fetcher) -> None:
    """A server that does not run is an error with a way out, at once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/x"
        with pytest.raises(DownloadError, match=r"it cannot be reached \(.*\)\. .*install --from BUNDLE\.tar"):
            fetcher.read(url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://models.example/x", "http:///x", "models.example/x", "javascript:1"])
def test_other_addresses_are_refused(fetcher: Fetcher, url: str) -> None:
    """Only http and https, also where a server redirects to."""
    with pytest.raises(DownloadError, match="no http or https address"):
        fetcher.read(url)


def test_redirections(server: MirrorServer, fetcher: Fetcher, url: str) -> None:
    """They are followed, but not to other kinds of addresses, and not for ever."""
    (server.folder / "old.bin").write_bytes(b"x")
    server.faults["old.bin"] = "to:m.bin"
    assert fetcher.read(server.url + "old.bin") == DATA
    server.faults["old.bin"] = "to:file:///etc/passwd"
    with pytest.raises(DownloadError, match="no http or https address"):
        fetcher.read(server.url + "old.bin")
    server.faults["old.bin"] = "to:old.bin"
    with pytest.raises(DownloadError, match="it leads on more than 5 times"):
        fetcher.read(server.url + "old.bin")


def test_passwords_are_not_told(server: MirrorServer, fetcher: Fetcher, url: str) -> None:
    """Neither in an error nor anywhere on the disk."""
    secret = url.replace("http://", "http://desk:secret@")
    server.faults["m.bin"] = "cut:10"
    with pytest.raises(DownloadError) as caught:
        fetch(fetcher, secret)

    assert "secret" not in str(caught.value)
    assert shown("http://x/\x1b[31mred\n") == "http://x/%1B[31mred"
    assert not [path for path in fetcher._folder.iterdir() if b"secret" in path.read_bytes()]
    assert shown(secret) == url


def test_no_room(server: MirrorServer, fetcher: Fetcher, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little space is told before anything is fetched."""
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=1000))
    with pytest.raises(ModelStoreError, match=r"300\.0 kB are needed in .*, and 1\.0 kB are free\. Free some space"):
        fetch(fetcher, url)


def test_a_write_that_fails_is_no_silent_loss(fetcher: Fetcher, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the system while writing comes through; the part that was written can be gone on from."""
    written = 0

    def full(name: str, done: int, total: int) -> None:
        nonlocal written
        written = done
        if done > 100_000:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetcher, "_watch", full)
    with pytest.raises(OSError, match="No space left"):
        fetch(fetcher, url)
    monkeypatch.setattr(fetcher, "_watch", lambda name, done, total: None)

    assert fetch(fetcher, url).read_bytes() == DATA
    assert written > 100_000


def test_a_file_that_was_fetched_and_not_used(server: MirrorServer, fetcher: Fetcher, url: str) -> None:
    """With a known hash it is not fetched twice; without one it is."""
    fetch(fetcher, url)
    fetch(fetcher, url)
    assert len(server.requests) == 1
    fetch(fetcher, url, known=False)
    assert len(server.requests) == 2


def test_a_proxy_is_used_where_the_environment_names_one(server: MirrorServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """`http_proxy` and `no_proxy` are those of every other program."""
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "other.example")
    with pytest.raises(DownloadError, match="the server answers 404"):
        fetcher.read("http://models.example/x")
    assert server.requests[-1][0].startswith("http://models.example/x")


def test_https_is_verified(tmp_path: Path, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that nobody trusts is refused; one that SSL_CERT_FILE names is taken."""
    pem = tmp_path / "desk.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", pem, "-out", tmp_path / "cert.pem",
             "-days", "3650", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True,
        )  # fmt: skip
    except FileNotFoundError:
        lacking("openssl", "sudo apt-get install openssl")
    pem.write_bytes(pem.read_bytes() + (tmp_path / "cert.pem").read_bytes())
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with serving(tmp_path, certificate=pem) as secure:
        with pytest.raises(DownloadError, match=r"certificate is not trusted .*SSL_CERT_FILE=FILE; verification stays on"):
            fetcher.read(secure.url + "x.json")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        fetcher.close()
        assert fetcher.read(secure.url + "x.json") == b"{}"
        secure.faults["x.json"] = "to:http://127.0.0.1:1/x"
        with pytest.raises(DownloadError, match="which is not encrypted"):
            fetcher.read(secure.url + "x.json")


def test_patience_is_what_it_says() -> None:
    """The limits are of a size that neither hangs a desk nor loses a slow line."""
    patience = Patience()

    assert (patience.connect_s, patience.read_s, patience.window_s) == (15, 30, 60)
    assert patience.window_bytes / patience.window_s > 1000


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://x/a/translate-en_es-1_0.argosmodel", "translate-en_es-1_0.argosmodel"), ("http://x/", "file"),
        ("http://x/..%2f..%2fetc%2fpasswd", "_.._etc_passwd"), ("http://x/a%00b", "a_b"), ("http://x/" + "y" * 300, "y" * 100),
    ],
)  # fmt: skip
def test_names_of_files_are_plain(url: str, name: str) -> None:
    """No address names a place on this machine."""
    assert file_name(url) == name
