"""Linked data: `/id/...` leads to `/page/...` or `/data/...`; `/resource?iri=` serves any other IRI."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from orbat.serve.errors import Problem, not_found
from orbat.serve.formats import HTML, RDF_ONLY, TRIPLES, by_name
from orbat.serve.negotiate import negotiate
from orbat.serve.resource import description, existing, thing_page
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.wire import Job


class LinkedData:
    """The endpoints about single things."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def identify(self, request: Request) -> Response:
        """303 from a thing, which cannot be sent, to a document about it, which can."""
        urls = await self._site.urls(request)
        iri = await self._named(request, urls)
        media_type = negotiate(request.headers.get("accept"), (*RDF_ONLY, HTML))
        if media_type is None:
            raise _not_acceptable()
        target = urls.thing(iri) if media_type == HTML else urls.data(iri)
        return RedirectResponse(
            urls.absolute(target), 303, {"Vary": "Accept", "Cache-Control": "public, no-cache"}
        )

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
        iri = await existing(self._site, request, [asked])
        if iri is None:
            raise not_found(repr(asked)[:200])
        if request.query_params.get("format") is None:
            accept = request.headers.get("accept")
            if negotiate(accept, (*RDF_ONLY, HTML)) == HTML:
                return await self._page(request, urls, iri)
        return await self._data(request, urls, iri)

    async def _named(self, request: Request, urls: Urls) -> str:
        """The IRI that the path names: as it was sent, or decoded. Raises `Problem` 404."""
        decoded: str = request.path_params["path"]
        raw = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
        sent = raw.rpartition("/id/")[2] if "/id/" in raw else decoded
        candidates = [urls.iri(local) for local in (decoded, sent, unquote(decoded))]
        iri = await existing(self._site, request, candidates)
        if iri is None:
            raise not_found(repr(decoded)[:200])
        return iri

    async def _page(self, request: Request, urls: Urls, iri: str) -> Response:
        page = await thing_page(self._site, request, urls, iri)
        return self._site.page("thing.html", page, urls, headers={"Link": _alternates(urls, iri)})

    async def _data(self, request: Request, urls: Urls, iri: str) -> Response:
        media_type = _wanted(request)
        generation = await self._site.engine.keeper.current()
        job = Job(description(iri), None, media_type, base_iri=generation.base_iri, sort=True)
        page = urls.absolute(urls.thing(iri))
        link = f'<{page}>; rel="alternate"; type="text/html", <{urls.header(iri)}>; rel="describes"'
        return await self._site.engine.respond(request, job, {"Link": link})


def _wanted(request: Request) -> str:
    """The RDF media type to answer in. Raises `Problem` 400, 406."""
    named = request.query_params.get("format")
    if named is not None:
        found = by_name(named, TRIPLES)
        if found is None:
            known = ", ".join(each.names[0] for each in TRIPLES.values() if each.names)
            raise Problem(400, "unknown-format", f"format is {named!r:.100}; expected one of {known}.")
        return found
    negotiated = negotiate(request.headers.get("accept"), RDF_ONLY)
    if negotiated is None:
        raise _not_acceptable()
    return negotiated


def _not_acceptable() -> Problem:
    return Problem(
        406, "not-acceptable", "The client takes none of the formats on offer.", ", ".join(RDF_ONLY)
    )


def _alternates(urls: Urls, iri: str) -> str:
    data = urls.absolute(urls.data(iri))
    plain = data.partition("&format=")[0]
    join = "&" if "?" in plain else "?"
    links = [
        f'<{plain}{join}format={TRIPLES[each].names[0]}>; rel="alternate"; type="{each}"'
        for each in ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
    ]
    return ", ".join([*links, f'<{urls.header(iri)}>; rel="describes"'])
