"""What accounts of war count and name: counted nouns and types of equipment, by their own examples."""

import re
from collections import defaultdict

import pytest

from orbat.rules import load
from orbat.rules.schema import Term

FILES = ("counted", "equipment", "equipment_ambiguous")
TERMS = [(name, term) for name in FILES for term in load(name, Term)]
WEAPONS = {
    *("Aircraft", "ArmouredVehicle", "Artillery", "Bomber", "Colours", "Fighter", "Helicopter", "MachineGun"),
    *("Mine", "Missile", "RocketLauncher", "Ship", "SmallArms", "Submarine", "Tank", "Train", "Vehicle"),
}
COUNTED = WEAPONS | {"Animal", "Civilians", "Personnel", "Supplies", "UnitKind"}


def _matches(term: Term, text: str) -> bool:
    """Whether a form stands in `text` as whole words; case counts where a form has an inner capital."""
    return any(
        re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, 0 if form[1:] != form[1:].lower() else re.I)
        for form in term.forms
    )


@pytest.mark.parametrize(("file", "term"), TERMS, ids=[f"{name}-{term.id}" for name, term in TERMS])
def test_term_is_named_by_its_yes_examples_only(file: str, term: Term) -> None:
    assert term.yes, file
    assert term.no, file
    for text in term.yes:
        assert _matches(term, text), text
    for text in term.no:
        assert not _matches(term, text), text


@pytest.mark.parametrize("file", FILES)
def test_terms_share_no_form_within_a_file(file: str) -> None:
    owners = defaultdict(set)
    for term in load(file, Term):
        for form in term.forms:
            owners[form.lower()].add(term.id)
    assert {form: sorted(ids) for form, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("file", FILES)
def test_terms_have_a_source_and_no_form_twice(file: str) -> None:
    for term in load(file, Term):
        assert term.source, term.id
        assert len(set(term.forms)) == len(term.forms), term.id


def test_counted_nouns_have_a_kind_of_the_ontology() -> None:
    assert {term.kind for term in load("counted", Term)} == COUNTED


@pytest.mark.parametrize("file", ["equipment", "equipment_ambiguous"])
def test_equipment_has_a_kind_of_weapon(file: str) -> None:
    assert {term.kind for term in load(file, Term)} <= WEAPONS


def test_equipment_leaves_everyday_words_to_the_ambiguous_file() -> None:
    """*Tiger* alone may be an animal, *Sherman* a general: only a generic noun beside them tells."""
    certain = {form for term in load("equipment", Term) for form in term.forms}
    ambiguous = {form for term in load("equipment_ambiguous", Term) for form in term.forms}
    assert certain.isdisjoint(ambiguous)
    assert certain.isdisjoint({"Tiger", "Zero", "Sherman", "Lee", "Napoleon", "Apache", "Enfield"})


def test_equipment_names_no_single_ship() -> None:
    names = [term.name for term in load("equipment", Term)]
    assert [name for name in names if name.startswith(("HMS", "USS", "SMS"))] == []
