"""What an edition of a wire item is: a new item with an id, a link back, the rights, the embargo, and no secrets."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import pytest
from wire_files import NOW, OWN, bring, read, wire_run, written

from newstrans.errors import RightsForbid
from newstrans.fate import Fate, decide
from newstrans.feeds import Feed, FeedError, Policy, choose_feed, parse_feed
from newstrans.formats.inplace import open_document
from newstrans.formats.inplace.issue import forbids_translation, states_embargo
from newstrans.journal import Entry, Journal
from newstrans.model import UnitKind
from newstrans.pubstatus import status_of
from newstrans.site.release import Release, decide_release
from newstrans.wire import held

SECRETS = ("Mustermann", "Musterfrau", "1234567", "7654321")


@pytest.mark.parametrize("name", ["message.g2.xml", "story.nitf", "item.ninjs3.json", "wire.7901"])
def test_what_is_not_for_publication_reaches_no_edition(name):
    """Names and numbers in notes to editors: not in the file, not in any story, so not in any page either."""
    document = read(OWN / name)
    assert any(secret in document.source.text for secret in SECRETS)
    text = written(document).data.decode()
    assert not any(secret in text for secret in SECRETS)
    assert not any(secret in repr(story) for story in document.stories for secret in SECRETS)


def test_a_feed_may_keep_notes_in_its_own_files():
    """A desk that republishes to the same clients keeps the notes; they are still no text of the story."""
    path = OWN / "message.g2.xml"
    document = open_document(path.read_bytes(), name=path.name, feed=replace(Feed(), nonpublic_notes="keep"))
    assert b"Max Mustermann" in written(document).data


def test_a_newsml_g2_edition_is_a_new_item_that_points_back():
    text = written(read(OWN / "message.g2.xml"), "ar").data.decode()
    assert "guid='urn:newsml:harbour.example:20260304:PORT:ar' version=\"1\"" in text
    assert '<g2:link rel="irel:derivedFrom" residref="urn:newsml:harbour.example:20260304:PORT" version="3"' in text
    assert '<g2:newsItem dir="rtl"' in text or 'dir="rtl"' in text
    assert '<g2:language tag="ar"/>' in text
    assert "<g2:embargoed>2026-03-05T06:00:00+01:00</g2:embargoed>" in text
    assert '<g2:pubStatus qcode="stat:withheld"/>' in text
    assert '<g2:digitalSourceType uri="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>' in text
    assert '<g2:slugline xml:lang="en">PORT-GRAIN</g2:slugline>' in text
    assert '<g2:headline xml:lang="de">Minister eröffnet Getreidehafen</g2:headline>' in text
    assert "<g2:hash" not in text
    assert text.count("\r\n") == text.count("\n")
    assert text.count("<g2:newsItem") + text.count("<g2:packageItem") == 3


def test_an_edition_takes_the_status_of_its_source_where_a_feed_says_so():
    path = OWN / "story.nitf"
    document = open_document(path.read_bytes(), name=path.name, feed=replace(Feed(), edition_status="source"))
    assert 'management-status="usable"' in written(document).data.decode("utf-8")


def test_a_ninjs_edition_keeps_escapes_numbers_and_addresses():
    text = written(read(OWN / "item.ninjs3.json")).data.decode()
    item = json.loads(text)
    assert text.isascii()
    assert '"urgency": 5.0' in text
    assert item["uri"] == "urn:harbour:2026:fish:pt-BR"
    assert item["altIds"] == [{"role": "translatedFrom", "value": "urn:harbour:2026:fish#4"}]
    assert item["associations"][1]["rel"] == "translatedFrom"
    assert item["associations"][0]["uri"] == "urn:harbour:2026:pic"
    assert item["standard"]["version"] == "3.1"
    assert 'href="https://harbour.example/q"' in item["bodies"][1]["value"]
    assert item["bodies"][0]["value"].endswith("\n")
    assert item["bodies"][0]["charCount"] == len(item["bodies"][0]["value"].replace("\n", ""))


def test_both_bodies_of_a_story_are_translated_once():
    """Plain text and HTML of one story share their units, so they cannot differ."""
    document = read(OWN / "item.ninjs3.json")
    story = document.items[0].story
    assert story is not None
    assert [unit.text for unit in story.units if unit.kind is UnitKind.PARAGRAPH] == ["Fishermen blocked the port on Monday.", "They want higher quotas."]


def test_the_level_of_escaping_of_a_feed_stays():
    text = written(read(OWN / "feed.rss")).data.decode()
    assert "&amp;amp;" in text
    assert "<description>&lt;p&gt;" in text
    assert "<content:encoded><![CDATA[<p>" in text
    assert text.count("<item>") == 2
    assert '<guid isPermaLink="false">https://harbour.example/1#pt-BR</guid>' in text
    assert 'length="1" type="audio/mpeg"' in text


def test_a_newsml1_edition_changes_its_whole_identifier():
    made = written(read(OWN / "item.newsml1.xml"), "fr")
    text = made.data.decode(made.encoding)
    assert "<NewsItemId>PORT9-fr</NewsItemId>" in text
    assert "urn:newsml:harbour.example:20260304:PORT9-fr:1" in text
    assert '<DerivedFrom NewsItem="urn:newsml:harbour.example:20260304:PORT9:1"/>' in text
    assert '<Language FormalName="fr"/>' in text
    assert "<![CDATA[<!-- body --><p>" in text
    assert "<SlugLine>harbour-storm</SlugLine>" in text


def test_counts_of_a_newsml1_text_are_those_of_the_edition_and_its_size_goes():
    """A size in bytes that is no longer true is taken out, with its line; that of a picture stays."""
    told = "\n <Characteristics>\n  <SizeInBytes>62</SizeInBytes>\n  <Property FormalName='WordCount' Value='9'/>\n </Characteristics>\n"
    picture = '</ContentItem><ContentItem Href="a.jpg"><Characteristics><SizeInBytes>900</SizeInBytes></Characteristics></ContentItem>'
    data = (OWN / "item.newsml1.xml").read_bytes().replace(b"<DataContent>", told.encode() + b"<DataContent>").replace(b"</ContentItem>", picture.encode())
    document = open_document(data, name="a.xml")
    result = bring(document, "fr")
    assert result.written is not None
    text = result.written.data.decode(result.written.encoding)
    assert "\n <Characteristics>\n  <Property FormalName='WordCount'" in text
    assert text.count("SizeInBytes") == 2
    edition = result.reports[0].edition
    assert edition is not None
    assert f"Value='{sum(len(unit.text.split()) for unit in edition.units)}'" in text


def test_the_json_ld_of_a_page_says_what_it_is_a_translation_of():
    text = written(read(OWN / "page.html"), "fr").data.decode()
    data = json.loads(text.split('ld+json">')[1].split("</script>")[0])
    assert data["inLanguage"] == "fr"
    assert data["translationOfWork"] == {"@type": "NewsArticle", "@id": "https://harbour.example/cafe", "inLanguage": "en"}
    assert data["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert data["author"] == {"@type": "Person", "name": "Jane Roe"}
    assert 'rel="alternate" href="https://harbour.example/cafe"' in text
    assert 'document.write("<p>never translated</p>")' in text
    assert '<span class="notranslate">Harbour Press</span>' in text


def test_markdown_keeps_code_links_and_template_tags():
    text = written(read(OWN / "story.md")).data.decode()
    for kept in ('](https://harbour.example/case "The case")', "`code`", "{{ site.name }}", "[court]", "{% include box.html %}", "![", "](a.jpg)", 'print("stays")', "layout: post", 'tags: [city, "court"]', "2 * 3"):  # fmt: skip
        assert kept in text, kept
    assert "lang: pt-BR" in text
    assert "translation_of: story.md" in text
    assert text.count("**") == 2
    assert text.count("[court]") == 2
    assert "\\[court" not in text


def test_wrapped_text_is_wrapped_again():
    text = written(read(OWN / "story.txt")).data.decode()
    assert max(map(len, text.splitlines())) <= 80
    assert text.endswith("\n\nENDS")
    assert "- ⟦" in text
    assert text.count("\n\n") == (OWN / "story.txt").read_text().count("\n\n")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wire.7901", {"headline": "Café owners win their case against the city", "byline": "By Jane Roe, Harbour Press", "dateline": "Paris (dpa) -"}),
        ("wire.anpa", {"headline": "Cafe owners win their case", "byline": "By JANE ROE", "dateline": "PARIS (AP) –"}),
    ],
)
def test_text_wires_are_read_as_an_editor_reads_them(name, expected):
    story = read(OWN / name).items[0].story
    assert story is not None
    assert {unit.kind.value: unit.text for unit in story.units if unit.kind.value in expected} == expected
    assert len([unit for unit in story.units if unit.kind is UnitKind.PARAGRAPH]) == 2
    assert story.metadata["x-slug"] == ("City-courts" if name == "wire.7901" else "BC-City--Cafe")


def test_the_take_of_a_story_is_told():
    story = read(OWN / "wire.anpa").items[0].story
    assert story is not None
    assert story.metadata["x-take"] == "3rd Ld-Writethru"


def test_a_kill_kills_and_no_engine_is_called():
    """The text goes, the status stays, the edition says so; a story is never made of a kill note."""
    calls: list[int] = []
    result = wire_run("pseudo", calls=calls).bring([read(OWN / "killed.nitf")], "es")[0]
    assert calls == []
    assert [report.fate for report in result.reports] == [Fate.KILL]
    assert result.written is not None
    text = result.written.data.decode()
    assert 'management-status="canceled"' in text
    assert 'id-string="hp-2026-77-es"' in text
    assert "kill" not in text.lower().replace("killed", "")
    edition = result.reports[0].edition
    assert edition is not None
    assert "owners" not in repr(edition).lower()
    assert edition.story.slug == "city-cafe"  # its key; a kill without one is no name for a page
    note = b'{"uri":"urn:x:1","version":"2","pubstatus":"canceled","language":"en","headline":"KILL the story about Jane Roe","body_html":"<p>Kill it.</p>"}'
    edition = wire_run("pseudo").bring([open_document(note, name="a.json")], "es")[0].reports[0].edition
    assert edition is not None
    assert edition.story.slug == "withdrawn"


def test_a_kill_reaches_every_locale_that_has_an_edition(tmp_path):
    """And its version goes on from the one that was published."""
    journal = Journal(tmp_path)
    journal.add([Entry("hp-2026-77", locale, "2", 4, "translate", slug="cafe") for locale in ("fr", "uk")])
    run = wire_run("pseudo")
    run.journal = Journal(tmp_path)
    document = read(OWN / "killed.nitf")
    assert run.locales(document, ["es"]) == ["es", "fr", "uk"]
    result = run.bring([document], "uk", only_kills=True)[0]
    assert [(report.fate, report.version) for report in result.reports] == [(Fate.KILL, 5)]
    assert result.reports[0].edition is not None
    assert result.reports[0].edition.story.slug == "cafe"


def test_an_older_version_that_comes_late_is_ignored(tmp_path):
    journal = Journal(tmp_path)
    journal.add([Entry("hp-2026-77", "fr", "9", 1, "translate")])
    run = wire_run("pseudo")
    run.journal = journal
    result = run.bring([read(OWN / "story.nitf")], "fr")[0]
    assert [report.fate for report in result.reports] == [Fate.STALE]
    assert result.written is None
    assert "came after version 9" in result.why


def test_a_journal_survives_a_line_that_was_cut_short(tmp_path):
    Journal(tmp_path).add([Entry("a", "fr", "1", 1, "translate")])
    path = tmp_path / ".newstrans" / "journal.jsonl"
    path.write_bytes(path.read_bytes() + b'{"item": "b", "loc')
    journal = Journal(tmp_path)
    journal.add([Entry("c", "fr", "1", 1, "translate")])
    again = Journal(tmp_path)
    assert again.last("a", "fr") is not None
    assert again.last("c", "fr") is not None
    assert again.last("b", "fr") is None


RIGHTS = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1" xml:lang="en"><rightsInfo>%s</rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="x:x"/><versionCreated>2026-01-01T00:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>Minister opens the harbour</headline></contentMeta></newsItem>"""


