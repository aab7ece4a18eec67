"""The Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/) at `/graphs`.

`/graphs?graph=IRI` and `/graphs?default` name a graph; `/graphs/...` is the graph of that very address or, if
the data has one, the graph `<base>graph/...`. `?default` is the graph without a name, not the union of all
that queries ask by default. Reading is for all, writing for who has the token.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from orbat.serve import protocol
from orbat.serve.access import may_write
from orbat.serve.errors import Problem
from orbat.serve.formats import TRIPLES
from orbat.serve.rdf import rdf_type
from orbat.serve.service import describe
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.sparql import read_body
from orbat.serve.wire import Change, Job

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
_READING, _WRITING = "GET, HEAD, OPTIONS", "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_ACTIONS = {"PUT": "replace", "POST": "merge", "DELETE": "delete"}
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_MULTIPART = "multipart/form-data"
_READABLE = tuple(each for each in TRIPLES if "quads" not in each and "trig" not in each)
_NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a request speaks of: the graph called `iri`, or the one without a name where that is None."""

    iri: str | None
    there: bool


class GraphStore:
    """The endpoints about graphs as wholes."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def handle(self, request: Request) -> Response:
        """GET, HEAD, PUT, POST, DELETE and OPTIONS."""
        settings = self._site.settings
        if request.method == "OPTIONS":
            allow = _READING if settings.write_token is None else _WRITING
            return Response(None, 204, {"Allow": allow})
        if request.method not in {"GET", "HEAD"}:
            may_write(settings, request.headers.get("authorization"))
        urls = await self._site.urls(request)
        named = await self._named(request, urls)
        if request.method in {"GET", "HEAD"}:
            return await self._read(request, urls, named)
        return await self._write(request, urls, named)

    async def _read(self, request: Request, urls: Urls, named: Named | None) -> Response:
        media_type = rdf_type(request.query_params.get("format"), request.headers.get("accept"), "The graph")
        if named is None:  # the store as a whole
            return await describe(self._site, request, urls, media_type)
        if not named.there:
            raise Problem(404, "not-found", f"There is no graph {named.iri!r:.200}.")
        graphs = None if named.iri is None else (named.iri,)
        job = Job(
            _ALL,
            None,
            media_type,
            default_graphs=graphs,
            base_iri=urls.base_iri,
            union=False,
        )
        return await self._site.engine.respond(request, job)

    async def _write(self, request: Request, urls: Urls, named: Named | None) -> Response:
        """PUT, POST and DELETE: 201 for a graph that is new, else 204."""
        location = {}
        if named is None:
            if request.method != "POST":
                raise Problem(400, "no-graph", "Name the graph: `?graph=IRI`, `?default`, or in the path.")
            made = urls.absolute(urls.graphs(secrets.token_hex(8)))
            named, location = Named(made, there=False), {"Location": made}
        if request.method == "DELETE":
            change = Change("delete", graph=named.iri)
        else:
            base = named.iri or urls.absolute(urls.graphs())
            documents = await self._documents(request)
            change = Change(_ACTIONS[request.method], graph=named.iri, documents=documents, base_iri=base)
        created = await self._site.updates.take(change)
        return Response(None, 201 if created else 204, {**_NO_STORE, **location})

    async def _documents(self, request: Request) -> tuple[tuple[str, str], ...]:
        """Media type and text of each RDF document that was sent. Raises `Problem` 400, 413, 415."""
        settings = self._site.settings
        body = await read_body(request, settings.max_update, settings.stalled)
        header = request.headers.get("content-type", "")
        media_type, charset = protocol.parsed_content_type(header)
        if media_type == _MULTIPART:
            return tuple(_document(*part) for part in _parts(header, body))
        if charset not in {"", "utf-8", "utf8", "us-ascii"}:
            raise Problem(415, "unsupported-charset", f"The body is in {charset}; only UTF-8 is read.")
        return (_document(media_type, body),)

    async def _named(self, request: Request, urls: Urls) -> Named | None:
        """The graph that a request speaks of; None where it speaks of the store. Raises `Problem` 400."""
        path = request.path_params.get("path")
        parameters = protocol.parameters(request.scope["query_string"], "the query string")
        graph, default = parameters.get("graph", ()), parameters.get("default", ())
        if len(graph) + len(default) > 1 or (path and (graph or default)):
            raise Problem(400, "graph-twice", "The request names more than one graph; name one.")
        if default:
            return Named(None, there=True)
        if graph:
            iri = protocol.graph_iri(graph[0], "graph")
            return Named(iri, await self._is_there(request, iri))
        if not path:
            return None
        raw = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
        local = raw.partition("/graphs/")[2]
        own = urls.absolute(urls.graphs(local))
        for iri in (own, urls.iri(f"graph/{path}"), urls.iri(f"graph/{local}")):
            if await self._is_there(request, iri):
                return Named(iri, there=True)
        return Named(own, there=False)

    async def _is_there(self, request: Request, iri: str) -> bool:
        try:
            name = ox.NamedNode(iri)
        except ValueError as error:
            raise Problem(400, "bad-graph-iri", f"{iri!r:.200} is no IRI that names a graph.") from error
        found = await self._site.engine.table(request, Job(f"ASK {{ GRAPH {name} {{}} }}", None, None))
        return bool(found.boolean)


def _document(content_type: str, content: bytes) -> tuple[str, str]:
    media_type, _ = protocol.parsed_content_type(content_type)
    if media_type not in _READABLE:
        found = f"The body is sent as {media_type}" if media_type else "The body has no Content-Type"
        raise Problem(
            415, "unsupported-media-type", f"{found}; send one graph in another format.", ", ".join(_READABLE)
        )
    return media_type, protocol.text_of(content, "the body")


def _parts(header: str, body: bytes) -> list[tuple[str, bytes]]:
    """Content type and bytes of each part of a form."""
    message = BytesParser(policy=policy.HTTP).parsebytes(
        b"Content-Type: " + header.encode("latin-1") + b"\r\n\r\n" + body
    )
    if not message.is_multipart():
        raise Problem(400, "bad-form", "The body is no form, or the header names no boundary.")
    found = []
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        found.append((str(part.get("Content-Type", "")), content if isinstance(content, bytes) else b""))
    return found
