"""Years that cannot be, and the many steps back in time that are good narrative."""

from collections.abc import Callable
from typing import Any

import pytest

from orbat.validate import Quad, conflicts

Quads = Callable[..., list[Quad]]
Account = Callable[..., Any]
"""Makes an account to write; see `conftest.py`."""
ID = "https://w3id.org/orbat/id/"
ATTACK = "a orbat:Attack"


def found(quads: Quads, *accounts: Any) -> list[tuple[str, str]]:
    told = conflicts(quads("".join(account.turtle for account in accounts)))
    return [(c.first.removeprefix(ID), c.second.removeprefix(ID)) for c in told if c.kind == "chronology"]


def narrative(account: Account, *times: str, modality: str = "Happened") -> Any:
    """Events e0, e1 ... at times, in that order; a time that ends in `~` is told without its year."""
    told = account()
    for i, time in enumerate(times):
        when = time.rstrip("~")
        told.tell(f"e{i}", ATTACK, when, "that day" if time.endswith("~") else when[:4], modality)
    return told


def test_year_too_late_between_times_that_agree(quads: Quads, account: Account) -> None:
    """Told: November 1941, 5 December 1942, 7 January 1943, April 1942."""
    told = narrative(account, "1941-11-13", "1942-12-05", "1943-01-07", "1942-04")
    assert found(quads, told) == [("e1", "e3")]


def test_single_event_a_year_too_late(quads: Quads, account: Account) -> None:
    assert found(quads, narrative(account, "1941-12-01", "1942-12-05", "1941-12-20")) == [("e1", "e2")]


def test_times_that_took_the_wrong_year_over_belong_to_the_block(quads: Quads, account: Account) -> None:
    told = narrative(
        account, "1941-11-13", "1942-12-05", "1942-12-16~", "1943-01-07~", "1942-03-01~", "1942-04-20"
    )
    assert found(quads, told) == [("e1", "e5")]


def test_wrong_year_that_a_long_stretch_took_over_is_found(quads: Quads, account: Account) -> None:
    stretch = [f"1942-12-{day:02}~" for day in range(6, 27)]
    told = narrative(account, "1941-12-04", "1942-12-05", *stretch, "1943-01-07", "1942-04-01")
    assert found(quads, told) == [("e1", "e24")]


def test_plan_with_the_wrong_year_shows_in_what_came_of_it(quads: Quads, account: Account) -> None:
    told = narrative(account, "1941-12-04").tell("plan", ATTACK, "1942-12-05", "5 December 1942", "Planned")
    told.tell("deed", ATTACK, "1942-12-06", "next day").tell("last", ATTACK, "1942-03-01", "1942")
    assert found(quads, told) == [("plan", "last")]


def test_years_before_christ(quads: Quads, account: Account) -> None:
    told = account().tell("e0", ATTACK, "-0489-08-01", "August 490 BC")
    told.tell("e1", ATTACK, "-0488-09-12", "September 489 BC").tell(
        "e2", ATTACK, "-0489-10-01", "October 490 BC"
    )
    assert found(quads, told) == [("e1", "e2")]


@pytest.mark.parametrize(
    "times",
    [
        ("1941-11-13", "1941-12-05", "1942-01-07", "1942-04-01"),  # in order
        ("1941-12-05", "1941-11-13", "1942-01-07"),  # a small step back
        ("1941-06-22", "1942-08-23", "1943-07-05", "1941-09-01"),  # ends with a look back
        ("1942-12-05", "1942-04-01"),  # nothing before it to hold it against
        ("1941-11-13", "1945-05-09", "1941-11-20"),  # a look ahead, more than a slip of the pen
        ("1939-09-01", "1942-12-05", "1942-04-01"),  # its neighbours do not agree
        ("1941-12-01", "1942-06-10", "1941-12-20"),  # a year earlier it would not fit either
        ("1941-12-01", "1942-12-05~", "1941-12-20"),  # the year is a reader's, not the writer's
        ("1941-11-01", "1942-12-01/1943-02-28", "1941-12-20"),  # a season says too little
    ],
)
def test_order_of_telling_that_proves_nothing(quads: Quads, account: Account, times: tuple[str, ...]) -> None:
    assert found(quads, narrative(account, *times)) == []


def test_chapter_on_another_year_is_no_slip(quads: Quads, account: Account) -> None:
    chapter = [f"1942-12-{day:02}" for day in (1, 5, 9, 13, 17)]  # each names its year
    assert found(quads, narrative(account, "1941-11-01", *chapter, "1942-01-01")) == []


@pytest.mark.parametrize("modality", ["Ordered", "Planned", "Denied"])
def test_plans_look_ahead(quads: Quads, account: Account, modality: str) -> None:
    told = narrative(account, "1941-12-01")
    told.tell("plan", ATTACK, "1942-12-05", "December 1942", modality).tell(
        "last", ATTACK, "1941-12-20", "1941"
    )
    assert found(quads, told) == []


def test_sources_are_read_apart(quads: Quads, account: Account) -> None:
    one = account("a.txt").tell("one", ATTACK, "1941-12-01", "1941").tell("two", ATTACK, "1942-12-05", "1942")
    assert found(quads, one, account("b.txt").tell("three", ATTACK, "1941-12-20", "1941")) == []


def test_explanation_says_what_would_fit_and_quotes_both(quads: Quads, account: Account) -> None:
    told = narrative(account, "1941-11-13", "1942-12-05", "1942-04")
    (conflict,) = conflicts(quads(told.turtle))
    assert "1 year earlier it would fit" in conflict.explanation
    assert "“e1, 1942.” (a.txt)" in conflict.explanation
    assert "“e2, 1942.” (a.txt)" in conflict.explanation
