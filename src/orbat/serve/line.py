"""One client's connection: uvicorn's HTTP/1.1, with limits on what a client may send and how slowly.

Two short cuts beside it. A request that has been answered before, byte for byte, is answered from `replay`
without being parsed. An answer that is complete goes out in one piece (`Line.whole`), without the checks that
uvicorn makes of each header: they are ours.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from orbat.serve import exchange as exchanges
from orbat.serve.accesslog import AccessLog
from orbat.serve.cache import Entry
from orbat.serve.errors import Problem
from orbat.serve.exchange import Exchange
from orbat.serve.headers import head_bytes
from orbat.serve.meters import Meters
from orbat.serve.replay import Kept, Replay
from orbat.serve.settings import Settings

KEY, CYCLE, PIECE = "orbat.line", "orbat.cycle", "orbat.piece"
_TICK = 1.0
_END = b"\r\n\r\n"
_NOT_KEPT = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"authorization"})
_OVERHEAD = 4
"""How many times longer than its content a body in small chunks may be."""


@dataclass(slots=True)
class Door:
    """What all connections share."""

    settings: Settings
    replay: Replay
    meters: Meters = field(default_factory=Meters)
    log: AccessLog | None = None
    lines: set[Line] = field(default_factory=set)

    def note(self, exchange: Exchange) -> None:
        """Takes a finished exchange for the metrics and the log."""
        self.meters.note(exchange)
        if self.log is not None:
            self.log.note(exchange)

    async def watch(self) -> None:
        """Looks after slow clients, for as long as the server runs."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_TICK)
            now = loop.time()
            for line in tuple(self.lines):
                line.check(now)
            if self.log is not None:
                self.log.flush()


