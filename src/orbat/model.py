"""The records that pass from room to room.

Frozen, slotted, made of tuples and plain values; this module imports no library and no room. Offsets are
half-open ranges of characters (Python `str` indices) of the original file as decoded, before any repair.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

OPPOSITION = "Opposition"
"""The kind of a fact that is not stated in the graph: its member fights against its side."""

Attributes = tuple[tuple[str, str], ...]
"""Sorted name-value pairs; a tuple, so that records stay hashable."""


class Label(StrEnum):
    """What a mention is. DATE, TIME, DURATION and SET are TIMEX3's types."""

    PERSON = "PERSON"
    UNIT = "UNIT"
    PLACE = "PLACE"
    ORG = "ORG"
    ORDER = "ORDER"
    EVENT = "EVENT"
    EQUIPMENT = "EQUIPMENT"
    SIDE = "SIDE"
    QUANTITY = "QUANTITY"
    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Modality(StrEnum):
    """Whether a thing came to pass. The values are the names of the ontology's individuals."""

    HAPPENED = "Happened"
    ORDERED = "Ordered"
    PLANNED = "Planned"
    DENIED = "Denied"


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read. `id` is made from `sha256`, the hash of the file's bytes."""

    id: str
    name: str
    text: str
    sha256: str
    encoding: str = "utf-8"
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Repair:
    """One correction: the original range, what stood there, what stands there now, and which rule did it."""

    start: int
    end: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """From characters of the repaired text back to characters of the original.

    `repairs` are sorted and do not overlap. Inside a repaired range single characters have no counterpart, so
    a range that touches one maps to the whole of what stood there.

    >>> offsets = OffsetMap((Repair(2, 5, "xyz", "-", "demo"),))  # "abxyzcd" became "ab-cd"
    >>> offsets.original(3, 5), offsets.original(2, 3), offsets.original(0, 3)
    ((5, 7), (2, 5), (0, 5))
    """

    repairs: tuple[Repair, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _ends: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts, ends, shift = [], [], 0
        for repair in self.repairs:
            start = repair.start + shift
            starts.append(start)
            ends.append(start + len(repair.after))
            shift += len(repair.after) - (repair.end - repair.start)
        object.__setattr__(self, "_starts", tuple(starts))
        object.__setattr__(self, "_ends", tuple(ends))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The smallest range of the original that covers repaired characters `start` to `end`."""
        return self._start(start), self._end(end) if end > start else self._start(start)

    def _start(self, at: int) -> int:
        i = bisect_right(self._ends, at)  # repairs that end at or before `at` lie behind us
        if i < len(self.repairs) and self._starts[i] < at:
            return self.repairs[i].start
        return at - self._ends[i - 1] + self.repairs[i - 1].end if i else at

    def _end(self, at: int) -> int:
        i = bisect_left(self._starts, at)  # repairs that start before `at` are touched or behind us
        if i and self._ends[i - 1] > at:
            return self.repairs[i - 1].end
        return at - self._ends[i - 1] + self.repairs[i - 1].end if i else at


@dataclass(frozen=True, slots=True)
class CleanText:
    """A source's text as the later rooms see it."""

    source: Source
    text: str
    offsets: OffsetMap


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage: document id, character range of the original file, and the words that stand there."""

    source: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When: first and last possible day (XSD 1.1 dates, 490 BC is `-0489`), EDTF value, the words.

    `resolved_from` is the passage that supplied what the words leave out, a year for example.
    """

    earliest: str
    latest: str
    edtf: str
    as_stated: str
    resolved_from: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A recognized name, date or quantity. `norm` is the repaired canonical form, `rule` what found it.

    `attributes` by label: PERSON rank, side, nickname; UNIT number, name, echelon, branch, side, commander;
    PLACE kind; SIDE kind, forces; QUANTITY count, minimum, maximum, of, kind, whole,
    share; DATE and its kin value, mod, and
    `anchor`, the original range that the value was reckoned from, as `start-end`.
    """

    evidence: Evidence
    label: Label
    norm: str
    rule: str
    attributes: Attributes = ()

    def get(self, name: str, default: str = "") -> str:
        """The attribute `name`, or `default` where it is not known."""
        return dict(self.attributes).get(name, default)


@dataclass(frozen=True, slots=True)
class Argument:
    """A thing in a fact: the ontology property it fills, and the index of its mention in the document."""

    role: str
    mention: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement that a passage makes. `kind` is the local name of a class of the ontology.

    `values` are what is no mention: count, minimum, maximum, lossKind, of, position, content, number.
    """

    kind: str
    arguments: tuple[Argument, ...]
    evidence: Evidence
    rule: str
    time: TimeSpan | None = None
    modality: Modality = Modality.HAPPENED
    values: Attributes = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """What one source says: all that later rooms need of it. Arguments of `facts` index `mentions`."""

    source: Source
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a name could mean, with its score from 0 to 1 and why it was or was not chosen."""

    id: str
    name: str
    score: float
    reason: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that names refer to.

    `id` is the local part of its IRI (`person/georgy-zhukov-1f0c2a9b`), `kind` the local name of its class,
    `label` its best name, `names` every other name that texts use.
    `attributes`: rank, number, branch, latitude, longitude, geonames, country, position, firstYear ...
    """

    id: str
    kind: str
    label: str
    names: tuple[str, ...] = ()
    attributes: Attributes = ()
    candidates: tuple[Candidate, ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """The attribute `name`, or `default` where it is not known."""
        return dict(self.attributes).get(name, default)


@dataclass(frozen=True, slots=True)
class ResolvedFact:
    """A fact whose arguments are entities: `roles` pairs property local names with entity ids.

    `id` is the local part of its IRI, made from its content, so that two sources that say the same meet in
    one node; `evidence` then holds a passage of each.
    """

    id: str
    kind: str
    roles: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    rule: str
    time: TimeSpan | None = None
    modality: Modality = Modality.HAPPENED
    values: Attributes = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """All documents' things and statements.

    `links[source id][i]` is the entity of that document's mention i, or "" where a mention names no thing
    (a date, a quantity).
    """

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    facts: tuple[ResolvedFact, ...]
    links: Mapping[str, tuple[str, ...]]


def attributes(pairs: Mapping[str, str | None] | Iterable[tuple[str, str | None]]) -> Attributes:
    """`pairs` without the unknown ones, sorted.

    >>> attributes({"side": "Germany", "branch": None, "number": "4"})
    (('number', '4'), ('side', 'Germany'))
    """
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return tuple(sorted((name, value) for name, value in items if value))


def pack(pairs: Mapping[str, str | None]) -> str:
    """Attributes as one string, for `Span.kb_id_`, the one field of a span that spaCy carries everywhere.

    >>> pack({"number": "4", "echelon": "Army"})
    'echelon=Army&number=4'
    """
    return urlencode(attributes(pairs))


def unpack(packed: str) -> dict[str, str]:
    """The attributes that `pack` packed.

    >>> unpack("echelon=Army&number=4")
    {'echelon': 'Army', 'number': '4'}
    """
    return dict(parse_qsl(packed))
