"""The SPARQL editor: examples, completion, results in many views, links, errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from serving import HOSTILE

from orbat.store.queries import ready_queries

pytestmark = pytest.mark.model

PLACES = """SELECT ?name ?wkt { ?place <http://www.w3.org/2000/01/rdf-schema#label> ?name ;
  <http://www.opengis.net/ont/geosparql#hasGeometry>/<http://www.opengis.net/ont/geosparql#asWKT> ?wkt }"""


def editor(page: Page, path: str = "/sparql") -> Page:
    page.goto(path)
    expect(page.locator("[data-island=sparql][data-ready]")).to_be_visible()
    return page


def write(page: Page, text: str) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def ready(id_: str) -> str:
    return next(query.text for query in ready_queries() if query.id == id_)


def test_an_example_is_asked_with_its_question(page: Page) -> None:
    editor(page)
    page.get_by_label("Find an example").fill("which army")
    page.get_by_role("link", name="Who commanded which army").click()
    expect(page.locator(".sparql-panel tbody tr").first).to_be_visible()
    expect(page.locator(".CodeMirror")).to_contain_text("Which commander led which formation")
    assert "query=" in page.url


def test_terms_of_the_ontology_are_completed_and_their_prefix_declared(page: Page) -> None:
    editor(page)
    write(page, "SELECT ?army { ?army a orbat:Arm")
    hint = page.locator(".CodeMirror-hint").first
    expect(hint).to_contain_text("orbat:Army")
    expect(page.locator(".CodeMirror-hint", has_text="orbat:Artillery")).to_have_count(
        0
    )  # the list is of the whole word
    page.wait_for_timeout(300)  # between two lists the key would go into the text
    expect(hint).to_contain_text("orbat:Army")
    page.keyboard.press("Enter")
    page.keyboard.type(" }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".sparql-panel tbody tr").first).to_be_visible()
    expect(page.locator(".CodeMirror")).to_contain_text("PREFIX orbat: <https://w3id.org/orbat/ontology#>")


def test_names_are_completed_to_what_bears_them(page: Page) -> None:
    editor(page)
    write(page, "DESCRIBE Zhukov")
    page.locator(".CodeMirror-hint", has_text="person").first.click()
    expect(page.locator("textarea[name=query]")).to_have_value(re.compile(r"<\S+/person/\S+>"))
    page.get_by_role("button", name="Run the query").click()
    expect(page.locator(".sparql-status")).to_contain_text("statements")


@pytest.mark.parametrize(
    ("query", "view", "drawn"),
    [
        (ready("timeline"), "Timeline", "svg rect.bar"),
        (ready("losses-by-side"), "Chart", "svg rect.bar"),
        (ready("who-commanded-which-army"), "Graph", ".sparql-graph canvas"),
        (PLACES, "Map", ".sparql-map canvas"),
        (PLACES, "Raw", "pre"),
    ],
    ids=["timeline", "chart", "graph", "map", "raw"],
)
def test_a_result_is_shown_in_the_views_that_its_columns_allow(
    page: Page, query: str, view: str, drawn: str
) -> None:
    editor(page, f"/sparql?query={quote(query)}")
    page.get_by_role("tab", name=view).click()
    expect(page.locator(".sparql-panel").locator(drawn).first).to_be_visible()
    assert f"view={view.lower()}" in page.url


def test_the_address_of_a_view_shows_it_again(page: Page, open_page: Callable[..., Page]) -> None:
    editor(page, f"/sparql?query={quote(ready('timeline'))}")
    page.get_by_role("tab", name="Timeline").click()
    expect(page.locator("svg rect.bar").first).to_be_visible()
    other = editor(open_page(), page.url)
    expect(other.get_by_role("tab", name="Timeline")).to_have_attribute("aria-selected", "true")


def test_every_format_is_one_click_away(page: Page) -> None:
    editor(page, "/sparql?query=" + quote("SELECT ?a { ?a ?b ?c } LIMIT 3"))
    for title in ("CSV", "TSV", "JSON", "XML"):
        link = page.locator(".downloads").get_by_role("link", name=title, exact=True)
        answer = page.request.get(str(link.get_attribute("href")))
        assert answer.ok
        assert answer.body()


def test_the_deadline_is_told_in_plain_words(page: Page, watch: object) -> None:
    watch.forgiven.append("503")  # type: ignore[attr-defined]
    editor(page)
    write(page, HOSTILE)
    page.get_by_role("button", name="Run the query").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("stopped after 2 seconds")
    expect(problem).to_contain_text("Nothing is wrong with the query as such")
    expect(page.get_by_role("button", name="Run the query")).to_be_visible()


def test_a_query_that_cannot_be_read_says_where(page: Page, watch: object) -> None:
    watch.forgiven.append("400")  # type: ignore[attr-defined]
    editor(page)
    write(page, "SELECT * { ?a ?b }")
    icon = page.locator(".parseErrorIcon")
    icon.hover()
    expect(icon).to_have_attribute("title", re.compile("can stand here: .*VAR1"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("query:1:19")


def test_tab_leaves_the_editor(page: Page) -> None:
    editor(page)
    page.locator(".CodeMirror").click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run the query")).to_be_focused()


def test_without_script_the_form_gives_a_table(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/sparql")
    page.get_by_role("button", name="Run the query").click()
    expect(page.locator(".sparql-result tbody tr").first).to_be_visible()
