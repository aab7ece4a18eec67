"""Formations: what designates one, and what only looks like it. Texts are invented."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("The 16th Army attacked.", ["16th Army"]),
        ("The Sixteenth Army attacked.", ["Sixteenth Army"]),
        ("The British Eighth Army attacked.", ["British Eighth Army"]),
        ("The Eighth British Army attacked.", ["Eighth British Army"]),
        ("Army Group Centre halted.", ["Army Group Centre"]),
        ("The Army of the Ohio marched.", ["Army of the Ohio"]),
        ("The Army of Northern Virginia marched.", ["Army of Northern Virginia"]),
        ("The 1st and 2nd Baltic Fronts attacked.", ["1st", "2nd Baltic Fronts"]),
        ("The Leningrad and Volkhov Fronts attacked.", ["Leningrad", "Volkhov Fronts"]),
        ("Kluge's 4th Army attacked.", ["4th Army"]),
        ("The 20th Indiana Infantry attacked.", ["20th Indiana Infantry"]),
        ("The South-Western Front collapsed.", ["South-Western Front"]),
        ("The XIV Corps held.", ["XIV Corps"]),
        ("The 3rd Panzer Division attacked.", ["3rd Panzer Division"]),
        ("Task Force 58 sailed.", ["Task Force 58"]),
        ("General Ney's cavalry division charged.", ["Ney's cavalry division"]),
    ],
)
def test_units_are_marked(marked: Any, text: str, units: list[str]) -> None:
    assert marked(text, "units") == units


@pytest.mark.parametrize(
    "text",
    [
        "The German army attacked.",
        "They raised 51 divisions.",
        "The army attacked at dawn.",
        "Each corps had its own guns.",
        "The fighting on the Western Front went on.",
        "Three armies met there.",
        "The East India Company paid for it.",
        "They held the front for 3 days.",
        "A Soviet combat group held the road.",
        "The Red Army attacked.",
        "The second brigade leader fell.",
        "On 5 May the army marched.",
        "The front of 1915 was quiet.",
        "The Popular Front won the vote.",
        "I saw the army.",
    ],
)
def test_forces_without_a_designation_are_no_units(marked: Any, text: str) -> None:
    assert marked(text, "units") == []


def test_conjuncts_share_the_head(attributes: Any) -> None:
    first, second = attributes("The British Second and Fifth Armies attacked.", "units")
    assert (first["norm"], first["number"], first["side"]) == ("British Second Army", "2", "United Kingdom")
    assert (second["norm"], second["number"], second["side"]) == ("Fifth Army", "5", "United Kingdom")


def test_unit_attributes_are_read_from_the_name(attributes: Any) -> None:
    (unit,) = attributes("The German 3rd Armoured Corps attacked.", "units")
    assert (unit["number"], unit["echelon"], unit["branch"], unit["side"]) == (
        "3",
        "Corps",
        "Armoured",
        "Germany",
    )
