"""Language knowledge as data: one JSONL file a subject under `rules/<language>/`, checked when it is loaded.

A line is an object whose keys are the fields of the dataclass that the reader names. Blank lines and lines
that start with `//` are skipped. Every rule has an `id`, unique in its file, examples that it must match
(`yes`) and must not match (`no`), and the `source` of what it says; a test runs the examples.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from orbat.errors import RuleError
from orbat.resources import rules_dir

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule has. Subclasses add the fields of their subject."""

    id: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    source: str = ""


R = TypeVar("R", bound=Rule)


@cache
def load(name: str, schema: type[R], language: str = "en") -> tuple[R, ...]:
    """The rules of `rules/<language>/<name>.jsonl` as `schema` records, in the order of the file.

    Raises `RuleError` with file and line for broken JSON, unknown or missing keys, and an id used twice.
    """
    return read(rules_dir(language) / f"{name}.jsonl", schema)


def read(path: Path, schema: type[R]) -> tuple[R, ...]:
    """The rules in the file `path`; see `load`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise RuleError(f"no rule file at {path}: a language needs one for each subject") from error
    rules: dict[str, R] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("//"):
            continue
        rule = _rule(line, schema, f"{path}:{number}")
        if rule.id in rules:
            raise RuleError(f"{path}:{number}: id {rule.id!r} is used twice; ids are unique in a file")
        rules[rule.id] = rule
    return tuple(rules.values())


def _rule(line: str, schema: type[R], where: str) -> R:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise RuleError(f"{where}: not a JSON object: {error}") from error
    if not isinstance(data, dict):
        raise RuleError(f"{where}: found {type(data).__name__}, expected an object with the keys of a rule")
    known = {f.name: f for f in fields(schema)}
    if unknown := sorted(data.keys() - known.keys()):
        raise RuleError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
    needed = {n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING}
    if missing := sorted(needed - data.keys()):
        raise RuleError(f"{where}: key {missing[0]!r} is missing")
    return schema(**{key: _frozen(value) for key, value in data.items()})


def _frozen(value: Any) -> Any:  # noqa: ANN401 - JSON is any value
    """Lists as tuples, so that a loaded rule cannot be extended in place."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value
