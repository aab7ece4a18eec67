"""When two names count as one in a comparison with gold data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache

from orbat.rules import load
from orbat.rules.schema import Term


@cache
def _terms(kind: str) -> dict[str, str]:
    """Forms of the scoring rules of `kind`, each with the name it stands for."""
    return {form: rule.name for rule in load("scoring", Term) if rule.kind == kind for form in rule.forms}


def fold(name: str) -> str:
    """`name` as it is compared.

    Without case, accents, punctuation, possessive or leading article; with one form of ordinals and of
    spellings that differ by country.

    >>> fold("The Sixteenth Army’s"), fold("16th Army"), fold("Army Group Centre")
    ('16 army', '16 army', 'army group center')
    """
    decomposed = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().replace("’", "'")
    text = re.sub(r"'s\b|'$", "", text)
    text = re.sub(r"[^\w\s]", " ", text)
    text = re.sub(r"^\s*the\s+", "", text)
    text = re.sub(r"\b(\d+)(st|nd|rd|th)\b", r"\1", text)
    ordinals = _terms("ordinal")
    text = " ".join(ordinals.get(word, word) for word in text.split())
    for form, spelling in _terms("spelling").items():
        text = text.replace(form, spelling)
    return text


def last_word(name: str) -> str:
    """The last word of a folded name, "" where it has none."""
    return name.rsplit(maxsplit=1)[-1] if name.split() else ""


def matches(accepted: Iterable[str], names: Collection[str], *, surname: bool) -> bool:
    """True if one of the `accepted` names is among the folded `names` of a thing.

    With `surname` a person's last name is enough, unless it is a number or a noun that many bodies end in.
    """
    for name in accepted:
        folded = fold(name)
        if folded in names:
            return True
        last = last_word(folded)
        identifies = bool(last) and last not in _terms("collective") and not last.isdigit()
        if surname and identifies and any(last_word(other) == last for other in names):
            return True
    return False


def side_names(side: str) -> frozenset[str]:
    """Folded names that count as the side that gold battles call `side`; its own where no rule has others."""
    rules = (rule for rule in load("scoring", Term) if rule.kind == "side" and rule.name == side)
    return frozenset(form for rule in rules for form in rule.forms) or frozenset({fold(side)})


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without a leading *the* and a closing possessive, which are no part of a name.

    >>> trim("the Don Front's left", 0, 15)
    (4, 13)
    """
    if article := re.match(r"(?i)the\s+", text[start:end]):
        start += article.end()
    if possessive := re.search(r"['’]s?$", text[start:end]):
        end -= len(possessive.group())
    return start, end


def sentence(text: str, start: int, end: int) -> str:
    """The stretch of `text` around a range up to the nearest sentence or paragraph ends, on one line."""
    first = max((m.end() for m in re.finditer(r"[.!?]\s+|\n\s*\n", text[:start])), default=0)
    last = re.compile(r"[.!?](?=\s|$)|\n\s*\n").search(text, end)
    return " ".join(text[first : last.end() if last else len(text)].split())
