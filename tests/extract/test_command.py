"""Command, subordination, posts, orders and sides from invented sentences."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "person", "unit"),
    [
        ("Kluge's 4th Army attacked.", "Kluge", "4th Army"),
        ("General Kluge commanded the 4th Army.", "Kluge", "4th Army"),
        ("The 4th Army was commanded by General Kluge.", "Kluge", "4th Army"),
        ("The 4th Army under General Kluge attacked.", "Kluge", "4th Army"),
        ("General Kluge, commander of the 4th Army, waited.", "Kluge", "4th Army"),
        ("General Kluge took command of the 4th Army.", "Kluge", "4th Army"),
        ("Command of the 4th Army passed to General Kluge.", "Kluge", "4th Army"),
        ("General Plumer of the Second Army waited.", "Plumer", "Second Army"),
        ("The Second Army of General Plumer waited.", "Plumer", "Second Army"),
        ("General Plumer took over the Second Army.", "Plumer", "Second Army"),
        ('General Plumer and his "Army of the Vistula" waited.', "Plumer", "Army of the Vistula"),
    ],
)
def test_command_is_read(found: Any, text: str, person: str, unit: str) -> None:
    assert found(text, "Command") == [{"commander": [person], "unit": [unit]}]


@pytest.mark.parametrize(
    "text",
    [
        "General Kluge met the 4th Army on the road.",
        "General Kluge did not command the 4th Army.",
        "The 4th Army fought under heavy fire.",
        "The 4th Army, under orders to hold, waited for General Kluge.",
        "General Kluge attacked the 4th Army.",
        "General Kluge left the 4th Army.",
        "The defeat by the 4th Army of General Kluge's men was known.",
        "The 4th Army heard of General Kluge.",
        "General Kluge took the 4th Army by surprise.",
        "General Kluge commanded 4,000 Numidian horsemen.",
        "General Kluge was chief of staff of the 4th Army.",
        "The People's Volunteer Army attacked.",
        "Three divisions of the 4th Army, under General Kluge, General Reno and General Howe, waited.",
    ],
)
def test_other_relations_are_no_command(found: Any, text: str) -> None:
    assert found(text, "Command") == []


@pytest.mark.parametrize(
    "text",
    [
        "The 1st, 2nd and 3rd Divisions under General Kluge, General Reno and General Howe attacked.",
        "The 1st, 2nd and 3rd Divisions were commanded by Kluge, Reno and Howe respectively.",
    ],
)
def test_as_many_commanders_as_formations_go_in_pairs(found: Any, text: str) -> None:
    rows = found(text, "Command")
    assert [(row["commander"], [u.split()[0] for u in row["unit"]]) for row in rows] == [
        (["Kluge"], ["1st"]),
        (["Reno"], ["2nd"]),
        (["Howe"], ["3rd"]),
    ]


def test_two_commanders_share_one_formation(found: Any) -> None:
    rows = found("The 4th Army under Kluge and Reno attacked.", "Command")
    assert [row["commander"] for row in rows] == [["Kluge"], ["Reno"]]


def test_subordination_is_read_from_of(found: Any) -> None:
    (row,) = found("The 7th Division of the Third Army attacked.", "Subordination")
    assert row == {"unit": ["7th Division"], "superior": ["Third Army"]}


@pytest.mark.parametrize(
    "text", ["The Third Army of the 7th Division attacked.", "The 7th Division met the Third Army."]
)
def test_subordination_needs_a_higher_echelon(found: Any, text: str) -> None:
    assert found(text, "Subordination") == []


def test_appointment_names_post_and_agent(found: Any) -> None:
    (row,) = found("Stalin appointed General Zhukov as Chief of General Staff.", "Appointment")
    assert (row["person"], row["agent"], row["position"]) == (
        ["Zhukov"],
        ["Stalin"],
        "Chief of General Staff",
    )


def test_replacement_dismisses_and_appoints(found: Any) -> None:
    text = "General Gage was replaced by General Howe as commander."
    assert found(text, "Dismissal")[0]["person"] == ["Gage"]
    assert found(text, "Appointment")[0]["person"] == ["Howe"]


def test_order_names_issuer_and_content(found: Any) -> None:
    (row,) = found("On 5 May 1941 Stalin ordered the 16th Army to hold the bridge.", "OrderIssued")
    assert (row["issuedBy"], row["addressedTo"], row["from"]) == (["Stalin"], ["16th Army"], "1941-05-05")
    assert row["content"] == "to hold the bridge"


def test_numbered_order_is_named(found: Any) -> None:
    (row,) = found("Stalin issued Order No. 227.", "OrderIssued")
    assert (row["issuedBy"], row["order"]) == (["Stalin"], ["Order No. 227"])


@pytest.mark.parametrize(
    "text", ["The 16th Army was in good order.", "In order to win they marched.", "They restored order."]
)
def test_other_orders_are_none(found: Any, text: str) -> None:
    assert found(text, "OrderIssued") == []


def sides(rows: list[dict[str, object]]) -> dict[str, str]:
    return {row["member"][0]: row["side"][0] for row in rows}


def test_adjective_gives_a_side_and_command_spreads_it(found: Any) -> None:
    rows = found("The German 4th Army attacked. General Kluge commanded the German 4th Army.", "Affiliation")
    assert set(sides(rows)) == {"German 4th Army", "Kluge"}
    assert {side.split()[0] for side in sides(rows).values()} == {"German"}


def test_name_without_a_hint_has_no_side(found: Any) -> None:
    assert found("General Kluge waited.", "Affiliation") == []


@pytest.mark.parametrize(
    "text",
    [
        "General Ney commanded the I Corps, General Soult the II Corps and General Davout the III Corps.",
        "The I Corps was led by General Ney, the II Corps by General Soult, the III Corps by General Davout.",
    ],
)
def test_list_that_leaves_out_its_verb_gives_each_his_command(found: Any, text: str) -> None:
    rows = found(text, "Command")
    pairs = {(row["commander"][0], row["unit"][0]) for row in rows}
    assert pairs == {("Ney", "I Corps"), ("Soult", "II Corps"), ("Davout", "III Corps")}


def test_side_of_one_formation_is_that_of_its_list(found: Any) -> None:
    text = "The Prussian I Corps was led by General Zieten, the II Corps by General Pirch."
    assert sides(found(text, "Affiliation")).keys() >= {"Prussian I Corps", "II Corps", "Zieten", "Pirch"}


def test_side_that_somebody_fought_for_is_his(found: Any) -> None:
    rows = found("General Reno, who fought for the Union, fell there.", "Affiliation")
    assert sides(rows) == {"Reno": "Union"}


def test_three_do_not_command_one_army(found: Any) -> None:
    text = "The 4th Army waited. It was commanded by John Reno, Paul Howe, Henry Gage and William Plumer."
    assert found(text, "Command") == []


@pytest.mark.parametrize(
    "text",
    [
        "The 6th Division and the 7th Division belonged to the IV Corps.",
        "The IV Corps consisted of the 6th Division and the 7th Division.",
        "The IV Corps, comprising the 6th Division and the 7th Division, waited.",
        "The 6th and 7th Divisions of the IV Corps waited.",
    ],
)
def test_parts_of_a_list_belong_to_the_whole(found: Any, text: str) -> None:
    rows = {(row["unit"][0], row["superior"][0]) for row in found(text, "Subordination")}
    assert {unit.split()[0] for unit, _ in rows} == {"6th", "7th"}
    assert {whole for _, whole in rows} == {"IV Corps"}


@pytest.mark.parametrize(
    "text",
    [
        "The 6th Division did not belong to the IV Corps.",
        "The 5th Regiment, the 6th Brigade, the 7th Division waited.",
        "The 6th Division marched to the IV Corps.",
        "The IV Corps belonged to the 6th Division's history.",
    ],
)
def test_formations_side_by_side_are_no_parts(found: Any, text: str) -> None:
    assert found(text, "Subordination") == []
