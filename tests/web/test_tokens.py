"""Tokens of the API: made and revoked on the command line, used by programs, of no use to a page of another site."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from tests_real import require

from newstrans.cli import cli
from newstrans.errors import UserError
from newstrans.review.tokens import add_token, check_token, revoke_token, tokens
from newstrans.review.users import add_user, remove_user, set_password, set_role
from newstrans.rights import RIGHTS, Role, common, within
from newstrans.store.connect import open_store
from newstrans.store.editions import get_unit
from newstrans.store.events import events_of
from newstrans.store.records import Actor

NOW = "2026-03-04T09:30:00Z"
LATER = "2026-03-05T09:30:00Z"
PASSWORD = "four plain words here"
ANNA = Actor("anna")


def made(desk: Any, role: Role, *, of: Role = Role.ADMIN, name: str = "robot", days: int | None = None) -> str:
    """The secret of a token of a user who is `of`."""
    add_user(desk.store, name, of, PASSWORD, actor=ANNA, now=NOW)
    return add_token(desk.store, name, role, label="a test", days=days, actor=ANNA, now=NOW)[0]


def bearer(secret: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}", **more}


def unit_path(desk: Any, action: str = "text") -> str:
    return f"/api/editions/{desk.filled.editions['pt-BR']}/units/u2/{action}"


def rev_of(desk: Any) -> int:
    with desk.store.read() as connection:
        return int(get_unit(connection, desk.filled.editions["pt-BR"], "u2").rev)


# --- roles


@pytest.mark.parametrize("one", Role)
@pytest.mark.parametrize("other", Role)
def test_what_two_roles_have_in_common(one: Role, other: Role) -> None:
    """All of what both may and nothing else, whichever is named first."""
    assert RIGHTS[one] & RIGHTS[other] == RIGHTS[common(one, other)] == RIGHTS[common(other, one)]
    assert within(one, other) is (common(one, other) is one)


# --- programs

pages = pytest.mark.browser


@pages
def test_a_program_reads_and_writes_with_a_token(desk: Any) -> None:
    """Without a cookie and without an origin; the history has the user's name."""
    secret = made(desk, Role.EDITOR)
    client = desk.stranger()
    assert 200 == client.get("/api/", headers=bearer(secret)).status_code
    done = client.post(unit_path(desk), json={"text": "By a program", "base_rev": rev_of(desk)}, headers=bearer(secret))
    assert 200 == done.status_code
    with desk.store.read() as connection:
        last = list(events_of(connection, edition=desk.filled.editions["pt-BR"]))[-1]
    assert ("robot", "api", "By a program") == (last.actor.name, last.actor.via, last.text)
    assert not client.cookies


@pages
def test_a_token_may_do_what_its_role_and_its_user_may(desk: Any) -> None:
    """And less as soon as its user may less; no more when its user may more."""
    secret = made(desk, Role.APPROVER, of=Role.APPROVER)
    client = desk.stranger()

    def said(action: str, **values: Any) -> int:
        return int(client.post(unit_path(desk, action), json={"base_rev": rev_of(desk), **values}, headers=bearer(secret)).status_code)

    assert 200 == said("text", text="One")
    assert 200 == said("approve")
    set_role(desk.store, "robot", Role.GLOSSARY, actor=ANNA, now=NOW)  # an editor is what both are
    assert (200, 403) == (said("text", text="Two"), said("approve"))
    set_role(desk.store, "robot", Role.VIEWER, actor=ANNA, now=NOW)
    assert 403 == said("text", text="Three")
    set_role(desk.store, "robot", Role.ADMIN, actor=ANNA, now=NOW)
    assert 200 == said("approve")
    assert 403 == client.post("/api/glossary/suggestions/none/reject", json={"reason": "no"}, headers=bearer(secret)).status_code


