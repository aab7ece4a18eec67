"""Which war a text tells of."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from orbat.resolve.gazetteer import country_name
from orbat.resolve.periods import periods, year_of
from orbat.resolve.things import sides
from orbat.rules.wars import wars


def period(made: Any) -> str:
    made.person("Somebody")
    return periods(made.document())[-1].id


@pytest.mark.parametrize(
    ("years", "who", "war"),
    [
        (("1941-10-02", "1942"), ("Germany", "Soviet Union"), "world-war-ii"),
        (("1943",), ("United States", "Japan"), "world-war-ii"),
        (("1916-07-01",), ("France", "Germany"), "world-war-i"),
        (("1864",), ("Union", "Confederate States"), "american-civil-war"),
        ((), ("Union", "Confederate States"), "american-civil-war"),
        (("1812-09-07",), ("France", "Russia"), "napoleonic-wars"),
        (("1812",), ("United States", "United Kingdom"), "war-of-1812"),
        (("BC0490",), ("Persia", "Athens"), "greco-persian-wars"),
        (("1936",), ("Italy", "Ethiopia"), "second-italo-ethiopian-war"),
        (("1870",), ("France", "Prussia"), "franco-prussian-war"),
        (("1890",), ("Germany", "France"), "1890s"),
        (("1864",), (), "1860s"),
        ((), ("Germany",), ""),
        ((), (), ""),
        (("P3W", "XXXX-12"), (), ""),
    ],
)
def test_period_is_the_war_or_the_decade(
    draft: Any, years: tuple[str, ...], who: tuple[str, ...], war: str
) -> None:
    made = draft().date(*years)
    for side in who:
        made.side(side)
    assert period(made) == war


def test_period_takes_a_named_war_without_dates(draft: Any) -> None:
    made = draft()
    made.event("First World War", "War")
    assert period(made) == "world-war-i"


def test_period_is_not_moved_by_stray_dates(moscow: Any) -> None:
    moscow.date("1918")
    assert period(moscow) == "world-war-ii"


@pytest.mark.parametrize(("value", "year"), [("1941", 1941), ("BC0490-09", -489), ("", None), ("19", None)])
def test_year_of_reads_timex_values(value: str, year: int | None) -> None:
    assert year_of(value) == year


def test_wars_name_known_sides_countries_and_wars() -> None:
    ids = Counter(war.id for war in wars())
    for war in wars():
        assert war.first <= war.last, war.id
        assert set(war.sides) <= sides().keys(), war.id
        assert {name for pair in war.aliases for name in pair} <= sides().keys(), war.id
        assert all(country_name(code) != code for code in war.countries), war.id
        assert not war.within or ids[war.within] == 1, war.id
        assert war.source.startswith("https://"), war.id
        assert war.within != war.id
