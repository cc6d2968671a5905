"""Style sheets and scripts, under an address that names their content: a browser may keep them for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class StaticFiles:
    """The files of `static/`. All share one version, so that modules find each other by relative addresses."""

    def __init__(self) -> None:
        self._files = dict(_found(files("newstrans.web").joinpath("static")))
        whole = hashlib.sha256()
        for name, data in sorted(self._files.items()):
            whole.update(f"{name}\0{len(data)}\0".encode() + data)
        self.version = whole.hexdigest()[:16]

    def address(self, name: str) -> str:
        """The path of a file for a page. Raises `KeyError` for one that is not there: a mistake in a template."""
        if name not in self._files:
            raise KeyError(f"there is no static file {name!r}")
        return f"/static/{self.version}/{name}"

    @property
    def route(self) -> Route:
        return Route("/static/{version}/{name:path}", self._serve, name="static")

    async def _serve(self, request: Request) -> Response:
        name = request.path_params["name"]
        data = self._files.get(name)
        if data is None:
            return PlainTextResponse(f"There is no file {name!r}.\n", 404)
        kind = _KINDS.get("." + name.rpartition(".")[2]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        current = request.path_params["version"] == self.version
        keep = "public, max-age=31536000, immutable" if current else "no-cache"
        return Response(data, media_type=kind, headers={"cache-control": keep})


def _found(folder: Traversable, before: str = "") -> list[tuple[str, bytes]]:
    out: list[tuple[str, bytes]] = []
    for one in folder.iterdir():
        if one.is_dir():
            out += _found(one, f"{before}{one.name}/")
        elif not one.name.startswith("."):
            out.append((before + one.name, one.read_bytes()))
    return out
