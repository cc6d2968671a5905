"""Editions to write, show and explain. The stories are invented, and so are the people in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newstrans.model import (
    Detection,
    Edit,
    Edition,
    EditionUnit,
    Finding,
    Furniture,
    Leg,
    Mark,
    Model,
    NameStatus,
    NameUse,
    Provenance,
    Segment,
    Severity,
    SourceFile,
    Span,
    StageTrace,
    Story,
    Treatment,
    Unit,
    UnitKind,
    replay,
)

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ENGLISH = Detection("en", 0.99, "langdetect")


def edit(text: str, before: str, after: str, rule: str, reason: str, entry: str | None = None) -> Edit:
    """An edit of the first `before` in `text`."""
    start = text.index(before)
    return Edit(start, start + len(before), before, after, rule.split(".")[0], rule, reason, entry)


def mark(text: str, part: str, tag: str, **attributes: str) -> Mark:
    """A mark over the first `part` of `text`."""
    start = text.index(part)
    return Mark(start, start + len(part), tag, tuple(attributes.items()))


def sentence(source: str, machine: str | None, *steps: tuple[str, str, str, str, str | None], gap: str = "", start: int = 0,
             sent: str | None = None, legs: tuple[str, ...] = ()) -> Segment:  # fmt: skip
    """A segment whose `steps` (before, after, rule, reason, entry) are applied one after the other."""
    edits: list[Edit] = []
    text = machine or ""
    for before, after, rule, reason, entry in steps:
        edits.append(edit(text, before, after, rule, reason, entry))
        text = replay(text, edits[-1:])
    prepared = ()
    if sent is not None:
        prepared = (
            Edit(0, len(source), source, sent, "protect", "protect.quotes", "the model drops curly quotes"),
        )
    return Segment(
        start,
        start + len(source),
        source,
        gap,
        sent,
        prepared,
        legs,
        machine,
        tuple(edits),
        text if machine else None,
    )


def translated(
    unit: Unit, *segments: Segment, marks: Iterable[Mark] = (), treatment: Treatment = Treatment.TRANSLATED
) -> EditionUnit:
    """A unit whose text is its segments joined."""
    text = "".join((segment.target or "") + segment.gap for segment in segments)
    return EditionUnit(unit, treatment, ENGLISH, segments, text, tuple(marks))


def plain(id_: str, kind: UnitKind, source: str, target: str, **more: object) -> EditionUnit:
    """A unit of one sentence that nothing changed after the engine."""
    unit = Unit(id_, kind, source, **more)  # type: ignore[arg-type]
    return translated(unit, sentence(source, target))


def edition(units: Iterable[EditionUnit], locale: str, *, slug: str = "lighthouse-reopens", story_id: str = "story:lighthouse",
            **story: object) -> Edition:  # fmt: skip
    """An edition of an English story made of `units`."""
    found = tuple(units)
    source = SourceFile("lighthouse.md", "markdown", "utf-8", HASH, 2048)
    made = Story(story_id, slug, tuple(unit.unit for unit in found), source, **{"language": "en", **story})  # type: ignore[arg-type]
    route = (Leg("bergamot", "en", locale[:2], Model("enxx.base", HASH, "MPL-2.0", "Firefox Translations")),)
    return Edition(
        made,
        locale,
        "en",
        route,
        found,
        provenance=Provenance(
            "newstrans 0.1.0", route, "7c211433f02071597741e6ff5a8ea34789abbf43", "c0ffee00", HASH
        ),
    )


def portuguese() -> Edition:
    """English to Brazilian Portuguese: quotes, edits, a link, a list, a table, code, furniture, findings."""
    head = "Odesa reopens its lighthouse after 14 months"
    first = "The Vorontsov Lighthouse was lit again on Tuesday, port officials said."
    second = "“It guided 1,200 ships last year,” said Marta Lindqvist."
    paragraph = Unit(
        "p1",
        UnitKind.PARAGRAPH,
        f"{first} {second}",
        (mark(first, "port officials", "a", href="https://example.org/port?a=1&b=2"),),
    )
    machine_2 = '"Ele guiou 1,200 navios no ano passado", disse Marta Lindqvist.'
    one = sentence(first, "O Farol Vorontsov foi aceso novamente na terça-feira, disseram funcionários do porto.",
                   ("funcionários do porto", "autoridades portuárias", "glossary.variant", "the house writes autoridades portuárias", "term:port-officials"),
                   gap=" ")  # fmt: skip
    two = sentence(second, machine_2,
                   ("1,200", "1.200", "localise.number", "pt-BR groups with a full stop", None),
                   ('"Ele', "“Ele", "localise.quotes", "opening mark of pt-BR", None),
                   ('passado"', "passado”", "localise.quotes", "closing mark of pt-BR", None),
                   start=len(first) + 1, sent=second.replace("“", '"').replace("”", '"'))  # fmt: skip
    p1 = translated(paragraph, one, two)
    p1 = replace(p1, marks=(mark(p1.text, "autoridades portuárias", "a", href="https://example.org/port?a=1&b=2"),
                            mark(p1.text, "1.200 navios", "strong")))  # fmt: skip
    headline = translated(
        Unit("headline", UnitKind.HEADLINE, head),
        sentence(head, "Odessa reabre seu farol após 14 meses",
                 ("Odessa", "Odesa", "glossary.variant", "house form of the city", "place:odesa")))  # fmt: skip
    byline = EditionUnit(
        Unit("byline", UnitKind.BYLINE, "By Ilse Tamm"), Treatment.RULED,
        segments=(sentence("By Ilse Tamm", "By Ilse Tamm", ("By", "Por", "localise.byline", "the byline of the locale", None)),),
        text="Por Ilse Tamm")  # fmt: skip
    dateline = EditionUnit(
        Unit("dateline", UnitKind.DATELINE, "ODESA, Ukraine, Dec. 14 —"),
        Treatment.RULED,
        text="ODESA, Ucrânia, 14 dez. —",
    )
    units = [
        headline,
        plain(
            "subhead",
            UnitKind.SUBHEAD,
            "Ships see the light from 18 miles away",
            "Navios veem a luz a 18 milhas de distância",
        ),
        byline,
        dateline,
        p1,
        plain("h1", UnitKind.HEADING, "What changes", "O que muda", level=2),
        plain(
            "l1",
            UnitKind.LIST_ITEM,
            "Night arrivals resume",
            "As chegadas noturnas são retomadas",
            level=1,
            group="list1",
        ),
        plain("l2", UnitKind.LIST_ITEM, "Two tugs", "Dois rebocadores", level=2, group="list2"),
        plain("l3", UnitKind.LIST_ITEM, "Fees stay", "As taxas continuam iguais", level=1, group="list1"),
        plain("q1", UnitKind.QUOTE, "The sea does not wait.", "O mar não espera.", group="quote1"),
        plain("t1", UnitKind.TABLE_CELL, "Month", "Mês", group="table1.row1"),
        plain("t2", UnitKind.TABLE_CELL, "Ships", "Navios", group="table1.row1"),
        plain("t3", UnitKind.TABLE_CELL, "October", "Outubro", group="table1.row2"),
        plain("t4", UnitKind.TABLE_CELL, "97", "97", group="table1.row2"),
        plain("t5", UnitKind.TABLE_CELL, "November", "Novembro", group="table1.row3"),
        EditionUnit(Unit("t6", UnitKind.TABLE_CELL, "", group="table1.row3")),
        EditionUnit(
            Unit("code1", UnitKind.CODE, "light --every 12s\n  --white"), text="light --every 12s\n  --white"
        ),
        plain(
            "cap",
            UnitKind.CAPTION,
            "The tower at dusk. Photo: port archive",
            "A torre ao anoitecer. Foto: arquivo do porto",
        ),
        EditionUnit(
            Unit("p2", UnitKind.PARAGRAPH, "The keeper wrote a note."),
            Treatment.FAILED,
            ENGLISH,
            why="the engine gave no text",
        ),
    ]
    made = edition(
        units, "pt-BR",
        metadata={"url": "https://news.example.org/odesa-lighthouse", "author": "Ilse Tamm", "published": "2025-12-14T09:30:00+02:00",
                  "publisher": "Harbour Wire", "title": "Odesa reopens its lighthouse"},
        furniture=(Furniture("Visited 2 times, 1 visit(s) today", "visit counter", 41), Furniture("Close", "page control", 44)),
        notes=("one line was joined to the one before it",),
    )  # fmt: skip
    findings = (
        Finding(
            "numbers",
            Severity.WARNING,
            "1,200 was written 1,200 by the engine",
            "p1",
            Span(79, 84),
            Span(90, 95),
            "1,200",
            "1.200",
        ),
        Finding(
            "untranslated",
            Severity.ERROR,
            "the engine gave no text",
            "p2",
            source_text="The keeper wrote a note.",
        ),
        Finding("length", Severity.INFO, "the edition is 1.2 times as long as the source"),
    )
    names = (
        NameUse(
            "place:odesa",
            "headline",
            Span(0, 5),
            "Odesa",
            NameStatus.EDITED,
            ("Odesa",),
            Span(0, 5),
            "house form",
        ),
        NameUse(
            "person:lindqvist",
            "p1",
            Span(101, 116),
            "Marta Lindqvist",
            NameStatus.MISSING,
            ("Marta Lindqvist",),
        ),
    )
    trace = (StageTrace("detect", (("units", 19),)), StageTrace("translate", (("sentences", 15), ("failed", 1)), "bergamot en-pt"),
             StageTrace("glossary", (("edits", 2),)))  # fmt: skip
    strings = {
        "published": "Publicado em 14 de dezembro de 2025",
        "read_original": "Leia o original",
        "original_language": "Idioma original: inglês",
        "disclosure": "Tradução automática de inglês. Sem revisão de um editor.",
        "also_available": "Também disponível em",
        "source": "Fonte",
    }
    return replace(made, names=names, findings=findings, trace=trace, strings=strings)


def arabic() -> Edition:
    """English to Arabic over a pivot: right to left, Latin names and numbers inside."""
    source = "NASA and the European Space Agency agreed on 3 flights."
    units = [
        plain("headline", UnitKind.HEADLINE, "Two agencies plan moon flights", "وكالتان تخططان لرحلات إلى القمر"),
        plain("byline", UnitKind.BYLINE, "By Omar Haddad-Lund", "بقلم عمر حداد-لوند"),
        translated(
            Unit("p1", UnitKind.PARAGRAPH, source),
            sentence(source, "اتفقت ناسا ووكالة الفضاء الأوروبية (ESA) على 3 رحلات، وفق بيان نُشر يوم الثلاثاء.",
                     legs=("La NASA y la Agencia Espacial Europea acordaron 3 vuelos.",))),
        plain("l1", UnitKind.LIST_ITEM, "The first in 2027", "الأولى في عام 2027", level=1, group="list1"),
        plain("l2", UnitKind.LIST_ITEM, "The second in 2028", "الثانية في عام 2028", level=1, group="list1"),
        plain("q1", UnitKind.QUOTE, "We are ready.", "نحن مستعدون.", group="quote1"),
        plain("c1", UnitKind.CAPTION, "The launch pad", "منصة الإطلاق"),
    ]  # fmt: skip
    made = edition(
        units,
        "ar",
        slug="moon-flights",
        story_id="story:moon",
        metadata={"url": "https://news.example.org/moon"},
    )
    route = (Leg("argos", "en", "es"), Leg("argos", "es", "ar"))
    strings = {
        "disclosure": "ترجمة آلية (اللغة الأصلية: الإنجليزية). لم يراجعها محرر.",
        "read_original": "اقرأ النص الأصلي",
        "original_language": "اللغة الأصلية: الإنجليزية",
        "also_available": "متوفر أيضًا بلغات أخرى",
    }
    return replace(made, route=route, strings=strings)


def korean() -> Edition:
    """English to Korean: emphasis inside words that take particles."""
    source = "The lighthouse in Odesa was lit again."
    unit = translated(
        Unit("p1", UnitKind.PARAGRAPH, source), sentence(source, "오데사의 등대가 다시 켜졌다.")
    )
    unit = replace(unit, marks=(mark(unit.text, "등대", "strong"),))
    units = [
        plain("headline", UnitKind.HEADLINE, "Odesa reopens its lighthouse", "오데사, 등대 다시 열어"),
        unit,
    ]
    return replace(
        edition(units, "ko"),
        strings={"disclosure": "영어에서 기계 번역되었으며 편집자가 검토하지 않았습니다."},
    )


HOSTILE = (
    "<script>alert(1)</script> & <img src=x onerror=alert(2)>",
    "]]> --> </style></script> <!-- x",
    "\x1b[2J\x1b]0;owned\x07 quiet",
    "[click](javascript:alert(3)) ![x](https://tracker.example/x.png)",
    "pay \u202e009 now",
    "# not a heading",
    "- not a list",
    "1. not a list either",
    "> not a quote",
    "```",
    "---",
    "\ud83d alone \udc00",
    "{{ site.secret }} *a* _b_ `c` ~~d~~ &lt; \\",
    "[ref]: https://tracker.example/",
    "a | b\n--|--\nc | d",
    "    indented",
    "line one\n===",
)


def hostile() -> Edition:
    """Text that wants to be markup, a command or a lie, in every kind of unit."""
    units = [plain("headline", UnitKind.HEADLINE, HOSTILE[0], HOSTILE[0])]
    units += [plain(f"p{n}", UnitKind.PARAGRAPH, text, text) for n, text in enumerate(HOSTILE)]
    units += [
        plain(f"l{n}", UnitKind.LIST_ITEM, text, text, level=n % 9, group="list1")
        for n, text in enumerate(HOSTILE)
    ]
    units += [
        plain(f"t{n}", UnitKind.TABLE_CELL, text, text, group=f"table1.row{n // 3}")
        for n, text in enumerate(HOSTILE)
    ]
    units += [plain("c1", UnitKind.CODE, "```\n</code></pre><b>", "```\n</code></pre><b>")]
    text = "press here, or there"
    links = EditionUnit(
        Unit("links", UnitKind.PARAGRAPH, text), Treatment.TRANSLATED, None, (), text,
        (mark(text, "press", "a", href="javascript:alert(4)"), mark(text, "here", "a", href=" JaVaScRiPt:alert(5)"),
         mark(text, "there", "a", href='https://example.org/"onmouseover="alert(6)'), Mark(3, 12, "em"), Mark(8, 99, "strong"),
         Mark(2, 4, "script"), Mark(5, 5, "img", (("src", "https://tracker.example/p.gif"), ("alt", '"><b>')))))  # fmt: skip
    metadata = {
        "title": "</title>",
        "author": "</script><b>x",
        "url": "javascript:alert(7)",
        "publisher": '"><b>',
        "published": '"><b>',
    }
    made = edition(
        [*units, links], "pt-BR", slug="../../etc/passwd", story_id='id"><b>\x1b', metadata=metadata
    )
    return replace(made, strings={"disclosure": "</p><script>alert(8)</script>", "published": "<b>2025"})


ALL = (portuguese, arabic, korean, hostile)
