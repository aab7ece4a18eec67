"""A formation's name as far as it was read, and what its words alone say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc

from orbat.annotate.designations import ORDINAL, roman_numeral
from orbat.annotate.spans import is_capital


@dataclass(frozen=True)
class UnitName:
    """A formation's name as far as it was read. `rest` is the first token after the number or proper name."""

    start: int
    end: int
    rest: int
    number: str = ""
    side: str = ""
    branches: tuple[str, ...] = ()
    proper: tuple[int, ...] = ()
    follow: bool = False


def ends_sentence(doc: Doc, end: int) -> bool:
    """The token before `end` is a full stop that ends the sentence, not the abbreviation."""
    last = end >= len(doc) or not doc[end].is_lower
    return doc[end - 1].text == "." and last


def is_plural_name(doc: Doc, name: UnitName) -> bool:
    """*the International Brigades*, and what is left of a list: *the 7th (Selmon) and 19th Divisions*."""
    if name.number:
        return doc[name.rest - 1].text == ")" or ORDINAL.match(doc[name.rest - 1].text) is not None
    return bool(name.proper) and is_capital(doc[name.end - 1]) and doc[name.start - 1].lower_ == "the"


def is_hyphen(doc: Doc, at: int) -> bool:
    """A hyphen stands at `at`, with no blank on either side."""
    return at > 0 and doc[at].text in {"-", "–"} and not doc[at].whitespace_ and not doc[at - 1].whitespace_


def with_epithets(doc: Doc, name: UnitName) -> UnitName:
    """`name` with what follows the number of a Roman legion: *Legio XX Valeria Victrix*."""
    end = name.end
    if roman_numeral(doc[end - 1].text):
        while end < len(doc) and end - name.end < 2 and doc[end].is_title and doc[end].pos_ == "PROPN":
            end += 1
    return replace(name, end=end)


def is_only_one(doc: Doc, name: UnitName) -> bool:
    """*the Cavalry Division*, *his Reserve Front*: capitals inside a sentence say that there is but one."""
    before = doc[name.start - 1] if name.start else None
    told = before is not None and (before.text in {"the", ","} or before.tag_ == "PRP$")
    return told and is_capital(doc[name.start])


def is_theater(doc: Doc, name: UnitName, head: int) -> bool:
    """*on the Western Front* is where, not who."""
    return doc[head].lower_ == "front" and doc[max(name.start - 2, 0) : name.start].text.lower() == "on the"
