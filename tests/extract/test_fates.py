"""What became of named people, from invented sentences."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("General Dorn was killed on 5 May 1862.", "killed"),
        ("General Dorn was mortally wounded.", "wounded"),
        ("They captured General Dorn.", "captured"),
    ],
)
def test_fate_is_read(found: Any, text: str, fate: str) -> None:
    (row,) = found(text, "Casualty")
    assert (row["person"], row["lossKind"]) == (["Dorn"], fate)


@pytest.mark.parametrize(
    "text",
    [
        "General Dorn was not killed.",
        "General Dorn killed 30 men.",
        "They hoped to capture General Dorn.",
        "General Dorn's men were captured.",
        "The general was killed.",
        "General Dorn died of fever.",
    ],
)
def test_other_people_and_things_unhappened_have_no_fate(found: Any, text: str) -> None:
    assert found(text, "Casualty") == []
