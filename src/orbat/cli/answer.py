"""The answer to a query, printed: a table for people, the W3C's formats for programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orbat.errors import QuerySyntaxError
from orbat.namespaces import PREFIXES
from orbat.store.export.turtle import turtle
from orbat.store.merge import Default
from orbat.store.open import load_merged, open_disk, open_graph
from orbat.store.query import query

_SOLUTIONS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
_UNLIMITED = 100_000
"""Columns of a table that goes to a file or a pipe: it is not folded."""


def answer(folder: Path, text: str, name: str, form: str) -> str:
    """What the graph in `folder` answers to the query `text`, in the format `form`, with its last line end.

    Raises `GraphError`, and `QuerySyntaxError` for a query that cannot be parsed or a format that its kind of
    answer does not have.
    """
    graph = open_graph(folder)
    current = graph.store.is_dir() and not graph.updates  # updates may not be in the files yet
    store = open_disk(folder) if current else load_merged(folder)
    result = query(store, text, merged=graph.default is Default.MERGED or not current, name=name)
    if isinstance(result, ox.QueryTriples):
        return _graph(result, form, name, graph.base_iri)
    if form in _SOLUTIONS:
        return _ended((result.serialize(format=_SOLUTIONS[form]) or b"").decode())
    if form != "table":
        expected = ", ".join(["table", *_SOLUTIONS])
        raise QuerySyntaxError(f"{name}: a SELECT or ASK has no {form}; expected {expected}")
    if isinstance(result, ox.QueryBoolean):
        return f"{'yes' if result else 'no'}\n"
    return _table(result, graph.base_iri)


def _graph(triples: ox.QueryTriples, form: str, name: str, base_iri: str) -> str:
    if form in ("table", "turtle"):
        return _ended(turtle(triples, base_iri=base_iri))
    if form not in _TRIPLES:
        expected = ", ".join(["turtle", *_TRIPLES])
        raise QuerySyntaxError(f"{name}: a CONSTRUCT or DESCRIBE has no {form}; expected {expected}")
    return _ended((triples.serialize(format=_TRIPLES[form]) or b"").decode())


def _table(solutions: ox.QuerySolutions, base_iri: str) -> str:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for variable in solutions.variables:
        table.add_column(variable.value, overflow="fold")
    rows = 0
    for solution in solutions:
        table.add_row(*(Text(shown(term, base_iri)) for term in solution))
        rows += 1
    screen = Console() if sys.stdout.isatty() else Console(width=_UNLIMITED)
    with screen.capture() as capture:
        screen.print(table)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    return "\n".join([*(line for line in lines if line), f"{rows} row{'' if rows == 1 else 's'}", ""])


def shown(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, base_iri: str) -> str:
    """A term as a person reads it: words of a literal, IRIs short; "" for what is unbound.

    >>> shown(ox.NamedNode("https://w3id.org/orbat/ontology#Army"), "https://example.org/")
    'orbat:Army'
    """
    if isinstance(term, ox.Literal):
        return term.value
    if not isinstance(term, ox.NamedNode):
        return str(term or "")
    for prefix, namespace in ({"": base_iri} | dict(PREFIXES)).items():
        if term.value.startswith(namespace):
            local = term.value.removeprefix(namespace)
            return f"{prefix}:{local}" if prefix else local
    return term.value


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"
