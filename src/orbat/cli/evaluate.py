"""`orbat evaluate`."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orbat.cli.options import Jobs, Model, Year
from orbat.cli.scores import as_object, change_table, faults, table
from orbat.errors import GraphError
from orbat.model import Source
from orbat.report import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from orbat.evaluate import Result
    from orbat.evaluate.runs import Change
    from orbat.evaluate.suite import Annotate, GraphOf
    from orbat.model import Mention

GRAPH_FILE = "graph.nq"


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold file, or folder with gold files.", show_default=False)],
    graph: Annotated[
        Path | None,
        typer.Option(
            "--graph",
            "-g",
            help="Folder that `orbat build` made of the gold's texts, or a folder with one such folder a "
            "text. Without it each text is built anew.",
            metavar="DIR",
            show_default=False,
        ),
    ] = None,
    year: Year = None,
    model: Model = DEFAULT_MODEL,
    jobs: Jobs = 1,
    *,
    errors: Annotated[bool, typer.Option("--errors", help="List what is missed and spurious.")] = False,
    annotations: Annotated[
        Path | None,
        typer.Option(
            help="What `orbat annotate` printed: a file, or a folder with NAME.jsonl for each NAME.txt. "
            "Names and dates are scored from there, facts only with --graph.",
            metavar="PATH",
            show_default=False,
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(help="Keep this run, for --against.", metavar="FILE", show_default=False),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            help="A kept run: show what changed since, and which items became right or wrong.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    floors: Annotated[
        Path | None,
        typer.Option(
            help="JSON file with the least F1 of each table; exit code 1 if one is not reached.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Raise --floors to what is reached; none is ever lowered.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Accounts to take of a file of battles.", show_default=False)
    ] = None,
) -> None:
    """Score what orbat finds against gold data.

    Gives precision, recall and F1.

    Gold data are *.entities.jsonl and *.facts.jsonl beside their .txt, TimeML files (*.tml), and JSON lines
    of battles with their commanders; the README says what a line holds.

    Examples:
      orbat evaluate gold/account.facts.jsonl --graph graph
      orbat evaluate gold/account.entities.jsonl --errors
      orbat evaluate gold/ --save before.json
      orbat evaluate gold/ --against before.json
      orbat evaluate gold/ --json > scores.json
    """
    from orbat.evaluate import Result
    from orbat.evaluate.runs import compare, read_run, save_run
    from orbat.evaluate.suite import evaluate as score
    from orbat.evaluate.suite import find_gold

    if raise_floors and floors is None:
        raise typer.BadParameter("it needs --floors FILE, which it raises", param_hint="--raise-floors")
    files = find_gold(gold)
    if annotations and not graph:
        files = replace(files, facts=(), battles=())
    settings = Settings(year=year, model=model)
    known = read_run(against) if against else None
    results: list[Result] = []
    changes: dict[str, Change] = {}
    with tempfile.TemporaryDirectory(prefix="orbat-") as scratch:
        graph_of = graphs_in(graph) if graph else built_in(Path(scratch), settings, jobs)
        read = annotated_in(annotations) if annotations else annotated_by(settings)
        for result in score(files, read, graph_of, battles=limit):
            results.append(result)
            if known is not None:
                changes[result.name] = compare(known.get(result.name, Result(result.name, ())), result)
            if not as_json:
                show(result, changes.get(result.name), errors=errors)
    if as_json:
        found = {r.name: as_object(r, errors=errors, change=changes.get(r.name)) for r in results}
        typer.echo(json.dumps(found, indent=2))
    if save:
        save_run(save, results)
    if floors:
        hold(floors, results, rise=raise_floors)


def show(result: Result, change: Change | None, *, errors: bool) -> None:
    """Prints a table, or what changed in it, and with `errors` what is missed and spurious now."""
    typer.echo(table(result) if change is None else change_table(change))
    if errors:
        typer.echo(faults(result))


def hold(path: Path, results: Sequence[Result], *, rise: bool) -> None:
    """Ends with exit code 1 if a floor in the file `path` is not reached; else with `rise` raises them."""
    from orbat.evaluate.floors import breaches, raised, read_floors, write_floors

    floors = read_floors(path) if path.exists() or not rise else {}
    if broken := breaches(floors, results):
        typer.echo("\n".join(["Below the floor, which only rises:", *(f"  {line}" for line in broken)]))
        raise typer.Exit(1)
    if rise:
        write_floors(path, raised(floors, results))


def annotated_by(settings: Settings) -> Annotate:
    """Annotates a text with the pipeline of `settings`."""

    def annotate(name: str, text: str) -> Sequence[Mention]:
        from orbat.build import document

        return document(source_of(name, text), settings).mentions

    return annotate


def annotated_in(path: Path) -> Annotate:
    """Reads a text's annotations from the file `path`, or from the text's own file in the folder `path`."""

    def read(name: str, text: str) -> Sequence[Mention]:
        from orbat.evaluate.annotations import annotations_of, read_annotations

        return read_annotations(annotations_of(path, name), text)

    return read


def graphs_in(folder: Path) -> GraphOf:
    """Finds a text's graph in `folder`: in the folder named as the text if there is one, else in itself."""

    def find(name: str, _texts: Mapping[str, str]) -> Path:
        for path in (folder / name / GRAPH_FILE, folder / GRAPH_FILE):
            if path.is_file():
                return path
        raise GraphError(f"no {GRAPH_FILE} in {folder} or {folder / name}; `orbat build` makes one")

    return find


def built_in(scratch: Path, settings: Settings, jobs: int) -> GraphOf:
    """Builds the graph of texts below the folder `scratch`."""

    def make(name: str, texts: Mapping[str, str]) -> Path:
        from orbat.build import build

        sources, out = scratch / name / "texts", scratch / name / "graph"
        sources.mkdir(parents=True)
        for file, text in texts.items():
            (sources / file).write_text(text, encoding="utf-8")
        build([sources], out, settings, jobs=jobs)
        return out / GRAPH_FILE

    return make


def source_of(name: str, text: str) -> Source:
    """A text as if it had been read from a file of that name."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Source(digest[:16], name, text, digest)
