"""Which date an event has: the date of its own clause, and none where the text dates something else."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.rules import load
from orbat.rules.schema import Term

pytestmark = pytest.mark.model

EVENTS = ("Attack", "Capture", "Encirclement", "Retreat", "Movement", "Liberation")
DAY, RANGE, NONE = ("1942-05-03", "1942-05-03"), ("1942-05-03", "1942-05-09"), None
LISTS = {
    "times.to": (RANGE, DAY),
    "times.and": (RANGE, DAY),
    "times.apart": (NONE, DAY),
    "times.since": (DAY, NONE),
    "times.until": (DAY, NONE),
    "times.then": (NONE, DAY),
    "times.end": (NONE, DAY),
    "times.earlier": (NONE, DAY),
    "times.within": (DAY, NONE),
    "times.coming": (NONE, DAY),
}
"""The span of the fact about Kalinin in the examples of each list: in `yes`, and in `no`."""


def span(found: Any, text: str, place: str = "Kalinin") -> tuple[object, object] | None:
    """First and last day of the last event at `place`; None for an event without a date, or for none."""
    rows = [row for row in found(text, *EVENTS) if place in row.get("place", row.get("destination", []))]
    return (rows[-1]["from"], rows[-1]["to"]) if rows and "from" in rows[-1] else None


@pytest.mark.parametrize("term", list(load("times", Term)), ids=lambda term: term.id)
def test_word_list_dates_its_examples(found: Any, term: Term) -> None:
    yes, no = LISTS[term.id]
    assert [span(found, text) for text in term.yes] == [yes] * len(term.yes)
    assert [span(found, text) for text in term.no] == [no] * len(term.no)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On 3 May 1942, when it rained, the Germans attacked Kalinin.", DAY),
        ("From 3 to 9 May 1942 the Germans attacked Kalinin.", RANGE),
        ("The Germans attacked Kalinin on 3-9 May 1942.", RANGE),
        ("The Germans attacked Kalinin, 3 May to 9 May 1942.", RANGE),
        ("On the night of the 3rd/4th of May 1942 the Germans attacked Kalinin.", (DAY[0], "1942-05-04")),
        ("The Germans attacked Kalinin in 1782 and 1783.", ("1782-01-01", "1783-12-31")),
        ("It was not until the afternoon of 3 May 1942 that the Germans captured Kalinin.", DAY),
        ("The war lasted until 3 May 1942, when the Germans captured Kalinin.", DAY),
        ("The Germans fired at dawn on 3 May 1942 and attacked Kalinin.", DAY),
        ("Before daylight on 3 May 1942 the Germans came up and attacked Kalinin.", DAY),
        ("When the Germans attacked Kalinin, the Soviets retreated to Kiev on 3 May 1942.", NONE),
        ("Kiev fell on 3 May 1942, and the Germans attacked Kalinin.", NONE),
        ("The Germans attacked Kalinin before 3 May 1942.", NONE),
    ],
)
def test_event_takes_the_date_of_its_clause(found: Any, text: str, days: tuple[str, str] | None) -> None:
    assert span(found, text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "The landing took place on 6 June 1944. Three days after the landing they attacked Kalinin.",
            ("1944-06-09", "1944-06-09"),
        ),
        (
            "The siege began on 3 May 1942. On the fourth day of the siege the Germans attacked Kalinin.",
            ("1942-05-06", "1942-05-06"),
        ),
        (
            "The siege began on 3 May 1942. A month after the siege began the Germans attacked Kalinin.",
            ("1942-06-01", "1942-06-30"),
        ),
        ("The Germans rested. Three days after the landing they attacked Kalinin.", NONE),
        ("The landing failed in 1944. Three days after the landing they attacked Kalinin.", NONE),
    ],
)
def test_distance_from_an_event_is_reckoned_where_the_text_dates_it(
    found: Any, text: str, days: tuple[str, str] | None
) -> None:
    assert span(found, text) == days


def test_reckoned_date_says_which_passage_it_rests_on(read: Any) -> None:
    text = "The landing took place on 6 June 1944. Three days after the landing they attacked Kalinin."
    (time,) = [fact.time for fact in read(text).facts if fact.kind == "Attack"]
    assert time is not None
    assert time.resolved_from is not None
    assert time.as_stated == "Three days after the landing"
    assert time.resolved_from.quote == "The landing took place on 6 June 1944."


DIARY = """June 7th, 1944. The Germans attacked Lodz.

June 10th. It rained. The Germans attacked Kiev in the evening. 12th. The Germans attacked Selm.

June 14th. They rested.

It was a long war. The Germans attacked Kalinin."""


@pytest.mark.parametrize(
    ("place", "day"),
    [("Lodz", "1944-06-07"), ("Kiev", "1944-06-10"), ("Selm", "1944-06-12"), ("Kalinin", None)],
)
def test_entry_of_a_diary_dates_what_it_tells(found: Any, place: str, day: str | None) -> None:
    days = span(found, DIARY, place)
    assert days == ((day, day) if day else None)


def test_date_alone_dates_only_the_next_sentence_where_the_text_is_no_diary(found: Any) -> None:
    text = "November 13th, 1941. The Germans attacked Kiev. The Germans attacked Kalinin."
    assert span(found, text, "Kiev") == ("1941-11-13", "1941-11-13")
    assert span(found, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "By 12 September 1914 the Germans were halted at the Battle of Selm (5 September-12 September).",
        "The Battle of Selm (5-12 September 1914) was long.",
        "It was after the losses of the Battle of Selm (5-12 September 1914) that the Germans left.",
    ],
)
def test_bracket_after_an_event_dates_it(found: Any, text: str) -> None:
    (row,) = found(text, "Battle")
    assert (row["from"], row["to"]) == ("1914-09-05", "1914-09-12")


def test_date_in_the_name_of_an_order_is_not_the_day_it_was_issued(found: Any) -> None:
    text = 'November 13th, 1942. General Dorn issued the "1943 Spring Offensive Order".'
    (row,) = found(text, "OrderIssued")
    assert (row["from"], row["to"]) == ("1942-11-13", "1942-11-13")


def test_bracket_dates_no_verb_before_another(found: Any) -> None:
    text = "The Germans, who attacked Kiev, captured the town of Kalinin (26 May 1880)."
    assert span(found, text, "Kiev") is None
    assert span(found, text) == ("1880-05-26", "1880-05-26")
