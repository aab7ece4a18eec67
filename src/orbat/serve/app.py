"""The application: what answers at which path."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from orbat.serve import protocol, site
from orbat.serve.engine import Engine
from orbat.serve.errorpage import ErrorPages
from orbat.serve.errors import Problem, on_unexpected
from orbat.serve.files import Files
from orbat.serve.gate import Gate
from orbat.serve.keeper import Keeper
from orbat.serve.line import Door
from orbat.serve.replay import Replay
from orbat.serve.settings import Settings
from orbat.serve.site import Site
from orbat.serve.updates import Updates
from orbat.serve.urls import clean_root
from orbat.serve.views.disagreements import Disagreements
from orbat.serve.views.explore import Explore
from orbat.serve.views.graphs import METHODS as METHODS_OF_GRAPHS
from orbat.serve.views.graphs import GraphStore
from orbat.serve.views.linked import LinkedData
from orbat.serve.views.map import MapViews
from orbat.serve.views.meta import Meta
from orbat.serve.views.orderofbattle import OrderOfBattleViews
from orbat.serve.views.pages import Pages
from orbat.serve.views.reading import Reader
from orbat.serve.views.search import Search
from orbat.serve.views.sparql import SparqlEndpoint
from orbat.serve.views.terms import terms
from orbat.serve.views.vocabulary import Vocabulary
from orbat.store.queries import ready_queries


class Application(Starlette):
    """Starlette behind the gate. `door` is what all connections share."""

    gate: Gate
    door: Door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's call."""
        await self.gate(super().__call__, scope, receive, send)


def create_app(settings: Settings, keeper: Keeper | None = None) -> Application:
    """The application over the graph in `settings.folder`. Its lifespan starts and ends all processes.

    `keeper` is one that the caller has made for the same settings, started or not. Raises `QuerySyntaxError`
    for a ready query that is broken; the lifespan raises `GraphError`.
    """
    keeper = Keeper(settings) if keeper is None else keeper
    queries = {query.id: query for query in ready_queries()}
    templates = site.environment(live=not settings.static)
    engine = Engine(keeper, settings)
    shared = Site(settings, engine, Updates(keeper, settings), queries, templates)
    sparql, pages, linked = SparqlEndpoint(shared), Pages(shared), LinkedData(shared)
    meta, vocabulary, graphs = Meta(shared), Vocabulary(shared), GraphStore(shared)
    orders, explore, search = OrderOfBattleViews(shared), Explore(shared), Search(shared)
    maps = MapViews(shared)
    errors = ErrorPages(shared)
    reader, disagreements = Reader(shared), Disagreements(shared)

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
        Route("/search", search.page),
        Route("/api/search.json", search.data),
        Route("/api/search-index.json", search.whole),
        Route("/read/{path:path}", reader.page),
        Route("/disagreements", disagreements.page),
        Route("/queries", pages.queries),
        Route("/queries/{id}", pages.ready),
        Route("/kinds/{name}", pages.kind),
        Route("/graphs", graphs.handle, methods=METHODS_OF_GRAPHS),
        Route("/graphs/{path:path}", graphs.handle, methods=METHODS_OF_GRAPHS),
        Route("/id/{path:path}", linked.identify),
        Route("/page/{path:path}", linked.page),
        Route("/data/{path:path}", linked.data),
        Route("/resource", linked.resource),
        Route("/ontology", vocabulary.handle),
        Route("/order-of-battle", orders.page),
        Route("/api/order-of-battle.json", orders.document),
        Route("/map", maps.page),
        Route("/api/map.json", maps.document),
        Route("/api/track.json", maps.track),
        Route("/explore", explore.page),
        Route("/api/neighbours.json", explore.neighbours),
        Route("/api/evidence.json", explore.evidence),
        Route("/api/terms.json", terms),
        Route("/.well-known/void", meta.void),
        Route("/dump/{name}", meta.dump),
        Route("/health", meta.health),
        Route("/metrics", meta.metrics),
        Mount("/static", Files(directory=site.STATIC)),
    ]
    app = Application(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            Problem: errors.handle,
            HTTPException: errors.handle,
            Exception: on_unexpected,
        },
    )
    app.door = Door(settings, Replay(engine.cache, keeper.version), engine.meters)
    quick = {"/sparql": sparql.handle, "/sparql/": sparql.handle}
    app.gate = Gate(clean_root(settings.root_path), quick, app.door.note)
    return app
