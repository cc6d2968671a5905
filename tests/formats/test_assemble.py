import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.formats.assemble import file_name, iso_date, make_slug, with_ids
from newstrans.model import Unit, UnitKind


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Ukraine’s port opens", "ukraines-port-opens"),
        ("Wałęsa besucht Łódź & Straße", "walesa-besucht-lodz-strasse"),
        ("Linde: Teile des US-Geschäfts", "linde-teile-des-us-geschafts"),
        ("a" * 80, "a" * 60),
        ("Talks on the insurance of grain ships in the Black Sea go on and on", "talks-on-the-insurance-of-grain-ships-in-the-black-sea-go-on"),
        ("Київ: переговори", ""),
        ("AI 서울 회담이 열렸다", ""),  # half a headline misleads
        ("12.5", ""),
    ],
)
def test_slugs_are_plain_ascii(headline, slug):
    """A slug is the headline folded to ASCII, cut at a word; or nothing where that would lose its sense."""
    assert make_slug(headline) == slug


@given(st.text(max_size=300))
def test_slugs_are_safe_file_names(text):
    """Whatever the headline, the slug can be a file name anywhere."""
    slug = make_slug(text)
    assert len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug.strip("-")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-14", "2026-12-14"),
        ("2024-12-25 00:00:00 +0000", "2024-12-25T00:00:00+00:00"),
        ("2026-12-14T08:30:00Z", "2026-12-14T08:30:00+00:00"),
        ("2026-12-14T08:30:00.123+01:00", "2026-12-14T08:30:00+01:00"),
        ("2021-01-03T17:40:00EET", "2021-01-03T17:40:00"),
        ("2026-1-4 8:05", "2026-01-04T08:05:00"),
        ("2026-02-30", None),
        ("14/12/26", None),
        ("Monday", None),
        ("", None),
    ],
)
def test_dates_become_iso_only_where_they_are_certain(text, expected):
    """Notations that can be read in two ways are not touched."""
    assert iso_date(text) == expected


def test_ids_are_unique_and_in_reading_order():
    """Fields of the head go by name, everything else by kind and place."""
    kinds = [UnitKind.HEADLINE, UnitKind.BYLINE, UnitKind.BYLINE, UnitKind.PARAGRAPH, UnitKind.HEADING, UnitKind.LIST_ITEM]
    assert [unit.id for unit in with_ids(Unit("", kind, "x") for kind in kinds)] == [
        "headline", "byline", "byline2", "p1", "h2", "li3",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), [("a/b/c.txt", "c.txt"), ("C:\\news\\c.txt", "c.txt"), ("-", "-"), ("", "input")])
def test_names_carry_no_folder(name, expected):
    """Editions do not depend on where the source lay."""
    assert file_name(name) == expected
