"""Losses and strengths from invented sentences."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "side", "count", "kind"),
    [
        ("The German army lost more than 1,300 tanks.", "German army", "1300", "destroyed"),
        ("The German army suffered 5,000 casualties.", "German army", "5000", "casualties"),
        ("The Soviets destroyed 18 German tanks.", "German", "18", "destroyed"),
        ("The Soviets shot down 30 German aircraft.", "German aircraft", "30", "shotDown"),
    ],
)
def test_loss_is_read(found: Any, text: str, side: str, count: str, kind: str) -> None:
    (row,) = found(text, "Loss")
    assert (row["sufferedBy"], row["count"], row["lossKind"]) == ([side], count, kind)


def test_list_of_losses_has_one_sufferer(found: Any) -> None:
    rows = found("The German army lost 800 tanks, 300 guns and 1,500 aircraft.", "Loss")
    assert [(r["count"], r["of"]) for r in rows] == [("1500", "aircraft"), ("300", "guns"), ("800", "tanks")]
    assert {tuple(r["sufferedBy"]) for r in rows} == {("German army",)}


@pytest.mark.parametrize(
    ("text", "force", "count"),
    [
        ("General Howe had 4,000 men.", "Howe", "4000"),
        ("General Howe with about 4,000 men marched north.", "Howe", "4000"),
        ("The Soviet army was reinforced by 300 tanks.", "Soviet army", "300"),
    ],
)
def test_strength_is_read(found: Any, text: str, force: str, count: str) -> None:
    (row,) = found(text, "Strength")
    assert (row["force"], row["count"]) == ([force], count)


@pytest.mark.parametrize(
    "text",
    [
        "The army marched 300 miles.",
        "General Howe met 300 men on the road.",
        "The German army did not lose 300 tanks.",
        "The army lost its way.",
    ],
)
def test_other_numbers_are_no_loss(found: Any, text: str) -> None:
    assert found(text, "Loss") == []
