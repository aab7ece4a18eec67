"""Gold data as records: entities, facts and battles (JSON lines), temporal expressions (TimeML)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orbat.errors import InputError
from orbat.evaluate.lines import field, rows
from orbat.evaluate.views import VIEWS

ENTITIES, FACTS = ".entities.jsonl", ".facts.jsonl"
SLOTS = ("person", "unit", "whole", "of", "side", "position", "agent", "issuer", "order", "place")
_NOTES = ("fact", "date", "count", "quote", "optional", "note")


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A name in a text: characters of the file, label, and whether finding it is neither asked nor wrong."""

    start: int
    end: int
    text: str
    label: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact that a text states.

    `slots` pairs a slot with the names accepted in it; `dates` are accepted ISO days, months, years or
    intervals; an empty `count` or `dates` is not compared.
    """

    kind: str
    slots: tuple[tuple[str, tuple[str, ...]], ...]
    dates: tuple[str, ...] = ()
    count: str = ""
    optional: bool = False
    quote: str = ""


@dataclass(frozen=True, slots=True)
class GoldDate:
    """A temporal expression with its TIMEX3 value ("" where it has none)."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class GoldBattle:
    """An account of a battle, its first day, and its commanders as (name, side)."""

    id: str
    text: str
    start: str
    dated: bool
    commanders: tuple[tuple[str, str], ...]


def text_of(path: Path) -> Path:
    """The text that the gold file `path` belongs to: `moscow.txt` beside `moscow.facts.jsonl`.

    Raises `InputError` if there is none.
    """
    text = path.with_name(path.name.removesuffix(ENTITIES).removesuffix(FACTS) + ".txt")
    if not text.is_file():
        raise InputError(
            f"{path}: no {text.name} beside it; gold annotations need the text that they annotate"
        )
    return text


def read_entities(path: Path) -> tuple[GoldEntity, ...]:
    """The entities of a `*.entities.jsonl`; raises `InputError` naming file and line."""
    return tuple(
        GoldEntity(
            start=field(row, "start", int, where),
            end=field(row, "end", int, where),
            text=field(row, "text", str, where),
            label=field(row, "label", str, where),
            optional=bool(row.get("optional")),
        )
        for row, where in rows(path)
    )


def read_facts(path: Path) -> tuple[GoldFact, ...]:
    """The facts of a `*.facts.jsonl`; raises `InputError` naming file and line."""
    return tuple(_fact(row, where) for row, where in rows(path))


def _fact(row: dict[str, Any], where: str) -> GoldFact:
    kind = field(row, "fact", str, where)
    if kind not in VIEWS:
        raise InputError(f"{where}: fact is {kind!r}, expected one of {', '.join(VIEWS)}")
    if unknown := sorted(row.keys() - {*SLOTS, *_NOTES}):
        raise InputError(f"{where}: unknown slot {unknown[0]!r}; known are {', '.join(SLOTS)}, date, count")
    return GoldFact(
        kind=kind,
        slots=tuple((slot, _strings(row[slot])) for slot in SLOTS if slot in row),
        dates=_strings(row.get("date", [])),
        count=str(row["count"]) if "count" in row else "",
        optional=bool(row.get("optional")),
        quote=str(row.get("quote", "")),
    )


def read_battles(path: Path) -> tuple[GoldBattle, ...]:
    """The accounts of a file of battles; raises `InputError` naming file and line."""
    return tuple(
        GoldBattle(
            id=field(row, "id", str, where),
            text=field(row, "text", str, where),
            start=str(row.get("start", "")),
            dated=bool(row.get("dated")),
            commanders=tuple((c["name"], c["side"]) for c in field(row, "commanders", list, where)),
        )
        for row, where in rows(path)
    )


def is_battles(path: Path) -> bool:
    """True if the first line of a JSON lines file is an account of a battle."""
    first = next(rows(path), None)
    return first is not None and "commanders" in first[0]


def read_timeml(path: Path) -> tuple[str, tuple[GoldDate, ...]]:
    """The text of a TimeML file and its TIMEX3 expressions, in the order in which their tags close.

    A time stamp of the download at the head of the text (`tid="t0"`) is no part of the narrative.
    """
    raw = path.read_text(encoding="utf-8")
    try:
        body = raw[raw.index("<TEXT>") + len("<TEXT>") : raw.rindex("</TEXT>")]
        if 'tid="t0"' in body[:600]:
            body = body[body.index("</TIMEX3>") + len("</TIMEX3>") :]
    except ValueError as error:
        raise InputError(f"{path}: expected TimeML, found no <TEXT> ... </TEXT>") from error
    pieces: list[str] = []
    dates: list[GoldDate] = []
    opened: list[tuple[int, dict[str, str]]] = []
    at = length = 0
    for tag in re.finditer(r"<(/?)TIMEX3([^>]*)>", body):
        pieces.append(html.unescape(body[at : tag.start()]))
        length += len(pieces[-1])
        at = tag.end()
        if not tag[1]:
            opened.append((length, dict(re.findall(r'(\w+)="([^"]*)"', tag[2]))))
        elif opened:
            start, given = opened.pop()
            dates.append(GoldDate(start, length, given.get("type", ""), given.get("value", "")))
        else:
            raise InputError(
                f"{path}: a </TIMEX3> that closes nothing, at character {tag.start()} of the text"
            )
    pieces.append(html.unescape(body[at:]))
    return "".join(pieces), tuple(dates)


def _strings(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)