@pages
def test_whose_token_is_none_any_more(desk: Any) -> None:
    """One that was revoked, that ran out, whose user is gone; a changed password leaves it as it is."""
    add_user(desk.store, "robot", Role.EDITOR, PASSWORD, actor=ANNA, now=NOW)
    made_ones = [add_token(desk.store, "robot", Role.VIEWER, label="", days=days, actor=ANNA, now=NOW) for days in (None, None, 1)]
    client = desk.stranger()

    def statuses() -> list[int]:
        return [client.get("/api/", headers=bearer(secret)).status_code for secret, _ in made_ones]

    assert [200, 200, 401] == statuses()  # the third ran out long ago
    set_password(desk.store, "robot", "another plain word", actor=ANNA, now=NOW)
    revoke_token(desk.store, made_ones[0][1].id, actor=ANNA, now=NOW)
    assert [401, 200, 401] == statuses()
    remove_user(desk.store, "robot", actor=ANNA, now=NOW)
    assert [401, 401, 401] == statuses()
    add_user(desk.store, "robot", Role.EDITOR, PASSWORD, actor=ANNA, now=NOW)
    assert [401, 401, 401] == statuses()  # a new user of that name is somebody else
    assert [] == tokens(desk.store)


def test_a_name_is_the_same_however_its_accents_were_typed(tmp_path: Path) -> None:
    """Some keyboards send the accent as a sign of its own."""
    store = open_store(tmp_path / "a.db", NOW)
    add_user(store, "zo\u00e9", Role.EDITOR, PASSWORD, actor=ANNA, now=NOW)
    secret, one = add_token(store, "zoe\u0301", Role.VIEWER, label="", days=None, actor=ANNA, now=NOW)
    assert "zo\u00e9" == one.name
    assert [one] == tokens(store, "zoe\u0301")
    assert check_token(store, secret, NOW) is not None
    set_role(store, "zoe\u0301", Role.VIEWER, actor=ANNA, now=NOW)
    set_password(store, "zoe\u0301", "another plain word", actor=ANNA, now=NOW)
    remove_user(store, "zoe\u0301", actor=ANNA, now=NOW)
    assert [] == tokens(store)
    with store.read() as connection:
        assert {"zo\u00e9"} == {event.data["user"] for event in events_of(connection) if "user" in event.data}
    store.close()


