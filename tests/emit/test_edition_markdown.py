import re
from dataclasses import replace
from html import unescape

import pytest
import sample_editions as samples
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newstrans.formats.edition_layout import fit
from newstrans.formats.edition_markdown import edition_to_markdown
from newstrans.model import EditionUnit, Mark, Treatment, Unit, UnitKind

RENDERERS = (MarkdownIt("commonmark"), MarkdownIt("js-default"))


def body_of(edition):
    """The body without front matter and tail."""
    text = edition_to_markdown(replace(edition, strings={})).split("\n---\n", 1)[1]
    return text[: text.rindex("\n---\n\n*This text was translated")]


def unit(text, *marks, kind=UnitKind.PARAGRAPH, **more):
    return EditionUnit(Unit("u", kind, text, **more), Treatment.TRANSLATED, None, (), text, marks)


def markdown(*units):
    return body_of(samples.edition(units, "pt-BR")).strip("\n")


def html_text(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def test_the_whole_file():
    """Front matter, head, body and tail of an edition, as an editor sees them."""
    text = edition_to_markdown(samples.portuguese())

    assert text.startswith('---\ntitle: "Odesa reabre seu farol após 14 meses"\n')
    assert text.split("\n---\n", 1)[1] == """
# Odesa reabre seu farol após 14 meses

**Navios veem a luz a 18 milhas de distância**

Por Ilse Tamm

ODESA, Ucrânia, 14 dez. — O Farol Vorontsov foi aceso novamente na terça-feira, disseram [autoridades portuárias](https://example.org/port?a=1&b=2). “Ele guiou **1.200 navios** no ano passado”, disse Marta Lindqvist.

## O que muda

- As chegadas noturnas são retomadas
  - Dois rebocadores
- As taxas continuam iguais

> O mar não espera.

| Mês | Navios |
| --- | --- |
| Outubro | 97 |
| Novembro |  |

```
light --every 12s
  --white
```

*A torre ao anoitecer. Foto: arquivo do porto*

The keeper wrote a note.

---

*Tradução automática de inglês. Sem revisão de um editor.*

[Leia o original](https://news.example.org/odesa-lighthouse)
"""  # fmt: skip


@pytest.mark.parametrize("make", samples.ALL)
def test_front_matter_is_yaml_with_plain_values(make):
    """Every YAML reader gets strings, true and false, whatever the text is."""
    values = yaml.safe_load(edition_to_markdown(make()).split("\n---\n", 1)[0].removeprefix("---\n"))

    assert make().locale == values["lang"]
    assert values["machine_translation"] is True
    assert values["reviewed"] is False
    assert all(
        isinstance(values[key], str)
        for key in ("title", "translation_of", "source_language", "source_sha256")
    )
    assert ("rtl" if make is samples.arabic else None) == values.get("dir")


def test_norway_stays_a_language():
    """`no`, dates and numbers in front matter are strings."""
    edition = replace(samples.korean(), locale="no")
    edition = replace(
        edition, story=replace(edition.story, metadata={"published": "2025-12-14", "author": "yes"})
    )
    values = yaml.safe_load(edition_to_markdown(edition).split("\n---\n", 1)[0].removeprefix("---\n"))

    assert (values["lang"], values["date"], values["author"]) == ("no", "2025-12-14", "yes")


@pytest.mark.parametrize(
    "text",
    [
        "Em 14 de dezembro, 1.200 navios - dois a mais - voltaram (segundo o porto).",
        "“[Ele] disse [sic] que sim”, afirmou: 50% + 3 = ótimo; R$ 5 & US$ 7!",
        "Fim. 3 - 2 > 0 < 1, a/b, c|d, e@f, #hashtag, ~500 pessoas, snake_case, 2 * 3 = 6",
        "2025. Um ano bom",
        "-5 graus em Oslo",
        "O’Neill d'água “aspas” «guillemets» 1º",
    ],
)
def test_ordinary_prose_carries_no_backslash(text):
    """An editor who opens the file sees the sentence as it is."""
    expected = text.replace("2025. Um", "2025\\. Um")  # the one place where it would become a list

    assert expected == markdown(unit(text))


@pytest.mark.parametrize("text", samples.HOSTILE)
@pytest.mark.parametrize(
    "kind", [UnitKind.PARAGRAPH, UnitKind.HEADLINE, UnitKind.CAPTION, UnitKind.QUOTE, UnitKind.LIST_ITEM]
)
def test_text_stays_text(text, kind):
    """What looks like markup is shown, not run, in every kind of unit and in two renderers."""
    for renderer in RENDERERS:
        html = renderer.render(markdown(unit(text, kind=kind, level=1, group="list1")))
        assert " ".join(fit(text).split()) == html_text(html)
        assert not re.search(r"<(?!/?(?:p|h1|em|blockquote|ul|li)>)", html)


SNIPPETS = [
    *"ab é市*_~`<>[]()!#&;|\\-+=.1:\"'“”€ \n\t",
    "](",
    "**",
    "~~",
    "&lt;",
    "<b>",
    "![",
    "--",
    "1. ",
    "# ",
    "    ",
]
NASTY = st.lists(st.sampled_from(SNIPPETS), max_size=16).map("".join)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(NASTY, min_size=1, max_size=3),
    st.sampled_from([UnitKind.PARAGRAPH, UnitKind.LIST_ITEM, UnitKind.QUOTE]),
)
def test_rendering_gives_the_texts_back(texts, kind):
    """Any text, rendered, is the text again, block for block."""
    source = markdown(*(unit(text, kind=kind, level=1, group="list1") for text in texts))

    html = RENDERERS[1].render(source)

    blocks = re.findall(
        r"<(?:p|li)>(.*?)</(?:p|li)>",
        html.replace("<li>\n<p>", "<li>").replace("</p>\n</li>", "</li>"),
        re.DOTALL,
    )
    expected = [" ".join(text.split()) for text in texts if text.strip()]
    assert expected == [html_text(block) for block in blocks]


