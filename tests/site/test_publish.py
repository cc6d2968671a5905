"""A site of editions: what is in it, what never is, and what a second run does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sample_editions as samples
from lxml import etree
from lxml import html as lxml_html

from newstrans.emit import write_editions
from newstrans.errors import EditionError, NothingToPublish, ReadError, WriteError
from newstrans.localise.locale import load_locale
from newstrans.model import Edition, Treatment, UnitKind
from newstrans.site.pages import PER_PAGE
from newstrans.site.publish import RECORD, Site, publish, site_at

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
BASE = "https://news.example.org/desk"


def story(number: int, locale: str = "pt-BR", **metadata: str) -> Edition:
    """A short machine translation of its own story."""
    units = [
        samples.plain("headline", UnitKind.HEADLINE, f"Ship {number} sails", f"Navio {number} parte"),
        samples.plain("p1", UnitKind.PARAGRAPH, "It left on Monday.", "Partiu na segunda-feira."),
    ]
    meta = {"published": f"2026-02-{number % 28 + 1:02}T08:00:00+01:00", **metadata}
    version = meta.pop("version", "1")
    made = samples.edition(units, locale, slug=f"ship-{number}", story_id=f"story:{number}", metadata=meta, version=version)
    return replace(made, strings={"disclosure": "Tradução automática."})


@pytest.fixture
def made(tmp_path):
    """Publish editions from a fresh folder; returns the result and the folder of the site."""

    def make(*editions: Edition, site: str = "site", folder: str = "editions", **options):
        home = tmp_path / folder
        if editions:
            write_editions(editions, home, formats=["json"])
        options = {"now": NOW, "unreviewed": True, "base_url": BASE, "title": "", **options}
        place = site_at(Site(tmp_path / site, options.pop("base_url"), options.pop("title"), "Example News, Kyiv desk"))
        return publish([home], place, load_locale, **options), tmp_path / site

    return make


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_site_has_pages_lists_feeds_and_a_sitemap(made):
    """One page for each edition, and for each locale a list and three feeds."""
    done, site = made(samples.portuguese(), samples.arabic(), samples.korean())
    assert sorted(tree(site)) == sorted(
        [RECORD, "index.html", "sitemap.xml"]
        + [f"{tag}/{name}" for tag in ("ar", "ko", "pt-BR") for name in ("index.html", "feed.xml", "atom.xml", "feed.json")]
        + [page for page, _ in done.pages]
    )
    assert {page.split("/")[0] for page, _ in done.pages} == {"ar", "ko", "pt-BR"}
    assert done.removed == () == done.held


def test_a_second_run_changes_nothing(made):
    """Same editions, same bytes, at any later time; no file is touched."""
    first, site = made(story(1), samples.korean())
    before = tree(site)
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    again, _ = made(now=NOW.replace(year=2027))
    assert tree(site) == before
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == times
    assert (again.written, again.unchanged) == ((), len(first.written))


def test_the_order_of_folders_does_not_matter(made, tmp_path):
    """Two machines make the same site."""
    made(story(1), story(2), story(1, "es"))
    other = tmp_path / "other"
    for edition in (story(2), story(1, "es"), story(1)):
        write_editions([edition], other / edition.locale, formats=["json"])
    publish([other / "es", other / "pt-BR"], site_at(Site(tmp_path / "b", BASE, "", "Example News, Kyiv desk")), load_locale, now=NOW, unreviewed=True)
    assert tree(tmp_path / "site") == tree(tmp_path / "b")


def test_editions_know_each_other(made):
    """hreflang names this page, every other edition and x-default, and the links are mutual."""
    _, site = made(story(1), story(1, "es"), story(1, "ar"))
    seen = []
    for tag in ("ar", "es", "pt-BR"):
        page = lxml_html.parse(str(site / tag / "ship-1.html"))
        links = {link.get("hreflang"): link.get("href") for link in page.iterfind(".//link[@hreflang]")}
        assert links[tag] == f"{BASE}/{tag}/ship-1.html" == page.find(".//link[@rel='canonical']").get("href")
        seen.append(links)
    assert seen[0] == seen[1] == seen[2]
    assert set(seen[0]) == {"ar", "es", "pt-BR", "x-default"}


def test_the_original_is_where_other_readers_go(made):
    """The story's own address is x-default and the edition of its language."""
    _, site = made(story(1, url="https://wire.example.org/a"))
    text = (site / "pt-BR" / "ship-1.html").read_text("utf-8")
    assert '<link rel="alternate" hreflang="x-default" href="https://wire.example.org/a">' in text
    assert '<link rel="alternate" hreflang="en" href="https://wire.example.org/a">' in text


