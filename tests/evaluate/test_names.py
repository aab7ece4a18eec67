"""Names as the scorer compares them."""

from __future__ import annotations

import pytest

from orbat.evaluate.names import fold, matches, sentence, side_names, trim


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Sixteenth Army", "16th Army"),
        ("Army Group Centre", "army group center"),
        ("Rokossovsky's army", "Rokossovsky’s army"),
        ("3rd Armoured Division", "3rd armored division"),
        ("Ministry of Defence", "ministry of defense"),
        ("Blücher", "blucher"),
        ("St. Cloud", "st cloud"),
    ],
)
def test_fold_makes_one_of_two_ways_to_write_a_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("16th Army", "6th Army"),
        ("Second Army", "Second Corps"),
        ("Theodore", "odore"),
        ("Army of the North", "Army of North"),
        ("1st Army", "Army 1st"),
    ],
)
def test_fold_keeps_two_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_match_takes_a_surname_for_a_person() -> None:
    assert matches(["Marshal Ney"], {"michel ney"}, surname=True)


@pytest.mark.parametrize(
    ("accepted", "names"),
    [
        (["Western Front"], {"eastern front"}),  # a noun that many bodies end in is no surname
        (["General Staff"], {"hospital staff"}),
        (["Unit 16"], {"army 16"}),  # nor is a number
        (["Ney"], {"grouchy"}),
        (["Ney"], set()),
        (["..."], {"ney"}),  # nothing is left of the name
    ],
)
def test_match_does_not_take_every_last_word_for_a_surname(accepted: list[str], names: set[str]) -> None:
    assert not matches(accepted, names, surname=True)


def test_match_wants_the_whole_name_of_what_is_no_person() -> None:
    assert not matches(["Michel Ney"], {"ney"}, surname=False)


def test_side_names_of_an_unknown_side_is_its_own_name() -> None:
    assert side_names("The French") == {"french"}
    assert "union" in side_names("US")


@pytest.mark.parametrize(
    ("text", "name"),
    [("the Guard", "Guard"), ("The  Guard's", "Guard"), ("allies’", "allies"), ("Theodore", "Theodore")],
)
def test_trim_leaves_the_name(text: str, name: str) -> None:
    start, end = trim(text, 0, len(text))
    assert text[start:end] == name


def test_sentence_stops_at_its_ends() -> None:
    text = "Ney came. Grouchy,\nfar away, did not! It rained."
    start = text.index("far")
    assert sentence(text, start, start + 3) == "Grouchy, far away, did not!"
