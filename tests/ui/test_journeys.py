"""What a reader comes for, from the first page to the sentence in the account, without SPARQL."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.model


def find(page: Page, typed: str, kind: str) -> None:
    """Types a name on the first page, and opens the best thing of a kind that is offered."""
    page.goto("/")
    page.get_by_role("combobox").press_sequentially(typed)
    page.get_by_role("listbox").locator(f'[role=option][data-kind="{kind}"]').first.click()
    expect(page.locator(f'article.thing[data-kind="{kind}"]')).to_be_visible()


def read_the_sentence(page: Page, evidence: Locator) -> None:
    """Opens what a statement rests on, and follows it into the account, where it is marked and in view."""
    evidence.locator("summary").click()
    quoted = evidence.locator("mark").first
    expect(quoted).to_be_visible()
    words = " ".join(quoted.inner_text().split()[:4])
    evidence.locator(".where a").first.click()
    expect(page).to_have_url(re.compile(r"/read/.*#c\d+-\d+$"))
    sentence = page.locator(":target")
    expect(sentence).to_contain_text(words)
    expect(sentence).to_be_in_viewport()
    painted, plain = (
        each.evaluate("each => getComputedStyle(each).backgroundColor")
        for each in (sentence, page.locator(".prose").first)
    )
    assert painted != plain


def test_from_a_misspelt_name_to_the_sentence(page: Page) -> None:
    find(page, "rokosovsky", "person")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rokossovsk")
    read_the_sentence(page, page.locator(".ledger details.evidence:visible").first)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rokossovsk")


def test_who_commanded_a_formation_at_a_date(page: Page) -> None:
    find(page, "second army", "unit")
    commanders = page.locator("section").filter(has=page.get_by_role("heading", name="Commanders"))
    leader = commanders.locator('.what strong a[data-kind="person"]').first.inner_text()
    read_the_sentence(page, commanders.locator("details.evidence").first)
    expect(page.locator(":target")).to_contain_text(leader.split()[-1])
    page.get_by_role("link", name="Order of battle", exact=True).click()
    page.wait_for_url("**/order-of-battle")  # with its scripts, as for the map
    side = page.get_by_label("Side", exact=True)
    side.select_option(side.locator("option").filter(has_text="Germany").get_attribute("value"))
    page.get_by_label("On", exact=True).fill("1941-10-15")
    formation = page.locator('[data-slot="tree"] .formation').filter(
        has=page.get_by_role("link", name="Second Army")
    )
    expect(formation.locator(".leader")).to_contain_text(leader.split()[-1])
    formation.locator("summary").click()
    proof = formation.locator(".proof").filter(has_text=leader.split()[-1]).first
    expect(proof.locator("blockquote").first).to_be_visible()
    proof.locator(".where a").first.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_what_changed_hands_in_a_month_is_read_and_shared(page: Page, open_page: Callable[..., Page]) -> None:
    page.goto("/")
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_url("**/map")  # with its scripts; without them the choice waits for a button
    page.get_by_label("Month or year").select_option("1941-12")
    expect(page).to_have_url(re.compile("from=1941-12-01"))
    changes = page.locator('[data-slot="changes"] li')
    expect(changes.first).to_contain_text("December 1941")
    other = open_page(viewport={"width": 1280, "height": 900})
    other.goto(page.url)
    shown = [each.locator('[data-slot="changes"]') for each in (page, other)]
    expect(shown[1]).to_have_text(shown[0].inner_text(), use_inner_text=True)
    counts = [each.locator('[data-slot="count"]').inner_text() for each in (page, other)]
    assert counts[0] == counts[1]
    quoted = changes.first.locator("q").inner_text()
    changes.first.locator("a.where").click()
    expect(page.locator(":target")).to_be_in_viewport()
    assert " ".join(quoted.split()[:3]) in " ".join(page.locator(":target").inner_text().split())
