"""What the server says about itself and its data set: VoID, dumps, health, metrics."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from orbat.namespaces import ONTOLOGY
from orbat.serve.errors import not_found
from orbat.serve.formats import HTML, RDF_ONLY
from orbat.serve.negotiate import negotiate
from orbat.serve.rdf import rdf, rdf_type
from orbat.serve.site import Site
from orbat.serve.void import DUMPS, facts, triples
from orbat.serve.wire import Job

_NO_STORE = {"Cache-Control": "no-store"}


class Meta:
    """The endpoints about the server and its data."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def void(self, request: Request) -> Response:
        """The data set with its statistics (https://www.w3.org/TR/void/)."""
        urls = await self._site.urls(request)
        accept = request.headers.get("accept")
        named = request.query_params.get("format")
        if named is None and negotiate(accept, (*RDF_ONLY, HTML)) == HTML:
            named = "ttl"  # a browser shows it as text
        media_type = rdf_type(named, accept, "The description")
        links = f'<{urls.absolute(urls.sparql())}>; rel="service", <{ONTOLOGY}>; rel="type"'
        found = await facts(self._site, request, urls)
        return rdf(request, triples(urls, found, self._site.settings.license), media_type, {"Link": links})

    async def dump(self, request: Request) -> Response:
        """All graphs as they are served now, streamed."""
        name = request.path_params["name"]
        if name not in DUMPS:
            raise not_found(repr(name)[:200])
        urls = await self._site.urls(request)
        job = Job("", None, DUMPS[name], dump=True)
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Link": f'<{urls.absolute(urls.void())}>; rel="describedby"',
        }
        return await self._site.engine.respond(request, job, headers)

    async def health(self, request: Request) -> Response:
        """Whether queries are answered, and from what."""
        rows = await self._site.engine.rows(request, "SELECT ?x WHERE { ?x ?y ?z } LIMIT 1")
        generation = await self._site.engine.keeper.current()
        said = {
            "status": "ok",
            "version": generation.version,
            "quads": generation.quads,
            "empty": not rows,
            "store": "memory" if generation.in_memory else "disk",
        }
        return JSONResponse(said, headers=_NO_STORE)

    async def metrics(self, _: Request) -> Response:
        """Counters and gauges in Prometheus' text format."""
        generation = await self._site.engine.keeper.current()
        counts = generation.pool.gauge()
        cache = self._site.engine.cache
        values: Mapping[str, tuple[str, int]] = {
            "queries_answered_total": ("counter", counts.answered),
            "queries_refused_total": ("counter", counts.refused),
            "queries_timed_out_total": ("counter", counts.timeouts),
            "queries_displaced_total": ("counter", counts.displaced),
            "queries_outweighed_total": ("counter", counts.outweighed),
            "workers_crashed_total": ("counter", counts.crashes),
            "workers_forked_total": ("counter", counts.forks),
            "queries_waiting": ("gauge", counts.waiting),
            "queries_fast": ("gauge", counts.fast),
            "queries_slow": ("gauge", counts.slow),
            "workers_own_bytes": ("gauge", counts.memory),
            "updates_total": ("counter", self._site.updates.taken),
            "cache_hits_total": ("counter", cache.hits),
            "cache_misses_total": ("counter", cache.misses),
            "cache_bytes": ("gauge", cache.bytes),
        }
        lines = [
            f"# TYPE orbat_{name} {kind}\norbat_{name} {value}\n" for name, (kind, value) in values.items()
        ]
        lines += [f"{line}\n" for line in self._site.engine.meters.lines()]
        return Response("".join(lines), 200, _NO_STORE, media_type="text/plain; version=0.0.4; charset=utf-8")
