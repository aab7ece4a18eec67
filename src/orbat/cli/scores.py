"""Scores as `orbat evaluate` shows them: tables, faults with their sentences, changes from run to run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orbat.evaluate import Miss, Result
    from orbat.evaluate.runs import Change

_NAME, _INDENT = 30, 26


def table(result: Result) -> str:
    """Scores in columns."""
    lines = [f"{result.name:{_NAME + 2}}{'P':>8}{'R':>8}{'F1':>8}{'found':>8}{'answers':>9}{'gold':>7}"]
    lines += [
        f"  {name:{_NAME}}{score.precision:8.3f}{score.recall:8.3f}{score.f1:8.3f}"
        f"{score.found:8}{score.answers:9}{score.gold:7}"
        for name, score in result.rows
    ]
    return "\n".join([*lines, ""])


def faults(result: Result) -> str:
    """What was missed and what is spurious, each with its sentence."""
    return "\n".join([*_listed(result.misses), ""])


def change_table(change: Change) -> str:
    """What a run changed in one table: F1 of each row before and after, and the faults that came and went."""
    if not change.any:
        return f"{change.name}: unchanged\n"
    lines = [f"{change.name:{_NAME + 2}}{'F1 before':>11}{'after':>8}{'change':>9}{'P':>9}{'R':>9}"]
    for name, before, after in change.rows:
        moved = f"{after.f1 - before.f1:+9.3f}" if before != after else f"{'=':>9}"
        shares = f"{after.precision - before.precision:+9.3f}{after.recall - before.recall:+9.3f}"
        line = f"  {name:{_NAME}}{before.f1:11.3f}{after.f1:8.3f}{moved}"
        lines.append(line + (shares if before != after else ""))
    for title, items in (("now right", change.right), ("now wrong", change.wrong)):
        if items:
            lines += ["", f"  {title}: {len(items)}", *_listed(items)]
    return "\n".join([*lines, ""])


def as_object(result: Result, *, errors: bool, change: Change | None = None) -> dict[str, object]:
    """A result as JSON has it: rows, with `errors` what was missed and spurious, and what changed."""
    told: dict[str, object] = dict(result.as_json())
    if errors:
        told["errors"] = _objects(result.misses)
    if change:
        moved = {row: round(after.f1 - before.f1, 4) for row, before, after in change.rows}
        told["change"] = {
            "f1": moved,
            "right": _objects(change.right),
            "wrong": _objects(change.wrong),
        }
    return told


def _objects(misses: Iterable[Miss]) -> list[dict[str, str]]:
    return [{"fault": m.fault, "kind": m.kind, "what": m.what, "sentence": m.sentence} for m in misses]


def _listed(misses: Iterable[Miss]) -> Iterator[str]:
    for miss in misses:
        yield f"  {miss.fault:12}{miss.kind:12}{miss.what}"
        yield f"{'':{_INDENT}}{miss.sentence}"
