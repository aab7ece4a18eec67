"""The ready queries on a small graph: each is sound, each answers, and the answers are the right ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from orbat import resources
from orbat.namespaces import ORBAT, PREFIXES
from orbat.store.queries import ready_queries, ready_query

Ask = Callable[..., list[dict[str, str]]]

IDS = tuple(query.id for query in ready_queries())


def _body(id_: str) -> str:
    """The query without its comments."""
    text = (resources.queries_dir() / f"{id_}.rq").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def _pairs(found: list[dict[str, str]], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row.get(column, "") for column in columns) for row in found]


# ------------------------------------------------------------------ every query


def test_there_are_enough_queries() -> None:
    assert len(IDS) >= 14


@pytest.mark.parametrize("id_", IDS)
def test_query_answers(ask: Ask, id_: str) -> None:
    """Its header is checked against its columns when it is read; here it finds something too."""
    assert ask(id_)


@pytest.mark.parametrize("id_", IDS)
def test_query_binds_every_column_somewhere(ask: Ask, id_: str) -> None:
    """An empty column is a misspelt variable, or one that the small graph should exercise."""
    bound = {column for row in ask(id_) for column in row}
    assert {column for column, _ in ready_query(id_).columns} - bound == set()


@pytest.mark.parametrize("id_", IDS)
def test_query_order_does_not_hang_on_the_store(ask: Ask, ask_backwards: Ask, id_: str) -> None:
    assert ask(id_) == ask_backwards(id_)


@pytest.mark.parametrize("id_", IDS)
def test_query_repeats_no_row(ask: Ask, id_: str) -> None:
    found = [tuple(sorted(row.items())) for row in ask(id_)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("id_", IDS)
def test_query_declares_the_prefixes_that_it_uses_and_no_others(id_: str) -> None:
    text = re.sub(r'"[^"]*"|<[^>]*>', " ", _body(id_))
    declared = set(re.findall(r"PREFIX (\w+):", text))
    used = set(re.findall(r"(?<![\w?])(\w+):(?=\w|\))", text.split("SELECT", 1)[1]))
    assert declared == used
    for name in declared:
        assert f"PREFIX {name}: <{PREFIXES[name]}>" in _body(id_)


@pytest.mark.parametrize("id_", IDS)
def test_query_uses_only_terms_of_the_ontology(id_: str) -> None:
    terms = set(re.findall(r"\borbat:(\w+)", _body(id_)))
    assert {term for term in terms if term not in ORBAT} == set()


@pytest.mark.parametrize("id_", IDS)
def test_query_shows_labels_before_identifiers(ask: Ask, id_: str) -> None:
    """Only the last columns hold IRIs: people read from the left."""
    for row in ask(id_):
        values = [row.get(column, "") for column, _ in ready_query(id_).columns]
        flags = [value.startswith("https://w3id.org/orbat/id/") for value in values]
        assert flags == sorted(flags)


def test_fixture_uses_only_terms_of_the_ontology() -> None:
    text = Path(__file__).with_name("fixture.trig").read_text(encoding="utf-8")
    terms = set(re.findall(r"\borbat:(\w+)", text))
    assert {term for term in terms if term not in ORBAT} == set()


# ------------------------------------------------------------------ each query's answer


def test_who_commanded_gives_the_time_where_it_is_known(ask: Ask) -> None:
    found = _pairs(
        ask("who-commanded-which-army"), "person", "formation", "echelon", "fights_for", "from", "to"
    )
    assert ("Georgy Zhukov", "Western Front", "front", "Soviet Union", "1941-10-10", "1941-10-10") in found
    assert ("Konstantin Rokossovsky", "16th Army", "army", "Soviet Union", "", "") in found


def test_who_commanded_takes_any_name_of_a_side(ask: Ask) -> None:
    people = {row["person"] for row in ask("who-commanded-which-army", side="red army")}
    assert people == {"Georgy Zhukov", "Konstantin Rokossovsky", "Dmitry Lelyushenko", "Leonid Govorov"}


def test_who_commanded_of_an_unknown_side_is_nobody(ask: Ask) -> None:
    assert ask("who-commanded-which-army", side="Ruritania") == []


def test_order_of_battle_names_the_commander_of_the_day(ask: Ask) -> None:
    found = _pairs(ask("order-of-battle"), "formation", "superior", "commander")
    assert found == [
        ("16th Army", "Western Front", "Konstantin Rokossovsky"),
        ("5th Army", "", "Leonid Govorov"),
        ("Western Front", "", "Georgy Zhukov"),
    ]


def test_order_of_battle_knows_nobody_appointed_later(ask: Ask) -> None:
    found = _pairs(ask("order-of-battle", date="1941-10-05"), "formation", "commander")
    assert ("5th Army", "Dmitry Lelyushenko") in found
    assert ("Western Front", "") in found


@pytest.mark.parametrize(("side", "date"), [("Soviet Union", "1815-06-18"), ("Confederacy", "1941-12-05")])
def test_order_of_battle_is_empty_outside_the_accounts(ask: Ask, side: str, date: str) -> None:
    assert ask("order-of-battle", side=side, date=date) == []


def test_what_changed_hands_leaves_out_what_did_not(ask: Ask) -> None:
    found = _pairs(ask("what-changed-hands"), "place", "what", "by", "from", "edtf")
    assert found == [
        ("Klin", "capture", "Germany", "16th Army", "1941-11-23"),
        ("Klin", "liberation", "16th Army", "", "1941-12-15"),
    ]


def test_orders_tell_what_became_of_them(ask: Ask) -> None:
    found = _pairs(ask("orders-by-issuer", issuer="hitl"), "issued_by", "name", "to", "earliest", "outcome")
    assert found == [("Hitler", "Directive No. 39", "Germany", "1941-12-08", "ordered")]


def test_orders_of_somebody_else_are_left_out(ask: Ask) -> None:
    assert ask("orders-by-issuer", issuer="Zhukov") == []


def test_losses_keep_both_figures_with_their_bounds(ask: Ask) -> None:
    found = _pairs(ask("losses-by-side", side="germany"), "fights_for", "of", "count", "minimum", "maximum")
    assert ("Germany", "men", "500000", "500001", "") in found
    assert ("Germany", "men", "174000", "165300", "182700") in found


def test_losses_of_a_side_without_any_are_none(ask: Ask) -> None:
    assert ask("losses-by-side", side="Confederacy") == []


def test_where_a_person_was_goes_through_his_command(ask: Ask) -> None:
    found = _pairs(ask("where-a-person-was"), "name", "did", "through", "place", "modality")
    assert ("Heinz Guderian", "capture", "2nd Panzer Army", "Tula", "denied") in found
    assert ("Heinz Guderian", "attack", "2nd Panzer Army", "Tula", "planned") in found


def test_where_a_person_was_leaves_out_other_people(ask: Ask) -> None:
    assert {row["name"] for row in ask("where-a-person-was", person="zhukov")} == {"Georgy Zhukov"}


def test_map_gives_an_event_its_narrowest_kind_once(ask: Ask) -> None:
    found = _pairs(ask("events-on-a-map"), "what", "place", "wkt")
    assert ("counter-attack", "Klin", "POINT(36.7303 56.3333)") in found
    assert not {"attack", "event", "military action"} & {row[0] for row in found}


def test_map_leaves_out_places_without_coordinates(ask: Ask) -> None:
    assert "Tula" not in {row["place"] for row in ask("events-on-a-map")}


def test_timeline_is_sorted_and_bounded(ask: Ask) -> None:
    days = [row["earliest"] for row in ask("timeline", since="1941-11-01", until="1941-12-10")]
    assert days == sorted(days)
    assert days[0] == "1941-09-30", "the battle reaches into those days"
    assert days[-1] == "1941-12-08"


def test_timeline_calls_a_battle_by_its_name(ask: Ask) -> None:
    assert "Battle of Moscow" in {row["what"] for row in ask("timeline")}


def test_sentences_give_each_role_once(ask: Ask) -> None:
    found = _pairs(ask("sentences-behind-a-statement"), "statement", "role", "quote", "start", "end")
    assert ("capture", "opponent", "The Germans took Klin on the 23rd.", "300", "340") in found
    assert "participant" not in {row[1] for row in found}


def test_sentences_about_another_thing_are_left_out(ask: Ask) -> None:
    assert {row["document"] for row in ask("sentences-behind-a-statement", name="III Corps")} == {
        "shiloh.txt"
    }


def test_disagreements_show_each_pair_once(ask: Ask) -> None:
    found = _pairs(
        ask("disagreements"), "what", "about", "first", "first_document", "second", "second_document"
    )
    assert found == [
        ("dismissal", "Heinz Guderian", "1941-12-25", "moscow.md", "1941-12-26", "typhoon.txt"),
        ("loss", "Germany", "174000", "moscow.md", "500000", "moscow.md"),
    ]


def test_units_with_one_commander_did_not_change_him(ask: Ask) -> None:
    assert _pairs(ask("units-that-changed-commander"), "formation", "commander", "from") == [
        ("5th Army", "Dmitry Lelyushenko", "1941-10-01"),
        ("5th Army", "Leonid Govorov", "1941-10-18"),
    ]


@pytest.mark.parametrize("name", ["16th Army", "sixteenth army"])
def test_what_is_known_of_a_unit_is_found_under_any_name(ask: Ask, name: str) -> None:
    found = _pairs(ask("what-is-known-of-a-unit", name=name), "what", "value")
    assert {
        ("command", "Konstantin Rokossovsky"),
        ("subordination", "Western Front"),
        ("affiliation", "Soviet Union"),
        ("other name", "Sixteenth Army"),
        ("liberation", "Klin"),
    } <= set(found)


def test_what_is_known_of_a_unit_counts(ask: Ask) -> None:
    found = _pairs(ask("what-is-known-of-a-unit", name="2nd Panzer Army"), "what", "value")
    assert ("strength", "1000 tanks") in found


def test_what_is_known_of_a_person_is_not_asked(ask: Ask) -> None:
    assert ask("what-is-known-of-a-unit", name="Georgy Zhukov") == []


def test_sides_list_a_formation_once(ask: Ask) -> None:
    """The 2nd Panzer Army is an armoured unit too, by definition; that is no echelon."""
    found = _pairs(ask("sides-and-their-formations"), "side", "kind", "echelon", "formation", "commanders")
    assert [row for row in found if row[3] == "2nd Panzer Army"] == [
        ("Germany", "state", "army", "2nd Panzer Army", "1")
    ]
    assert ("Soviet Union", "state", "army", "5th Army", "2") in found


def test_names_tell_the_kind_and_not_a_definition(ask: Ask) -> None:
    """A commander is a person, the 2nd Panzer Army an army."""
    found = _pairs(ask("names-and-spellings"), "kind", "name", "also")
    assert ("person", "Georgy Zhukov", "Zhukov") in found
    assert ("army", "2nd Panzer Army", "2nd Panzer Group") in found
    assert {row[0] for row in found} == {"army", "person", "state"}


def test_only_what_did_not_happen_is_told_apart(ask: Ask) -> None:
    found = _pairs(ask("only-ordered-planned-or-denied"), "modality", "what", "who", "place")
    assert found == [
        ("denied", "capture", "2nd Panzer Army", "Tula"),
        ("ordered", "defence", "Germany", ""),
        ("planned", "attack", "2nd Panzer Army", "Tula"),
    ]


def test_dates_that_lack_nothing_come_from_nowhere_else(ask: Ask) -> None:
    found = _pairs(ask("where-the-dates-come-from"), "stated", "edtf", "from")
    assert found == [
        ("Three days later", "1941-10-10", "30 September 1941"),
        ("on the 18th", "1941-10-18", "30 September 1941"),
    ]


def test_sources_count_only_what_is_theirs(ask: Ask) -> None:
    found = {row["document"]: row for row in ask("sources-and-counts")}
    assert (found["typhoon.txt"]["names"], found["typhoon.txt"]["statements"]) == ("1", "2")