def test_json_ld_names_the_desk(made):
    """An organisation answers for the translation; an engine is no translator."""
    _, site = made(story(1))
    page = lxml_html.parse(str(site / "pt-BR" / "ship-1.html"))
    data = json.loads(page.find(".//script").text)
    assert data["translator"] == {"@type": "Organization", "name": "Example News, Kyiv desk"}
    assert data["inLanguage"] == "pt-BR"
    assert data["translationOfWork"]["inLanguage"] == "en"
    assert data["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert data["url"] == f"{BASE}/pt-BR/ship-1.html"


def test_feeds_tell_the_newest_first_and_who_translated(made):
    """The same stories in RSS, Atom and JSON Feed, each with its note."""
    _, site = made(*(story(n, author="Ilse Tamm") for n in (3, 9, 5)))
    folder = site / "pt-BR"
    rss, atom = etree.parse(folder / "feed.xml"), etree.parse(folder / "atom.xml")
    plain = json.loads((folder / "feed.json").read_text("utf-8"))
    wanted = [f"{BASE}/pt-BR/ship-{n}.html" for n in (9, 5, 3)]
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert rss.xpath("//item/guid/text()") == wanted
    assert atom.xpath("//a:entry/a:id/text()", namespaces=space) == wanted
    assert [item["url"] for item in plain["items"]] == wanted
    assert rss.xpath("string(//item[1]/pubDate)") == "Tue, 10 Feb 2026 08:00:00 +0100"
    assert rss.xpath("string(//language)") == "pt-BR" == atom.getroot().get("{http://www.w3.org/XML/1998/namespace}lang")
    for text in (*rss.xpath("//item/description/text()"), *(item["content_text"] for item in plain["items"])):
        assert text.endswith("Tradução automática.")
    assert [item["authors"] for item in plain["items"]] == [[{"name": "Ilse Tamm"}]] * 3
    for file in ("feed.xml", "atom.xml"):
        assert f"{BASE}/pt-BR/{file}" in (folder / file).read_text("utf-8")


def test_a_story_without_a_date_keeps_its_first_day(made):
    """When an edition first went out stands in for a date, and does not move at the next run."""
    undated = replace(story(1), story=replace(story(1).story, metadata={}))
    _, site = made(undated)
    before = (site / "pt-BR" / "feed.json").read_text("utf-8")
    assert "2026-03-01T06:00:00+00:00" in before
    made(story(2), now=NOW.replace(month=5))
    again = json.loads((site / "pt-BR" / "feed.json").read_text("utf-8"))
    assert [item["date_published"] for item in again["items"]] == ["2026-03-01T06:00:00+00:00", "2026-02-03T08:00:00+01:00"]


def test_the_sitemap_lists_every_page(made):
    """With its last change and its alternates."""
    done, site = made(story(1, updated="2026-02-20T10:00:00Z"), story(1, "es"), story(2))
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = etree.parse(site / "sitemap.xml")
    urls = found.xpath("//s:loc/text()", namespaces=space)
    assert urls == [f"{BASE}/", f"{BASE}/es/", f"{BASE}/pt-BR/"] + [f"{BASE}/{page}" for page, _ in done.pages]
    first = found.xpath("//s:url[s:loc[contains(., 'pt-BR/ship-1')]]", namespaces=space)[0]
    assert first.xpath("s:lastmod/text()", namespaces=space) == ["2026-02-20T10:00:00+00:00"]
    assert first.xpath("x:link/@hreflang", namespaces=space) == ["es", "pt-BR"]


def test_a_long_list_has_pages(made):
    """Fifty stories on one; the pages lead to each other, and shrink when stories go."""
    editions = [story(n) for n in range(PER_PAGE + 3)]
    done, site = made(*editions)
    assert "pt-BR/page-2.html" in done.written
    first, second = (lxml_html.parse(str(site / "pt-BR" / name)) for name in ("index.html", "page-2.html"))
    assert [len(page.findall(".//article")) for page in (first, second)] == [PER_PAGE, 3]
    assert first.xpath("//nav[@class='pages']//@href") == ["page-2.html"]
    assert second.xpath("//nav[@class='pages']//@href") == ["index.html"]
    assert "Página 2 de 2" in second.find(".//header").text_content()
    made(*editions[:5], folder="fewer")
    assert not (site / "pt-BR" / "page-2.html").exists()


@pytest.mark.parametrize(
    ("metadata", "why"),
    [
        ({"embargo": "2026-03-01T09:00:00+01:00"}, "embargoed"), ({"embargo": ""}, "embargoed"),
        ({"status": "stat:withheld"}, "withheld"), ({"status": "stat:canceled"}, "killed"), ({"x-draft": "true"}, "withheld"),
    ],
)  # fmt: skip
def test_what_is_held_never_goes_out(made, metadata, why):
    """Not its page, not its headline in a list or feed."""
    done, site = made(story(1, **metadata), story(2))
    assert [held.why for held in done.held] == [why]
    assert [page for page, _ in done.pages] == ["pt-BR/ship-2.html"]
    assert not [name for name, data in tree(site).items() if b"Navio 1" in data]


def test_an_embargo_ends(made):
    """The same folder, an hour later."""
    done, _ = made(story(1, embargo="2026-03-01T09:00:00+01:00"), story(2))
    assert len(done.pages) == 1
    done, site = made(now=NOW.replace(hour=8))
    assert len(done.pages) == 2
    assert (site / "pt-BR" / "ship-1.html").is_file()


def test_a_kill_takes_every_edition_away(made):
    """Also those whose own file does not know of it yet; what was withdrawn is listed from then on."""
    made(story(1), story(1, "es"), story(2))
    done, site = made(story(1, "es", status="stat:canceled", version="2"), folder="editions")
    assert done.removed == ("es/atom.xml", "es/feed.json", "es/feed.xml", "es/index.html", "es/ship-1.html", "pt-BR/ship-1.html")
    assert [(one["page"], one["why"]) for one in done.withdrawn] == [("es/ship-1.html", "killed"), ("pt-BR/ship-1.html", "killed")]
    assert not (site / "es").exists()
    assert not [name for name, data in tree(site).items() if b"Navio 1" in data]
    again, _ = made(story(3))
    assert [one["page"] for one in again.withdrawn] == ["es/ship-1.html", "pt-BR/ship-1.html"]


def test_a_kill_stays_a_kill(made):
    """The old edition that lies in another folder does not bring it back; a newer version does."""
    made(story(1))
    made(story(1, status="canceled", version="2"), story(2))
    done, site = made(story(1), story(2), folder="restored")
    assert [held.why for held in done.held] == ["killed"]
    assert not (site / "pt-BR" / "ship-1.html").exists()
    done, site = made(story(1, version="3"), folder="corrected")
    assert [page for page, _ in done.pages] == ["pt-BR/ship-1.html"]
    assert done.withdrawn == ()


@pytest.mark.parametrize("name", ["story:1", "es/ship-1.html", f"{BASE}/pt-BR/ship-1.html", "ship-1"])
def test_a_story_can_be_withdrawn_by_hand(made, name):
    """By its id or the address of any of its pages; it stays away until a newer version comes."""
    made(story(1), story(1, "es"), story(2))
    done, _ = made(withdraw=[name])
    assert [page for page, _ in done.pages] == ["pt-BR/ship-2.html"]
    assert [one["page"] for one in done.withdrawn] == ["es/ship-1.html", "pt-BR/ship-1.html"]
    again, _ = made()
    assert [page for page, _ in again.pages] == ["pt-BR/ship-2.html"]
    assert again.withdrawn == done.withdrawn
    newer, _ = made(story(1, version="2"), folder="corrected")
    assert [page for page, _ in newer.pages] == ["pt-BR/ship-1.html"]


def test_a_name_that_the_site_does_not_know_is_said(made):
    """A slip must not look like a kill."""
    made(story(1))
    with pytest.raises(ReadError, match="no such story"):
        made(withdraw=["ship-7"])


def test_the_newest_version_counts(made, tmp_path):
    """Version 10 is newer than 9, wherever the files lie."""
    write_editions([story(1, version="9")], tmp_path / "editions" / "old", formats=["json"])
    newer = story(1, version="10")
    newer = replace(newer, units=(replace(newer.units[0], text="Navio 1 parte de novo"), newer.units[1]))
    done, site = made(newer)
    assert [held.why for held in done.held] == ["older"]
    assert "de novo" in (site / "pt-BR" / "ship-1.html").read_text("utf-8")


def test_machine_translations_wait_for_a_word(made, tmp_path):
    """Nothing goes out by accident, and a forgotten option does not empty a site."""
    made(story(1))
    before = tree(tmp_path / "site")
    with pytest.raises(NothingToPublish, match="--unreviewed"):
        made(unreviewed=False)
    assert tree(tmp_path / "site") == before


def test_what_no_machine_touched_needs_no_word(made):
    """A copy in its own language is an editor's text."""
    copy = story(1, "en")
    copy = replace(copy, units=tuple(replace(unit, treatment=Treatment.KEPT, text=unit.unit.text) for unit in copy.units))
    done, site = made(copy, story(2), unreviewed=False)
    assert [page for page, _ in done.pages] == ["en/ship-1.html"]
    assert [held.why for held in done.held] == ["unreviewed"]
    assert "disclosure" not in lxml_html.parse(str(site / "en" / "index.html")).find(".//body").text_content()


def test_stories_keep_their_address(made):
    """Two stories of one slug get two addresses, and keep them whichever comes or goes."""
    made(story(1))
    other = replace(story(2), story=replace(story(2).story, slug="ship-1"))
    done, _ = made(other, folder="b")
    assert [page for page, _ in done.pages] == ["pt-BR/ship-1-2.html"]
    done, _ = made(story(1), folder="c")
    assert [page for page, _ in done.pages] == ["pt-BR/ship-1.html"]


def test_a_slug_never_takes_the_place_of_a_list(made):
    """A story called "index"."""
    done, _ = made(replace(story(1), story=replace(story(1).story, slug="index")))
    assert [page for page, _ in done.pages] == ["pt-BR/index-story.html"]


def test_a_dry_run_writes_nothing(made, tmp_path):
    """And says the same as the run."""
    dry, site = made(story(1), dry_run=True)
    assert not site.exists()
    wet, _ = made()
    assert dry.written == wet.written


def test_other_peoples_files_are_left_alone(made, tmp_path):
    """A folder with a page of somebody else is refused before anything is written."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("my own")
    with pytest.raises(WriteError, match="not a page of this site"):
        made(story(1))
    assert tree(tmp_path / "site") == {"index.html": b"my own"}


def test_a_record_cannot_delete_outside(made, tmp_path):
    """The site's own record may be damaged or forged."""
    (tmp_path / "precious.txt").write_text("x")
    made(story(1))
    path = tmp_path / "site" / RECORD
    record = json.loads(path.read_text("utf-8"))
    record["files"] += ["../precious.txt", str(tmp_path / "precious.txt"), 7]
    path.write_text(json.dumps(record))
    made(story(1))
    assert (tmp_path / "precious.txt").exists()
    for key, value in (("slugs", {"story:1": "../../x"}), ("first", {"story:1": {"pt-BR": "soon"}}), ("withdrawn", [{}]), ("slugs", [])):
        path.write_text(json.dumps({**record, key: value}))
        with pytest.raises(WriteError, match="damaged"):
            made(story(1))
    path.write_text("{")
    with pytest.raises(WriteError, match="damaged"):
        made(story(1))


def test_a_run_that_was_stopped_can_be_run_again(made, tmp_path, monkeypatch):
    """What it had written is its own."""
    from newstrans.site import publish as module

    real, calls = module.write_together, []

    def stop(contents):
        calls.append(contents)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(contents)

    monkeypatch.setattr(module, "write_together", stop)
    with pytest.raises(KeyboardInterrupt):
        made(story(1), story(2))
    monkeypatch.setattr(module, "write_together", real)
    done, site = made(story(1, section="harbour"))
    assert len(done.pages) == 2
    assert sorted(set(tree(site)) - {RECORD}) == sorted(json.loads((site / RECORD).read_text("utf-8"))["files"])


def test_damaged_files_are_told_and_the_rest_goes_out(made, tmp_path):
    """JSON that is something else is no concern of ours."""
    folder = tmp_path / "editions"
    folder.mkdir()
    (folder / "package.json").write_text("{}")
    (folder / "broken.json").write_text('{"format": "newstrans-edition", ')
    done, _ = made(story(1))
    assert len(done.pages) == 1
    assert [failure.name for failure in done.failures] == [str(folder / "broken.json")]
    assert isinstance(done.failures[0], EditionError)


@pytest.mark.parametrize("locale", ["../../outside", "pt/../../x", "", "PT-br", "x"])
def test_a_locale_that_is_no_tag_is_damage(made, tmp_path, locale):
    """It would be the name of a folder."""
    made(story(1))
    path = next((tmp_path / "editions").rglob("*.json"))
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "locale": locale}))
    done, _ = made(story(2))
    assert [failure.name for failure in done.failures] == [str(path)]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["editions", "site"]


