"""Who fights whom in the war of a text: what the authority data know of it, else what the text tells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from orbat.extract.belief import Foes, Link, side_key
from orbat.extract.context import Context
from orbat.model import Label
from orbat.rules.wars import War, wars
from orbat.timex import bounds

UNNAMED = ""
"""The side that the text leaves without a name."""
_FIGHTS = 2  # one quarrel makes no foe, nor does a foe among several
_ALLIES = 0.45  # that a foe's foe is of the side that fights it most, where another fights it, too
_TWO = 2  # a war of more sides than that makes company doubtful
_OFTEN = 3
_COVERED = 0.5  # of a text's years that lie within its war


class Camps:
    """The sides of one text, by the names that they go by in its war."""

    def __init__(self, context: Context) -> None:
        """Counts how often the text names each side, and looks for its war."""
        named = Counter(
            context.mentions[i].norm for i in context.of_label(Label.SIDE) if not _in_a_name(context, i)
        )
        dates = (context.mentions[i].get("value") for i in context.of_label(Label.DATE))
        self.years = [year for value in dates if (year := _year(value)) is not None]
        self._wars = self._known = self._fitting(named)
        self.counts: Counter[str] = Counter()
        for side, times in named.items():
            self.counts[self.called(side)] += times

    def called(self, side: str) -> str:
        """The name of the side in the war of the text: the English of 1854 are the United Kingdom."""
        return self._wars[0].called(side) if self._wars else side

    def allied(self, one: str, other: str) -> bool:
        """Whether the two sides stood together in the war of the text, for all that the text tells."""
        return self._fought(one, other) == {False}

    def _fought(self, one: str, other: str) -> set[bool]:
        """What the wars that fit the text say of two sides: that they fought each other, or did not."""
        told = {war.foes(war.called(one), war.called(other)) for war in self._known}
        return {each for each in told if each is not None}

    def read(self, links: Iterable[Link]) -> None:
        """Forgets who stood with whom where `links`, the bonds of the text, have allies fight each other."""
        for one, other in _quarrels(links):
            if self.allied(one, other):
                self._known = []
                return

    @property
    def war(self) -> War | None:
        """The war that the sides and years of the text are of, if they show it."""
        return self._wars[0] if self._wars else None

    def within(self, first: int, last: int) -> bool:
        """Whether at least half of the text's years lie in a span of years; True for a text without any."""
        return sum(first <= year <= last for year in self.years) >= _COVERED * len(self.years)

    def _fitting(self, named: Counter[str]) -> list[War]:
        """The wars whose years and sides fit the text: the one with most of its sides, then the shorter."""
        fitting = []
        for war in wars():
            own = {*war.sides, *(other for other, _ in war.aliases)}
            there = sum(times for side, times in named.items() if side in own)
            several = len({war.called(side) for side in named if side in own}) >= _TWO
            if several and self.years and self.within(war.first, war.last):
                fitting.append((-there, war.last - war.first, war.id, war))
        return [war for *_, war in sorted(fitting)]

    @property
    def coalition(self) -> bool:
        """The text names two sides that stood together."""
        return any(self.allied(one, other) for one, other in combinations(sorted(self.counts), 2))

    @property
    def many(self) -> bool:
        """The text names more than two sides more than in passing."""
        return sum(times >= _OFTEN for times in self.counts.values()) > _TWO

    def foes(self, links: Sequence[Link]) -> Foes:
        """For each side the one that it fights, if it fights one above all others.

        What the war tells comes first; then the bonds of foes between sides. Where the text names two sides
        above all others that are no allies, each is the other's foe without such a bond.
        """
        ranked = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        if len(ranked) == 1:  # the other side has no name here, yet the foe of a foe is this one
            return {ranked[0][0]: (UNNAMED, 1.0), UNNAMED: (ranked[0][0], 1.0)}
        if known := self._of_war(ranked):
            return known
        if len(ranked) > 1 and (len(ranked) == _TWO or ranked[2][1] * 2 <= ranked[1][1]):
            (one, _), (other, _) = ranked[:2]
            if not self.allied(one, other):
                return {one: (other, 1.0), other: (one, 1.0)}
        return self._of_bonds(links)

    def _of_war(self, ranked: Sequence[tuple[str, int]]) -> Foes:
        """The one foe of each side among those that the text names, where the war tells of camps."""
        found: dict[str, tuple[str, float]] = {}
        for side, _ in ranked:
            fought = [(other, told) for other, _ in ranked if True in (told := self._fought(side, other))]
            if len(fought) == 1 and fought[0][1] == {True}:
                found[side] = fought[0][0], 1.0
        return found

    def _of_bonds(self, links: Sequence[Link]) -> Foes:
        fights: dict[str, Counter[str]] = defaultdict(Counter)
        for one, other in _quarrels(links):
            fights[one][other] += 1
            fights[other][one] += 1
        first: dict[str, tuple[str, float]] = {}
        for side, others in fights.items():
            (foe, times), *rest = others.most_common(2)
            if times >= _FIGHTS and (not rest or times >= _FIGHTS * rest[0][1]):
                first[side] = foe, _ALLIES if rest else 1.0
        return {side: found for side, found in first.items() if first.get(found[0], ("",))[0] == side}


def _quarrels(links: Iterable[Link]) -> Iterator[tuple[str, str]]:
    """The pairs of sides between which the text has a bond of foes."""
    sides = side_key("")
    for link in links:
        if not link.same and link.one.startswith(sides) and link.other.startswith(sides):
            yield link.one.removeprefix(sides), link.other.removeprefix(sides)


def _in_a_name(context: Context, side: int) -> bool:
    """The side's word is part of another name: *Spanish Fort*, *U.S. Grant*."""
    return context.at(context.spans[side].root, Label.PLACE, Label.PERSON) is not None


def _year(value: str) -> int | None:
    """The astronomical year in which a TIMEX3 value begins; None where it has none."""
    span = bounds(value)
    return int(span[0][: span[0].index("-", 1)]) if span else None
