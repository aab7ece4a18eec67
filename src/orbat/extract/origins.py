"""What the name or the style of a man tells of his side: *Sir Dorn* is no Russian, *Makarov* no Japanese.

It speaks weakly, and only where the text names one side that such a name fits: whatever the text says of him
outweighs it. Names are data: `rules/en/origins.jsonl`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from orbat.extract.belief import Seed
from orbat.extract.camps import Camps
from orbat.extract.context import Context
from orbat.extract.parties import Parties
from orbat.extract.titles import ranks
from orbat.model import Fact, Label
from orbat.rules import load
from orbat.rules.schema import Origin

_NAME, _STYLE = 0.5, 0.7
_MOSTLY = 0.4  # of a text's people fight, in an account of fighting
_PASSING = 4  # a side that the text names so many times less than another is named in passing
_TITLE = 3  # tokens before a name in which a title may stand
_SHORT = 3  # letters that a name must have beside its ending
_OFFICES = frozenset({"Appointment", "Dismissal", "Promotion", "Casualty"})
"""Facts that tell of people in politics, too."""
_PARTS = re.compile(r"[^\W\d_]+")


def from_names(context: Context, keys: Parties, camps: Camps, facts: Sequence[Fact]) -> Iterator[Seed]:
    """One seed for each person whose name or title fits one side of the text alone.

    Writers and statesmen whom an account only quotes fight for nobody: where most people of a text are no
    soldiers, officers and those of whom facts tell are meant.
    """
    acting = {argument.mention for fact in facts if fact.kind not in _OFFICES for argument in fact.arguments}
    everybody = {
        key: people
        for key, found in keys.mentions.items()
        if (people := [i for i in found if context.mentions[i].label is Label.PERSON])
    }
    soldiers = {
        key
        for key, people in everybody.items()
        if any(i in acting or context.mentions[i].get("rank") in ranks() for i in people)
    }
    military = len(soldiers) >= _MOSTLY * len(everybody)
    for key, people in everybody.items():
        if not military and key not in soldiers:
            continue
        where = context.spans[people[0]].start
        styles = {side for i in people for side in _of_titles(context, i)}
        names = {side for i in people for side in _of_parts(_parts(context, i))}
        if side := _only(styles or names, camps):
            yield Seed(key, side, _STYLE if styles else _NAME, where, None)


def _parts(context: Context, person: int) -> list[str]:
    """The words of a name, in small letters without accents."""
    return _PARTS.findall(plain(context.mentions[person].norm))


def plain(name: str) -> str:
    """A name in small letters without accents: *Ítalo* and *Italo* are one."""
    parts = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _of_parts(parts: list[str]) -> frozenset[str]:
    """The sides that the words of a name fit."""
    found = [sides for part in parts for sides in (_by_ending(part), _words().get(part, frozenset()))]
    return frozenset[str]().union(*found)


def _of_titles(context: Context, person: int) -> frozenset[str]:
    """The sides that the titles before a name fit, or those that the mention itself begins with."""
    span = context.spans[person]
    before = [t.lower_ for t in context.doc[max(span.start - _TITLE, 0) : span.start] if t.pos_ == "PROPN"]
    rank = context.mentions[person].get("rank").lower()
    titles = [*before, rank, *_PARTS.findall(context.mentions[person].norm.lower())]
    return frozenset[str]().union(*(_titles().get(title, frozenset()) for title in titles))


def _only(sides: set[str], camps: Camps) -> str:
    """The one of `sides` that the text names, others but in passing; "" where there are several."""
    named = {name: camps.counts[name] for side in sides if camps.counts[name := camps.called(side)]}
    top = max(named.values(), default=0)
    often = [name for name, times in named.items() if times * _PASSING > top]
    return often[0] if len(often) == 1 else ""


@cache
def _by_ending(part: str) -> frozenset[str]:
    return frozenset(
        side
        for origin in load("origins", Origin)
        if any(part.endswith(plain(end)) and len(part) >= len(end) + _SHORT for end in origin.endings)
        for side in origin.sides
    )


@cache
def _words() -> dict[str, frozenset[str]]:
    """The sides of each word of names, without accents."""
    return _index((plain(word), origin) for origin in load("origins", Origin) for word in origin.words)


@cache
def _titles() -> dict[str, frozenset[str]]:
    """The sides of each title: *général* is French, *general* is anybody's."""
    return _index((title, origin) for origin in load("origins", Origin) for title in origin.titles)


def _index(forms: Iterable[tuple[str, Origin]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form, origin in forms:
        found.setdefault(form, set()).update(origin.sides)
    return {form: frozenset(sides) for form, sides in found.items()}
