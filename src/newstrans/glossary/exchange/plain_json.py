"""A glossary as JSON: every line of every concept, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Mapping

from newstrans.glossary.exchange.base import ExchangeError, Incoming, Problem, Reading, Table

FORMAT = "newstrans-glossary"
VERSION = 1


def to_json(tables: Mapping[str, Table]) -> str:
    """Concepts as a JSON document, in order; days as ISO 8601 text."""
    concepts = [{"id": concept, **table} for concept, table in tables.items()]
    return json.dumps({"format": FORMAT, "version": VERSION, "concepts": concepts}, ensure_ascii=False, indent=2, default=str) + "\n"


def from_json(text: str, name: str) -> Reading:
    """Concepts of a JSON document. Raises `ExchangeError` when it is none of ours."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise ExchangeError(name, [Problem(getattr(exc, "lineno", 0), f"not JSON: {exc}")]) from exc
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ExchangeError(name, [Problem(0, f'not a glossary (no "format": "{FORMAT}"); write one with: newstrans glossary export --format json')])
    if record.get("version") != VERSION or not isinstance(record.get("concepts"), list):
        raise ExchangeError(name, [Problem(0, f"version {record.get('version')!r} of the format; known is {VERSION}")])
    reading = Reading()
    for n, concept in enumerate(record["concepts"], start=1):
        if not isinstance(concept, dict) or not isinstance(concept.get("id"), str):
            reading.problems.append(Problem(0, f"concept {n}: no object with an id"))
            continue
        reading.concepts.append(Incoming(concept["id"], {key: value for key, value in concept.items() if key != "id"}))
    return reading
