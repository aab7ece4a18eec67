"""Pages for people: the first page, the ready queries, the lists of things of a kind."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from orbat.errors import QuerySyntaxError
from orbat.namespaces import ORBAT, sparql_prefixes
from orbat.serve.dates import plain_date
from orbat.serve.engine import Row
from orbat.serve.errors import Problem, not_found
from orbat.serve.formats import TRIPLES
from orbat.serve.site import Site
from orbat.serve.statements.kinds import lowest, subclasses, term_label
from orbat.serve.statements.load import make_ref
from orbat.serve.statements.model import Ref
from orbat.serve.urls import Urls
from orbat.serve.views.sparql import downloads, wanted
from orbat.serve.views.tables import Grid, grid, text
from orbat.serve.void import DUMPS
from orbat.serve.wire import Job
from orbat.serve.words import Words
from orbat.store.queries import Parameter, ReadyQuery

_PREFIX = sparql_prefixes("orbat", "rdfs", "xsd")
_KINDS: Mapping[str, str] = {
    "SourceDocument": "source",
    "Person": "person",
    "MilitaryUnit": "unit",
    "Side": "side",
    "Organization": "organization",
    "Place": "place",
    "Event": "event",
    "Order": "order",
}
"""The classes that the first page counts, and the name of their words and colours."""
_FIRST = (
    "who-commanded-which-army",
    "order-of-battle",
    "what-changed-hands",
    "where-a-person-was",
    "losses-by-side",
    "orders-by-issuer",
)
"""The questions of the first page; the others are a click away."""
WHOLE_GRAPH: Mapping[str, str] = {"graph.ttl": "Turtle", "graph.nq": "N-Quads"}
"""The files of a graph folder that hold all of it: a static edition has them beside its first page."""
_PAGE = 200
_SOURCES = 30
_INPUTS = {"integer": "number", "decimal": "number"}


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many things of one class there are, and where they are listed."""

    name: str
    count: int
    href: str
    colour: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source on the first page: its page, its place in the reader, how many statements it gave."""

    label: str
    href: str
    reader: str
    count: int


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter in a form: `value` is what was asked with, or the default; `input` is HTML's type."""

    name: str
    description: str
    value: str
    input: str


