"""People and places told apart. Texts are invented."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Brig. Gen. W. H. Selmon crossed the river.", ["W. H. Selmon"]),
        ("Confederate general Dorn was killed.", ["Dorn"]),
        ("Field Marshal von Dornberg ordered the retreat.", ["von Dornberg"]),
        ("Generals Selmon and Dorn met.", ["Selmon", "Dorn"]),
        ("The order was signed by Colonel Jan van Selm.", ["Jan van Selm"]),
    ],
)
def test_people_are_marked(marked: Any, text: str, people: list[str]) -> None:
    assert marked(text, "people") == people


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("They forded the Selm River.", ["Selm River"]),
        ("Fighting raged near Dorn's Ford.", ["Dorn's Ford"]),
        ("They took the town of Selmon.", ["Selmon"]),
        ("They stormed Fort Selmon.", ["Fort Selmon"]),
        ("They reached the Selmon heights.", ["Selmon heights"]),
        ("The fleet left the Strait of Selm.", ["Strait of Selm"]),
        ("They marched through East Selmon.", ["East Selmon"]),
    ],
)
def test_places_are_marked(marked: Any, text: str, places: list[str]) -> None:
    assert marked(text, "places") == places


@pytest.mark.parametrize(
    "text",
    [
        "Meanwhile the troops waited.",
        "In November the roads froze.",
        "The General Staff met.",
        "A general attack began.",
        "Reinforcements came too late.",
        "They crossed the river at night.",
        "The Germans attacked.",
        "Losses were heavy.",
    ],
)
def test_common_words_in_capitals_are_no_names(marked: Any, text: str) -> None:
    assert marked(text, "people") + marked(text, "places") == []


def test_one_sense_holds_through_a_text(marked: Any) -> None:
    text = "General Dorn led the corps. The corps halted. Dorn waited, and then Dorn turned south."
    assert marked(text, "people") == ["Dorn", "Dorn", "Dorn"]


def test_a_front_named_for_a_town_is_no_place(marked: Any) -> None:
    text = "The Kalinin Front attacked. Kalinin fell on 4 December."
    assert marked(text, "places") == ["Kalinin"]
    assert marked(text, "units") == ["Kalinin Front"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Confederate army fled. The Rebels left their guns.", "Confederate States"),
        ("The Rebels left their guns.", "Rebels"),
    ],
)
def test_general_side_is_the_one_that_the_text_names(attributes: Any, text: str, side: str) -> None:
    assert attributes(text, "sides")[-1]["norm"] == side


def test_acronym_of_a_side_is_matched_in_capitals_only(marked: Any) -> None:
    assert marked("Us they left behind. The US sent arms.", "sides") == ["US"]
