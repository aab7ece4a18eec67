"""Who fought on which side of which war, by the authority data: people, and formations by their names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from orbat.resources import ontology_dir
from orbat.rules import Rule, read

NUMBER = "#"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders(Rule):
    """The leaders of one side of a war (by the names of `wars.jsonl`); a `|` parts the forms of a name.

    `family_first`: the family name is the first of several words: *Mao Zedong*.
    """

    war: str
    side: str
    people: tuple[str, ...]
    family_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Formations(Rule):
    """Formations whose names tell their side, from the year `first` to `last` (astronomical).

    A `|` parts the forms of a name; a `*` before one stands for a number: *the 20th Maine*.
    """

    side: str
    first: int
    last: int
    formations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leader:
    """One form of a leader's name, which of its words is the family name, and whom he led in which war."""

    words: tuple[str, ...]
    family: int
    war: str
    side: str

    @property
    def surname(self) -> str:
        """The family name; the whole of a name that is one word."""
        return self.words[self.family]

    @property
    def given(self) -> tuple[str, ...]:
        """The words of the name but for the family name."""
        return self.words[:-1] if self.family else self.words[1:]


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name without case and accents.

    >>> words_of("Günther von Kluge"), words_of("G.K. Zhukov")
    (('gunther', 'von', 'kluge'), ('g', 'k', 'zhukov'))
    """
    plain = name.replace("'", "").replace("’", "")
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return tuple(_WORD.findall(plain.casefold()))


@cache
def leaders() -> Mapping[str, tuple[Leader, ...]]:
    """All leaders by the last word of their names, and by the first where that is the family name."""
    found: dict[str, list[Leader]] = defaultdict(list)
    for rule in read(ontology_dir() / "authority" / "commanders.jsonl", Leaders):
        for person in rule.people:
            for form in person.split("|"):
                words = words_of(form)
                family = 0 if rule.family_first else len(words) - 1
                for word in {words[0], words[-1]} if rule.family_first else words[-1:]:
                    found[word].append(Leader(words, family, rule.war, rule.side))
    return {name: tuple(bearers) for name, bearers in found.items()}


@cache
def formation_names() -> tuple[tuple[str, bool, Formations], ...]:
    """Every form of a formation's name, whether a number stands before it, and the line that it is of."""
    return tuple(
        (form.lstrip("* "), form.startswith("*"), rule)
        for rule in read(ontology_dir() / "authority" / "formations.jsonl", Formations)
        for formation in rule.formations
        for form in formation.split("|")
    )


@cache
def formations() -> Mapping[tuple[str, ...], tuple[Formations, ...]]:
    """What is known of formations, by the words of their names; `NUMBER` stands for any number."""
    found: dict[tuple[str, ...], list[Formations]] = defaultdict(list)
    for form, numbered, rule in formation_names():
        found[((NUMBER,) if numbered else ()) + words_of(form)].append(rule)
    return {words: tuple(rules) for words, rules in found.items()}
