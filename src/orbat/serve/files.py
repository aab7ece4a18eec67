"""The files that pages need: packed where the build has packed them, kept for as long as is right."""

from __future__ import annotations

import os
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from orbat.serve.engine import REVALIDATE, accepts_gzip

_FOR_EVER = "public, max-age=31536000, immutable"
_HASHED = frozenset({"chunks", "assets"})
"""Folders in which a file's name changes with what it holds."""


class Files(StaticFiles):
    """A folder of files. `x.js.gz` beside `x.js` is sent in its place to who takes gzip."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file at `full_path`, or 304 where the client has it."""
        asked = Headers(scope=scope)
        path, packed = Path(full_path), Path(f"{full_path}.gz")
        headers = {
            "Cache-Control": _FOR_EVER if path.parent.name in _HASHED else REVALIDATE,
            "Vary": "Accept-Encoding",
        }
        if packed.is_file() and accepts_gzip(asked.get("accept-encoding")):
            headers["Content-Encoding"] = "gzip"
            stat_result, full_path = packed.stat(), packed
        response = FileResponse(
            full_path,
            status_code=status_code,
            headers=headers,
            media_type=guess_type(path.name)[0] or "application/octet-stream",
            stat_result=stat_result,
        )
        if self.is_not_modified(response.headers, asked):
            return NotModifiedResponse(response.headers)
        return response
