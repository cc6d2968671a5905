"""The language of texts and stories: what is told, what is not, and why."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstrans.detect import detect_story, detect_text, likeliest_language

DESK = ["en", "es", "pt-BR", "fr", "de", "it", "ru", "uk", "ko", "ja", "zh-Hans", "ar"]

# One sentence of news in each language, ours.
SENTENCES = [
    ("en", "The government announced new measures on Tuesday, but the opposition called them too little, too late."),
    ("es", "El Gobierno anunció el martes nuevas medidas, pero la oposición las calificó de insuficientes y tardías."),
    ("pt", "O governo anunciou na terça-feira novas medidas, mas a oposição disse que não são suficientes."),
    ("fr", "Le gouvernement a annoncé mardi de nouvelles mesures, mais l'opposition les juge insuffisantes."),
    ("de", "Die Regierung kündigte am Dienstag neue Maßnahmen an, doch der Opposition gehen sie nicht weit genug."),
    ("it", "Il governo ha annunciato martedì nuove misure, ma per l'opposizione sono troppo poche e tardive."),
    ("gl", "O Goberno anunciou onte unhas novas medidas, pero a oposición cre que non son dabondo para as familias."),
    ("ca", "El Govern va anunciar dimarts noves mesures, però l'oposició creu que són massa poques i que arriben tard."),
    ("nl", "De regering kondigde dinsdag nieuwe maatregelen aan, maar volgens de oppositie komen ze te laat."),
    ("pl", "Rząd ogłosił we wtorek nowe środki, ale zdaniem opozycji jest ich za mało i przychodzą za późno."),
    ("cs", "Vláda v úterý oznámila nová opatření, ale podle opozice přicházejí příliš pozdě."),
    ("sv", "Regeringen presenterade på tisdagen nya åtgärder, men oppositionen tycker att de kommer för sent."),
    ("ro", "Guvernul a anunțat marți noi măsuri, dar opoziția spune că sunt prea puține și vin prea târziu."),
    ("hu", "A kormány kedden új intézkedéseket jelentett be, de az ellenzék szerint ezek későn jönnek."),
    ("fi", "Hallitus ilmoitti tiistaina uusista toimista, mutta opposition mukaan ne tulevat liian myöhään."),
    ("tr", "Hükümet salı günü yeni önlemleri açıkladı, ancak muhalefete göre bunlar çok geç kaldı."),
    ("az", "Hökumət çərşənbə axşamı yeni tədbirlər elan etdi, lakin müxalifət bunları gecikmiş hesab edir."),
    ("is", "Ríkisstjórnin kynnti nýjar aðgerðir á þriðjudag en það þykir stjórnarandstöðunni of lítið."),
    ("ru", "Правительство объявило во вторник о новых мерах, но оппозиция считает их запоздалыми."),
    ("uk", "Уряд оголосив у вівторок про нові заходи, але опозиція вважає їх запізнілими."),
    ("be", "Урад абвясціў у аўторак пра новыя меры, але апазіцыя лічыць, што яны спазніліся на год."),
    ("bg", "Правителството обяви във вторник нови мерки, но според опозицията те идват твърде късно."),
    ("sr", "Влада је у уторак најавила нове мере, али опозиција сматра да оне долазе прекасно и да неће помоћи."),
    ("mk", "Владата во вторникот најави нови мерки, но опозицијата смета дека тие доаѓаат предоцна."),
    ("kk", "Үкімет сейсенбі күні жаңа шаралар туралы жариялады, бірақ оппозиция оларды кеш деп санайды."),
    ("ar", "أعلنت الحكومة يوم الثلاثاء إجراءات جديدة، لكن المعارضة اعتبرتها متأخرة وغير كافية."),
    ("fa", "دولت روز سه‌شنبه از تدابیر تازه‌ای خبر داد، اما مخالفان آن را ناکافی و دیرهنگام می‌دانند."),
    ("ur", "حکومت نے منگل کو نئے اقدامات کا اعلان کیا لیکن حزب اختلاف کے مطابق یہ بہت دیر سے آئے ہیں۔"),
    ("he", "הממשלה הודיעה ביום שלישי על צעדים חדשים, אך האופוזיציה סבורה שהם באים מאוחר מדי."),
    ("hi", "सरकार ने मंगलवार को नए कदमों की घोषणा की, लेकिन विपक्ष ने कहा कि वे पर्याप्त नहीं हैं।"),
    ("el", "Η κυβέρνηση ανακοίνωσε την Τρίτη νέα μέτρα, αλλά η αντιπολίτευση τα θεωρεί ανεπαρκή."),
    ("hy", "Կառավարությունը երեքշաբթի հայտարարեց նոր միջոցների մասին։"),
    ("ka", "მთავრობამ სამშაბათს ახალი ზომების შესახებ გამოაცხადა."),
    ("th", "รัฐบาลประกาศมาตรการใหม่เมื่อวันอังคาร"),
    ("ko", "정부는 화요일 새로운 대책을 발표했지만 야당은 너무 늦었다고 비판했다."),
    ("ja", "政府は火曜日に新たな対策を発表したが、野党は遅すぎると批判した。"),
    ("zh", "政府周二宣布了新措施，但反对党认为这些措施来得太晚。"),
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_a_sentence_is_recognised(language, text):
    """A whole sentence is told in 37 languages, among them some that langdetect has no profile for."""
    detection = detect_text(text)
    assert detection.language == language
    assert detection.confidence > 0.8


@pytest.mark.parametrize(("language", "text"), [pair for pair in SENTENCES if pair[1].upper() != pair[1]][:12])
def test_capitals_do_not_matter(language, text):
    """Headlines in capitals and in Title Case are told like any other."""
    assert detect_text(text.upper()).language == language
    assert detect_text(text.title()).language == language


@pytest.mark.parametrize(
    "text", ["", "  \n", "...", "1,234.56 2024 50%", "https://example.de/wirtschaft/artikel desk@example.org",
             "😂🙂🎉", "@POTUS #Ukraine", "\ud800\udfff"]
)  # fmt: skip
def test_what_has_no_words_has_no_language(text):
    """Numbers, links, handles and emoji belong to no language, whatever is declared."""
    for declared in (None, "en"):
        detection = detect_text(text, declared=declared)
        assert (detection.language, detection.confidence, detection.evidence) == (None, 0.0, "no letters")


@pytest.mark.parametrize("text", ["London", "Hola", "OK", "Київ", "Привет", "日本", "東京", "El Niño 2"])
def test_too_little_text_is_unsure(text):
    """A name is no evidence of a language."""
    detection = detect_text(text)
    assert detection.language is None
    assert detection.evidence == "too short"


@pytest.mark.parametrize(("text", "language"), [("안녕", "ko"), ("ありがとう", "ja"), ("Αθήνα", "el"), ("ירושלים", "he")])
def test_a_script_may_decide_alone(text, language):
    """Scripts of one language need no length."""
    detection = detect_text(text)
    assert (detection.language, detection.evidence) == (language, "script")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("日本政府宣布新措施", "zh"),  # langdetect: ko
        ("日本政府、新措置発表", "ja"),  # a headline without kana, but 発 is a Japanese form
        ("高市首相、中国訪問へ", "ja"),
        ("eBay史上最大の買収です。", "ja"),  # Latin and Japanese in one word
        ("中国外交部说，日本方面的“おもてなし”令人失望，两国关系发展受到影响", "zh"),  # kana in a quotation
        ("三星电子（삼성전자）周二发布了新的季度财务报告。", "zh"),
    ],
)
def test_han_characters_are_chinese_or_japanese(text, language):
    """Counts of kana and of national forms decide, never mere presence."""
    assert detect_text(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Российские войска обстреляли Київ и Чернігів, сообщили в правительстве во вторник вечером.", "ru"),
        ("Президент Вучић и министр Ђурић прибыли в Москву на переговоры о поставках российского газа.", "ru"),
        ("Журналіст видання «Новый мир» прибув до Львова, щоб висвітлити переговори про перемир'я.", "uk"),
        ("Президент Beşiktaş Ulusoy said the club would appeal the decision of the league next week.", "en"),
    ],
)
def test_foreign_names_do_not_turn_a_text(text, language):
    """Letters are counted against each other: one ї is a name, not a language."""
    assert detect_text(text).language == language


def test_expected_languages_come_first_in_doubt():
    """Among neighbours the language that can be translated wins while the lead is small."""
    short = "El president visita demà Lleida"  # Catalan, but not by far
    assert likeliest_language(short) == "ca"
    doubtful = "A visita do presidente a Santiago"
    assert detect_text(doubtful, expected=["gl", "en"]).language in {"gl", None}
    assert detect_text(doubtful, expected=["pt", "en"]).language in {"pt", None}


@pytest.mark.parametrize("language", ["sv", "cs", "hu", "ca", "bg", "nl", "he", "kk"])
def test_a_clear_text_is_not_forced_into_the_expected_languages(language):
    """Better "cannot be translated" than an edition made from the wrong language."""
    expected = [tag for tag in DESK if tag != language]
    assert detect_text(dict(SENTENCES)[language], expected=expected).language == language


def test_expected_may_be_empty_or_odd():
    """An empty collection restricts nothing, and nonsense in it is ignored."""
    text = dict(SENTENCES)["it"]
    assert detect_text(text, expected=[]) == detect_text(text, expected=["", "x-default"]) == detect_text(text)


LATIN_SERBIAN = "Vlada je u utorak najavila nove mere, ali opozicija smatra da one dolaze prekasno i da neće pomoći."


def test_twins_are_told_with_low_confidence():
    """Croatian, Bosnian and Serbian in Latin letters look alike; what is expected or declared decides."""
    alone = detect_text(LATIN_SERBIAN)
    assert (alone.language, alone.confidence) == ("hr", 0.6)
    assert detect_text(LATIN_SERBIAN, expected=["sr", "en"]).language == "sr"
    assert detect_text(LATIN_SERBIAN, expected=["bs", "sr"]).language == "hr"
    assert detect_text(LATIN_SERBIAN, declared="sr-Latn").language == "sr"
    assert detect_text(LATIN_SERBIAN, declared="bs").confidence > 0.9
    # ... but it is certainly not English
    assert detect_text(LATIN_SERBIAN, declared="en").language == "hr"
    malay = "Kerajaan mengumumkan langkah baharu pada hari Selasa tetapi pembangkang berkata ia terlalu lewat."
    assert detect_text(malay, declared="ms").language == "ms"


BASQUE = "Gobernuak neurri berriak iragarri ditu gaur goizean Bilbon egindako prentsaurrekoan, baina ez da nahikoa."


def test_a_language_without_a_profile_is_unsure():
    """langdetect would be certain of something; a declared language is believed where nothing contradicts it."""
    detection = detect_text(BASQUE)
    assert detection.language is None
    assert "fits no profile" in detection.evidence
    assert detect_text(BASQUE, declared="eu").language == "eu"
    assert detect_text(BASQUE, declared="en").language is None


@pytest.mark.parametrize(
    ("text", "declared", "language", "evidence"),
    [
        (dict(SENTENCES)["pt"], "pt-BR", "pt", "langdetect, declared"),
        (dict(SENTENCES)["pt"], "en", "pt", "langdetect pt 0.99 over declared en"),
        (dict(SENTENCES)["ko"], "en-US", "ko", "script ko 0.99 over declared en"),
        (dict(SENTENCES)["pt"], "x-default", "pt", "langdetect"),
        (dict(SENTENCES)["pt"], "no such tag", "pt", "langdetect"),
        ("Hola", "es", "es", "declared; too short"),
        ("日本", "ja", "ja", "declared; too short"),
        ("Київ", "en", None, "too short; declared en, but not its script"),
        ("Київ", "uk-UA", "uk", "declared; too short"),
    ],
)
def test_a_declared_language_is_evidence(text, declared, language, evidence):
    """It fills in where the text is short, and gives way where the text is clear; the evidence names both."""
    detection = detect_text(text, declared=declared)
    assert (detection.language, detection.evidence) == (language, evidence)


def test_a_declared_language_holds_against_a_doubtful_text():
    """A short line that could be two languages is what its source says."""
    detection = detect_text("Presidente de Portugal visita Madrid", declared="es")
    assert detection.language == "es"
    assert "declared" in detection.evidence


EN = dict(SENTENCES)["en"]
FR_QUOTE = "« Nous n'accepterons jamais cette décision, qui est contraire à tous nos principes », a-t-il dit."


def test_a_quotation_does_not_turn_a_story():
    """Sentences vote by their letters; the unit with the quotation stays with its story."""
    story = detect_story([(f"{EN} {FR_QUOTE} He then left for Paris with his ministers.", None), (EN, None), ("KYIV", None)])
    assert story.story.language == "en"
    assert [unit.language for unit in story.units] == ["en", "en", "en"]
    assert story.units[2].evidence == "too short"


def test_a_paragraph_in_another_language_has_its_own():
    """A Portuguese paragraph in an English story is Portuguese, a Korean line Korean, a short line inherits."""
    texts = [(EN, None), (dict(SENTENCES)["pt"], None), (EN, None), ("정부는 새 대책을", None), ("Lisboa, Porto", None)]
    story = detect_story(texts, expected=DESK)
    assert story.story.language == "en"
    assert [unit.language for unit in story.units] == ["en", "pt", "en", "ko", "en"]


def test_a_unit_may_declare_its_language():
    """What a unit says of itself comes before what its story is in."""
    story = detect_story([(EN, None), ("Bonjour", "fr"), (FR_QUOTE, "en")])
    assert [unit.language for unit in story.units] == ["en", "fr", "fr"]


def test_a_doubtful_unit_inherits_and_says_so():
    """Leaving the story's language needs length and certainty."""
    texts = [(dict(SENTENCES)["pt"], None)] * 3 + [("Presidente visita el centro de Madrid", None)]
    unit = detect_story(texts).units[3]
    assert unit.language == "pt"
    assert unit.evidence.startswith("story")


