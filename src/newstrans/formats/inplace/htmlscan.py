"""HTML as a list of tokens with places, by the standard library's parser; no tree is built and nothing is mended."""

# ruff: noqa: ARG002  (the standard library's parser names the parameters)

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from newstrans.errors import ReadError
from newstrans.formats.inplace.layer import Layer, reference, xml_text
from newstrans.formats.inplace.xmlscan import Attribute

MOST_TOKENS = 600_000

# Elements that stand in a line of text (HTML Living Standard, phrasing content) and a few of old pages.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rb rp rt ruby s "
    "samp small span strike strong sub sup time tt u var br wbr img svg math picture".split()
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What is in these is no text of the story.
SKIPPED = frozenset("script style template textarea noscript pre svg math object iframe canvas audio video select".split())
VERBATIM = frozenset("code kbd samp var".split())

_ATTRIBUTE = re.compile(r"[\s/]*(?P<name>[^\s=/>\"']+)(?:\s*=\s*(?:\"(?P<d>[^\"]*)\"|'(?P<s>[^']*)'|(?P<u>[^\s>\"']+)))?")


class Tag(NamedTuple):
    """A start or end tag, comment, declaration or text: `kind` is "start", "end", "other" or "text"."""

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[Attribute, ...] = ()
    empty: bool = False  # written "<br/>", or an element without an end tag

    def get(self, name: str) -> str:
        """Value of an attribute, references read; "" when it is missing."""
        found = self.attribute(name)
        return found.value if found else ""

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name in small letters."""
        return next((one for one in self.attributes if one.name.lower() == name), None)


def scan_html(layer: Layer, name: str) -> list[Tag]:
    """The tags and texts of `layer`'s text, without a gap.

    Raises:
        ReadError: there are more than can be held.

    """
    scan = _Scan(layer.text, name)
    try:
        scan.feed(layer.text)
        scan.close()
    except (AssertionError, RecursionError, ValueError, IndexError) as error:
        raise ReadError(name, f"its HTML cannot be read ({str(error)[:80]})") from error
    return scan.finish()


class _Scan(HTMLParser):
    def __init__(self, text: str, name: str) -> None:
        super().__init__(convert_charrefs=False)
        self._whole = text
        self._file = name
        self._lines = [0]
        for found in re.finditer("\n", text):
            self._lines.append(found.end())
        self._found: list[tuple[str, int, str, int]] = []  # kind, start, name, length of the tag

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _add(self, kind: str, name: str = "", length: int = 0) -> None:
        if len(self._found) >= MOST_TOKENS:
            raise ReadError(self._file, f"more than {MOST_TOKENS} tags; split the page")
        self._found.append((kind, self._place(), name, length))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._add("start", tag, len(self.get_starttag_text() or ""))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self._add("empty", tag, len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self._add("end", tag)

    def handle_comment(self, data: str) -> None:
        self._add("other")

    def handle_decl(self, decl: str) -> None:
        self._add("other")

    def handle_pi(self, data: str) -> None:
        self._add("other")

    def unknown_decl(self, data: str) -> None:
        self._add("other")

    def handle_data(self, data: str) -> None:
        self._add("text")

    def handle_entityref(self, name: str) -> None:
        self._add("text")

    def handle_charref(self, name: str) -> None:
        self._add("text")

    def finish(self) -> list[Tag]:
        """Tags with their ends: each reaches to the next, texts side by side are one."""
        tags: list[Tag] = []
        text = self._whole
        places = [*(start for _, start, _, _ in self._found[1:]), len(text)][: len(self._found)]
        for (kind, start, name, length), stop in zip(self._found, places, strict=True):
            end = stop
            if kind in ("start", "empty") and length:
                end = min(start + length, stop)
            if kind == "text" and tags and tags[-1].kind == "text":
                tags[-1] = tags[-1]._replace(end=stop)
                continue
            attributes = _attributes(text, start, end, name) if kind in ("start", "empty") else ()
            empty = kind == "empty" or name in VOID
            tags.append(Tag("start" if kind == "empty" else kind, start, end, name, attributes, empty))
            if end < stop:
                tags.append(Tag("other", end, stop))
        return tags


def _attributes(text: str, start: int, end: int, name: str) -> tuple[Attribute, ...]:
    found = []
    stop = end - 1
    for one in _ATTRIBUTE.finditer(text, start + 1 + len(name), stop):
        group = next((g for g in "dsu" if one[g] is not None), "")
        if group:
            quote = {"d": '"', "s": "'", "u": ""}[group]
            value = re.sub(r"&[^;&\s]{1,45};", lambda match: reference(match[0]) or match[0], one[group])
            found.append(Attribute(one["name"], one.start(group), one.end(group), quote, value))
        else:
            found.append(Attribute(one["name"], one.end(), one.end(), "-", ""))
    return tuple(found)


def skipped_ranges(tags: Sequence[Tag]) -> list[bool]:
    """For each tag whether it stands in (or is) something whose text is not the story's: scripts, code blocks,
    and what the page marks as not to be translated.
    """
    inside: list[bool] = []
    stack: list[tuple[str, bool]] = []
    for tag in tags:
        hidden = bool(stack) and stack[-1][1]
        if tag.kind == "start":
            here = hidden or tag.name in SKIPPED or _not_translated(tag)
            inside.append(here)
            if not tag.empty:
                stack.append((tag.name, here))
                if len(stack) > 5000:
                    del stack[:1000]
        elif tag.kind == "end":
            inside.append(hidden)
            depth = next((n for n in range(len(stack) - 1, max(-1, len(stack) - 400), -1) if stack[n][0] == tag.name), None)
            if depth is not None:
                del stack[depth:]
        else:
            inside.append(hidden)
    return inside


def _not_translated(tag: Tag) -> bool:
    return tag.get("translate").lower() == "no" or bool({"notranslate", "np-nonpublic"} & set(tag.get("class").split()))


def decoded(layer: Layer, start: int, end: int) -> str:
    """The text between two offsets, references read."""
    return xml_text(layer, start, end).text