@pytest.mark.parametrize(
    "rights",
    [
        "<usageTerms>This text may not be translated or changed.</usageTerms>",
        "<usageTerms>Der Text darf nicht verändert werden.</usageTerms>",
        '<rightsExpressionXML><o:Policy xmlns:o="http://www.w3.org/ns/odrl/2/"><o:prohibition><o:action name="http://www.w3.org/ns/odrl/2/translate"/></o:prohibition></o:Policy></rightsExpressionXML>',
    ],
)
def test_rights_that_forbid_it_stop_the_job_unless_somebody_says_why(rights):
    document = open_document((RIGHTS % rights).encode(), name="a.xml")
    item = document.items[0]
    ruling = decide(item.identity, ["fr"], has_text=True)
    assert isinstance(ruling.error, RightsForbid)
    assert "--override-rights" in ruling.why
    run = wire_run("pseudo", override="")
    result = run.bring([document], "fr")[0]
    assert result.written is None
    assert [report.fate for report in result.reports] == [Fate.REFUSE]
    made = wire_run("pseudo", override="agreed with the agency").bring([document], "fr")[0]
    assert made.written is not None
    assert b"Rights overridden: agreed with the agency." in made.written.data


@pytest.mark.parametrize("text", ["Not for use after 2027", "All rights reserved", "Nutzung nur nach schriftlicher Vereinbarung", "Changes in line 3"])
def test_ordinary_terms_forbid_nothing(text):
    assert forbids_translation(text) == ""


