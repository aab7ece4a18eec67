"""Where sentences may and may not begin, said to the parser before it decides."""

from __future__ import annotations

from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from orbat.rules import load
from orbat.rules.schema import Term

_STARTS, _RUNS_ON = 1, 2**64 - 1  # as spaCy packs them: a minus one is the largest number


class SentenceHints:
    """Forbids a sentence to start inside *Brig. Gen. W. H. French* or behind a bare word.

    After a blank line it demands one.
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
        hints = doc.to_array([SENT_START])  # unsigned, as spaCy packs all attributes
        before: Token | None = None
        for token in doc:
            if before is not None:
                if before.is_space and before.text.count("\n") > 1:
                    hints[token.i] = _STARTS
                elif _runs_on(before) or self._abbreviated(doc, token.i):
                    hints[token.i] = _RUNS_ON
            before = token
        # all at once: setting `Token.is_sent_start` looks at the whole document each time
        return doc.from_array([SENT_START], hints)  # type: ignore[arg-type]

    def _abbreviated(self, doc: Doc, at: int) -> bool:
        before = doc[at - 1]
        if before.text == "." and at > 1 and not doc[at - 2].whitespace_:
            word = doc[at - 2]
            return word.lower_ in self._abbreviations or (len(word) == 1 and word.is_upper)
        return before.text.endswith(".") and (
            before.lower_.rstrip(".") in self._abbreviations
            or (len(before) == 2 and before.text[0].isupper())
        )


def _runs_on(before: Token) -> bool:
    """No sentence ends in a bare word or a comma on its line: *under Colonel Hew | Pike took the hill*."""
    return before.text[-1].isalnum() or before.text == ","
