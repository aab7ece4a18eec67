"""What TIMEX3 values mean on the calendar, and that EDTF literals are EDTF."""

from __future__ import annotations

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from orbat.timex import Bounds, bounds, edtf, edtf_interval, join, month_length

MEANINGS = [
    # value, mod, first day, last day, EDTF
    ("1941-12-05", "", "1941-12-05", "1941-12-05", "1941-12-05"),
    ("1941-12-05T04:30", "", "1941-12-05", "1941-12-05", "1941-12-05"),
    ("1775-04-18TNI", "", "1775-04-18", "1775-04-18", "1775-04-18"),
    ("1941-12-05", "APPROX", "1941-12-05", "1941-12-05", "1941-12-05~"),
    ("1941-12-05", "START", "1941-12-05", "1941-12-05", "1941-12-05"),
    ("1941-12", "", "1941-12-01", "1941-12-31", "1941-12"),
    ("1900-02", "", "1900-02-01", "1900-02-28", "1900-02"),
    ("1916-02", "", "1916-02-01", "1916-02-29", "1916-02"),
    ("1941-12", "START", "1941-12-01", "1941-12-10", "1941-12-01/1941-12-10"),
    ("1941-12", "MID", "1941-12-11", "1941-12-20", "1941-12-11/1941-12-20"),
    ("1941-02", "END", "1941-02-21", "1941-02-28", "1941-02-21/1941-02-28"),
    ("1941-12", "APPROX", "1941-12-01", "1941-12-31", "1941-12~"),
    ("1941", "", "1941-01-01", "1941-12-31", "1941"),
    ("1941", "START", "1941-01-01", "1941-04-30", "1941-01/1941-04"),
    ("1941", "MID", "1941-05-01", "1941-08-31", "1941-05/1941-08"),
    ("1941", "END", "1941-09-01", "1941-12-31", "1941-09/1941-12"),
    ("1941-SP", "", "1941-03-01", "1941-05-31", "1941-21"),
    ("1941-SU", "", "1941-06-01", "1941-08-31", "1941-22"),
    ("1941-FA", "", "1941-09-01", "1941-11-30", "1941-23"),
    ("1941-WI", "", "1941-12-01", "1942-02-28", "1941-24"),
    ("1943-WI", "END", "1944-02-01", "1944-02-29", "1944-02"),
    ("1941-WI", "APPROX", "1941-12-01", "1942-02-28", "1941-12~/1942-02~"),
    ("2008-H2", "", "2008-07-01", "2008-12-31", "2008-07/2008-12"),
    ("1941-Q1", "", "1941-01-01", "1941-03-31", "1941-01/1941-03"),
    ("1942-W03", "", "1942-01-12", "1942-01-18", "1942-01-12/1942-01-18"),
    ("1943-W09", "START", "1943-03-01", "1943-03-07", "1943-03-01/1943-03-07"),
    ("187", "", "1870-01-01", "1879-12-31", "187X"),
    ("187", "START", "1870-01-01", "1873-12-31", "1870/1873"),
    ("187", "END", "1877-01-01", "1879-12-31", "1877/1879"),
    ("17", "", "1700-01-01", "1799-12-31", "17XX"),
    ("17", "MID", "1734-01-01", "1766-12-31", "1734/1766"),
    ("17", "END", "1767-01-01", "1799-12-31", "1767/1799"),
    ("BC0490", "", "-0489-01-01", "-0489-12-31", "-0489"),
    ("BC0001", "", "0000-01-01", "0000-12-31", "0000"),
    ("BC0490-08", "END", "-0489-08-21", "-0489-08-31", "-0489-08-21/-0489-08-31"),
    ("BC0490-08-12", "", "-0489-08-12", "-0489-08-12", "-0489-08-12"),
    ("BC0490-SP", "", "-0489-03-01", "-0489-05-31", "-0489-21"),
    ("BC04", "", "-0498-01-01", "-0399-12-31", "-0498/-0399"),
    ("0070", "", "0070-01-01", "0070-12-31", "0070"),
    ("1915-XX", "", "1915-01-01", "1915-12-31", "1915-XX"),
    ("1915-XX-XX", "", "1915-01-01", "1915-12-31", "1915-XX-XX"),
    ("1915-XX-11", "", "1915-01-01", "1915-12-31", "1915-XX-XX"),
    ("1915-10-XX", "", "1915-10-01", "1915-10-31", "1915-10-XX"),
    ("1915-WXX", "", "1915-01-01", "1915-12-31", "1915"),
]