@dataclass(frozen=True, slots=True)
class QueryCard:
    """A ready query with its fields, before it is asked."""

    id: str
    title: str
    question: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page. `period` and `accounts` say what the graph reaches over and was built from."""

    title: str
    kinds: tuple[KindCount, ...]
    sources: tuple[SourceLine, ...]
    more_sources: str
    period: str
    accounts: str
    queries: tuple[QueryCard, ...]
    files: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True, slots=True)
class QueriesPage:
    """All ready queries."""

    title: str
    queries: tuple[QueryCard, ...]


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
    """The things of one class, a page of them. `details` says more of some, by IRI."""

    title: str
    things: tuple[Ref, ...]
    details: Mapping[str, str]
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
        t, rows = self._site.words, self._site.engine.rows
        counted, period, sources = await asyncio.gather(
            rows(request, _counts()), rows(request, _PREFIX + _PERIOD), rows(request, _PREFIX + _GAVE)
        )
        counts = {text(row["kind"]): int(text(row["n"])) for row in counted}
        first, last = (text(period[0].get(name)) for name in ("first", "last")) if period else ("", "")
        dates = t("home.period", first=plain_date(first), last=plain_date(last)) if first and last else ""
        page = HomePage(
            title=t("site.name"),
            kinds=tuple(
                KindCount(t(f"kinds.{colour}", n=counts[name]), counts[name], urls.kind(name), colour)
                for name, colour in _KINDS.items()
                if counts.get(name)
            ),
            sources=tuple(_source_line(row, urls) for row in sources[:_SOURCES]),
            more_sources=urls.kind("SourceDocument") if len(sources) > _SOURCES else "",
            period=dates,
            accounts=t("home.accounts", n=counts.get("SourceDocument", 0)),
            queries=tuple(_card(self._site.queries[id_]) for id_ in _FIRST if id_ in self._site.queries),
            files=tuple(self._files(urls)),
            example=urls.absolute(urls.sparql()),
        )
        return self._site.page("home.html", page, urls)

    def _files(self, urls: Urls) -> Iterator[tuple[str, str]]:
        """Format and address of what holds the whole graph."""
        settings = self._site.settings
        if not settings.static:
            yield from ((TRIPLES[media_type].title, urls.dump(name)) for name, media_type in DUMPS.items())
            return
        for name, title in WHOLE_GRAPH.items():
            if (settings.folder / name).is_file():
                yield title, f"{urls.root}/{name}"

    async def queries(self, request: Request) -> Response:
        """All ready queries."""
        cards = tuple(_card(query) for query in self._site.queries.values())
        page = QueriesPage(self._site.words("queries.title"), cards)
        return self._site.page("queries.html", page, await self._site.urls(request))

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
        """The things of one class of the ontology, by name."""
        name = request.path_params["name"]
        if name not in ORBAT or not name[:1].isupper():
            raise not_found(f"The kind {name!r:.100}")
        urls = await self._site.urls(request)
        wanted_page = request.query_params.get("page", "1")
        number = min(max(int(wanted_page), 1), 100_000) if wanted_page.isdecimal() else 1
        rows = await self._site.engine.rows(request, _PREFIX + _listed(name, _PAGE + 1, (number - 1) * _PAGE))
        here = urls.kind(name)
        shown = [
            (text(row["x"]), text(row["label"]), text(row["classes"]).split(), row) for row in rows[:_PAGE]
        ]
        page = KindPage(
            title=_title(name, self._site.words),
            things=tuple(make_ref(iri, urls, label, classes) for iri, label, classes, _ in shown),
            details={iri: _detail(name, classes, row) for iri, _, classes, row in shown},
            number=number,
            previous=f"{here}?page={number - 1}" if number > 2 else here if number == 2 else "",
            following=f"{here}?page={number + 1}" if len(rows) > _PAGE else "",
        )
        return self._site.page("kind.html", page, urls)


_GAVE = f"""SELECT ?x (MIN(?l) AS ?label) (COUNT(DISTINCT ?e) AS ?n) WHERE {{
  ?x a orbat:SourceDocument ; rdfs:label ?l .
  OPTIONAL {{ ?m orbat:source ?x . ?e orbat:evidence ?m }}
}} GROUP BY ?x ORDER BY LCASE(?label) ?x LIMIT {_SOURCES + 1}"""
_PERIOD = """SELECT (MIN(?earliest) AS ?first) (MAX(?latest) AS ?last) WHERE {
  ?span orbat:earliest ?earliest ; orbat:latest ?latest .
}"""


def _counts() -> str:
    """How many things there are of each kind, whether or not superclasses were inferred."""
    pairs = " ".join(f'("{name}" <{each}>)' for name in _KINDS for each in subclasses(name))
    return (
        "SELECT ?kind (COUNT(DISTINCT ?x) AS ?n) WHERE { "
        f"VALUES (?kind ?class) {{ {pairs} }} ?x a ?class }} GROUP BY ?kind"
    )


def _listed(name: str, limit: int, offset: int) -> str:
    classes = " ".join(f"<{each}>" for each in subclasses(name))
    return f"""SELECT ?x (MIN(?l) AS ?label) (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes)
  (MIN(?s) AS ?side) WHERE {{
  VALUES ?class {{ {classes} }} ?x a ?class ; a ?c . OPTIONAL {{ ?x rdfs:label ?l }}
  OPTIONAL {{ ?x orbat:allegiance/rdfs:label ?s }}
}} GROUP BY ?x ORDER BY LCASE(STR(?label)) ?x LIMIT {limit} OFFSET {offset}"""


def _title(name: str, words: Words) -> str:
    """What a list is called: in the plural where the interface has a word for it."""
    told = words(f"kinds.{_KINDS[name]}", n=2) if name in _KINDS else term_label(name)
    return told[:1].upper() + told[1:]


def _detail(name: str, classes: Sequence[str], row: Row) -> str:
    """What tells a thing in a list from others of its name: its class, where there are several, and side."""
    sort = lowest(classes)
    words = [term_label(sort)] if sort and sort != name else []
    return ", ".join([*words, *([text(row["side"])] if row.get("side") is not None else [])])


def _source_line(row: Row, urls: Urls) -> SourceLine:
    iri = text(row["x"])
    return SourceLine(text(row["label"]), urls.thing(iri), urls.read(iri), int(text(row["n"])))


def _card(query: ReadyQuery) -> QueryCard:
    fields = tuple(_field(each, {}) for each in query.parameters)
    return QueryCard(query.id, query.title, query.question, fields)


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
