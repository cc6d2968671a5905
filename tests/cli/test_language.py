"""The command line speaks the user's language, and JSON has none."""

from __future__ import annotations

import json

import pytest

from newstrans.cli.language import terminal_language

STORY = b"Harbour reopens\n\nThe harbour of Odesa opened again on Monday after 14 months.\n"


@pytest.mark.parametrize(
    ("environ", "tag"),
    [
        ({"LC_ALL": "uk_UA.UTF-8", "LANG": "de_DE.UTF-8"}, "uk-UA"), ({"LC_MESSAGES": "fr_FR"}, "fr-FR"),
        ({"LANG": "C.UTF-8"}, "en"), ({"LC_ALL": "", "LANG": "pt_BR"}, "pt-BR"), ({}, "en"),
    ],
)  # fmt: skip
def test_posix_variables_in_their_order(environ, tag):
    """LC_ALL before LC_MESSAGES before LANG, as everywhere."""
    assert terminal_language(environ) == tag


@pytest.mark.parametrize(
    ("env", "options", "said"),
    [
        ({"LC_ALL": "uk_UA.UTF-8"}, (), ("записано", "зауваження: 0 помилок, 0 попереджень")),
        ({"LC_ALL": "de_AT.UTF-8"}, (), ("geschrieben:", "Befunde: 0 Fehler")),
        ({"LC_ALL": "uk_UA.UTF-8"}, ("--lang", "ar"), ("كُتب", "لا أخطاء")),
        ({"LC_ALL": "C"}, (), ("wrote ", "findings: 0 errors, 0 warnings")),
        ({"LC_ALL": "xx_nonsense"}, (), ("wrote ",)),
    ],
)
def test_reports_follow_the_locale(run, tmp_path, env, options, said):
    """`--lang` wins over the environment; a locale that nobody knows speaks English."""
    (tmp_path / "story.txt").write_bytes(STORY)
    done = run(*options, "translate", "story.txt", "--to", "fr", "--engine", "pseudo", **env)
    assert done.returncode == 0
    assert all(text in done.stdout for text in said), done.stdout


def test_reasons_are_said_in_the_language(run, tmp_path):
    """Why an item was killed, held or refused, from below the command line; JSON keeps its English."""
    item = '{"uri":"urn:x:%s","version":"1","language":"en","headline":"The harbour opens on Monday"%s}'
    more = {"kill": ',"pubstatus":"canceled"', "held": ',"pubstatus":"draft"', "rights": ',"usageterms":"May not be translated."'}
    for name, rest in more.items():
        (tmp_path / f"{name}.json").write_text(item % (name, rest))
    done = run("--lang", "de", "translate", *(f"{name}.json" for name in more), "--to", "fr", "--engine", "pseudo", "-o", "out")
    said = done.stdout + done.stderr
    for text in (
        "urn:x:kill -> fr  annulliert: die Quelle ist annulliert", "zurückgehalten: die Quelle sagt 'status: draft'; die Redaktion muss",
        "Fehler: urn:x:rights: die Rechte verbieten es", "1 übersetzt; 1 annulliert; 1 abgelehnt; 1 zurückgehalten",
    ):  # fmt: skip
        assert text in said, said
    json_said = run("--lang", "de", "translate", "kill.json", "--to", "fr", "--engine", "pseudo", "-o", "more", "--json").stdout
    assert json.loads(json_said)["items"][0]["why"] == "the source is canceled"


def test_errors_are_said_in_the_language(run):
    """The frame, and what is wrong where it is a phrase; what readers of files say stays as it is, for search engines and colleagues."""
    done = run("--lang", "fr", "translate", "nothing.txt", "--to", "fr")
    assert done.returncode == 1
    assert done.stderr.startswith("Erreur\u00a0: nothing.txt\u00a0: ni fichier ni dossier de ce nom")
    assert run("--lang", "klingon!", "doctor").stderr.startswith("Error: locale 'klingon!'")


def test_an_edition_is_explained_in_the_language(run, tmp_path):
    """Labels, kinds and what became of a sentence; its JSON stays."""
    (tmp_path / "story.txt").write_bytes(STORY)
    assert run("translate", "story.txt", "--to", "fr", "--engine", "pseudo").returncode == 0
    (edition,) = (tmp_path / "editions" / "fr").glob("*.json")
    said = run("--lang", "de", "explain", edition).stdout
    for text in ("Version 1, aus story.txt", "Absatz, übersetzt", "Quelle", "Befunde", "Schritte"):
        assert text in said, said
    english = run("explain", edition).stdout
    assert all(text in english for text in ("version 1, from story.txt", "paragraph, translated", "findings", "Stages")), english
    assert run("--lang", "de", "explain", edition, "--json").stdout == run("explain", edition, "--json").stdout


def test_json_is_the_same_in_every_language(run, tmp_path):
    """Scripts are not surprised by somebody's LANG."""
    (tmp_path / "story.txt").write_bytes(STORY)
    said = [
        run("--lang", tag, "translate", "story.txt", "--to", "fr", "--engine", "pseudo", "--json").stdout for tag in ("en", "uk")
    ]
    assert said[0] == said[1]
    assert json.loads(said[0])["editions"][0]["locale"] == "fr"
