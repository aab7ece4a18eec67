"""JSON lines with their places, so that an error names file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orbat.errors import InputError


def rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each object of a JSON lines file with its place, `file:line`. Raises `InputError` for other lines."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{where}: not a JSON object: {error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{where}: found {type(row).__name__}, expected an object")
        yield row, where


def field(row: dict[str, Any], name: str, kind: type, where: str) -> Any:  # noqa: ANN401 - as JSON has it
    """The value `name` of `row`. Raises `InputError` if it is no `kind`."""
    value = row.get(name)
    if not isinstance(value, kind):
        raise InputError(f"{where}: {name} is {value!r}, expected {kind.__name__}")
    return value