@pytest.mark.parametrize(
    ("embargo", "now", "expected"),
    [
        ("2026-03-05T06:00:00+01:00", "2026-03-05T04:59:00Z", "under embargo until 2026-03-05T06:00:00+01:00"),
        ("2026-03-05T06:00:00+01:00", "2026-03-05T05:00:00Z", ""),
        ("20260305T060000+0100", "2026-03-04T00:00:00Z", "under embargo until 20260305T060000+0100"),
        ("", NOW, "under embargo, no end given"),
    ],
)
def test_an_embargo_holds_until_its_end(embargo, now, expected):
    item = read(OWN / "message.g2.xml").items[0]
    assert held(replace(item, identity=replace(item.identity, embargo=embargo)), now) == expected


def test_an_embargo_that_only_a_note_states_is_for_an_editor():
    assert states_embargo("NOTE: STRICTLY EMBARGOED until noon")
    assert not states_embargo("The trade embargos were lifted"[:10])


@pytest.mark.parametrize(
    ("name", "old", "new", "reason", "facts"),
    [
        ("story.nitf", b'norm="20260305T060000+0100"', b'norm=""', "under embargo, no end given", {"embargo": ""}),
        ("story.nitf", b'<date.release norm="20260305T060000+0100"/>', b"<date.release/>", "under embargo, no end given", {"embargo": ""}),
        ("story.nitf", b'status="usable"', b'status="On Hold "', "the source says 'status: On Hold'; an editor has to decide", {"status": "On Hold"}),
        ("message.g2.xml", b"stat:usable", b"stat:pending", "the source says 'status: stat:pending'; an editor has to decide", {"status": "stat:pending"}),
        ("item.ninjs3.json", b'"usable"', b'"commissioned"', "the source says 'status: commissioned'; an editor has to decide", {"status": "commissioned"}),
        ("item.newsml1.xml", b'"Usable"', b'"Draft"', "the source says 'status: Draft'; an editor has to decide", {"status": "Draft"}),
    ],
)  # fmt: skip
def test_what_nobody_can_read_holds_the_item(name, old, new, reason, facts):
    """A release date without a date, a status word that is not known: translated, never published by itself."""
    data = (OWN / name).read_bytes()
    assert old in data
    document = open_document(data.replace(old, new, 1), name=name, feed=replace(Feed(), edition_status="source"))
    item = document.items[0]
    assert held(item, NOW) == reason
    assert item.story is not None
    assert facts.items() <= item.story.metadata.items()
    assert decide_release(item.story.metadata, datetime.fromisoformat(NOW)).release is not Release.OPEN
    if "status" in facts:
        made = written(document)
        again = open_document(made.data, name=name).items[0]
        assert again.identity.status.value == "withheld"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("stat:usable", "usable"), ("http://cv.iptc.org/newscodes/pubstatusg2/canceled", "canceled"), ("Withheld", "withheld"), ("", "usable"), ("Cancelled", "canceled")],
)
def test_the_status_of_an_item_is_known_by_its_word(code, expected):
    assert status_of(code).value == expected


