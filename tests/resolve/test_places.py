"""Which places are linked to GeoNames, and which are rightly not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from orbat.resolve import resolve
from orbat.resolve.gazetteer import country_code, settlements

if TYPE_CHECKING:
    from orbat.model import Entity

TVER, MOSCOW, KLIN = "480060", "524901", "547523"


def places(made: Any) -> dict[str, Entity]:
    """The places of a draft by every name that the text uses."""
    resolution = resolve([made.document()])
    return {n: e for e in resolution.entities if e.id.startswith("place/") for n in (e.label, *e.names)}


def test_places_of_a_battle_are_linked(moscow: Any) -> None:
    for name in ("Moscow", "Kalinin", "Klin", "Tula", "Volokolamsk", "Mozhaysk"):
        moscow.place(name)
    found = places(moscow)
    assert {n: found[n].get("geonames") for n in ("Moscow", "Kalinin", "Klin")} == {
        "Moscow": MOSCOW,
        "Kalinin": TVER,
        "Klin": KLIN,
    }
    assert {e.get("country") for e in found.values()} == {"RU"}
    assert found["Kalinin"].id.startswith("place/tver-")
    assert float(found["Moscow"].get("latitude")) == pytest.approx(55.75, abs=0.05)


def test_places_old_and_new_name_of_one_town_are_one(moscow: Any) -> None:
    moscow.place("Kalinin"), moscow.place("Moscow"), moscow.place("Tver")
    found = places(moscow)
    assert found["Kalinin"] is found["Tver"]


def test_places_keep_what_they_rejected_with_reasons(moscow: Any) -> None:
    moscow.place("Moscow"), moscow.place("Tula")
    chosen, *rejected = places(moscow)["Moscow"].candidates
    assert chosen.chosen
    assert chosen.id == f"https://sws.geonames.org/{MOSCOW}/"
    assert rejected
    assert all(not c.chosen and c.reason and c.score < chosen.score for c in rejected)
    assert "country" in next(c.reason for c in rejected if c.name == "Moscow")


@pytest.mark.parametrize("name", ["Hartsville", "Moscow", "Odessa", "Vienna"])
def test_places_of_the_civil_war_are_not_those_of_other_lands_or_far_states(virginia: Any, name: str) -> None:
    virginia.place("Virginia", "Region"), virginia.place("Culpeper"), virginia.place("Fredericksburg")
    virginia.place(name)
    found = places(virginia)[name]
    if found.get("geonames"):
        assert (found.get("country"), found.get("longitude") > "-82") == ("US", False)
        assert 37 < float(found.get("latitude")) < 40


def test_places_of_the_civil_war_lie_in_the_states_that_the_text_names(virginia: Any) -> None:
    virginia.place("Virginia", "Region")
    for name in ("Richmond", "Petersburg", "Culpeper", "Winchester", "Fredericksburg"):
        virginia.place(name)
    found = places(virginia)
    for name in ("Richmond", "Petersburg", "Winchester"):
        assert found[name].get("country") == "US"
        assert 36.5 < float(found[name].get("latitude")) < 39.5
        assert -79 < float(found[name].get("longitude")) < -77


def test_places_that_many_states_share_are_not_linked_without_a_guide(virginia: Any) -> None:
    virginia.place("Winchester")
    found = places(virginia)["Winchester"]
    assert not found.get("geonames")
    assert len(found.candidates) > 1
    assert not any(c.chosen for c in found.candidates)


def test_places_state_behind_the_comma_decides(virginia: Any) -> None:
    virginia.place("Winchester")
    virginia.place("Kentucky", "Region", gap=", ")
    virginia.place("Richmond"), virginia.place("Petersburg"), virginia.place("Culpeper")
    found = places(virginia)
    assert float(found["Winchester"].get("latitude")) == pytest.approx(37.99, abs=0.05)
    assert found["Kentucky"].get("geonames") == "6254925"


@pytest.mark.parametrize("kind", ["Watercourse", "Structure", "Sea", "Region"])
def test_places_that_are_no_settlements_are_not_linked_to_one(moscow: Any, kind: str) -> None:
    moscow.place("Klin", kind), moscow.place("Moscow"), moscow.place("Tula")
    assert not places(moscow)["Klin"].get("geonames")


@pytest.mark.parametrize("name", ["Xyzzy", "Napoleon's Hill", "The Kremlin Yard"])
def test_places_unknown_to_geonames_are_kept_without_link(moscow: Any, name: str) -> None:
    moscow.place(name)
    found = places(moscow)[name]
    assert not found.get("geonames")
    assert found.candidates == ()


def test_places_of_a_text_that_tells_nothing_are_not_linked(draft: Any) -> None:
    made = draft()
    made.place("Paris"), made.place("Vienna")
    assert {e.get("geonames") for e in places(made).values()} == {""}


def test_places_country_is_linked_as_a_country(moscow: Any) -> None:
    moscow.place("Germany", "Country"), moscow.place("Soviet Union", "Country")
    found = places(moscow)
    assert found["Germany"].get("geonames") == "2921044"
    assert not found["Soviet Union"].get("geonames")


def test_places_georgia_is_the_state_in_american_texts_and_the_country_elsewhere(
    virginia: Any, moscow: Any
) -> None:
    virginia.place("Georgia", "Region"), moscow.place("Georgia", "Region")
    assert places(virginia)["Georgia"].get("geonames") == "4197000"
    assert (places(moscow)["Georgia"].get("geonames"), places(moscow)["Georgia"].kind) == (
        "614540",
        "Country",
    )


def test_places_far_capital_is_linked_where_its_country_is_spoken_of(moscow: Any) -> None:
    moscow.place("Moscow"), moscow.place("Klin"), moscow.place("Tula"), moscow.place("Berlin")
    assert places(moscow)["Berlin"].get("geonames") == "2950159"


def test_places_river_with_and_without_its_noun_is_one(virginia: Any) -> None:
    virginia.place("James River", "Watercourse"), virginia.place("James", "Watercourse")
    virginia.place("James", "Watercourse")
    found = places(virginia)
    assert found["James"].label == "James River"


@pytest.mark.parametrize(("one", "two"), [("Settlement", "Watercourse"), ("Settlement", "Settlement")])
def test_places_town_and_river_of_one_name_are_two(moscow: Any, one: str, two: str) -> None:
    moscow.place("Selm", one), moscow.place("Selm River", two)
    assert places(moscow)["Selm"] is not places(moscow)["Selm River"]


def test_places_without_link_of_two_wars_are_two(moscow: Any, virginia: Any) -> None:
    moscow.place("Cedar Creek", "Watercourse"), virginia.place("Cedar Creek", "Watercourse")
    resolution = resolve([moscow.document(), virginia.document()])
    assert sum(e.label == "Cedar Creek" for e in resolution.entities) == 2


def test_settlements_finds_names_in_any_accent_and_by_alternates() -> None:
    found = settlements(["Köln", "Leningrad", "St. Petersburg", "Nowhere Town Anywhere"])
    assert found["Köln"][0].name == "Köln"
    assert found["Leningrad"][0].id == found["St. Petersburg"][0].id == "498817"
    assert found["Nowhere Town Anywhere"] == ()


@pytest.mark.parametrize("name", ["Soviet Union", "Prussia", "", "Berlin"])
def test_country_code_is_empty_for_what_is_no_country_today(name: str) -> None:
    assert country_code(name) == ""
