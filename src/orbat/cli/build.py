"""`orbat build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orbat.cli.options import BaseIri, Jobs, Model, Quiet, Year
from orbat.cli.progress import progress
from orbat.report import DEFAULT_BASE_IRI, DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from orbat.report import BuildReport


def build(
    sources: Annotated[
        list[Path], typer.Argument(help="Files or folders with accounts (.txt, .md).", show_default=False)
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="Folder for the result; replaces an earlier one.", metavar="DIR"),
    ],
    base_iri: BaseIri = DEFAULT_BASE_IRI,
    year: Year = None,
    jobs: Jobs = 1,
    model: Model = DEFAULT_MODEL,
    *,
    no_times: Annotated[
        bool, typer.Option("--no-times", help="No times in report.json: the same bytes at every build.")
    ] = False,
    no_texts: Annotated[
        bool,
        typer.Option(
            "--no-texts", help="Keep no texts beside the graph: its pages then show only what it quotes."
        ),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Build the graph of one or many accounts.

    In DIR come graph.nq (canonical, sorted), graph.ttl (to read), store/ (what queries run on) and
    report.json (counts, times, SHACL result, conflicts, repairs, what was skipped and why). The texts are
    kept too, for the pages that show each statement where it stands, unless --no-texts.

    A source that cannot be read is reported and does not stop the others; the exit code is then 10.

    Examples:
      orbat build account.txt --out graph
      orbat build books/ letters/ --out graph --jobs 4
      orbat build moscow.txt --out graph --year 1941
      orbat build account.txt --out graph --base-iri https://museum.example/id/
    """
    from orbat.build import build as build_graph
    from orbat.build import complain

    settings = Settings(base_iri=base_iri, year=year, model=model)
    with progress(quiet=quiet) as show:
        report = build_graph(
            sources, out, settings, jobs=jobs, times=not no_times, texts=not no_texts, progress=show
        )
    if not quiet:
        typer.echo(summary(report, out))
    complain(report)


def summary(report: BuildReport, out: Path) -> str:
    """What a build made, in a few lines."""
    counts = report.counts
    lines = [
        f"{out}: {len(report.documents)} documents, {sum(counts.entities.values())} things, "
        f"{sum(counts.facts.values())} statements, {sum(counts.quads.values())} quads"
    ]
    lines += [f"  {counted(counts.facts)}"] if counts.facts else []
    breaches, differ, early = len(report.shacl["results"]), len(report.conflicts), len(report.chronology)
    lines += [f"  {breaches} breaches of the SHACL shapes"] if breaches else []
    lines += [f"  {differ} pairs of statements disagree"] if differ else []
    lines += [f"  {early} dates cannot be in the order in which they are told"] if early else []
    lines += [f"  {warning}" for warning in report.warnings]
    return "\n".join(lines)


def counted(counts: dict[str, int]) -> str:
    """Counts in words, the largest first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count} {name}" for name, count in ranked)