@st.composite
def marked(draw):
    text = draw(NASTY)
    marks = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        tag = draw(st.sampled_from(["em", "strong", "del", "a", "code"]))
        marks.append(
            Mark(start, end, tag, (("href", "https://example.org/?a=1&amp;b"),) if tag == "a" else ())
        )
    return text, marks


def balanced(html):
    stack = []
    for closing, tag in re.findall(r"<(/?)(em|strong|del|s|a|code)\b", html):
        if closing:
            assert stack
            assert stack.pop() == tag
        else:
            stack.append(tag)
    assert not stack


@settings(max_examples=400, deadline=None)
@given(marked())
def test_marks_never_change_the_words(case):
    """Emphasis, links and code over any text leave its words alone and close what they open."""
    text, marks = case

    html = MarkdownIt("commonmark").enable("strikethrough").render(markdown(unit(text, *marks)))

    assert " ".join(text.split()) == html_text(html)
    balanced(html)


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("o farol novo", Mark(2, 7, "em"), "o *farol* novo"),
        ("오데사의 등대가", Mark(5, 7, "strong"), "오데사의 **등대**가"),
        ("これは「重要」です", Mark(3, 7, "strong"), "これは<strong>「重要」</strong>です"),  # `**` would not close here
        ("diz “sim”já", Mark(4, 9, "em"), "diz <em>“sim”</em>já"),
        ("a b c", Mark(2, 3, "del"), "a ~~b~~ c"),
        ("use `x` now", Mark(4, 7, "code"), "use `` `x` `` now"),
        ("Wow!link", Mark(4, 8, "a", (("href", "https://e.org/_(x)"),)), "Wow\\![link](https://e.org/_%28x%29)"),
        ("a [b] c", Mark(2, 5, "a", (("href", "https://e.org"),)), "a [\\[b\\]](https://e.org) c"),
        ("ab", Mark(1, 1, "br"), "a\\\nb"),
    ],
)  # fmt: skip
def test_marks_are_written_so_that_they_hold(text, mark, expected):
    """CommonMark signs where they work, HTML where the rules of the syntax let them fail."""
    assert expected == markdown(unit(text, mark))


def test_two_lists_in_a_row_stay_two():
    """The second list takes the other marker, and counted items count."""
    items = [
        ("Um", "ol1", 1),
        ("Um.a", "list2", 2),
        ("Dois", "ol1", 1),
        ("Outro", "ol3", 1),
        ("Ponto", "list4", 1),
        ("Fim", "list5", 1),
    ]
    units = [unit(text, kind=UnitKind.LIST_ITEM, level=level, group=group) for text, group, level in items]

    html = RENDERERS[0].render(markdown(*units))

    assert markdown(*units) == "1. Um\n   1. Um.a\n2. Dois\n\n1) Outro\n\n- Ponto\n\n* Fim"
    assert len(re.findall("<li>", html)) == 6


def test_a_fence_is_longer_than_what_it_holds():
    """Code with backticks in it cannot end its block."""
    assert markdown(unit("```\nx", kind=UnitKind.CODE)) == "````\n```\nx\n````"


def test_a_heading_keeps_its_last_sign():
    """CommonMark drops number signs at the end of a heading unless they are escaped."""
    assert markdown(unit("C #", kind=UnitKind.HEADING, level=1)) == "## C \\#"


def test_a_cell_keeps_its_bar():
    """A vertical bar in a table cell does not make another cell."""
    units = [
        unit(text, kind=UnitKind.TABLE_CELL, group=f"table1.row{n // 2}")
        for n, text in enumerate(["a|b", "c", "d", "x\\|"])
    ]

    html = MarkdownIt("commonmark").enable("table").render(markdown(*units))

    assert [html_text(cell) for cell in re.findall(r"<t[hd]>(.*?)</t[hd]>", html)] == [
        "a|b",
        "c",
        "d",
        "x\\|",
    ]
