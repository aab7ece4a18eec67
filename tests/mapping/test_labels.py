"""Statements and times in words."""

from __future__ import annotations

import pytest

from orbat.mapping.labels import fact_label, time_label
from orbat.model import Modality, ResolvedFact, TimeSpan, attributes

NAMES = {
    "p": "Zhukov",
    "u": "16th Army",
    "v": "20th Army",
    "k": "Klin",
    "t": "tank",
    "g": "Germany",
    "o": "Order No. 7",
}


def label(kind: str, values: dict[str, str] | None = None, time: TimeSpan | None = None, **roles: str) -> str:
    pairs = tuple(sorted((role, id_) for role, ids in roles.items() for id_ in ids))
    return fact_label(
        ResolvedFact("event/1", kind, pairs, (), "r", time, Modality.HAPPENED, attributes(values or {})),
        NAMES,
    )


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (label("Command", commander="p", unit="u"), "Command of Zhukov over 16th Army"),
        (label("Capture", place="k", agent="uv"), "Capture of Klin by 16th Army and 20th Army"),
        (label("CounterAttack", agent="u", place="k"), "Counter attack by 16th Army at Klin"),
        (
            label("Loss", {"count": "5", "lossKind": "shotDown"}, of="t", sufferedBy="g"),
            "Loss (5 shot down) of tank of Germany",
        ),
        (
            label("Strength", {"minimum": "3", "maximum": "9"}, of="t", force="u"),
            "Strength (3 to 9) of tank of 16th Army",
        ),
        (label("OrderIssued", order="o", issuedBy="p"), "Order issued of Order No. 7 by Zhukov"),
        (label("Attack"), "Attack"),
        (label("Attack", agent="?"), "Attack"),
    ],
)
def test_fact_label_names_what_is_known(made: str, words: str) -> None:
    assert made == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("1941-12-04", "1941-12-04", "4 December 1941"),
        ("1941-12-01", "1941-12-31", "December 1941"),
        ("1940-02-01", "1940-02-29", "February 1940"),
        ("1941-02-01", "1941-02-28", "February 1941"),
        ("1941-01-01", "1941-12-31", "1941"),
        ("1941-12-01", "1941-12-30", "1 December 1941 to 30 December 1941"),
        ("1941-11-01", "1941-12-31", "1 November 1941 to 31 December 1941"),
        ("-0489-01-01", "-0489-12-31", "490 BC"),
        ("-0489-09-01", "-0489-09-30", "September 490 BC"),
        ("0000-02-01", "0000-02-29", "February 1 BC"),
        ("0476-09-04", "0476-09-04", "4 September 476"),
        ("-0001-01-01", "0001-12-31", "1 January 2 BC to 31 December 1"),
    ],
)
def test_time_label_is_a_day_a_month_a_year_or_both_ends(first: str, last: str, words: str) -> None:
    assert time_label(TimeSpan(first, last, first, "then")) == words
