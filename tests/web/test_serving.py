"""How the desk is served: patience with slow clients, TLS, how it ends, what outlives it."""

from __future__ import annotations

import contextlib
import logging
import shutil
import signal
import socket as sockets
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from running_desk import CLOSING, environment, running
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from tests_real import require

from newstrans.review.users import add_user
from newstrans.rights import Role
from newstrans.store.connect import open_store
from newstrans.store.records import Actor
from newstrans.web.app import create_app
from newstrans.web.patience import Patience
from newstrans.web.serve import ServeError, listen, server
from newstrans.web.settings import Settings

pytestmark = pytest.mark.browser
NOW = "2026-03-04T09:30:00Z"
PASSWORD = "four plain words here"
HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@contextmanager
def served(app: Starlette, patience: Patience) -> Iterator[int]:
    """A server in a thread; gives its port."""
    with served_by(app, patience) as (port, _):
        yield port


@contextmanager
def served_by(app: Starlette, patience: Patience) -> Iterator[tuple[int, uvicorn.Server]]:
    """A server in a thread, and its port."""
    listening = listen("127.0.0.1", 0)
    made = server(app, patience=patience)
    thread = threading.Thread(target=made.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not made.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield listening.getsockname()[1], made
    finally:
        made.should_exit = True
        thread.join(10)


@pytest.fixture
def desk_app(tmp_path: Path) -> Iterator[Starlette]:
    store = open_store(tmp_path / "desk.db", NOW)
    app = create_app(store, Settings())
    yield app
    app.state.site.counts.close()
    store.close()


def heard(client: sockets.socket) -> bytes:
    """Everything that comes until the server hangs up."""
    out = b""
    try:
        while found := client.recv(1 << 16):
            out += found
    except ConnectionResetError:
        pass
    return out


def test_an_answer_is_sent_without_waiting_for_the_client_to_acknowledge_its_head(desk_app: Starlette) -> None:
    """With Nagle's algorithm its body would come 40 ms later (RFC 896 with the delayed acknowledgements of RFC 1122)."""
    with served_by(desk_app, Patience()) as (port, made), sockets.create_connection(("127.0.0.1", port)) as client:
        client.sendall(HEAD + b"\r\n")
        assert client.recv(1 << 16).startswith(b"HTTP/1.1 200")
        (kept,) = made.server_state.connections
        assert kept.transport.get_extra_info("socket").getsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY)


# --- clients that take their time


@pytest.mark.parametrize(
    ("sent", "answers"),
    [
        (b"", 0), (HEAD[:20], 0), (HEAD, 0), (HEAD + b"\r\n" + HEAD, 1),
        (POST + b"Content-Length: 20\r\n\r\nname=", 0), (POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nname=\r\n", 0),
    ],
    ids=["nothing", "half a line", "half a head", "half a second head", "half a body", "a piece of a body"],
)  # fmt: skip
def test_a_client_that_goes_silent_is_hung_up_on(desk_app: Starlette, sent: bytes, answers: int, caplog: pytest.LogCaptureFixture) -> None:
    """What it had asked for whole is answered, the rest is not acted upon, and the terminal shows no error."""
    caplog.set_level(logging.WARNING)
    with served(desk_app, Patience(head=0.2, body=0.2, idle=1)) as port, sockets.create_connection(("127.0.0.1", port), 20) as client:
        client.sendall(sent)
        assert answers == heard(client).count(b"HTTP/1.1 ")
    assert [] == [one.getMessage() for one in caplog.records]


@pytest.mark.parametrize("begun", [b"", POST + b"Content-Length: 100000\r\n\r\n"], ids=["head", "body"])
def test_a_byte_now_and_then_buys_no_time(desk_app: Starlette, begun: bytes) -> None:
    with served(desk_app, Patience(head=0.5, body=0.5)) as port, sockets.create_connection(("127.0.0.1", port), 20) as client:
        client.sendall(begun)
        client.settimeout(0.02)
        sent = 0
        while sent < 5000:
            try:
                client.sendall(b"x")
                sent += 1
                if not client.recv(100):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert sent < 5000


def test_a_client_that_takes_no_answer_is_hung_up_on() -> None:
    def large(_request: Request) -> Response:
        return PlainTextResponse(b"x" * (32 << 20))

    app = Starlette(routes=[Route("/healthz", large)])
    with served_by(app, Patience(answer=0.2)) as (port, made), sockets.socket() as client:
        client.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port))
        client.sendall(HEAD + b"\r\n")
        assert client.recv(12) == b"HTTP/1.1 200"
        end = time.monotonic() + 20
        while made.server_state.connections:
            assert time.monotonic() < end
            time.sleep(0.01)


