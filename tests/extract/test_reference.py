"""What pronouns and definite nouns stand for, seen in the facts that rest on them."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

from orbat.annotate import annotate_text
from orbat.extract.context import Context
from orbat.extract.reference import antecedents
from orbat.model import CleanText, OffsetMap, Source
from orbat.rules import load
from orbat.rules.schema import Term

pytestmark = pytest.mark.model

EVENTS = ("Attack", "Capture", "Retreat")
PLACES = {"references.definite", "references.settlement", "references.feature"}


def role(rule: str) -> str:
    """What the examples of a list leave to reference: the place, or who it was."""
    return "place" if rule in PLACES else "agent"


def lists(kind: str) -> list[Any]:
    return [
        pytest.param(role(term.id), text, id=f"{term.id}: {text}")
        for term in load("references", Term)
        for text in getattr(term, kind)
    ]


@pytest.mark.parametrize(("wanted", "text"), lists("yes"))
def test_reference_is_followed_in_its_example(found: Any, wanted: str, text: str) -> None:
    assert found(text, *EVENTS)[-1].get(wanted)


@pytest.mark.parametrize(("wanted", "text"), lists("no"))
def test_reference_is_left_open_in_its_counterexample(found: Any, wanted: str, text: str) -> None:
    assert not any(row.get(wanted) for row in found(text, *EVENTS)[-1:])


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("The Germans met the Soviets at Kiev. They attacked Moscow.", ["Germans"]),
        ("General Dorn and General Reno came up. They attacked Moscow.", ["Dorn", "Reno"]),
        ("The 16th Army, which stood near Kiev, came up. It attacked Moscow.", ["16th Army"]),
        ("General Dorn met the king. He attacked Moscow, and later he attacked Kiev.", ["Dorn"]),
        ("The 4th Army rested. The army attacked Moscow on 3 May 1942.", ["4th Army"]),
        ("General Dorn came up. The general attacked Moscow on 3 May 1942.", ["Dorn"]),
        ("Emperor Dorn came up. Later the Emperor attacked Moscow.", ["Dorn"]),
        ("General Dorn planned a raid with the Prussians. They attacked Moscow.", ["Prussians"]),
    ],
)
def test_agent_comes_through_reference(found: Any, text: str, agent: list[str]) -> None:
    assert found(text, "Attack")[-1]["agent"] == agent


@pytest.mark.parametrize(
    "text",
    [
        "The attack began. It captured Moscow.",
        "The rain fell. They captured Moscow.",
        "The Germans came up. The weather was bad. It rained, and it captured Moscow.",
    ],
)
def test_noun_without_a_name_gives_no_agent(found: Any, text: str) -> None:
    assert all("agent" not in row for row in found(text, "Capture"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The Germans marched from Kiev to Kalinin. They captured the town on 3 May 1942.", "Kalinin"),
        ("The Germans crossed the Volga River near Kalinin. They captured the city.", "Kalinin"),
        ("The Germans reached Kalinin. They captured it on 3 May 1942.", "Kalinin"),
        ("The Germans enveloped Kalinin, whose capture was completed on 3 May 1942.", "Kalinin"),
    ],
)
def test_place_comes_through_reference(found: Any, text: str, place: str) -> None:
    assert found(text, "Capture")[-1]["place"] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "The Germans reached Kalinin. The last town to be captured was small.",
        "The Germans reached Kalinin. They captured the town of the merchants.",
        "The Germans reached Kalinin. They captured the next town.",
        "The Germans marched from Kiev to Kalinin. They captured it on 3 May 1942.",
    ],
)
def test_place_that_may_be_another_is_left_open(found: Any, text: str) -> None:
    assert all("place" not in row for row in found(text, "Capture"))


def test_owner_in_a_phrase_that_opens_the_sentence_is_its_subject(found: Any) -> None:
    text = "General Reno slept. With his 4th Army, General Dorn attacked Moscow."
    assert {(*row["commander"], *row["unit"]) for row in found(text, "Command")} == {("Dorn", "4th Army")}


def test_object_pronoun_is_not_the_subject_of_its_verb(nlp: Language) -> None:
    text = "General Dorn waited. General Reno was on his way to replace him."
    doc = annotate_text(nlp, text)
    context = Context(doc, CleanText(Source("document/x", "x.txt", text, "0"), text, OffsetMap()))
    him = next(token for token in doc if token.text == "him")
    assert [context.mentions[i].norm for i in antecedents(context, him)] == ["Dorn"]
