"""Results as tables on a page: names instead of IRIs, each linked to its page on this server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox
from starlette.requests import Request

from orbat.serve.dates import plain_date
from orbat.serve.engine import Table, Term
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.words import local_name

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMERIC = frozenset(
    f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")
)
_LABELS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its words, where it leads (empty for nowhere), and whether it is a number."""

    text: str
    href: str = ""
    external: bool = False
    numeric: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A result on a page. `downloads` pairs a format's title with the address of the whole result in it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    boolean: bool | None
    turtle: str | None
    cut: bool
    downloads: tuple[tuple[str, str], ...]


async def grid(
    site: Site, request: Request, urls: Urls, table: Table, downloads: tuple[tuple[str, str], ...]
) -> Grid:
    """`table` with labels for the IRIs in it."""
    iris = dict.fromkeys(
        value.value for row in table.rows for value in row if isinstance(value, ox.NamedNode)
    )
    names = await labels(site, request, list(iris)[:_LABELS_AT_ONCE])
    columns, values = _named(table, names)
    rows = tuple(tuple(cell(value, urls, names) for value in row) for row in values)
    shown = tuple(
        (title, href)
        for title, href in downloads
        if (title in {"Turtle", "JSON-LD"}) == (table.turtle is not None)
    )
    return Grid(columns, rows, table.boolean, table.turtle, table.cut, shown)


@dataclass(frozen=True, slots=True)
class Named:
    """A name and the IRI of what bears it, found in two columns of one row."""

    iri: ox.NamedNode
    name: str


def _named(table: Table, names: Mapping[str, str]) -> tuple[tuple[str, ...], list[list[Term | Named]]]:
    """Columns and rows, a column of IRIs joined to the one that holds their labels, if there is one."""
    rows: list[list[Term | Named]] = [list(row) for row in table.rows]
    gone = set()
    for at in range(len(table.columns)):
        if not table.rows or not all(isinstance(row[at], ox.NamedNode) for row in table.rows):
            continue
        to = next((each for each in range(len(table.columns)) if _labels(table, each, at, names)), None)
        if to is None or to in gone:
            continue
        gone.add(at)
        for row, original in zip(rows, table.rows, strict=True):
            iri = original[at]
            if isinstance(iri, ox.NamedNode):
                row[to] = Named(iri, text(original[to]))
    kept = [at for at in range(len(table.columns)) if at not in gone]
    return tuple(table.columns[at] for at in kept), [[row[at] for at in kept] for row in rows]


def _labels(table: Table, words: int, iris: int, names: Mapping[str, str]) -> bool:
    """Whether column `words` holds, in every row, the label of what column `iris` names."""
    return all(
        isinstance(row[words], ox.Literal) and names.get(text(row[iris])) == text(row[words])
        for row in table.rows
    )


async def labels(site: Site, request: Request, iris: Iterable[str]) -> Mapping[str, str]:
    """The label of each of `iris` that has one."""
    values = " ".join(str(ox.NamedNode(iri)) for iri in iris)
    if not values:
        return {}
    query = (
        "SELECT ?x (MIN(?l) AS ?label) WHERE { "
        f"VALUES ?x {{ {values} }} ?x <http://www.w3.org/2000/01/rdf-schema#label> ?l }} GROUP BY ?x"
    )
    return {text(row["x"]): text(row["label"]) for row in await site.engine.rows(request, query)}


def cell(value: Term | Named, urls: Urls, names: Mapping[str, str]) -> Cell:
    """`value` as a reader wants it."""
    if value is None:
        return Cell("")
    if isinstance(value, Named):
        return thing(value.iri.value, urls, {value.iri.value: value.name})
    if isinstance(value, ox.NamedNode):
        return thing(value.value, urls, names)
    if isinstance(value, ox.Literal):
        kind = value.datatype.value
        if kind == f"{_XSD}date":
            return Cell(plain_date(value.value))
        return Cell(value.value, numeric=kind in _NUMERIC, language=value.language or "")
    return Cell(str(value))


def thing(iri: str, urls: Urls, names: Mapping[str, str]) -> Cell:
    """A link to what `iri` names: on this server if it is the data's own, away from it otherwise."""
    words = names.get(iri) or local_name(iri)
    href = urls.thing(iri)
    if href.startswith(f"{urls.root}/resource"):
        if urlsplit(iri).scheme not in {"http", "https"}:
            return Cell(names.get(iri, iri))
        return Cell(names.get(iri, iri), iri, external=True)
    return Cell(words, href)


def text(value: Term) -> str:
    """The value without datatype or language; nothing for no value."""
    if isinstance(value, ox.NamedNode | ox.Literal | ox.BlankNode):
        return value.value
    return "" if value is None else str(value)
