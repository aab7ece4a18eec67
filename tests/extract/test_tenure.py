"""Commands in the many forms in which English tells them, and the dates that are theirs."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    "text",
    [
        "General Dorn was placed in command of the 4th Army.",
        "General Dorn, then in charge of the 4th Army, waited.",
        "With General Dorn in command, the 4th Army attacked.",
        "The 4th Army, with General Dorn in command, attacked.",
        "General Dorn at the head of the 4th Army stormed the hill.",
        "The 4th Army, with General Dorn at its head, attacked.",
        "General Dorn succeeded to the command of the 4th Army.",
        "General Dorn was appointed to command the 4th Army.",
        "General Dorn's command of the 4th Army ended in May.",
        "The commander of the 4th Army was General Dorn.",
        "The 4th Army, whose commander was General Dorn, waited.",
        "The 4th Army attacked. Its commander, General Dorn, was wounded.",
        "General Dorn as commander of the 4th Army signed the armistice.",
        "The 4th Army (General Dorn) attacked.",
        "General Dorn (4th Army) attacked.",
        "General Dorn (commander, 4th Army) attacked.",
        "General Dorn, GOC 4th Army, waited.",
        "The 4th Army, General Dorn commanding, attacked.",
        "4th Army: General Dorn.",
        "The 4th Army was under General Dorn.",
        "The 4th Army served under General Dorn.",
        "General Dorn with the 4th Army turned north.",
        "The 4th Army of Sir George Dorn attacked.",
        "General Dorn received the 4th Army.",
    ],
)
def test_tenure_is_read(found: Any, text: str) -> None:
    rows = found(text, "Command")
    assert {(row["commander"][0].split()[-1], row["unit"][0]) for row in rows} == {("Dorn", "4th Army")}


@pytest.mark.parametrize(
    "text",
    [
        "General Dorn, deputy commander of the 4th Army, waited.",
        "General Dorn, former commander of the 4th Army, waited.",
        "General Dorn, second in command of the 4th Army, waited.",
        "General Dorn, quartermaster general of the 4th Army, waited.",
        "General Dorn was to command the 4th Army.",
        "General Dorn hoped to command the 4th Army.",
        "General Dorn refused command of the 4th Army.",
        "General Dorn was offered command of the 4th Army.",
        "Had General Dorn commanded the 4th Army, it would have won.",
        "The 4th Army might have been commanded by General Dorn.",
        "Major Dorn of the 9th Division waited.",
        "General Dorn clashed with the 4th Army.",
        "Senator Dorn with the 4th Army turned north.",
        "Dorn commanded a division of the 4th Army.",
        "General Dorn visited the 4th Army.",
    ],
)
def test_no_tenure_is_read(found: Any, text: str) -> None:
    assert found(text, "Command") == []


def pairs(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["commander"][0].split()[-1], row["unit"][0].split()[0]) for row in rows}


@pytest.mark.parametrize(
    "text",
    [
        "General Dorn took over the 4th Army from General Reno.",
        "General Reno handed over the 4th Army to General Dorn.",
        "General Dorn succeeded General Reno in command of the 4th Army.",
    ],
)
def test_change_of_command_tells_of_both(found: Any, text: str) -> None:
    assert pairs(found(text, "Command")) == {("Dorn", "4th"), ("Reno", "4th")}


def test_list_before_by_goes_in_pairs_with_its_commanders(found: Any) -> None:
    text = (
        "The 1st, 2nd and 3rd Divisions, commanded from left to right by Generals Dorn, Reno and Howe, came."
    )
    assert pairs(found(text, "Command")) == {("Dorn", "1st"), ("Reno", "2nd"), ("Howe", "3rd")}


def test_under_after_a_list_of_whole_names_is_said_of_the_last(found: Any) -> None:
    parts = "the 1st Division (General Dorn), the 2nd Division (General Reno)"
    text = f"It comprised {parts} and the 3rd Division under General Howe."
    assert pairs(found(text, "Command")) == {("Dorn", "1st"), ("Reno", "2nd"), ("Howe", "3rd")}


def test_participle_belongs_to_the_name_before_it(found: Any) -> None:
    text = "The siege ended with Lagard surrendering to General Dorn commanding the 4th Army."
    assert pairs(found(text, "Command")) == {("Dorn", "4th")}


def test_who_commands_the_formation_of_another_is_told_by_the_verb(found: Any) -> None:
    text = "Colonel Dorn, commanding Reno's 3rd Brigade, took Selmon."
    assert pairs(found(text, "Command")) == {("Dorn", "3rd")}


def test_chain_of_formations_is_led_at_its_first(found: Any) -> None:
    text = "He met the First Brigade, Second Division, XXIII Corps, commanded by Colonel Dorn."
    assert pairs(found(text, "Command")) == {("Dorn", "First")}


def test_possessor_after_a_formation_outweighs_his(found: Any) -> None:
    text = "General Reno attacked. His II Corps, Dorn's, cut the road."
    assert pairs(found(text, "Command")) == {("Dorn", "II")}


def test_commander_in_chief_of_a_side_commands_its_forces(found: Any) -> None:
    assert pairs(found("The Spanish commander-in-chief Dorn waited.", "Command")) == {("Dorn", "Spanish")}


def test_the_latter_is_the_last(found: Any) -> None:
    text = (
        "He ordered the Third Army and the Army of the Meuse, the latter under Prince Dorn, to wheel north."
    )
    assert pairs(found(text, "Command")) == {("Dorn", "Army")}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("From May to August 1942 General Dorn commanded the 4th Army.", "1942-05-01", "1942-08-31"),
        ("On 5 May 1942 General Dorn took command of the 4th Army.", "1942-05-05", "1942-05-05"),
        ("In 1942 the 4th Army was commanded by General Dorn.", "1942-01-01", "1942-12-31"),
    ],
)
def test_tenure_bears_the_date_of_its_clause(found: Any, text: str, first: str, last: str) -> None:
    (row,) = found(text, "Command")
    assert (row["from"], row["to"]) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "On 5 May 1942 the 4th Army, commanded by General Dorn, was attacked.",
        "On 5 May 1942 the 4th Army under General Dorn attacked.",
        "General Dorn, who later commanded the 4th Army, was born in 1888.",
    ],
)
def test_tenure_bears_no_date_of_another_clause(found: Any, text: str) -> None:
    (row,) = found(text, "Command")
    assert "from" not in row
