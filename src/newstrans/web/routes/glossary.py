"""Terms, where they were met, and proposals."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
