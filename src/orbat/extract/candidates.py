"""The few tokens of a text that a rule can hang on, found without looking at each."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.attrs import IS_SPACE, LOWER
from spacy.tokens import Doc, Token


def tokens_of(doc: Doc, forms: frozenset[str]) -> Iterator[Token]:
    """The tokens whose small letters are one of `forms`, in the order of the text."""
    wanted = {doc.vocab.strings[form] for form in forms if form in doc.vocab.strings}
    return (doc[i] for i, form in enumerate(doc.to_array(LOWER).tolist()) if form in wanted)


def blanks(doc: Doc) -> Iterator[Token]:
    """The tokens that are nothing but blanks and line breaks."""
    return (doc[i] for i, blank in enumerate(doc.to_array(IS_SPACE).tolist()) if blank)