def test_a_patient_server_serves_a_slow_client(desk_app: Starlette) -> None:
    """One that sends its request byte by byte, within the time."""
    with served(desk_app, Patience()) as port, sockets.create_connection(("127.0.0.1", port), 20) as client:
        client.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
        for byte in HEAD + b"Connection: close\r\n\r\n":
            client.sendall(bytes([byte]))
        assert heard(client).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("head", [HEAD + b"X: " + b"y" * 40_000 + b"\r\n\r\n", HEAD + b"X: y\r\n" * 8000 + b"\r\n", b"GET /" + b"y" * 40_000], ids=["long", "many", "address"])
def test_a_head_that_is_too_large(desk_app: Starlette, head: bytes) -> None:
    with served(desk_app, Patience(idle=1)) as port, sockets.create_connection(("127.0.0.1", port), 20) as client:
        with contextlib.suppress(OSError):  # hung up on before all was sent
            client.sendall(head)
        assert heard(client)[:13] in (b"HTTP/1.1 400 ", b"HTTP/1.1 431 ", b"")


# --- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for desk.lan and this machine, and its key."""
    require(shutil.which("openssl"), "openssl is missing: sudo apt-get install openssl")
    folder = tmp_path_factory.mktemp("tls")
    made = (folder / "desk.pem", folder / "desk.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=desk.lan",
         "-addext", "subjectAltName=DNS:desk.lan,IP:127.0.0.1", "-out", str(made[0]), "-keyout", str(made[1])],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


def user_in(home: Path, name: str = "jonas", role: Role = Role.EDITOR) -> None:
    store = open_store(home / "desk.db", NOW)
    add_user(store, name, role, PASSWORD, actor=Actor("anna"), now=NOW)
    store.close()


def test_a_desk_of_the_network_over_https(certificate: tuple[Path, Path], tmp_path: Path) -> None:
    """A user signs in at the name of the network; the cookie is for https alone, and nobody is served without it."""
    user_in(tmp_path)
    options = ("--host", "0.0.0.0", "--port", "0", "--name", "desk.lan", "--tls-cert", str(certificate[0]), "--tls-key", str(certificate[1]))
    trusted = ssl.create_default_context(cafile=str(certificate[0]))
    with running(tmp_path, *options) as desk:
        assert f"https://desk.lan:{desk.port}/" == desk.link  # no launch link beyond this machine
        own = f"https://desk.lan:{desk.port}"
        with httpx.Client(base_url=f"https://127.0.0.1:{desk.port}", verify=trusted, headers={"Host": own[8:], "Origin": own}, trust_env=False, timeout=60) as client:
            extensions = {"sni_hostname": "desk.lan"}
            assert 401 == client.get("/", extensions=extensions).status_code
            came = client.post("/login", data={"name": "jonas", "password": PASSWORD}, extensions=extensions)
            assert (303, "max-age=31536000") == (came.status_code, came.headers["strict-transport-security"])
            assert {"httponly", "secure", "samesite=strict", "path=/"} <= {part.strip().lower() for part in came.headers["set-cookie"].split(";")}
            cookie = came.headers["set-cookie"].partition(";")[0]
            assert 200 == client.get("/", headers={"Cookie": cookie}, extensions=extensions).status_code
            assert 403 == client.post("/logout", headers={"Cookie": cookie, "Origin": own.replace("https", "http")}, extensions=extensions).status_code
        with pytest.raises(httpx.ConnectError, match="certificate"):
            httpx.get(f"https://127.0.0.1:{desk.port}/", trust_env=False, timeout=60)
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{desk.port}/", trust_env=False, timeout=60)
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"https://127.0.0.1:{desk.port}/", verify=old, trust_env=False, timeout=60)
        code, said = desk.end()
        assert 0 == code
        assert CLOSING in said