def test_units_without_words_have_no_language():
    """A cell with figures inherits nothing: there is nothing to translate."""
    story = detect_story([(EN, None), ("12,5 %", None), ("", None)])
    assert [unit.language for unit in story.units] == ["en", None, None]


def test_short_lines_may_decide_together():
    """A story of headlines only is read as one text."""
    lines = ["Germany wins", "Markets fall again", "Rain on Sunday", "Who is next?"]
    assert detect_story([(line, None) for line in lines]).story.language == "en"


def test_a_story_of_nothing_is_unsure():
    """No units, or none with words: no language, unless one is declared for a short text."""
    assert detect_story([]).story.language is None
    assert detect_story([("", None)], declared="de").story.language is None
    assert detect_story([("Berlin", None)]).story.language is None
    assert detect_story([("Berlin", None)], declared="de").units[0].language == "de"


def test_a_story_in_two_languages_is_no_ones():
    """Half and half is not a majority that anybody should translate from unasked."""
    three = [(dict(SENTENCES)[language], None) for language in ("en", "pt", "de")]
    story = detect_story(three)
    assert story.story.language is None
    assert "mixed" in story.story.evidence
    assert [unit.language for unit in story.units] == ["en", "pt", "de"]


def test_long_texts_are_read_in_part():
    """Five million characters cost no more than a page, and a table in front does not hide the text."""
    assert detect_text(EN * 50_000).language == "en"
    assert detect_text("1,234 5,678\n" * 10_000 + EN).language == "en"
    assert detect_story([(EN * 20_000, None)]).story.language == "en"


