"""Echelons and lists of formations: which is higher, and which stand in one list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from orbat.extract.context import Context, words
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Echelon


@cache
def levels() -> dict[str, int]:
    """How high each class of echelon stands; 0 where it has no place in the order."""
    return {e.kind: e.level for e in load("echelons", Echelon)}


def level(context: Context, unit: int) -> int:
    """How high the formation stands, 0 where its name does not tell."""
    return levels().get(context.mentions[unit].get("echelon"), 0)


def below(context: Context, unit: int, whole: int) -> bool:
    """The one formation can be a part of the other: it stands lower."""
    return 0 < level(context, unit) < level(context, whole)


def holds(context: Context, whole: int, parts: Sequence[int]) -> list[int]:
    """Those of a list of formations that can be parts of `whole`, which the text says outright that it has.

    A whole whose name tells no echelon (*the Expeditionary Force*) can hold any; a number alone (*the 1st
    Armored, the 3rd Armored and the 1st Infantry Division*) is what the others of its list are.
    """
    open_ = level(context, whole) == 0
    fitting = [part for part in parts if below(context, part, whole) or (open_ and level(context, part) > 0)]
    if not fitting:
        return []
    return [
        p for p in parts if p in fitting or (level(context, p) == 0 and context.mentions[p].get("number"))
    ]


def within_named(context: Context, unit: int, whole: int) -> bool:
    """*The 1st Battalion of the Prussian Guard*: a formation with a name of its own holds numbered ones."""
    larger = level(context, whole) == 0 and not context.mentions[whole].get("number")
    return larger and level(context, unit) > 0 and bool(context.mentions[unit].get("number"))


def list_from(context: Context, first: int) -> list[int]:
    """The formation and those that follow it in one list, with brackets and names between them."""
    found = [first]
    sentence = context.sentence(context.spans[first].start)
    for unit in context.inside(context.spans[first].end, sentence.end, Label.UNIT):
        at, until = context.spans[found[-1]].end, context.spans[unit].start
        if not _only_list(context, at, until):
            break
        found.append(unit)
    return found


def _only_list(context: Context, start: int, end: int) -> bool:
    """Between two names stand only joints of a list, and what brackets or *under* say of the first."""
    depth, free = 0, 0
    joint = False
    for token in context.doc[start:end]:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0:
            return False
        if depth or token.text in {"(", ")"}:
            continue
        joint = joint or token.lower_ in {",", "and", ";"}
        named = context.at(token, Label.PERSON) is not None or token.pos_ == "PROPN" or token.tag_ == "POS"
        placed = token.lower_ in words("parts", "placed") or context.at(token, Label.PLACE) is not None
        led = token.lower_ == "under"
        free += token.lower_ not in words("parts", "listing") and not (named or placed or led)
    return joint and not free


def beside(context: Context, unit: int) -> list[int]:
    """The formation and those of one list with it: *the 6th and 7th Divisions*."""
    found = [unit]
    start = context.spans[unit].start
    for before in reversed(context.inside(context.sentence(start).start, start, Label.UNIT)):
        between = [t.lower_ for t in context.doc[context.spans[before].end : context.spans[found[-1]].start]]
        if not set(between) <= {"and", ",", "the"} or not {"and", ","} & set(between):
            break
        found.append(before)
    return found


def lowest(context: Context, unit: int) -> int:
    """The first of *the First Brigade, Second Division, XXIII Corps*: the one that is spoken of."""
    start = context.spans[unit].start
    for before in reversed(context.inside(context.sentence(start).start, start, Label.UNIT)):
        between = [t.text for t in context.doc[context.spans[before].end : context.spans[unit].start]]
        if between != [","] or not below(context, before, unit):
            break
        unit = before
    return unit
