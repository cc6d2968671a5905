"""Ways into the desk, and what stands before every route."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser]


def test_queue_opens_for_who_is_in(shared_desk: Any, open_page: Any) -> None:
    page = open_page(shared_desk)
    assert "Queue" in page.locator("h1").inner_text()


def test_launch_link_is_good_once(desk: Any) -> None:
    client = desk.stranger()
    assert 401 == client.get("/").status_code
    path = desk.doors.launch_path
    assert 303 == client.get(path).status_code
    assert 200 == client.get("/").status_code
    assert 403 == desk.stranger().get(path).status_code
