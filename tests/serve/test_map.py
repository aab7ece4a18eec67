"""Map and timeline: events and places, what changed hands, tracks; and all of it over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from serving import BASE, HERE, Server, small_graph, start, stop

from orbat.errors import ServeError
from orbat.serve.chronicle.holders import handovers
from orbat.serve.chronicle.records import Chronicle, Event, Place, Role
from orbat.serve.days import Period, day_number
from orbat.serve.orderofbattle.records import Passage
from orbat.serve.tiles import tile_source

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def battle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = small_graph(tmp_path_factory.mktemp("map") / "graph", HERE / "battle.trig")
    running = start(
        folder, tiles="https://{s}.tiles.example/{z}/{x}/{y}.png", tiles_attribution="<b>Ours</b>"
    )
    yield running
    stop(running)


@pytest.fixture(scope="module")
def document(battle: Server) -> dict[str, Any]:
    answer = battle.client.get("/api/map.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def page(server: Server, **asked: str) -> str:
    answer = server.client.get(
        "/map", params={name.rstrip("_"): each for name, each in asked.items()}, headers=BROWSER
    )
    assert answer.status_code == 200
    return answer.text


def part(text: str, slot: str) -> str:
    return text.partition(f'data-slot="{slot}"')[2].partition("</section>")[0]


def named(document: dict[str, Any], kind: str, label: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in document[kind] if each["label"] == label)
    return found


def test_places_tell_where_they_are_and_how_sure_that_is(document: dict[str, Any]) -> None:
    found = {each["label"]: (each["at"], each["sure"]) for each in document["places"]}
    assert found == {"Brod": ([-50.5, 25.0], False), "Ostrow": ([50.2, 24.1], True), "Sandau": (None, True)}


def test_events_have_the_bounds_of_their_dates_and_their_sentence(document: dict[str, Any]) -> None:
    event = named(document, "events", "Capture of Ostrow")
    assert (event["first"], event["last"]) == (day_number("1809-04-01"), day_number("1809-04-30"))
    assert event["when"] == "April 1809"
    assert event["passages"][0]["quote"] == "The 2nd Army took Ostrow from the South."
    assert named(document, "events", "Battle of Sandau")["first"] is None


def test_situations_are_no_events(document: dict[str, Any]) -> None:
    assert {each["kind"] for each in document["events"]} == {
        "Capture",
        "Liberation",
        "Movement",
        "Battle",
        "Dismissal",
    }


def test_what_changed_hands_follows_from_events_in_their_order(document: dict[str, Any]) -> None:
    sides = [each["label"] for each in document["sides"]]
    found = [
        (
            document["places"][each["place"]]["label"],
            sides[each["before"]],
            sides[each["after"]],
            each["guessed"],
        )
        for each in document["changes"]
    ]
    # The liberation names nobody: the holder before the capture has it back.
    assert found == [
        ("Ostrow", "Southland", "Northland", False),
        ("Ostrow", "Northland", "Southland", True),
    ]


def test_sides_bear_marks_that_differ(document: dict[str, Any]) -> None:
    marks = [each["mark"] for each in document["sides"]]
    assert sorted(marks) == ["N", "S"]


def test_page_lists_the_events_of_the_time_asked_for(battle: Server) -> None:
    events = part(page(battle, from_="1809-06-01", to="1809-06-30"), "events")
    assert "On the 20th Ostrow was liberated." in events
    assert "The 2nd Army took Ostrow" not in events


def test_page_says_what_changed_hands_in_a_month(battle: Server) -> None:
    text = page(battle, month="1809-06")
    assert "Ostrow: from Northland to Southland" in part(text, "changes")
    assert '<option value="1809-06" selected>' in text


def test_event_that_may_lie_in_the_time_asked_for_is_listed(battle: Server) -> None:
    assert "movement" in part(page(battle, month="1809-10"), "events")


def test_what_was_only_ordered_is_left_out_unless_it_is_asked_for(battle: Server) -> None:
    assert "only ordered" not in part(page(battle), "events")
    assert "only ordered" in part(page(battle, all="1"), "events")


def test_events_without_a_date_and_places_without_coordinates_are_listed_apart(battle: Server) -> None:
    text = page(battle)
    assert "Battle of Sandau" in text.partition("<summary>Events without a date")[2]
    assert "Sandau" in text.partition("<summary>Places that are not on the map")[2]


def test_kind_filters_the_list(battle: Server) -> None:
    events = part(page(battle, kind="Movement"), "events")
    assert "That autumn" in events
    assert "liberated" not in events


def test_date_that_is_none_is_said_on_the_page(battle: Server) -> None:
    answer = battle.client.get("/map", params={"from": "soon"}, headers=BROWSER)
    assert answer.status_code == 400
    assert "“soon” is no date" in answer.text


def test_policy_lets_in_the_tiles_of_the_configured_host_and_of_no_other(battle: Server) -> None:
    answer = battle.client.get("/map", headers=BROWSER)
    policy = dict(each.strip().split(" ", 1) for each in answer.headers["content-security-policy"].split(";"))
    assert policy["img-src"] == "'self' data: https://*.tiles.example"
    other = battle.client.get("/", headers=BROWSER).headers["content-security-policy"]
    assert "tiles" not in other
    assert 'data-tiles-attribution="&lt;b&gt;Ours&lt;/b&gt;"' in answer.text


def test_track_leads_from_place_to_place_in_order_of_time(battle: Server) -> None:
    found = battle.client.get("/api/track.json", params={"thing": f"{BASE}unit/a2"}).json()
    stops = [(found["places"][step["place"]]["label"], step["when"]) for step in found["steps"]]
    assert stops == [("Ostrow", "April 1809"), ("Brod", "September 1809 – November 1809")]
    assert found["label"] == "2nd Army"


def test_track_of_a_place_is_the_place_with_its_events(battle: Server) -> None:
    found = battle.client.get("/api/track.json", params={"thing": "place/ostrow"}).json()
    assert found["place"]
    assert [each["label"] for each in found["places"]] == ["Ostrow"]
    assert len(found["steps"]) == 2


def test_thing_that_was_nowhere_has_a_track_without_steps(battle: Server) -> None:
    found = battle.client.get("/api/track.json", params={"thing": "unit/lost"}).json()
    assert (found["steps"], found["places"]) == ([], [])


@pytest.mark.parametrize("thing", ["", "unit/nobody", "<x>"])
def test_track_of_what_is_unknown_is_not_found(battle: Server, thing: str) -> None:
    answer = battle.client.get("/api/track.json", params={"thing": thing})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-found")


def test_documents_are_packed_and_known_again(battle: Server) -> None:
    answer = battle.client.get("/api/map.json", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    again = battle.client.get(
        "/api/map.json", headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def event(name: str, kind: str, day: int | None, *roles: tuple[str, str], document: str = "d") -> Event:
    classes = frozenset({kind, "ChangeOfControl", "MilitaryAction"})
    period = None if day is None else Period(day, day)
    filled = (Role("place", "town"), *(Role(role, thing) for role, thing in roles))
    passage = Passage("words", document, document, 0, 5)
    return Event(name, kind, classes, name, "Happened", period, None, 1.0, False, filled, (passage,))


def held(*events: Event) -> list[tuple[str, str, bool]]:
    sides = {"north": "north", "south": "south", "west": "west"}
    places = {"town": Place("town", "Town", "", None, True)}
    found = handovers(Chronicle(events, places, {}, sides))
    return [(each.before, each.after, each.guessed) for each in found]


def test_liberation_by_nobody_named_gives_the_place_to_the_other_side_of_two() -> None:
    assert held(
        event("a", "Capture", 1, ("agent", "north"), ("opponent", "south")), event("b", "Liberation", 9)
    ) == [("south", "north", False), ("north", "south", True)]
    named = event("x", "Capture", 0, ("agent", "south"))
    assert held(named, event("b", "Capture", 1, ("agent", "north")), event("c", "Liberation", 9))[-1] == (
        "north",
        "south",
        True,
    )


def test_liberation_in_an_account_of_three_sides_is_left_open() -> None:
    third = event("x", "Capture", None, ("agent", "west"), ("opponent", "south"))
    assert held(event("b", "Capture", 1, ("agent", "north")), event("c", "Liberation", 9), third)[1] == (
        "north",
        "",
        True,
    )


def test_taking_that_is_told_again_without_a_name_is_the_same() -> None:
    again = held(event("a", "Capture", 1, ("agent", "north")), event("b", "Capture", 2))
    assert again == [("", "north", False), ("", "north", True)]


def test_change_without_a_date_changes_no_later_one() -> None:
    found = held(
        event("b", "Capture", 5, ("agent", "north")), event("a", "Capture", None, ("agent", "south"))
    )
    assert found == [("", "north", False), ("", "south", False)]


@pytest.mark.parametrize(
    "template",
    [
        "tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
    ],
)
def test_address_of_tiles_that_is_none_is_refused(template: str) -> None:
    with pytest.raises(ServeError, match="as the address of map tiles"):
        tile_source(template)


def usual(*days: int) -> Period | None:
    events = tuple(event(f"e{day}", "Battle", day) for day in days)
    return Chronicle(events, {}, {}, {}).usual()


def test_the_time_mostly_told_of_is_shown_and_all_of_it_where_there_is_none() -> None:
    assert usual(1, 2, 3, 90_001, 90_002) == Period(1, 3)
    assert usual(1, 2, 90_001, 90_002) == Period(1, 90_002)
    assert usual() is None
