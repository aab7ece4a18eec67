"""What disagrees, and the many pairs that look alike and do not."""

from collections.abc import Callable
from typing import Any

import pytest

from orbat.namespaces import ORBAT, graph_iri
from orbat.validate import Conflict, Quad, conflict_quads, conflicts, infer

Quads = Callable[..., list[Quad]]
Account = Callable[..., Any]
"""Makes an account to write; see `conftest.py`."""
ID = "https://w3id.org/orbat/id/"

LOSS = "a orbat:Loss ; orbat:sufferedBy :reds ; orbat:of :tanks ; orbat:place :selm"
STRENGTH = "a orbat:Strength ; orbat:force :reds ; orbat:of :tanks ; orbat:place :selm"
CAPTURE = "a orbat:Capture ; orbat:place :selm ; orbat:agent :army"
LOST = "a orbat:Capture ; orbat:place :selm ; orbat:agent :blues"
ARDEN = "a orbat:Command ; orbat:commander :arden ; orbat:unit :army"
BROOK = "a orbat:Command ; orbat:commander :brook ; orbat:unit :army"
RED = "a orbat:Affiliation ; orbat:member :army ; orbat:side :reds"
BLUE = "a orbat:Affiliation ; orbat:member :army ; orbat:side :blues"


def found(quads: Quads, *accounts: Any) -> list[tuple[str, str, str]]:
    told = conflicts(quads("".join(account.turtle for account in accounts)))
    return [(c.kind, c.first.removeprefix(ID), c.second.removeprefix(ID)) for c in told]


# --- counts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [LOSS, STRENGTH])
def test_two_numbers_for_one_thing_in_two_sources(quads: Quads, account: Account, what: str) -> None:
    one = account("a.txt").tell("one", f"{what} ; orbat:count 80", "1941-12-05/1942-01-07")
    two = account("b.txt").tell("two", f"{what} ; orbat:count 130", "1941-12-05/1942-01-10")
    assert found(quads, one, two) == [("count", "one", "two")]


def test_two_numbers_for_one_thing_undated_in_one_source(quads: Quads, account: Account) -> None:
    told = account().tell("one", f"{LOSS} ; orbat:count 80").tell("two", f"{LOSS} ; orbat:count 130")
    assert found(quads, told) == [("count", "one", "two")]


def test_bounds_that_leave_no_number_in_common(quads: Quads, account: Account) -> None:
    told = account().tell("one", f"{LOSS} ; orbat:count 80 ; orbat:maximum 80")
    told.tell("two", f"{LOSS} ; orbat:count 130 ; orbat:minimum 130")
    assert found(quads, told) == [("count", "one", "two")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("orbat:count 80", "orbat:count 80"),
        ("orbat:count 80 ; orbat:minimum 80", "orbat:count 130"),  # more than 80, and 130
        ("orbat:count 200 ; orbat:maximum 200", "orbat:count 130"),  # up to 200, and 130
        ("orbat:minimum 70 ; orbat:maximum 140", "orbat:count 130"),
        ("orbat:minimum 70 ; orbat:maximum 140", "orbat:minimum 140 ; orbat:maximum 150"),
        ("orbat:minimum 70", "orbat:minimum 900"),
        ("orbat:lossKind orbat:Destroyed", "orbat:count 130"),
    ],
)
def test_numbers_that_can_both_be_true(quads: Quads, account: Account, one: str, two: str) -> None:
    assert found(quads, account().tell("one", f"{LOSS} ; {one}").tell("two", f"{LOSS} ; {two}")) == []


