"""Graphs read as statements."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.validate import Quad
from orbat.validate.statements import Span, day_number, statements

Quads = Callable[..., list[Quad]]
Account = Callable[..., Any]
"""Makes an account to write; see `conftest.py`."""


@given(st.dates(), st.dates())
def test_day_numbers_differ_as_days_do(one: date, other: date) -> None:
    assert day_number(one.isoformat()) - day_number(other.isoformat()) == (one - other).days


@pytest.mark.parametrize(
    ("one", "next_"),
    [("-0001-12-31", "0000-01-01"), ("0000-02-29", "0000-03-01"), ("-0489-12-31", "-0488-01-01")],
)
def test_day_numbers_run_on_before_the_year_1(one: str, next_: str) -> None:
    assert day_number(next_) == day_number(one) + 1


@pytest.mark.parametrize("text", ["", "1941", "1941-12", "5 December 1941", "1941-12-05T10:00:00"])
def test_what_is_no_date_has_no_number(text: str) -> None:
    assert day_number(text) is None


@pytest.mark.parametrize(
    ("stated", "year", "named"),
    [
        ("5 December 1941", "1941", True),
        ("winter 1941-42", "1941", True),
        ("490 BC", "-0489", True),
        ("on the 5th", "1941", False),
        ("in 19411", "1941", False),
        ("at 489 yards", "-0489", False),
    ],
)
def test_time_names_its_year_or_not(
    quads: Quads, account: Account, stated: str, year: str, named: bool
) -> None:
    told = account().tell("e", "a orbat:Attack", f"{year}-12-05", stated)
    (statement,) = statements(quads(told.turtle)).all
    assert statement.span.names_year is named


def test_statement_with_two_times_has_none(quads: Quads, account: Account) -> None:
    told = account().tell("e", "a orbat:Attack", "1941-12-05").tell("f", "a orbat:Attack", "1941-12-06")
    told.turtle += ":e orbat:time :f-time ."
    spans = {s.iri[-1]: s.span for s in statements(quads(told.turtle)).all}
    assert spans["e"] is None
    assert spans["f"].days == 1


def test_time_that_ends_before_it_starts_is_none(quads: Quads, account: Account) -> None:
    told = account().tell("e", "a orbat:Attack", "1941-12-05/1941-12-01")
    assert statements(quads(told.turtle)).all[0].span is None


def test_things_are_no_statements(quads: Quads) -> None:
    assert statements(quads("")).all == ()


def test_spans_meet_in_a_day() -> None:
    assert Span(1, 5, "", False).meets(Span(5, 9, "", False))
    assert not Span(1, 4, "", False).meets(Span(5, 9, "", False))
