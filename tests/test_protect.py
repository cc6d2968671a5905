"""What goes round the engine, and comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.engines.base import Traits
from newstrans.model import Span, replay
from newstrans.protect import Protection, leftover_placeholders, needs_engine, protect, restore, was_all_caps
from newstrans.text.casing import CaseEvidence

# The characters of Bergamot's English-Portuguese vocabulary that matter here: plain Latin, Portuguese accents.
KNOWN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789áàâãçéêíóôõúÁÉÍÓÚ .,;:!?'\"()-/$%&+=[]|º_…")
BERGAMOT = Protection(Traits(knows=lambda c: c in KNOWN), "en")
APERTIUM = Protection(Traits(rule_based=True), "en")


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("See https://example.org/a_b?c=1#d.", "See Xk1."),
        ("Mail press@example.int, or @desk_ua.", "Mail Xk1, or Xk2."),
        ("It trended as #Kyiv today.", "It trended as Xk1 today."),
        ("The file is a_b_c.", "The file is Xk1."),
        ("Hello {{name}}, %s and %1$s.", "Hello Xk1, Xk2 and Xk3."),
        ("Prices rose 5% since May.", "Prices rose 5% since May."),  # a percentage is no placeholder
        ("Acme (NYSE: ACME) fell.", "Acme Xk1 fell."),
        ("He laughed 😂 and left.", "He laughed Xk1 and left."),
        ("Зеленський met 김정은.", "Xk1 met Xk2."),
        ("He spoke for 5½ hours, 1½ to 2¼ more.", "He spoke for 5.5 hours, 1.5 to 2.25 more."),
        ("½ a mile, 1,250¾ miles, 3 ½ million", "0.5 a mile, 1,250.75 miles, 3.5 million"),
        ("£5½m for a 1½-year-old", "GBP 5.5 million for a 1.5-year-old"),
        ("It is 101⅔ feet long.", "It is Xk1 feet long."),  # no decimal is as much as two thirds
        (f"The key is {'7' * 150}.", "The key is Xk1."),
        (f"He said “{'a' * 150}”.", 'He said "Xk1".'),
        (f"See {'a' * 100} there.", f"See {'a' * 100} there."),
        ("“We will win,” she said.", '"We will win," she said.'),
        ("It’s Ukraine’s choice.", "It's Ukraine's choice."),
        ("He stayed — or left.", "He stayed - or left."),
        ("He stayed—or left.", "He stayed - or left."),
        ("from 2019–2024", "from 2019-2024"),
        ("The Zelensky–Putin talks", "The Zelensky-Putin talks"),
        ("It cost £27m.", "It cost GBP 27 million."),
        ("€3.5bn and 30 €", "EUR 3.5 billion and 30 EUR"),
        ("Lech Wałęsa of Łódź", "Lech Walesa of Lódz"),
        ("Zelen\u00adsky arrived", "Zelensky arrived"),
        ("10\u00a0000 men…", "10 000 men..."),
        ("RUSSIA LAUNCHES DRONES", "Russia launches drones"),
    ],
)
def test_engine_gets_only_what_it_can_carry(source: str, sent: str) -> None:
    """Addresses, unknown letters and signs never reach the model; every change is on record."""
    got, prepared = protect(source, BERGAMOT)

    assert sent == got
    assert sent == replay(source, prepared)


def test_a_fraction_is_written_as_its_language_writes_decimals() -> None:
    """And as it is to a model that knows the sign."""
    german = Protection(BERGAMOT.traits, "de")
    assert "5,5 Stunden, 0,25 Liter" == protect("5½ Stunden, ¼ Liter", german)[0]
    assert "5½ hours" == protect("5½ hours", Protection(Traits(knows=lambda c: c in KNOWN or c == "½"), "en"))[0]
    assert "5½ hours" == protect("5½ hours", APERTIUM)[0]


def test_scripts_without_spaces_are_sent_whole() -> None:
    """They are no word, however long; a number in them is."""
    knows_all = Protection(Traits(), "zh")
    text = "北京市政府周一宣布" * 30
    assert text == protect(text, knows_all)[0]
    assert f"{text}Xk1。" == protect(f"{text}{'8' * 300}。", knows_all)[0]


@pytest.mark.parametrize(
    ("source", "machine", "expected"),
    [
        ("Write to a@b.org today.", "Escreva para Xk1 hoje.", "Escreva para a@b.org hoje."),
        ("Wałęsa spoke.", "Walesa falou.", "Wałęsa falou."),
        ("A naïve plan.", "Um plano ingênuo.", "Um plano ingênuo."),
        ("@a met @b.", "XK2 encontrou xk1.", "@b encontrou @a."),  # order and capitals may change
    ],
)
def test_what_was_taken_out_comes_back(source: str, machine: str, expected: str) -> None:
    """Restoring needs only the record of what was prepared."""
    _, prepared = protect(source, BERGAMOT)
    draft, broken = restore(machine, prepared)

    assert expected == draft.text
    assert [] == broken
    assert expected == replay(machine, draft.edits)


@pytest.mark.parametrize("machine", ["Veja.", "Veja Xk1 e Xk1."])
def test_lost_and_doubled_placeholders_are_told(machine: str) -> None:
    """A placeholder must come back exactly once."""
    _, prepared = protect("See https://example.org.", BERGAMOT)

    assert ["Xk1"] == restore(machine, prepared)[1]


def test_second_style_uses_invented_names() -> None:
    """The second try does not look like the first."""
    sent, _ = protect("See https://example.org.", BERGAMOT, style=1)

    assert "See Zyxwol." == sent
    assert ["Zyxwol"] == leftover_placeholders("Veja Zyxwol.", "See https://example.org.")


def test_placeholder_that_the_source_has_is_not_used() -> None:
    """A product called Xk1 is not taken for ours, and never reported as left over."""
    sent, prepared = protect("The Xk1 is on https://example.org.", BERGAMOT)

    assert "The Xk1 is on Xk101." == sent
    assert "O Xk1 está em https://example.org." == restore("O Xk1 está em Xk101.", prepared)[0].text
    assert [] == leftover_placeholders("O Xk1 está em https://example.org.", "The Xk1 is on https://example.org.")


def test_inline_code_is_kept() -> None:
    """Ranges that the reader marked as code are carried as they are."""
    sent, _ = protect("Type make demo now.", BERGAMOT, verbatim=[Span(5, 14)])

    assert "Type Xk1 now." == sent


def test_rule_based_engine_gets_whole_scale_words() -> None:
    """Apertium reads "$3.5bn" a thousand times too small."""
    assert "It cost $3.5 billion." == protect("It cost $3.5bn.", APERTIUM)[0]


def test_title_case_headline_takes_the_story_s_own_forms() -> None:
    """Words the story writes small become small, names it writes large stay large."""
    body = ["The ministers discuss " + w + " with Andrew Michta." for w in "grain security plan winter port ship fee law harbour storm night morning river".split()] + [
        "Then ministers weigh new security guarantees for the grain trade, and some officials call the plan too slow, but others in the capital say that it must hold until spring."
    ]  # fmt: skip
    how = Protection(BERGAMOT.traits, "en", CaseEvidence.of(body))

    sent, _ = protect("Ministers Weigh Security Guarantees, Says Michta", how, headline=True)

    assert "Ministers weigh security guarantees, says Michta" == sent


def test_shouting_is_remembered() -> None:
    """The record tells that capitals must be set back."""
    assert was_all_caps(protect("TRUMP MEETS ZELENSKY IN KYIV", BERGAMOT)[1])
    assert not was_all_caps(protect("NATO and the EU", BERGAMOT)[1])


@pytest.mark.parametrize(("sent", "expected"), [("Xk1", False), ("Xk1 and Xk2", True), ("- 30 -", False), ("", False)])
def test_only_text_goes_to_the_engine(sent: str, expected: bool) -> None:
    """Placeholders and figures alone are not worth a call."""
    assert expected == needs_engine(sent)


def test_copying_engines_get_the_text_itself() -> None:
    """The identity engine must give back the source to the byte."""
    source = "“See” https://example.org — £5"
    assert (source, ()) == protect(source, Protection(Traits(copies=True), "en"))


@given(st.text(max_size=200))
def test_record_always_replays(text: str) -> None:
    """Whatever the text, the record leads from it to what is sent, and what comes back unchanged is whole."""
    sent, prepared = protect(text, BERGAMOT)

    assert sent == replay(text, prepared)
    draft, _ = restore(sent, prepared)
    assert draft.text == replay(sent, draft.edits)


def test_long_line_takes_no_long_time() -> None:
    """No rule is quadratic: 200,000 characters without a space, an at sign or a bracket at every step."""
    for piece in ("a", "@", "a.", "{", "<", "_", "#", "“", "£1", "1.1", "http://", "a@"):
        protect(piece * (40_000 // len(piece)), BERGAMOT)


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("Escreva para Xk1 hoje.", "Write to a@b.example today.", ["Xk1"]),
        ("Escreva para oXk1s hoje.", "Write to a@b.example today.", ["oXk1s"]),  # taken for a word, with an ending
        ("A zyxwola falou.", "The @handle spoke.", ["zyxwola"]),
        ("O Xk12 voou.", "The Xk12 flew.", []),  # the story speaks of it
    ],
)
def test_no_placeholder_is_overlooked(text: str, source: str, expected: list[str]) -> None:
    """One that an engine has inflected is found too."""
    assert expected == leftover_placeholders(text, source)
