"""Numbers in the names of formations: *16th*, *Sixteenth*, *XIV*, *No. 617*, *2/7th*."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from orbat.annotate.spans import PhraseTable, connectors, is_capital
from orbat.rules import load
from orbat.rules.schema import Term

ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th|d)$", re.IGNORECASE)
"""An ordinal in digits."""
_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:th|st|nd|rd)?$")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SPLIT = re.compile(r"(\d{1,2}/\d{1,3})(?:st|nd|rd|th)?$")
_DIGITS = 4  # a number of more is a year or a count


def roman(text: str) -> int:
    """The value of a Roman numeral.

    >>> roman("XIV"), roman("VIIth")
    (14, 7)
    """
    digits = [_VALUES[c] for c in re.sub(r"(th|st|nd|rd)$", "", text)]
    return sum(-d if any(n > d for n in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))


def roman_numeral(text: str) -> bool:
    """True if `text` is a Roman numeral, with or without an ending: *XIV*, *VIIth*."""
    return _ROMAN.match(text) is not None


def split_number(text: str) -> bool:
    """True if `text` numbers a battalion within its regiment: *2/7th*, *1/5*."""
    return _SPLIT.match(text) is not None


class Numbers:
    """Reads the number that stands before a token."""

    def __init__(self, nlp: Language) -> None:
        """Reads the ordinals and the words that announce a number."""
        self._ordinals = PhraseTable(
            ((form, term.name) for term in load("ordinals", Term) for form in term.forms), nlp
        )
        self._numbering = connectors("numbering")

    def before(self, doc: Doc, words: list[str], end: int) -> tuple[int, str] | None:
        """First token and value of the number that ends before token `end`."""
        if end < 1:
            return None
        text = doc[end - 1].text
        if match := ORDINAL.match(text) or _SPLIT.match(text):
            return end - 1, match.group(1)
        if found := self._ordinals.ending(words, end):
            return found
        if _ROMAN.match(text) and (text != "I" or (end < len(doc) and is_capital(doc[end]))):
            return end - 1, str(roman(text))
        if text.isdigit() and len(text) < _DIGITS:
            start = end - 1
            start -= start > 1 and words[start - 1] == "." and not doc[start - 2].whitespace_
            return (start - 1 if start and words[start - 1] in self._numbering else end - 1), str(int(text))
        return None
