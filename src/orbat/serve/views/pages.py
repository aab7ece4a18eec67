"""Pages for people: the first page, the ready queries, the lists of things of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from orbat.errors import QuerySyntaxError
from orbat.namespaces import ORBAT, sparql_prefixes
from orbat.serve.engine import Row
from orbat.serve.errors import Problem, not_found
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.sparql import downloads, wanted
from orbat.serve.views.tables import Cell, Grid, grid, text, thing
from orbat.serve.wire import Job
from orbat.store.kinds import superclasses
from orbat.store.queries import Parameter, ReadyQuery

_PREFIX = sparql_prefixes("orbat", "rdfs", "xsd")
_KINDS = (
    ("SourceDocument", "source", "sources"),
    ("Person", "person", "people"),
    ("MilitaryUnit", "formation", "formations"),
    ("Side", "side", "sides"),
    ("Organization", "organization", "organizations"),
    ("Place", "place", "places"),
    ("Event", "event", "events"),
    ("Order", "order", "orders"),
)
_PAGE = 200
_INPUTS = {"integer": "number", "decimal": "number"}


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many things of one class there are, and where they are listed."""

    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page. `first` and `last` are the period's xsd:dates, empty where the graph has none."""

    title: str
    kinds: tuple[KindCount, ...]
    sources: tuple[Cell, ...]
    first: str
    last: str
    quads: int | None
    queries: tuple[ReadyQuery, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter in a form: `value` is what was asked with, or the default; `input` is HTML's type."""

    name: str
    description: str
    value: str
    input: str


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """A ready query with its form and its result."""

    title: str
    query: ReadyQuery
    text: str
    fields: tuple[Field, ...]
    result: Grid | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class KindPage:
    """The things of one class, a page of them."""

    title: str
    things: tuple[Cell, ...]
    number: int
    previous: str
    following: str


class Pages:
    """The endpoints for people."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def home(self, request: Request) -> Response:
        """What the graph holds, and what to ask of it."""
        urls = await self._site.urls(request)
        rows = self._site.engine.rows
        counts = {text(row["kind"]): int(text(row["n"])) for row in await rows(request, _counts())}
        period = await rows(request, _PREFIX + _PERIOD)
        sources = await rows(request, _PREFIX + _listed("SourceDocument", 50, 0))
        generation = await self._site.engine.keeper.current()
        page = HomePage(
            title="orbat",
            kinds=tuple(
                KindCount(one if counts[name] == 1 else many, counts[name], urls.kind(name))
                for name, one, many in _KINDS
                if counts.get(name)
            ),
            sources=_cells(sources, urls),
            first=text(period[0].get("first")) if period else "",
            last=text(period[0].get("last")) if period else "",
            quads=generation.graph.quads,
            queries=tuple(self._site.queries.values()),
            example=urls.absolute(urls.sparql()),
        )
        return self._site.page("home.html", page, urls)

    async def ready(self, request: Request) -> Response:
        """A ready query with the parameters that are given, as a page or in any format of its result."""
        query = self._site.queries.get(request.path_params["id"])
        if query is None:
            raise not_found(f"The query {request.path_params['id']!r:.100}")
        known = {each.name for each in query.parameters}
        given = {
            name: value for name, value in request.query_params.items() if name in known and value.strip()
        }
        formats = wanted(request.headers.get("accept"), request.query_params.get("format"))
        if formats.page:
            return await self._ready_page(request, query, given)
        try:
            asked = query.with_values(given)
        except QuerySyntaxError as error:
            raise Problem(400, "bad-parameter", str(error)) from error
        job = Job(_with_prefixes(asked), formats.solutions, formats.triples)
        return await self._site.engine.respond(request, job)

    async def _ready_page(self, request: Request, query: ReadyQuery, given: dict[str, str]) -> Response:
        urls = await self._site.urls(request)
        asked, result, problem = query.text, None, None
        try:
            asked = query.with_values(given)
            table = await self._site.engine.table(request, Job(_with_prefixes(asked), None, None))
            result = await grid(self._site, request, urls, table, _downloads(urls, query, given))
        except QuerySyntaxError as error:
            problem = Problem(400, "bad-parameter", str(error))
        except Problem as found:
            problem = found
        page = ReadyPage(
            query.title,
            query,
            _without_header(asked),
            tuple(_field(each, given) for each in query.parameters),
            result,
            problem,
        )
        return self._site.page("ready.html", page, urls, problem.status if problem else 200)

    async def kind(self, request: Request) -> Response:
        """The things of one class, by name."""
        name = request.path_params["name"]
        titles = {each: many for each, _, many in _KINDS}
        if name not in titles:
            raise not_found(f"The kind {name!r:.100}")
        urls = await self._site.urls(request)
        wanted_page = request.query_params.get("page", "1")
        number = min(max(int(wanted_page), 1), 100_000) if wanted_page.isdecimal() else 1
        query = _PREFIX + _listed(name, _PAGE + 1, (number - 1) * _PAGE)
        rows = await self._site.engine.rows(request, query)
        here = urls.kind(name)
        page = KindPage(
            title=titles[name].capitalize(),
            things=_cells(rows[:_PAGE], urls),
            number=number,
            previous=f"{here}?page={number - 1}" if number > 1 else "",
            following=f"{here}?page={number + 1}" if len(rows) > _PAGE else "",
        )
        return self._site.page("kind.html", page, urls)


_PERIOD = """SELECT (MIN(?earliest) AS ?first) (MAX(?latest) AS ?last) WHERE {
  ?span orbat:earliest ?earliest ; orbat:latest ?latest .
}"""


def _counts() -> str:
    """How many things there are of each kind, whether or not superclasses were inferred."""
    pairs = " ".join(f'("{name}" <{each}>)' for name, _, _ in _KINDS for each in _subclasses(name))
    return (
        "SELECT ?kind (COUNT(DISTINCT ?x) AS ?n) WHERE { "
        f"VALUES (?kind ?class) {{ {pairs} }} ?x a ?class }} GROUP BY ?kind"
    )


def _listed(name: str, limit: int, offset: int) -> str:
    classes = " ".join(f"<{each}>" for each in _subclasses(name))
    return (
        "SELECT ?x (MIN(?l) AS ?label) WHERE { "
        f"VALUES ?class {{ {classes} }} ?x a ?class . OPTIONAL {{ ?x rdfs:label ?l }} "
        f"}} GROUP BY ?x ORDER BY LCASE(STR(?label)) ?x LIMIT {limit} OFFSET {offset}"
    )


def _subclasses(name: str) -> Sequence[str]:
    iri = str(ORBAT[name])
    return (iri, *sorted(each for each, above in superclasses().items() if iri in above))


def _cells(rows: Iterable[Row], urls: Urls) -> tuple[Cell, ...]:
    found = []
    for row in rows:
        iri = text(row["x"])
        label = text(row["label"])
        found.append(thing(iri, urls, {iri: label} if label else {}))
    return tuple(found)


def _field(parameter: Parameter, given: dict[str, str]) -> Field:
    value = given.get(parameter.name, _plain(parameter.default))
    return Field(parameter.name, parameter.description, value, _INPUTS.get(parameter.type, "text"))


def _plain(default: str) -> str:
    """A SPARQL term as a person would type it; nothing for UNDEF."""
    if default == "UNDEF":
        return ""
    if default.startswith('"'):
        return default[1 : default.rindex('"')].replace('\\"', '"').replace("\\\\", "\\")
    return default.strip("<>")


def _downloads(urls: Urls, query: ReadyQuery, given: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((title, urls.ready(query.id, {**given, "format": name})) for title, name in downloads())


def _with_prefixes(query: str) -> str:
    """The query with the prefix lines that a ready query may leave out; a second declaration does no harm."""
    return sparql_prefixes() + query


def _without_header(query: str) -> str:
    lines = query.splitlines()
    start = next((index for index, line in enumerate(lines) if not line.startswith("#")), 0)
    return "\n".join(lines[start:]).strip() + "\n"
