from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.errors import NewstransError, ReadError
from newstrans.formats import read_story
from newstrans.model import Mark, UnitKind

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

LEAD = "Negotiators moved closer on Monday to a common insurance fund for grain ships."


def _read(text, name="story.md"):
    return read_story(text.encode(), name=name)


def _body(text):
    return _read(text).units


def test_yaml_front_matter_stays_as_it_is_written():
    """Norwegian is not False, a date is not moved, and unknown keys survive."""
    story = _read(
        "---\ntitle: Talks Edge Forward\nauthor: Jane Roe\ndate: 2026-12-14 08:30:00 +0100\nlang: no\ndraft: yes\n"
        "tags: [ports, grain]\ntranslator:\ndescription: A common fund is near.\nurl: https://example.org/talks\n---\n\n" + LEAD
    )
    assert story.language == "nb"
    assert story.metadata == {
        "title": "Talks Edge Forward",
        "author": "Jane Roe",
        "published": "2026-12-14T08:30:00+01:00",
        "x-draft": "yes",
        "x-tags": "ports, grain",
        "x-translator": "",
        "url": "https://example.org/talks",
    }
    assert [(unit.id, unit.text) for unit in story.units] == [
        ("headline", "Talks Edge Forward"),
        ("subhead", "A common fund is near."),
        ("p1", LEAD),
    ]


def test_toml_front_matter_is_read_too():
    """Hugo's `+++` fences hold TOML."""
    story = _read(f'+++\ntitle = "Talks"\ndate = 2026-12-14\nweight = 3\n+++\n{LEAD}')
    assert story.headline == "Talks"
    assert story.metadata == {"title": "Talks", "published": "2026-12-14", "x-weight": "3"}


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("---\ntitle: [a\nfoo: b\n---\n", 3),
        ("---\ntitle: a\n\nText", 1),
        ("---\n- a\n- b\n---\n", 2),
        ("---\na: &x [1]\nb: *x\n---\n", 3),
        ("---\na: " + "[" * 3000 + "\n---\n", 2),
        ("+++\ntitle = \n+++\n", 2),
        ("+++\ntitle = 'a'\n", 1),
    ],
)
def test_malformed_front_matter_is_an_error_with_its_line(front, line):
    """Nothing is guessed about broken metadata, and nothing in it can blow up."""
    with pytest.raises(ReadError, match=rf"story\.md: line {line}: ") as caught:
        _read(front + LEAD)
    assert str(caught.value).count("\n") == 0


def test_a_rule_at_the_top_is_no_front_matter():
    """A thematic break may open a text."""
    assert _body(f"---\n\n{LEAD}\n\n---\n\nMore.")[0].text == LEAD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"# Talks\n\n{LEAD}", ["headline", "p1"]),
        (f"Talks\n=====\n\n{LEAD}", ["headline", "p1"]),
        (f"---\ntitle: Talks!\n---\n# Talks\n\n{LEAD}", ["headline", "p1"]),  # not repeated
        (f"---\ntitle: Talks\n---\n# Other\n\n{LEAD}", ["headline", "h1", "p2"]),
        (f"{LEAD}\n\n## Why\n\n{LEAD}", ["p1", "h2", "p3"]),
        (f"# Talks\n\nBy Jane Roe\n\nKYIV (AP) — {LEAD}", ["headline", "byline", "dateline", "p1"]),
    ],
)
def test_the_headline_is_the_title_or_the_first_heading(text, expected):
    """Front matter counts most, and the same words are not said twice."""
    assert [unit.id for unit in _body(text)] == expected


def test_inline_markup_becomes_marks_over_plain_text():
    """Emphasis, links and code lie over the right words; hard breaks are line breaks, soft ones spaces."""
    (unit,) = _body("The *grain **ship*** from [Odesa](https://example.org/o \"Port\")\nhas `id_7`, ~~old~~  \nnew &amp; <em>fine</em>.")
    assert unit.text == "The grain ship from Odesa has id_7, old\nnew & fine."
    assert [(mark.tag, unit.text[mark.start : mark.end]) for mark in unit.marks] == [
        ("em", "grain ship"), ("strong", "ship"), ("a", "Odesa"), ("code", "id_7"), ("del", "old"), ("em", "fine"),
    ]  # fmt: skip
    assert unit.marks[2].attributes == (("href", "https://example.org/o"), ("title", "Port"))