@pytest.mark.parametrize(
    "other",
    [
        LOSS.replace(":reds", ":blues"),
        LOSS.replace(":tanks", ":guns"),
        LOSS.replace(":selm", ":tolm"),
        LOSS.replace(" ; orbat:place :selm", ""),
        f"{LOSS} ; orbat:lossKind orbat:Captured",
        STRENGTH,
    ],
)
def test_numbers_of_different_things(quads: Quads, account: Account, other: str) -> None:
    told = account().tell("one", f"{LOSS} ; orbat:count 80").tell("two", f"{other} ; orbat:count 130")
    assert found(quads, told) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1941-12-05", "1941-12-06"),
        ("1941-12-05", "1941-12"),  # a day's losses are part of the month's
        ("1941-12-05/1941-12-20", "1941-12-18/1942-01-10"),
        ("1941-12-05", ""),
    ],
)
def test_numbers_of_different_times(quads: Quads, account: Account, first: str, second: str) -> None:
    told = account().tell("one", f"{LOSS} ; orbat:count 80", first)
    assert found(quads, told.tell("two", f"{LOSS} ; orbat:count 130", second)) == []


def test_undated_numbers_of_one_army_without_a_place_are_of_different_fights(
    quads: Quads, account: Account
) -> None:
    anywhere = LOSS.replace(" ; orbat:place :selm", "")
    told = account().tell("one", f"{anywhere} ; orbat:count 80").tell("two", f"{anywhere} ; orbat:count 130")
    assert found(quads, told) == []


def test_undated_numbers_of_two_sources_may_be_of_different_fights(quads: Quads, account: Account) -> None:
    one = account("a.txt").tell("one", f"{LOSS} ; orbat:count 80")
    assert found(quads, one, account("b.txt").tell("two", f"{LOSS} ; orbat:count 130")) == []


def test_losses_by_different_hands_are_different(quads: Quads, account: Account) -> None:
    told = account().tell("one", f"{LOSS} ; orbat:count 80 ; orbat:inflictedBy :army")
    assert found(quads, told.tell("two", f"{LOSS} ; orbat:count 130 ; orbat:inflictedBy :corps")) == []


@pytest.mark.parametrize("modality", ["Ordered", "Planned", "Denied"])
def test_numbers_that_were_not_told_as_facts(quads: Quads, account: Account, modality: str) -> None:
    told = account().tell("one", f"{LOSS} ; orbat:count 80")
    assert found(quads, told.tell("two", f"{LOSS} ; orbat:count 130", modality=modality)) == []


def test_one_sentence_does_not_contradict_itself(quads: Quads, account: Account) -> None:
    told = account().tell("one", f"{LOSS} ; orbat:count 80")
    told.turtle += f':two {LOSS} ; orbat:count 130 ; rdfs:label "two"@en ; orbat:evidence :m-a-txt-1000 .'
    assert found(quads, told) == []


def test_statements_without_evidence_are_not_compared(quads: Quads, account: Account) -> None:
    told = account().tell("one", f"{LOSS} ; orbat:count 80")
    told.turtle += f":two {LOSS} ; orbat:count 130 ."
    assert found(quads, told) == []


# --- dates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Capture", "Liberation"])
def test_two_dates_for_one_change_of_control(quads: Quads, account: Account, kind: str) -> None:
    what = CAPTURE.replace("Capture", kind)
    one, two = (
        account("a.txt").tell("one", what, "1941-12-09"),
        account("b.txt").tell("two", what, "1941-12-20"),
    )
    assert found(quads, one, two) == [("date", "one", "two")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1941-12-09", "1941-12-09"),
        ("1941-12-09", "1941-12"),
        ("1941-12-09", "1943-02-01"),  # long enough for the place to have been lost
        ("1941-12-09", ""),
    ],
)
def test_dates_that_can_both_be_true(quads: Quads, account: Account, first: str, second: str) -> None:
    assert found(quads, account().tell("one", CAPTURE, first).tell("two", CAPTURE, second)) == []


@pytest.mark.parametrize(
    "other",
    [
        CAPTURE.replace(":selm", ":tolm"),
        CAPTURE.replace(":army", ":corps"),
        CAPTURE.replace(" ; orbat:agent :army", ""),
        CAPTURE.replace("Capture", "Liberation"),
        CAPTURE.replace("Capture", "Attack"),
    ],
)
def test_dates_of_different_things(quads: Quads, account: Account, other: str) -> None:
    told = account().tell("one", CAPTURE, "1941-12-09").tell("two", other, "1941-12-20")
    assert found(quads, told) == []