class Line(HttpToolsProtocol):
    """The connection. Whoever takes longer than `slow_head` for a request's head is hung up on."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        door: Door,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._door = door
        self._between = True
        self._piece: bytes | None = None
        self._head_since: float | None = None
        self._taken = 0
        self._last = 0.0
        self._unread, self._unread_since = 0, 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Asyncio's word that somebody has come."""
        super().connection_made(transport)
        door = self._door
        if len(door.lines) >= door.settings.max_connections:
            door.meters.turned_away += 1
            self._refuse(Problem(503, "too-many-connections", "Too many clients are connected."))
            return
        door.lines.add(self)
        door.meters.connections = len(door.lines)
        self._head_since = self.loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's word that the client has gone."""
        self._door.lines.discard(self)
        self._door.meters.connections = len(self._door.lines)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Asyncio's delivery."""
        self._piece = None
        if self._between and (self.cycle is None or self.cycle.response_complete):
            if (found := self._door.replay.find(data)) is not None:
                self._replay(*found)
                return
            self._head_since = self.loop.time()
            self._taken = 0
            if data.endswith(_END) and data.startswith(b"GET ") and data.count(_END) == 1:
                self._piece = data
        self._taken += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        settings = self._door.settings
        in_head = self._head_since is not None
        if self._taken > (
            settings.max_head if in_head else settings.max_head + _OVERHEAD * settings.longest_body
        ):
            self._refuse(_too_long(in_head=in_head))

    def on_message_begin(self) -> None:
        """The parser's word that a request begins."""
        self._between = False
        self._head_since = self.loop.time()
        self._taken = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The parser's word that a request's head is here."""
        self._head_since = None
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self._door.settings.max_head:
            self._refuse(_too_long(in_head=True))
            return
        scope = cast("dict[str, Any]", self.scope)
        scope[KEY], scope[PIECE] = self, self._piece
        super().on_headers_complete()
        scope[CYCLE] = self.cycle

    def on_body(self, body: bytes) -> None:
        """The parser's word of a piece of a body."""
        if self.cycle is not None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The parser's word that a request is here whole."""
        self._between = True
        if self.cycle is not None:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """The word that an answer is on its way."""
        self._last = self.loop.time()
        super().on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """The word that nothing came for a while; answers from `replay` did not stop its clock."""
        idle = self.loop.time() - self._last
        if idle < self.timeout_keep_alive:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive - idle, self.timeout_keep_alive_handler
            )
        else:
            super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:
        """What a request is answered that is not HTTP."""
        del msg  # it says nothing of what was found
        self._refuse(Problem(400, "not-http", "The request is not valid HTTP/1.1."))

    async def whole(self, scope: Scope, head: bytes, body: bytes, kept: Kept | None) -> None:
        """Answers the request of `scope` in one piece; `kept` is for the next who asks the same."""
        cycle: RequestResponseCycle = scope[CYCLE]
        if self.flow.write_paused and not cycle.disconnected:
            await self.flow.drain()
        cycle.response_started = cycle.response_complete = True
        if cycle.disconnected or self.transport.is_closing():
            return
        exchange = exchanges.of(scope)
        named = exchange.id if exchange is not None else exchanges.new_id()
        self._write(head, body, named, close=not cycle.keep_alive)
        if exchange is not None:
            exchange.status, exchange.bytes = 200, len(body)
        if kept is not None and scope[PIECE] is not None and _plain(scope):
            self._door.replay.keep(scope[PIECE], kept)
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()

    @property
    def peer(self) -> str:
        """The address at the other end."""
        return self.client[0] if self.client else ""

    def behind(self, exchange: Exchange) -> str:
        """The client's address where a proxy has told it, else nothing."""
        return "" if exchange.client == self.peer else exchange.client

    def check(self, now: float) -> None:
        """Hangs up on a client that is too slow to ask or to take its answer."""
        settings = self._door.settings
        if self._head_since is not None and now - self._head_since > settings.slow_head:
            self._door.meters.slow_clients += 1
            if self._between:
                self.transport.close()
            else:
                self._refuse(Problem(408, "slow-request", "The request took too long to come."))
            return
        unread = self.transport.get_write_buffer_size()
        if not unread or unread != self._unread:
            self._unread, self._unread_since = unread, now
        elif now - self._unread_since > settings.stalled:
            self._door.meters.slow_clients += 1
            self.transport.abort()

    def _replay(self, kept: Kept, entry: Entry) -> None:
        self._last = self.loop.time()
        self._head_since = None
        if self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
        exchange = Exchange(exchanges.new_id(), "GET", kept.path, kept.client or self.peer)
        exchange.status, exchange.bytes = 200, len(entry.body)
        exchange.query, exchange.rows, exchange.cached = kept.query, entry.head.rows, True
        self._write(kept.head, entry.body, exchange.id, close=False)
        self._door.note(exchange)

    def _write(self, head: bytes, body: bytes, request_id: str, *, close: bool) -> None:
        parts = [head]
        for name, value in self.server_state.default_headers:
            parts += [name, b": ", value, b"\r\n"]
        parts += [b"x-request-id: ", request_id.encode(), b"\r\n"]
        parts += [b"connection: close\r\n\r\n" if close else b"\r\n", body]
        self.transport.write(b"".join(parts))

    def _refuse(self, problem: Problem) -> None:
        """Answers a request that nobody else has seen, and hangs up; amid an answer it only hangs up."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            body = json.dumps(problem.body()).encode()
            status = HTTPStatus(problem.status)
            exchange = Exchange(exchanges.new_id(), "?", "", self.peer)
            exchange.status, exchange.bytes = problem.status, len(body)
            headers = (("content-type", "application/json"), ("content-length", str(len(body))))
            self._write(head_bytes(f"{status.value} {status.phrase}", headers), body, exchange.id, close=True)
            self._door.note(exchange)
        self._head_since = None
        self.transport.close()


def _plain(scope: Scope) -> bool:
    """Whether the bytes of the request are all of it, and the connection stays open after it."""
    if scope["http_version"] != "1.1":
        return False
    return not any(
        name in _NOT_KEPT or (name == b"connection" and value.lower() != b"keep-alive")
        for name, value in scope["headers"]
    )


def _too_long(*, in_head: bool) -> Problem:
    if in_head:
        return Problem(
            431, "head-too-long", "The request's address and headers are longer than this server reads."
        )
    return Problem(413, "too-large", "The request's body is longer than this server reads.")
