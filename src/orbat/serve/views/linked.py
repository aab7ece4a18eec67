"""Linked data: `/id/...` leads to `/page/...` or `/data/...`; `/resource?iri=` serves any other IRI."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from orbat.serve.engine import REVALIDATE
from orbat.serve.errors import Problem, not_found
from orbat.serve.formats import HTML, RDF_ONLY, TRIPLES
from orbat.serve.negotiate import negotiate
from orbat.serve.rdf import rdf_type
from orbat.serve.resource import description, existing
from orbat.serve.site import Site
from orbat.serve.urls import Urls, iri_of
from orbat.serve.views.things import thing_response
from orbat.serve.wire import Job

_WHAT = "The description"
_ALTERNATES = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")


class LinkedData:
    """The endpoints about single things."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def identify(self, request: Request) -> Response:
        """303 from a thing, which cannot be sent, to a document about it, which can."""
        urls = await self._site.urls(request)
        iri = await self._named(request, urls)
        named = request.query_params.get("format", "")
        if named in {"", "html"}:
            media_type = HTML if named else negotiate(request.headers.get("accept"), (*RDF_ONLY, HTML))
        else:
            media_type = rdf_type(named, None, _WHAT)
        if media_type is None:
            raise Problem(
                406, "not-acceptable", f"{_WHAT} is in other formats.", ", ".join((*RDF_ONLY, HTML))
            )
        target = urls.thing(iri) if media_type == HTML else urls.data(iri, named)
        described = f'<{urls.absolute(urls.data(iri))}>; rel="describedby"'
        headers = {"Vary": "Accept", "Cache-Control": REVALIDATE, "Link": described}
        return RedirectResponse(urls.absolute(target), 303, headers)

    async def page(self, request: Request) -> Response:
        """The page about one of the data's own things."""
        urls = await self._site.urls(request)
        return await self._page(request, urls, await self._named(request, urls))

    async def data(self, request: Request) -> Response:
        """The triples about one of the data's own things."""
        urls = await self._site.urls(request)
        return await self._data(request, urls, await self._named(request, urls))

    async def resource(self, request: Request) -> Response:
        """Page or triples of whatever IRI the graph speaks of."""
        urls = await self._site.urls(request)
        asked = request.query_params.get("iri", "")
        iri = await existing(self._site, request, [asked, iri_of(asked)])
        if iri is None:
            raise not_found(repr(asked)[:200])
        if request.query_params.get("format") is None:
            accept = request.headers.get("accept")
            if negotiate(accept, (*RDF_ONLY, HTML)) == HTML:
                return await self._page(request, urls, iri)
        return await self._data(request, urls, iri)

    async def _named(self, request: Request, urls: Urls) -> str:
        """The IRI that the path names: decoded, as sent, or as the IRI of that. Raises `Problem` 404."""
        decoded: str = request.path_params["path"]
        route = request.scope["path"][: len(request.scope["path"]) - len(decoded)]
        raw = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
        sent = raw.partition(route)[2] if route in raw else decoded
        candidates = [urls.iri(local) for local in (decoded, sent, iri_of(sent), unquote(decoded))]
        iri = await existing(self._site, request, candidates)
        if iri is None:
            raise not_found(repr(decoded)[:200])
        return iri

    async def _page(self, request: Request, urls: Urls, iri: str) -> Response:
        links = self._links(urls, iri, urls.thing(iri))
        return await thing_response(self._site, request, urls, iri, {"Link": links})

    async def _data(self, request: Request, urls: Urls, iri: str) -> Response:
        media_type = rdf_type(request.query_params.get("format"), request.headers.get("accept"), _WHAT)
        job = Job(description(iri), None, media_type, base_iri=urls.base_iri, sort=True)
        links = self._links(urls, iri, urls.data(iri))
        return await self._site.engine.respond(request, job, {"Link": links})

    def _links(self, urls: Urls, iri: str, canonical: str) -> str:
        """The `Link` header (RFC 8288) of a document about `iri` whose own best address is `canonical`."""
        page, data = urls.absolute(urls.thing(iri)), urls.absolute(urls.data(iri))
        links = [
            f'<{urls.absolute(urls.data(iri, TRIPLES[each].names[1]))}>; rel="alternate"; type="{each}"'
            for each in _ALTERNATES
        ]
        links += [
            f'<{page}>; rel="alternate"; type="{HTML}"',
            f'<{urls.absolute(canonical)}>; rel="canonical"',
            f'<{data}>; rel="describedby"',
            f'<{urls.header(iri)}>; rel="describes"',
        ]
        if self._site.settings.license is not None:
            links.append(f'<{self._site.settings.license}>; rel="license"')
        return ", ".join(links)
