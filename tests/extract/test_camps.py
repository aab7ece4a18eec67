"""Sides in wars of more than two, by what the authority data know of the war."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model

CRIMEA = (
    "In 1854 the English and the French landed in the Crimea. The French fought the Russians. "
    "The Russians fought the English. "
)


def sides(found: Any, text: str, name: str = "Dorn") -> set[str]:
    rows = found(text, "Affiliation")
    return {row["side"][0] for row in rows if name in row["member"][0]}


def test_foe_of_an_ally_is_no_ally_of_the_foe(found: Any) -> None:
    assert sides(found, CRIMEA + "General Dorn attacked the English.") == {"Russians"}
    assert sides(found, CRIMEA + "General Dorn attacked the Russians.") == set()


def test_nation_of_one_part_is_not_that_of_the_whole(found: Any) -> None:
    text = (
        CRIMEA
        + "The force of General Dorn comprised the 1st Division under General Reno and a French division."
    )
    assert sides(found, text) == sides(found, text, "Reno") == set()


def test_sides_go_by_their_name_in_the_war(found: Any) -> None:
    text = CRIMEA + "General Dorn commanded the British 3rd Division. English General Reno waited."
    assert sides(found, text, "Reno")


def test_side_is_no_member_of_itself(found: Any) -> None:
    assert not [
        row
        for row in found("The Mahdi Army opposed the Americans.", "Affiliation")
        if row["member"] == row["side"]
    ]


def test_troops_of_a_nation_carry_their_leader(found: Any) -> None:
    text = "In 1870 the Bavarians of General Dorn fought the French."
    assert sides(found, text) == {"Bavarians"}


def test_their_army_is_of_the_side_before(found: Any) -> None:
    text = "In 1912 the Serbs fought the Turks. The Serbs crossed the border. Their First Army took Selmon."
    assert sides(found, text, "First Army") == {"Serbs"}


def test_prisoner_is_a_foe(found: Any) -> None:
    text = "The Germans fought the Soviets. General Dorn became the prisoner of the Germans."
    assert sides(found, text) == {"Soviets"}
