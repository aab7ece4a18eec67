"""People and places told apart. Texts are invented."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.annotate.chunk import Chunk
from orbat.annotate.known import known_people

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Brig. Gen. W. H. Selmon crossed the river.", ["W. H. Selmon"]),
        ("Confederate general Dorn was killed.", ["Dorn"]),
        ("Field Marshal von Dornberg ordered the retreat.", ["von Dornberg"]),
        ("Generals Selmon and Dorn met.", ["Selmon", "Dorn"]),
        ("The order was signed by Colonel Jan van Selm.", ["Jan van Selm"]),
        ("B. K. Hill crossed the river, and B.K. Hill's corps attacked.", ["B. K. Hill", "B.K. Hill"]),
    ],
)
def test_people_are_marked(marked: Any, text: str, people: list[str]) -> None:
    assert marked(text, "people") == people


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("They forded the Selm River.", ["Selm River"]),
        ("Fighting raged near Dorn's Ford.", ["Dorn's Ford"]),
        ("They took the town of Selmon.", ["Selmon"]),
        ("They stormed Fort Selmon.", ["Fort Selmon"]),
        ("They reached the Selmon heights.", ["Selmon heights"]),
        ("They camped on J. Selmon's Hill.", ["J. Selmon's Hill"]),
        ("The fleet left the Strait of Selm.", ["Strait of Selm"]),
        ("They marched through East Selmon.", ["East Selmon"]),
    ],
)
def test_places_are_marked(marked: Any, text: str, places: list[str]) -> None:
    assert marked(text, "places") == places


@pytest.mark.parametrize(
    "text",
    [
        "Meanwhile the troops waited.",
        "In November the roads froze.",
        "The General Staff met.",
        "A general attack began.",
        "Reinforcements came too late.",
        "They crossed the river at night.",
        "The Germans attacked.",
        "Losses were heavy.",
    ],
)
def test_common_words_in_capitals_are_no_names(marked: Any, text: str) -> None:
    assert marked(text, "people") + marked(text, "places") == []


def test_one_sense_holds_through_a_text(marked: Any) -> None:
    text = "General Dorn led the corps. The corps halted. Dorn waited, and then Dorn turned south."
    assert marked(text, "people") == ["Dorn", "Dorn", "Dorn"]


def test_a_front_named_for_a_town_is_no_place(marked: Any) -> None:
    text = "The Kalinin Front attacked. Kalinin fell on 4 December."
    assert marked(text, "places") == ["Kalinin"]
    assert marked(text, "units") == ["Kalinin Front"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Confederate army fled. The Rebels left their guns.", "Confederate States"),
        ("The Rebels left their guns.", "Rebels"),
    ],
)
def test_general_side_is_the_one_that_the_text_names(attributes: Any, text: str, side: str) -> None:
    assert attributes(text, "sides")[-1]["norm"] == side


def test_acronym_of_a_side_is_matched_in_capitals_only(marked: Any) -> None:
    assert marked("Us they left behind. The US sent arms.", "sides") == ["US"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The fleet sailed under Admiral d'Estaing.", ["d'Estaing"]),
        ("Lord North resigned.", ["North"]),
        ("Emile de Selmon came. Then de Selmon left.", ["Emile de Selmon", "de Selmon"]),
        ("The order came from General Abu al-Selmoni.", ["Abu al-Selmoni"]),
        ("Hannibal crossed the mountains.", ["Hannibal"]),
        ("General Pope came. Lee marched against Pope.", ["Pope", "Lee", "Pope"]),
        ("Lt. Gen. Jubal A. Early came. Early's army rested.", ["Jubal A. Early", "Early"]),
        ("Col. Barry St. Leger came. They cheered St. Leger.", ["Barry St. Leger", "St. Leger"]),
        ("General George Washington asked. Washington then moved.", ["George Washington", "Washington"]),
        ("The troops were led by Selmon.", ["Selmon"]),
        ("Deputy Prime Minister Jan Selmon spoke.", ["Jan Selmon"]),
    ],
)
def test_forms_of_a_person_s_name_are_marked(marked: Any, text: str, people: list[str]) -> None:
    assert marked(text, "people") == people


@pytest.mark.parametrize(
    "text",
    [
        "The Emperor waited.",
        "They wrote to the Prime Minister.",
        "The Girondins fell from power.",
        "In Year I. It was over.",
        "Early in May they left.",
        "The Convention met. Later the convention dissolved.",
        "They signed SALT II.",
        "The Moscow-led alliance broke.",
    ],
)
def test_titles_and_peoples_are_no_persons(marked: Any, text: str) -> None:
    assert marked(text, "people") == []


@pytest.mark.parametrize(
    ("text", "group", "names"),
    [
        ("They sank the gunboats Selmon and Dornberg.", "equipment", ["Selmon", "Dornberg"]),
        ("The SDP met. They hoped that SDP leaders would come.", "organizations", ["SDP", "SDP"]),
        ("The Six Day War ended.", "events", ["Six Day War"]),
        ("They bombed Selmon Air Force Base.", "units", []),
        (
            "The Selmon Legion and the Dorn Blockading Squadron came.",
            "units",
            ["Selmon Legion", "Dorn Blockading Squadron"],
        ),
        ("They held Fort Selmon. They left Selmon.", "places", ["Fort Selmon", "Selmon"]),
        ("They took Qasr-e-Selmon.", "places", ["Qasr-e-Selmon"]),
    ],
)
def test_names_of_other_things_are_marked(marked: Any, text: str, group: str, names: list[str]) -> None:
    assert marked(text, group) == names


def test_acronym_is_what_it_stands_for(marked: Any) -> None:
    text = "They fled to the Democratic Republic of Selmonia (DRS). The DRS was poor."
    assert marked(text, "places")[1:] == ["DRS", "DRS"]
    assert marked(text, "organizations") == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The Duke of Selmon attacked. Then Selmon withdrew.", ["Duke of Selmon", "Selmon"]),
        ("Prince Eugene of Selmon attacked.", ["Eugene of Selmon"]),
        ("Joan of Selm rode at their head.", ["Joan of Selm"]),
        ("Frederick the Great attacked.", ["Frederick the Great"]),
        ("The Crown Prince of Selmon attacked.", ["Crown Prince of Selmon"]),
        ("Evelyn Wood attacked.", ["Evelyn Wood"]),
        ("James Van Fleet attacked.", ["James Van Fleet"]),
        ("Major Mark Norman laid down his arms.", ["Mark Norman"]),
        ("Brigadiers Fuad Selmon and Hassan Dorn attacked.", ["Fuad Selmon", "Hassan Dorn"]),
        ("They attacked von der Selm.", ["von der Selm"]),
        ("The 4th Division (Selmonov) held the ridge.", ["Selmonov"]),
        ("At Dornberg Selmonov attacked. Colonel Selmonov fell.", ["Selmonov", "Selmonov"]),
        ("Selmonov, who had the van, attacked the guards.", ["Selmonov"]),
    ],
)
def test_people_with_a_place_or_a_word_of_english_in_their_names_are_marked(
    marked: Any, text: str, people: list[str]
) -> None:
    assert marked(text, "people") == people


@pytest.mark.parametrize(
    "text",
    [
        "They mourned King Charles of Spain.",
        "They held the Evelyn Wood.",
        "They stormed Kings Mountain.",
        "Overruling them, the minister attacked.",
        "The Guards attacked.",
        "Background and plans\n\nThey attacked at dawn.",
        "They attacked from the S. at noon.",
        "A Coy attacked.",
    ],
)
def test_common_words_and_kings_countries_are_no_part_of_a_person_s_name(marked: Any, text: str) -> None:
    assert marked(text, "people") in ([], ["Charles"])


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("South Selmonia fell. They left South Selmonia.", ["South Selmonia", "South Selmonia"]),
        ("They stormed Hill 140 and Pt. 40.", ["Hill 140", "Pt. 40"]),
        ("They fell back over the Selmon.", ["Selmon"]),
        ("Selmon, besieged since May, surrendered.", ["Selmon"]),
        ("They reached the harbour of Selmon.", ["Selmon"]),
        ("They seized Selmon and Dornberg, ridges on the flank.", ["Selmon", "Dornberg"]),
        ("They stormed Selmon's Nek.", ["Selmon's Nek"]),
    ],
)
def test_places_are_known_by_what_stands_around_them(marked: Any, text: str, places: list[str]) -> None:
    assert marked(text, "places") == places


@pytest.mark.parametrize(
    ("text", "ships"),
    [
        ("HMS Selmon and Dorn sailed.", ["HMS Selmon", "Dorn"]),
        ("USS Selmon and Queen Mary sailed.", ["USS Selmon", "Queen Mary"]),
        ("The cruisers Selmon, Dorn and Malbeck sailed.", ["Selmon", "Dorn", "Malbeck"]),
        ("They torpedoed the cruiser General Selmon.", ["General Selmon"]),
        ("HMS Selmon came. Then the Selmon left.", ["HMS Selmon", "Selmon"]),
        ("The Selmon was torpedoed.", ["Selmon"]),
        ("He hoisted his flag in the Selmon.", ["Selmon"]),
        ("The Selmon (74) followed.", ["Selmon"]),
        ("They lost four Cromwells.", ["Cromwells"]),
    ],
)
def test_ships_are_known_by_prefix_class_list_or_fate(marked: Any, text: str, ships: list[str]) -> None:
    assert marked(text, "equipment") == ships


@pytest.mark.parametrize(
    "text",
    ["The Selmon Battalion attacked.", "The Wellington Battalion attacked.", "General Selmon sailed."],
)
def test_formations_and_men_are_no_ships(marked: Any, text: str) -> None:
    assert marked(text, "equipment") == []


def test_people_of_a_war_are_known_by_their_surnames_in_a_text_about_it() -> None:
    keys = ("Georgy Zhukov", "Konev", "Rokossovsky", "Vatutin", "Selmonov")
    known = known_people([Chunk(0, 1, key) for key in keys], frozenset())
    assert {key for key in keys if known.get(key.lower())} == set(keys[:-1])


def test_a_surname_of_a_war_alone_says_nothing() -> None:
    assert known_people([Chunk(0, 1, "Konev")], frozenset()) == {}
