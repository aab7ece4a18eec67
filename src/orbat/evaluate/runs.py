"""Runs kept in files, and what changed from one to the next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from orbat.errors import InputError, OutputError
from orbat.evaluate.score import NOTHING, Miss, Result, Score


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one table.

    `rows` hold each row's score before and after, `right` the faults that are no more, `wrong` those that
    were not there before.
    """

    name: str
    rows: tuple[tuple[str, Score, Score], ...]
    right: tuple[Miss, ...]
    wrong: tuple[Miss, ...]

    @property
    def any(self) -> bool:
        """True if a score or a fault is another than before."""
        return bool(self.right or self.wrong) or any(before != after for _, before, after in self.rows)


def compare(before: Result, after: Result) -> Change:
    """The change from one run's table to another's.

    A row that only one of them has counts nothing in the other.
    Faults are compared by what they say, each as often as it occurs, in the order of the run that has them.
    """
    old, new = dict(before.rows), dict(after.rows)
    names = [*new, *(row for row in old if row not in new)]
    rows = tuple((row, old.get(row, NOTHING), new.get(row, NOTHING)) for row in names)
    return Change(after.name, rows, _only(before.misses, after.misses), _only(after.misses, before.misses))


def _only(one: Iterable[Miss], other: Iterable[Miss]) -> tuple[Miss, ...]:
    """What `one` has more often than `other`."""
    counted = Counter(other)
    found = []
    for miss in one:
        if counted[miss]:
            counted[miss] -= 1
        else:
            found.append(miss)
    return tuple(found)


def save_run(path: Path, results: Iterable[Result]) -> None:
    """Writes the tables of a run to the JSON file `path`. Raises `OutputError` if that cannot be."""
    told = {
        result.name: {
            "rows": {row: asdict(score) for row, score in result.rows},
            "faults": [asdict(miss) for miss in result.misses],
        }
        for result in results
    }
    try:
        path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"the run cannot be saved to {path}: {error.strerror or error}") from error


def read_run(path: Path) -> dict[str, Result]:
    """The tables of the run that `save_run` wrote to `path`, by name. Raises `InputError` if it is none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {name: _result(name, table) for name, table in told.items()}
    except OSError as error:
        raise InputError(f"no saved run at {path}: {error.strerror or error}") from error
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise InputError(f"{path}: expected a run that `orbat evaluate --save` wrote: {error}") from error


def _result(name: str, table: Any) -> Result:  # noqa: ANN401 - JSON is any value
    rows = tuple((row, Score(**counts)) for row, counts in table["rows"].items())
    return Result(name, rows, tuple(Miss(**fault) for fault in table["faults"]))
