"""A rendered page as a response: with an ETag, packed where the client takes that, 304 where it has it."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from orbat.serve.engine import REVALIDATE, accepts_gzip, matches

_WORTH_PACKING = 1400  # bytes; less travels in one packet anyway
_LEVEL = 5


class RenderedPage(Response):
    """HTML. What the client can take and has is known when the response is sent."""

    media_type = "text/html"

    def __init__(self, text: str, status: int, headers: Mapping[str, str]) -> None:
        common = {"Cache-Control": REVALIDATE, "Vary": "Accept, Accept-Encoding", **headers}
        super().__init__(text, status, common)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's call."""
        if self.status_code != 200:
            await super().__call__(scope, receive, send)
            return
        asked = Headers(scope=scope)
        packed = len(self.body) > _WORTH_PACKING and accepts_gzip(asked.get("accept-encoding"))
        tag = hashlib.sha256(bytes(self.body) + (b"gzip" if packed else b"")).hexdigest()[:32]
        self.headers["ETag"] = f'"{tag}"'
        if scope["method"] in {"GET", "HEAD"} and matches(asked.get("if-none-match"), tag):
            kept = {name: value for name, value in self.headers.items() if name != "content-length"}
            await Response(None, 304, kept)(scope, receive, send)
            return
        if packed:
            self.body = gzip.compress(bytes(self.body), _LEVEL, mtime=0)
            self.headers["Content-Encoding"] = "gzip"
            self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)
