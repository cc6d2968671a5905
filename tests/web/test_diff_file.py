"""The layered diff as one file: whole, harmless, and right in every script."""

from __future__ import annotations

import re
from dataclasses import replace

import sample_editions as samples
from lxml import html

from newstrans.localise.catalogue import Catalogue
from newstrans.model import (
    Edition,
    EditionUnit,
    Finding,
    Segment,
    Severity,
    SourceFile,
    Story,
    Treatment,
    Unit,
    UnitKind,
)
from newstrans.review.layers import Decision, EditionLayers, Layer, file_layers
from newstrans.web.diff_file import diff_file

HOSTILE = '</textarea><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% x %}</style>\x1b[2J\u202e" onload="x'


def parsed(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [one.text_content() for one in page.xpath(path)]


def written(machine: str, text: str, locale: str, source: str = "Source.") -> EditionLayers:
    """An edition of one paragraph, with the editor's text."""
    segment = Segment(0, len(source), source, machine=machine, target=machine)
    unit = EditionUnit(Unit("p1", UnitKind.PARAGRAPH, source), Treatment.TRANSLATED, None, (segment,), text)
    made = file_layers(Edition(Story("x", "x", (unit.unit,), SourceFile("x", "plain", "utf-8", "", 0)), locale, "en", units=(unit,)), "x")
    only = replace(made.units[0], texts={**made.units[0].texts, Layer.GLOSSARY: machine})
    return replace(made, units=(only,))


def test_all_layers_with_the_reasons_and_both_values():
    found = file_layers(samples.portuguese(), "a.json")
    finding = Finding("numbers", Severity.ERROR, "another number", "p1", source_text="1,200", target_text="12.000")
    page = parsed(diff_file(found, found.units, [("p1", finding)], {"term:port-officials": Decision("desk style", "style book 4", "x.toml:3")}))
    card = page.xpath("//section[h2/bdi='p1']")[0]
    unit = next(one for one in found.units if one.key == "p1")
    for layer in (Layer.SOURCE, Layer.MACHINE, Layer.GLOSSARY, Layer.DESK):
        assert [unit.text(layer)] == texts(card, f".//dd[@data-layer='{layer.value}']")
    assert ["Error another number source: 1,200; text: 12.000"] == [" ".join(one.split()) for one in texts(card, ".//div[contains(@class,'error')]")]
    reason = next(one for one in texts(card, ".//details/ol/li") if "autoridades portuárias" in one)
    assert all(word in reason for word in ("desk style", "style book 4", "x.toml:3", "term:port-officials"))
    links = card.xpath(".//a[@class='note']/@href")
    assert links
    assert all(card.xpath(f".//li[@id='{href[1:]}']") for href in links)


def test_marks_rebuild_both_texts():
    """Hidden words and symbols stand outside of the marks: what is copied is the text."""
    for locale, old, new in (
        ("ar", "قال الرئيس إن ١٬٢٠٠ طن نُقلت يوم الثلاثاء", "قال الرئيس إن ١٬٣٠٠ طن نُقلت  يوم الأربعاء"),
        ("ja", "キエフの市長は火曜日に辞任した。", "キーウの市長は水曜日に辞任した。"),
        ("fr", "une hausse de 5 % mardi ", "une hausse de 5\u00a0% mercredi"),
    ):
        page = parsed(diff_file(made := written(old, new, locale), made.units))
        strip = page.xpath("//div[contains(@class,'strip')]/p")[0]
        for hidden in strip.xpath("./span[@class='hidden']"):
            hidden.drop_tree()
        kept = {"old": "", "new": ""}
        kept["old"] = kept["new"] = strip.text or ""
        for mark in strip:
            kept["old"] += mark.text_content() if mark.tag == "del" else ""
            kept["new"] += mark.text_content() if mark.tag == "ins" else ""
            kept["old"], kept["new"] = kept["old"] + (mark.tail or ""), kept["new"] + (mark.tail or "")
        assert {"old": old, "new": new} == kept
        assert [locale] == strip.xpath("./@lang")
        assert ["rtl" if locale == "ar" else "ltr"] == strip.xpath("./@dir")
    assert {"␣", "⍽"} == set(page.xpath("//*[@data-symbol]/@data-symbol"))


def test_hostile_text_is_text_and_nothing_is_loaded():
    """In every field; the policy lets nothing run, and there is no address in the file but those inside it."""
    made = written(HOSTILE, HOSTILE + " x", HOSTILE, HOSTILE)
    unit = replace(made.units[0], key=HOSTILE, why=HOSTILE)
    finding = Finding(HOSTILE, Severity.WARNING, HOSTILE, "p1", source_text=HOSTILE, target_text=HOSTILE)
    text = diff_file(replace(made, headline=HOSTILE, name=HOSTILE, language=HOSTILE, units=(unit,)), [unit], [(HOSTILE, finding)], {})
    page = parsed(text)
    assert not page.xpath("//script | //img | //iframe | //form | //link | //base | //@onload | //@onerror | //@src")
    assert all(href.startswith("#") for href in page.xpath("//@href"))
    assert 1 == len(page.xpath("//style"))
    assert "{{ 7*7 }}" in page.text_content()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'", policy)
    assert "http" not in page.xpath("//style")[0].text
    assert {"und"} == set(page.xpath("//section//p/@lang"))


def test_it_speaks_the_readers_language():
    say = Catalogue("ar", {"Source": "المصدر", "added: ": "أضيف: "})
    made = written("a b c d", "a b c e", "pt-BR")
    page = parsed(diff_file(made, made.units, words=say))
    assert (["ar"], ["rtl"]) == (page.xpath("/html/@lang"), page.xpath("/html/@dir"))
    assert "المصدر" in texts(page, "//h3")
    assert "أضيف: " in texts(page, "//span[@class='hidden']")
