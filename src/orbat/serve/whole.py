"""An answer that is here whole: it goes out in one piece where the connection is one of ours."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from orbat.serve import exchange as exchanges
from orbat.serve.cache import Entry
from orbat.serve.headers import head_bytes
from orbat.serve.line import KEY, Line
from orbat.serve.replay import Kept


class WholeAnswer(Response):
    """`entry` with `headers`. `key` and `version` tell where in the cache it is, for one who asks again."""

    def __init__(self, entry: Entry, headers: Mapping[str, str], key: str | None, version: str) -> None:
        self.status_code = 200
        self.background = None
        self.body = entry.body
        self._entry, self._more, self._key, self._version = entry, headers, key, version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's call."""
        line: Line | None = scope.get(KEY)
        if line is None or scope["method"] == "HEAD":
            await Response(self.body, 200, dict(self._more))(scope, receive, send)
            return
        headers = (*self._more.items(), ("content-length", str(len(self._entry.body))))
        head = head_bytes("200 OK", headers)
        exchange = exchanges.of(scope)
        kept = None
        if self._key is not None and exchange is not None and exchange.query is not None:
            kept = Kept(head, self._key, self._version, exchange.path, exchange.query, line.behind(exchange))
        await line.whole(scope, head, self._entry.body, kept)


def describe(request: Request, query: str, entry: Entry | None) -> None:
    """Tells the log of the request what was asked, and of an answer that came from the cache."""
    exchange = exchanges.of(request.scope)
    if exchange is not None:
        exchange.query, exchange.cached = query, entry is not None
        if entry is not None:
            exchange.rows = entry.head.rows