@pytest.mark.parametrize(("value", "mod", "first", "last", "literal"), MEANINGS)
def test_value_has_bounds_and_literal(value: str, mod: str, first: str, last: str, literal: str) -> None:
    assert bounds(value, mod) == (first, last)
    assert edtf(value, mod) == literal
    parse_edtf(literal)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "XXXX",
        "XXXX-11-20",
        "XXXX-11",
        "XXXX-XX-XX",
        "XXXX-WI",
        "XXXX-WXX-5",
        "PRESENT_REF",
        "PAST_REF",
        "FUTURE_REF",
        "P3D",
        "PT2H",
        "PXY",
        "P1D",
        "1941-13",
        "1941-00",
        "1941-12-32",
        "1941-02-30",
        "1943-02-29",
        "1941-06-31",
        "1943-W53",
        "BC0490-W03",
        "187-05",
        "17-WI",
        "0000",
        "BC0000",
        "1",
        "19411",
        "1941-12-5",
        "1941/1942",
        "1941-12-05 ",
        "T04:30",
        "9999-WI",
        "AD0070",
    ],
)
def test_value_without_a_stretch_of_the_calendar_has_no_bounds(value: str) -> None:
    assert bounds(value) is None
    assert edtf(value) == ""


@pytest.mark.parametrize("mod", ["BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "EARLY", "start", "~"])
def test_mod_that_leaves_an_end_open_or_is_unknown_has_no_bounds(mod: str) -> None:
    assert bounds("1941-12", mod) is None
    assert edtf("1941-12", mod) == ""


def test_join_runs_from_the_first_beginning_to_the_last_end() -> None:
    first, last = bounds("1941-11", "END"), bounds("1941-12", "START")
    assert first is not None
    assert last is not None
    assert join(first, last) == ("1941-11-21", "1941-12-10")


def test_join_reckons_with_bc_years_as_numbers() -> None:
    assert join(("-0489-01-01", "-0489-12-31"), ("-0479-01-01", "-0479-12-31")) == (
        "-0489-01-01",
        "-0479-12-31",
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (("1942-01-01", "1942-01-31"), ("1941-01-01", "1941-12-31")),
        (("-0479-01-01", "-0479-12-31"), ("-0489-01-01", "-0489-12-31")),
        (("1941-12-05", "1941-12-05"), ("1941-12-04", "1941-12-04")),
    ],
)
def test_join_of_what_runs_backwards_is_nothing(first: Bounds, last: Bounds) -> None:
    assert join(first, last) is None


@pytest.mark.parametrize(
    ("span", "literal"),
    [
        (("1941-12-05", "1941-12-05"), "1941-12-05"),
        (("1941-12-01", "1941-12-31"), "1941-12"),
        (("1941-02-01", "1941-02-27"), "1941-02-01/1941-02-27"),
        (("1941-11-01", "1941-12-31"), "1941-11/1941-12"),
        (("1941-01-01", "1942-12-31"), "1941/1942"),
        (("-0489-01-01", "-0489-12-31"), "-0489"),
        (("-0489-01-01", "-0489-01-31"), "-0489-01"),
    ],
)
def test_interval_is_written_in_the_widest_unit_that_fits(span: Bounds, literal: str) -> None:
    assert edtf_interval(span) == literal
    parse_edtf(literal)


YEARS = st.one_of(
    st.integers(1, 9999).map(lambda y: f"{y:04}"), st.integers(1, 9999).map(lambda y: f"BC{y:04}")
)
TAILS = st.one_of(
    st.just(""),
    st.integers(1, 12).map(lambda m: f"-{m:02}"),
    st.builds(lambda m, d: f"-{m:02}-{d:02}", st.integers(1, 12), st.integers(1, 31)),
    st.sampled_from(["-SP", "-SU", "-FA", "-WI", "-H1", "-H2", "-Q4", "-XX", "-XX-XX", "-WXX", "-05-XX"]),
    st.integers(1, 53).map(lambda w: f"-W{w:02}"),
)
SHORT = st.one_of(st.integers(0, 999).map("{:03}".format), st.integers(0, 99).map("{:02}".format))
VALUES = st.one_of(st.builds(str.__add__, YEARS, TAILS), SHORT, SHORT.map("BC{}".format))
MODS = st.sampled_from(["", "START", "MID", "END", "APPROX"])


def number(day: str) -> tuple[int, int, int]:
    sign, rest = (-1, day[1:]) if day.startswith("-") else (1, day)
    year, month, last = map(int, rest.split("-"))
    return sign * year, month, last


@settings(deadline=None)  # a busy machine is no error
@given(VALUES, MODS)
def test_bounds_are_real_days_in_order_and_edtf_is_edtf(value: str, mod: str) -> None:
    found = bounds(value, mod)
    literal = edtf(value, mod)
    assert (found is None) == (literal == "")
    if found is None:
        return
    first, last = map(number, found)
    assert first <= last
    for year, month, day in (first, last):
        assert 1 <= day <= month_length(year, month)
    parse_edtf(literal)


@settings(deadline=None)  # a busy machine is no error
@given(VALUES, st.sampled_from(["START", "MID", "END"]))
def test_part_lies_inside_the_whole(value: str, mod: str) -> None:
    whole, part = bounds(value), bounds(value, mod)
    if whole is None or part is None:
        assert whole is part
        return
    assert number(whole[0]) <= number(part[0]) <= number(part[1]) <= number(whole[1])


@settings(deadline=None)  # a busy machine is no error
@given(st.text(max_size=12))
def test_bounds_of_any_text_are_none_or_days(value: str) -> None:
    found = bounds(value)
    assert found is None or number(found[0]) <= number(found[1])
