"""Counted men and things, their bounds, and numbers that count nothing."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.rules import load
from orbat.rules.schema import Term

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "count", "low", "high", "of"),
    [
        ("They lost 800 tanks.", "800", None, None, "tanks"),
        ("They lost more than 155,000 men.", "155000", "155000", None, "men"),
        ("They lost nearly 1,500 aircraft.", "1500", None, "1500", "aircraft"),
        ("They lost about 300 guns.", "300", "270", "330", "guns"),
        ("They lost eight thousand prisoners.", "8000", None, None, "prisoners"),
        ("They lost 3,000 to 4,000 men.", None, "3000", "4000", "men"),
        ("They lost two hundred and fifty horses.", "250", None, None, "horses"),
        ("They lost 1.5 million men.", "1500000", None, None, "men"),
        ("They lost 40 heavy artillery pieces.", "40", None, None, "artillery pieces"),
        ("They lost 500 Germans.", "500", None, None, "men"),
        ("They sent 13 regular army divisions.", "13", None, None, "divisions"),
        ("They sent three infantry armies.", "3", None, None, "armies"),
        ("They lost a quarter of a million men.", "250000", None, None, "men"),
        ("They lost one and a half million men.", "1500000", None, None, "men"),
        ("They lost a million and a half men.", "1500000", None, None, "men"),
        ("They lost 3-4,000 men.", None, "3000", "4000", "men"),
        ("They lost between 5,000 and 6,000 men.", None, "5000", "6000", "men"),
        ("They lost 155 000 men.", "155000", None, None, "men"),
        ("They lost 300-odd men.", "300", "270", "330", "men"),
        ("They lost upwards of 5,000 men.", "5000", "5000", None, "men"),
        ("They lost 533 officers and men.", "533", None, None, "men"),
        ("They lost 800 killed and wounded.", "800", None, None, "casualties"),
        ("They sent six 75-mm guns.", "6", None, None, "guns"),
        ("They sent thirty-three sail of the line.", "33", None, None, "sail of the line"),
        ("They sent a 3,000-man brigade.", "3000", None, None, "men"),
        ("They sent an army of 55,000.", "55000", None, None, "men"),
        ("They sent six armoured and mechanised brigades.", "6", None, None, "brigades"),
    ],
)
def test_quantity_is_read(attributes: Any, text: str, count: str, low: str, high: str, of: str) -> None:
    (found,) = attributes(text, "quantities")
    assert (found.get("count"), found.get("minimum"), found.get("maximum"), found["of"]) == (
        count,
        low,
        high,
        of,
    )


def test_anaphor_counts_what_was_counted_before(attributes: Any) -> None:
    first, second = attributes("They sent 90 aircraft. 23 of them were shot down.", "quantities")
    assert (first["of"], second["of"], second["count"]) == ("aircraft", "aircraft", "23")


@pytest.mark.parametrize(
    "text",
    [
        "It lies 165 kilometres south of the city.",
        "The 16th Army attacked.",
        "They met in 1941.",
        "Order No. 227 was read.",
        "One of the men spoke.",
        "They waited two days.",
        "Hill 203 was taken.",
        "They had 88 mm guns.",
        "They came within two miles of the Germans.",
        "They built 30 gun positions.",
        "They met 45 Commando.",
        "They lost one man in three.",
        "They lost 10 per cent of the men.",
        "They had three times as many men.",
    ],
)
def test_numbers_that_count_no_forces_are_left(marked: Any, text: str) -> None:
    assert marked(text, "quantities") == []


def test_numbers_that_share_a_noun_count_it(attributes: Any) -> None:
    rows = attributes("They lost 3,000 and 5,000 men, and 200 horse and 1,000 foot.", "quantities")
    assert [(row["count"], row["of"]) for row in rows] == [
        ("3000", "men"),
        ("5000", "men"),
        ("200", "horse"),
        ("1000", "foot"),
    ]


def test_whole_is_told_beside_its_part(attributes: Any) -> None:
    (row,) = attributes("They lost 40 of their 90 guns.", "quantities")
    assert (row["count"], row["whole"], row["of"]) == ("40", "90", "guns")


def test_number_without_a_noun_is_kept_apart(marked: Any) -> None:
    text = "Their losses were 890 on 5 May 1942, ten miles from 300 houses."
    assert (marked(text, "quantities"), marked(text, "figures")) == ([], ["890"])


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("inexact_numbers", Term)])
def test_inexact_number_counts_in_its_example(marked: Any, term: Term) -> None:
    counts = term.kind != "share"
    assert [bool(marked(text, "quantities")) for text in term.yes] == [counts] * len(term.yes)
    assert [bool(marked(text, "quantities")) for text in term.no] == [not counts] * len(term.no)


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("bounds_after", Term)])
def test_bound_behind_a_number_bounds_its_example_only(attributes: Any, term: Term) -> None:
    given = {"minimum": {"minimum"}, "maximum": {"maximum"}, "about": {"minimum", "maximum"}}[term.kind]
    assert [{*row} & {"minimum", "maximum"} for row in attributes(term.yes[0], "quantities")] == [given]
    assert [{*row} & {"minimum", "maximum"} for row in attributes(term.no[0], "quantities")] == [set()]


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("measures", Term)])
def test_measure_counts_nothing(marked: Any, term: Term) -> None:
    assert [marked(text, "quantities") for text in term.yes] == [[]]
    assert [len(marked(text, "quantities")) for text in term.no] == [1]


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("left_out", Term)])
def test_host_tells_what_is_left_out(attributes: Any, term: Term) -> None:
    assert [row["of"] for row in attributes(term.yes[0], "quantities")] == [term.name]
    assert attributes(term.no[0], "quantities") == []
