"""Where sentences may and may not begin, said to the parser before it decides."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from orbat.rules import load
from orbat.rules.schema import Term


class SentenceHints:
    """Forbids a sentence to start inside *Brig. Gen. W. H. French*, and demands one after a blank line.

    The parser keeps what `Token.is_sent_start` says when it meets it.
    """

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy hands every component its pipeline
        """Takes the abbreviations from the ranks."""
        self.name = name
        forms = (form for term in load("ranks", Term) for form in term.forms)
        self._abbreviations = {
            word.rstrip(".") for form in forms if "." in form for word in form.split() if word.endswith(".")
        }

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its hints."""
        for token in doc[1:]:
            before = doc[token.i - 1]
            if before.is_space and before.text.count("\n") > 1:
                token.is_sent_start = True
            elif self._abbreviated(doc, token.i):
                token.is_sent_start = False
        return doc

    def _abbreviated(self, doc: Doc, at: int) -> bool:
        before = doc[at - 1]
        if before.text == "." and at > 1 and not doc[at - 2].whitespace_:
            word = doc[at - 2]
            return word.lower_ in self._abbreviations or (len(word) == 1 and word.is_upper)
        return before.text.endswith(".") and (
            before.lower_.rstrip(".") in self._abbreviations
            or (len(before) == 2 and before.text[0].isupper())
        )
