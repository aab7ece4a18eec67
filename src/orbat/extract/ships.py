"""Ships and those who sail them: *Captain Reno of the frigate Dorn*, *Collingwood in Royal Sovereign*."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from orbat.extract.context import Context, words
from orbat.model import Label

_SHIP = "Ship"


def is_ship(context: Context, index: int) -> bool:
    """The mention names a ship."""
    found = context.mentions[index]
    return found.label is Label.EQUIPMENT and found.get("kind") == _SHIP


def aboard(context: Context) -> Iterator[tuple[int, int, int]]:
    """Each person with the ship that the text puts him in, or in command of, and the token between them."""
    named = [i for i in context.of_label(Label.PERSON, Label.EQUIPMENT) if _person_or_ship(context, i)]
    for one, other in pairwise(sorted(named, key=lambda i: context.spans[i].start)):
        first, second = context.spans[one], context.spans[other]
        if context.sentence_number(first.start) != context.sentence_number(second.start):
            continue
        plain = words("ships", "plain")
        between = [t.lower_ for t in context.doc[first.end : second.start] if t.lower_ not in plain]
        if is_ship(context, other) and not is_ship(context, one) and _joined(between, "in-ship"):
            yield one, other, first.start
        elif is_ship(context, one) and not is_ship(context, other) and _joined(between, "of-ship"):
            yield other, one, second.start


def _person_or_ship(context: Context, index: int) -> bool:
    return context.mentions[index].label is Label.PERSON or is_ship(context, index)


def _joined(between: list[str], group: str) -> bool:
    return " ".join(between) in words("ships", group)
