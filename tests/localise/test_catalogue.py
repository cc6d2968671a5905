"""Catalogues: what the program says is in them, placeholders survive, plural forms fit the language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polib
import pytest
from babel import Locale

from newstrans import resources
from newstrans.errors import LocaleError
from newstrans.localise.catalogue import Catalogue, parse_catalogue
from newstrans.localise.locale import load_interface, load_locale
from newstrans.text.phrase import listed, named, phrase

LOCALES = resources.find("locales")
CATALOGUES = sorted(LOCALES.glob("*/*.po"))
SPOKEN = ["pt-BR", "es", "fr", "de", "uk", "ar"]


def test_templates_and_catalogues_are_current():
    """`scripts/catalogues` finds nothing to do: every message of the program is in every catalogue."""
    script = Path(__file__).resolve().parents[2] / "scripts" / "catalogues"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_catalogue_is_read_and_has_all_its_words(path):
    """Reading checks placeholders and the number of plural forms; nothing is fuzzy or empty."""
    catalogue = parse_catalogue(path.parent.name, path, path.read_bytes())
    wanted = {entry.msgid for entry in polib.pofile(str(path))}
    assert wanted == {*catalogue.messages, *catalogue.plurals}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_number_has_a_form(path):
    """The header's rule gives an index for every number, and CLDR's categories fall together where it does."""
    catalogue = parse_catalogue(path.parent.name, path, path.read_bytes())
    cldr = Locale.parse(path.parent.name, sep="-").plural_form
    for forms in catalogue.plurals.values():
        seen: dict[str, set[str]] = {}
        for number in range(1200):
            seen.setdefault(cldr(number), set()).add(forms[catalogue.plural_form(number)])
        # CLDR may tell 0 and 1, or millions, apart where gettext does not; never the other way round.
        assert all(len(texts) == 1 for texts in seen.values()), seen


@pytest.mark.parametrize("tag", ["en", *SPOKEN])
def test_the_interface_speaks_these(tag):
    """Errors, counts and the rest; English is the message itself."""
    said = load_interface(tag)
    assert said.gettext("Error: {message}", message="x")
    assert (said.gettext("wrote {path}", path="x") == "wrote x") == (tag == "en")
    assert "{" not in said.ngettext("{number} error", "{number} errors", 5)


@pytest.mark.parametrize(
    ("tag", "number", "expected"),
    [
        ("uk", 1, "1 новина"), ("uk", 3, "3 новини"), ("uk", 5, "5 новин"), ("uk", 21, "21 новина"), ("uk", 112, "112 новин"),
        ("ar", 0, "لا أخبار"), ("ar", 2, "خبران"), ("ar", 7, "7 أخبار"), ("ar", 11, "11 خبرًا"), ("ar", 100, "100 خبر"),
        ("fr", 0, "0 nouvelle"), ("pt-PT", 0, "0 notícias"), ("pl", 22, "22 wiadomości"), ("ja", 1, "1件"), ("sv", 2, "2 stories"),
    ],
)  # fmt: skip
def test_counts_take_the_form_of_their_number(tag, number, expected):
    """Arabic has six forms, Ukrainian three, Japanese one."""
    assert load_locale(tag).ngettext("{number} story", "{number} stories", number) == expected


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n\n'
PLURAL = 'msgid "{number} story"\nmsgid_plural "{number} stories"\nmsgstr[0] "{number} nova"\nmsgstr[1] "%s"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.format("nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);") + PLURAL % "{number} novas", "the header says 3"),
        (HEAD.format("nplurals=2; plural=__import__('os');") + PLURAL % "x", "Plural-Forms"),
        (HEAD.format("nplurals=2; plural=n n;") + PLURAL % "x", "po"),
        (HEAD.format("nplurals=2; plural=(n != 1);") + PLURAL % "{many} novas", "same placeholders"),
    ],
)
def test_a_wrong_plural_is_named(text, said):
    """A header that does not fit, one that would run code, a form with another placeholder."""
    with pytest.raises(LocaleError) as caught:
        parse_catalogue("gl", Path("gl/messages.po"), text.encode())
    assert said in str(caught.value)


def test_without_a_catalogue_everything_is_english():
    """The message ids are the English words."""
    empty = Catalogue()
    assert empty.gettext("By {author}", author="Ana") == "By Ana"
    assert [empty.ngettext("{number} story", "{number} stories", n) for n in (0, 1)] == ["0 stories", "1 story"]


def test_a_thing_is_told_by_its_name_and_for_a_command_with_its_id():
    """As plain text it is the id, which logs and programs read; in a list of any length."""
    german = parse_catalogue("de", Path("x"), b'msgid "paragraph {place}"\nmsgstr "Absatz {place}"\n\nmsgid "{first}, {others}"\nmsgstr "{first}; {others}"\n')
    units = [named(f"u{place}", phrase("paragraph {place}", place=place)) for place in range(1, 3001)]
    said = phrase("open: {units}", units=listed(units))
    assert str(said).startswith("open: u1, u2, u3, u4, ")
    assert str(said).endswith(", u2999, u3000")
    assert german.told(said).startswith("open: Absatz 1; Absatz 2; Absatz 3; ")
    assert german.told(phrase("open: {units}", units=listed(units[:3])), ids=True) == "open: Absatz 1 [u1]; Absatz 2 [u2]; Absatz 3 [u3]"
    assert "paragraph 3000" == Catalogue().told(units[-1])
    assert "" == listed([])
