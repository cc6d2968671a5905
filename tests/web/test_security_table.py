"""The threats to a desk and what stands against each: rows of a table, each with its tests, here or in the files beside."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import socket as sockets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from desk_stories import WIRE, Newsroom
from sqlalchemy import text

from newstrans.review.ingest import read_incoming, receive

pytestmark = pytest.mark.browser
NOW = "2026-03-04T09:30:00Z"
WIRE_FILES = Path(__file__).resolve().parents[1] / "data" / "wire"

TABLE: Mapping[str, tuple[str, ...]] = {
    "a name of another site that points here": (
        "test_another_host_gets_nothing", "test_names_of_this_machine_are_served", "test_rebinding_and_other_ports_in_a_browser", "test_odd_hosts_by_hand",
    ),
    "a page of another site changes something": (
        "test_a_post_of_another_page_changes_nothing", "test_looking_changes_nothing", "test_a_token_in_the_hands_of_another_page",
        "test_a_page_of_another_site_in_a_browser", "test_no_answer_lets_another_origin_in",
    ),
    "cookies": (
        "test_launch_link_is_good_once", "test_cookie_is_secure_under_tls", "test_a_desk_of_the_network_over_https",
        "test_two_desks_on_one_machine_have_cookies_of_their_own",
    ),
    "our own forms": ("test_headers_of_every_answer", "test_users_sign_in_on_a_plain_name_of_the_network"),
    "words of a wire run": (
        "test_hostile_words_are_words", "test_hostile_words_are_text", "test_hostile_words_are_shown_and_do_nothing", "test_a_wire_that_is_hostile_in_every_field",
        "test_hostile_words_of_the_house",
    ),
    "what a page may do": ("test_headers_of_every_answer", "test_the_policy_stops_what_got_in", "test_the_preview_is_the_only_page_in_a_frame"),
    "other users of the machine": ("test_launch_link_is_good_once", "test_the_store_keeps_no_secret_of_a_session_and_is_its_owners", "test_the_store_has_only_a_hash"),
    "the network": (
        "test_a_network_address_needs_users_and_encryption", "test_a_desk_of_the_network_over_https", "test_too_many_tries_have_to_wait",
        "test_what_a_proxy_says_is_not_believed", "test_a_viewer_sees_no_controls", "test_guessing_is_slowed_and_a_good_token_is_not",
    ),
    "too much": (
        "test_a_body_that_is_too_large", "test_a_head_that_is_too_large", "test_a_client_that_goes_silent_is_hung_up_on", "test_a_byte_now_and_then_buys_no_time",
        "test_a_client_that_takes_no_answer_is_hung_up_on", "test_bodies_that_are_no_use",
    ),
}  # fmt: skip


@pytest.mark.parametrize("threat", TABLE)
def test_every_row_has_its_tests(threat: str) -> None:
    """Under these names, so that none is lost when files are moved about."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in Path(__file__).parent.glob("test_*.py")]
    known = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert set(TABLE[threat]) <= known


# --- hosts


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.test\r\n", b"GET / HTTP/1.0\r\n", b"GET http://evil.test/ HTTP/1.1\r\nHost: evil.test\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1@evil.test\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1 evil.test\r\n", b"GET / HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: 127.0.0.1\r\n",
    ],
    ids=["two", "none", "whole address", "user", "space", "forwarded"],
)  # fmt: skip
def test_odd_hosts_by_hand(shared_desk: Any, head: bytes) -> None:
    """What no browser's library would send."""
    cookie = "; ".join(f"{name}={value}" for name, value in shared_desk.cookie().items()).encode()
    with sockets.create_connection(("127.0.0.1", shared_desk.port), 20) as raw:
        raw.sendall(head + b"Cookie: " + cookie + b"\r\nConnection: close\r\n\r\n")
        answer = b""
        while part := raw.recv(65536):
            answer += part
    assert re.match(rb"HTTP/1.1 400 ", answer)
    assert b"harbour" not in answer.lower()