PROBE = (
    "from newstrans.detect import detect_text, detect_story;"
    "t=['Presidente visita el centro de Madrid','Vlada je najavila nove mere u utorak','O Goberno anunciou medidas onte'];"
    "print([detect_text(x) for x in t], detect_story([(x, None) for x in t], expected={'es','pt','gl','hr'}))"
)


def test_answers_do_not_depend_on_the_process():
    """Same bytes whatever the hash seed: nothing is drawn at random, no set order leaks."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROBE], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1


def test_answers_do_not_depend_on_the_thread():
    """Threads share the profiles and agree."""
    texts = [text[: 30 + index % 40] for index, (_, text) in enumerate(SENTENCES * 4)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(detect_text, texts)) == [detect_text(text) for text in texts]


def test_importing_does_not_load_langdetect():
    """The command line starts without profiles."""
    code = "import sys, newstrans.detect; assert not {'langdetect', 'babel'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.none() | st.text(max_size=8)), max_size=5), st.none() | st.text(max_size=6))
def test_odd_text_never_fails(texts, declared):
    """Any text and any declared tag: a detection per unit, with a confidence between 0 and 1."""
    found = detect_story(texts, declared=declared, expected=["en", "pt"])
    assert len(found.units) == len(texts)
    for detection in (found.story, *found.units, detect_text("".join(text for text, _ in texts))):
        assert 0.0 <= detection.confidence <= 1.0
        assert detection.evidence
        assert detection.language is None or detection.confidence > 0
