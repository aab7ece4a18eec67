"""Which names mean one formation."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.model import Document
from orbat.resolve import resolve


def count(documents: Document | list[Document], *mentions: int | tuple[Document, int]) -> int:
    """How many formations the mentions are."""
    documents = documents if isinstance(documents, list) else [documents]
    links = resolve(documents, gazetteer=False).links
    pairs = [m if isinstance(m, tuple) else (documents[0], m) for m in mentions]
    return len({links[document.source.id][i] for document, i in pairs})


def test_units_number_in_figures_words_and_roman_numerals_is_one(moscow: Any) -> None:
    found = [moscow.unit(n, echelon="Army") for n in ("16th Army", "Sixteenth Army", "XVI Army")]
    found.append(moscow.unit("16th Army", number="16", echelon="Army"))
    assert count(moscow.document(), *found) == 1


def test_units_of_two_sides_are_two(moscow: Any) -> None:
    german = moscow.unit("4th Army", number="4", echelon="Army", side="Germany")
    soviet = moscow.unit("4th Army", number="4", echelon="Army", side="Soviet Union")
    assert count(moscow.document(), german, soviet) == 2


def test_units_side_comes_from_the_commander(moscow: Any) -> None:
    german = moscow.unit("4th Army", number="4", echelon="Army")
    moscow.fact("Command", commander=moscow.person("Kluge", side="Germany"), unit=german)
    soviet = moscow.unit("4th Army", number="4", echelon="Army")
    moscow.fact("Command", commander=moscow.person("Golubev", side="Soviet Union"), unit=soviet)
    assert count(moscow.document(), german, soviet) == 2


def test_units_side_comes_from_an_affiliation(moscow: Any) -> None:
    one = moscow.unit("4th Army", number="4", echelon="Army")
    moscow.fact("Affiliation", member=one, side=moscow.side("Germany"))
    two = moscow.unit("4th Army", number="4", echelon="Army")
    moscow.fact("Affiliation", member=two, side=moscow.side("Soviet Union"))
    assert count(moscow.document(), one, two) == 2


def test_units_without_side_go_to_the_only_one(moscow: Any) -> None:
    moscow.unit("4th Army", number="4", echelon="Army")
    moscow.unit("German 4th Army", number="4", echelon="Army", side="Germany")
    assert count(moscow.document(), 5, 6) == 1


def test_units_without_side_go_to_the_last_mentioned_of_two(moscow: Any) -> None:
    british = moscow.unit("Third British Army", number="3", echelon="Army", side="United Kingdom")
    after_british = moscow.unit("Third Army", number="3", echelon="Army")
    french = moscow.unit("French Third Army", number="3", echelon="Army", side="France")
    after_french = moscow.unit("Third Army", number="3", echelon="Army")
    again = moscow.unit("British Third Army", number="3", echelon="Army", side="United Kingdom")
    document = moscow.document()
    assert count(document, british, after_british, again) == 1
    assert count(document, french, after_french) == 1
    assert count(document, british, french) == 2


@pytest.mark.parametrize(
    ("one", "two", "echelon"),
    [
        ("Central Army Group", "Army Group Centre", "ArmyGroup"),
        ("Army Group Center", "Army Group Centre", "ArmyGroup"),
        ("South-Western Front", "Southwestern Front", "Front"),
        ("South Western Front", "Southwestern Front", "Front"),
        ("1st Byelorussian Front", "First Belorussian Front", "Front"),
        ("Army of the Potomac", "Potomac Army", "Army"),
        ("2nd Corps", "II Corps", "Corps"),
        ("Eighth Corps", "VIII Corps", "Corps"),
        ("7 Armd Div", "7th Armoured Division", "Division"),
        ("69 Inf Bde", "69th Infantry Brigade", "Brigade"),
    ],
)
def test_units_spellings_of_one_name_are_one(moscow: Any, one: str, two: str, echelon: str) -> None:
    a, b = moscow.unit(one, echelon=echelon), moscow.unit(two, echelon=echelon)
    assert count(moscow.document(), a, b) == 1


def test_units_own_name_outweighs_words_behind_it(moscow: Any) -> None:
    one = moscow.unit("Kalinin Front", name="Kalinin", echelon="Front")
    two = moscow.unit("Kalinin Front Army", name="Kalinin", echelon="Front")
    assert count(moscow.document(), one, two) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"number": "16", "echelon": "Army"}, {"number": "16", "echelon": "Corps"}),
        ({"number": "16", "echelon": "Army"}, {"number": "61", "echelon": "Army"}),
        ({"number": "3", "echelon": "Corps"}, {"number": "3", "echelon": "Corps", "branch": "Armoured"}),
        ({"name": "Western", "echelon": "Front"}, {"name": "North-Western", "echelon": "Front"}),
        ({"name": "Kalinin", "echelon": "Front"}, {"name": "Kalinin", "echelon": "Garrison"}),
        (
            {"number": "1", "name": "Ukrainian", "echelon": "Front"},
            {"number": "2", "name": "Ukrainian", "echelon": "Front"},
        ),
    ],
)
def test_units_that_differ_in_number_name_echelon_or_branch_are_two(
    moscow: Any, one: dict[str, str], two: dict[str, str]
) -> None:
    a, b = moscow.unit("One Unit", **one), moscow.unit("One Unit", **two)
    assert count(moscow.document(), a, b) == 2


def test_units_named_for_a_commander_are_kept_apart_by_him(virginia: Any) -> None:
    told = {"echelon": "Division", "branch": "Cavalry"}
    gregg = virginia.unit("Gregg's cavalry division", commander="Gregg", **told)
    again = virginia.unit("Gregg's Cavalry Division", commander="Gregg", **told)
    torbert = virginia.unit("Torbert's cavalry division", commander="Torbert", **told)
    document = virginia.document()
    assert count(document, gregg, again) == 1
    assert count(document, gregg, torbert) == 2


def test_units_named_for_a_commander_meet_the_unit_he_commands(moscow: Any, entity: Any) -> None:
    army = moscow.unit("16th Army", number="16", echelon="Army", side="Soviet Union")
    moscow.fact("Command", commander=moscow.person("Rokossovsky"), unit=army)
    his = moscow.unit("Rokossovsky's army", echelon="Army", commander="Rokossovsky")
    document = moscow.document()
    found = entity(resolve([document], gazetteer=False), document, his)
    assert count(document, army, his) == 1
    assert found.label == "16th Army"
    assert "Rokossovsky's army" in found.names


def test_units_named_for_a_commander_of_two_stay_apart(moscow: Any) -> None:
    first = moscow.unit("16th Army", number="16", echelon="Army")
    second = moscow.unit("19th Army", number="19", echelon="Army")
    for army in (first, second):
        moscow.fact("Command", commander=moscow.person("Rokossovsky"), unit=army)
    his = moscow.unit("Rokossovsky's army", echelon="Army", commander="Rokossovsky")
    assert count(moscow.document(), first, second, his) == 3


def test_units_of_two_armies_with_two_commanders_are_two(virginia: Any) -> None:
    corps = []
    for superior, commander in (("Army of the Potomac", "Sickles"), ("Army of the Ohio", "Gilbert")):
        army = virginia.unit(superior, echelon="Army", side="Union")
        corps.append(virginia.unit("III Corps", number="3", echelon="Corps", side="Union"))
        virginia.fact("Subordination", unit=corps[-1], superior=army)
        virginia.fact("Command", commander=virginia.person(commander), unit=corps[-1])
    assert count(virginia.document(), *corps) == 2


def test_units_that_change_their_army_stay_one(moscow: Any) -> None:
    army = []
    for superior in ("Western Front", "Bryansk Front"):
        front = moscow.unit(superior, echelon="Front", side="Soviet Union")
        army.append(moscow.unit("16th Army", number="16", echelon="Army", side="Soviet Union"))
        moscow.fact("Subordination", unit=army[-1], superior=front)
    assert count(moscow.document(), *army) == 1


def test_units_whose_name_is_the_nation_are_kept_apart(moscow: Any) -> None:
    one = moscow.unit("Canadian Corps", echelon="Corps", side="Canada")
    two = moscow.unit("Australian Corps", echelon="Corps", side="Australia")
    assert count(moscow.document(), one, two) == 2


def draft_of(draft: Any, name: str, *years: str, sides: tuple[str, str] = ("Germany", "Soviet Union")) -> Any:
    made = draft(name).date(*years)
    for side in sides:
        made.side(side)
    return made


def test_units_of_two_wars_are_two(draft: Any) -> None:
    first = draft_of(draft, "a", "1915-05-01", "1915-09-01", sides=("Germany", "Russia"))
    second = draft_of(draft, "b", "1941-10-01", "1941-12-05")
    i = first.unit("Western Front", name="Western", echelon="Front")
    j = second.unit("Western Front", name="Western", echelon="Front")
    a, b = first.document(), second.document()
    assert count([a, b], (a, i), (b, j)) == 2


def test_units_of_two_wars_in_one_document_are_two(draft: Any) -> None:
    made = draft("career").date("1915-05-01", "1915-09-01", "1916-01-01", "1917-01-01")
    made.side("Germany"), made.side("Russia")
    first = made.unit("Western Front", name="Western", echelon="Front")
    made.date("1941-10-01", "1941-11-07", "1941-12-05")
    made.side("Germany"), made.side("Soviet Union")
    second = made.unit("Western Front", name="Western", echelon="Front")
    assert count(made.document(), first, second) == 2


@pytest.mark.parametrize(
    ("sides", "told", "things"),
    [
        (("Soviet Union", "Soviet Union"), {"number": "4", "echelon": "Army"}, 1),
        (("Soviet Union", "Germany"), {"number": "4", "echelon": "Army"}, 2),
        (("Soviet Union", ""), {"number": "4", "echelon": "Army"}, 2),
        (("", ""), {"number": "4", "echelon": "Army"}, 2),
        (("Soviet Union", ""), {"name": "Kalinin", "echelon": "Front"}, 1),
        (("", ""), {"name": "Kalinin", "echelon": "Front"}, 1),
        (("", ""), {"commander": "Lee", "echelon": "Army"}, 2),
    ],
)
def test_units_across_documents(
    draft: Any, sides: tuple[str, str], told: dict[str, str], things: int
) -> None:
    first, second = draft_of(draft, "a", "1941-10-01"), draft_of(draft, "b", "1942-01-05")
    i, j = first.unit("Unit", side=sides[0], **told), second.unit("Unit", side=sides[1], **told)
    a, b = first.document(), second.document()
    assert count([a, b], (a, i), (b, j)) == things


def test_units_across_documents_number_alone_joins_by_its_commander(draft: Any) -> None:
    documents, found = [], []
    for name in ("a", "b"):
        made = draft_of(draft, name, "1941-10-01")
        i = made.unit("4th Army", number="4", echelon="Army")
        made.fact("Command", commander=made.person("Kluge"), unit=i)
        documents.append(made.document())
        found.append((documents[-1], i))
    assert count(documents, *found) == 1


def test_units_label_tells_the_side_where_the_text_does(moscow: Any, entity: Any) -> None:
    i = moscow.unit("Third Army", number="3", echelon="Army")
    moscow.unit("British Third Army", number="3", echelon="Army", side="United Kingdom")
    document = moscow.document()
    found = entity(resolve([document], gazetteer=False), document, i)
    assert (found.label, found.names, found.kind) == ("British Third Army", ("Third Army",), "Army")
    assert found.id.startswith("unit/united-kingdom-3rd-army-")


def test_units_side_has_the_name_that_it_bears_in_this_war(virginia: Any) -> None:
    one = virginia.unit("II Corps", number="2", echelon="Corps", side="Union")
    two = virginia.unit("II Corps", number="2", echelon="Corps", side="United States")
    assert count(virginia.document(), one, two) == 1


def test_units_side_goes_down_to_a_subordinate_and_not_up(moscow: Any, entity: Any) -> None:
    front = moscow.unit("Western Front", name="Western", echelon="Front", side="Soviet Union")
    army = moscow.unit("16th Army", number="16", echelon="Army")
    division = moscow.unit("Selm Division", name="Selm", echelon="Division", side="Romania")
    moscow.fact("Subordination", unit=army, superior=front)
    moscow.fact("Subordination", unit=division, superior=army)
    document = moscow.document()
    resolution = resolve([document], gazetteer=False)
    assert entity(resolution, document, army).get("side") == "Soviet Union"


def test_units_of_a_corps_nation_do_not_name_the_army_above(moscow: Any, entity: Any) -> None:
    army = moscow.unit("Third Army", number="3", echelon="Army")
    corps = moscow.unit("Selm Corps", name="Selm", echelon="Corps", side="Canada")
    moscow.fact("Subordination", unit=corps, superior=army)
    document = moscow.document()
    assert entity(resolve([document], gazetteer=False), document, army).get("side") == ""


@pytest.mark.parametrize(
    ("norm", "side"),
    [
        ("Soviet 4th Army", "Soviet Union"),
        ("German 4th Army", "Germany"),
        ("German-Soviet 4th Army", ""),
        ("4th Army", ""),
    ],
)
def test_units_side_is_read_from_the_name(moscow: Any, entity: Any, norm: str, side: str) -> None:
    i = moscow.unit(norm, number="4", echelon="Army")
    document = moscow.document()
    assert entity(resolve([document], gazetteer=False), document, i).get("side") == side


def test_units_side_that_did_not_fight_in_the_war_is_no_side(moscow: Any, entity: Any) -> None:
    i = moscow.unit("4th Army", number="4", echelon="Army", side="Confederate States")
    document = moscow.document()
    assert entity(resolve([document], gazetteer=False), document, i).get("side") == ""


def test_units_of_one_name_with_two_commanders_are_two(moscow: Any) -> None:
    ours = moscow.unit("16th Army", number="16", echelon="Army")
    moscow.fact("Command", commander=moscow.person("Busch"), unit=ours)
    theirs = moscow.unit("16th Army", number="16", echelon="Army")
    moscow.fact("Command", commander=moscow.person("Rokossovsky"), unit=theirs)
    assert count(moscow.document(), ours, theirs) == 2


def test_units_whose_commander_was_replaced_are_one(moscow: Any) -> None:
    first = moscow.unit("16th Army", number="16", echelon="Army")
    moscow.fact("Command", commander=moscow.person("Rokossovsky"), unit=first)
    second = moscow.unit("16th Army", number="16", echelon="Army")
    lukin = moscow.person("Lukin")
    moscow.fact("Command", commander=lukin, unit=second)
    moscow.fact("Appointment", person=lukin, unit=second)
    assert count(moscow.document(), first, second) == 1
