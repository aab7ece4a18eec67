"""Which war a mention belongs to: the part of identity that keeps the Western Fronts of 1915 and 1941 apart.

Wars are authority data (`ontology/authority/wars.jsonl`); where none fits, the decade stands in.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from orbat.model import Document, Label, Mention
from orbat.resolve.gazetteer import country_code
from orbat.resolve.names import fold
from orbat.rules.wars import War, family, root, wars

_YEAR = re.compile(r"(BC)?(\d{4})(?:-|$)")
_TEMPORAL = frozenset({Label.DATE, Label.TIME, Label.DURATION, Label.SET})
_MINIMUM_COVERAGE = 0.5  # of a text's dated passages
_SECOND_WAR = 0.25  # a text that dates so many of its passages outside its main war tells of two


@dataclass(frozen=True, slots=True)
class Period:
    """When a passage plays.

    `id` is a war's or a decade's (`1890s`), "" where the text does not tell; `war` is the narrowest one
    that fits.
    """

    id: str
    war: War | None = None

    @property
    def year(self) -> str:
        """The first year of the war or decade, "" where the text does not tell."""
        if self.war:
            return str(root(self.war).first)
        if not self.id:
            return ""
        year = int(self.id.partition("s")[0])
        return str(1 - year if self.id.endswith("BC") else year)

    def side(self, name: str) -> str:
        """The name that the side `name` goes by in this war."""
        return self.war.called(name) if self.war else name

    def foe(self, side: str) -> str:
        """Whom alone `side` fought in this war; "" where there were several, or the war is not known."""
        if not self.war:
            return ""
        sides = sorted({self.side(name) for name in self.war.sides})
        foes = [other for other in sides if self.war.foes(self.side(side), other)]
        return foes[0] if len(foes) == 1 else ""

    def fought(self, side: str) -> bool:
        """Whether `side` can have taken part; where no war is known, anybody can."""
        return not self.war or side in _belligerents(self.war)


def year_of(value: str) -> int | None:
    """The astronomical year of a TIMEX3 value, or None if it has none.

    >>> year_of("1941-12-05"), year_of("BC0490"), year_of("XXXX-12"), year_of("P2W")
    (1941, -489, None, None)
    """
    if match := _YEAR.match(value):
        year = int(match.group(2))
        return 1 - year if match.group(1) else year
    return None


def periods(document: Document) -> tuple[Period, ...]:
    """The period of each mention of `document`: the whole text's, unless it tells of two wars at length."""
    clues = _clues(document)
    years = [year for _, year in clues.years]
    main = _choose(years, clues)
    outside = [year for year in years if main.war and not root(main.war).first <= year <= root(main.war).last]
    if not main.war or len(outside) < _SECOND_WAR * len(years) or len(outside) < 3:
        return (main,) * len(document.mentions)
    second = _choose(outside, clues)
    far = set(outside)
    running: Period = main
    found = [main] * len(document.mentions)
    at_year = dict(clues.years)
    for i in sorted(range(len(document.mentions)), key=lambda i: document.mentions[i].evidence.start):
        if i in at_year:
            running = second if at_year[i] in far else main
        found[i] = running
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Clues:
    years: tuple[tuple[int, int], ...]
    """Index of the mention, year."""
    sides: Counter[str]
    countries: Counter[str]
    names: Counter[str]


def _clues(document: Document) -> _Clues:
    years: list[tuple[int, int]] = []
    sides: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for i, mention in enumerate(document.mentions):
        if mention.label in _TEMPORAL and (year := year_of(mention.get("value"))) is not None:
            years.append((i, year))
        elif mention.label is Label.EVENT:
            names[fold(mention.norm)] += 1
        elif mention.label is Label.PLACE and (code := country_code(mention.norm)):
            countries[code] += 1
        if side := _side(mention):
            sides[side] += 1
    return _Clues(tuple(years), sides, countries, names)


def _side(mention: Mention) -> str:
    return mention.norm if mention.label is Label.SIDE else mention.get("side")


def _choose(years: list[int], clues: _Clues) -> Period:
    scored = [(score, war) for war in wars() if (score := _score(war, years, clues)) > 0]
    if scored:
        _, war = min(scored, key=lambda pair: (-pair[0], pair[1].last - pair[1].first, pair[1].id))
        return Period(root(war).id, war)
    if years:
        return Period(decade(sorted(years)[len(years) // 2]))
    return Period("")


def decade(year: int) -> str:
    """The decade of an astronomical year, in words.

    >>> decade(1896), decade(-489)
    ('1890s', '490s BC')
    """
    return f"{year // 10 * 10}s" if year > 0 else f"{(1 - year) // 10 * 10}s BC"


def _score(war: War, years: list[int], clues: _Clues) -> float:
    """How well a war fits a text; 0 where it cannot. Dates alone prove nothing: somebody must be there."""
    named = min(3, sum(clues.names[fold(name)] for name in (war.name, *war.forms)))
    here = {*war.sides, *(alias for alias, _ in war.aliases)}
    sides = sum(clues.sides[side] for side in here) / max(1, clues.sides.total())
    there = sum(clues.countries[code] for code in war.countries) / max(1, clues.countries.total())
    if not years:
        both = sum(1 for side in war.sides if clues.sides[side])
        only = any(clues.sides[side] and _only_war(side) == root(war).id for side in war.sides)
        told = (both >= 2 and sides >= 0.8) or (only and sides > 0.5)
        return named + sides + 0.5 * there if named or told else 0
    coverage = sum(war.first <= year <= war.last for year in years) / len(years)
    if coverage < _MINIMUM_COVERAGE or not (named or sides or there):
        return 0
    return 2 * coverage + 1.5 * sides + 0.5 * there + 0.5 * named


@cache
def _belligerents(war: War) -> frozenset[str]:
    """The sides of all wars of one root with `war`."""
    return frozenset(side for each in family(war) for side in each.sides)


@cache
def _only_war(side: str) -> str:
    """The id of the one war that `side` fought in, as far as the authority data know; "" where several."""
    roots = {root(war).id for war in wars() if side in war.sides}
    return roots.pop() if len(roots) == 1 else ""
