"""newstrans export and import, as a translator's day has them."""

from __future__ import annotations

import json

import pytest

STORY = "Harbour reopens\n\nThe harbour of Odesa opened again on Monday. Ships came in on Tuesday.\n"


@pytest.fixture
def edition(run, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    assert run("translate", "story.txt", "--to", "fr", "--engine", "pseudo", "-q").returncode == 0
    return next((tmp_path / "editions" / "fr").glob("*.json"))


@pytest.mark.parametrize("kind", ["xliff", "xliff2", "po", "tmx"])
def test_out_and_back(run, tmp_path, edition, kind):
    """Unchanged the same bytes come out; one sentence changed, one sentence is told."""
    assert run("export", edition, "--format", kind, "-o", "out.x").returncode == 0
    done = run("import", "out.x", "--edition", edition, "-o", "back")
    assert (done.returncode, "0 changed, 3 unchanged" in done.stdout) == (0, True), done.stderr
    assert (tmp_path / "back" / "fr" / edition.name).read_bytes() == edition.read_bytes()

    text = (tmp_path / "out.x").read_text("utf-8")
    target = json.loads(edition.read_text("utf-8"))["units"][0]["text"]
    (tmp_path / "out.x").write_text(text.replace(target, "Le port rouvre"), "utf-8")
    said = json.loads(run("import", "out.x", "--edition", edition, "-o", "back", "--json").stdout)
    assert (said["changed"], said["refused"], said["unchanged"]) == (["headline.1"], [], 2)
    assert "# Le port rouvre" in (tmp_path / "back" / "fr" / edition.with_suffix(".md").name).read_text("utf-8")
    assert "a translator changed it" in run("explain", tmp_path / "back" / "fr" / edition.name, "--unit", "headline").stdout


def test_print_and_pipe(run, edition):
    """To standard output and from standard input."""
    out = run("export", edition, "--format", "po", "-o", "-")
    assert out.stdout.startswith("#")
    assert run("import", "-", "--edition", edition, "-o", "back", given=out.stdout.encode()).returncode == 0


def test_errors_name_the_thing(run, tmp_path, edition):
    """No such file; no such edition; a file of something else; an edition that has changed since."""
    (tmp_path / "x.html").write_text("<html/>")
    for args, said in (
        (("import", "none.xlf", "--edition", edition, "-o", "b"), "none.xlf: cannot be read"),
        (("import", "x.html", "--edition", "none.json", "-o", "b"), "none.json"),
        (("import", "x.html", "--edition", edition, "-o", "b"), "x.html: is no XLIFF file"),
        (("export", "story.txt", "--format", "po", "-o", "x.po"), "not JSON"),
    ):
        done = run(*args)
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert run("export", edition, "--format", "po", "-o", "x.po").returncode == 0
    edition.write_text(edition.read_text("utf-8").rstrip("\n"), "utf-8")
    done = run("import", "x.po", "--edition", edition, "-o", "b")
    assert (done.returncode, "Export it again" in done.stderr, (tmp_path / "b").exists()) == (1, True, False)


def test_a_refused_sentence_fails_the_command_and_not_the_others(run, tmp_path):
    """Exit status 1, the sentence and the reason, and the rest is written."""
    (tmp_path / "story.md").write_text("# Harbour reopens\n\nThe [harbour](https://example.org) opened again.\n")
    assert run("translate", "story.md", "--to", "fr", "--engine", "identity", "-q").returncode == 0
    edition = next((tmp_path / "editions" / "fr").glob("*.json"))
    run("export", edition, "--format", "po", "-o", "x.po")
    text = (tmp_path / "x.po").read_text("utf-8")
    target = 'msgstr "The <g1>harbour</g1> opened again."'
    assert target in text
    text = text.replace(target, 'msgstr "Le port a rouvert."').replace('msgstr "Harbour reopens"', 'msgstr "Le port rouvre"')
    (tmp_path / "x.po").write_text(text, "utf-8")
    done = run("import", "x.po", "--edition", edition, "-o", "back")
    assert done.returncode == 1
    assert "code 1 is missing" in done.stderr
    assert "1 changed" in done.stdout
