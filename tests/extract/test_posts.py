"""Appointments, dismissals and orders from invented sentences."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("General Montgomery took command of the 8th Army.", "Montgomery"),
        ("General Dorn was given command of the 8th Army.", "Dorn"),
        ("Command of the 8th Army passed to General Dorn.", "Dorn"),
        ("The newly appointed General Dorn arrived.", "Dorn"),
        ("General Dorn was appointed commander of the 8th Army.", "Dorn"),
        ("The army knew of General Dorn's appointment as commander.", "Dorn"),
        ("General Dorn took over as commander of the 8th Army.", "Dorn"),
        ("General Dorn was placed in command of the 8th Army.", "Dorn"),
        ("General Dorn succeeded to the command of the army.", "Dorn"),
        ("General Hall was dead; General Dorn took his place.", "Dorn"),
        ("General Hall was dead; his successor was General Dorn.", "Dorn"),
        ("General Dorn was sworn in as military governor.", "Dorn"),
        ("General Dorn was recalled to the 8th Army.", "Dorn"),
        ("Lincoln gave the 8th Army to General Dorn.", "Dorn"),
        ("Lincoln installed General Dorn as governor.", "Dorn"),
        ("General Dorn was appointed to command the 8th Army.", "Dorn"),
    ],
)
def test_appointment_is_read(found: Any, text: str, person: str) -> None:
    assert [row["person"] for row in found(text, "Appointment")] == [[person]]


@pytest.mark.parametrize(
    "text",
    [
        "General Dorn took a walk.",
        "General Dorn became ill.",
        "General Dorn took the town.",
        "Time passed for General Dorn.",
        "The book was given to General Dorn.",
        "General Dorn became the prisoner of Captain Hall.",
        "General Dorn became the dictator he had warned against.",
    ],
)
def test_other_turns_are_no_appointment(found: Any, text: str) -> None:
    assert found(text, "Appointment") == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("General Dorn was dismissed on 5 May 1862.", "Dorn"),
        ("General Dorn resigned in May 1862.", "Dorn"),
        ("The army knew of the dismissal of General Dorn.", "Dorn"),
        ("General Hall was succeeded by General Dorn.", "Hall"),
        ("Lincoln relieved General Dorn of command.", "Dorn"),
        ("General Hall took over from General Dorn.", "Dorn"),
        ("General Hall took the place of General Dorn as governor.", "Dorn"),
        ("General Hall took over the 8th Army from General Dorn.", "Dorn"),
        ("General Dorn stepped down as chief of staff.", "Dorn"),
        ("General Dorn was forced out.", "Dorn"),
    ],
)
def test_dismissal_is_read(found: Any, text: str, person: str) -> None:
    assert [row["person"] for row in found(text, "Dismissal")] == [[person]]


@pytest.mark.parametrize(
    "text",
    [
        "General Hall relieved General Dorn at the ford.",
        "The king recalled General Dorn from Moscow.",
        "General Dorn was not dismissed.",
    ],
)
def test_other_turns_are_no_dismissal(found: Any, text: str) -> None:
    assert found(text, "Dismissal") == []


def test_gapped_dismissals_have_their_own_dates(found: Any) -> None:
    text = "General Hall was dismissed on 8 January 1942, and General Dorn on 15 January 1942."
    rows = {(row["person"][0], row["from"]) for row in found(text, "Dismissal")}
    assert rows == {("Hall", "1942-01-08"), ("Dorn", "1942-01-15")}


def test_offer_to_resign_is_no_dismissal_that_happened(found: Any) -> None:
    (row,) = found("The army refused General Dorn's resignation.", "Dismissal")
    assert row["modality"] == "Planned"


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("On Stalin's orders the 62nd Army stood.", "Stalin"),
        ("The 62nd Army was under orders from General Dorn.", "Dorn"),
        ("Stalin ordered the 62nd Army to attack.", "Stalin"),
    ],
)
def test_order_is_read(found: Any, text: str, issuer: str) -> None:
    assert [row["issuedBy"] for row in found(text, "OrderIssued")] == [[issuer]]


@pytest.mark.parametrize(
    "text",
    [
        "The 62nd Army under the command of General Dorn stood.",
        "General Dorn told us what he wanted.",
        "General Dorn told General Hall that they had won.",
        "The corps commanded by General Dorn was told by nobody to stand.",
    ],
)
def test_other_turns_are_no_order(found: Any, text: str) -> None:
    assert found(text, "OrderIssued") == []


@pytest.mark.parametrize(
    "text",
    [
        "Lincoln appointed General Dorn the commander of the army.",
        "General Dorn was appointed commander of the army because of his fame.",
        "General Dorn was appointed commander of the army on 5 May 1862.",
    ],
)
def test_post_is_named_without_what_surrounds_it(found: Any, text: str) -> None:
    assert [row["position"] for row in found(text, "Appointment")] == ["commander of the army"]
