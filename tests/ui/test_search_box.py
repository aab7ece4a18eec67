"""Search as one types: an ARIA combobox that a keyboard can work."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.model


def box(page: Page, path: str) -> Locator:
    page.goto(path)
    found = page.locator("main").get_by_role("combobox").first
    expect(found).to_have_attribute("aria-expanded", "false")
    return found


def test_a_misspelt_name_is_found_and_opened_with_the_keyboard(page: Page) -> None:
    found = box(page, "/")
    found.press_sequentially("zukov")
    expect(page.get_by_role("option").first).to_contain_text("Zhukov")
    expect(found).to_have_attribute("aria-expanded", "true")
    found.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    expect(found).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    found.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zhukov")
    assert "/page/" in page.url


def test_escape_closes_the_list_and_enter_searches(page: Page) -> None:
    found = box(page, "/")
    found.press_sequentially("army")
    expect(page.get_by_role("option").first).to_be_visible()
    found.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(found).to_have_value("army")
    found.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=army"))


def test_the_number_of_names_is_announced(page: Page) -> None:
    found = box(page, "/")
    found.press_sequentially("zzzzqqqq")
    expect(page.locator(".search-box [role=status]")).to_have_text("No name like that")


def test_the_explorer_begins_at_what_is_found(page: Page) -> None:
    found = box(page, "/explore")
    found.press_sequentially("Zhukov")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Around")