def test_what_a_proxy_says_is_not_believed(desk: Any) -> None:
    """Neither about the scheme nor about the client: tries from "other addresses" count together."""
    client = desk.stranger()
    said = {"X-Forwarded-Proto": "https", "Forwarded": "proto=https", "X-Forwarded-Ssl": "on"}
    assert 403 == client.post("/login", data={"name": "x", "password": "y"}, headers={"Origin": "https" + desk.url[4:], **said}).status_code
    codes = [
        client.post("/login", data={"name": "jonas", "password": "wrong"}, headers={"Origin": desk.url, "X-Forwarded-For": f"10.0.0.{n}"}).status_code
        for n in range(6)
    ]
    assert [401] * 5 + [429] == codes


# --- looking


def contents(desk: Any) -> dict[str, str]:
    """A hash of each table but those that say who is here."""
    out = {}
    with desk.store.read() as connection:
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all():
            if name not in ("session", "presence", "sqlite_sequence"):
                rows = sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")).all()))
                out[name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return out


def test_looking_changes_nothing(desk: Any) -> None:
    """No GET or HEAD of an administrator, with whatever behind the "?", leaves anything in the store."""
    from newstrans.web.app import _PARTS

    edition, story = desk.filled.editions["pt-BR"], desk.filled.story
    client = desk.client()
    before = contents(desk)
    seen = 0
    for part in _PARTS:
        for route in part.ROUTES:
            path = route.path.replace("{story}", story).replace("{edition}", edition).replace("{unit}", "u2").replace("{key}", "kyiv").replace("{entry}", "kyiv")
            if "launch" in path or "{" in path:
                continue
            for method in ("GET", "HEAD"):
                answer = client.request(method, path + "?base_rev=1&text=X&reason=X&to=machine&token=x&code=number&state=&kept=1&letters=0")
                assert answer.status_code < 500, path
                seen += answer.status_code == 200
    assert seen > 20
    assert before == contents(desk)


# --- cookies


def test_two_desks_on_one_machine_have_cookies_of_their_own(desk: Any, shared_desk: Any) -> None:
    """Browsers know no ports: neither overwrites the other's, and one is worth nothing at the other."""
    assert desk.doors.cookie != shared_desk.doors.cookie
    (secret,) = desk.cookie().values()
    stranger = shared_desk.stranger()
    for name in (desk.doors.cookie, shared_desk.doors.cookie):
        assert 401 == stranger.get("/", headers={"Cookie": f"{name}={secret}"}).status_code


# --- words of a wire

HARM = '"><script>window.pwned=1</script><img src=http://evil.test/x onerror=window.pwned=1><svg onload=window.pwned=1>{{7*7}}</textarea></title>\u202eevil'
# Where a value decides how the item is read it is kept: what is read otherwise is another item.
KEPT = {"type", "pubStatus", "contentType", "language", "version", "versionCreated", "role", "schema", "name"}


def poisoned(value: Any, key: str = "") -> Any:
    """The same JSON with harm behind every text in it."""
    if isinstance(value, dict):
        return {name: poisoned(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, key) for one in value]
    if isinstance(value, str) and key not in KEPT:
        return value + (HARM.replace("<", "&lt;") if value.startswith("<p>") else HARM)
    return value


def poisoned_xml(data: str) -> str:
    """The same XML with harm behind every text between tags, and in the attributes that are not for machines."""
    harm = HARM.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    body = re.sub(r">([^<>]*[A-Za-z]{4}[^<>]*)<", lambda match: f">{match[1]}{harm}<", data)
    return re.sub(r'(\b(?:name|content|literal|provider|credit|title|alt)=")([^"<>]*)"', lambda match: f'{match[1]}{match[2]}{harm}"', body)


def _coding(data: bytes) -> str:
    declared = re.search(rb'encoding="([\w-]+)"', data[:200])
    return declared[1].decode() if declared else "utf-8"


def hostile_items() -> Iterator[tuple[str, bytes]]:
    for name in ("item.ninjs3.json", "item.ninjs1.json"):
        yield name, json.dumps(poisoned(json.loads((WIRE_FILES / name).read_text(encoding="utf-8")))).encode()
    for name in ("story.nitf", "message.g2.xml", "item.newsml1.xml", "feed.rss"):
        data = (WIRE_FILES / name).read_bytes()
        coding = _coding(data)
        yield name, poisoned_xml(data.decode(coding)).encode(coding, "xmlcharrefreplace")
    harm = HARM.replace("\n", " ")
    yield "story.md", f"---\ntitle: 'T {harm}'\nauthor: 'A {harm}'\nsource: 'S {harm}'\n---\n# Head {harm}\n\nText [link](javascript:window.pwned=1) {harm}\n".encode()
    yield f"na{HARM.replace('/', '')[:80]}me.txt", f"Head {harm}\n\nBy Somebody {harm}\n\nKYIV, March 4 {harm} - The port is open.\n".encode()


HARMLESS = """() => window.pwned === undefined && document.querySelectorAll(
  'script:not([src^="/static/"]), base, object, embed, svg:not(.plot), img, iframe:not([sandbox]), [onerror], [onload], [onclick],'
  + ' form[action*="//"], a[href^="javascript:" i], a[href^="data:" i], link[href*="//"]').length === 0"""


def test_a_wire_that_is_hostile_in_every_field(desk: Any, open_page: Any) -> None:
    """Items of every format with harm in each of their texts: no page runs it, asks another host, or has an element of it."""
    room = Newsroom(desk.store, "pseudo")
    pages: list[str] = []
    taken = 0
    for name, data in hostile_items():
        for one in read_incoming(data, name=name, place=f"/wire/{name}"):
            receipt = receive(desk.store, one, ("pt-BR",), actor=WIRE, now=NOW)
            taken += receipt.story is not None
            if receipt.story is None:
                continue
            pages.append(f"/stories/{receipt.story.id}")
            room.restart()
            room.make()
            with desk.store.read() as connection:
                made = connection.execute(text("SELECT id FROM edition WHERE story = :story"), {"story": receipt.story.id}).scalars().all()
            pages += [f"/editions/{edition}{path}" for edition in made for path in ("?show=all", "/diff", "/history", "/publish", "/preview")]
    assert taken >= 7
    page = open_page(desk, "/")
    for path in ["/", "/?q=" + HARM.replace("#", ""), "/tm?q=port", "/stats", *pages]:
        page.goto(path)
        assert page.evaluate(HARMLESS), path
    assert len(pages) > 30


def test_hostile_words_of_the_house(desk: Any, open_page: Any) -> None:
    """In what users, tokens, the glossary and forms hold: the name of a proposal, its note, a label, a reason, a filter."""
    edition = desk.filled.editions["pt-BR"]
    client = desk.client()
    for action, values in (
        ("term", {"source": "Harbour", "target": HARM[:200], "note": HARM}), ("comment", {"words": HARM}), ("omit", {"reason": HARM}),
    ):
        answer = client.post(f"/api/editions/{edition}/units/u3/{action}", json={"base_rev": 1, **values})
        assert answer.status_code < 500, answer.text
    page = open_page(desk, "/glossary/suggestions")
    links = page.locator("main a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    for path in [
        "/glossary/suggestions", *[one for one in links if one.startswith("/glossary/suggestions/")], f"/editions/{edition}?show=all", f"/editions/{edition}/history",
        "/glossary?q=" + HARM, "/tm?q=" + HARM, "/?q=" + HARM, "/stories/" + HARM.replace("/", ""), "/help/keys?kept=" + HARM, "/login?next=" + HARM,
    ]:  # fmt: skip
        page.goto(path)
        assert page.evaluate(HARMLESS), path


# --- policy and frames


@contextmanager
def elsewhere(body: str, asked: list[str] | None = None) -> Iterator[str]:
    """A page of another site; `asked` gets what it was asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.path)
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_the_policy_stops_what_got_in(shared_desk: Any, chromium: Any) -> None:
    """A script, a handler, a picture, a style and a form for another site, put into our page by hand: none does anything."""
    context = chromium.new_context(base_url=shared_desk.url)
    try:
        for name, value in shared_desk.cookie().items():
            context.add_cookies([{"name": name, "value": value, "url": shared_desk.url, "httpOnly": True, "sameSite": "Strict"}])
        page = context.new_page()
        page.goto("/")
        asked: list[str] = []
        broken: list[str] = []
        page.on("console", lambda said: broken.append(said.text))
        with elsewhere("x", asked) as url:
            page.evaluate(INTRUDER, url)
            page.wait_for_function("() => document.querySelector('img').complete")
            assert page.evaluate("window.pwned === undefined && location.pathname === '/'")
            page.goto("/stats")
        assert [] == asked
        assert len([one for one in broken if "Content Security Policy" in one]) >= 4
    finally:
        context.close()


INTRUDER = """(url) => {
          const add = (html) => document.body.insertAdjacentHTML("beforeend", html);
          add(`<img src="${url}x" onerror="window.pwned=1"><base href="${url}"><iframe src="${url}"></iframe>`);
          add(`<style>body { background: url(${url}c) }</style><form id="out" action="${url}" method="post"></form>`);
          const script = document.createElement("script");
          script.textContent = "window.pwned = 1";
          document.body.append(script);
          document.getElementById("out").submit();
        }"""


def test_the_preview_is_the_only_page_in_a_frame(desk: Any, chromium: Any) -> None:
    """And in one of our own alone; nothing in it runs."""
    edition = desk.filled.editions["pt-BR"]
    context = chromium.new_context()
    try:
        for name, value in desk.cookie().items():
            context.add_cookies([{"name": name, "value": value, "url": desk.url, "httpOnly": True, "sameSite": "Strict"}])
        paths = ("/", f"/editions/{edition}", f"/editions/{edition}/preview/page", "/healthz")
        with elsewhere("".join(f'<iframe src="{desk.url}{path}"></iframe>' for path in paths)) as url:
            page = context.new_page()
            page.goto(url, wait_until="load")
            inner = [frame.content() for frame in page.frames[1:]]
            assert len(paths) == len(inner)
            assert not [one for one in inner if "newstrans" in one.lower() or "harbour" in one.lower() or '"ok"' in one]
        page.goto(f"{desk.url}/editions/{edition}/preview")
        frame = page.frames[1]
        assert "lang" in frame.content()
        assert "sandbox" in frame.page.evaluate("document.querySelector('iframe').getAttributeNames().join()")
        headers = desk.client().get(f"/editions/{edition}/preview/page").headers
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
    finally:
        context.close()


# --- too much


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"[" * 100_000), ("application/json", b'{"a":' * 50_000), ("application/json", b"\xff\xfe"), ("application/json", b"[1]"),
        ("application/json", b'{"base_rev": 1e999, "text": "X"}'), ("text/xml", b"<a/>"), ("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--x\r\n" * 1000),
        ("application/x-www-form-urlencoded", b"a=1&" * 20_000), ("application/json", json.dumps({"base_rev": "1", "text": "x" * 150_000}).encode()),
        ("application/json", json.dumps({"base_rev": "9" * 400, "text": "x"}).encode()), ("application/json", json.dumps({"base_rev": {"a": 1}, "text": ["x"]}).encode()),
    ],
    ids=range(12),
)  # fmt: skip
def test_bodies_that_are_no_use(desk: Any, kind: str, body: bytes) -> None:
    """Deep, broken, of another kind, too many fields, a text above 100 kB, numbers that are none: told as such; nothing changes."""
    before = contents(desk)
    answer = desk.client().post(f"/api/editions/{desk.filled.editions['pt-BR']}/units/u2/text", content=body, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json()["message"]
    assert before == contents(desk)
