"""Counted men and things, their bounds, and numbers that count nothing."""

from __future__ import annotations

from typing import Any

import pytest

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
    ],
)
def test_numbers_that_count_no_forces_are_left(marked: Any, text: str) -> None:
    assert marked(text, "quantities") == []
