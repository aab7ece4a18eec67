"""What the extractor finds in invented sentences, in a form that tests can compare."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from spacy.language import Language

from orbat.annotate import annotate_text, load_pipeline
from orbat.extract import extract
from orbat.model import CleanText, Document, Fact, OffsetMap, Source

Read = Callable[[str], Document]
Found = Callable[..., list[dict[str, object]]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_pipeline()


@pytest.fixture
def read(nlp: Language) -> Read:
    """The document that a text gives."""

    def document(text: str) -> Document:
        digest = hashlib.sha256(text.encode()).hexdigest()
        clean = CleanText(Source(f"document/{digest[:8]}", "text.txt", text, digest), text, OffsetMap())
        return extract(annotate_text(nlp, text), clean)

    return document


def shown(document: Document, fact: Fact) -> dict[str, object]:
    """A fact as roles to words, with its values, first day and modality."""
    row: dict[str, object] = {}
    for argument in fact.arguments:
        row.setdefault(argument.role, []).append(document.mentions[argument.mention].evidence.quote)  # type: ignore[attr-defined]
    row |= dict(fact.values)
    if fact.time:
        row["from"], row["to"] = fact.time.earliest, fact.time.latest
    if fact.modality != "Happened":
        row["modality"] = fact.modality.value
    return row


@pytest.fixture
def found(read: Read) -> Found:
    """The facts of some kinds in a text."""

    def facts(text: str, *kinds: str) -> list[dict[str, object]]:
        document = read(text)
        return [shown(document, fact) for fact in document.facts if fact.kind in kinds]

    return facts
