"""The table of sides: its own examples, and that no word means two of them."""

import re
from collections import defaultdict
from functools import cache

import pytest

from orbat.rules import load
from orbat.rules.schema import Side

SIDES = load("sides", Side)
LISTS = ("states", "adjectives", "people", "forces")


@cache
def _pattern() -> re.Pattern[str]:
    """Any form of any side as a whole word, the longest first: what a matcher of phrases does."""
    forms = sorted({form for side in SIDES for form in _forms(side)}, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")


def _forms(side: Side) -> set[str]:
    return {form for name in LISTS for form in getattr(side, name)}


def _names(text: str, side: Side) -> bool:
    return any(found in _forms(side) for found in _pattern().findall(text))


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.id)
def test_side_is_named_by_its_yes_examples_only(side: Side) -> None:
    assert side.yes
    assert side.no
    for text in side.yes:
        assert _names(text, side), text
    for text in side.no:
        assert not _names(text, side), text


def test_sides_share_no_form() -> None:
    owners = defaultdict(set)
    for side in SIDES:
        for form in _forms(side):
            owners[form].add(side.id)
    assert {form: sorted(ids) for form, ids in owners.items() if len(ids) > 1} == {}


def test_sides_have_a_kind_of_the_ontology() -> None:
    assert {side.kind for side in SIDES} == {"State", "Coalition", "Insurgency"}


def test_sides_have_names_of_their_own() -> None:
    names = [side.name for side in SIDES]
    assert sorted(names) == sorted(set(names))


def test_sides_narrow_sides_that_exist() -> None:
    ids = {side.id for side in SIDES}
    assert {wide for side in SIDES for wide in side.narrows} <= ids
    assert not [side.id for side in SIDES if side.id in side.narrows]


def test_sides_are_written_with_a_capital() -> None:
    """A side is a proper name, `mujahideen` aside: a lower case word would match anything."""
    small = {form for side in SIDES for form in _forms(side) if not any(c.isupper() for c in form)}
    assert {form for form in small if not form.startswith("muja")} == set()


def test_sides_have_a_source_and_at_least_one_form() -> None:
    assert [side.id for side in SIDES if not side.source or not _forms(side)] == []


def test_sides_keep_the_soviet_union_apart_from_russia() -> None:
    by_id = {side.id: side for side in SIDES}
    assert "Russian" in by_id["russia"].adjectives
    assert "Russian" not in _forms(by_id["soviet-union"])
