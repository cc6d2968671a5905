"""Ways into the desk, and what stands before every route."""

from __future__ import annotations

import re
import shutil
import socket as sockets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from headless import launch

from newstrans.review.users import add_user, check_password, set_password, set_role
from newstrans.rights import Role
from newstrans.store.editions import get_unit
from newstrans.store.records import Actor

pytestmark = pytest.mark.browser
NOW = "2026-03-04T09:30:00Z"
PASSWORD = "four plain words here"


def text_of(desk: Any, locale: str = "pt-BR", key: str = "u2") -> tuple[str, int]:
    with desk.store.read() as connection:
        one = get_unit(connection, desk.filled.editions[locale], key)
    return one.text, one.rev


# --- whose request it is (checks 33 and 34)


@pytest.mark.acceptance(33)
@pytest.mark.parametrize("host", ["evil.test", "evil.test:80", "127.0.0.1.evil.test", "", "a b", "localhost:99999999"])
def test_another_host_gets_nothing(shared_desk: Any, host: str) -> None:
    answer = shared_desk.client().get("/", headers={"Host": host})
    assert 400 == answer.status_code
    assert "harbour" not in answer.text.lower()


@pytest.mark.acceptance(33)
@pytest.mark.parametrize("host", ["[::1]", "LOCALHOST", "localhost:8765", "127.0.0.1", "[::1]:8765"])
def test_names_of_this_machine_are_served(shared_desk: Any, host: str) -> None:
    assert 200 == shared_desk.client().get("/", headers={"Host": host}).status_code


@pytest.mark.acceptance(34)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}, {}, {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.test"},
    ],
    ids=str,
)  # fmt: skip
def test_a_post_of_another_page_changes_nothing(desk: Any, headers: dict[str, str]) -> None:
    before = text_of(desk)
    client = desk.client()
    del client.headers["Origin"]
    answer = client.post(f"/editions/{desk.filled.editions['pt-BR']}/units/u2/text", data={"text": "X", "base_rev": before[1]}, headers=headers)
    assert 403 == answer.status_code
    assert before == text_of(desk)


@pytest.mark.acceptance(33, 34)
def test_rebinding_and_other_ports_in_a_browser(desk: Any, chromium: Any) -> None:
    """Chromium is told that evil.test is this machine; a page on another port posts to ours, cookie and all."""
    evil = ThreadingHTTPServer(("127.0.0.1", 0), _Evil)
    evil.target = f"{desk.url}/logout"  # type: ignore[attr-defined]
    threading.Thread(target=evil.serve_forever, daemon=True).start()
    browser = launch(chromium.browser_type, "--host-resolver-rules=MAP evil.test 127.0.0.1")
    try:
        context = browser.new_context()
        cookie = desk.cookie()
        context.add_cookies([{"name": name, "value": value, "url": desk.url, "httpOnly": True, "sameSite": "Strict"} for name, value in cookie.items()])
        page = context.new_page()
        answer = page.goto(f"http://evil.test:{desk.port}/")
        assert 400 == answer.status
        assert "harbour" not in page.content().lower()
        page.goto(f"http://127.0.0.1:{evil.server_port}/")
        with page.expect_navigation() as arrived:
            page.click("button")
        assert 403 == arrived.value.status
        page.goto(desk.url)
        assert "Queue" == page.locator("h1").inner_text()  # still in
        page.click("text=Sign out")  # our own form works
        assert "Sign in" == page.locator("h1").inner_text()
    finally:
        browser.close()
        evil.shutdown()
        evil.server_close()