@pytest.mark.parametrize("when", ["1941-12-15", "1941-12", ""])
@pytest.mark.parametrize(
    "lost", [LOST, LOST.replace("Capture", "Liberation"), LOST.replace("; orbat:agent :blues", "")]
)
def test_place_that_changed_hands_meanwhile_can_be_taken_twice(
    quads: Quads, account: Account, lost: str, when: str
) -> None:
    told = account().tell("one", CAPTURE, "1941-12-09").tell("lost", lost, when)
    assert found(quads, told.tell("two", CAPTURE, "1941-12-20")) == []


@pytest.mark.parametrize(("day", "kinds"), [("1941-12-20", ["date"]), ("1942-03-01", [])])
def test_dates_of_two_sources_differ_though_one_names_no_actor(
    quads: Quads, account: Account, day: str, kinds: list[str]
) -> None:
    one = account("a.txt").tell("one", CAPTURE, "1941-12-09")
    two = account("b.txt").tell("two", CAPTURE.replace(" ; orbat:agent :army", ""), day)
    assert [kind for kind, *_ in found(quads, one, two)] == kinds


def test_place_lost_at_another_time_does_not_excuse_two_dates(quads: Quads, account: Account) -> None:
    told = account().tell("lost", LOST, "1941-10-01").tell("one", CAPTURE, "1941-12-09")
    assert found(quads, told.tell("two", CAPTURE, "1941-12-20")) == [("date", "one", "two")]


def test_region_can_be_taken_piece_by_piece(quads: Quads, account: Account) -> None:
    north = CAPTURE.replace(":selm", ":north")
    assert found(quads, account().tell("one", north, "1941-12-09").tell("two", north, "1941-12-20")) == []


@pytest.mark.parametrize("modality", ["Ordered", "Planned", "Denied"])
def test_capture_that_was_only_planned_does_not_conflict(
    quads: Quads, account: Account, modality: str
) -> None:
    told = account().tell("one", CAPTURE, "1941-12-09", modality=modality)
    assert found(quads, told.tell("two", CAPTURE, "1941-12-20")) == []


# --- commanders and sides -------------------------------------------------------------------------------


def test_two_commanders_on_one_day(quads: Quads, account: Account) -> None:
    told = account().tell("one", ARDEN, "1941-12-05").tell("two", BROOK, "1941-12-05")
    assert found(quads, told) == [("commander", "one", "two")]


@pytest.mark.parametrize(
    ("first", "second", "other"),
    [
        ("1941-12-05", "1941-12-07", BROOK),
        ("1941-12", "1941-12", BROOK),  # room enough for a successor
        ("1941-12-05", "", BROOK),
        ("", "", BROOK),
        ("1941-12-05", "1941-12-05", ARDEN),
        ("1941-12-05", "1941-12-05", BROOK.replace(":army", ":corps")),
        ("1941-12-05", "1941-12-05", f"{BROOK} ; orbat:position :chief"),
    ],
)
def test_commanders_who_do_not_conflict(
    quads: Quads, account: Account, first: str, second: str, other: str
) -> None:
    assert found(quads, account().tell("one", ARDEN, first).tell("two", other, second)) == []


def test_sides_have_many_commanders(quads: Quads, account: Account) -> None:
    arden, brook = ARDEN.replace(":army", ":reds"), BROOK.replace(":army", ":reds")
    assert found(quads, account().tell("one", arden, "1941-12-05").tell("two", brook, "1941-12-05")) == []


@pytest.mark.parametrize(
    "change",
    [
        "a orbat:Dismissal ; orbat:person :arden",
        "a orbat:Appointment ; orbat:person :brook ; orbat:unit :army",
        "a orbat:Appointment ; orbat:person :arden ; orbat:unit :corps",
    ],
)
def test_commanders_who_were_moved_do_not_conflict(quads: Quads, account: Account, change: str) -> None:
    told = account().tell("one", ARDEN, "1941-12-05").tell("move", change)
    assert found(quads, told.tell("two", BROOK, "1941-12-05")) == []


