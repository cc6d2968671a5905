from __future__ import annotations

import pytest

from newstrans.localise.locale import load_locale
from newstrans.localise.quotes import QuoteState, read_quotes, restore_quotes
from newstrans.model import replay


def restored(source: str, target: str, tag: str) -> str:
    edits, _, _, _ = restore_quotes(source, target, locale=load_locale(tag))
    return replay(target, edits)


NESTED = "“We asked for ‘real guarantees’ and got none,” the envoy said."


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        (NESTED, '"Pedimos \'garantías reales\' y nada", dijo.', "es", "«Pedimos “garantías reales” y nada», dijo."),
        (NESTED, '"Pedimos \'garantias reais\' e nada", disse.', "pt-BR", "“Pedimos ‘garantias reais’ e nada”, disse."),
        (NESTED, "\"On voulait 'des garanties'\", dit-il.", "fr", "«\u00a0On voulait “des garanties”\u00a0», dit-il."),
        (NESTED, "\"Wir wollten 'Garantien'\", sagte er.", "de", "„Wir wollten ‚Garantien‘“, sagte er."),
        (NESTED, "\"Ми просили 'гарантій'\", сказав він.", "uk", "«Ми просили „гарантій“», сказав він."),
        # The engine gave double marks for the inner pair, with a stray space.
        (NESTED, '"Pedimos " garantias reais" e nada", disse.', "pt-BR", "“Pedimos ‘garantias reais’ e nada”, disse."),
        # Single marks outside, as British papers have them, are still the outer pair.
        ("‘We will win,’ she said.", "'Vamos vencer', disse ela.", "pt-BR", "“Vamos vencer”, disse ela."),
        # Straight in the source, typographic in the edition.
        ('He said "no".', 'Ele disse "não".', "pt-BR", "Ele disse “não”."),
        # Already typographic, in another house's style.
        ("He said “no”.", "Dijo “no”.", "es", "Dijo «no»."),
        # American comma.
        ("“Yes,” he said.", "“Sí,” dijo.", "es", "«Sí», dijo."),
        # From French, with its inner spaces.
        ("«\u00a0Non\u00a0», dit-il.", '" No ", he said.', "en", "“No”, he said."),
        ("「はい」と言った。", '"Yes," he said.', "en", "“Yes,” he said."),
    ],
)
def test_marks_are_those_of_the_locale(source, target, tag, expected):
    """Straight marks of the engine become the locale's, by the role they have in the source."""
    assert restored(source, target, tag) == expected


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        ("The minister's aide", "L'assessora del ministre", "ca", "L’assessora del ministre"),
        ("The ministers' aide spoke", "Un po' di tempo", "it", "Un po’ di tempo"),
        ("the family", "сім'я", "uk", "сім’я"),
        ("Rock 'n' roll in the '90s", "Rock 'n' roll nos '90s", "pt-BR", "Rock ’n’ roll nos ’90s"),
        ("“It’s the ministers’ fault,” he said", "\"C'est la faute\", dit-il", "fr", "«\u00a0C’est la faute\u00a0», dit-il"),
    ],
)
def test_apostrophes_are_no_quotation_marks(source, target, tag, expected):
    """An apostrophe inside or after a word takes the locale's shape and opens nothing."""
    assert restored(source, target, tag) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It was 5'10\" tall and 7\" wide.",
        'A 12" x 8" print',
        'Set class="lead" in the template',
        "Run `echo \"hi\"` first",
        'צה"ל הודיע',
        "",
        "No marks at all",
    ],
)
def test_measures_code_and_addresses_are_left(text):
    """Feet and inches, attributes, code and Hebrew acronyms keep their straight marks."""
    assert restored(text, text, "de") == text


def test_a_quotation_over_two_sentences_keeps_its_depth():
    """What is open after one sentence is closed in the next, with the closing mark."""
    fr = load_locale("fr")
    first = '"Ils ne sont pas venus.'
    second = 'Ils ne viendront jamais", dit-il.'
    edits, notes, source_state, target_state = restore_quotes("“They did not come.", first, locale=fr)
    assert (replay(first, edits), notes) == ("«\u00a0Ils ne sont pas venus.", [])
    assert source_state == QuoteState(("d",))
    edits, notes, source_state, _ = restore_quotes(
        "They will never come,” he said.", second, locale=fr, source_state=source_state, target_state=target_state
    )
    assert (replay(second, edits), notes) == ("Ils ne viendront jamais\u00a0», dit-il.", [])
    assert source_state == QuoteState()


def test_a_mark_that_the_engine_dropped_at_an_end_comes_back():
    """A sentence that is quoted as a whole cannot have lost its marks anywhere else."""
    assert restored("“They did not come.”", "Eles não vieram.", "pt-BR") == "“Eles não vieram.”"
    assert restored("“They did not come”.", "Eles não vieram.", "pt-BR") == "“Eles não vieram”."
    assert restored("“They did not come.", "Eles não vieram.", "pt-BR") == "“Eles não vieram."


def test_marks_that_do_not_pair_are_left_and_reported():
    """Three marks for four: nothing is guessed, an editor is told."""
    target = '"a e "b"'
    edits, notes, _, _ = restore_quotes("“a” and “b”", target, locale=load_locale("es"))
    assert edits == []
    assert [note.check for note in notes] == ["quotes.uneven"]


def test_a_target_that_pairs_by_itself_is_set_and_compared():
    """Two marks for four can be set, but the editor should compare what is quoted."""
    target = 'Ele disse "não e não".'
    edits, notes, _, _ = restore_quotes("He said “no” and “no”.", target, locale=load_locale("pt-BR"))
    assert replay(target, edits) == "Ele disse “não e não”."
    assert [note.check for note in notes] == ["quotes.count"]


def test_a_paragraph_of_a_long_quotation_opens_without_closing():
    """English opens every paragraph of a long quotation and closes the last one."""
    marks, _, state = read_quotes("“First paragraph of a long quotation.")
    assert [(mark.opening, mark.depth) for mark in marks] == [(True, 0)]
    assert state == QuoteState(("d",))


@pytest.mark.parametrize("text", ['"' * 5000, "'" * 5000, "“" * 5000, "\ud800\"\udc00\"", '"\n"', "''''", '«»"“”'])
def test_odd_text_never_fails(text):
    """Nonsense in, the same or a valid record of edits out."""
    for tag in ("fr", "es", "de"):
        edits, _, _, _ = restore_quotes(text, text, locale=load_locale(tag))
        replay(text, edits)