def test_a_feed_switches_rows_of_the_policy():
    feed = parse_feed("hp", {"match": ["hp-*"], "policy": {"keyword": "keep", "byline": "translate"}})
    assert (feed.of("keyword"), feed.of("byline"), feed.of("headline")) == (Policy.KEEP, Policy.TRANSLATE, Policy.TRANSLATE)
    path = OWN / "message.g2.xml"
    document = open_document(path.read_bytes(), name=path.name, feed=feed)
    assert b"<g2:keyword>grain harbour</g2:keyword>" in written(document).data
    assert choose_feed({"hp": feed}, "hp-1.xml") is feed
    assert choose_feed({"hp": feed}, "other.xml").name == ""


NAMES = RIGHTS.replace("<contentMeta>", """<contentMeta><located qcode="geo:K"><name>Kyiv</name><name xml:lang="de">Kiew</name></located>
<creator qcode="x:c"><name>Kyiv</name></creator><subject qcode="x:q"><name>Qwertyville</name></subject><subject><name>Kyiv</name></subject>""") % ""


@pytest.mark.engine
def test_a_feed_may_add_the_houses_name_beside_a_code():
    """The controlled name stays the first; what the glossary does not know gets none; without the switch nothing is added."""
    feed = parse_feed("hp", {"policy": {"name": "rule"}})
    text = written(open_document(NAMES.encode(), name="a.xml", feed=feed), "pt-BR", "bergamot").data.decode()
    assert '<name xml:lang="en">Kyiv</name><name xml:lang="pt-BR">Kiev</name><name xml:lang="de">Kiew</name>' in text
    assert text.count("Kiev") == 1
    assert 'Qwertyville</name></subject>' in text
    assert "Kiev" not in written(open_document(NAMES.encode(), name="a.xml"), "pt-BR", "bergamot").data.decode()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"policy": {"slugline": "translate"}}, "slugline is never translated"),
        ({"policy": {"rights": "rule"}}, "never translated"),
        ({"policy": {"sluglines": "keep"}}, "unknown field 'sluglines'"),
        ({"policy": {"body": "maybe"}}, "must be translate, rule, keep"),
        ({"matches": []}, "unknown key 'matches'"),
        ({"edition_status": "live"}, "withheld or source"),
    ],
)
def test_a_wrong_feed_is_named(table, message):
    with pytest.raises(FeedError, match=message):
        parse_feed("hp", table)


