"""What axe finds on every kind of page, in both colour schemes, on a phone and on a wide screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from orbat.namespaces import ORBAT

pytestmark = pytest.mark.model

PLAIN = (
    "/",
    "/search?q=zukov",
    "/queries",
    "/queries/who-commanded-which-army",
    "/disagreements",
    "/order-of-battle",
    "/map",
    "/explore",
    "/sparql",
    "/ontology",
    "/no-such-page",
)
KINDS = ("Command", "Person", "MilitaryUnit", "Place", "Event", "Order", "Side", "SourceDocument")
AXE = Axe()
REPEATED = [["article.term:nth-of-type(n+12)"], [".passage:nth-of-type(n+12)"], ["tr:nth-of-type(n+30)"]]
"""What stands on a page again and again, made by the same lines: some of them are looked at."""
GRAVE = {"serious", "critical"}
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1600, "height": 1000}


def one_of(page: Page, kind: str) -> str:
    """The local name of one thing of a kind."""
    query = f"SELECT ?thing {{ ?thing a <{ORBAT[kind]}> }} ORDER BY ?thing LIMIT 1"
    answer = page.request.get("/sparql", params={"query": query, "format": "csv"})
    iri = answer.text().split()[1]
    return iri.partition("/orbat/id/")[2]


def grave_faults(page: Page) -> list[str]:
    """What axe calls serious or critical, with the first element that it found each on."""
    found = AXE.run(page, {"exclude": REPEATED}, {"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:300]}"
        for each in found
        if each["impact"] in GRAVE
    ]


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", WIDE), ("dark", PHONE)], ids=["light-wide", "dark-phone"]
)
def test_no_page_has_a_grave_fault(
    open_page: Callable[..., Page], watch: object, scheme: str, size: dict[str, int]
) -> None:
    watch.forgiven.append("404")  # type: ignore[attr-defined]
    page = open_page(viewport=size, color_scheme=scheme)
    faults = {}
    things = [f"/page/{one_of(page, kind)}" for kind in KINDS]
    account = f"/read/{one_of(page, 'SourceDocument')}"
    for path in (*PLAIN, *things, account, *(f"/kinds/{kind}" for kind in KINDS[:2])):
        page.goto(path)
        if page.locator("[data-island]:not(form)").count():
            page.wait_for_load_state("networkidle")
        if found := grave_faults(page):
            faults[path] = found
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 1:
            faults.setdefault(path, []).append(f"scrolls sideways by {width} px")
    assert not faults


def test_a_page_has_a_grave_fault_when_one_is_made(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in grave_faults(page))
