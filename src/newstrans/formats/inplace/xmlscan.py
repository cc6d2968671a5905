"""XML as a tree of places: expat decides what is well-formed, the text itself is never touched.

Hostile input: no entity is expanded, nothing is fetched, depth and number of elements are bounded. A DOCTYPE with an
internal subset is read over, since ATS and Kyodo send one with every story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from newstrans.errors import ReadError
from newstrans.formats.inplace.layer import Layer, reference, xml_text

DEEPEST = 200
MOST_NODES = 600_000
LONGEST_TAG = 65_536
LONGEST_ENTITY = 200

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"

_TAG = re.compile(r"<(?P<name>[^\s/>]+)(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(?P<empty>/?)>")
_ATTRIBUTE = re.compile(r"\s+(?P<name>[^\s=/>]+)\s*=\s*(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.DOTALL)


class Attribute(NamedTuple):
    """An attribute as spelt; `start` and `end` are the range of its value without the quotation marks."""

    name: str
    start: int
    end: int
    quote: str
    value: str  # references read


class Node(NamedTuple):
    """A comment, processing instruction, CDATA section or entity reference: `kind` and its range.

    `text` is what an entity stands for, as far as the document itself declares it, plainly and shortly.
    """

    kind: str
    start: int
    end: int
    text: str = ""


# eq=False: two elements are the same only when they stand in the same place.
@dataclass(slots=True, eq=False)
class Element:
    """An element and its ranges: start tag `start`-`inner`, content `inner`-`close`, end tag `close`-`end`.

    `name` is the local name, `uri` the namespace ("" for none or an undeclared prefix), `qname` as spelt.
    """

    qname: str
    name: str
    uri: str
    attributes: tuple[Attribute, ...]
    start: int
    inner: int
    parent: Element | None
    close: int = 0
    end: int = 0
    children: list[Element | Node] | tuple[()] = ()

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag, "<br/>"."""
        return self.close == self.end

    def elements(self, *names: str) -> Iterator[Element]:
        """Its child elements of these local names; all of them when none is given."""
        for child in self.children:
            if isinstance(child, Element) and (not names or child.name in names):
                yield child

    def first(self, *names: str) -> Element | None:
        """The first of those."""
        return next(self.elements(*names), None)

    def find(self, *path: str) -> Element | None:
        """The first element down a path of local names."""
        here: Element | None = self
        for name in path:
            here = here.first(name) if here else None
        return here

    def walk(self) -> Iterator[Element]:
        """It and every element inside, in document order."""
        stack = [self]
        while stack:
            here = stack.pop()
            yield here
            stack += [child for child in reversed(here.children) if isinstance(child, Element)]

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name as spelt ("xml:lang")."""
        return next((one for one in self.attributes if one.name == name), None)

    def get(self, name: str) -> str:
        """Its value, "" when it is missing."""
        found = self.attribute(name)
        return found.value if found else ""

    def language(self) -> str:
        """The nearest `xml:lang` at or above it, "" for none."""
        here: Element | None = self
        while here:
            if value := here.get("xml:lang"):
                return value
            here = here.parent
        return ""


def scan_xml(layer: Layer, name: str) -> Element:
    """The root element of `layer`'s text.

    Raises:
        ReadError: it is not well-formed (line and column), nested too deeply, or has too many elements.

    """
    return _Scan(layer, name).root()


class _Scan:
    def __init__(self, layer: Layer, name: str) -> None:
        self._layer = layer
        self._text = layer.text
        self._data = layer.text.encode("utf-8", "surrogatepass")
        self._ascii = len(self._data) == len(self._text)
        self._name = name
        self._byte = 0
        self._char = 0
        self._root: Element | None = None
        self._open: list[Element] = []
        self._scopes: list[dict[str, str]] = [{"xml": XML_NAMESPACE}]
        self._nodes = 0
        self._cdata = 0
        # With a namespace-blind parser an undeclared prefix is no error: bare fragments come with them.
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CommentHandler = lambda _text: self._node("comment", "-->")
        self._parser.ProcessingInstructionHandler = lambda _target, _text: self._node("pi", "?>")
        self._parser.StartCdataSectionHandler = self._start_cdata
        self._parser.EndCdataSectionHandler = lambda: None
        self._parser.CharacterDataHandler = lambda _text: None
        # Set, it keeps expat from expanding internal entities; references come here and stay as they are.
        self._parser.DefaultHandler = self._other
        self._parser.EntityDeclHandler = self._declared
        self._entities: dict[str, str] = {}
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def root(self) -> Element:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            problem = expat.errors.messages[error.code] if error.code in expat.errors.messages else str(error)
            where = f"line {error.lineno}, column {error.offset + 1}"
            raise ReadError(self._name, f"{where}: not well-formed XML ({problem})") from error
        assert self._root is not None  # expat raises for a document without an element
        return self._root

    def _at(self) -> int:
        """The parser's place as a code point offset; it only ever goes on."""
        place: int = self._parser.CurrentByteIndex
        if self._ascii:
            return place
        self._char += len(self._data[self._byte : place].decode("utf-8", "surrogatepass"))
        self._byte = place
        return self._char

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise ReadError(self._name, f"more than {MOST_NODES} elements; split the file")

    def _start(self, qname: str, _attributes: dict[str, str]) -> None:
        self._count()
        if len(self._open) >= DEEPEST:
            raise ReadError(self._name, f"elements are nested more than {DEEPEST} deep")
        at = self._at()
        match = _TAG.match(self._text, at)
        if match is None:
            raise ReadError(self._name, f"the start tag at character {at} cannot be placed")
        if match.end() - at > LONGEST_TAG:
            raise ReadError(self._name, f"a start tag of {match.end() - at} characters; at most {LONGEST_TAG} are read")
        attributes = tuple(
            Attribute(one["name"], one.start("value"), one.end("value"), one["quote"], _value(one["value"]))
            for one in _ATTRIBUTE.finditer(self._text, at + 1 + len(match["name"]), match.end())
        )
        declared = {one.name[6:]: one.value for one in attributes if f"{one.name}:".startswith("xmlns:")}
        scope = {**self._scopes[-1], **declared} if declared else self._scopes[-1]
        self._scopes.append(scope)
        prefix, _, local = qname.rpartition(":")
        parent = self._open[-1] if self._open else None
        element = Element(qname, local, scope.get(prefix, ""), attributes, at, match.end(), parent)
        if match["empty"]:
            element.close = element.end = match.end()
        if parent is None:
            self._root = element
        elif isinstance(parent.children, list):
            parent.children.append(element)
        else:
            parent.children = [element]
        self._open.append(element)

    def _end(self, _qname: str) -> None:
        element = self._open.pop()
        self._scopes.pop()
        if not element.end:
            element.close = self._at()
            element.end = self._text.index(">", element.close) + 1

    def _node(self, kind: str, closing: str) -> None:
        at = self._at()
        self._add(Node(kind, at, self._text.index(closing, at) + len(closing)))

    def _start_cdata(self) -> None:
        at = self._at()
        closing = self._text.find("]]>", at)
        # One without an end is an error that the parser finds behind it.
        self._add(Node("cdata", at, closing + 3 if closing >= 0 else len(self._text)))

    def _other(self, text: str) -> None:
        if text.startswith("&") and self._open:
            at = self._at()
            if reference(text) is None:
                self._add(Node("entity", at, at + len(text), self._entities.get(text, "")))

    def _declared(self, name: str, is_parameter: bool, value: str | None, *_rest: object) -> None:
        if value and not is_parameter and len(value) <= LONGEST_ENTITY and not re.search("[<&]", value):
            self._entities[f"&{name};"] = value

    def _add(self, node: Node) -> None:
        self._count()
        if self._open:
            parent = self._open[-1]
            if isinstance(parent.children, list):
                parent.children.append(node)
            else:
                parent.children = [node]


