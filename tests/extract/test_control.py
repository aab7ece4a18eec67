"""Who took which place, by verbs, nouns and idioms; what was only meant, prevented or spoken of."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model

CONTROL = ("Capture", "Liberation")
DAY = {"from": "1942-05-05", "to": "1942-05-05"}


@pytest.mark.parametrize(
    "text",
    [
        "The Germans lost Moscow on 5 May 1942 to the Soviets.",
        "The Germans gave up the town of Moscow to the Soviets on 5 May 1942.",
        "The Germans laid siege to Moscow, whose capture was completed on 5 May 1942 by the Soviets.",
        "The capture of Moscow by the Soviets on 5 May 1942 ended the war.",
        "The Soviets entered Moscow on 5 May 1942.",
        "On 5 May 1942 the Soviets took possession of Moscow.",
        "On 5 May 1942 the Soviets became masters of the town of Moscow.",
    ],
)
def test_capture_has_its_captor_and_its_day(found: Any, text: str) -> None:
    (row,) = found(text, "Capture")
    assert (row["agent"], row["place"], row["from"]) == (["Soviets"], ["Moscow"], "1942-05-05")


def test_storming_is_an_attack_and_a_capture(found: Any) -> None:
    row = {"agent": ["Germans"], "place": ["Kiev"], **DAY}
    text = "The Germans stormed Kiev on 5 May 1942."
    assert (found(text, "Attack"), found(text, "Capture")) == ([row], [row])


def test_relief_of_a_siege_frees_the_town(found: Any) -> None:
    text = "General Dorn relieved the town of Kiev on 5 May 1942."
    row = {"agent": ["Dorn"], "place": ["Kiev"], **DAY}
    assert (found(text, "Relief"), found(text, "Liberation")) == ([row], [row])


@pytest.mark.parametrize(
    "text",
    [
        "The Germans took up a position near Moscow.",
        "The Germans stormed the approaches to Moscow.",
        "The Germans had men occupying Moscow.",
        "The Germans entered Poland.",
        "Germany lost 300 men, Poland 700.",
        "It would have enabled the Germans to take Moscow.",
        "The Germans captured half of the Moscow garrison.",
    ],
)
def test_place_is_not_taken(found: Any, text: str) -> None:
    assert found(text, *CONTROL) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Germans were unable to take Moscow.", "Denied"),
        ("The Soviets were unable to prevent the fall of Moscow.", "Happened"),
        ("The Soviets tried to prevent the fall of Moscow.", "Planned"),
        ("The Soviets prevented the fall of Moscow.", "Denied"),
        ("Moscow did not fall until 5 May 1942.", "Happened"),
        ("Moscow did not fall in May 1942.", "Denied"),
        ("The fall of Moscow was imminent.", "Planned"),
        ("The Germans had to capture Moscow.", "Happened"),
        ("The aim was to enter the river, sail to Moscow and capture the city.", "Planned"),
        ("The Germans planned to reach the river and capture Moscow.", "Planned"),
        ("Stalin demanded that the army capture Moscow.", "Ordered"),
        ("An attempt to capture Moscow was made.", "Planned"),
    ],
)
def test_modality_follows_what_governs_the_verb(found: Any, text: str, told: str) -> None:
    assert [row.get("modality", "Happened") for row in found(text, *CONTROL)] == [told]


@pytest.mark.parametrize(
    ("text", "kind", "agent"),
    [
        ("Stalin called on the Germans to surrender.", "Surrender", "Germans"),
        ("Zhukov talked General Dorn into attacking Moscow.", "Attack", "Dorn"),
        ("Zhukov kept General Dorn from attacking Moscow.", "Attack", "Dorn"),
        ("The British attempt to attack Moscow failed.", "Attack", "British"),
        ("Four German divisions, some 42,000 strong, attacked Moscow.", "Attack", "German divisions"),
        ("General Dorn, acting on his own, attacked Moscow.", "Attack", "Dorn"),
        ("A force under General Dorn attacked Moscow.", "Attack", "Dorn"),
    ],
)
def test_who_acts_is_found_through_the_clause(found: Any, text: str, kind: str, agent: str) -> None:
    (row,) = found(text, kind)
    assert row["agent"] == [agent]


def test_announced_withdrawal_is_not_told_as_done(found: Any) -> None:
    assert found("On 5 May 1942 Stalin announced the withdrawal of German troops.", "Retreat") == []


def test_attack_is_where_the_attacked_stand(found: Any) -> None:
    (row,) = found("The Germans fell upon Zhukov's division at Klin.", "Attack")
    assert row["place"] == ["Klin"]


def test_goods_that_are_bought_are_no_order(found: Any) -> None:
    assert found("Stalin ordered 400 tanks.", "OrderIssued") == []


def test_operation_has_its_day_and_who_began_it(found: Any) -> None:
    (row,) = found("The Germans launched Operation Barbarossa on 22 June 1941.", "Operation")
    assert (row["agent"], row["from"]) == (["Germans"], "1941-06-22")
