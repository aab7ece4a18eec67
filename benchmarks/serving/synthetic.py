"""A graph of any size in the shape of an order of battle, the same for the same size; and what to ask of it.

Written straight as a folder that `orbat serve` opens: N-Quads, and the same quads as an Oxigraph store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

BASE = "https://w3id.org/orbat/id/"
QUADS_A_UNIT = 10
SPAN = 200
"""How many units stand under one; so only one in so many has others under it, the lowest numbers."""
_O = "https://w3id.org/orbat/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_KINDS = ("Army", "Corps", "Division", "Brigade", "Regiment", "Battalion", "Company")
_PREFIXES = f"PREFIX o: <{_O}> PREFIX r: <{_RDFS}> "


@dataclass(frozen=True, slots=True)
class Question:
    """A query. `@E@` in it becomes the number of a unit; in `text` it is the same for every request."""

    name: str
    text: str
    among: int = 1
    """Only one unit in so many is asked about: the lowest numbers."""

    @property
    def unique(self) -> str:
        """The query so that no cache has seen it."""
        return f"{self.text} # @N@"

    @property
    def repeated(self) -> str:
        """The query so that it is the same each time."""
        return self.text.replace("@E@", "77")


QUESTIONS = (
    Question("lookup", f"{_PREFIXES}SELECT ?label {{ <{BASE}unit/@E@> r:label ?label }}"),
    Question("entity", f"SELECT ?p ?o {{ <{BASE}unit/@E@> ?p ?o }}"),
    Question(
        "join, filter, order",
        f"{_PREFIXES}SELECT ?unit ?label ?name {{ ?unit o:superior <{BASE}unit/@E@> ; r:label ?label ;"
        " o:strength ?strength ; o:commander ?who . ?who r:label ?name FILTER(?strength > 4000) }"
        " ORDER BY DESC(?strength) ?label",
        among=SPAN,
    ),
    Question(
        "10,000 rows", f"{_PREFIXES}SELECT ?unit ?strength {{ ?unit o:strength ?strength }} LIMIT 10000"
    ),
    Question(
        "aggregate",
        f"{_PREFIXES}SELECT ?side (COUNT(*) AS ?units) (AVG(?strength) AS ?mean)"
        " { ?unit a o:Army ; o:side ?side ; o:strength ?strength } GROUP BY ?side",
    ),
)

HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    f"{_PREFIXES}SELECT ?a ?z {{ ?a (o:superior|^o:superior|o:commander|^o:commander)* ?z }} ORDER BY ?z",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c DESC(?a)",
    f"{_PREFIXES}SELECT * {{ ?a r:label ?x . ?b r:label ?y FILTER(REGEX(?x, '^(([a-z])+.)+[A-Z]([a-z])+$')"
    " && REGEX(?y, '(a*)*b')) }",
    "SELECT * { " + " ".join(f"?v{i % 50} ?p{i} ?v{(i * 7 + 1) % 50} ." for i in range(1000)) + " }",
)


def units(quads: int) -> int:
    """How many units a graph of about `quads` statements has."""
    return max(quads // QUADS_A_UNIT, 1)


def lines(quads: int) -> Iterator[str]:
    """The graph as N-Quads, one statement a line."""
    for at in range(units(quads)):
        unit, who, graph = f"<{BASE}unit/{at}>", f"<{BASE}person/{at}>", f"<{BASE}graph/{at % 40}>"
        kind = _KINDS[at % len(_KINDS)]
        for subject, predicate, value in (
            (unit, f"{_RDF}type", f"<{_O}{kind}>"),
            (unit, f"{_RDFS}label", f'"{at}th {kind} of foot"@en'),
            (unit, f"{_O}side", f"<{BASE}side/{at % 9}>"),
            (unit, f"{_O}superior", f"<{BASE}unit/{at // SPAN}>"),
            (unit, f"{_O}commander", who),
            (unit, f"{_O}strength", f'"{at * 7919 % 20_000}"^^<{_XSD}integer>'),
            (unit, f"{_O}since", f'"19{at % 80 + 10}-{at % 12 + 1:02}-{at % 28 + 1:02}"^^<{_XSD}date>'),
            (who, f"{_RDF}type", f"<{_O}Person>"),
            (who, f"{_RDFS}label", f'"Commander {at * 31 % 100_003}"@en'),
            (who, f"{_O}side", f"<{BASE}side/{at % 9}>"),
        ):
            yield f"{subject} <{predicate}> {value} {graph} .\n"


def write(folder: Path, quads: int) -> None:
    """Makes `folder` with `graph.nq` and `store/`; one that has them is left as it is."""
    nquads, store = folder / "graph.nq", folder / "store"
    if nquads.is_file() and store.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with nquads.open("w", encoding="utf-8") as file:
        file.writelines(lines(quads))
    made = ox.Store(str(store))
    made.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    made.optimize()
    made.flush()
