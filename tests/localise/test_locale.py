from __future__ import annotations

import datetime
import shutil
import string
from pathlib import Path

import polib
import pytest
from babel.dates import format_date

from newstrans import resources
from newstrans.errors import LocaleError
from newstrans.localise.locale import babel_locale, load_locale

FOLDERS = sorted(path.parent.name for path in resources.find("locales").glob("*/locale.toml"))
MSGIDS = {entry.msgid for entry in polib.pofile(str(resources.find("locales") / "newstrans.pot"))}


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_sixteen_locales_are_shipped():
    """The locales a foreign desk asks for have a folder of their own."""
    wanted = "en pt-BR pt-PT es fr de it uk ru ko ar gl ca pl ja zh-Hans".split()
    assert set(wanted) <= set(FOLDERS)


@pytest.mark.parametrize("tag", FOLDERS)
def test_every_catalogue_is_complete(tag):
    """No message is missing, empty, fuzzy or left over."""
    catalogue = polib.pofile(str(resources.find("locales") / tag / "messages.po"))
    assert {entry.msgid for entry in catalogue} == MSGIDS
    empty = [entry for entry in catalogue if not (entry.msgstr or (entry.msgstr_plural and all(entry.msgstr_plural.values())))]
    assert [entry.msgid for entry in catalogue if entry in empty or entry.fuzzy or entry.obsolete] == []
    assert catalogue.metadata["Language"] == tag.replace("-", "_")


@pytest.mark.parametrize("tag", FOLDERS)
def test_placeholders_are_kept(tag):
    """Each translation has the placeholders of its message, no more and no fewer."""
    for msgid, text in load_locale(tag).catalogue.messages.items():
        assert fields(msgid) == fields(text)


@pytest.mark.parametrize("tag", FOLDERS)
def test_every_key_of_a_house_style_is_known(tag):
    """A key that nothing reads is a slip: each of them stands in the table of the README."""
    import tomllib

    readme = (resources.find("locales") / "README.md").read_text("utf-8")
    style = tomllib.loads((resources.find("locales") / tag / "locale.toml").read_text("utf-8"))
    for table, values in style.items():
        for key in values:
            assert f"`{table}.{key}`" in readme, f"{table}.{key}"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("pt-BR", "Tradução automática (idioma original: inglês). Não revisada por um editor."),
        ("de", "Maschinelle Übersetzung (Originalsprache: Englisch). Nicht redaktionell geprüft."),
        ("uk", "Машинний переклад (мова оригіналу: англійська). Не перевірено редактором."),
        ("fr", "Traduction automatique (langue d’origine\u00a0: anglais). Non relue par un journaliste."),
    ],
)
def test_disclosure_names_the_language_uninflected(tag, expected):
    """CLDR's name of the source language fits the sentence without an ending of its own."""
    locale = load_locale(tag)
    msgid = "Machine translation from {language}. Not reviewed by an editor."
    assert locale.gettext(msgid, language=locale.language_name("en")) == expected


@pytest.mark.parametrize(
    ("tag", "origin"),
    [
        ("pt-BR", "pt-BR"), ("pt", "pt-BR"), ("pt-AO", "pt-PT"), ("es-MX", "es"), ("de-AT", "de"), ("en-GB", "en"),
        ("ca-valencia", "ca"), ("sv", ""), ("ja", "ja"), ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"), ("zh-SG", "zh-Hans"), ("zh-Hant-TW", ""), ("zh-TW", ""),
    ],
)  # fmt: skip
def test_a_locale_without_folder_takes_its_nearest_relative(tag, origin):
    """CLDR's parents decide: Angola writes like Portugal, plain "pt" means Brazil."""
    locale = load_locale(tag)
    assert locale.origin == origin
    assert locale.tag == tag
    assert locale.messages_tag == (tag if origin else "en")


