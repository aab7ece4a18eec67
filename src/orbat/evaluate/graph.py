"""A built graph as the scorer reads it: names of things, and rows of the views with their evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from orbat.errors import GraphError
from orbat.evaluate.gold import SLOTS
from orbat.evaluate.names import fold
from orbat.evaluate.views import VIEWS

PREFIXES = """PREFIX orbat: <https://w3id.org/orbat/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of a view: folded names of the thing in each slot, other columns as text, the passages."""

    names: dict[str, frozenset[str]]
    values: dict[str, str]
    quotes: tuple[str, ...]

    def __str__(self) -> str:
        said = [f"{slot}: {min(names, default='')}" for slot, names in self.names.items()]
        return ", ".join([*said, *(f"{column}: {value}" for column, value in self.values.items())])


class EvaluatedGraph:
    """A graph file, loaded into memory.

    Raises `GraphError` if it is missing or not RDF.
    """

    def __init__(self, path: Path) -> None:
        self._store = ox.Store()
        try:
            self._store.bulk_load(path=str(path))
        except OSError as error:
            raise GraphError(f"no graph at {path}: {error.strerror or error}") from error
        except (SyntaxError, ValueError) as error:
            raise GraphError(f"{path} is not RDF: {error}") from error
        self._names: dict[Any, set[str]] = defaultdict(set)
        for thing, name in self.select("SELECT ?x ?n { ?x rdfs:label|skos:prefLabel|skos:altLabel ?n }"):
            self._names[thing].add(fold(name.value))

    def select(self, query: str) -> list[tuple[Any, ...]]:
        """The solutions of a SELECT over all graphs as one, each a tuple of terms or None."""
        answer = self._store.query(PREFIXES + query, use_default_graph_as_union=True)
        return [tuple(solution) for solution in answer]  # type: ignore[union-attr]  # SELECTs only

    def rows(self, kind: str) -> list[Row]:
        """The distinct answers of the view `kind`."""
        columns, pattern = VIEWS[kind]
        statements: dict[tuple[Any, ...], list[Any]] = {}
        variables = " ".join(f"?{column}" for column in columns)
        for *key, statement in self.select(f"SELECT DISTINCT {variables} ?statement {{ {pattern} }}"):
            statements.setdefault(tuple(key), []).append(statement)
        quotes = self._quotes()
        return [
            Row(
                {
                    c: self._names_of(term)
                    for c, term in zip(columns, key, strict=True)
                    if term and c in SLOTS
                },
                {c: term.value for c, term in zip(columns, key, strict=True) if term and c not in SLOTS},
                tuple(sorted({quote for node in nodes for quote in quotes.get(node, ())})),
            )
            for key, nodes in statements.items()
        ]

    def _names_of(self, term: Any) -> frozenset[str]:  # noqa: ANN401 - any RDF term
        """Folded names of a thing; where it has none, a literal's words or the end of the IRI."""
        if names := self._names.get(term):
            return frozenset(names)
        return frozenset({fold(term.value.rsplit("/", 1)[-1].replace("_", " ").replace("-", " "))})

    def _quotes(self) -> dict[Any, list[str]]:
        found: dict[Any, list[str]] = defaultdict(list)
        for node, quote in self.select("SELECT ?s ?q { ?s orbat:evidence/orbat:quote ?q }"):
            found[node].append(quote.value)
        return found
