"""What does not change: order of documents, repetition, more texts of the same war; and the time it takes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orbat.model import Document, TimeSpan
from orbat.resolve import resolve

PEOPLE = (
    "Zhukov",
    "Georgy Zhukov",
    "Johnston",
    "Albert Johnston",
    "Joseph Johnston",
    "Brunito",
    "Brutino",
    "Bock",
)
UNITS = (
    {"norm": "4th Army", "number": "4", "echelon": "Army"},
    {"norm": "III Corps", "number": "3", "echelon": "Corps"},
    {"norm": "Western Front", "name": "Western", "echelon": "Front"},
    {"norm": "Lee's army", "commander": "Lee", "echelon": "Army"},
)
SIDES = ("", "Germany", "Soviet Union")
DAYS = ("1941-10-02", "1941-12-05", "1863-07-03", "1915-05-02")
WORDS = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(UNITS),
    st.sampled_from(SIDES),
    st.sampled_from(SIDES),
    st.booleans(),
)


@pytest.fixture
def make(draft: Any) -> Any:
    """Makes a document of its name, days and words."""

    def document(name: str, days: list[str], words: list[Any]) -> Document:
        made = draft(name).date(*days)
        made.side("Germany"), made.side("Soviet Union")
        for person, unit, side, other, commands in words:
            i, j = made.person(person, side=side), made.unit(**unit, side=other)
            if commands:
                made.fact("Command", commander=i, unit=j)
            made.fact(
                "Capture", TimeSpan(days[0], days[0], days[0], days[0]), place=made.place("Klin"), agent=j
            )
        read: Document = made.document()
        return read

    return document


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.tuples(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3), st.lists(WORDS, max_size=4)),
        min_size=1,
        max_size=4,
    ),
    random=st.randoms(use_true_random=False),
)
def test_resolution_does_not_depend_on_the_order_of_documents(make: Any, texts: Any, random: Any) -> None:
    documents = [make(f"{i}.txt", days, words) for i, (days, words) in enumerate(texts)]
    expected = resolve(documents, gazetteer=False)
    shuffled = [*documents, documents[0]]
    random.shuffle(shuffled)
    assert resolve(shuffled, gazetteer=False) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=1, max_size=5))
def test_every_mention_has_one_entity_and_every_role_leads_to_one(make: Any, words: Any) -> None:
    document = make("a.txt", ["1941-10-02"], words)
    resolution = resolve([document], gazetteer=False)
    known = {e.id for e in resolution.entities}
    assert len(known) == len(resolution.entities)
    assert len({f.id for f in resolution.facts}) == len(resolution.facts)
    links = resolution.links[document.source.id]
    assert all(
        (link in known) == (m.label != "DATE") for link, m in zip(links, document.mentions, strict=True)
    )
    assert {id_ for fact in resolution.facts for _, id_ in fact.roles} <= known
    assert {c.id for e in resolution.entities for c in e.candidates} <= known


def test_identifiers_outlive_another_document_of_the_same_war(make: Any, moscow: Any) -> None:
    first = make(
        "a.txt",
        ["1941-10-02"],
        [
            ("Georgy Zhukov", UNITS[2], "Soviet Union", "Soviet Union", True),
            ("Bock", UNITS[0], "Germany", "Germany", True),
        ],
    )
    for n in range(5):
        moscow.person("Zhukov", side="Soviet Union"), moscow.person("Fritz Krebs", side="Germany")
        moscow.unit("Fourth Army", number="4", echelon="Army", side="Germany")
        moscow.unit("4th Army", number="4", echelon="Army", side="Soviet Union")
        moscow.place("Tula"), moscow.event(f"Battle {n}")
    before = {e.id for e in resolve([first]).entities}
    assert before <= {e.id for e in resolve([moscow.document(), first]).entities}


def test_ten_documents_of_three_hundred_mentions_take_seconds(draft: Any) -> None:
    """The floor is 1.5 s with GeoNames' loading on a quiet machine; here twice that, for a busy one."""
    towns = (
        "Moscow",
        "Kalinin",
        "Klin",
        "Tula",
        "Kaluga",
        "Smolensk",
        "Vyazma",
        "Serpukhov",
        "Ryazan",
        "Orel",
    )
    documents = []
    for d in range(10):
        made = draft(f"{d}.txt").date("1941-10-02", "1941-12-05")
        made.side("Germany"), made.side("Soviet Union")
        for i in range(75):
            person = made.person(
                f"{chr(65 + i % 26)}nton {chr(65 + i % 26)}{chr(97 + i % 13)}rolev{'aeiou'[i % 5]}k"
            )
            unit = made.unit(f"{i}th Army", number=str(i), echelon="Army", side=SIDES[i % 3])
            place = made.place(towns[i % 10])
            made.fact("Command", commander=person, unit=unit)
            made.fact("Attack", agent=unit, place=place)
            made.person(f"{chr(65 + i % 26)}{chr(97 + i % 13)}rolev{'aeiou'[i % 5]}k")
        documents.append(made.document())
    resolution = resolve(documents)
    assert len(resolution.entities) > 100
