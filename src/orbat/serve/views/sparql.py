"""`/sparql`: the protocol for programs, an editor with a result for people."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from orbat.namespaces import sparql_prefixes
from orbat.serve import protocol
from orbat.serve.engine import Table
from orbat.serve.errors import Problem
from orbat.serve.formats import HTML, RDF_ONLY, SOLUTIONS, TRIPLES, by_name, short_names
from orbat.serve.negotiate import negotiate
from orbat.serve.service import describe
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.tables import Grid, grid
from orbat.serve.wire import Job

_SOLUTIONS_OFFERED = (*SOLUTIONS, HTML)
_TRIPLES_OFFERED = (*TRIPLES, HTML)
_STARTER = """SELECT ?thing ?label WHERE {
  ?thing a orbat:MilitaryUnit ;
         rdfs:label ?label .
}
ORDER BY ?label
LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The page with a box for a query. `result` is None before one is asked."""

    title: str
    query: str
    result: Grid | None
    problem: Problem | None
    timeout: float


@dataclass(frozen=True, slots=True)
class Formats:
    """What the client wants for each kind of result: a media type, HTML, or None for nothing on offer."""

    solutions: str | None
    triples: str | None

    @property
    def page(self) -> bool:
        """Whether the client is a browser."""
        return self.solutions == HTML


class SparqlEndpoint:
    """The endpoint. `site` is what it answers from."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def handle(self, request: Request) -> Response:
        """GET, HEAD, POST, QUERY and OPTIONS."""
        if request.method == "OPTIONS":
            return Response(None, 204, {**protocol.ALLOW, "Accept-Query": protocol.QUERY_TYPE})
        settings = self._site.settings
        body = (
            b""
            if request.method in {"GET", "HEAD"}
            else await read_body(request, settings.max_body, settings.stalled)
        )
        asked = protocol.parse(
            request.method,
            request.scope["query_string"],
            request.headers.get("content-type"),
            body,
            settings.max_query,
        )
        if asked is None:
            return await self._nothing_asked(request)
        formats = wanted(request.headers.get("accept"), asked.format)
        job = Job(
            asked.query,
            formats.solutions,
            formats.triples,
            asked.default_graphs,
            asked.named_graphs,
            (await self._site.engine.keeper.current()).base_iri,
        )
        if formats.page:
            return await self._page(request, job)
        return await self._site.engine.respond(request, job)

    async def _nothing_asked(self, request: Request) -> Response:
        """A GET without a query: the service description, or the editor for a browser."""
        urls = await self._site.urls(request)
        accept = request.headers.get("accept")
        if negotiate(accept, (*RDF_ONLY, HTML)) == HTML:
            page = EditorPage(
                "Ask in SPARQL", _editor_text(_STARTER), None, None, self._site.settings.timeout
            )
            return self._site.page("sparql.html", page, urls)
        media_type = negotiate(accept, RDF_ONLY)
        if media_type is None:
            raise Problem(
                406, "not-acceptable", "The service description is an RDF graph.", ", ".join(RDF_ONLY)
            )
        return describe(urls, media_type)

    async def _page(self, request: Request, job: Job) -> Response:
        urls = await self._site.urls(request)
        result: Table | None = None
        problem: Problem | None = None
        try:
            result = await self._site.engine.table(request, job)
        except Problem as found:
            problem = found
        shown = None if result is None else await grid(self._site, request, urls, result, _links(urls, job))
        page = EditorPage("Ask in SPARQL", job.query, shown, problem, self._site.settings.timeout)
        if problem is None:
            return self._site.page("sparql.html", page, urls)
        return self._site.page("sparql.html", page, urls, problem.status, problem.headers)


async def read_body(request: Request, limit: int, stalled: float) -> bytes:
    """The request's body. Raises `Problem`: 413 past `limit` bytes, 408 after `stalled` seconds."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(stalled):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise too_large(limit)
    except TimeoutError as error:
        raise Problem(408, "slow-request", "The request's body took too long to come.") from error
    return bytes(body)


def too_large(limit: int) -> Problem:
    """The body is longer than this server reads."""
    return Problem(413, "too-large", f"The body has more than {limit:,} bytes, which is this server's limit.")


@lru_cache(maxsize=1024)
def wanted(accept: str | None, format_: str | None) -> Formats:
    """What to answer in. `format_` (of `?format=`) wins over the header. Raises `Problem` 400, 406."""
    if format_ is not None:
        if format_.lower() in {"html", HTML}:
            return Formats(HTML, HTML)
        named = Formats(by_name(format_, SOLUTIONS), by_name(format_, TRIPLES))
        if named.solutions is None and named.triples is None:
            known = ", ".join(sorted({*short_names(SOLUTIONS), *short_names(TRIPLES)}))
            raise Problem(
                400, "unknown-format", f"format is {format_!r:.100}; expected one of {known}, html."
            )
        return named
    found = Formats(negotiate(accept, _SOLUTIONS_OFFERED), negotiate(accept, _TRIPLES_OFFERED))
    if found.solutions is None and found.triples is None:
        offered = ", ".join(dict.fromkeys((*SOLUTIONS, *TRIPLES)))
        raise Problem(406, "not-acceptable", "The client takes none of the formats on offer.", offered)
    if found.solutions == HTML:  # a browser, which wants HTML whatever kind of result the query gives
        return Formats(HTML, HTML)
    return Formats(found.solutions, negotiate(accept, tuple(TRIPLES)))


def downloads() -> Iterator[tuple[str, str]]:
    """Title and short name of the formats that pages offer results in."""
    for name in ("csv", "json"):
        yield SOLUTIONS[by_name(name, SOLUTIONS) or ""].title, name
    for name in ("turtle", "jsonld"):
        yield TRIPLES[by_name(name, TRIPLES) or ""].title, name


def _links(urls: Urls, job: Job) -> tuple[tuple[str, str], ...]:
    return tuple((title, urls.sparql(query=job.query, format=name)) for title, name in downloads())


def _editor_text(query: str) -> str:
    return f"{sparql_prefixes('orbat', 'rdfs', 'skos', 'xsd')}\n{query}"
