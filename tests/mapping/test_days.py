"""Days before the year 1."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.mapping.days import EarlyDay, day

YEARS = st.integers(min_value=-4000, max_value=3000)
DAYS = st.tuples(YEARS, st.integers(1, 12), st.integers(1, 28))


def written(year: int, month: int, number: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{number:02}"


@given(DAYS)
def test_day_is_written_as_it_was_read(parts: tuple[int, int, int]) -> None:
    text = written(*parts)
    assert day(text).isoformat() == str(day(text)) == text
    assert isinstance(day(text), date)


@given(DAYS, DAYS)
def test_days_stand_in_their_order(one: tuple[int, int, int], two: tuple[int, int, int]) -> None:
    first, second = day(written(*one)), day(written(*two))
    assert (first < second, first <= second, first == second) == (one < two, one <= two, one == two)
    assert (first > second, first >= second) == (one > two, one >= two)
    assert (hash(first) == hash(second)) or one != two


def test_early_day_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(EarlyDay(-489, 9, 12))) == EarlyDay(-489, 9, 12)  # noqa: S301 - our own bytes


def test_early_leap_day_is_that_of_the_gregorian_calendar() -> None:
    assert day("0000-02-29").isoformat() == "0000-02-29"


@pytest.mark.parametrize(
    "text", ["-0001-02-29", "-0489-13-01", "-0489", "0000-00-00", "1941-02-30", "then", ""]
)
def test_day_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day(text)