def test_an_item_that_fails_keeps_its_message_from_being_written():
    """No message goes out with one item in the wrong language."""
    document = read(OWN / "message.g2.xml")
    result = bring(document, "ko", "bergamot", declared="eo")
    assert result.written is None
    assert all(report.fate is Fate.FAIL for report in result.reports)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("story.nitf", "</media>\n      <p>Machine translation from English. Not reviewed by an editor.</p>\n    </body.content>"),
        ("message.g2.xml", "</pre>\r\n                <p>Machine translation from English. Not reviewed by an editor.</p>\r\n"),
        ("item.ninjs3.json", r"<p>Machine translation from English. Not reviewed by an editor.<\/p>\""[:-2] + '"'),
        ("page.html", "<p>Machine translation from English. Not reviewed by an editor.</p>\n</body>"),
    ],
)
def test_a_feed_may_tell_its_readers_in_the_body(name, expected):
    """The third layer of disclosure, in the language of the edition; the others are always there."""
    data = (OWN / name).read_bytes()
    document = open_document(data, name=name, feed=replace(Feed(), reader_line="add"))
    assert expected in written(document, "en").data.decode()
    assert "Not reviewed by an editor" not in written(open_document(data, name=name), "en").data.decode()
    french = written(document, "fr").data.decode()
    assert "Not reviewed" not in french.replace("not reviewed", "")


@pytest.mark.engine
@pytest.mark.parametrize("name", ["story.txt", "wire.7901", "story.md"])
def test_an_edition_in_the_language_that_is_asked_for_stays_as_it_is(name):
    """Text that cannot say that it is an edition is known by its language."""
    first = bring(read(OWN / name), "pt-BR", "bergamot", declared=None)
    assert first.written is not None, first.why
    second = bring(open_document(first.written.data, name=name), "pt-BR", "bergamot", declared=None)
    assert {report.fate for report in second.reports} == {Fate.OURS}
    assert second.written is not None
    assert second.written.data == first.written.data


@pytest.mark.parametrize(
    ("old", "new"),
    [("<g2:embargoed>2026-03-05T06:00:00+01:00</g2:embargoed>", "<g2:embargoed/>"),
     ("<g2:embargoed>2026-03-05T06:00:00+01:00</g2:embargoed>", "<g2:edNote>Strictly embargoed until noon</g2:edNote>")],
)  # fmt: skip
def test_an_embargo_without_an_end_is_in_the_storys_metadata(old, new):
    """Given empty, or told only in a note: what is published is decided by the metadata."""
    data = (OWN / "message.g2.xml").read_bytes().replace(old.encode(), new.encode())
    story = open_document(data, name="message.g2.xml").items[0].story
    assert story is not None
    assert story.metadata["embargo"] == ""
