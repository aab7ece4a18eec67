"""The pipeline, loaded once a session, and the spans that it marks in a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from orbat.annotate import annotate_text, load_pipeline
from orbat.model import unpack

Marked = Callable[..., list[str]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_pipeline()


@pytest.fixture
def marked(nlp: Language) -> Marked:
    """The words that a span group holds after the pipeline has read a text."""

    def words(text: str, group: str) -> list[str]:
        doc = annotate_text(nlp, text)  # a span group lives no longer than its Doc
        return [span.text for span in doc.spans[f"orbat.{group}"]]

    return words


@pytest.fixture
def attributes(nlp: Language) -> Callable[..., list[dict[str, str]]]:
    """The attributes of the spans of a group."""

    def values(text: str, group: str) -> list[dict[str, str]]:
        doc: Doc = annotate_text(nlp, text)
        return [unpack(span.kb_id_) for span in doc.spans[f"orbat.{group}"]]

    return values
