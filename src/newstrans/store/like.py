"""Whether a text has words in it, in any case, as each database finds out the fastest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_ESCAPE = "/"


class has_words(FunctionElement[bool]):  # noqa: N801 - written like a function of SQL
    """True where a column of text has `words` in it, their signs taken as they are, ASCII letters in either case.

    What `icontains` of SQLAlchemy says, without the two calls of `lower` for each row: SQLite's LIKE takes the letters in
    either case by itself, PostgreSQL has ILIKE (which knows the case of other letters too).
    """

    inherit_cache = True
    type = Boolean()
    name = "has_words"

    def __init__(self, column: ColumnElement[str], words: str) -> None:
        for sign in (_ESCAPE, "%", "_"):
            words = words.replace(sign, _ESCAPE + sign)
        super().__init__(column, f"%{words}%")


@compiles(has_words)
def _like(element: has_words, compiler: SQLCompiler, **more: Any) -> str:
    column, pattern = (compiler.process(one, **more) for one in element.clauses)
    like = "ILIKE" if compiler.dialect.name == "postgresql" else "LIKE"
    return f"{column} {like} {pattern} ESCAPE '{_ESCAPE}'"
