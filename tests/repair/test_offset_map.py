"""The offset map against any text and any repairs: the evidence of every fact rests on it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from orbat.model import OffsetMap, Repair
from orbat.repair.edits import apply


@st.composite
def repaired(draw: st.DrawFn) -> tuple[str, list[Repair]]:
    """A text, and repairs of it that are sorted and do not overlap."""
    text = draw(st.text("ab\n é¡", max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    repairs = []
    for start, end in pairs:
        after = draw(st.text("xyz ", max_size=3))
        if after or end > start:
            repairs.append(Repair(start, end, text[start:end], after, "drawn"))
    # Two insertions at one point are one; nothing makes them apart.
    kept = [r for i, r in enumerate(repairs) if not i or (r.start, r.end) != (repairs[i - 1].end,) * 2]
    return text, kept


@settings(deadline=None)
@given(repaired(), st.data())
def test_offset_map_keeps_within_the_original(drawn: tuple[str, list[Repair]], data: st.DataObject) -> None:
    text, repairs = drawn
    clean = apply(text, repairs)
    start = data.draw(st.integers(0, len(clean)))
    end = data.draw(st.integers(start, len(clean)))
    low, high = OffsetMap(tuple(repairs)).original(start, end)
    assert 0 <= low <= high <= len(text)


@settings(deadline=None)
@given(repaired(), st.data())
def test_offset_map_is_monotone(drawn: tuple[str, list[Repair]], data: st.DataObject) -> None:
    """A range inside another has its original inside the other's."""
    text, repairs = drawn
    clean = apply(text, repairs)
    a, b, c, d = sorted(data.draw(st.lists(st.integers(0, len(clean)), min_size=4, max_size=4)))
    offsets = OffsetMap(tuple(repairs))
    if b == c:  # an empty range points, it covers nothing
        return
    outer, inner = offsets.original(a, d), offsets.original(b, c)
    assert outer[0] <= inner[0] <= inner[1] <= outer[1]


@settings(deadline=None)
@given(repaired(), st.data())
def test_offset_map_quotes_untouched_words_exactly(
    drawn: tuple[str, list[Repair]], data: st.DataObject
) -> None:
    text, repairs = drawn
    clean = apply(text, repairs)
    touched, shift = set[int](), 0
    for repair in repairs:
        touched.update(range(repair.start + shift, repair.start + shift + len(repair.after)))
        shift += len(repair.after) - len(repair.before)
    seams = {r.start + s for r, s in _shifts(repairs)}
    start = data.draw(st.integers(0, len(clean)))
    end = data.draw(st.integers(start, len(clean)))
    if touched & set(range(start, end)) or any(start < seam < end for seam in seams):
        return
    low, high = OffsetMap(tuple(repairs)).original(start, end)
    if end > start:
        assert text[low:high] == clean[start:end]


def _shifts(repairs: list[Repair]) -> list[tuple[Repair, int]]:
    found, shift = [], 0
    for repair in repairs:
        found.append((repair, shift))
        shift += len(repair.after) - len(repair.before)
    return found


@settings(deadline=None)
@given(repaired(), st.data())
def test_offset_map_covers_all_that_a_range_came_from(
    drawn: tuple[str, list[Repair]], data: st.DataObject
) -> None:
    """Doing the repairs inside the original range gives back at least the words of the range."""
    text, repairs = drawn
    clean = apply(text, repairs)
    start = data.draw(st.integers(0, len(clean)))
    end = data.draw(st.integers(start, len(clean)))
    low, high = OffsetMap(tuple(repairs)).original(start, end)
    inside = [r for r in repairs if low <= r.start and r.end <= high]
    moved = [Repair(r.start - low, r.end - low, r.before, r.after, r.rule) for r in inside]
    assert end == start or clean[start:end] in apply(text[low:high], moved)


def test_offset_map_without_repairs_changes_nothing() -> None:
    assert OffsetMap().original(3, 7) == (3, 7)


def test_offset_map_leaves_insertions_out_of_the_words_beside_them() -> None:
    offsets = OffsetMap((Repair(7, 7, "", " ", "blank"),))  # "Moscow.The" became "Moscow. The"
    assert offsets.original(0, 7) == (0, 7)
    assert offsets.original(8, 11) == (7, 10)
    assert offsets.original(0, 11) == (0, 10)


def test_offset_map_leaves_deletions_out_of_the_words_beside_them() -> None:
    offsets = OffsetMap((Repair(5, 9, "[12]", "", "wiki"),))  # "Paris[12] fell" became "Paris fell"
    assert offsets.original(0, 5) == (0, 5)
    assert offsets.original(6, 10) == (10, 14)
    assert offsets.original(0, 10) == (0, 14)
