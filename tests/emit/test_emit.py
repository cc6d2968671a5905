import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest
import sample_editions as samples
from hypothesis import given
from hypothesis import strategies as st

from newstrans import files
from newstrans.emit import file_slug, write_editions
from newstrans.errors import WriteError
from newstrans.formats.edition_json import edition_from_json


def with_story(edition, **changes):
    return replace(edition, story=replace(edition.story, **changes))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def hreflangs(path: Path) -> dict[str, str]:
    return dict(
        re.findall(
            r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', path.read_text(encoding="utf-8")
        )
    )


def test_every_format_lies_under_its_locale(tmp_path):
    """The paths come back in the order of editions and formats, and the files can be read by all."""
    paths = write_editions([samples.portuguese(), samples.arabic()], tmp_path / "editions")

    assert [str(path.relative_to(tmp_path)) for path in paths] == [
        f"editions/{name}.{extension}"
        for name in ("pt-BR/lighthouse-reopens", "ar/moon-flights")
        for extension in ("md", "html", "json")
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o644}
    assert edition_from_json(paths[2].read_text(encoding="utf-8"), name="x") == samples.portuguese()


def test_the_same_editions_give_the_same_bytes(tmp_path):
    """A second run changes nothing, in the same folder or in another."""
    made = [make() for make in samples.ALL]
    write_editions(made, tmp_path / "a")
    first = tree(tmp_path / "a")
    write_editions(made, tmp_path / "a")
    write_editions(made, tmp_path / "b")

    assert tree(tmp_path / "a") == first == tree(tmp_path / "b")


def test_only_the_formats_asked_for(tmp_path):
    """`--format html` writes HTML alone."""
    assert [path.suffix for path in write_editions([samples.korean()], tmp_path, formats=("html",))] == [
        ".html"
    ]
    assert list(tree(tmp_path)) == ["ko/lighthouse-reopens.html"]


def test_editions_of_a_story_link_to_each_other(tmp_path):
    """Links name the editions in the batch and those on disk, and not those of another story."""
    write_editions([samples.portuguese()], tmp_path)
    _, korean, _ = write_editions(
        [samples.korean(), with_story(samples.arabic(), slug="other")][:1], tmp_path
    )
    write_editions([samples.arabic()], tmp_path)
    both = write_editions([samples.portuguese(), samples.korean()], tmp_path, formats=("html",))

    assert hreflangs(korean) == {"ko": "lighthouse-reopens.html", "pt-BR": "../pt-BR/lighthouse-reopens.html"}
    assert hreflangs(both[0])["ko"] == "../ko/lighthouse-reopens.html"
    assert set(hreflangs(both[0])) == {"ko", "pt-BR", "en", "x-default"}


def test_a_link_needs_a_page_to_lead_to(tmp_path):
    """An edition that lies there as Markdown alone is no address."""
    write_editions([samples.portuguese()], tmp_path, formats=("md", "json"))
    (page,) = write_editions([samples.korean()], tmp_path, formats=("html",))

    assert set(hreflangs(page)) == {"ko"}


@pytest.mark.parametrize("formats", [("json",), ("md",), ("html",), ("md", "html", "json")])
def test_two_stories_of_one_slug_keep_apart(tmp_path, formats):
    """The second story gets a number, and both keep their names however often they are written."""
    one = samples.korean()
    two = with_story(one, id="story:other", units=())
    write_editions([one], tmp_path, formats=formats)
    again = [
        write_editions(batch, tmp_path, formats=formats)[0].stem
        for batch in ([two], [one], [two], [two, one])
    ]

    assert again == [
        "lighthouse-reopens-2",
        "lighthouse-reopens",
        "lighthouse-reopens-2",
        "lighthouse-reopens-2",
    ]


def test_the_order_of_a_batch_does_not_matter(tmp_path):
    """New stories of one slug take their numbers in the order of their ids."""
    stories = [with_story(samples.korean(), id=f"story:{letter}") for letter in "cab"]
    write_editions(stories, tmp_path / "x")
    write_editions(stories[::-1], tmp_path / "y")

    assert tree(tmp_path / "x") == tree(tmp_path / "y")


