"""Map and timeline in a browser: a time filters all, a place tells its history, the address holds it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model


def markers(page: Page) -> list[str]:
    page.locator(".leaflet-marker-icon").first.wait_for()
    found = page.locator(".leaflet-marker-icon").evaluate_all("all => all.map(each => each.ariaLabel)")
    return sorted(found)


def test_month_shows_what_changed_hands_in_it(page: Page) -> None:
    page.goto("/map")
    page.get_by_label("Month or year").select_option("1941-12")
    changes = page.locator('[data-slot="changes"] li')
    expect(changes.first).to_contain_text("December 1941")
    assert all("December 1941" in each for each in changes.all_inner_texts())
    assert any("December" in each for each in page.locator('[data-slot="events"] td.day').all_inner_texts())
    expect(page.get_by_role("status").filter(has_text="1 December 1941 – 31 December 1941")).to_be_visible()


def test_slider_moves_by_the_keyboard_and_filters_list_and_map(page: Page) -> None:
    page.goto("/map?from=1941-10-01&to=1942-01-31")
    before = markers(page)
    events = page.locator('[data-slot="count"]').inner_text()
    page.get_by_role("slider", name="Last day shown").press("Home")
    expect(page.locator('[data-slot="count"]')).not_to_have_text(events)
    assert markers(page) != before


def test_drag_over_the_timeline_chooses_a_time(page: Page) -> None:
    page.goto("/map?from=1941-10-01&to=1942-01-31")
    box = page.locator(".timeline .plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(page.get_by_label("From", exact=True)).not_to_have_value(re.compile(r"^1 October 1941$"))


def test_place_tells_who_held_it_and_the_address_brings_it_back(
    page: Page, open_page: Callable[..., Page]
) -> None:
    page.goto("/map?month=1941-12")
    page.locator('.leaflet-marker-icon[aria-label^="Klin:"]').press("Enter")
    chosen = page.locator(".chosen")
    expect(chosen).to_contain_text("Klin")
    expect(chosen).to_contain_text("Who held it")
    expect(page).to_have_url(re.compile("select=klin"))
    asked = parse_qs(urlsplit(page.url).query)
    assert {"from", "to", "zoom", "at", "select"} <= set(asked)
    other = open_page(viewport={"width": 1280, "height": 900})
    other.goto(page.url)
    expect(other.locator(".chosen")).to_contain_text("Klin")
    assert markers(other) == markers(page)


def test_track_of_a_formation_is_drawn(page: Page) -> None:
    page.goto("/map?month=1941-12")
    choice = page.get_by_label("Track of")
    choice.select_option(index=1)
    expect(page.locator(".pin.step").first).to_be_visible()
    expect(page).to_have_url(re.compile("thing="))


def test_coasts_are_drawn_from_the_bundle(page: Page) -> None:
    with page.expect_response(re.compile(r"/static/dist/atlas\.js")) as atlas:
        page.goto("/map")
    assert atlas.value.ok
    expect(page.locator(".leaflet-ground-pane canvas")).to_be_visible()


def test_map_fits_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto("/map?month=1941-12")
    markers(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_page_is_useful_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/map?month=1941-12")
    expect(page.locator(".handovers li").first).to_contain_text("December 1941")
    page.get_by_label("Month or year").select_option("1941-10")
    page.get_by_label("From", exact=True).fill("")
    page.get_by_label("To", exact=True).fill("")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".handovers li").first).to_contain_text("October 1941")
