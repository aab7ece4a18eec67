"""`/sparql`: the protocol for programs, an editor with a result for people."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from orbat.namespaces import sparql_prefixes
from orbat.serve import protocol
from orbat.serve.access import may_write, writes
from orbat.serve.engine import Table
from orbat.serve.errors import Problem, client_gone
from orbat.serve.formats import HTML, RDF_ONLY, SOLUTIONS, TRIPLES, by_name, short_names
from orbat.serve.negotiate import negotiate
from orbat.serve.rdf import rdf_type
from orbat.serve.service import describe
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.tables import Grid, grid
from orbat.serve.wire import Change, Job
from orbat.serve.words import interface
from orbat.store.queries import ReadyQuery

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
class Example:
    """A ready query as the editor offers it: `query` begins with its question, as a comment."""

    title: str
    question: str
    query: str


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The page with a box for a query. `result` is None before one is asked."""

    title: str
    query: str
    result: Grid | None
    problem: Problem | None
    timeout: float
    examples: tuple[Example, ...]


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
        body = b"" if request.method in {"GET", "HEAD"} else await self._body(request)
        asked = protocol.parse(
            request.method,
            request.scope["query_string"],
            request.headers.get("content-type"),
            body,
            settings.max_query,
        )
        if asked is None:
            return await self._nothing_asked(request)
        if isinstance(asked, protocol.UpdateRequest):
            return await self._update(request, asked)
        formats = wanted(request.headers.get("accept"), asked.format)
        job = Job(
            asked.query,
            formats.solutions,
            formats.triples,
            asked.default_graphs,
            asked.named_graphs,
            (await self._site.engine.keeper.current()).base_iri,
            max_rows=settings.max_rows,
        )
        if formats.page:
            return await self._page(request, job)
        return await self._site.engine.respond(request, job)

    async def _body(self, request: Request) -> bytes:
        """The body: what may be changed with it may be longer than what can be asked."""
        settings = self._site.settings
        media_type, _ = protocol.parsed_content_type(request.headers.get("content-type"))
        if media_type == protocol.UPDATE_TYPE:
            may_write(settings, request.headers.get("authorization"))
        write = writes(settings, request.headers.get("authorization"))
        return await read_body(request, settings.max_update if write else settings.max_body, settings.stalled)

    async def _update(self, request: Request, asked: protocol.UpdateRequest) -> Response:
        """204 once the update is made, whole and on the disk."""
        may_write(self._site.settings, request.headers.get("authorization"))
        generation = await self._site.engine.keeper.current()
        change = Change(
            "update",
            asked.update,
            base_iri=generation.base_iri,
            using=asked.using,
            using_named=asked.using_named,
        )
        await self._site.updates.take(change)
        return Response(None, 204, {"Cache-Control": "no-store"})

    async def _nothing_asked(self, request: Request) -> Response:
        """A GET without a query: the service description, or the editor for a browser."""
        urls = await self._site.urls(request)
        accept = request.headers.get("accept")
        named = request.query_params.get("format")
        if named is None and negotiate(accept, (*RDF_ONLY, HTML)) == HTML:
            return self._site.page("sparql.html", self._editor(_editor_text(_STARTER), None, None), urls)
        media_type = rdf_type(named, accept, "The service description")
        return await describe(self._site, request, urls, media_type)

    async def _page(self, request: Request, job: Job) -> Response:
        urls = await self._site.urls(request)
        result: Table | None = None
        problem: Problem | None = None
        try:
            result = await self._site.engine.table(request, job)
        except Problem as found:
            problem = found
        shown = None if result is None else await grid(self._site, request, urls, result, _links(urls, job))
        page = self._editor(job.query, shown, problem)
        if problem is None:
            return self._site.page("sparql.html", page, urls)
        return self._site.page("sparql.html", page, urls, problem.status, problem.headers)

    def _editor(self, query: str, result: Grid | None, problem: Problem | None) -> EditorPage:
        examples = tuple(map(_example, self._site.queries.values()))
        title = interface()("sparql.title")
        return EditorPage(title, query, result, problem, self._site.settings.timeout, examples)


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
    except ClientDisconnect as error:
        raise client_gone() from error
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


def _example(query: ReadyQuery) -> Example:
    lines = query.text.splitlines()
    start = next((index for index, line in enumerate(lines) if not line.startswith("#")), 0)
    text = "\n".join(lines[start:]).strip()
    return Example(query.title, query.question, f"# {query.question}\n{text}\n")


def _editor_text(query: str) -> str:
    return f"{sparql_prefixes('orbat', 'rdfs', 'skos', 'xsd')}\n{query}"
