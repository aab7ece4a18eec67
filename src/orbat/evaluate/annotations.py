"""Annotations from a file: what `orbat annotate` printed, or another tool in its format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orbat.errors import InputError
from orbat.evaluate.lines import field, rows
from orbat.model import Evidence, Label, Mention, attributes

_LABELS = frozenset(str(label) for label in Label)


def annotations_of(path: Path, name: str) -> Path:
    """The file of annotations of the text file `name`: `path` itself, or in a folder `NAME.jsonl`.

    Raises `InputError` if there is none.
    """
    file = path / f"{Path(name).stem}.jsonl" if path.is_dir() else path
    if not file.is_file():
        raise InputError(f"no annotations of {name} at {file}: `orbat annotate` makes them")
    return file


def read_annotations(path: Path, text: str) -> tuple[Mention, ...]:
    """The mentions of `text` in a file of JSON lines with `start`, `end`, `text` and `label`.

    `value` and `mod` of temporal expressions, `norm` and `rule` may be there; labels that are none of orbat's
    are left out. Raises `InputError` naming file and line where offsets do not point at the words.
    """
    return tuple(_mention(row, where, text) for row, where in rows(path) if row.get("label") in _LABELS)


def _mention(row: dict[str, Any], where: str, text: str) -> Mention:
    start, end = field(row, "start", int, where), field(row, "end", int, where)
    words = field(row, "text", str, where)
    if text[start:end] != words:
        there = f"{start} to {end} of the text are {text[start:end]!r}"
        raise InputError(f"{where}: text is {words!r}, but characters {there}")
    said = attributes((name, row.get(name)) for name in ("value", "mod"))
    norm, rule = row.get("norm") or words, row.get("rule") or "annotations"
    return Mention(Evidence("", start, end, words), Label(row["label"]), norm, rule, said)
