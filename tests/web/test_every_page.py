"""Every page of the demo desk, in every state that an edition can be in, with the names that real engines got wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from beside import ORIGIN, TestClient

from newstrans.cli.demo_desk import demo_store
from newstrans.config import Config
from newstrans.store.connect import open_store
from newstrans.web.app import create_app
from newstrans.web.settings import Settings

NOW = "2026-11-24T12:00:00Z"
OF_AN_EDITION = (
    "", "?show=all", "?show=changed&base=glossary", "/diff", "/diff?from=1&to=2", "/update", "/preview", "/preview/page", "/history",
    "/publish",
)  # fmt: skip


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, list[str], list[str]]]:
    """Somebody at the demo desk; ids of its stories and its editions."""
    folder = tmp_path_factory.mktemp("demo")
    place, made = demo_store(str(folder / "desk"), progress=lambda *_: None)
    store = open_store(place, NOW)
    app = create_app(store, Settings(config=Config(data=folder, output=folder / "out")))
    with TestClient(app, base_url=ORIGIN, follow_redirects=True) as client:
        assert client.get(app.state.site.doors.launch_path).status_code == 200
        yield client, sorted({one.edition.story for one in made}), [one.edition.id for one in made]
    store.close()


@pytest.mark.engine
@pytest.mark.parametrize("ways", ["", "/api"])
def test_every_page_of_every_edition_opens(visited: tuple[TestClient, list[str], list[str]], ways: str) -> None:
    client, stories, editions = visited
    paths = ["/", "/help/keys", "/help/checks", "/glossary", "/glossary/suggestions", "/tm?q=ferry", "/stats"]
    paths += [f"/stories/{one}{page}" for one in stories for page in ("", "/names")]
    paths += [f"/editions/{one}{page}" for one in editions for page in OF_AN_EDITION if not (ways and page == "/preview/page")]
    failed = {}
    for path in paths:
        answer = client.get(ways + path)
        # A revision that an edition does not have, and a page of what was never published, are told as such.
        if answer.status_code != 200 and not (answer.status_code == 404 and ("from=1" in path or "preview" in path)):
            failed[ways + path] = (answer.status_code, answer.text[:300])
    assert not failed


@pytest.mark.engine
def test_a_changed_name_is_shown_with_its_reason(visited: tuple[TestClient, list[str], list[str]]) -> None:
    """On the page of the layers, for an edition in which the glossary changed something."""
    client, _stories, editions = visited
    reasons = [client.get(f"/editions/{one}/diff").text.count('<ol class="reasons">') for one in editions]
    assert sum(reasons) > 3