def test_blocks_keep_their_kind_and_group():
    """Lists, quotes, tables and code are told apart, nested lists by their level."""
    text = "1. one\n2. two\n   - deep\n\n   more\n\n> said\n>\n> again\n\n| Port | Rate |\n|---|---|\n| Odesa | |\n\n```py\nx = 1\n```\n"
    assert [(u.kind.value, u.text, u.level, u.group) for u in _body(text)] == [
        ("list-item", "one", 1, "ol1"),
        ("list-item", "two", 1, "ol1"),
        ("list-item", "deep", 2, "list2"),
        ("paragraph", "more", 1, "ol1"),
        ("quote", "said", 0, "quote1"),
        ("quote", "again", 0, "quote1"),
        ("table-cell", "Port", 0, "table1.row1"),
        ("table-cell", "Rate", 0, "table1.row1"),
        ("table-cell", "Odesa", 0, "table1.row2"),
        ("table-cell", "", 0, "table1.row2"),
        ("code", "x = 1", 0, ""),
    ]


def test_images_are_captions_alone_and_void_marks_inside_text():
    """An image on its own gives its words to translate; one in a sentence holds its place."""
    story = _read(f'{LEAD}\n\n![A *ship*](a.jpg "Odesa")\n\nThe sign ![x](b.png) means it.')
    caption, sentence = story.units[1:]
    assert (caption.kind, caption.text) == (UnitKind.CAPTION, "A ship Odesa")
    assert caption.marks == (Mark(0, 0, "img", (("src", "a.jpg"),)),)
    assert sentence.text == "The sign means it."
    assert sentence.marks == (Mark(9, 9, "img", (("src", "b.png"), ("alt", "x"))),)


def test_raw_html_and_template_code_are_kept_verbatim_and_noted():
    """What is for the site's software is not translated, and the user is told."""
    story = _read(f"{{% assign a = b %}}\n{LEAD} {{{{ a_b_c }}}}\n\n<div class=x>\n<b>raw</b>\n</div>\n\n{{{{< figure src=a >}}}}\n\n{{% highlight c %}}\nint *a;\n\n*b*\n{{% endhighlight %}}")
    assert [(unit.kind.value, unit.text) for unit in story.units] == [
        ("code", "{% assign a = b %}"),
        ("paragraph", LEAD + " {{ a_b_c }}"),
        ("code", "<div class=x>\n<b>raw</b>\n</div>"),
        ("code", "{{< figure src=a >}}"),
        ("code", "{% highlight c %}\nint *a;\n\n*b*\n{% endhighlight %}"),
    ]
    assert story.notes == (
        "line 1: template code is kept as it stands",
        "line 4: an HTML block is kept as it stands",
        "line 8: template code is kept as it stands",
        "line 10: template code is kept as it stands",
    )


def test_end_marks_are_furniture_with_their_line():
    """Wire habits in Markdown files are seen as well."""
    story = _read(f"---\ntitle: Talks\n---\n{LEAD}\n\nENDS\n")
    assert [(item.text, item.line) for item in story.furniture] == [("ENDS", 6)]


@given(st.text(alphabet=st.sampled_from("ab*_`[]()!<>#->|~\\{%}\n 1.&é:+"), max_size=200))
def test_any_markdown_gives_a_story_or_our_error(text):
    """No text crashes the reader, and marks stay inside their units."""
    try:
        story = _read(text)
    except NewstransError:
        return
    assert len({unit.id for unit in story.units}) == len(story.units)
    for unit in story.units:
        assert all(0 <= mark.start <= mark.end <= len(unit.text) for mark in unit.marks)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside this checkout")
@pytest.mark.parametrize(("prefix", "language"), [("36-", "en"), ("37-", "ko")])
def test_a_post_and_its_human_translation_have_the_same_shape(prefix, language):
    """The Ruby release post is read alike in English and Korean."""
    (path,) = SAMPLES.glob(f"{prefix}*.md")
    story = read_story(path.read_bytes(), name=path.name)
    assert story.language == language
    assert story.headline.startswith("Ruby 3.4.0")
    assert story.metadata["published"] == "2024-12-25T00:00:00+00:00"
    assert sum(unit.kind is UnitKind.HEADING for unit in story.units) == 17
    assert any(unit.kind is UnitKind.CODE and unit.text.startswith('ary = ["foo"') for unit in story.units)
