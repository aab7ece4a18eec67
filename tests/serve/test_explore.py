"""What stands around a thing, as a page and as JSON, and the sentences behind a line."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from browsing import BROWSER, Page
from serving import BASE, Server

from orbat.namespaces import ORBAT


def around(war: Server, local: str) -> Any:
    answer = war.client.get("/api/neighbours.json", params={"thing": BASE + local})
    assert answer.status_code == 200, answer.text
    return answer.json()


def lines(found: Any) -> set[tuple[str, str, str]]:
    """Source, relation and target of each line, without the base."""
    return {
        (edge["source"].removeprefix(BASE), edge["relation"], edge["target"].removeprefix(BASE))
        for edge in found["edges"]
    }


def test_a_tenure_is_a_line_from_its_holder_with_its_time(war: Server) -> None:
    for end in ("person/ada-varga", "unit/2nd-army"):
        found = around(war, end)
        assert ("person/ada-varga", "Command", "unit/2nd-army") in lines(found)
        edge = next(each for each in found["edges"] if each["relation"] == "Command")
        assert (edge["first"], edge["last"], edge["when"]) == ("1809-04-01", "1809-04-30", "April 1809")
        assert edge["statement"] == f"{BASE}event/command-1"


def test_an_event_is_a_thing_with_a_time_of_its_own(war: Server) -> None:
    found = around(war, "unit/2nd-army")
    assert ("event/capture-1", "agent", "unit/2nd-army") in lines(found)
    capture = next(each for each in found["nodes"] if each["iri"] == f"{BASE}event/capture-1")
    assert (capture["kind"], capture["kindLabel"], capture["when"]) == ("event", "capture", "3 May 1809")
    assert all("command-1" not in each["iri"] for each in found["nodes"])


def test_around_an_event_stand_those_who_took_part(war: Server) -> None:
    found = around(war, "event/capture-1")
    assert lines(found) >= {
        ("event/capture-1", "agent", "unit/2nd-army"),
        ("event/capture-1", "place", "place/ostrow"),
        ("event/capture-1", "conflictsWith", "event/capture-2"),
    }
    assert found["thing"]["when"] == "3 May 1809"


def test_bookkeeping_is_no_neighbour(war: Server) -> None:
    found = around(war, "event/capture-1")
    assert not {relation for _, relation, _ in lines(found)} & {"evidence", "time", "modality", "extractedBy"}


def test_the_query_that_is_shown_is_the_one_that_gives_the_lines(war: Server) -> None:
    found = around(war, "person/ada-varga")
    answer = war.ask(found["query"])
    others = {row["other"]["value"] for row in answer.json()["results"]["bindings"]}
    assert others == {node["iri"] for node in found["nodes"]}


def test_the_sentences_behind_a_line_lead_to_the_source(war: Server) -> None:
    answer = war.client.get("/api/evidence.json", params={"thing": f"{BASE}event/command-1"})
    (passage,) = answer.json()["passages"]
    assert passage["quote"].startswith("In April 1809")
    assert passage["source"] == "river.md"
    assert passage["href"].startswith("/read/document/river")


@pytest.mark.parametrize("name", ["neighbours", "evidence"])
def test_what_the_graph_does_not_know_is_not_found(war: Server, name: str) -> None:
    assert war.client.get(f"/api/{name}.json", params={"thing": "urn:nobody"}).status_code == 404
    assert war.client.get(f"/api/{name}.json", params={"thing": "no iri <>"}).status_code == 404
    assert war.client.get(f"/api/{name}.json").json()["error"]["code"] == "no-thing"


def test_an_answer_that_the_client_has_is_not_sent_again(war: Server) -> None:
    params = {"thing": f"{BASE}person/ada-varga"}
    first = war.client.get("/api/neighbours.json", params=params)
    again = war.client.get(
        "/api/neighbours.json", params=params, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_the_page_lists_what_stands_around_and_leads_on(war: Server) -> None:
    answer = war.client.get("/explore", params={"thing": f"{BASE}person/ada-varga"}, headers=BROWSER)
    page = Page(answer.text)
    links = {href for href, _ in page.links}
    assert "/page/unit/2nd-army" in links
    assert f"/explore?thing={quote(f'{BASE}unit/2nd-army', safe='')}" in links
    assert "April 1809" in answer.text


def test_the_first_page_offers_where_to_begin(war: Server) -> None:
    page = Page(war.client.get("/explore", headers=BROWSER).text)
    links = {href for href, _ in page.links}
    assert f"/explore?thing={quote(f'{BASE}person/ada-varga', safe='')}" in links


def test_the_terms_are_the_ontologys_with_the_prefixes(war: Server) -> None:
    found = war.client.get("/api/terms.json").json()
    terms = {each["iri"]: each for each in found["terms"]}
    assert terms[str(ORBAT.Army)]["group"] == "class"
    assert terms[str(ORBAT.commander)]["group"] == "property"
    assert terms[str(ORBAT.Happened)]["group"] == "individual"
    assert terms[str(ORBAT.Army)]["definition"]
    assert found["prefixes"]["orbat"] == "https://w3id.org/orbat/ontology#"
