"""Search by name: what is found, in which order, and how the page and the JSON say it."""

from __future__ import annotations

import pytest
from browsing import BROWSER, Page
from serving import Server

from orbat.serve.names import Entry, NameIndex


def index(*things: tuple[str, ...], weight: int = 0) -> NameIndex:
    return NameIndex([Entry(names[0], "person", "Person", names, weight=weight) for names in things])


PEOPLE = index(
    ("Georgy Zhukov", "Zhukov"),
    ("Konstantin Rokossovsky", "Rokossovski"),
    ("Günther von Kluge",),
    ("Strauß",),
    ("Ho Chi Minh",),
    ("16th Army", "Sixteenth Army"),
    ("6th Army",),
    ("XVI Corps",),
    ("Tula",),
    ("Army of the Potomac",),
)


@pytest.mark.parametrize(
    ("asked", "found", "how"),
    [
        ("zhukov", "Georgy Zhukov", "exact"),
        ("Zhukof", "Georgy Zhukov", "fuzzy"),
        ("zhu", "Georgy Zhukov", "prefix"),
        ("georgy", "Georgy Zhukov", "prefix"),
        ("ZHUKOV georgy", "Georgy Zhukov", "word"),
        ("rokosovsky", "Konstantin Rokossovsky", "fuzzy"),
        ("gunther kluge", "Günther von Kluge", "word"),
        ("strauss", "Strauß", "exact"),
        ("Ho Chi Min", "Ho Chi Minh", "prefix"),
        ("sixteenth army", "16th Army", "exact"),
        ("16 army", "16th Army", "exact"),
        ("16th corps", "XVI Corps", "exact"),
        ("potomac's army", "Army of the Potomac", "word"),
    ],
)
def test_a_name_is_found(asked: str, found: str, how: str) -> None:
    hits, _ = PEOPLE.search(asked)
    assert (hits[0].entry.iri, hits[0].how) == (found, how)


@pytest.mark.parametrize(
    "asked", ["", "   ", "!?", "q", "Napoleon", "tulips from holland", "26th Army Corps"]
)
def test_what_is_no_name_finds_nothing_alike(asked: str) -> None:
    hits, _ = PEOPLE.search(asked)
    assert all(hit.score < 0.8 for hit in hits)


def test_a_number_is_not_a_misspelling_of_another() -> None:
    hits, _ = PEOPLE.search("6th army")
    assert hits[0].entry.iri == "6th Army"
    assert "16th Army" not in [hit.entry.iri for hit in hits if hit.score > 0.9]


def test_a_thing_is_found_once_by_its_best_name() -> None:
    hits, total = PEOPLE.search("zhukov")
    assert total == len(hits) == 1
    assert hits[0].matched == "Zhukov"


def test_of_equal_names_the_one_that_texts_use_more_comes_first() -> None:
    seldom, often = (
        Entry("a", "person", "Person", ("Lind",), weight=1),
        Entry("b", "unit", "Army", ("Lind",), weight=9),
    )
    found = NameIndex([seldom, often])
    assert [hit.entry.iri for hit in found.search("lind")[0]] == ["b", "a"]
    assert [hit.entry.iri for hit in found.search("lind", kind="person")[0]] == ["a"]


def test_more_is_counted_than_is_given() -> None:
    many = index(*((f"Army {number}",) for number in range(30)))
    hits, total = many.search("army", limit=7)
    assert (len(hits), total) == (7, 30)


def test_the_page_finds_a_misspelling_and_leads_to_the_thing(war: Server) -> None:
    response = war.client.get("/search", params={"q": "vargha"}, headers=BROWSER)
    page = Page(response.text)
    assert "/page/person/ada-varga" in [href for href, _ in page.links]
    assert "Northland" in response.text


def test_the_page_says_that_nothing_was_found(war: Server) -> None:
    response = war.client.get("/search", params={"q": "<Napoleon>"}, headers=BROWSER)
    assert response.status_code == 200
    assert "&lt;Napoleon&gt;" in response.text
    assert "No name in this graph is like that" in response.text


def test_the_data_tell_things_of_one_name_apart(war: Server) -> None:
    found = war.client.get("/api/search.json", params={"q": "second army", "limit": "5"}).json()
    first = found["results"][0]
    assert (first["label"], first["matched"], first["how"]) == ("2nd Army", "2nd Army", "exact")
    assert (first["kind"], first["kindLabel"], first["detail"], first["years"]) == (
        "unit",
        "army",
        "Northland",
        "1809",
    )
    assert first["href"] == "/page/unit/2nd-army"
    assert found["total"] >= len(found["results"])
    assert found["cut"] is False


def test_the_data_keep_to_a_kind_and_to_a_limit(war: Server) -> None:
    asked = {"q": "o", "kind": "place", "limit": "1"}
    assert len(war.client.get("/api/search.json", params=asked).json()["results"]) <= 1
    places = war.client.get("/api/search.json", params={"q": "ostrow", "kind": "place"}).json()
    assert [each["kind"] for each in places["results"]] == ["place"]
    nobody = war.client.get("/api/search.json", params={"q": "ostrow", "kind": "person"}).json()
    assert nobody["results"] == []


def test_the_data_are_not_sent_twice(war: Server) -> None:
    first = war.client.get("/api/search.json", params={"q": "varga"})
    again = war.client.get(
        "/api/search.json", params={"q": "varga"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304


def test_all_names_are_one_document(war: Server) -> None:
    names = war.client.get("/api/search-index.json").json()
    varga = next(each for each in names if each["href"] == "/page/person/ada-varga")
    assert (varga["label"], varga["kind"], varga["detail"]) == ("Ada Varga", "person", "Northland")
    assert set(varga["names"]) == {"Ada Varga", "Varga", "Vargó"}
