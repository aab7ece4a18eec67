"""The order of battle in a browser: slider, changes, evidence, and the address that says what is shown."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model


def test_slider_moves_the_tree_and_the_address(page: Page) -> None:
    page.goto("/order-of-battle?side=Germany&date=1941-09-01")
    shown = page.locator('[data-slot="day"]')
    before = shown.inner_text()
    slider = page.get_by_role("slider")
    slider.press("PageUp")
    expect(shown).not_to_have_text(before)
    expect(page).to_have_url(re.compile("date=1941-10-01"))
    page.reload()
    expect(shown).not_to_have_text(before)


def test_every_day_is_drawn_as_the_server_writes_it(page: Page) -> None:
    """The island's rules are the server's: on each day of a change both give the same words."""
    days = page.request.get("/api/order-of-battle.json?side=Germany").json()["days"]
    assert len(days) > 2
    first = datetime.date(1970, 1, 1) + datetime.timedelta(days[0])
    page.goto(f"/order-of-battle?side=Germany&date={first}")
    seen = set()
    for _ in days[1:]:
        page.get_by_role("button", name="Change after").click()
        expect(page).to_have_url(re.compile("date="))
        drawn = page.locator('[data-slot="tree"]').inner_text()
        date = page.locator('[data-slot="day"]').inner_text()
        seen.add(date)
        served = page.request.get("/order-of-battle", params={"side": "Germany", "date": date}).text()
        text = page.evaluate(
            """html => {
              const page = new DOMParser().parseFromString(html, "text/html");
              const tree = page.querySelector('[data-slot="tree"]');
              document.querySelector('[data-slot="tree"]').after(tree);
              const words = tree.innerText;
              tree.remove();
              return words;
            }""",
            served,
        )
        assert text == drawn
    assert len(seen) == len(days) - 1


def test_second_date_shows_what_changed(page: Page) -> None:
    page.goto("/order-of-battle?side=Germany")
    first, last = page.request.get("/api/order-of-battle.json?side=Germany").json()["period"]
    assert first < last
    page.get_by_label("Compare with").fill("1941-12-31")
    changes = page.locator(".orbat-changes")
    expect(changes).to_contain_text("⇄ commander")
    expect(page.locator('[data-slot="tree"] .tag.turn').first).to_be_visible()


def test_another_side_is_chosen_without_a_button(page: Page) -> None:
    page.goto("/order-of-battle?side=Germany")
    sides = page.get_by_label("Side", exact=True)
    sides.select_option(sides.locator("option", has_text="Soviet Union").get_attribute("value"))
    expect(page).not_to_have_url(re.compile("germany", re.IGNORECASE))
    expect(page.locator('[data-slot="tree"] li').first).to_be_visible()
