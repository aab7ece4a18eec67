"""What is worked out by kinds of token is what spaCy works out token by token."""

from __future__ import annotations

import pytest
import spacy
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc

from orbat.annotate.attributes import Attributes, replaceable

WRITTEN = [POS, MORPH, LEMMA, TAG, DEP, HEAD, SENT_START]
TEXTS = (
    "The guns fired; the corps fires. They were firing, and had fired twice.\n\nIt had better horses.",
    "There were two forts there. There is no road. There, where they were, it rained  twice.",
    "Let's go. Let us stay, y'all! They ain't gonna move, we've got ta wait; c'm on.",
    "That he left that town is what that order, which but few read, says.",
    "let",
    "gon\nna. They are gon",
    " ",
)


def parsed(nlp: Language, text: str) -> Doc:
    """`text` as it is when the ruler gets it."""
    doc = nlp.make_doc(text)
    for name in ("tok2vec", "tagger", "orbat_sentences", "parser"):
        doc = nlp.get_pipe(name)(doc)
    return doc


def by_token(nlp: Language, doc: Doc) -> Doc:
    """A copy as the model's own ruler and lemmatizer annotate it."""
    copy = doc.copy()
    for name in ("attribute_ruler", "lemmatizer"):
        copy = nlp.get_pipe(name)(copy)
    return copy


@pytest.mark.model
@pytest.mark.parametrize("text", TEXTS)
def test_every_token_has_what_the_model_gives_it(nlp: Language, text: str) -> None:
    doc = parsed(nlp, text)
    expected = by_token(nlp, doc).to_array(WRITTEN).tolist()
    assert Attributes(nlp, "fresh")(doc).to_array(WRITTEN).tolist() == expected


@pytest.mark.model
def test_what_earlier_texts_held_changes_nothing(nlp: Language) -> None:
    component = Attributes(nlp, "fresh")
    for text in (*TEXTS, *reversed(TEXTS), " ".join(TEXTS)):
        doc = parsed(nlp, text)
        expected = by_token(nlp, doc).to_array(WRITTEN).tolist()
        assert component(doc).to_array(WRITTEN).tolist() == expected


@pytest.mark.model
def test_memory_does_not_grow_with_what_is_read(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orbat.annotate.attributes._KEPT", 10)
    component = Attributes(nlp, "fresh")
    most = 0
    for number in range(6):
        doc = parsed(nlp, f"Colonel A{number} took {number} guns and Fort B{number} near C{number}.")
        expected = by_token(nlp, doc).to_array(WRITTEN).tolist()
        assert component(doc).to_array(WRITTEN).tolist() == expected
        most = max(most, len(component._values))
    assert most < 10 + 2 * len(doc)


@pytest.mark.model
def test_an_empty_text_stays_empty(nlp: Language) -> None:
    assert len(Attributes(nlp, "fresh")(nlp.make_doc(""))) == 0


def test_a_ruler_that_looks_at_more_than_kinds_is_left_alone() -> None:
    """Operators and entities reach beyond a token."""
    for pattern in ([{"LOWER": "a", "OP": "+"}], [{"ENT_TYPE": "GPE"}]):
        nlp = spacy.blank("en")
        ruler = nlp.add_pipe("attribute_ruler")
        nlp.add_pipe("lemmatizer", config={"mode": "rule"})
        assert replaceable(nlp)
        ruler.add([pattern], {"POS": "X"})  # type: ignore[attr-defined]
        assert not replaceable(nlp)


def test_without_a_ruler_nothing_is_replaced() -> None:
    assert not replaceable(spacy.blank("en"))
