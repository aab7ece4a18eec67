"""Turns jobs into HTTP responses: cache, ETag, streaming, hang-ups; and into rows for the pages."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from orbat.serve.cache import Cache, Entry
from orbat.serve.errors import GenerationLostError, Problem
from orbat.serve.formats import SOLUTIONS, TRIPLES
from orbat.serve.keeper import Generation, Keeper
from orbat.serve.pool import Answer
from orbat.serve.scan import is_volatile
from orbat.serve.settings import Settings
from orbat.serve.wire import Head, Job

_LOG = logging.getLogger(__name__)
_WATCH_AFTER = 0.1
"""Most answers are there before it is worth asking whether the client still is."""
_TSV, _TURTLE = "text/tab-separated-values", "text/turtle"
REVALIDATE = "public, no-cache"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
Row = dict[str, Term]


@dataclass(frozen=True, slots=True)
class Table:
    """A result for a page: rows, a truth value, or Turtle. `cut`: there was more than a page takes."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term, ...], ...] = ()
    boolean: bool | None = None
    turtle: str | None = None
    cut: bool = False


class Engine:
    """Everything that endpoints ask of the graph goes through here."""

    def __init__(self, keeper: Keeper, settings: Settings) -> None:
        self.keeper = keeper
        self._settings = settings
        self.cache = Cache(settings.cache, settings.cache_entry)

    async def respond(self, request: Request, job: Job, headers: dict[str, str] | None = None) -> Response:
        """The answer to `job`, from the cache or a worker, with ETag; 304 where the client has it."""
        try:
            return await self._respond(request, job, headers)
        except GenerationLostError:
            return await self._respond(request, job, headers)

    async def _respond(self, request: Request, job: Job, headers: dict[str, str] | None) -> Response:
        generation = await self.keeper.current()
        job = replace(job, gzip=accepts_gzip(request.headers.get("accept-encoding")))
        key = digest(generation, job)
        lasting = not is_volatile(job.query)
        common = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-store", **(headers or {})}
        if lasting:
            common |= {"Cache-Control": REVALIDATE, "ETag": f'"{key}"'}
            if request.method in {"GET", "HEAD"} and matches(request.headers.get("if-none-match"), key):
                return Response(None, 304, common)
            if (entry := self.cache.get(key)) is not None:
                return Response(entry.body, 200, common | _describe(entry.head))
        job = replace(job, head=request.method == "HEAD")
        async with watched(request):
            answer = await generation.pool.submit(job, client_of(request))
        keep = key if lasting and not job.head else None
        common |= _describe(answer.head)
        if answer.complete:
            if keep is not None:
                self.cache.put(keep, Entry(answer.head, answer.first))
            response = Response(answer.first, 200, common)
            if job.head:
                del response.headers["content-length"]  # nobody has counted
            return response
        return StreamedAnswer(answer, common, self.cache, keep, self._settings.stalled)

    async def table(
        self, request: Request, job: Job, max_rows: int = 1000, max_bytes: int = 1 << 20
    ) -> Table:
        """What a page can show of the answer to `job`."""
        job = replace(job, solutions=_TSV, triples=_TURTLE)
        try:
            head, body, cut = await self._read(request, job, max_bytes)
        except GenerationLostError:
            head, body, cut = await self._read(request, job, max_bytes)
        if head.kind == "triples":
            return Table(turtle=body.decode(errors="ignore"), cut=cut)
        if head.kind == "boolean":
            return Table(boolean=body.strip() == b"true")
        return _solutions(body, max_rows, cut=cut)

    async def rows(self, request: Request, query: str, limit: int = 5000) -> list[Row]:
        """The solutions of a query of our own; the first `limit` of them."""
        found = await self.table(request, Job(query, _TSV, None), limit, 1 << 22)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    async def _read(self, request: Request, job: Job, max_bytes: int) -> tuple[Head, bytes, bool]:
        """Head and body of an answer, cut at the last whole line within `max_bytes`, and whether it was."""
        generation = await self.keeper.current()
        key = digest(generation, job)
        if (entry := self.cache.get(key)) is not None:
            return entry.head, entry.body, False
        async with watched(request):
            answer = await generation.pool.submit(job, client_of(request))
            try:
                body = bytearray(answer.first)
                async for chunk in answer.chunks():
                    body += chunk
                    if len(body) > max_bytes:
                        break
            finally:
                answer.close()
        if not answer.complete:
            return answer.head, bytes(body[: body.rfind(b"\n") + 1]), True
        if not is_volatile(job.query):
            self.cache.put(key, Entry(answer.head, bytes(body)))
        return answer.head, bytes(body), False