@pytest.mark.parametrize(
    ("tag", "outer", "inner"),
    [
        ("sv", ("”", "”"), ("’", "’")), ("ja", ("「", "」"), ("『", "』")), ("fa", ("«", "»"), ("‹", "›")),
        ("nl", ("‘", "’"), ("‘", "’")), ("hi", ("“", "”"), ("‘", "’")),
    ],
)  # fmt: skip
def test_quotation_marks_of_other_languages_are_those_of_cldr(tag, outer, inner):
    """Babel has no delimiters; they are written down from CLDR."""
    locale = load_locale(tag)
    assert (locale.quotes.outer, locale.quotes.inner) == (outer, inner)


def test_every_language_of_cldr_has_a_style():
    """No locale that Babel knows fails for a pattern or a period that it lacks."""
    from babel.localedata import locale_identifiers

    for name in locale_identifiers():
        locale = load_locale(name.replace("_", "-"))
        assert locale.clock.format(17, 30)
        assert format_date(datetime.date(2025, 12, 14), locale.calendar.long, babel_locale(locale.tag))


@pytest.mark.parametrize("tag", ["", "xx", "../../etc", "en-QQ", "klingon!"])
def test_what_is_no_locale_is_said(tag):
    """A tag that names nothing is an error that says how to write one."""
    with pytest.raises(LocaleError):
        load_locale(tag)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(resources.find("locales"), tmp_path / "locales")
    return tmp_path / "locales"


def test_the_revision_follows_every_file(copied):
    """Changing a word of the catalogue or a mark changes the revision, and nothing else does."""
    first = load_locale("es", copied).revision
    assert load_locale("es", copied).revision == first == load_locale("es").revision
    assert len(first) == 64
    style = copied / "es" / "locale.toml"
    style.write_text(style.read_text("utf-8").replace('outer = ["«", "»"]', 'outer = ["“", "”"]'), "utf-8")
    changed = load_locale("es", copied)
    assert changed.quotes.outer == ("“", "”")
    assert changed.revision != first
    words = copied / "es" / "messages.po"
    words.write_text(words.read_text("utf-8").replace("Fuente", "Origen"), "utf-8")
    assert load_locale("es", copied).revision not in {first, changed.revision}
    assert load_locale("fr", copied).revision == load_locale("fr").revision


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[quotes]", "[quotes", "locale.toml"),
        ('outer = ["“", "”"]', 'outer = "“”"', "[opening, closing]"),
        ("[money]", "[coins]", "'money' is missing"),
        ('pattern = "{h}h{m}"', 'pattern = "{hour}h"', "'hour'"),
        ('apostrophe = "’"', "apostrophe = 7", "text in quotes"),
        ("6 = ", "six = ", "wrong shape"),
        ("[headline]", '[units]\nconvert = "furlongs"\n\n[headline]', "metric, imperial"),
        ('zone = " ({zone})"', 'zone = " ({place})"', "'place'"),
    ],
)
def test_a_slip_in_a_house_style_is_named(copied, old, new, said):
    """The message has the file and what is wrong with it."""
    path = copied / "pt-BR" / "locale.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(LocaleError) as caught:
        load_locale("pt-BR", copied)
    assert said in str(caught.value)
    assert "locale.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"), [('msgstr "Fonte"', "msgstr Fonte"), ("Por {author}", "Por {autor}"), ("Por {author}", "Por {")]
)
def test_a_slip_in_a_catalogue_is_named(copied, old, new):
    """A syntax error and a changed placeholder are found when the file is read, not on a page."""
    path = copied / "pt-BR" / "messages.po"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(LocaleError) as caught:
        load_locale("pt-BR", copied)
    assert "messages.po" in str(caught.value)


def test_bytes_that_are_no_text_are_an_error(copied):
    """A damaged file is a message, not a traceback."""
    (copied / "es" / "locale.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LocaleError):
        load_locale("es", copied)


def test_fuzzy_and_empty_messages_stay_english(copied):
    """A half-done catalogue never shows a doubtful word."""
    path = copied / "es" / "messages.po"
    path.write_text(path.read_text("utf-8").replace('msgstr "Fuente"', 'msgstr ""'), "utf-8")
    assert load_locale("es", copied).gettext("Source") == "Source"