def _value(raw: str) -> str:
    return re.sub(r"&[^;&\s]{1,45};", lambda match: reference(match[0]) or match[0], raw)


def text_of(layer: Layer, element: Element) -> str:
    """The text in `element` and its elements, white space runs as one space, without comments."""
    parts: list[str] = []
    for what in content(element):
        if isinstance(what, Gap) or (isinstance(what, Node) and what.kind == "cdata"):
            parts.append(xml_text(layer, what.start, what.end).text)
    return " ".join("".join(parts).split())


_BEFORE_ROOT = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL)


def root_name(data: bytes) -> str:
    """Local name of the root element as far as the first bytes tell; "" when there is none."""
    head = data[:20_000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    prolog = _BEFORE_ROOT.match(head)
    root = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)(?=[\s>/])").match(head, prolog.end() if prolog else 0)
    return root[1].decode("ascii", "replace") if root else ""


class Gap(NamedTuple):
    """Character data between two pieces of markup."""

    start: int
    end: int


class Close(NamedTuple):
    """The end of an element."""

    element: Element


def content(element: Element) -> Iterator[Element | Node | Gap | Close]:
    """What stands in `element`, in document order: elements when they begin and, as `Close`, when they end."""
    stack: list[tuple[Element, Iterator[Element | Node], int]] = [(element, iter(element.children), element.inner)]
    while stack:
        here, children, at = stack.pop()
        child = next(children, None)
        stop = child.start if child else here.close
        if stop > at:
            yield Gap(at, stop)
        if child is None:
            if here is not element:
                yield Close(here)
            continue
        stack.append((here, children, child.end))
        yield child
        if isinstance(child, Element):
            stack.append((child, iter(child.children), child.inner))
