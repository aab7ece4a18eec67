"""What stands before all endpoints: request ids, common headers, preflights, the root path, the log.

The SPARQL endpoint is called from here, past routing that costs as much as a lookup.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orbat.serve import exchange as exchanges
from orbat.serve.errors import Problem, on_problem
from orbat.serve.exchange import Exchange
from orbat.serve.headers import PREFLIGHT, completed

Handler = Callable[[Request], Awaitable[Response]]
_GONE = 499


class Gate:
    """Answers `quick` paths itself and hands all others to the application that each call names.

    `note` is called with each exchange when it is over.
    """

    def __init__(
        self, root_path: str, quick: Mapping[str, Handler], note: Callable[[Exchange], None]
    ) -> None:
        self._root, self._quick, self._note = root_path, quick, note

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's call, with the application."""
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        exchange = exchanges.begin(scope)

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = completed(message["headers"], exchange.id)
            else:
                exchange.bytes += len(message.get("body", b""))
            await send(message)

        if self._root and scope["path"].startswith(f"{self._root}/"):
            scope["path"] = scope["path"][len(self._root) :]
        try:
            await self._answer(app, scope, receive, send_more)
        finally:
            exchange.status = exchange.status or _GONE
            self._note(exchange)

    async def _answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS" and _is_preflight(scope):
            await send({"type": "http.response.start", "status": 204, "headers": list(PREFLIGHT)})
            await send({"type": "http.response.body", "body": b""})
            return
        handler = self._quick.get(scope["path"])
        if handler is None:
            await app(scope, receive, send)
            return
        request = Request(scope, receive, send)
        try:
            response = await handler(request)
        except Problem as problem:
            response = await on_problem(request, problem)
        await response(scope, receive, send)


def _is_preflight(scope: Scope) -> bool:
    return any(name == b"access-control-request-method" for name, _ in scope["headers"])
