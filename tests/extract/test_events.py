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


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The Germans would later capture Kiev.", None),
        ("The Germans hoped that they could capture Kiev.", "Planned"),
        ("The Germans focused on capturing Kiev.", "Planned"),
        ("The Germans tried to capture Kiev.", "Planned"),
        ("The Germans managed to capture Kiev.", None),
        ("The Germans almost captured Kiev.", "Denied"),
        ("The Germans planned the capture of Kiev.", "Planned"),
        ("The Soviets kept the Germans from capturing Kiev.", "Denied"),
        ("The Germans succeeded in capturing Kiev.", None),
    ],
)
def test_what_happened_is_told_from_what_was_meant(found: Any, text: str, modality: str | None) -> None:
    assert [row.get("modality") for row in found(text, "Capture")] == [modality]


@pytest.mark.parametrize(
    "text",
    [
        "If the Germans had captured Kiev, the war would have ended.",
        "The Germans would have captured Kiev.",
        "Unless the Germans captured Kiev, they could not go on.",
    ],
)
def test_what_is_only_supposed_is_not_stated(found: Any, text: str) -> None:
    assert found(text, "Capture") == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("The Germans took control of Kiev.", {"agent": ["Germans"], "place": ["Kiev"]}),
        ("Kiev fell into German hands.", {"agent": ["German"], "place": ["Kiev"]}),
        (
            "The British drove the Germans out of Kiev.",
            {"agent": ["British"], "opponent": ["Germans"], "place": ["Kiev"]},
        ),
        (
            "The invasion and occupation of Poland by the Germans began.",
            {"agent": ["Germans"], "place": ["Poland"]},
        ),
        ("The Germans attacked and overran Warsaw.", {"agent": ["Germans"], "place": ["Warsaw"]}),
        ("The Germans advanced, taking Warsaw.", {"agent": ["Germans"], "place": ["Warsaw"]}),
        ("The Germans seized part of Poland.", {"agent": ["Germans"], "place": ["Poland"]}),
    ],
)
def test_forms_of_capture(found: Any, text: str, roles: dict[str, object]) -> None:
    assert found(text, "Capture") == [roles]


@pytest.mark.parametrize(
    "text",
    [
        "The Germans fell back to Warsaw.",
        "The treaty took Russia out of the war.",
        "He spoke for the Front for the Liberation of Poland.",
        "The Germans surrendered in Poland.",
        "The Germans lost their influence in Poland.",
        "The prisoners at Warsaw were taken away.",
    ],
)
def test_other_turns_are_no_capture(found: Any, text: str) -> None:
    assert found(text, "Capture", "Liberation") == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Union assaults drove the Confederates back.", {"agent": ["Union"]}),
        ("The Confederates repulsed a Union attack.", {"agent": ["Union"]}),
        ("The Germans took part in the attack on Warsaw.", {"agent": ["Germans"], "place": ["Warsaw"]}),
        ("The Germans took the offensive.", {"agent": ["Germans"]}),
        ("Moscow came under attack from the Germans.", {"agent": ["Germans"], "place": ["Moscow"]}),
        ("The Germans fell upon the Soviets.", {"agent": ["Germans"], "opponent": ["Soviets"]}),
    ],
)
def test_forms_of_attack(found: Any, text: str, roles: dict[str, object]) -> None:
    assert found(text, "Attack") == [roles]


@pytest.mark.parametrize(
    "text",
    [
        "The Germans charged him with treason.",
        "Moscow was surprised by the speed of the advance.",
        "The Germans began a drive for scrap iron.",
    ],
)
def test_other_turns_are_no_attack(found: Any, text: str) -> None:
    assert found(text, "Attack") == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Having taken Warsaw in 1939, the Germans captured Kiev in 1941.", "1941-01-01"),
        ("On 5 May 1940 the Soviets met the Germans, who had captured Kiev.", None),
        ("When the Soviets left on 5 May 1940, the Germans captured Kiev.", "1940-05-05"),
        ("In May 1940, after the Soviets had left, the Germans captured Kiev.", "1940-05-01"),
        ("In 1941 they remembered the day of the capture of Kiev.", None),
        ("The capture of Kiev on 5 May 1940 shocked Moscow.", "1940-05-05"),
    ],
)
def test_date_is_that_of_the_clause(found: Any, text: str, first: str | None) -> None:
    rows = [row for row in found(text, "Capture") if row["place"] == ["Kiev"]]
    assert [row.get("from") for row in rows] == [first]


