"""The wars that the authority data know: when they were fought, by whom, and who stood with whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from orbat.resources import ontology_dir
from orbat.rules import Rule, read


@dataclass(frozen=True, slots=True, kw_only=True)
class War(Rule):
    """A war.

    `first` and `last` year (astronomical, 1 BC is 0), `sides` by the names of `sides.jsonl`, today's
    `countries` that it was fought in (ISO 3166-1), the war it lies `within`, and `aliases`, pairs of a
    side's other name and its name in this war. `camps` are the sides that stood together throughout; in a
    war that names camps, sides of two camps fought each other, and of a side in no camp nothing is known.
    """

    name: str
    first: int
    last: int
    forms: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    within: str = ""
    aliases: tuple[tuple[str, str], ...] = ()
    camps: tuple[tuple[str, ...], ...] = ()

    def called(self, side: str) -> str:
        """The name that the side `side` goes by in this war."""
        return dict(self.aliases).get(side, side)

    def foes(self, one: str, other: str) -> bool | None:
        """Whether two sides fought each other, by the names of this war; None where the data do not tell."""
        camps = self.camps or (tuple((side,) for side in self.sides) if len(self.sides) == 2 else ())
        mine = [camp for camp in camps if one in camp]
        its = [camp for camp in camps if other in camp]
        return mine != its if len(mine) == len(its) == 1 else None


@cache
def root(war: War) -> War:
    """The war that `war` is part of, through all that it lies within; itself where it lies within none."""
    by_id = {other.id: other for other in wars()}
    while war.within:
        war = by_id[war.within]
    return war


@cache
def family(war: War) -> tuple[War, ...]:
    """All wars of one root with `war`."""
    return tuple(each for each in wars() if root(each) == root(war))


@cache
def wars() -> tuple[War, ...]:
    """All wars that the authority data know."""
    return read(ontology_dir() / "authority" / "wars.jsonl", War)
