"""A folder or file of gold data, scored: which files it holds, what each is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from orbat.errors import InputError
from orbat.evaluate.battles import score_battles
from orbat.evaluate.dates import score_dates
from orbat.evaluate.entities import score_entities
from orbat.evaluate.facts import score_facts
from orbat.evaluate.gold import (
    ENTITIES,
    FACTS,
    is_battles,
    read_battles,
    read_entities,
    read_facts,
    read_timeml,
    text_of,
)
from orbat.evaluate.graph import EvaluatedGraph
from orbat.evaluate.score import Result, pool
from orbat.model import Mention

Annotate = Callable[[str, str], Sequence[Mention]]
"""Gives the mentions of a text; called with a file name and the text."""

GraphOf = Callable[[str, Mapping[str, str]], Path]
"""Gives the graph file of one or many texts; called with a name and the texts by file name."""


@dataclass(frozen=True, slots=True)
class GoldFiles:
    """The gold files of a folder by what they hold, each group sorted."""

    entities: tuple[Path, ...] = ()
    facts: tuple[Path, ...] = ()
    dates: tuple[Path, ...] = ()
    battles: tuple[Path, ...] = ()


def find_gold(path: Path) -> GoldFiles:
    """The gold in `path`, a file or a folder with all below it.

    Raises `InputError` if there is none.
    """
    if not path.exists():
        raise InputError(f"no gold data at {path}: no such file or folder")
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    lines = [file for file in files if file.suffix == ".jsonl"]
    found = GoldFiles(
        entities=tuple(file for file in lines if file.name.endswith(ENTITIES)),
        facts=tuple(file for file in lines if file.name.endswith(FACTS)),
        dates=tuple(file for file in files if file.suffix == ".tml"),
        battles=tuple(f for f in lines if not f.name.endswith((ENTITIES, FACTS)) and is_battles(f)),
    )
    if found == GoldFiles():
        raise InputError(
            f"no gold data in {path}: expected *{ENTITIES}, *{FACTS}, *.tml,"
            " or JSON lines of battles with their commanders"
        )
    return found


def evaluate(
    files: GoldFiles, annotate: Annotate, graph_of: GraphOf, *, battles: int | None = None
) -> Iterator[Result]:
    """A result for each gold file as soon as it is known, and one that pools each kind of several files.

    `battles` limits how many accounts of a file of battles are taken.
    """
    yield from _with_pool("entities", files.entities, lambda path: _entities(path, annotate))
    yield from _with_pool("dates", files.dates, lambda path: _dates(path, annotate))
    yield from _with_pool("facts", files.facts, lambda path: _facts(path, graph_of))
    yield from _with_pool("battles", files.battles, lambda path: _battles(path, graph_of, battles))


def _with_pool(kind: str, paths: Sequence[Path], score: Callable[[Path], Result]) -> Iterator[Result]:
    results = []
    for path in paths:
        results.append(score(path))
        yield results[-1]
    if len(results) > 1:
        yield pool(f"{kind}, {len(results)} files", results)


def _entities(path: Path, annotate: Annotate) -> Result:
    source = text_of(path)
    text = source.read_text(encoding="utf-8")
    return score_entities(text, read_entities(path), annotate(source.name, text), path.name)


def _dates(path: Path, annotate: Annotate) -> Result:
    text, gold = read_timeml(path)
    return score_dates(text, gold, annotate(f"{path.stem}.txt", text), path.name)


def _facts(path: Path, graph_of: GraphOf) -> Result:
    source = text_of(path)
    graph = graph_of(source.stem, {source.name: source.read_text(encoding="utf-8")})
    return score_facts(read_facts(path), EvaluatedGraph(graph), path.name)


def _battles(path: Path, graph_of: GraphOf, limit: int | None) -> Result:
    gold = read_battles(path)[:limit]
    graph = graph_of(path.stem, {f"{battle.id}.txt": battle.text for battle in gold})
    return score_battles(gold, EvaluatedGraph(graph), path.name)
