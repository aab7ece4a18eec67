"""The application: what answers at which path."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from orbat.serve import protocol, site
from orbat.serve.engine import Engine
from orbat.serve.errors import Problem, on_http_exception, on_problem, on_unexpected
from orbat.serve.headers import Headers
from orbat.serve.keeper import Keeper
from orbat.serve.settings import Settings
from orbat.serve.site import Site
from orbat.serve.urls import clean_root
from orbat.serve.views.linked import LinkedData
from orbat.serve.views.meta import Meta
from orbat.serve.views.pages import Pages
from orbat.serve.views.sparql import SparqlEndpoint
from orbat.serve.views.vocabulary import Vocabulary
from orbat.store.queries import ready_queries


def create_app(settings: Settings, keeper: Keeper | None = None) -> Starlette:
    """The application over the graph in `settings.folder`. Its lifespan starts and ends all processes.

    `keeper` is one that the caller has made for the same settings, started or not. Raises `QuerySyntaxError`
    for a ready query that is broken; the lifespan raises `GraphError`.
    """
    keeper = Keeper(settings) if keeper is None else keeper
    queries = {query.id: query for query in ready_queries()}
    shared = Site(settings, Engine(keeper, settings), queries, site.environment())
    sparql, pages, linked = SparqlEndpoint(shared), Pages(shared), LinkedData(shared)
    meta, vocabulary = Meta(shared), Vocabulary(shared)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await keeper.start()
            yield
        finally:
            await keeper.close()

    routes = [
        Route("/sparql", sparql.handle, methods=protocol.METHODS),
        Route("/sparql/", sparql.handle, methods=protocol.METHODS),
        Route("/", pages.home),
        Route("/queries/{id}", pages.ready),
        Route("/kinds/{name}", pages.kind),
        Route("/id/{path:path}", linked.identify),
        Route("/page/{path:path}", linked.page),
        Route("/data/{path:path}", linked.data),
        Route("/resource", linked.resource),
        Route("/ontology", vocabulary.handle),
        Route("/.well-known/void", meta.void),
        Route("/health", meta.health),
        Route("/metrics", meta.metrics),
        Mount("/static", StaticFiles(directory=site.STATIC)),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Headers, root_path=clean_root(settings.root_path))],
        exception_handlers={
            Problem: on_problem,
            HTTPException: on_http_exception,
            Exception: on_unexpected,
        },
    )
