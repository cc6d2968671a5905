"""A desk in the test's own process, visited without a browser."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_stories import NOW, Newsroom
from httpx import Response

from newstrans.config import Config
from newstrans.store.connect import open_store
from newstrans.web.app import create_app
from newstrans.web.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another HTTP client
    from starlette.testclient import TestClient

ORIGIN = "http://127.0.0.1:8765"


@dataclass
class Visitor:
    """Somebody who came in by the launch link; paths are those below the edition, or whole ones with `whole`."""

    room: Newsroom
    client: TestClient
    out: Path
    glossary: Path
    edition: str = field(default="")

    def get(self, path: str, *, status: int = 200, whole: bool = False) -> Response:
        answer = self.client.get(path if whole else f"/editions/{self.edition}{path}")
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return answer

    def json(self, path: str, *, whole: bool = False) -> Any:
        return self.get(f"/api{path}" if whole else f"/api/editions/{self.edition}{path}", whole=True).json()

    def post(self, path: str, *, status: int = 303, whole: bool = False, **fields: Any) -> Response:
        answer = self.client.post(path if whole else f"/editions/{self.edition}{path}", data=fields, headers={"origin": ORIGIN})
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return answer

    def post_json(self, path: str, values: Any, *, status: int = 200, whole: bool = False) -> Any:
        where = f"/api{path}" if whole else f"/api/editions/{self.edition}{path}"
        answer = self.client.post(where, json=values, headers={"origin": ORIGIN})
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return answer.json()


@contextmanager
def desk_with(tmp_path: Path, engine: str | None = "pseudo", **config: Any) -> Iterator[Visitor]:
    """A desk over an empty store; its own folder of terms is `glossary/`, its editions go to `out/`. `config` is what else is set."""
    store = open_store(tmp_path / "newstrans.db", NOW)
    out = tmp_path / "out"
    app = create_app(store, Settings(config=Config(data=tmp_path, output=out, **config)))
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        assert client.get(app.state.site.doors.launch_path).status_code == 303
        yield Visitor(Newsroom(store, engine), client, out, tmp_path / "glossary")
    store.close()


def texts(page: Response) -> str:
    """What stands on a page, without its markup, on one line."""
    body = page.text[page.text.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())
