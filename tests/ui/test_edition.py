"""The static edition in a browser, read from the disk: no server answers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.model


@pytest.fixture
def disk(browser: Browser) -> Iterator[Page]:
    """A page whose console errors fail the test, as does whatever it asks of anything but the disk."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or faults.append(asked.url))
    yield page
    context.close()
    assert not faults


def test_a_person_is_found_as_one_types_and_read_to_the_sentence(disk: Page, edition: Path) -> None:
    disk.goto((edition / "index.html").as_uri())
    box = disk.get_by_role("combobox")
    box.press_sequentially("Guderain")  # two letters have changed places
    disk.get_by_role("option").filter(has_text="Guderian").first.click()
    expect(disk.get_by_role("heading", level=1)).to_contain_text("Guderian")
    disk.locator("details.evidence > summary:visible").first.click()
    disk.locator("details.evidence[open] .where a").first.click()
    expect(disk).to_have_url(re.compile(r"/read/.*\.html#c\d+-\d+$"))
    expect(disk.locator(":target")).to_be_in_viewport()


def test_the_map_shows_pins_and_coasts_and_leads_to_a_place(disk: Page, edition: Path) -> None:
    disk.goto((edition / "map.html").as_uri())
    expect(disk.locator(".leaflet-marker-icon").first).to_be_visible()
    expect(disk.locator(".leaflet-ground-pane canvas")).to_be_visible()
    changes = disk.locator('[data-slot="changes"] li').first
    expect(changes).to_be_visible()
    changes.get_by_role("link").first.click()
    expect(disk.get_by_role("heading", level=1)).to_be_visible()
    assert disk.url.startswith(edition.as_uri())


def test_the_slider_changes_the_order_of_battle(disk: Page, edition: Path) -> None:
    disk.goto((edition / "order-of-battle.html").as_uri())
    tree = disk.locator('[data-slot="tree"]')
    before = tree.inner_text()
    slider = disk.get_by_role("slider")
    slider.press("Home")
    first = tree.inner_text()
    slider.press("End")
    expect(tree).not_to_have_text(first)
    assert before
    tree.get_by_role("link").first.click()
    expect(disk.get_by_role("heading", level=1)).to_be_visible()