@pytest.mark.parametrize("broken", ["certificate", "key", "both"])
def test_a_certificate_that_cannot_be_used_is_told(certificate: tuple[Path, Path], broken: str, tmp_path: Path) -> None:
    """Both files are named, before any link is printed."""
    junk = tmp_path / "junk.pem"
    junk.write_text("no PEM\n")
    one = junk if broken in ("certificate", "both") else certificate[0]
    key = junk if broken in ("key", "both") else certificate[1]
    with pytest.raises(ServeError, match=r"junk\.pem"):
        server(Starlette(), certificate=str(one), key=str(key))
    done = subprocess.run(
        [sys.executable, "-m", "newstrans", "desk", "--store", str(tmp_path / "a.db"), "--port", "0", "--tls-cert", str(one), "--tls-key", str(key)],
        env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (1, "") == (done.returncode, done.stdout)
    assert "both as PEM" in done.stderr


# --- the end of it, and what outlives it


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_desk_ends_with_its_closing_words(how: signal.Signals, tmp_path: Path) -> None:
    """With a connection that is kept open, and one in the middle of a request."""
    with running(tmp_path, "--port", "0") as desk, httpx.Client(base_url=desk.url, trust_env=False, timeout=60) as client:
        assert 200 == client.get("/healthz").status_code
        with sockets.create_connection(("127.0.0.1", desk.port), 20) as half:
            half.sendall(HEAD)
            code, said = desk.end(how)
    assert (0, CLOSING) == (code, said.strip().splitlines()[-1])
    assert "Traceback" not in said


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_whoever_is_in_stays_in_when_the_desk_is_started_again(how: signal.Signals, tmp_path: Path) -> None:
    """A user by name, and who came by the launch link of the first start; both may go on changing things."""
    user_in(tmp_path)
    with httpx.Client(trust_env=False, timeout=60) as named, httpx.Client(trust_env=False, timeout=60) as launched:
        with running(tmp_path, "--port", "0") as desk:
            port = desk.port
            assert 303 == named.post(f"{desk.url}/login", data={"name": "jonas", "password": PASSWORD}, headers={"Origin": desk.url}).status_code
            assert 303 == launched.get(desk.link).status_code
            desk.end(how)
        with running(tmp_path, "--port", str(port)) as desk:
            assert [200, 200] == [client.get(f"{desk.url}/").status_code for client in (named, launched)]
            assert 303 == named.post(f"{desk.url}/logout", headers={"Origin": desk.url}).status_code
            assert 401 == named.get(f"{desk.url}/").status_code  # signed out is signed out
            assert 401 == httpx.get(f"{desk.url}/", trust_env=False, timeout=60).status_code
            desk.end(how)
        with running(tmp_path, "--port", str(port), "--behind-proxy") as desk:
            assert 401 == launched.get(f"{desk.url}/").status_code  # a desk without a launch link knows nobody who came by one


def test_the_store_keeps_no_secret_of_a_session_and_is_its_owners(tmp_path: Path) -> None:
    """Neither that of the cookie nor of the launch link; its file is for nobody else."""
    with running(tmp_path, "--port", "0") as desk, httpx.Client(trust_env=False, timeout=60) as client:
        client.get(desk.link)
        secrets = [desk.link.rpartition("=")[2], *client.cookies.values()]
        desk.end()
    files = sorted(tmp_path.glob("desk.db*"))
    assert files
    for file in files:
        assert 0o600 == file.stat().st_mode & 0o777, file
        assert not any(secret.encode() in file.read_bytes() for secret in secrets)
