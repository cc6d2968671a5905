"""The memory and the second look at the store as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TMX = (
    '<tmx version="1.4"><header srclang="en" segtype="sentence"/><body>'
    '<tu changeid="jonas" changedate="20260301T080000Z"><tuv xml:lang="en"><seg>They asked for 3 percent more.</seg></tuv>'
    '<tuv xml:lang="pt"><seg>Pediram 3 por cento a mais.</seg></tuv></tu>'
    '<tu><tuv xml:lang="en"><seg>Red &#x202e;text.</seg></tuv><tuv xml:lang="pt"><seg>Texto.</seg></tuv></tu>'
    '<tu><tuv xml:lang="en"><seg>alone</seg></tuv></tu></body></tmx>'
)
TEXT = "Harbour talks resume\n\nThey asked for 3 percent more.\n\nThey asked for 7 percent more.\n"


@pytest.mark.engine
def test_a_memory_from_elsewhere_comes_into_editions_and_goes_out_again(here, tmp_path):
    Path("a.tmx").write_text(TMX)
    Path("a.txt").write_text(TEXT)
    code, out, err = here("memory", "import", "a.tmx", "--to", "pt-BR")
    assert (1, "pairs added: 2, known already: 0, units passed over: 1\n") == (code, out)
    assert "unit 3: it has no text in two languages" in err
    assert "pairs added: 0, known already: 2" in here("memory", "import", "a.tmx", "--to", "pt-BR")[1]

    (found,) = json.loads(here("memory", "find", "They asked for 9 percent more.", "--to", "pt-BR", "--json")[1])
    assert ("fuzzy", "Pediram 9 por cento a mais.", True, "jonas") == (found["match"], found["text"], found["adapted"], found["pair"]["approver"])
    code, out, _ = here("memory", "find", "They asked for 9 percent more.", "--to", "pt-BR")
    assert "[-3-]{+9+}" in out
    assert "newstrans memory stats" in here("memory", "find", "Nothing like it", "--to", "pt-BR")[1]
    assert "\u202e" not in here("memory", "list")[1]

    assert 0 == here("ingest", "a.txt", "--to", "pt-BR", "--from", "en")[0]
    edition = json.loads(here("editions", "--json")[1])[0]["id"]
    shown = json.loads(here("editions", "show", edition, "--json")[1])["units"]
    assert ("Pediram 3 por cento a mais.", "exact", "machine") == (shown[1]["text"], shown[1]["memory"]["kind"], shown[1]["state"])
    assert "Pediram 7 por cento a mais." == shown[2]["offers"][0]["text"]
    out = here("editions", "show", edition)[1]
    assert "memory: the same source, imported by jonas on 2026-03-01" in out
    assert "alike by 99%, with the numbers of this source" in out

    code, out, _ = here("editions", "take", edition, "u3")
    assert (0, True, True) == (code, "Pediram 7 por cento a mais." in out, "with the numbers of this source" in out)
    assert "the memory offers nothing here" in here("editions", "take", edition, "u1")[2]
    assert 0 == here("editions", "revert", edition, "u3", "machine")[0]

    for key in ("u1", "u2", "u3"):
        assert 0 == here("editions", "approve", edition, key)[0]
    stats = json.loads(here("memory", "stats", "--json")[1])
    assert {("imported", "sentence", 2), ("imported", "unit", 1), ("machine", "unit", 2)} == {(one["origin"], one["level"], one["pairs"]) for one in stats["pairs"]}
    assert "5 pairs" in here("memory", "export", "-o", "out.tmx")[1]
    assert b"Pediram 3 por cento a mais." in Path("out.tmx").read_bytes()
    code, out, _ = here("memory", "retire", "--edition", edition, "--reason", "wrong house")
    assert (0, "3 pairs retired\n") == (code, out)
    assert {"wrong house": 3} == json.loads(here("memory", "stats", "--json")[1])["retired"]
    code, _, err = here("memory", "retire", "--story", "a.tmx", "99", "--reason", "x")
    assert (1, True) == (code, "newstrans memory list" in err)


def test_errors_say_what_to_do(here):
    assert "newstrans memory import" in here("memory", "stats")[1]
    Path("a.xml").write_text("<xliff/>")
    code, _, err = here("memory", "import", "a.xml")
    assert (2, True) == (code, "is no TMX file" in err)
    for command, code, said in (
        (("memory", "retire", "--reason", "x"), 2, "numbers, --story or --edition"),
        (("memory", "retire", "--story", "nothing", "--reason", "x"), 1, "newstrans stories"),
        (("memory", "find", " ", "--to", "es"), 2, "empty"), (("retro", "no-such-concept"), 2, "newstrans glossary find"),
        (("memory", "find", "x"), 2, "--to"),
    ):  # fmt: skip
        done = here(*command)
        assert code == done[0], command
        assert said in done[2], command


@pytest.mark.engine
def test_retro_corrects_what_nobody_worked_on(here, tmp_path):
    """A new entry of the house's own folder is put into an edition that was made without it."""
    Path("a.txt").write_text("Talks resume\n\nThe ministers met in Moscow on Monday.\n\nNobody in Moscow said a word.\n")
    assert 0 == here("ingest", "a.txt", "--to", "pt-BR", "--from", "en")[0]
    edition = json.loads(here("editions", "--json")[1])[0]["id"]
    assert "Moscou" in json.loads(here("editions", "show", edition, "--json")[1])["units"][1]["text"]
    assert 0 == here("editions", "edit", edition, "u3", "Ninguém em Moscou disse nada.")[0]
    assert (0, "nothing to put right\n") == here("retro")[:2]
    Path("own").mkdir()
    Path("own/house.toml").write_text('[moscow]\nkind = "place"\nen = "Moscow"\npt = { preferred = "Moscovo", variants = ["Moscou"] }\n')
    code, out, _ = here("retro", "--glossary", "own")
    assert 1 == code
    assert "[-Moscou-]{+Moscovo+}" in out
    assert "edited by" in out
    assert "Nobody has worked on 1 of them. To put these right: newstrans retro --apply" in out
    assert "2 paragraphs are wrong in 1 edition\n" in out
    shown = here("--lang", "de", "retro", "--glossary", "own")[1]
    assert "  Absatz 2 [u2]  Moscow (moscow) heißt Moscovo  (kann berichtigt werden)" in shown
    assert "  Absatz 3 [u3]  Moscow (moscow) heißt Moscovo  (angepasst von" in shown
    assert "2 Absätze sind falsch in 1 Ausgabe" in shown
    assert here("retro", "--glossary", "own", "--json") == here("--lang", "de", "retro", "--glossary", "own", "--json")
    done = json.loads(here("retro", "moscow", "--glossary", "own", "--apply", "--json")[1])
    assert (1, 1, ["u3"]) == (done["applied"], done["left"], [one["unit"] for one in done["corrections"] if not one["applied"]])
    units = json.loads(here("editions", "show", edition, "--json")[1])["units"]
    assert ("machine", True) == (units[1]["state"], "Moscovo" in units[1]["text"])
    assert "Ninguém em Moscou disse nada." == units[2]["text"]
    assert "1 of 1 editions would change" in here("glossary", "impact", "moscow", "--set", "pt=Moscua", "--store", "--glossary", "own")[1]