class StreamedAnswer(Response):
    """An answer passed on as it comes. If it breaks off, so does the connection: no part passes for all."""

    def __init__(
        self, answer: Answer, headers: dict[str, str], cache: Cache, key: str | None, stalled: float
    ) -> None:
        self.status_code = 200
        self.background = None
        self.body = b""
        self.init_headers(headers)
        del self.headers["content-length"]
        self._answer, self._cache, self._key, self._stalled = answer, cache, key, stalled

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """ASGI's call."""
        answer = self._answer
        kept: bytearray | None = bytearray(answer.first) if self._key is not None else None
        try:
            async with _hangup(receive):
                start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
                await self._send(send, start)
                await self._send(send, _body(answer.first, more=True))
                async for chunk in answer.chunks():
                    await self._send(send, _body(chunk, more=True))
                    kept = _gathered(kept, chunk, self._cache.entry_limit)
                await self._send(send, _body(b"", more=False))
        except Problem as problem:
            level = logging.INFO if problem.code == "client-gone" else logging.WARNING
            _LOG.log(level, "an answer was broken off: %s", problem.message)
            return  # without the end of the body, so that the server breaks the connection
        except TimeoutError:
            _LOG.info("a client took too long to take its answer")
            return
        finally:
            answer.close()
        if kept is not None and self._key is not None:
            self._cache.put(self._key, Entry(answer.head, bytes(kept)))

    async def _send(self, send: Send, message: dict[str, object]) -> None:
        async with asyncio.timeout(self._stalled):
            await send(message)


def digest(generation: Generation, job: Job) -> str:
    """A name for the answer to `job`: the same only if the answer is the same."""
    return hashlib.sha256(generation.version.encode() + b"\n" + job.encode()).hexdigest()[:32]


def matches(header: str | None, key: str) -> bool:
    """Whether `If-None-Match` names `key` (RFC 9110, section 13.1.2: the weak comparison)."""
    if header is None:
        return False
    return any(each.strip().removeprefix("W/") in {f'"{key}"', "*"} for each in header.split(","))


@lru_cache(maxsize=256)
def accepts_gzip(header: str | None) -> bool:
    """Whether `Accept-Encoding` takes gzip.

    >>> accepts_gzip("br, gzip;q=0.5"), accepts_gzip("gzip;q=0"), accepts_gzip(None)
    (True, False, False)
    """
    for part in (header or "").split(","):
        coding, *rest = part.strip().lower().split(";")
        if coding.strip() in {"gzip", "x-gzip"}:
            return not any(each.replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"} for each in rest)
    return False


def client_of(request: Request) -> str:
    """Whom to count a query against."""
    return request.client.host if request.client is not None else "?"


@asynccontextmanager
async def watched(request: Request) -> AsyncIterator[None]:
    """Runs the block unless the client hangs up meanwhile; then it is cancelled and `Problem` 499 raised."""
    async with _hangup(request.receive):
        yield


@asynccontextmanager
async def _hangup(receive: Receive) -> AsyncIterator[None]:
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    watchers: list[asyncio.Task[None]] = []
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await receive())["type"] != "http.disconnect":
            pass
        gone = True
        if task is not None:
            task.cancel()

    timer = loop.call_later(_WATCH_AFTER, lambda: watchers.append(loop.create_task(watch())))
    try:
        yield
    except asyncio.CancelledError:
        if not gone or task is None or task.uncancel() > 0:
            raise
        raise Problem(499, "client-gone", "The client hung up.") from None
    finally:
        timer.cancel()
        for watcher in watchers:
            watcher.cancel()


def _describe(head: Head) -> dict[str, str]:
    known = SOLUTIONS if head.kind in {"solutions", "boolean"} else TRIPLES
    headers = {"Content-Type": known[head.media_type].content_type}
    if head.coding is not None:
        headers["Content-Encoding"] = head.coding
    return headers


def _body(data: bytes, *, more: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": data, "more_body": more}


def _gathered(kept: bytearray | None, chunk: bytes, limit: int) -> bytearray | None:
    if kept is None or len(kept) + len(chunk) > limit:
        return None
    kept += chunk
    return kept


def _solutions(body: bytes, max_rows: int, *, cut: bool) -> Table:
    parsed = ox.parse_query_results(body, ox.QueryResultsFormat.TSV)
    if not isinstance(parsed, ox.QuerySolutions):
        raise TypeError(f"expected solutions, found {parsed!r}")
    columns = tuple(each.value for each in parsed.variables)
    rows: list[tuple[Term, ...]] = []
    for solution in parsed:
        if len(rows) >= max_rows:
            cut = True
            break
        rows.append(tuple(_values(solution, columns)))
    return Table(columns, tuple(rows), cut=cut)


def _values(solution: ox.QuerySolution, columns: Sequence[str]) -> list[Term]:
    return [solution[index] for index in range(len(columns))]
