"""Turns jobs into HTTP responses: cache, ETag, streaming, hang-ups; and into rows for the pages."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from orbat.serve import exchange as exchanges
from orbat.serve import whole
from orbat.serve.cache import Cache, Entry
from orbat.serve.errors import GenerationLostError, Problem, client_gone
from orbat.serve.flights import Flights
from orbat.serve.formats import SOLUTIONS, TRIPLES
from orbat.serve.keeper import Generation, Keeper
from orbat.serve.meters import Meters
from orbat.serve.pool import Answer
from orbat.serve.settings import Settings
from orbat.serve.whole import WholeAnswer
from orbat.serve.wire import Head, Job
from orbat.store.scan import is_volatile

_LOG = logging.getLogger(__name__)
_WATCH_AFTER = 0.1
"""Most answers are there before it is worth asking whether the client still is."""
_TSV, _TURTLE = "text/tab-separated-values", "text/turtle"
REVALIDATE = "public, no-cache"
_ATTEMPTS = 4
_LINKED = 2000
"""Characters of a query that go into a link at most."""

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
        self.meters = Meters()
        self._flights = Flights()

    async def respond(self, request: Request, job: Job, headers: dict[str, str] | None = None) -> Response:
        """The answer to `job`, from the cache or a worker, with ETag; 304 where the client has it.

        A query that meets the loss of all workers is asked anew.
        """
        for _ in range(_ATTEMPTS - 1):
            with contextlib.suppress(GenerationLostError):
                return await self._respond(request, job, headers)
        return await self._respond(request, job, headers)

    async def _respond(self, request: Request, job: Job, headers: dict[str, str] | None) -> Response:
        generation = await self.keeper.current()
        version = generation.version
        job = replace(job, gzip=accepts_gzip(request.headers.get("accept-encoding")))
        key = digest(version, job)
        common = {"vary": "Accept, Accept-Encoding", **_lower(headers or {})}
        whole.describe(request, job.query, None)
        if request.method == "HEAD" or is_volatile(job.query):
            return await self._alone(request, job, key, common)
        if matches(request.headers.get("if-none-match"), key) and request.method == "GET":
            return Response(None, 304, {**common, **_lasting(key)})
        if (entry := await self._known(request, key)) is None:
            with self._flights.first(key) as flight:
                answer = await self._submit(generation, request, job)
                if answer.version != version:  # updated while this waited for its turn
                    version, key = answer.version, digest(answer.version, job)
                if not answer.complete:
                    common = _linked(common, answer.head) | _lasting(key) | _describe(answer.head)
                    return StreamedAnswer(answer, common, self.cache, key, self._settings.stalled)
                entry = Entry(answer.head, answer.first)
                self.cache.put(key, entry)
                flight.land(entry)
        else:
            whole.describe(request, job.query, entry)
        common = _linked(common, entry.head) | _lasting(key) | _describe(entry.head)
        return WholeAnswer(entry, common, key, version)

    async def _known(self, request: Request, key: str) -> Entry | None:
        """The answer that is in the cache, or that somebody is just waiting for."""
        entry = self.cache.get(key)
        if entry is None and (flight := self._flights.get(key)) is not None:
            async with watched(request):
                entry = await flight.entry()
        return entry

    async def _alone(self, request: Request, job: Job, key: str, common: dict[str, str]) -> Response:
        """The answer to a HEAD request, which has no body, or to a query whose answer differs each time."""
        lasting = not is_volatile(job.query)
        if lasting and matches(request.headers.get("if-none-match"), key):
            return Response(None, 304, {**common, **_lasting(key)})
        if lasting and (entry := self.cache.get(key)) is not None:
            return Response(entry.body, 200, {**common, **_lasting(key), **_describe(entry.head)})
        head = request.method == "HEAD"
        generation = await self.keeper.current()
        answer = await self._submit(generation, request, replace(job, head=head))
        common |= _lasting(digest(answer.version, job)) if lasting else {"cache-control": "no-store"}
        common = _linked(common, answer.head) | _describe(answer.head)
        if not answer.complete:
            return StreamedAnswer(answer, common, self.cache, None, self._settings.stalled)
        response = Response(answer.first, 200, common)
        if head:
            del response.headers["content-length"]  # nobody has counted
        return response

    async def _submit(self, generation: Generation, request: Request, job: Job) -> Answer:
        async with watched(request):
            answer = await generation.pool.submit(job, client_of(request))
        if (exchange := exchanges.of(request.scope)) is not None:
            exchange.rows = answer.head.rows
        return answer

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
        key = digest(generation.version, job)
        if (entry := self.cache.get(key)) is not None:
            return entry.head, entry.body, False
        async with watched(request):
            answer = await generation.pool.submit(job, client_of(request))
            body = await answer.lines(max_bytes)
        if not answer.complete:
            return answer.head, body, True
        if not is_volatile(job.query):
            self.cache.put(digest(answer.version, job), Entry(answer.head, body))
        return answer.head, body, False


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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's call."""
        answer = self._answer
        kept: bytearray | None = bytearray(answer.first) if self._key is not None else None
        try:
            async with _Hangup(receive):
                start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
                await self._send(send, start)
                await self._send(send, _body(answer.first, more=True))
                async for chunk in answer.chunks():
                    await self._send(send, _body(chunk, more=True))
                    kept = _gathered(kept, chunk, self._cache.entry_limit)
                await self._send(send, _body(b"", more=False))
            if (exchange := exchanges.of(scope)) is not None:
                exchange.rows = answer.rows
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


def digest(version: str, job: Job) -> str:
    """A name for the answer to `job` from a version of the graph: the same only if the answer is the same."""
    return hashlib.blake2b(version.encode() + b"\n" + job.encode(), digest_size=16).hexdigest()


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


def watched(request: Request) -> _Hangup:
    """Runs the block unless the client hangs up meanwhile; then it is cancelled and `Problem` 499 raised."""
    return _Hangup(request.receive)


class _Hangup:
    """Cancels the task that runs the block when the client hangs up, once it has waited for a while."""

    __slots__ = ("_gone", "_receive", "_task", "_timer", "_watcher")

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._gone = False
        self._watcher: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task(loop)
        self._timer = loop.call_later(_WATCH_AFTER, self._begin)

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if not self._gone or not isinstance(error, asyncio.CancelledError):
            return
        if self._task is not None and self._task.uncancel() == 0:
            raise client_gone() from None

    def _begin(self) -> None:
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        if self._task is not None:
            self._task.cancel()


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _lasting(key: str) -> dict[str, str]:
    return {"cache-control": REVALIDATE, "etag": f'"{key}"'}


def _describe(head: Head) -> dict[str, str]:
    known = SOLUTIONS if head.kind in {"solutions", "boolean"} else TRIPLES
    headers = {"content-type": known[head.media_type].content_type}
    if head.coding is not None:
        headers["content-encoding"] = head.coding
    if head.limit is not None:
        headers["orbat-row-limit"] = str(head.limit)
    return headers


def _linked(headers: dict[str, str], head: Head) -> dict[str, str]:
    """`headers`, with a link to the rest where the answer may have been cut."""
    if head.limit is None or head.following is None or len(head.following) > _LINKED:
        return headers
    following = f'<?query={quote(head.following, safe="")}>; rel="next"'
    return {**headers, "link": f"{headers['link']}, {following}" if "link" in headers else following}


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