def test_a_story_keeps_its_number_in_every_locale(tmp_path):
    """The second story is "-2" in a locale where it is alone, so that its editions find each other."""
    one, two = samples.korean(), with_story(samples.korean(), id="story:other")
    write_editions([one, two], tmp_path)
    (path, *_) = write_editions([replace(two, locale="es")], tmp_path)

    assert path == tmp_path / "es/lighthouse-reopens-2.md"


@pytest.mark.parametrize("name", ["lighthouse-reopens.md", "lighthouse-reopens.json"])
def test_a_file_that_is_not_ours_is_not_touched(tmp_path, name):
    """Somebody's own file under the name of an edition stays as it is."""
    (tmp_path / "ko").mkdir()
    (tmp_path / "ko" / name).write_bytes(b"my own \xff notes")
    (path, *_) = write_editions([samples.korean()], tmp_path)

    assert path.stem == "lighthouse-reopens-2"
    assert (tmp_path / "ko" / name).read_bytes() == b"my own \xff notes"


@pytest.mark.parametrize(
    "slug",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        "",
        "a\x00b",
        "C:\\x",
        ".hidden",
        "\ud800",
        "x" * 4000,
        "é" * 4000,
    ],
)
def test_a_hostile_slug_stays_in_its_folder(tmp_path, slug):
    """Whatever the wire calls its story, the file lies in the locale's folder."""
    folder = tmp_path / "editions"
    paths = write_editions([with_story(samples.korean(), slug=slug)], folder)

    assert {path.resolve().parent for path in paths} == {(folder / "ko").resolve()}
    assert sorted(path.name for path in (folder / "ko").iterdir()) == sorted(path.name for path in paths)
    assert [path.name for path in tmp_path.iterdir()] == ["editions"]


@given(st.text())
def test_a_file_slug_is_a_plain_name(slug):
    """No separator, no leading dot, no control, never empty, never too long; once clean it stays."""
    name = file_slug(slug)

    assert name
    assert not re.search(r"[/\\\x00-\x1f]|^[.-]|\.\.", name)
    assert len(name.encode()) <= 160
    assert file_slug(name) == name


@pytest.mark.parametrize("locale", ["../x", "", "pt/BR", ".", "pt_BR"])
def test_a_locale_that_is_no_folder_is_refused(tmp_path, locale):
    """A locale comes from outside too."""
    with pytest.raises(WriteError, match="is no name for a folder"):
        write_editions([replace(samples.korean(), locale=locale)], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_named(tmp_path):
    """The error lists the formats that there are."""
    with pytest.raises(WriteError, match="unknown format 'pdf'; known are md, html, json"):
        write_editions([samples.korean()], tmp_path, formats=("pdf",))


def test_a_folder_that_is_a_file_is_an_error(tmp_path):
    """The message names the file that could not be written, and why."""
    (tmp_path / "ko").write_text("a file", encoding="utf-8")

    with pytest.raises(WriteError, match=r"lighthouse-reopens\.md: cannot be written"):
        write_editions([samples.korean()], tmp_path)
    assert list(tree(tmp_path)) == ["ko"]


def test_a_name_that_is_a_folder_is_an_error(tmp_path):
    """Nothing is left behind where the last step fails."""
    (tmp_path / "ko" / "lighthouse-reopens.md").mkdir(parents=True)
    (tmp_path / "ko" / "lighthouse-reopens.md" / "x").write_text("x", encoding="utf-8")

    (path, *_) = write_editions([samples.korean()], tmp_path)

    assert path.name == "lighthouse-reopens-2.md"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_break_while_writing_leaves_nothing_half_written(tmp_path, monkeypatch, error, call):
    """A full disk or Ctrl-C at any of the three files leaves the old edition whole and no temporary file."""
    old = samples.korean()
    write_editions([old], tmp_path)
    before = tree(tmp_path)
    calls = []

    def fsync(handle):
        calls.append(handle)
        if len(calls) == call:
            raise error

    monkeypatch.setattr(files.os, "fsync", fsync)
    with pytest.raises(WriteError if isinstance(error, OSError) else KeyboardInterrupt):
        write_editions([replace(old, strings={"disclosure": "new"})], tmp_path)
    assert tree(tmp_path) == before

    calls.clear()
    with pytest.raises(WriteError if isinstance(error, OSError) else KeyboardInterrupt):
        write_editions([replace(old, locale="fr")], tmp_path)
    assert tree(tmp_path) == before
    assert not (tmp_path / "fr").exists()
