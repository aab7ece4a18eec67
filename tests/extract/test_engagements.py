"""Fights, defences, movements and landings from invented sentences, with who, whom, where and when."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model

FIGHTS = ("Battle", "Skirmish", "Conflict")
MAY = {"from": "1942-05-05", "to": "1942-05-05"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The German 9th Army ran into the Soviets near Kiev on 5 May 1942.", "Battle"),
        ("The German 9th Army encountered the Soviets near Kiev on 5 May 1942.", "Battle"),
        ("On 5 May 1942 the German 9th Army clashed with the Soviets near Kiev.", "Battle"),
        ("On 5 May 1942 the German 9th Army skirmished with the Soviets near Kiev.", "Skirmish"),
        ("The German 9th Army fought the Soviets near Kiev on 5 May 1942.", "Conflict"),
    ],
)
def test_fight_has_its_parties_its_place_and_its_day(found: Any, text: str, kind: str) -> None:
    (row,) = found(text, kind)
    assert row == {"participant": ["German 9th Army"], "opponent": ["Soviets"], "place": ["Kiev"], **MAY}


def test_fighting_without_a_place_of_its_own_is_where_the_text_stands(found: Any) -> None:
    text = "General Dorn drew up his men near Kiev and waited. Fighting began on 5 May 1942."
    assert found(text, *FIGHTS) == [{"place": ["Kiev"], **MAY}]


@pytest.mark.parametrize(
    "text",
    [
        "Hitler met Mussolini at Munich on 5 May 1942.",
        "The Germans met the Soviets at Yalta.",
        "The Germans ran into trouble near Kiev.",
        "The Germans engaged a lawyer in Kiev.",
        "The Germans encountered grave difficulties near Kiev.",
        "The Germans clashed with the Soviets over wages.",
        "The Germans fought a fire at Kiev.",
        "The battle against fever began at Kiev on 5 May 1942.",
    ],
)
def test_meetings_and_metaphors_are_no_fights(found: Any, text: str) -> None:
    assert found(text, "Battle", "Skirmish") == []
    assert all("opponent" not in row for row in found(text, "Conflict"))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "The Soviet 16th Army repulsed the Germans at Klin.",
            {"agent": ["Soviet 16th Army"], "opponent": ["Germans"], "place": ["Klin"]},
        ),
        (
            "The German advance was halted by the Soviet 16th Army at Klin.",
            {"agent": ["Soviet 16th Army"], "opponent": ["German"], "place": ["Klin"]},
        ),
        ("The Germans were thrown back near Klin.", {"opponent": ["Germans"], "place": ["Klin"]}),
    ],
)
def test_defence_tells_whom_it_stopped(found: Any, text: str, roles: dict[str, object]) -> None:
    assert found(text, "Defence") == [roles]


@pytest.mark.parametrize(
    "text",
    [
        "The Germans stopped the press.",
        "The Soviets halted trains at Klin.",
        "The arrival of the rain stopped the advance.",
        "The Soviets resisted it at Klin.",
    ],
)
def test_what_is_no_force_is_not_held_off(found: Any, text: str) -> None:
    assert found(text, "Defence") == []


@pytest.mark.parametrize(
    ("text", "kind", "roles"),
    [
        ("General Dorn left Klin for Moscow.", "Movement", {"origin": ["Klin"], "destination": ["Moscow"]}),
        ("General Dorn set out for Moscow.", "Movement", {"destination": ["Moscow"]}),
        ("General Dorn crossed the Oka River near Klin.", "Crossing", {"place": ["Oka River", "Klin"]}),
        ("General Dorn forced a crossing of the Oka River.", "Crossing", {"place": ["Oka River"]}),
        ("General Dorn went ashore at Odessa.", "Landing", {"place": ["Odessa"]}),
        ("General Dorn advanced on 5 May 1942.", "Advance", MAY),
    ],
)
def test_movement_tells_whence_and_whither(
    found: Any, text: str, kind: str, roles: dict[str, object]
) -> None:
    assert found(text, kind) == [{"agent": ["Dorn"], **roles}]


def test_who_is_sent_is_not_who_sends(found: Any) -> None:
    (row,) = found("General Dorn sent the 16th Army to Klin.", "Movement")
    assert row == {"agent": ["Dorn"], "participant": ["16th Army"], "destination": ["Klin"]}


@pytest.mark.parametrize(
    "text",
    [
        "General Dorn left Klin in ruins.",
        "General Dorn left Klin to the Soviets.",
        "General Dorn sent a letter to Klin.",
        "General Dorn came from Klin.",
        "Germany returned Klin to Poland.",
    ],
)
def test_other_senses_move_nobody(found: Any, text: str) -> None:
    assert all(row.get("agent") != ["Dorn"] for row in found(text, "Movement"))


def test_pursuit_is_of_an_enemy(found: Any) -> None:
    assert found("The Germans pursued a policy of peace.", "Pursuit") == []
    (row,) = found("The Germans pursued the 16th Army to Klin.", "Pursuit")
    assert row["opponent"] == ["16th Army"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Germans laid down their arms at Klin.", "Surrender"),
        ("The Germans gave themselves up at Klin.", "Surrender"),
        ("The Soviets accepted the surrender of the Germans at Klin.", "Surrender"),
        ("The Germans broke through the Soviet lines at Klin.", "Breakthrough"),
        ("The British blockaded Odessa.", "Blockade"),
        ("The Germans signed an armistice with the Soviets.", "Ceasefire"),
    ],
)
def test_idioms_of_war_are_read(found: Any, text: str, kind: str) -> None:
    assert len(found(text, kind)) == 1