def test_formations_under_one_noun_act_together(found: Any) -> None:
    (row,) = found("The 1st and 2nd Armies attacked Warsaw.", "Attack")
    assert row["agent"] == ["1st", "2nd Armies"]


def test_withdrawing_an_envoy_is_no_retreat(found: Any) -> None:
    assert found("Germany withdrew its ambassador.", "Retreat") == []
    assert found("Germany withdrew its troops from Poland.", "Retreat")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The German army demanded that Reims be captured.", "Ordered"),
        ("The German army requested that Reims be captured.", "Planned"),
        ("The German army reported that the 4th Army captured Reims.", ""),
        ("The German plan called for the capture of Reims.", "Planned"),
        ("The order led General Dorn to capture Reims.", ""),
        ("General Dorn urged the Germans to allow him to capture Reims.", "Planned"),
    ],
)
def test_what_is_asked_for_has_not_happened(found: Any, text: str, modality: str) -> None:
    (row,) = found(text, "Capture")
    assert row.get("modality", "") == modality


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The French captured Charleston, South Carolina, in May 1780.", {"Charleston"}),
        ("The German army captured Reims, Verdun and Kiev.", {"Reims", "Verdun", "Kiev"}),
    ],
)
def test_country_behind_a_place_is_not_taken_with_it(found: Any, text: str, places: set[str]) -> None:
    assert {r["place"][0] for r in found(text, "Capture")} == places


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("General Dorn retired from politics.", "Retreat"),
        ("The Germans withdrew from the talks.", "Retreat"),
        ("General Dorn moved the offices to Moscow.", "Movement"),
        ("The aeroplane of the Germans took off from Kiev.", "Capture"),
    ],
)
def test_what_is_no_act_of_war_gives_no_event(found: Any, text: str, kind: str) -> None:
    assert found(text, kind) == []


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Between 1980 and 1985 the Germans besieged Moscow.", ("1980-01-01", "1985-12-31")),
        ("From May 1941 to July 1942 the Germans besieged Moscow.", ("1941-05-01", "1942-07-31")),
        ("In May 1941 and in July 1942 the Germans besieged Moscow.", ("1941-05-01", "1941-05-31")),
    ],
)
def test_two_dates_bound_a_stretch(found: Any, text: str, span: tuple[str, str]) -> None:
    (row,) = found(text, "Encirclement")
    assert (row["from"], row["to"]) == span


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("General Dorn won the Battle of Moscow.", {"victor": ["Dorn"]}),
        ("The Germans lost the Battle of Moscow.", {"defeated": ["Germans"]}),
        (
            "General Dorn was defeated by the Soviets at the Battle of Moscow.",
            {"victor": ["Soviets"], "defeated": ["Dorn"]},
        ),
        ("The Germans hoped to win the Battle of Moscow.", None),
    ],
)
def test_outcome_of_a_named_battle(found: Any, text: str, roles: dict[str, list[str]] | None) -> None:
    rows = found(text, "Battle")
    assert [{k: r[k] for k in ("victor", "defeated") if k in r} for r in rows] == ([roles] if roles else [])


def test_part_of_a_side_acts_as_its_leader(found: Any) -> None:
    (row,) = found("General Dorn's Germans attacked Moscow.", "Attack")
    assert row["agent"] == ["Dorn"]


def test_what_the_speaker_says_of_itself(found: Any) -> None:
    rows = found("The French lost Kiev. The Germans claimed that they captured Moscow.", "Capture")
    assert [r["agent"] for r in rows if r["place"] == ["Moscow"]] == [["Germans"]]
