"""Words looked for in the translation memory."""

from __future__ import annotations

from desk_stories import JONAS, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.review import actions
from newstrans.review.concordance import concordance


def test_what_was_approved_is_found_by_words_of_either_side(room: Newsroom) -> None:
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:2]))))
    actions.edit(room.desk(), edition, "u3", "Pediram 3 por cento a mais. A cidade disse não.", base_rev=1)
    assert concordance(room.store, "percent").lines == ()
    for key in ("u1", "u2", "u3"):
        actions.approve(room.desk(JONAS), edition, key, base_rev=room.units(edition)[key].rev)
    found = concordance(room.store, "PERCENT")
    assert [line.pair.source for line in found.lines] == ["They asked for 3 percent more."]
    assert [part.text for part in found.lines[0].source if part.hit] == ["percent"]
    assert [line.pair.source for line in concordance(room.store, "cidade disse").lines] == ["The city said no."]
    assert found.locales == ("pt-BR",)
    assert found.held > len(found.lines)
    assert concordance(room.store, "percent", locale="es").lines == ()
    assert concordance(room.store, "  ").lines == ()
