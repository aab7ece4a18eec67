"""What belongs to what."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.model


def parts(rows: list[dict[str, Any]]) -> set[str]:
    return {f"{row['unit'][0].split()[0]} of {row['superior'][0].split()[0]}" for row in rows}


@pytest.mark.parametrize(
    "text",
    [
        "The Second Army was to cross with the 18th and 2nd Divisions.",
        "The Second Army consisted of the 18th Division (Dorn) and the 2nd Division (Reno).",
        "The Second Army (18th Division and 2nd Division) attacked.",
        "Second Army: 18th Division, 2nd Division.",
        "The Second Army controlled the 18th and 2nd Divisions.",
        "The Second Army's 18th and 2nd Divisions attacked.",
        "The Second Army under General Reno, consisting of the 18th and 2nd Divisions, attacked.",
        "The Second Army attacked. It was made up of the 18th and 2nd Divisions.",
        "The 18th and 2nd Divisions of the Second Army attacked.",
        "The Second Army had two divisions, the 18th Division and the 2nd Division.",
    ],
)
def test_list_belongs_to_its_whole(found: Any, text: str) -> None:
    assert parts(found(text, "Subordination")) == {"18th of Second", "2nd of Second"}


@pytest.mark.parametrize(
    "text",
    [
        "The 18th Division, which formed part of the Second Army, attacked.",
        "The 18th Division, now with the Second Army, attacked.",
        "The 18th Division came under the Second Army.",
        "The 18th Division, under command of the Second Army, attacked.",
        "The 18th Division, lent by the Second Army, attacked.",
        "The 18th Division joined the Second Army.",
        "The Second Army was reinforced by the 18th Division.",
        "The 18th Division was detached from the Second Army.",
        "The Second Army attacked, and its 18th Division took Selmon.",
        "General Dorn commanded the Second Army. He threw in his 18th Division.",
    ],
)
def test_part_belongs_to_its_whole(found: Any, text: str) -> None:
    assert parts(found(text, "Subordination")) == {"18th of Second"}


@pytest.mark.parametrize(
    "text",
    [
        "The 18th Division was not part of the Second Army.",
        "The 18th Division relieved the Second Army.",
        "The Second Army clashed with the 18th Division.",
        "The 18th Division and the Second Army attacked.",
        "The 18th Division was the strongest enemy of the Second Army.",
        "Dorn's cavalry and the infantry of Reno's division attacked.",
    ],
)
def test_other_neighbours_belong_to_nothing(found: Any, text: str) -> None:
    assert found(text, "Subordination") == []


def test_numbered_formation_belongs_to_one_whose_name_tells_no_echelon(found: Any) -> None:
    rows = found("The 1st Battalion of the Prussian Guard attacked.", "Subordination")
    assert parts(rows) == {"1st of Prussian"}


def test_transfer_is_dated_where_it_leads(found: Any) -> None:
    text = "On 5 May 1942 the 18th Division was transferred from the Third Army to the Second Army."
    rows = {row["superior"][0]: row.get("from") for row in found(text, "Subordination")}
    assert rows == {"Third Army": None, "Second Army": "1942-05-05"}
