"""The review page of an edition, and what is done to the whole of it."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
