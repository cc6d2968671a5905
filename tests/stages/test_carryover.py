"""A new version that takes over what did not change is, to the byte, what a full run makes; only the trace tells."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from newstrans.config import Config
from newstrans.engines.registry import load_engines
from newstrans.formats.edition_json import as_plain
from newstrans.glossary.load import Glossary
from newstrans.glossary.names import Names
from newstrans.glossary.parse import parse_glossary
from newstrans.localise.locale import load_locale
from newstrans.model import Mark, SourceFile, Story, Unit, UnitKind
from newstrans.pipeline import default_stages, translate_stories

# Names that hang on one another, numbers, quotations, capitals, a sentence twice: all that a story decides as a whole.
PARAGRAPHS = (
    "President Volodymyr Zelensky spoke in Kyiv on Monday.", "Zelensky said that 1,250 houses were hit. Nobody was killed.",
    "NATO will meet in Brussels on 5 May 2026.", "The North Atlantic Treaty Organization has 32 members.",
    '"We will not go," said the mayor of Kharkiv. He left at 3 pm.', "The weather will be better on Friday.",
    "KYIV CALLS FOR HELP AFTER THE STORM", "Lula met Luiz Inácio Lula da Silva's ministers in Brasília.",
    "The price rose by 2.5 % to 3.2 million euros.", "Children could not go to school by boat.",
    "The United Kingdom and Britain said no.", "Britain sent two ships.", "- a list that goes on, and says nothing",
    "The weather will be better on Friday. Nobody was killed.", "Write to desk@harbour.example or see https://harbour.example/a?b=c.",
)  # fmt: skip
HEADLINES = ("Zelensky Calls For Help After The Storm In Kyiv", "Harbour talks resume after storm")
LOCALES = ("pt-BR", "gl")
HOUSE = """
[nato]
kind = "acronym"
en = { preferred = "North Atlantic Treaty Organization", short = "NATO" }
pt = { preferred = "Organização do Tratado do Atlântico Norte", short = "OTAN", short_variants = ["NATO"], first_mention = "Organização do Tratado do Atlântico Norte (OTAN)", gender = "f", article = true }
gl = { preferred = "Organización do Tratado do Atlántico Norte", short = "OTAN", first_mention = "Organización do Tratado do Atlántico Norte (OTAN)", gender = "f", article = true }
[zelensky]
kind = "person"
gender = "m"
en = { preferred = "Volodymyr Zelensky", short = "Zelensky", short_variants = ["Zelenskyy"] }
pt = { preferred = "Volodymyr Zelensky", short = "Zelensky" }
gl = { preferred = "Volodímir Zelenski", short = "Zelenski" }
[kyiv]
kind = "place"
en = { preferred = "Kyiv", variants = ["Kiev"] }
pt = { preferred = "Kyiv", variants = ["Kiev", "Quieve"] }
[britain]
kind = "place"
en = { preferred = "United Kingdom", variants = ["Britain"] }
pt = { preferred = "Reino Unido", variants = ["Grã-Bretanha"], gender = "m", article = true }
"""


@pytest.fixture(scope="module")
def room():
    parsed = parse_glossary(HOUSE.encode(), "house.toml")
    assert not parsed.problems, parsed.problems
    names = Names(Glossary(tuple(parsed.entries)))
    stages = default_stages(load_engines(Config(data=Path("unused"))), names, load_locale)

    def run(story, earlier=None, locales=LOCALES):
        made = translate_stories([story], locales, stages, names=names, locale=load_locale, earlier=earlier)
        return {edition.locale: edition for edition in made.editions}

    return run


def story(chance, paragraphs, headline, **metadata):
    units = [Unit("headline", UnitKind.HEADLINE, headline)]
    for n, text in enumerate(paragraphs, start=1):
        marks = (Mark(4, 10, "em"),) if "weather" in text else ()
        units.append(Unit(f"p{n}", UnitKind.PARAGRAPH, text, marks))
    return Story("x", "harbour", tuple(units), SourceFile("a", "plain", "utf-8", f"{chance.random()}", 1), language="en", metadata=metadata)


def changed(chance, paragraphs):
    """Another version: something changed, came in, went, moved."""
    out = list(paragraphs)
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(out))
        match chance.randrange(5):
            case 0:
                out[at] = chance.choice(PARAGRAPHS)
            case 1:
                out.insert(at, chance.choice(PARAGRAPHS))
            case 2 if len(out) > 2:
                del out[at]
            case 3:
                out.insert(chance.randrange(len(out)), out.pop(at))
            case _:
                out[at] = out[at].replace("Nobody was killed.", "Two people were hurt.").replace("Friday", "Sunday")
    return out


def plain(edition):
    return as_plain(replace(edition, trace=()))


def carried(edition):
    return sum(dict(step.counts)["units"] for step in edition.trace if step.stage == "carry-over")


@pytest.mark.engine
def test_what_is_taken_over_is_what_a_full_run_makes(room):
    chance = random.Random(11)
    taken = 0
    for _ in range(12):
        before = chance.sample(PARAGRAPHS, 8)
        first = room(story(chance, before, chance.choice(HEADLINES)))
        second = story(chance, changed(chance, before), chance.choice(HEADLINES))
        short, full = room(second, lambda _story, locale, made=first: made.get(locale)), room(second)
        assert list(full) == list(short)
        for locale, edition in full.items():
            assert plain(edition) == plain(short[locale]), [unit.text for unit in second.units]
            taken += carried(short[locale])
    assert taken > 12 * len(LOCALES) * 3


@pytest.mark.engine
@pytest.mark.parametrize(
    ("before", "after", "unit"),
    [
        # The first mention goes, and the next one becomes it.
        (["NATO will meet in May.", "NATO said nothing."], ["The weather will be better.", "NATO said nothing."], "p2"),
        # What the body writes with a capital the headline in capitals is given one for.
        (["Nobody saw the storm, and the storm went by."], ["Nobody saw the Storm, and the Storm went by."], "headline"),
    ],
)
def test_a_unit_that_hangs_on_another_one_is_made_again(room, before, after, unit):
    """The unit is the same in both versions, and comes out otherwise in the second."""
    chance = random.Random(13)
    headline = "OLD TOWN WAITS FOR STORM AND SHIPS"
    first = room(story(chance, before, headline), locales=("pt-BR",))
    second = story(chance, after, headline)
    short, full = room(second, lambda *_: first["pt-BR"], ("pt-BR",)), room(second, locales=("pt-BR",))
    assert plain(full["pt-BR"]) == plain(short["pt-BR"])

    def sent(made):
        (one,) = [one for one in made["pt-BR"].units if one.unit.id == unit]
        return [(segment.sent, segment.target) for segment in one.segments]

    assert sent(first) != sent(full)


@pytest.mark.engine
def test_nothing_is_taken_over_from_another_glossary_day_or_language(room):
    chance = random.Random(12)
    first = room(story(chance, PARAGRAPHS[:5], HEADLINES[1], published="2026-03-04"), locales=("pt-BR",))["pt-BR"]
    again = story(chance, PARAGRAPHS[:6], HEADLINES[1], published="2026-03-04")

    def taken(made, new=again):
        return carried(room(new, lambda _story, _locale: made, ("pt-BR",))["pt-BR"])

    assert taken(first) >= 4
    for other in ({"glossary": "x"}, {"software": "newstrans 0"}, {"locale": "x"}, {"route": ()}):
        assert 0 == taken(replace(first, provenance=replace(first.provenance, **other)))
    assert 0 == taken(replace(first, language="fr"))
    assert 0 == taken(first, story(chance, PARAGRAPHS[:6], HEADLINES[1], published="2026-03-05"))
    assert 0 == taken(None)
