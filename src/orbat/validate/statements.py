"""A graph read as statements: what a comparison of two of them needs, without RDF."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from orbat.namespaces import ONTOLOGY, ORBAT, RDF, RDFS
from orbat.validate.rules import superclasses

if TYPE_CHECKING:
    from rdflib.term import Node

    from orbat.validate.infer import Quad

_DATE = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)")
_TOLD = {
    ORBAT.evidence, ORBAT.time, ORBAT.modality, ORBAT["count"], ORBAT.minimum, ORBAT.maximum,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a source, and where in it they begin and end."""

    source: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Span:
    """First and last possible day, as day numbers, with the words, and whether they name the year."""

    first: int
    last: int
    stated: str
    names_year: bool

    @property
    def days(self) -> int:
        """How many days it covers."""
        return self.last - self.first + 1

    def meets(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Statement:
    """An event or order: classes, who and what fills its roles, when, how many, and the passages that say so.

    `span` is None for a statement without a time, and for one whose sources give it several.
    """

    iri: str
    kinds: frozenset[str]
    modality: str
    roles: Mapping[str, frozenset[str]] = field(hash=False)
    span: Span | None
    count: int | None
    minimum: int | None
    maximum: int | None
    passages: tuple[Passage, ...]

    def get(self, role: str) -> frozenset[str]:
        """The IRIs that fill `role`."""
        return self.roles.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements of a graph, sorted by IRI, and what is known of its things by IRI.

    `labels` are the best names, `kinds` the classes with all above them, `near` what each is part of or
    allied with.
    """

    all: tuple[Statement, ...]
    labels: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]
    near: Mapping[str, frozenset[str]]

    def of(self, kind: str) -> Iterator[Statement]:
        """The statements of a class that came to pass."""
        return (each for each in self.all if kind in each.kinds and each.modality == "Happened")

    def name(self, iri: str) -> str:
        """The label of a thing, or the last part of its IRI."""
        return self.labels.get(iri) or re.split(r"[#/]", iri)[-1]

    def names(self, iris: Iterable[str]) -> str:
        """The labels of things, sorted."""
        return ", ".join(sorted(map(self.name, iris)))


def statements(quads: Iterable[Quad]) -> Statements:
    """The statements that `quads` hold, whatever their graphs; the ontology's graph is passed over."""
    about: dict[str, dict[Node, set[Node]]] = defaultdict(lambda: defaultdict(set))
    for s, p, o, graph in quads:
        if isinstance(s, URIRef) and str(graph) != ONTOLOGY:
            about[str(s)][p].add(o)
    above = superclasses()
    kinds = {iri: _kinds(told.get(RDF.type, ()), above) for iri, told in about.items()}
    found = [_statement(iri, about, kinds[iri]) for iri in about if kinds[iri] & {"Event", "Order"}]
    return Statements(
        all=tuple(sorted(found, key=lambda each: each.iri)),
        labels={iri: _text(told[RDFS.label]) for iri, told in about.items() if RDFS.label in told},
        kinds=kinds,
        near={iri: _near(told) for iri, told in about.items()},
    )


def day_number(date: str) -> int | None:
    """The number of a day in the proleptic Gregorian calendar; None if `date` is no xsd:date.

    Day 0 is 0000-03-01; years are astronomical, as in XSD 1.1: 0000 is 1 BC. The reckoning is Hinnant's
    `days_from_civil`, https://howardhinnant.github.io/date_algorithms.html

    >>> day_number("1942-01-01") - day_number("1941-12-31"), day_number("-0489-09-12")
    (1, -178410)
    """
    if (parts := _DATE.fullmatch(date)) is None:
        return None
    year, month, day = int(parts[1]), int(parts[2]), int(parts[3])
    year -= month < 3  # years begin in March, so that the leap day is the last
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year


def _statement(iri: str, about: Mapping[str, Mapping[Node, set[Node]]], kinds: frozenset[str]) -> Statement:
    told = about[iri]
    modality = sorted(map(_local, told.get(ORBAT.modality, ())))
    return Statement(
        iri=iri,
        kinds=kinds,
        modality=modality[0] if modality else "Happened",
        roles={
            _local(p): frozenset(str(o) for o in values if isinstance(o, URIRef))
            for p, values in told.items()
            if p not in _TOLD and str(p).startswith(str(ORBAT))
        },
        span=_span(told.get(ORBAT.time, ()), about),
        count=_number(told.get(ORBAT["count"], ())),
        minimum=_number(told.get(ORBAT.minimum, ())),
        maximum=_number(told.get(ORBAT.maximum, ())),
        passages=tuple(sorted(_passages(told.get(ORBAT.evidence, ()), about), key=_place)),
    )


def _span(times: Iterable[Node], about: Mapping[str, Mapping[Node, set[Node]]]) -> Span | None:
    spans = {span for time in times if str(time) in about and (span := _one_span(about[str(time)]))}
    if len({(span.first, span.last) for span in spans}) != 1:
        return None
    return min(spans, key=lambda span: (not span.names_year, span.stated))


def _one_span(told: Mapping[Node, set[Node]]) -> Span | None:
    first, last = _text(told.get(ORBAT.earliest, ())), _text(told.get(ORBAT.latest, ()))
    start, end = day_number(first), day_number(last)
    if start is None or end is None or end < start:
        return None
    stated = _text(told.get(ORBAT.asStated, ()))
    years = {_common_year(int(date.rsplit("-", 2)[0])) for date in (first, last)}
    return Span(start, end, stated, any(re.search(rf"\b{year}\b", stated) for year in years))


def _common_year(year: int) -> int:
    """The year as people write it: 490 (BC) for -489."""
    return year if year > 0 else 1 - year


def _passages(evidence: Iterable[Node], about: Mapping[str, Mapping[Node, set[Node]]]) -> Iterator[Passage]:
    for mention in evidence:
        told = about.get(str(mention), {})
        start, end = _number(told.get(ORBAT.start, ())), _number(told.get(ORBAT.end, ()))
        if start is not None and end is not None:
            source, quote = _text(told.get(ORBAT.source, ())), _text(told.get(ORBAT.quote, ()))
            yield Passage(source, start, end, quote)


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.source, passage.start, passage.end


def _kinds(types: Iterable[Node], above: Mapping[str, frozenset[str]]) -> frozenset[str]:
    names = {_local(kind) for kind in types if str(kind).startswith(str(ORBAT))}
    return frozenset(names.union(*(above.get(name, frozenset()) for name in names)))


def _near(told: Mapping[Node, set[Node]]) -> frozenset[str]:
    return frozenset(str(o) for p in (ORBAT.within, ORBAT.partOf, ORBAT.alliedWith) for o in told.get(p, ()))


def _number(values: Iterable[Node]) -> int | None:
    """The one integer among `values`; None where there is none, or several that differ."""
    numbers = {int(value) for value in values if isinstance(value, Literal) and re.fullmatch(r"-?\d+", value)}
    return numbers.pop() if len(numbers) == 1 else None


def _text(values: Iterable[Node]) -> str:
    """The first of `values` in their order, or nothing."""
    return min(map(str, values), default="")


def _local(term: Node) -> str:
    return str(term).removeprefix(str(ORBAT))