def test_a_day_of_a_token_is_a_day(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a.db", NOW)
    add_user(store, "robot", Role.EDITOR, PASSWORD, actor=ANNA, now=NOW)
    secret, one = add_token(store, "robot", Role.VIEWER, label="", days=1, actor=ANNA, now=NOW)
    assert LATER == one.ends
    assert check_token(store, secret, LATER) is not None
    assert check_token(store, secret, "2026-03-05T09:30:01Z") is None
    store.close()


def test_when_a_token_was_last_used(tmp_path: Path) -> None:
    """To the minute: not every use is a transaction."""
    store = open_store(tmp_path / "a.db", NOW)
    add_user(store, "robot", Role.EDITOR, PASSWORD, actor=ANNA, now=NOW)
    secret, _ = add_token(store, "robot", Role.VIEWER, label="", days=None, actor=ANNA, now=NOW)
    seen = []
    for at in ("2026-03-04T10:00:00Z", "2026-03-04T10:00:59Z", "2026-03-04T10:01:00Z"):
        assert check_token(store, secret, at)
        seen.append(tokens(store)[0].used)
    assert ["2026-03-04T10:00:00Z", "2026-03-04T10:00:00Z", "2026-03-04T10:01:00Z"] == seen
    assert check_token(store, secret + "x", LATER) is None
    assert "2026-03-04T10:01:00Z" == tokens(store)[0].used
    store.close()


def test_the_store_has_only_a_hash(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a.db", NOW)
    add_user(store, "robot", Role.EDITOR, PASSWORD, actor=ANNA, now=NOW)
    secret, _ = add_token(store, "robot", Role.VIEWER, label="wire board", days=None, actor=ANNA, now=NOW)
    with store.read() as connection:
        kept = connection.execute(text("SELECT hash FROM api_token")).scalar()
        told = [(one.kind, one.data) for one in events_of(connection)]
    assert hashlib.sha256(secret.encode()).hexdigest() == kept
    assert "wire board" in str(told)
    store.close()
    assert not any(secret.encode() in file.read_bytes() for file in tmp_path.iterdir())


@pages
@pytest.mark.parametrize(
    "value",
    ["Bearer", "Bearer newstrans_", "Bearer newstrans_" + "A" * 43, "Bearer x", "bearer \N{SNOWMAN}", "Bearer " + "A" * 9000],
    ids=range(6),
)  # fmt: skip
def test_what_is_no_token(shared_desk: Any, value: str) -> None:
    """Is told as such, with the way to ask for one; a cookie beside it does not count."""
    headers = {"Authorization": value.encode(), "Origin": shared_desk.url}
    for client in (shared_desk.stranger(), shared_desk.client()):
        answer = client.get("/api/", headers=headers)
        assert (401, "no-such-token") == (answer.status_code, answer.json()["error"])
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pages
def test_what_another_scheme_says_is_passed_over(shared_desk: Any) -> None:
    """A proxy with a password of its own sends it along."""
    assert 200 == shared_desk.client().get("/api/", headers={"Authorization": "Basic YTpi"}).status_code
    assert 401 == shared_desk.stranger().get("/api/", headers={"Authorization": "Basic YTpi"}).status_code


@pages
def test_pages_take_no_token(desk: Any) -> None:
    """Neither to look at nor to change something; a page's own address is no way round."""
    secret = made(desk, Role.ADMIN)
    client = desk.stranger()
    for path in ("/", "/stats", "/apiary", "//api/"):
        assert 200 != client.get(path, headers=bearer(secret)).status_code, path
    before = rev_of(desk)
    assert 403 == client.post(unit_path(desk).removeprefix("/api"), data={"text": "X", "base_rev": before}, headers=bearer(secret)).status_code
    assert before == rev_of(desk)


# --- pages of other sites


@pages
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.test"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_in_the_hands_of_another_page(desk: Any, method: str, headers: dict[str, str]) -> None:
    secret = made(desk, Role.ADMIN)
    before = rev_of(desk)
    path = unit_path(desk) if method == "POST" else "/api/"
    answer = desk.stranger().request(method, path, json={"text": "X", "base_rev": before}, headers=bearer(secret, **headers))
    assert 403 == answer.status_code
    assert "harbour" not in answer.text.lower()
    assert before == rev_of(desk)


@pages
def test_no_answer_lets_another_origin_in(desk: Any) -> None:
    """A browser asks first whether it may send the header: nobody says yes."""
    asks = {"Origin": "https://evil.test", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for path in ("/api/", unit_path(desk)):
        answer = desk.stranger().options(path, headers=asks)
        assert 405 == answer.status_code
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pages
def test_a_page_of_another_site_in_a_browser(desk: Any, chromium: Any) -> None:
    """It has the token and the browser has the cookie; no answer reaches it, and nothing is changed."""
    secret = made(desk, Role.ADMIN)
    before = rev_of(desk)
    evil = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=evil.serve_forever, daemon=True).start()
    context = chromium.new_context()
    try:
        context.add_cookies([{"name": name, "value": value, "url": desk.url, "httpOnly": True, "sameSite": "Strict"} for name, value in desk.cookie().items()])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{evil.server_port}/")
        script = """async ([url, secret, body]) => {
          const said = [];
          for (const [path, options] of [
            ["/api/", {}], ["/api/", {credentials: "include"}],
            [body.path, {method: "POST", body: JSON.stringify(body)}],
            [body.path, {method: "POST", mode: "no-cors", credentials: "include", body: JSON.stringify(body)}],
          ]) {
            const headers = options.mode ? {} : {authorization: "Bearer " + secret, "content-type": "application/json"};
            try { said.push((await fetch(url + path, {...options, headers})).status); } catch (error) { said.push(error.name); }
          }
          return said;
        }"""
        said = page.evaluate(script, [desk.url, secret, {"path": unit_path(desk), "text": "X", "base_rev": before}])
        assert ["TypeError", "TypeError", "TypeError", "TypeError"] == said
        assert before == rev_of(desk)
    finally:
        context.close()
        evil.shutdown()
        evil.server_close()


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Elsewhere</title>")

    def log_message(self, *_: Any) -> None:
        pass


# --- too often


@pages
def test_a_token_is_good_for_so_many_requests_a_minute(filled: Any, serving: Any, tmp_path: Path) -> None:
    """Another token of the same user has its own count, and a browser none."""
    with serving(shutil.copy(filled.file, tmp_path), filled, api_per_minute=3) as desk:
        secret = made(desk, Role.VIEWER)
        second, _ = add_token(desk.store, "robot", Role.VIEWER, label="", days=None, actor=ANNA, now=NOW)
        client = desk.stranger()
        said = [client.get("/api/", headers=bearer(secret)) for _ in range(4)]
        assert [200, 200, 200, 429] == [one.status_code for one in said]
        assert "too-often" == said[-1].json()["error"]
        assert 1 <= int(said[-1].headers["retry-after"]) <= 61
        assert 200 == client.get("/api/", headers=bearer(second)).status_code
        assert {200} == {desk.client().get("/api/").status_code for _ in range(5)}


@pages
def test_guessing_is_slowed_and_a_good_token_is_not(desk: Any) -> None:
    """All programs of a house may come from one address."""
    secret = made(desk, Role.VIEWER)
    client = desk.stranger()
    said = [client.get("/api/", headers=bearer(f"newstrans_{count}")).status_code for count in range(51)]
    assert [401] * 50 + [429] == said
    assert 200 == client.get("/api/", headers=bearer(secret)).status_code


# --- the command line


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("NEWSTRANS_STORE", str(tmp_path / "a.db"))
    monkeypatch.setenv("NEWSTRANS_LANGUAGE", "en")

    def called(*args: str, given: str = "") -> Any:
        return CliRunner().invoke(cli, ["users", *args], input=given)

    assert 0 == called("add", "anna", "--role", "approver", "--password-stdin", given=PASSWORD + "\n").exit_code
    return called


def test_tokens_on_the_command_line(call: Any, tmp_path: Path) -> None:
    """The secret is printed alone on standard output, once; the list has everything else."""
    done = call("token", "add", "anna", "--role", "editor", "--label", "wire \x1b[31mboard", "--days", "90")
    secret = done.stdout.strip()
    assert secret.startswith("newstrans_")
    assert len(secret) > 50
    row = json.loads(call("token", "list", "--json").stdout)[0]
    assert {"user": "anna", "role": "editor", "used": None}.items() <= row.items()
    assert row["id"] in done.stderr
    listed = call("token", "list").stdout
    assert "never used" in listed
    assert "\x1b" not in listed
    assert secret not in listed + json.dumps(row)
    assert "anna, editor" in call("token", "revoke", row["id"]).stdout
    assert "token add" in call("token", "list", "anna").stdout
    assert set(json.loads(call("token", "add", "anna", "--json").stdout)) == {"token", *row}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add", "nobody"), "users list"), (("add", "anna", "--role", "admin"), "--role approver"), (("add", "anna", "--role", "glossary"), "--role approver"),
        (("revoke", "12345678"), "token list"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_refused_names_the_next_command(call: Any, args: tuple[str, ...], said: str) -> None:
    done = call("token", *args)
    assert isinstance(done.exception, UserError)
    assert said in str(done.exception)


@pages
def test_curl_of_the_documentation(desk: Any) -> None:
    """The example in the document for editors, run as it stands there but for the address."""
    curl = shutil.which("curl")
    require(curl, "curl is missing: sudo apt-get install curl")
    document = (Path(__file__).parents[2] / "docs" / "editors.md").read_text(encoding="utf-8")
    line = next(line for line in document.splitlines() if line.startswith("curl "))
    environment = {"PATH": os.environ["PATH"], "TOKEN": made(desk, Role.VIEWER)}
    done = subprocess.run(["sh", "-c", line.replace("https://desk.lan:8765", desk.url)], env=environment, capture_output=True, check=True, timeout=60)
    assert {"rows", "total"} <= set(json.loads(done.stdout))
