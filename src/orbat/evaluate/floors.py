"""Floors: the F1 that a project's gold must reach, kept in a file, and only ever raised.

Floors are hundredths, rounded down, so that another processor's last digits break none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path

from orbat.errors import InputError, OutputError
from orbat.evaluate.score import Result

Floors = dict[str, dict[str, float]]
"""The least F1 of each row, by the name of its table."""


def reached(results: Iterable[Result]) -> Floors:
    """What each table stands on: F1 of its row ALL, or of every row where there is none."""
    return {
        result.name: {
            row: math.floor(score.f1 * 100 + 1e-9) / 100
            for row, score in result.rows
            if row == "ALL" or "ALL" not in dict(result.rows)
        }
        for result in results
    }


def breaches(floors: Floors, results: Iterable[Result]) -> tuple[str, ...]:
    """Each floor that the results do not reach, in words; a table that is missing reaches none of its own."""
    scores = {result.name: dict(result.rows) for result in results}
    found = []
    for table, rows in floors.items():
        for row, floor in rows.items():
            score = scores.get(table, {}).get(row)
            if score is None:
                found.append(f"{table}, {row}: not scored, floor {floor:.2f}")
            elif score.f1 < floor:
                found.append(f"{table}, {row}: {score.f1:.3f}, floor {floor:.2f}")
    return tuple(found)


def raised(floors: Floors, results: Iterable[Result]) -> Floors:
    """`floors` with every row at what the results reach, where that is higher, and rows that are new."""
    higher = {table: dict(rows) for table, rows in floors.items()}
    for table, rows in reached(results).items():
        known = higher.setdefault(table, {})
        known |= {row: max(floor, known.get(row, 0.0)) for row, floor in rows.items()}
    return higher


def read_floors(path: Path) -> Floors:
    """The floors in the JSON file `path`. Raises `InputError` if it holds none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {table: {row: float(floor) for row, floor in rows.items()} for table, rows in told.items()}
    except OSError as error:
        raise InputError(f"no floors at {path}: {error.strerror or error}") from error
    except (ValueError, AttributeError, TypeError) as error:
        raise InputError(f"{path}: expected the least F1 of each row, by table: {error}") from error


def write_floors(path: Path, floors: Floors) -> None:
    """Writes `floors` as JSON. Raises `OutputError` if that cannot be."""
    try:
        path.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"floors cannot be written to {path}: {error.strerror or error}") from error
