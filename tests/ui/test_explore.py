"""The explorer: expanding, filtering, sharing a view, exporting, with a keyboard and without script."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model

SIDE = """PREFIX orbat: <https://w3id.org/orbat/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?unit ?name ?side { ?tenure a orbat:Affiliation ; orbat:member ?unit ; orbat:side ?side .
  ?unit a orbat:MilitaryUnit . ?side rdfs:label ?name . ?event orbat:agent ?unit ; orbat:place ?place }
ORDER BY ?unit LIMIT 1"""


@pytest.fixture
def beginning(page: Page) -> tuple[str, str]:
    """The address of the explorer at a formation that has a side and did something, and the side's name."""
    answer = page.request.get("/sparql", params={"query": SIDE, "format": "csv"})
    unit, name, _ = answer.text().splitlines()[1].split(",")
    return f"/explore?thing={quote(unit, safe='')}", name


def explorer(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".explore-canvas[data-ready]")).to_be_visible()
    return page


def counts(page: Page) -> tuple[int, int]:
    """How many things and lines are shown."""
    words = page.locator(".explore-counts").inner_text()
    found = re.match(r"(\d+) things, (\d+) relations", words)
    assert found is not None, words
    return int(found[1]), int(found[2])


def choose(page: Page, name: str) -> None:
    things = page.locator(".explore-list")
    if things.get_attribute("open") is None:
        things.locator("summary").click()
    things.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".explore-chosen h2")).to_have_text(name)


def test_a_thing_is_expanded_with_one_query_that_is_shown(page: Page, beginning: tuple[str, str]) -> None:
    address, side = beginning
    explorer(page, address)
    before = counts(page)
    choose(page, side)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Expand", exact=True).click()
    expect(page.get_by_role("button", name="Expanded")).to_be_disabled()
    assert counts(page) > before
    assert len([url for url in asked if "/api/" in url or "/sparql" in url]) == 1
    page.locator(".explore-query summary").click()
    expect(page.locator(".explore-query pre")).to_contain_text("orbat:Affiliation")


def test_an_event_shows_its_sentence_and_leads_to_the_source(page: Page, beginning: tuple[str, str]) -> None:
    address, _ = beginning
    explorer(page, address)
    page.locator(".explore-list summary").click()
    page.locator(".explore-things [data-kind=event]").first.click()
    expect(page.locator(".explore-chosen blockquote").first).not_to_be_empty()
    link = page.locator(".explore-chosen .passages a").first
    assert "/read/" in str(link.get_attribute("href"))


def test_the_address_of_a_view_shows_it_again(
    page: Page, beginning: tuple[str, str], open_page: Callable[..., Page]
) -> None:
    address, side = beginning
    explorer(page, address)
    choose(page, side)
    page.get_by_role("button", name="Expand", exact=True).click()
    expect(page.get_by_role("button", name="Expanded")).to_be_disabled()
    page.locator(".explore-filters summary").click()
    page.get_by_label("affiliation").uncheck()
    expect(page.locator(".explore-counts")).to_contain_text("hidden")
    other = explorer(open_page(), page.url)
    assert counts(other) == counts(page)


def test_a_period_hides_what_lies_outside_it(page: Page, beginning: tuple[str, str]) -> None:
    address, _ = beginning
    explorer(page, address)
    things, lines = counts(page)
    page.locator(".explore-filters summary").click()
    page.get_by_label("Also what has no date").uncheck()
    page.get_by_label("From", exact=True).fill("2001")
    page.get_by_label("To", exact=True).fill("2002-02")
    page.get_by_label("To", exact=True).press("Tab")
    expect(page.locator(".explore-counts")).to_contain_text(f"1 things, 0 relations · {lines} hidden")
    page.get_by_role("button", name="All times").click()
    expect(page.locator(".explore-counts")).to_have_text(f"{things} things, {lines} relations")


def test_the_picture_is_saved_in_every_format(page: Page, beginning: tuple[str, str], tmp_path: Path) -> None:
    address, _ = beginning
    explorer(page, address)
    things, lines = counts(page)
    files = {}
    for format_ in ("PNG", "SVG", "GraphML"):
        with page.expect_download() as download:
            page.get_by_label("Save as").select_option(format_)
        files[format_] = tmp_path / format_
        download.value.save_as(files[format_])
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    assert ET.parse(files["SVG"]).getroot().tag.endswith("svg")  # noqa: S314 - our own file
    graph = nx.read_graphml(files["GraphML"], force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (things, lines)


def test_a_keyboard_moves_expands_and_takes_away(page: Page, beginning: tuple[str, str]) -> None:
    address, _ = beginning
    explorer(page, address)
    things, _ = counts(page)
    first = page.locator(".explore-chosen h2").inner_text()
    page.locator(".explore-canvas").focus()
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        if page.locator(".explore-chosen h2").inner_text() != first:
            break
    expect(page.locator(".explore-chosen h2")).not_to_have_text(first)
    page.keyboard.press("Delete")
    expect(page.locator(".explore-counts")).to_have_text(re.compile(f"^{things - 1} things"))


def test_without_script_the_list_leads_on(open_page: Callable[..., Page], beginning: tuple[str, str]) -> None:
    address, side = beginning
    page = open_page(java_script_enabled=False)
    page.goto(address)
    page.get_by_role("link", name=f"Go on from here: {side}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(side)
    expect(page.locator(".neighbour-list li").first).to_be_visible()
