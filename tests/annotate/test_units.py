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


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "The Selmon Fusiliers and the Royal Dorn Fusiliers attacked.",
            ["Selmon Fusiliers", "Royal Dorn Fusiliers"],
        ),
        ("The 88th Selmon Rangers attacked.", ["88th Selmon Rangers"]),
        ("The 2/7th Gurkha Rifles attacked.", ["2/7th Gurkha Rifles"]),
        ("They were joined by 1/5 Essex and 1/7th Queen's.", ["1/5 Essex", "1/7th Queen's"]),
        ("The 20th Maine and the 5th Wiltshires attacked.", ["20th Maine", "5th Wiltshires"]),
        ("The hill fell to 2 Para and 45 Commando.", ["2 Para", "45 Commando"]),
        ("They were relieved by 7 Armd Div. It rained.", ["7 Armd Div"]),
        ("131 Bde and 5 RTR attacked.", ["131 Bde", "5 RTR"]),
        ("The 42nd (East Selmon) Division attacked.", ["42nd (East Selmon) Division"]),
        ("The 1st Battalion, Selmon Regiment, attacked.", ["1st Battalion, Selmon Regiment"]),
        ("The 82nd Airborne attacked.", ["82nd Airborne"]),
        ("The 93rd Highlanders came. The 93rd fired.", ["93rd Highlanders", "93rd"]),
        ("The Old Guard and the New Model Army attacked.", ["Old Guard", "New Model Army"]),
        ("The King's Selmon Legion attacked.", ["King's Selmon Legion"]),
        ("The Condor Legion and the Army of Africa attacked.", ["Condor Legion", "Army of Africa"]),
        ("The Cavalry Division attacked.", []),
        ("They sent the Cavalry Division forward.", ["Cavalry Division"]),
        ("Infantry Regiment 18 attacked.", ["Infantry Regiment 18"]),
        ("The International Brigades attacked.", ["International Brigades"]),
        ("He led Legio XX Valeria Victrix north.", ["Legio XX Valeria Victrix"]),
        ("The Chasseurs d'Afrique attacked.", ["Chasseurs d'Afrique"]),
        ("The Selmon Battalion attacked.", ["Selmon Battalion"]),
    ],
)
def test_regiments_and_short_forms_are_marked(marked: Any, text: str, units: list[str]) -> None:
    assert marked(text, "units") == units


@pytest.mark.parametrize(
    "text",
    [
        "The 57 Royal Marines surrendered.",
        "James Van Fleet attacked.",
        "General Van Fleet attacked.",
        "On the 93rd day they left.",
        "The 8th was a Sunday.",
        "The Home Front suffered.",
        "The Guards attacked.",
        "He was the 5th Duke of Selmon.",
        "They lived on 42nd Street.",
        "The French Hussars attacked.",
    ],
)
def test_men_days_and_streets_are_no_units(marked: Any, text: str) -> None:
    assert marked(text, "units") == []


def test_short_form_has_the_attributes_of_the_formation_named_before(attributes: Any) -> None:
    full, short = attributes("The 93rd Highlanders came. The 93rd fired.", "units")
    assert short == full
