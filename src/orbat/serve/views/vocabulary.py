"""`/ontology`: the terms as a page to read, and as RDF in any format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from orbat.namespaces import ONTOLOGY, sparql_prefixes
from orbat.serve.engine import Row
from orbat.serve.errors import not_found
from orbat.serve.formats import HTML, RDF_ONLY, TRIPLES
from orbat.serve.negotiate import negotiate
from orbat.serve.ontology import Ontology, Term, is_own, ontology
from orbat.serve.rdf import rdf, rdf_type
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text

SORTS = ("class", "object_property", "datatype_property", "individual")
_FORMATS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"))
_P = sparql_prefixes("orbat", "rdfs")
_CLASSES = "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) (MIN(?s) AS ?of) { ?s a ?x } GROUP BY ?x"
_USES = """SELECT ?x (COUNT(*) AS ?n) (MIN(?s) AS ?of)
{ ?s ?x ?o FILTER(STRSTARTS(STR(?x), STR(orbat:))) } GROUP BY ?x"""
_NAMES = (
    "SELECT ?x (MIN(STR(?name)) AS ?label) {{ VALUES ?x {{ {things} }} ?x rdfs:label ?name }} GROUP BY ?x"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads; an empty `href` leads nowhere."""

    text: str
    href: str = ""
    external: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One term as the page shows it. `uses` counts it in the graph that is served; `example` is one use."""

    term: Term
    relations: tuple[tuple[str, tuple[Link, ...]], ...]
    uses: int
    uses_href: str
    example: Link | None


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """All terms, by sort: each a key of the page's words, and its entries."""

    title: str
    iri: str
    header: Mapping[str, str]
    sections: tuple[tuple[str, tuple[Entry, ...]], ...]
    formats: tuple[tuple[str, str], ...]


class Vocabulary:
    """The endpoint about the ontology."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def handle(self, request: Request) -> Response:
        """The page for a browser, RDF for everybody else."""
        known = ontology()
        if not known.triples:
            raise not_found("The ontology")
        urls = await self._site.urls(request)
        named, accept = request.query_params.get("format"), request.headers.get("accept")
        links = _links(urls, known)
        if named is None and negotiate(accept, (*RDF_ONLY, HTML)) == HTML:
            page = await self._page(request, known, urls)
            return self._site.page("ontology.html", page, urls, headers={"Link": links})
        return rdf(request, known.triples, rdf_type(named, accept, "The ontology"), {"Link": links})

    async def _page(self, request: Request, known: Ontology, urls: Urls) -> OntologyPage:
        rows = self._site.engine.rows
        counted = [*await rows(request, _CLASSES), *await rows(request, _P + _USES)]
        used = {text(row["x"]): row for row in counted}
        names = await self._names(request, {text(row["of"]) for row in used.values()})
        entries = [_entry(term, urls, used.get(term.iri), names) for term in known.terms]
        sections = (
            (sort, tuple(sorted((each for each in entries if each.term.sort == sort), key=_by_label)))
            for sort in SORTS
        )
        return OntologyPage(
            known.header.get("title", ONTOLOGY),
            ONTOLOGY,
            known.header,
            tuple((sort, found) for sort, found in sections if found),
            tuple((title, f"{urls.ontology()}?format={name}") for title, name in _FORMATS),
        )

    async def _names(self, request: Request, things: set[str]) -> Mapping[str, str]:
        """Labels of the things that serve as examples."""
        nodes = " ".join(f"<{each}>" for each in sorted(things) if "://" in each)
        rows = await self._site.engine.rows(request, _P + _NAMES.format(things=nodes))
        return {text(row["x"]): text(row["label"]) for row in rows}


def _entry(term: Term, urls: Urls, row: Row | None, names: Mapping[str, str]) -> Entry:
    relations = tuple(
        (name, tuple(Link(each.text, *_target(each.iri)) for each in found)) for name, found in term.relations
    )
    if row is None:
        return Entry(term, relations, 0, "", None)
    of = text(row["of"])
    example = Link(names.get(of) or of.rpartition("/")[2], urls.thing(of)) if "://" in of else None
    href = urls.kind(term.name) if term.sort == "class" else _question(urls, term)
    return Entry(term, relations, int(text(row["n"])), href, example)


def _question(urls: Urls, term: Term) -> str:
    """Where the uses of a property can be seen: a query that lists them."""
    return urls.sparql(query=f"{_P}SELECT ?thing ?value {{ ?thing orbat:{term.name} ?value }}\nLIMIT 100")


def _target(iri: str) -> tuple[str, bool]:
    return (f"#{iri[len(ONTOLOGY) + 1 :]}", False) if is_own(iri) else (iri, bool(iri))


def _by_label(entry: Entry) -> tuple[str, str]:
    return entry.term.label.casefold(), entry.term.iri


def _links(urls: Urls, known: Ontology) -> str:
    here = urls.absolute(urls.ontology())
    alternates: Sequence[str] = [
        f'<{here}?format={TRIPLES[each].names[0]}>; rel="alternate"; type="{each}"'
        for each in ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
    ]
    license_ = [f'<{known.header["license"]}>; rel="license"'] if "license" in known.header else []
    return ", ".join([*alternates, f'<{here}>; rel="canonical"', f'<{ONTOLOGY}>; rel="describes"', *license_])
