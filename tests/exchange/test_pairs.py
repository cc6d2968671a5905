"""The translation memory as TMX: out and in again, other people's files, and files that mean harm."""

from __future__ import annotations

import pytest

from newstrans.errors import ExchangeError
from newstrans.exchange.pairs import Brought, Passed, pairs_from_tmx, pairs_to_tmx
from newstrans.memory.pairs import Level, Origin, Pair
from newstrans.model import Span, UnitKind

NOW = "2026-05-02T10:00:00Z"


def pair(n, source, target, origin=Origin.EDITED, **more):
    given = {"language": "en", "locale": "pt-BR", "kind": UnitKind.HEADLINE, "approver": "anna"} | more
    return Pair(
        n, given["language"], given["locale"], Level.UNIT, given["kind"], source, target, "", "", origin, given["approver"],
        "2026-03-04T09:30:00Z", "s", "s:pt-BR", "u1", 0,
    )  # fmt: skip


def tmx(body, header='srclang="en" segtype="sentence"'):
    return f'<?xml version="1.0"?><tmx version="1.4"><header {header}/><body>{body}</body></tmx>'.encode()


def variants(*pairs, more=""):
    return f"<tu {more}>" + "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in pairs) + "</tu>"


def brought(data, **more):
    return list(pairs_from_tmx(data, name="a.tmx", now=NOW, **more))


def test_out_and_in_again_keeps_texts_time_approver_and_whose_words():
    held = [pair(1, "A < B & C", "A < B e C"), pair(2, "Talks resume", "Retomam", Origin.MACHINE), pair(3, "Ünïcode\n2", "Ünïcode 2", Origin.IMPORTED)]
    back = brought(pairs_to_tmx(held))
    assert [(one.source, one.target, one.approver, one.at, one.kind) for one in held] == [
        (one.pair.source, one.pair.target, one.pair.approver, one.pair.at, one.pair.kind) for one in back
    ]
    assert [Origin.IMPORTED, Origin.MACHINE, Origin.IMPORTED] == [one.pair.origin for one in back]
    assert {("en", "pt-BR")} == {(one.language, one.locale) for one in back}


def test_another_direction_and_several_languages():
    data = tmx(variants(("EN-us", "No."), ("pt_BR", "Não."), ("fr", "Non.")))
    assert [("en", "pt-BR", "Não."), ("en", "fr", "Non.")] == [(one.language, one.locale, one.pair.target) for one in brought(data)]
    (one,) = brought(data, language="fr", locale="pt-BR")
    assert ("fr", "pt-BR", "Non.", "Não.") == (one.language, one.locale, one.pair.source, one.pair.target)
    (one,) = brought(tmx(variants(("en", "No."), ("pt", "Não."))), locale="pt-BR")
    assert "pt-BR" == one.locale


def test_what_is_said_to_be_a_machines_is_one():
    for more in ('changeid="MT!google"', 'creationid="mt"'):
        assert Origin.MACHINE is brought(tmx(variants(("en", "a b"), ("es", "c d"), more=more)))[0].pair.origin


def test_codes_are_left_out_and_names_are_found():
    body = '<tu><tuv xml:lang="en"><seg><bpt i="1">&lt;b&gt;</bpt>Kyiv<ept i="1">&lt;/b&gt;</ept> said no.</seg></tuv><tuv xml:lang="es"><seg>No.</seg></tuv></tu>'
    (one,) = brought(tmx(body), names=lambda text, _language, _locale: [Span(0, 4)] if text.startswith("Kyiv") else [])
    assert ("Kyiv said no.", (Span(0, 4),), Level.SENTENCE) == (one.pair.source, one.pair.names, one.pair.level)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (variants(("en", "alone")), "two languages"), (variants(("en", ""), ("es", "x")), "empty"),
        (variants(("en", "a"), ("en-GB", "b")), "both texts are in en"), (variants(("en", "a"), ("not a tag!", "b")), "not a tag"),
        ('<tu><tuv xml:lang="en"><seg>a<evil/></seg></tuv></tu>', "evil"),
    ],
)  # fmt: skip
def test_units_that_are_no_pairs_are_told_and_the_others_are_taken(body, why):
    first, second = brought(tmx(body + variants(("en", "Yes."), ("es", "Sí."))))
    assert isinstance(first, Passed)
    assert (1, True) == (first.place, why in first.why)
    assert isinstance(second, Brought)


def test_files_that_mean_harm():
    bomb = b'<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + tmx(variants(("en", "&b;"), ("es", "x"))).partition(b"?>")[2]
    assert isinstance(brought(bomb)[0], Passed)
    reader = b'<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + tmx(variants(("en", "&a;"), ("es", "x"))).partition(b"?>")[2]
    assert all("root:" not in str(one) for one in brought(reader))
    for data in (b"", b"no xml", b"<xliff/>", tmx(variants(("en", "a"), ("es", "b")))[:-9]):
        with pytest.raises(ExchangeError):
            brought(data)
