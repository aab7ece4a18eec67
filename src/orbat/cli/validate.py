"""`orbat validate`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orbat.cli.options import Graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from orbat.validate import Conflict, ShaclReport


def validate(
    graph: Graph,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")] = False,
) -> None:
    """Check a graph, and list what disagrees in it.

    The graph is checked against the SHACL shapes; exit code 1 if it does not conform. Statements that
    disagree are no fault of the graph: sources differ, and it keeps what each says.

    Examples:
      orbat validate graph
      orbat validate graph --json > validation.json
    """
    from orbat.validate import check, conflicts

    quads = list(read_quads(graph))
    report, disagreements = check(quads), conflicts(quads)
    if as_json:
        told = {"shacl": asdict(report), "conflicts": [asdict(conflict) for conflict in disagreements]}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join([*shacl_lines(report), *conflict_lines(disagreements)]))
    if report.conforms is False:
        raise typer.Exit(1)


def read_quads(folder: Path) -> Iterator[tuple[Node, Node, Node, Node]]:
    """Every quad of the graph in `folder`, as rdflib terms. Raises `GraphError` if there is none."""
    from oxrdflib import OxigraphStore
    from rdflib import Dataset
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    from orbat.store.open import load_memory

    for subject, predicate, value, name in Dataset(store=OxigraphStore(store=load_memory(folder))).quads():
        yield subject, predicate, value, name or DATASET_DEFAULT_GRAPH_ID


def shacl_lines(report: ShaclReport) -> Iterator[str]:
    """What the SHACL report says, a line a breach."""
    if report.conforms is None:
        yield f"SHACL: not checked: {report.skipped}"
        return
    verdict = "conforms" if report.conforms else f"does not conform, {len(report.results)} breaches"
    yield f"SHACL: {verdict} ({report.triples} triples)"
    for result in report.results:
        yield f"  {result.severity}: {result.focus} {result.path} {result.value}: {result.message}"


def conflict_lines(found: list[Conflict]) -> Iterator[str]:
    """Statements that disagree, a paragraph each."""
    yield f"Statements that disagree: {len(found)}"
    for conflict in found:
        yield f"  {conflict.kind}: {conflict.explanation}"
