"""`orbat query`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orbat.cli.options import GraphOption
from orbat.errors import QuerySyntaxError

if TYPE_CHECKING:
    from orbat.store.queries import ReadyQuery


class ResultFormat(StrEnum):
    """How `orbat query` prints an answer."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


def query(
    what: Annotated[
        str | None,
        typer.Argument(help="Name of a ready query, or a file with SPARQL.", metavar="NAME|FILE.rq"),
    ] = None,
    graph: GraphOption = None,
    expression: Annotated[
        str | None, typer.Option("-e", "--expression", help="SPARQL, in place of a name.", metavar="SPARQL")
    ] = None,
    form: Annotated[
        ResultFormat,
        typer.Option(
            "--format",
            "-f",
            help="table, csv, tsv, json, xml for SELECT and ASK; turtle, ntriples, jsonld, rdfxml for "
            "CONSTRUCT and DESCRIBE, which show as turtle where a table is asked for.",
        ),
    ] = ResultFormat.TABLE,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", "-s", help="Value of a parameter of a ready query.", metavar="NAME=VALUE"),
    ] = None,
    *,
    listed: Annotated[bool, typer.Option("--list", "-l", help="List the ready queries.")] = False,
) -> None:
    """Ask a graph, in SPARQL.

    A ready query by its name, a file with SPARQL, or SPARQL on the line.

    The prefixes orbat, rdf, rdfs, skos, xsd, prov, geo and the others of the ontology need no declaration;
    all named graphs are seen as one.

    Examples:
      orbat query --list
      orbat query who-commanded-which-army --graph graph
      orbat query order-of-battle --graph graph --set side=France --format csv > france.csv
      orbat query -g graph -e 'SELECT ?name { ?u a orbat:Army ; rdfs:label ?name }'
      ORBAT_GRAPH=graph orbat query my-question.rq
    """
    if listed:
        typer.echo(catalogue())
        return
    if (what is None) == (expression is None):
        raise typer.BadParameter("expected one of: the name of a ready query, a file with SPARQL, -e SPARQL")
    if graph is None:
        raise typer.BadParameter("--graph DIR is missing: the folder that `orbat build` made")
    from orbat.cli.answer import answer

    given = settings(values or [])
    text, name = (expression, "-e") if expression is not None else query_text(str(what), given)
    if expression is not None and given:
        raise typer.BadParameter("--set is for ready queries; SPARQL on the line says its values itself")
    typer.echo(answer(graph, str(text), name, form.value), nl=False)


def settings(pairs: list[str]) -> dict[str, str]:
    """Parameters of a query from `name=value` pairs."""
    split = [pair.partition("=") for pair in pairs]
    for name, equals, value in split:
        if not (name and equals):
            raise typer.BadParameter(f"--set {name}{equals}{value}: expected NAME=VALUE")
    return {name: value for name, _, value in split}


def query_text(what: str, given: dict[str, str]) -> tuple[str, str]:
    """The SPARQL that `what` names, with its parameters filled in, and the name that errors call it by."""
    from orbat.store.queries import read_query, ready_query

    path = Path(what)
    if path.suffix != ".rq" and not path.is_file():
        return ready_query(what).with_values(given), what
    if given:
        return read_query(path).with_values(given), what
    try:
        return path.read_text(encoding="utf-8"), what
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"not UTF-8: {error}"
        raise QuerySyntaxError(f"cannot read the query {what}: {reason}") from error


def catalogue() -> str:
    """The ready queries, each with its question and parameters."""
    from orbat.store.queries import ready_queries

    return "\n\n".join(_entry(ready) for ready in ready_queries())


def _entry(ready: ReadyQuery) -> str:
    lines = [ready.id, f"  {ready.question}"]
    lines += [f"  --set {p.name}=...  {p.description} (default {p.default})" for p in ready.parameters]
    return "\n".join(lines)
