"""What the order of battle is made from, as the graph has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orbat.serve.dates import When
from orbat.serve.days import Period


class Kind(StrEnum):
    """What a statement tells of. The values are the names of the ontology's classes."""

    COMMAND = "Command"
    SUBORDINATION = "Subordination"
    AFFILIATION = "Affiliation"
    APPOINTMENT = "Appointment"
    DISMISSAL = "Dismissal"
    CASUALTY = "Casualty"
    FORMATION = "Formation"
    DISBANDMENT = "Disbandment"


class Sort(StrEnum):
    """What a thing in the tree is. The values name its colours on the page."""

    SIDE = "side"
    ORGANIZATION = "organization"
    UNIT = "unit"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that a statement rests on, with their half-open range of characters in the document."""

    quote: str
    document: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the graph. `one` is the formation, `other` the person, superior or side.

    `period` is the time that the words give, None where they give none. `contested`: another statement
    contradicts it.
    """

    iri: str
    kind: Kind
    one: str
    other: str
    period: Period | None
    when: When | None
    confidence: float
    contested: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A side, an organization, a formation or a person. `echelon` is a class of the ontology, or empty.

    `level` orders echelons, the highest first. `documents` are the accounts that name it.
    """

    iri: str
    label: str
    sort: Sort
    echelon: str
    level: int
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dated:
    """A dated statement, of whatever kind, where it stands in its account."""

    document: str
    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class History:
    """All that the order of battle needs of a graph."""

    statements: tuple[Statement, ...]
    things: dict[str, Thing]
    dated: tuple[Dated, ...]
