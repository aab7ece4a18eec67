"""Whether a graph keeps to `ontology/shapes.ttl`: quads in, a SHACL report out.

https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.exceptions import ParserError

from orbat import resources
from orbat.errors import GraphError
from orbat.namespaces import ONTOLOGY, ORBAT, OWL, PREFIXES, RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

    from orbat.validate.infer import Quad

DEFAULT_LIMIT = 500_000
"""Triples that are checked at most: some twenty seconds on one core, and a gigabyte of memory."""

_SHIFT = 4000  # years, a multiple of the calendar's period of 400
_DATE = re.compile(r"(-?\d{4,})(-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class ShaclResult:
    """One breach: the node, the path from it, the value, what is wrong, how bad that is, and the rule."""

    focus: str
    path: str
    value: str
    message: str
    severity: str
    shape: str


@dataclass(frozen=True, slots=True)
class ShaclReport:
    """Whether a graph of `triples` triples keeps to the shapes, and where not, sorted.

    `skipped` says why the graph was not checked; then `conforms` is None.
    """

    conforms: bool | None
    triples: int
    results: tuple[ShaclResult, ...] = ()
    skipped: str = ""


def check(
    quads: Iterable[Quad],
    *,
    limit: int = DEFAULT_LIMIT,
    shapes: Path | None = None,
    ontology: Path | None = None,
) -> ShaclReport:
    """The report on the union of the graphs in `quads`, with the class hierarchy of `ontology`.

    A graph of more than `limit` triples is not checked, and the report says so. `shapes` and `ontology` are
    Turtle files, orbat's own if None; raises `GraphError` if they cannot be read.
    """
    graph = _union(quads)
    size = len(graph)
    if size > limit:
        return ShaclReport(
            None, size, skipped=f"the graph has {size:,} triples, more than the limit of {limit:,}"
        )
    from pyshacl import validate  # noqa: PLC0415 - half a second that only a check needs

    folder = resources.ontology_dir()
    graph += _hierarchy(ontology if ontology is not None else folder / "orbat.ttl")
    rules = Graph()
    rules += _triples(shapes if shapes is not None else folder / "shapes.ttl")
    conforms, results, _ = validate(graph, shacl_graph=rules, do_owl_imports=False, inplace=True)
    return ShaclReport(conforms, size, tuple(sorted(_results(results), key=_order)))


def _union(quads: Iterable[Quad]) -> Graph:
    """All triples of the data; the ontology's graph is no data."""
    graph = Graph()
    for s, p, o, name in quads:
        if str(name) != ONTOLOGY:
            graph.add((s, p, _later(o)))
    return graph


@cache
def _triples(path: Path) -> frozenset[tuple[Node, Node, Node]]:
    """The triples of a Turtle file. Raises `GraphError` if it is none."""
    try:
        return frozenset(Graph().parse(path, format="turtle"))
    except (OSError, ParserError, SyntaxError) as error:
        raise GraphError(f"{path}: not a graph in Turtle: {error}") from error


@cache
def _hierarchy(ontology: Path) -> frozenset[tuple[Node, Node, Node]]:
    """The triples that class constraints need: orbat's subclasses, and the classes of its individuals."""
    known = _triples(ontology)
    individuals = {s for s, p, o in known if p == RDF.type and o == OWL.NamedIndividual}
    return frozenset(
        (s, p, o)
        for s, p, o in known
        if (p == RDFS.subClassOf and str(o).startswith(str(ORBAT))) or (p == RDF.type and s in individuals)
    )


def _later(term: Node) -> Node:
    """A date 4000 years on, since rdflib can neither read nor compare dates before the year 1.

    What is no date on the calendar comes back as a string, which the shapes refuse.
    """
    if not isinstance(term, Literal) or term.datatype != XSD.date:
        return term
    parts = _DATE.fullmatch(term)
    later = f"{int(parts[1]) + _SHIFT:04}{parts[2]}" if parts else ""
    try:
        date.fromisoformat(later)
    except ValueError:
        return Literal(str(term), datatype=XSD.string)
    return Literal(later, datatype=XSD.date)


def _earlier(term: Node) -> str:
    """The lexical form of a term of the report, its date set back again."""
    if isinstance(term, Literal) and term.datatype == XSD.date and (parts := _DATE.fullmatch(term)):
        year = int(parts[1]) - _SHIFT
        return f"{'-' if year < 0 else ''}{abs(year):04}{parts[2]}"
    return str(term)


def _results(report: Graph) -> Iterator[ShaclResult]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        told = {p: o for _, p, o in report.triples((result, None, None))}
        path, value = told.get(SH.resultPath), told.get(SH.value)
        yield ShaclResult(
            focus=str(told[SH.focusNode]),
            path=_path(report, path) if path is not None else "",
            value=_earlier(value) if value is not None else "",
            message=str(told.get(SH.resultMessage, "")),
            severity=_local(told[SH.resultSeverity]),
            shape=_local(told[SH.sourceShape]),
        )


def _path(report: Graph, path: Node) -> str:
    """A SHACL path in SPARQL's notation, with the prefixes of the one table."""
    if isinstance(path, URIRef):
        return next(
            (f"{n}:{path[len(ns) :]}" for n, ns in PREFIXES.items() if path.startswith(ns)), f"<{path}>"
        )
    if (inverse := report.value(path, SH.inversePath)) is not None:
        return f"^{_path(report, inverse)}"
    if (several := report.value(path, SH.alternativePath)) is not None:
        return "|".join(_path(report, each) for each in Collection(report, several))
    return ""


def _local(term: Node) -> str:
    return re.split(r"[#/]", str(term))[-1]


def _order(result: ShaclResult) -> tuple[str, str, str, str]:
    return result.focus, result.shape, result.path, result.value
