"""Word lists of the comparison of names, each by its own examples."""

from __future__ import annotations

import pytest

from orbat.resolve.names import core_words, fold, person_name
from orbat.rules import load
from orbat.rules.schema import Term

PARTS = load("name_parts", Term)
VARIANTS = load("name_variants", Term)


@pytest.mark.parametrize("text", [pytest.param(x, id=x) for t in PARTS if t.kind == "suffix" for x in t.yes])
def test_suffix_is_no_part_of_the_family_name(text: str) -> None:
    name = person_name(text)
    assert name.suffix
    assert name.suffix not in name.family.split()


@pytest.mark.parametrize("text", [pytest.param(x, id=x) for t in PARTS if t.kind == "suffix" for x in t.no])
def test_what_only_begins_like_a_suffix_is_none(text: str) -> None:
    assert person_name(text).suffix == ""


@pytest.mark.parametrize(
    "text", [pytest.param(x, id=x) for t in PARTS if t.kind in {"particle", "inner"} for x in t.yes]
)
def test_particle_belongs_to_the_family_name(text: str) -> None:
    assert " " in person_name(text).family


@pytest.mark.parametrize(
    "text", [pytest.param(x, id=x) for t in PARTS if t.kind in {"particle", "inner"} for x in t.no]
)
def test_name_without_particle_has_a_family_name_of_one_word(text: str) -> None:
    assert " " not in person_name(text).family


@pytest.mark.parametrize(
    "text", [pytest.param(x, id=x) for t in PARTS if t.kind == "honorific" for x in t.yes]
)
def test_honorific_behind_a_name_is_no_name(text: str) -> None:
    assert (person_name(text).given, person_name(text).family) == ((), fold(text.split(maxsplit=1)[0]))


@pytest.mark.parametrize(
    ("name", "text"), [pytest.param(t.name, x, id=f"{t.id}: {x}") for t in VARIANTS for x in t.yes]
)
def test_variant_counts_as_its_name(name: str, text: str) -> None:
    assert name in core_words(text)


@pytest.mark.parametrize(
    ("name", "text"), [pytest.param(t.name, x, id=f"{t.id}: {x}") for t in VARIANTS for x in t.no]
)
def test_word_that_begins_like_a_variant_is_none(name: str, text: str) -> None:
    assert name not in core_words(text)
