"""Where sentences may not begin."""

from __future__ import annotations

import pytest
from spacy.language import Language

from orbat.annotate import annotate_text

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    "text",
    [
        "During the night of 11 June 3 Para under Lieutenant Colonel Hew Pike took Mount Selm.",
        "6th. 43 Div carried Mont Selm.",
        "26 February: 2nd Armored Cavalry Regiment destroys two brigades.",
        "Reached Selm, 14th Brigade struck the rear of 16th Division.",
    ],
)
def test_no_sentence_begins_behind_a_bare_word(nlp: Language, text: str) -> None:
    doc = annotate_text(nlp, text)
    before = [doc[sentence.start - 1].text for sentence in doc.sents if sentence.start]
    assert [word for word in before if word[-1].isalnum() or word == ","] == []


def test_blank_line_ends_a_sentence(nlp: Language) -> None:
    doc = annotate_text(nlp, "The war\n\nThe army marched.")
    assert [sentence.text.strip() for sentence in doc.sents] == ["The war", "The army marched."]
