"""The hand-made graph as a built graph has it: data, what follows from them, ontology."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef

from orbat import resources
from orbat.namespaces import ONTOLOGY
from orbat.store.queries import ready_query
from orbat.store.query import query
from orbat.validate.infer import infer

if TYPE_CHECKING:
    from orbat.validate.infer import Quad

Rows = list[dict[str, str]]
Ask = Callable[..., Rows]

FIXTURE = Path(__file__).with_name("fixture.trig")


@pytest.fixture(scope="session")
def quads() -> tuple[ox.Quad, ...]:
    """Every quad of the graph, sorted."""
    stated = ox.Store()
    stated.load(path=str(FIXTURE))
    followed = ox.Store()
    followed.load(_nquads(infer(map(_rdflib, stated))), format=ox.RdfFormat.N_QUADS)
    terms = ox.Store()
    terms.load(path=str(resources.ontology_dir() / "orbat.ttl"), to_graph=ox.NamedNode(ONTOLOGY))
    return tuple(sorted({*stated, *followed, *terms}, key=str))


@pytest.fixture(scope="session")
def ask(quads: tuple[ox.Quad, ...]) -> Ask:
    """Answers a ready query by its id: a dictionary a row, of what is bound."""
    return _asker(quads)


@pytest.fixture(scope="session")
def ask_backwards(quads: tuple[ox.Quad, ...]) -> Ask:
    """The same, from a store that was filled in the opposite order."""
    return _asker(quads[::-1])


def _asker(quads: Iterable[ox.Quad]) -> Ask:
    store = ox.Store()
    for quad in quads:
        store.add(quad)

    def answer(id_: str, **values: str) -> Rows:
        return _rows(store, ready_query(id_).with_values(values))

    return answer


def _rows(store: ox.Store, text: str) -> Rows:
    """What a SELECT answers, as text."""
    solutions = query(store, text)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [_row(names, solution) for solution in solutions]


def _row(names: list[str], solution: ox.QuerySolution) -> dict[str, str]:
    values: Mapping[str, object] = {name: solution[name] for name in names}
    return {name: str(getattr(term, "value", term)) for name, term in values.items() if term is not None}


def _rdflib(quad: ox.Quad) -> Quad:
    return _term(quad.subject), _term(quad.predicate), _term(quad.object), _term(quad.graph_name)


def _term(term: object) -> URIRef | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        return Literal(
            term.value, lang=term.language, datatype=None if term.language else term.datatype.value
        )
    raise ValueError(f"{term!r} in the fixture; expected an IRI or a literal")


def _nquads(quads: Iterable[Quad]) -> bytes:
    return "".join(f"{s.n3()} {p.n3()} {o.n3()} {graph.n3()} .\n" for s, p, o, graph in quads).encode()