def test_nothing_there_is_said(made, tmp_path):
    """No folder; a folder without editions."""
    with pytest.raises(ReadError, match="no such folder"):
        made(folder="nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="newstrans translate"):
        made(folder="empty")


@pytest.mark.parametrize("base", ["example.org", "ftp://example.org", "https://example.org/?a=1", "https://exa mple.org", 'https://e"x/'])
def test_an_address_that_is_none_is_refused(base):
    """Before anything is read."""
    with pytest.raises(WriteError, match=r"https://example\.org/news"):
        site_at(Site(Path("site"), base))


def test_without_an_address_the_site_can_be_opened_from_the_disk(made):
    """Every link leads to a file; there are no feeds, which need an address."""
    _, site = made(story(1), story(1, "ar"), base_url="")
    names = set(tree(site))
    assert not [name for name in names if name.endswith((".xml", "feed.json"))]
    for name in names - {RECORD}:
        page = lxml_html.parse(str(site / name))
        for href in page.xpath("//@href"):
            assert (site / name).parent.joinpath(href).resolve().is_file(), (name, href)


class _Strict(HTMLParser):
    """Every element is closed in its order; no id or attribute twice."""

    VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"attribute twice in {tag}")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of order")


def test_hostile_stories_stay_text(made):
    """Markup in any field is shown, not run; XML of the feeds is well formed; every page is balanced."""
    _, site = made(samples.hostile(), title='<b>"Desk" & co</b>')
    for name, data in tree(site).items():
        text = data.decode()
        if name.endswith(".html"):
            checker = _Strict()
            checker.feed(text)
            assert (checker.open, checker.wrong) == ([], []), name
            scripts = lxml_html.document_fromstring(text).xpath("//script[not(@type='application/ld+json')]|//b|//@onerror")
            assert scripts == []
            assert "javascript:" not in "".join(lxml_html.document_fromstring(text).xpath("//@href"))
        elif name.endswith(".xml"):
            etree.fromstring(data)
