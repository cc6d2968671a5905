"""What pages say in the language of the interface: times, spans, and the words for states."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from newstrans.web.pages import words_for

AT = "2026-03-04T09:30:00Z"


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times on pages are those of the machine."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("tag", "said"), [("en", "4 Mar 2026, 09:30"), ("en-US", "4 Mar 2026, 09:30"), ("de", "04.03.2026, 09:30"), ("fr", "4 mars 2026, 09:30")])
def test_times_are_of_the_house_and_to_the_minute(tag: str, said: str) -> None:
    """In English the day stands before the month and the clock has 24 hours, whatever the browser's English is."""
    words = words_for(tag)
    assert said == words.stamp(AT)
    assert f'<time datetime="{AT}" title="{AT}">{said}</time>' == words.moment(AT)
    assert f'title="{said}"' in words.ago(AT, "2026-03-04T12:30:00Z")


def test_what_is_no_time_stays_as_it_is_and_harmless() -> None:
    assert "soon" == words_for("en").stamp("soon")
    assert "<bdi>&lt;b&gt;</bdi>" == words_for("en").moment("<b>")
