"""Small edits of an XML item's metadata: attributes and elements, in the hand of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newstrans.formats.inplace.document import Edits
from newstrans.formats.inplace.issue import Issue
from newstrans.formats.inplace.layer import Layer, Splice, escape_attribute, escape_text
from newstrans.formats.inplace.xmlscan import Close, Element, Node, content


class XmlEdit:
    """Collects the edits of one item of an XML file."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.edits: Edits = []

    def attribute(self, element: Element, name: str, value: str) -> None:
        """Set an attribute; a new one stands right behind the element's name."""
        found = element.attribute(name)
        if found:
            self._put(found.start, found.end, escape_attribute(value, found.quote))
        else:
            at = element.start + 1 + len(element.qname)
            self._put(at, at, f' {name}="{escape_attribute(value, chr(34))}"')

    def text(self, element: Element, value: str) -> None:
        """Set the text of an element; spaces round it stay."""
        if element.empty:
            tag = self.layer.text[element.start : element.end]
            opened = re.sub(r"\s*/>$", ">", tag)
            self._put(element.start, element.end, f"{opened}{escape_text(value)}</{element.qname}>")
            return
        inside = self.layer.text[element.inner : element.close]
        if re.fullmatch(r"\s*<!\[CDATA\[.*\]\]>\s*", inside, re.DOTALL) or not inside.strip():
            self._put(element.inner, element.close, escape_text(value))
            return
        lead = len(inside) - len(inside.lstrip())
        tail = len(inside) - len(inside.rstrip())
        self._put(element.inner + lead, element.close - tail, escape_text(value))

    def remove(self, element: Element) -> None:
        """Take an element out, and the blank line that it would leave."""
        start = element.start
        before = self.layer.text[:start].rstrip(" \t") if start < 1000 else self.layer.text[start - 1000 : start].rstrip(" \t")
        indent = min(start, 1000) - len(before)
        following = self.layer.text[element.end : element.end + 2]
        if before.endswith("\n") and following[:1] in ("\n", "\r"):
            start -= indent
            end = element.end + (2 if following == "\r\n" else 1)
            self._put(start, end, "")
        else:
            self._put(element.start, element.end, "")

    def after(self, element: Element, markup: str) -> None:
        """Put an element behind `element`, on a line of its own if that stands on one."""
        self._put(element.end, element.end, self._lead(element) + markup)

    def before(self, element: Element, markup: str) -> None:
        """Put an element before `element`."""
        self._put(element.start, element.start, markup + self._lead(element))

    def first_in(self, element: Element, markup: str) -> None:
        """Put an element at the beginning of `element`, which is not empty."""
        child = element.first()
        lead = self._lead(child) if child else ""
        self._put(element.inner, element.inner, lead + markup)

    def reader_line(self, body: Element | None, text: str) -> None:
        """Put a paragraph for readers behind the last block of a body."""
        blocks = list(body.elements()) if body else []
        if text and blocks:
            prefix = own_namespace(blocks[-1])
            self.after(blocks[-1], f"<{prefix}p>{escape_text(text)}</{prefix}p>")

    def conceal(self, element: Element) -> None:
        """Empty an element of all its text; its tags stay."""
        for what in content(element):
            if isinstance(what, Close | Element) or (isinstance(what, Node) and what.kind != "cdata"):
                continue
            if self.layer.text[what.start : what.end].strip():
                self._put(what.start, what.end, "")

    def _put(self, start: int, end: int, text: str) -> None:
        self.edits.append((self.layer, Splice(start, end, text)))

    def _lead(self, element: Element) -> str:
        """The line break and indentation that `element` stands behind."""
        text = self.layer.text
        match = re.search(r"\r?\n[ \t]*$", text[max(0, element.start - 300) : element.start])
        return match[0] if match else ""


def insert_in_order(edit: XmlEdit, parent: Element, markup: str, before: Iterable[str]) -> None:
    """Put `markup` into `parent` behind the last child whose name is in `before`, the names that a schema puts
    before it; at the beginning when there is none.
    """
    names = frozenset(before)
    last = None
    for child in parent.elements():
        if child.name in names:
            last = child
    if last is not None:
        edit.after(last, markup)
    elif not parent.empty:
        edit.first_in(parent, markup)


def declare_xml(text: str, encoding: str) -> str:
    """An XML text whose declaration names `encoding`; one without a declaration gets none, since UTF-8 needs none."""
    head = text[:200]
    new = re.sub(
        r"(<\?xml[^>]*?encoding\s*=\s*)([\"'])[\w.:-]*\2", rf"\g<1>\g<2>{encoding}\g<2>", head, count=1
    )
    return new + text[200:]


def own_namespace(element: Element) -> str:
    """The prefix, with its colon, that new children of `element` need: "" or "g2:"."""
    prefix, colon, _ = element.qname.rpartition(":")
    return prefix + colon


def recount(edit: XmlEdit, element: Element, issue: Issue, text: str) -> None:
    """Set the counts of words and characters that `element` carries to those of the edition."""
    del issue
    for name, value in (("wordcount", len(text.split())), ("charcount", len(text))):
        if element.attribute(name):
            edit.attribute(element, name, str(value))
