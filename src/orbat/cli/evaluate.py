"""`orbat evaluate`."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orbat.cli.options import Jobs, Model, Year
from orbat.errors import GraphError
from orbat.model import Source
from orbat.report import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from orbat.evaluate import Result
    from orbat.evaluate.suite import GraphOf
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
      orbat evaluate gold/ --json > scores.json
    """
    from orbat.build import document
    from orbat.evaluate.suite import evaluate as score
    from orbat.evaluate.suite import find_gold

    settings = Settings(year=year, model=model)

    def annotate(name: str, text: str) -> Sequence[Mention]:
        return document(source_of(name, text), settings).mentions

    with tempfile.TemporaryDirectory(prefix="orbat-") as scratch:
        graph_of = graphs_in(graph) if graph else built_in(Path(scratch), settings, jobs)
        results = score(find_gold(gold), annotate, graph_of, battles=limit)
        if as_json:
            found = {result.name: as_object(result, errors=errors) for result in results}
            typer.echo(json.dumps(found, indent=2))
            return
        for result in results:
            typer.echo(table(result))
            if errors:
                typer.echo(faults(result))


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


def table(result: Result) -> str:
    """Scores in columns."""
    lines = [f"{result.name:32}{'P':>8}{'R':>8}{'F1':>8}{'found':>8}{'answers':>9}{'gold':>7}"]
    lines += [
        f"  {name:30}{score.precision:8.3f}{score.recall:8.3f}{score.f1:8.3f}"
        f"{score.found:8}{score.answers:9}{score.gold:7}"
        for name, score in result.rows
    ]
    return "\n".join([*lines, ""])


def faults(result: Result) -> str:
    """What was missed and what is spurious, each with its sentence."""
    lines: Iterable[str] = (
        f"  {miss.fault:12}{miss.kind:12}{miss.what}\n{'':26}{miss.sentence}" for miss in result.misses
    )
    return "\n".join([*lines, ""])


def as_object(result: Result, *, errors: bool) -> dict[str, object]:
    """A result as JSON has it: rows, and with `errors` what was missed and what is spurious."""
    rows: dict[str, object] = dict(result.as_json())
    if not errors:
        return rows
    said = [{"fault": m.fault, "kind": m.kind, "what": m.what, "sentence": m.sentence} for m in result.misses]
    return rows | {"errors": said}
