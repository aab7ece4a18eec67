"""Captures, liberations, attacks and movements from invented sentences."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model

DAY = {"from": "1941-09-19", "to": "1941-09-19"}
KIEV = {"agent": ["Germans"], "place": ["Kiev"], **DAY}
DENIED = {"agent": ["Germans"], "place": ["Moscow"], "modality": "Denied"}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("The Germans captured Kiev on 19 September 1941.", KIEV),
        ("On 19 September 1941 Kiev was occupied by the Germans.", KIEV),
        ("Kiev fell on 19 September 1941.", {"place": ["Kiev"], **DAY}),
        ("The Germans failed to capture Moscow.", DENIED),
        ("The Germans did not occupy Moscow.", DENIED),
    ],
)
def test_capture_is_read(found: Any, text: str, fact: dict[str, object]) -> None:
    assert found(text, "Capture", "Liberation") == [fact]


def test_list_under_one_verb_gives_each_place_its_date(found: Any) -> None:
    text = "The French army liberated Reims on 3 May 1945, Verdun on the 4th, and Port Selm on the 6th."
    rows = found(text, "Liberation")
    assert {(r["place"][0], r["from"]) for r in rows} == {
        ("Reims", "1945-05-03"),
        ("Verdun", "1945-05-04"),
        ("Port Selm", "1945-05-06"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "The Germans captured 300 men.",
        "They took time.",
        "Rain fell on the road.",
        "The fall of 1941 was wet.",
        "They recovered their guns.",
        "Moscow evacuated its offices.",
        "The men seized the moment.",
    ],
)
def test_other_senses_change_no_control(found: Any, text: str) -> None:
    assert found(text, "Capture", "Liberation") == []


@pytest.mark.parametrize(
    ("text", "agent", "place"),
    [
        ("The German army attacked Moscow.", "German army", "Moscow"),
        ("The German army launched an attack on Moscow.", "German army", "Moscow"),
        ("An attack on Moscow was launched by the German army.", "German army", "Moscow"),
        ("In May 1941 the German attack on Moscow began.", "German", "Moscow"),
    ],
)
def test_attack_is_read_from_verb_and_noun(found: Any, text: str, agent: str, place: str) -> None:
    (row,) = found(text, "Attack")
    assert (row["agent"], row["place"]) == ([agent], [place])


def test_ordered_attack_did_not_happen(found: Any) -> None:
    (row,) = found("Stalin ordered the 16th Army to attack Moscow.", "Attack")
    assert row["modality"] == "Ordered"
    assert row["agent"] == ["16th Army"]


@pytest.mark.parametrize(
    "text", ["An offensive remark was made.", "The attack of fever passed.", "They charged a high price."]
)
def test_other_senses_are_no_attack(found: Any, text: str) -> None:
    assert found(text, "Attack") == []


def test_date_that_is_a_sentence_of_its_own_dates_the_next(found: Any) -> None:
    (row,) = found("The year was 1941. November 13th. The Germans captured Klin.", "Capture")
    assert row["from"] == "1941-11-13"