def test_two_sides_for_one_unit(quads: Quads, account: Account) -> None:
    one, two = account("a.txt").tell("one", RED), account("b.txt").tell("two", BLUE)
    assert found(quads, one, two) == [("side", "one", "two")]


@pytest.mark.parametrize(
    ("other", "more"),
    [
        (RED, ""),
        (BLUE.replace(":army", ":corps"), ""),
        (BLUE.replace(":blues", ":league"), ""),
        (BLUE, ":reds orbat:alliedWith :blues ."),
        (BLUE, ":blues orbat:partOf :reds ."),
    ],
)
def test_sides_that_do_not_conflict(quads: Quads, account: Account, other: str, more: str) -> None:
    told = account().tell("one", RED).tell("two", other)
    told.turtle += more
    assert found(quads, told) == []


def test_people_change_sides(quads: Quads, account: Account) -> None:
    red, blue = RED.replace(":army", ":arden"), BLUE.replace(":army", ":arden")
    assert found(quads, account().tell("one", red).tell("two", blue)) == []


def test_units_may_change_sides_in_time(quads: Quads, account: Account) -> None:
    assert found(quads, account().tell("one", RED, "1943-09-01").tell("two", BLUE, "1943-10-13")) == []


# --- what is told ---------------------------------------------------------------------------------------


def test_explanation_has_both_passages_and_sources(quads: Quads, account: Account) -> None:
    one = account("a.txt").tell("one", f"{LOSS} ; orbat:count 1800", "1941-12-05", "on the 5th")
    two = account("b.txt").tell("two", f"{LOSS} ; orbat:minimum 2500", "1941-12-05", "that Friday")
    (conflict,) = conflicts(quads(one.turtle + two.turtle))
    assert conflict.explanation == (
        "Loss of Redland in tanks: 1,800 in “one, on the 5th.” (a.txt) and at least 2,500 in "
        "“two, that Friday.” (b.txt)."
    )


def test_long_passage_is_cut_between_words(quads: Quads, account: Account) -> None:
    words = "they said " * 80
    told = account().tell("one", RED, stated=words).tell("two", BLUE)
    (conflict,) = conflicts(quads(told.turtle))
    assert "they said they ...”" in conflict.explanation or "they said ...”" in conflict.explanation
    assert len(conflict.explanation) < 500


def test_result_is_the_same_with_inferred_quads_and_in_any_order(quads: Quads, account: Account) -> None:
    given = quads(account().tell("one", RED).tell("two", BLUE).turtle)
    assert conflicts(given) == conflicts([*infer(given), *given[::-1]]) != []


def test_three_accounts_make_three_pairs(quads: Quads, account: Account) -> None:
    told = [
        account(f"{name}.txt").tell(name, f"{LOSS} ; orbat:count {count}", "1941-12-05")
        for name, count in (("a", 1), ("b", 2), ("c", 3))
    ]
    assert [pair[1:] for pair in found(quads, *told)] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_nothing_conflicts_in_nothing() -> None:
    assert conflicts([]) == []


def test_conflict_quads_go_both_ways_in_the_inferred_graph() -> None:
    made = conflict_quads([Conflict("side", f"{ID}b", f"{ID}a", "")], "http://example.org/")
    assert [(str(s), str(o)) for s, _, o, _ in made] == [(f"{ID}a", f"{ID}b"), (f"{ID}b", f"{ID}a")]
    assert {(p, g) for _, p, _, g in made} == {
        (ORBAT.conflictsWith, graph_iri("http://example.org/", "inferred"))
    }


def test_pair_that_conflicts_twice_is_linked_once() -> None:
    twice = [Conflict("side", "urn:a", "urn:b", ""), Conflict("date", "urn:b", "urn:a", "")]
    assert len(conflict_quads(twice)) == 2
