import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orbat.model import Repair
from orbat.repair.edits import apply, compose, edit, replace

TEXTS = st.text("ab c", max_size=30)


@st.composite
def changes(draw: st.DrawFn, text: str) -> list[Repair]:
    """A pass over `text`: some ranges, each with what takes its place, as small as it can be."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    found: list[Repair] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        found += edit(start, text[start:end], draw(st.text("abx", max_size=3)), f"r{start}")
    return found


@settings(deadline=None)
@given(st.data())
def test_compose_does_both_passes_at_once(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    now, repairs = text, list[Repair]()
    for _ in range(data.draw(st.integers(1, 4))):
        step = data.draw(changes(now))
        repairs = compose(text, repairs, now, step)
        now = apply(now, step)
        assert apply(text, repairs) == now


@settings(deadline=None)
@given(st.data())
def test_compose_gives_sorted_repairs_of_what_stands_there(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    first = data.draw(changes(text))
    between = apply(text, first)
    repairs = compose(text, first, between, data.draw(changes(between)))
    assert all(text[r.start : r.end] == r.before for r in repairs)
    assert all(a.end <= b.start for a, b in pairwise(repairs))


def test_compose_joins_repairs_of_the_same_characters() -> None:
    first = [Repair(1, 3, "¡¯", "’", "gbk")]
    assert compose("t¡¯s", first, "t’s", [Repair(1, 2, "’", "'", "quotes")]) == [
        Repair(1, 3, "¡¯", "'", "gbk+quotes")
    ]


def test_compose_leaves_neighbours_apart() -> None:
    first, second = [Repair(0, 1, "a", "x", "one")], [Repair(1, 2, "b", "y", "two")]
    assert compose("ab", first, "xb", second) == [*first, *second]


def test_compose_forgets_a_repair_that_is_undone() -> None:
    assert compose("ab", [Repair(0, 1, "a", "x", "there")], "xb", [Repair(0, 1, "x", "a", "back")]) == []


def test_compose_puts_an_insertion_into_the_seam_of_a_deletion() -> None:
    first, second = [Repair(1, 3, "--", "", "cut")], [Repair(1, 1, "", " ", "blank")]
    assert compose("a--b", first, "ab", second) == [Repair(1, 3, "--", " ", "cut+blank")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("same", "same", []),
        ("a", "", [(3, 4)]),
        ("", "a", [(3, 3)]),
        ("aa", "a", [(4, 5)]),
        ("xay", "xby", [(4, 5)]),
    ],
)
def test_edit_is_as_small_as_it_can_be(before: str, after: str, expected: list[tuple[int, int]]) -> None:
    assert [(r.start, r.end) for r in edit(3, before, after, "rule")] == expected


def test_replace_passes_over_matches_that_stay() -> None:
    assert replace("aXbX", re.compile("X"), "X", "same") == []
