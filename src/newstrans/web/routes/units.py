"""What is done to one unit of an edition."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