class _Evil(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(f'<form method="post" action="{self.server.target}"><button>Go</button></form>'.encode())  # type: ignore[attr-defined]

    def log_message(self, *_: Any) -> None:
        pass


def test_headers_of_every_answer(shared_desk: Any) -> None:
    client = shared_desk.client()
    for path in ("/", "/nothing", "/healthz", "/api/", "/help/keys"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert ("nosniff", "same-origin", "no-store", "same-origin") == tuple(
            headers[name] for name in ("x-content-type-options", "referrer-policy", "cache-control", "cross-origin-opener-policy")
        )
        assert "server" not in headers


def test_static_files_are_kept_by_their_content(shared_desk: Any) -> None:
    client = shared_desk.stranger()
    page = shared_desk.client().get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address)
    assert (200, "public, max-age=31536000, immutable") == (answer.status_code, answer.headers["cache-control"])
    for path in ("/static/x/../../app.py", "/static/x/%2e%2e/app.py", "/static/x/none.css"):
        assert 404 == client.get(path).status_code


def test_a_body_that_is_too_large(desk: Any) -> None:
    """By what it says of itself, and in pieces that say nothing."""
    client = desk.client()
    assert 413 == client.post("/logout", content=b"x" * (2 << 20)).status_code
    with sockets.create_connection(("127.0.0.1", desk.port), 5) as raw:
        raw.sendall(
            b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        raw.settimeout(5)
        try:
            for _ in range(40):
                raw.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            raw.sendall(b"0\r\n\r\n")
            assert b" 200 " not in raw.recv(200)
        except OSError:
            pass  # hung up on
    assert 200 == client.get("/").status_code


# --- who is in (check 35)


@pytest.mark.acceptance(35)
def test_launch_link_is_good_once(desk: Any) -> None:
    client = desk.stranger()
    assert 401 == client.get("/").status_code
    assert 401 == client.get("/api/").status_code
    path = desk.doors.launch_path
    arrived = client.get(path)
    assert 303 == arrived.status_code
    cookie = arrived.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert 200 == client.get("/").status_code
    assert 403 == desk.stranger().get(path).status_code


def test_cookie_is_secure_under_tls(filled: Any, serving: Any, tmp_path: Path) -> None:
    """And own pages are those of https."""
    with serving(shutil.copy(filled.file, tmp_path), filled, hosts=("desk.lan",), secure=True) as desk:
        answer = desk.stranger().get(desk.doors.launch_path, headers={"Host": "desk.lan"})
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "strict-transport-security" in answer.headers
        client = desk.client()
        assert 403 == client.post("/logout", headers={"Host": "desk.lan", "Origin": "http://desk.lan"}).status_code
        assert 401 == client.post("/logout", headers={"Host": "desk.lan", "Origin": "https://desk.lan", "Cookie": "x=y"}).status_code


@pytest.mark.acceptance(34)
def test_users_sign_in_on_a_plain_name_of_the_network(filled: Any, serving: Any, tmp_path: Path, chromium: Any) -> None:
    """With name and password; a browser sends no Sec-Fetch-Site there, and our own forms work all the same."""
    with serving(shutil.copy(filled.file, tmp_path), filled, hosts=("desk.lan",)) as desk:
        add_user(desk.store, "jonas", Role.VIEWER, PASSWORD, actor=Actor("anna"), now=NOW)
        browser = launch(chromium.browser_type, "--host-resolver-rules=MAP desk.lan 127.0.0.1")
        try:
            page = browser.new_page()
            page.goto(f"http://desk.lan:{desk.port}/stories/{filled.story}")
            page.fill("[name=name]", "jonas")
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
            assert f"/stories/{filled.story}" in page.url
            assert "jonas" in page.locator("header").inner_text()
            page.click("text=Sign out")
            assert "Sign in" == page.locator("h1").inner_text()
        finally:
            browser.close()


def test_too_many_tries_have_to_wait(desk: Any) -> None:
    add_user(desk.store, "jonas", Role.EDITOR, PASSWORD, actor=Actor("anna"), now=NOW)
    client = desk.stranger()
    said = [client.post("/login", data={"name": "jonas", "password": "wrong"}, headers={"Origin": desk.url}).status_code for _ in range(6)]
    assert [401] * 5 + [429] == said
    late = client.post("/login", data={"name": "jonas", "password": PASSWORD}, headers={"Origin": desk.url})
    assert 429 == late.status_code
    assert int(late.headers["retry-after"]) > 100


def test_nobody_is_sent_elsewhere_after_signing_in(desk: Any) -> None:
    add_user(desk.store, "jonas", Role.EDITOR, PASSWORD, actor=Actor("anna"), now=NOW)
    for target in ("//evil.test", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"):
        answer = desk.stranger().post("/login", data={"name": "jonas", "password": PASSWORD, "next": target}, headers={"Origin": desk.url})
        assert (303, "/") == (answer.status_code, answer.headers["location"])


def test_what_was_typed_outlives_a_session(desk: Any) -> None:
    """A form that meets a closed door is carried along, and sent again behind it."""
    add_user(desk.store, "jonas", Role.EDITOR, PASSWORD, actor=Actor("anna"), now=NOW)
    path = f"/editions/{desk.filled.editions['pt-BR']}/units/u2/text"
    client = desk.stranger()
    client.headers["Origin"] = desk.url
    door = client.post(path, data={"text": "Typed <b>long</b>", "base_rev": "1"})
    assert 401 == door.status_code
    assert "Typed &lt;b&gt;long&lt;/b&gt;" in door.text
    back = client.post("/login", data={"name": "jonas", "password": PASSWORD, "then": path, "kept.text": "Typed <b>long</b>", "kept.base_rev": "1"})
    assert f'action="{path}"' in back.text
    client.post(path, data={"text": "Typed <b>long</b>", "base_rev": "1"})
    assert "Typed <b>long</b>" == text_of(desk)[0]


def test_a_changed_password_ends_sessions_and_a_changed_role_holds_at_once(desk: Any) -> None:
    add_user(desk.store, "jonas", Role.EDITOR, PASSWORD, actor=Actor("anna"), now=NOW)
    client = desk.stranger()
    client.headers["Origin"] = desk.url
    client.post("/login", data={"name": "jonas", "password": PASSWORD})
    path = f"/api/editions/{desk.filled.editions['pt-BR']}/units/u2/text"
    set_role(desk.store, "jonas", Role.VIEWER, actor=Actor("anna"), now=NOW)
    refused = client.post(path, json={"text": "X", "base_rev": 1})
    assert (403, "not-allowed") == (refused.status_code, refused.json()["error"])
    set_password(desk.store, "jonas", "another plain word", actor=Actor("anna"), now=NOW)
    assert 401 == client.get("/").status_code
    assert check_password(desk.store, "jonas", PASSWORD) is None


@pytest.mark.acceptance(35)
def test_a_viewer_sees_no_controls(shared_desk: Any) -> None:
    """And what they send all the same is refused, each thing by itself (check 35)."""
    client = shared_desk.client("eve", Role.VIEWER)
    edition = shared_desk.filled.editions["pt-BR"]
    page = client.get(f"/editions/{edition}")
    assert 200 == page.status_code
    assert not re.search(r'formaction|<button[^>]*( name=|data-do="(?!keys))', page.text)
    assert all(" readonly" in one for one in re.findall(r"<textarea[^>]*name=\"text\"[^>]*>", page.text))
    for action in ("draft", "text", "approve", "unapprove", "revert", "dismiss", "comment"):
        assert 403 == client.post(f"/editions/{edition}/units/u2/{action}", data={"base_rev": "1"}).status_code, action
    for action in ("approve-clean", "approve", "withdraw"):
        assert 403 == client.post(f"/editions/{edition}/{action}", data={"base_rev": "1"}).status_code, action


@pytest.mark.acceptance(35)
@pytest.mark.parametrize("options", [(), ("--behind-proxy",)])
def test_a_network_address_needs_users_and_encryption(options: tuple[str, ...], tmp_path: Path) -> None:
    from click.testing import CliRunner

    from newstrans.cli import cli

    done = CliRunner().invoke(cli, ["desk", "--host", "0.0.0.0", "--store", str(tmp_path / "a.db"), *options])
    assert 1 == done.exit_code
    assert "users add" in done.output
    assert ("--tls-cert" in done.output) is (not options)


def test_a_port_in_use_is_told(shared_desk: Any, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from newstrans.cli import cli
    from newstrans.web.serve import ServeError

    done = CliRunner().invoke(cli, ["desk", "--port", str(shared_desk.port), "--store", str(tmp_path / "a.db")])
    assert isinstance(done.exception, ServeError)
    assert f"--port {shared_desk.port + 1}" in str(done.exception)
