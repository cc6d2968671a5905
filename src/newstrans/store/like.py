"""Whether a text has words in it, in any case, as each database finds out the fastest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_ESCAPE = "/"


def has_words(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """True where a column of text has `words` in it, their signs taken as they are, letters in either case.

    What `icontains` of SQLAlchemy says, without the two calls of `lower` for each row, and for the letters of every script:
    SQLite knows the case of those of ASCII alone.
    """
    pattern = words
    for sign in (_ESCAPE, "%", "_"):
        pattern = pattern.replace(sign, _ESCAPE + sign)
    return (_Like if words.isascii() else _Folded)(column, f"%{pattern}%", words.casefold())


def has_folded(text: str | None, words: str) -> bool:
    """The same of one text, as SQLite calls it by this name; `words` are without case."""
    return text is not None and words in text.casefold()


class _Like(FunctionElement[bool]):
    """Of a column, the pattern, and the words without case."""

    inherit_cache = True
    type = Boolean()
    name = "has_words"


class _Folded(_Like):
    inherit_cache = True


@compiles(_Like)
def _like(element: _Like, compiler: SQLCompiler, **more: Any) -> str:
    column, pattern, _ = element.clauses
    like = "ILIKE" if compiler.dialect.name == "postgresql" else "LIKE"
    return f"{compiler.process(column, **more)} {like} {compiler.process(pattern, **more)} ESCAPE '{_ESCAPE}'"


@compiles(_Folded, "sqlite")
def _has_folded(element: _Folded, compiler: SQLCompiler, **more: Any) -> str:
    column, _, words = element.clauses
    return f"{has_folded.__name__}({compiler.process(column, **more)}, {compiler.process(words, **more)})"
