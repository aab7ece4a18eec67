"""Word lists of names, each by its own examples: brackets mark all that the pipeline finds in them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from orbat.annotate.lexicon import Lexicon
from orbat.rules import load
from orbat.rules.schema import Formation, Term

pytestmark = pytest.mark.model

GROUPS = {
    "name_stops": "people",
    "particles": "people",
    "name_fiefs": "people",
    "name_places": "people",
    "directions": "units",
    "name_units": "units",
    "place_leaning": "places",
}
OTHER = {"stop.political-front": "units"}
"""Rules whose examples are of another group than those of their file."""

EXAMPLES = [
    pytest.param(OTHER.get(term.id, group), text, id=f"{term.id}: {text}")
    for file, group in GROUPS.items()
    for term in load(file, Term)
    for text in (*term.yes, *term.no)
]


@pytest.mark.parametrize(("group", "text"), EXAMPLES)
def test_word_list_finds_what_the_brackets_of_its_example_hold(marked: Any, group: str, text: str) -> None:
    assert marked(re.sub(r"[][]", "", text), group) == re.findall(r"\[(.*?)\]", text)


@pytest.mark.parametrize("file", GROUPS)
def test_every_term_of_a_word_list_has_an_example_and_a_counterexample(file: str) -> None:
    assert [term.id for term in load(file, Term) if not (term.yes and term.no)] == []


@pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=rule.id) for rule in load("name_formations", Formation)]
)
def test_known_formation_is_found_in_its_example_only(marked: Any, rule: Formation) -> None:
    assert [marked(text, "units") for text in rule.yes] == [[rule.forms[0]]] * len(rule.yes)
    assert rule.forms[0] not in [name for text in rule.no for name in marked(text, "units")]


@pytest.mark.parametrize(
    ("word", "prefixed"),
    [("McSelmon", True), ("O'Selmon", True), ("d'Selmon", True), ("Macselmon", False), ("Mac", False)],
)
def test_prefix_of_a_surname_wants_a_capital_behind_it(nlp: Any, word: str, prefixed: bool) -> None:
    assert Lexicon(nlp).prefixed(word) is prefixed


@pytest.mark.parametrize(
    ("word", "known", "verb"),
    [
        ("attack", True, False),
        ("reinforcements", True, False),
        ("overruling", True, True),
        ("selmonsky", False, False),
    ],
)
def test_dictionary_knows_words_and_their_forms(nlp: Any, word: str, known: bool, verb: bool) -> None:
    english = Lexicon(nlp).english
    assert ((word in english), english.verb(word)) == (known, verb)
