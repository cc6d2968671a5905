"""Real translations in several languages: right ones that a check passes, wrong ones that it finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from check_cases import make_edition, make_unit

from newstrans.checks import run_checks
from newstrans.model import Finding, Mark, Severity

RIGHT = [
    ("date", "en", "The talks begin on Tuesday, 3 March.", "uk", "Переговори почнуться у вівторок, 3 березня."),
    ("date", "en", "It opened in May 2019.", "ja", "2019年5月に開業した。"),
    ("date", "en", "She may leave on Friday.", "de", "Sie geht vielleicht am Freitag."),
    ("date", "en", "They met on 4 September.", "ar", "التقيا في 4 أيلول."),
    ("date", "en", "They met on Monday.", "fi", "He tapasivat maanantaina."),
    ("date", "en", "She was fourth on Friday.", "pt-BR", "Ela foi a quarta na sexta-feira."),
    ("unit", "en", "a fire of 60 miles (97 km)", "fr", "un incendie de 60 miles (97 km)"),
    ("unit", "en", "The march of 5 kilometres", "ru", "Марш длиной 5 километров"),
    ("score", "en", "Porto won 3-1.", "pt", "O Porto venceu por 3–1."),
    ("negation", "en", "Few came and nobody stayed.", "ru", "Пришли немногие, никто не остался."),
    ("negation", "en", "He failed to win.", "es", "No consiguió ganar."),
    ("negation", "en", "Not only Kyiv but Lviv was hit.", "pt", "Kiev e também Lviv foram atingidas."),
    ("sentences", "en", "He left. She stayed.", "it", "Lui se ne andò e lei rimase."),
    ("sentences", "en", "The talks failed in the night. The ministers go home today.", "de", "Die Gespräche scheiterten in der Nacht, die Minister reisen heute ab."),
    ("quotes", "ru", "Он играл за клуб «Партизан».", "en", "He played for the club Partizan."),
    ("number", "ja", "その位に就いた。", "en", "He took that place."),
    ("number", "en", "He took that place again.", "ja", "もう一度その位に就いた。"),
    ("number", "en", "They agreed on the contract year.", "ja", "契約年に合意した。"),
    ("number", "en", "It lasted several years.", "ko", "그것은 몇 년 동안 계속되었다."),
    ("number", "en", "In this century it grew.", "zh", "本世纪以来增长了。"),
    ("number", "uk", "Це 24-годинна мережа.", "ru", "Это 24-часовая сеть."),
    ("number", "ar", "استمر النقاش لمدة عشر سنوات.", "en", "The debate went on for a decade."),
    ("number", "ar", "في القرن الخامس عشر.", "en", "In the 15th century."),
    ("number", "ar", "حوالي الساعة الخامسة صباحاً.", "en", "At about 5am."),
    ("punctuation", "en", "Will the minister resign?", "el", "Θα παραιτηθεί ο υπουργός;"),
    ("punctuation", "en", "Will the minister resign?", "ar", "هل سيستقيل الوزير؟"),
    ("punctuation", "en", "Will the minister resign?", "th", "รัฐมนตรีจะลาออกหรือไม่"),
    ("punctuation", "en", "The minister resigned.", "hi", "मंत्री ने इस्तीफा दे दिया।"),
    ("punctuation", "en", "The minister resigned.", "zh-Hans", "部长辞职了。"),
    ("address", "en", "See https://example.org/a.", "de", "Siehe https://example.org/a."),
    ("speaker", "en", "“We will stay,” said Maria Kovalenko.", "uk", "«Ми залишаємося», — сказала Марія Коваленко."),
    ("speaker", "en", "“We will stay,” said Maria Kovalenko.", "ar", "قالت ماريا كوفالينكو: «سنبقى»."),
    ("parenthesis", "en", "NATO met - again - in Brussels.", "pt", "A OTAN reuniu-se (de novo) em Bruxelas."),
    ("exchange", "en", "Tom Brennan thanked Maria Kovalenko.", "uk", "Том Бреннан подякував Марії Коваленко."),
    ("exchange", "de", "Der Anwalt Petros Mantouvalos traf den Journalisten Makis Lindholm.", "en", "Journalist Makis Lindholm met lawyer Petros Mantouvalos."),  # each noun has a capital
    ("exchange", "en", "The diva Sena Aksoy sang with Ada Rossi.", "fi", "Diiva Sena Aksoy lauloi Ada Rossin kanssa."),
    ("exchange", "en", "The diva Sena Aksoy sang with Ada Rossi.", "ko", "디바 Sena Aksoy는 Ada Rossi와 노래했다."),
    ("negation", "ar", "ارتفع ما يقرب من ثلث الأسعار.", "en", "About a third of the prices rose."),
    ("negation", "ar", "غير أن الوزير استقال.", "en", "However, the minister resigned."),
    ("negation", "ar", "لا يزال الوزير في العاصمة.", "en", "The minister is still in the capital."),
    ("negation", "ru", "Поезд шёл перед ними до нижней станции.", "uk", "Поїзд ішов перед людьми до долішньої станції."),
    ("negation", "es", "No obstante, el ministro dimitió.", "ca", "Tanmateix, el ministre va dimitir."),
    ("negation", "en", "She said that the minister would not resign.", "fi", "Hän sanoi, ettei ministeri eroa."),
    ("negation", "en", "The minister does not resign.", "tr", "Bakan istifa etmiyor."),
    ("negation", "en", "He said nothing.", "nl", "Hij zei niks."),
    ("negation", "en", "That is not the end.", "ko", "그것은 끝이 아닙니다."),
    ("negation", "de", "Die Quelle wurde nicht genannt.", "en", "The source was unnamed."),
    ("sensitive", "de", "Er starb in einem deutschen Krankenhaus nach dem Angriff.", "en", "He died in a German hospital after the attack."),
    ("sensitive", "de", "Beim Terroranschlag starben drei Menschen.", "en", "Three people died in the terrorist attack."),
    ("marks", "en", "“We will stay,” she said.", "de", "„Wir bleiben“, sagte sie."),
    ("marks", "en", "“She said ‘stay’,” he said.", "de", "„Sie sagte ‚bleibt‘“, sagte er."),
    ("marks", "en", "It's the workers' day.", "fr", "C’est la fête de l'ouvrier."),
    ("repetition", "en", "The children play.", "id", "Anak-anak bermain."),
    ("number", "en", "He fell again.", "ja", "彼は数年前に倒れた。"),
    ("sensitive", "en", "The killer was held.", "pt", "O assassino foi detido."),
    ("isolates", "en", "The price rose by 5 percent.", "ar", "ارتفع السعر بنسبة 5 بالمئة."),
    ("language", "en", "The minister resigned on Monday after weeks of protest.", "gl", "O ministro dimitiu o luns despois de semanas de protestas."),
]  # fmt: skip

WRONG = [
    ("date", "error", "en", "The talks begin on Tuesday.", "pl", "Rozmowy rozpoczną się w środę.", "Tuesday", "środę"),
    ("date", "error", "en", "The port was closed on Tuesday.", "pt-BR", "O porto foi fechado na quarta-feira.", "Tuesday", "quarta-feira"),
    ("date", "error", "en", "It opened on 5 March 2019.", "ko", "2019년 4월 5일에 문을 열었다.", "March", "4월"),
    ("unit", "error", "en", "They waited for 3 days.", "es", "Esperaron 3 semanas.", "3 days", "3 semanas"),
    ("unit", "error", "en", "A fire of 60 miles", "uk", "Пожежа завдовжки 60 кілометрів", "60 miles", "60 кілометрів"),
    ("score", "error", "en", "Porto won 3-1.", "pt", "O Porto venceu por 1–3.", "3-1", "1–3"),
    ("negation", "warning", "en", "The minister did not resign.", "fr", "Le ministre a démissionné.", "not", "Le ministre a démissionné."),
    ("negation", "warning", "en", "The minister did not resign.", "zh", "部长辞职了。", "not", "部长辞职了。"),
    ("negation", "warning", "ar", "لم يستقل الوزير.", "en", "The minister resigned against advice.", "لم", "The minister resigned against advice."),
    ("negation", "warning", "ru", "Никого не было.", "uk", "Там була німецька група.", "Никого", "Там була німецька група."),
    ("negation", "warning", "en", "The minister did not resign.", "es", "No obstante, el ministro dimitió.", "not", "No obstante, el ministro dimitió."),
    ("sensitive", "warning", "de", "Der Minister wurde festgehalten.", "en", "The corrupt minister was held.", "", "corrupt"),
    ("exchange", "warning", "en", "The diva Sena Aksoy sang with Ada Rossi.", "fi", "Diiva Ada Rossi lauloi Sena Aksoyn kanssa.", "Sena Aksoy sang with Ada Rossi", "Ada Rossi lauloi Sena Aksoyn"),
    ("exchange", "warning", "en", "The diva Sena Aksoy sang with Ada Rossi.", "ko", "디바 Ada Rossi는 Sena Aksoy와 노래했다.", "Sena Aksoy sang with Ada Rossi", "Ada Rossi는 Sena Aksoy와"),
    ("sentences", "error", "en", "The minister resigned on Monday after weeks of protest. Parliament will elect a successor.", "pt", "O ministro demitiu-se.", "Parliament will elect a successor.", "O ministro demitiu-se."),
    ("sentences", "warning", "en", "Vikings used the waterways to get to the Black Sea and the Caspian. Parts of these routes can still be used. Check whether special permits are needed.", "fr", "Les Vikings ont utilisé les voies navigables pour atteindre la mer Noire et la Caspienne. Vérifiez si des permis spéciaux sont nécessaires.", "Check whether special permits are needed.", "Les Vikings ont utilisé les voies navigables pour atteindre la mer Noire et la Caspienne. Vérifiez si des permis spéciaux sont nécessaires."),
    ("quotes", "warning", "ru", "Он играл за клуб «Партизан».", "uk", "Він грав за клуб Партизан.", "«Партизан»", ""),
    ("quotes", "warning", "ar", "لا تتوقع أن تكون الأمور كما هي في \"الوطن\".", "en", "Do not expect things to be like back home.", '"الوطن"', ""),
    ("number", "warning", "en", "One of the problems is money.", "ja", "問題のつは金だ。", "", "つ"),
    ("number", "warning", "en", "About a third of the firms closed.", "ja", "会社の約分の1が閉鎖した。", "", "約分の"),
    ("number", "warning", "en", "A few people or more may enter.", "ko", "인 이상 들어갈 수 있다.", "", "인 이상"),
    ("number", "warning", "en", "In the 20th century the city was rebuilt.", "zh", "20世纪年代重建了城市。", "", "世纪年代"),
    ("number", "warning", "ru", "Круглосуточная новостная сеть.", "uk", "Це була -годинна мережа новин.", "", "-годинна"),
    ("number", "warning", "ar", "استمر النقاش لمدة عشر سنوات.", "en", "The debate went on for years.", "عشر", ""),
    ("number", "warning", "ar", "في القرن الخامس عشر.", "en", "In the century.", "الخامس", ""),
    ("punctuation", "warning", "en", "Will the minister resign?", "el", "Θα παραιτηθεί ο υπουργός?", "?", "?"),
    ("punctuation", "warning", "en", "Will the minister resign?", "es", "El ministro dimitirá?", "?", "?"),
    ("address", "error", "en", "See https://example.org/a.", "de", "Siehe https://example.org/b.", "https://example.org/a", ""),
    ("address", "warning", "en", "Follow @example_desk now.", "de", "Folgen Sie @example.", "@example_desk", ""),
    ("speaker", "warning", "en", "“We will stay,” said Maria Kovalenko.", "uk", "«Ми залишаємося», — сказала речниця.", "Maria Kovalenko", "«Ми залишаємося», — сказала речниця."),
    ("exchange", "warning", "en", "Tom Brennan thanked Maria Kovalenko.", "uk", "Марія Коваленко подякувала Тому Бреннану.", "Tom Brennan thanked Maria Kovalenko", "Коваленко подякувала Тому Бреннану"),
    ("marks", "warning", "en", "“We will stay,” she said.", "de", "\"Wir bleiben\", sagte sie.", "", '"'),
    ("marks", "warning", "en", "“She said ‘stay’,” he said.", "de", "„Sie sagte ‘bleibt’“, sagte er.", "", "‘"),
    ("repetition", "warning", "en", "The children play here.", "id", "Anak anak bermain di sini.", "", "Anak anak"),
    ("repetition", "warning", "en", "They are very good people.", "vi", "Họ là những những người tốt.", "", "những những"),
    ("number", "warning", "en", "It was the first time.", "ja", "史上回目だった。", "", "回目"),
    ("sensitive", "warning", "en", "The man was held.", "de", "Der Mörder wurde festgehalten.", "", "Mörder"),
    ("isolates", "warning", "en", "Call +1 212 555 0100.", "ar", "اتصل بالرقم +1 212 555 0100 اليوم.", "", "+1 212 555 0100"),
    ("markup", "error", "en", "He denied it.", "fr", "Il l’a <b>nié.", "", "<b>"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "language", "source", "locale", "target"), RIGHT)
def test_right_translation_passes(check: str, language: str, source: str, locale: str, target: str) -> None:
    """What a good translator writes is no finding of the check."""
    found = run_checks(make_edition(make_unit([(source, target)]), language, locale))
    assert [one.message for one in found if one.check == check] == []


@pytest.mark.parametrize(("check", "severity", "language", "source", "locale", "target", "ours", "theirs"), WRONG)
def test_wrong_translation_is_found(
    check: str, severity: str, language: str, source: str, locale: str, target: str, ours: str, theirs: str
) -> None:
    """The finding marks the words in both texts."""
    found = [one for one in run_checks(make_edition(make_unit([(source, target)]), language, locale)) if one.check == check]
    assert (found[0].severity, found[0].source_text, found[0].target_text) == (severity, ours, theirs)


LINK = Mark(0, 12, "a", (("href", "https://example.org/a"),))
BOLD = Mark(13, 21, "strong")


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ((LINK, BOLD), []),
        ((BOLD, LINK), []),
        ((BOLD,), [("error", "the link of “The minister” is lost")]),
        ((LINK,), [("warning", "the <strong> of “resigned” is lost")]),
        ((Mark(3, 3, "a", LINK.attributes), BOLD), [("error", "the link of “The minister” is lost")]),
        ((Mark(0, 8, "a", (("href", "https://example.org/b"),)), BOLD), [("error", "the link of “The minister” leads to https://example.org/b, in the source to https://example.org/a")]),
        ((LINK, BOLD, Mark(0, 3, "em")), [("error", "<em> is markup that the source does not have")]),
    ],
)  # fmt: skip
def test_marks_of_a_unit(marks: tuple[Mark, ...], found: list[tuple[str, str]]) -> None:
    """Links and emphasis are counted by what they are and where they lead, not by their order."""
    unit = make_unit([("The minister resigned.", "O ministro renunciou.")])
    unit = replace(unit, unit=replace(unit.unit, marks=(LINK, BOLD)), marks=marks)
    assert [(one.severity, one.message) for one in run_checks(make_edition(unit)) if one.check == "markup"] == found


def test_note_of_a_stage_hides_no_lost_link() -> None:
    """What the markup stage says of an estimated place is another matter than a link that is gone."""
    unit = make_unit([("The minister resigned.", "O ministro renunciou.")])
    unit = replace(unit, unit=replace(unit.unit, marks=(LINK, BOLD)), marks=(BOLD,))
    note = Finding("markup", Severity.INFO, "<strong> was placed by its position", unit="p1")
    found = run_checks(make_edition(unit).with_findings([note]))
    assert [(one.check, one.severity) for one in found] == [("markup", "error")]
