"""Right-to-left isolates, full-width punctuation, and lists: what depends on the writing of the edition."""

from __future__ import annotations

import pytest

from newstrans.localise.locale import load_locale
from newstrans.localise.segment import localise_segment
from newstrans.model import replay

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"


def localised(source: str, target: str, tag: str) -> str:
    locale = load_locale(tag)
    edits, _ = localise_segment(source, target, source_language="en", locale=locale)
    result = replay(target, edits)
    assert localise_segment(source, result, source_language="en", locale=locale)[0] == []
    return result.replace(LRI, "<").replace(RLI, "«").replace(PDI, ">")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("اتصل على +1 212 555 0100 الآن", "اتصل على <+1 212 555 0100> الآن"),
        ("في 2025-12-14 وصل", "في <2025-12-14> وصل"),
        ("انخفض إلى -5 درجات", "انخفض إلى <-5> درجات"),
        ("انظر https://example.org/a/ اليوم", "انظر <https://example.org/a/> اليوم"),
        ("كتب @harbour_desk ذلك", "كتب <@harbour_desk> ذلك"),
        ("مكتوب بلغة C++ قديمة", "مكتوب بلغة <C++> قديمة"),
        # These come out right by themselves.
        ("نقلت رويترز (Reuters) عن A-10 ومن 2019-2024 نحو 12% و3.5", "نقلت رويترز (Reuters) عن A-10 ومن 2019-2024 نحو 12% و3.5"),
        ("فاز 3-1 أمس", "فاز 3-1 أمس"),
        # What is isolated already is left.
        ("\u2066+1 212 555 0100\u2069 الآن", "<+1 212 555 0100> الآن"),
    ],
)
def test_arabic_editions_isolate_what_would_fall_apart(target, expected):
    """Numbers of telephones, ISO dates, signs, addresses; each once."""
    assert localised("x", target, "ar") == expected


def test_arabic_names_before_a_figure_in_other_editions():
    """A figure right behind Arabic letters would be drawn into them."""
    assert localised("x", "o canal الجزيرة 24 disse", "pt-BR") == "o canal «الجزيرة> 24 disse"
    assert localised("x", "o canal الجزيرة disse", "pt-BR") == "o canal الجزيرة disse"


@pytest.mark.parametrize(
    ("target", "tag", "expected"),
    [
        ("部长 说 , 港口 已 开放 .", "zh-Hans", "部长说，港口已开放。"),
        ("港口开放了!他说:是的.", "zh-Hans", "港口开放了！他说：是的。"),
        ("港口 (敖德萨) 开放", "zh-Hans", "港口（敖德萨）开放"),
        ("港は 再開 した.", "ja", "港は再開した。"),
        ("運河,橋,道路", "ja", "運河、橋、道路"),
        # Figures, Latin text and addresses keep their own punctuation.
        ("价格为3.5美元, 来自 Example Inc. 网站 https://example.org/港?a=1", "zh-Hans", "价格为3.5美元，来自 Example Inc. 网站 https://example.org/港?a=1"),
        ("在17:30开始", "zh-Hans", "在17:30开始"),
        ("한국 기사, 끝.", "ko", "한국 기사, 끝."),
    ],
)
def test_chinese_and_japanese_have_their_own_width(target, tag, expected):
    """Marks behind their letters are wide, spaces between their letters go."""
    assert localised("x", target, tag) == expected


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        ("ships, trains, and trucks.", "navios, trens, e caminhões.", "pt-BR", "navios, trens e caminhões."),
        ("ships, trains, or trucks.", "Schiffe, Züge, und Lastwagen.", "de", "Schiffe, Züge und Lastwagen."),
        ("Odesa, Izmail, Reni, and Kyiv", "Одеса, Ізмаїл, Рені, і Київ", "uk", "Одеса, Ізмаїл, Рені і Київ"),
        # A clause is no list; the source has none; English keeps its own.
        ("ships and trains.", "navios, trens, e caminhões.", "pt-BR", "navios, trens, e caminhões."),
        ("He said it, she heard it from afar, and the minister of trade left the room.", "Ele disse, ela ouviu de longe, e o ministro do comércio saiu da sala.", "pt-BR", "Ele disse, ela ouviu de longe, e o ministro do comércio saiu da sala."),
        ("ships, trains, and trucks.", "ships, trains, and trucks.", "en", "ships, trains, and trucks."),
    ],
)  # fmt: skip
def test_lists_have_no_comma_before_and(source, target, tag, expected):
    """Where CLDR writes none, and only in a list that the source has too."""
    assert localised(source, target, tag) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Ships, trains. Why?", "سفن, قطارات. لماذا?", "سفن، قطارات. لماذا؟"),
        ("He said “yes”; then left", "قال «نعم»; ثم غادر", "قال «نعم»؛ ثم غادر"),
        ("It cost 1,500 and 2.5, they said", "كلف 1,500 و2.5, قالوا", "كلف 1,500 و2.5, قالوا"),
        ("See https://example.org/a,b?c=1", "انظر <https://example.org/a,b?c=1>", "انظر <https://example.org/a,b?c=1>"),
    ],
)
def test_arabic_has_its_own_commas(source, target, expected):
    """Behind Arabic letters; figures and addresses keep theirs."""
    target = target.replace("<", LRI).replace(">", PDI)
    assert localised(source, target, "ar") == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Will the port open?", "El puerto abrirá?", "¿El puerto abrirá?"),
        ("“Stop!”", "«Alto!»", "«¡Alto!»"),
        ("Why?", "¿Por qué?", "¿Por qué?"),
        # Where it begins is not certain; the source asks nothing.
        ("If it opens, will they come?", "Si abre, vendrán?", "Si abre, vendrán?"),
        ("It opens.", "Abre?", "Abre?"),
    ],
)
def test_spanish_questions_are_opened(source, target, expected):
    """A whole sentence gets its mark; with a part before the question an editor sets it."""
    assert localised(source, target, "es") == expected


def test_a_spanish_question_with_a_beginning_is_reported():
    """The note says what to set."""
    _, notes = localise_segment("If it opens, will they come?", "Si abre, vendrán?", source_language="en", locale=load_locale("es"))
    assert [note.check for note in notes] == ["marks.inverted"]
