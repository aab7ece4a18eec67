"""From resolved things and statements to quads: the one module that turns orbat's values into RDF terms.

Each document's statements stand in a graph of their own; a thing or statement of several documents has one
IRI and is told in the graph of each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from rdflib import Literal, URIRef
from rdflib.term import Node

from orbat.errors import InputError
from orbat.mapping.days import day
from orbat.mapping.labels import fact_label, time_label
from orbat.model import Document, Entity, Evidence, Mention, Modality, Resolution, ResolvedFact, TimeSpan
from orbat.namespaces import (
    DCTERMS,
    DEFAULT_BASE,
    EDTF,
    GEO,
    ORBAT,
    RDF,
    RDFS,
    SKOS,
    XSD,
    graph_iri,
)

Triple = tuple[URIRef, URIRef, Node]
Quad = tuple[URIRef, URIRef, Node, URIRef]
"""Subject, predicate, object, name of the graph."""

_LANGUAGE = "en"
_GEONAMES = "https://sws.geonames.org/"
_SURE = 0.75  # a link to GeoNames below this score is a close match, not an exact one
_ORDER_ROLES = frozenset({"issuedBy", "addressedTo"})
_GIVEN = frozenset({Modality.HAPPENED, Modality.ORDERED})
_BASE = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*[/#]')
_UNSAFE = re.compile(r"[^A-Za-z0-9._~-]+")


def quads(resolution: Resolution, base_iri: str = DEFAULT_BASE) -> Iterator[Quad]:
    """The quads of all documents' graphs, each once, in an order that depends on the content alone.

    `base_iri` begins the IRIs of the data and ends in `/` or `#`; raises `InputError` for another. Raises
    `ValueError` for a kind, role or value that the ontology does not know.
    """
    if not _BASE.fullmatch(base_iri):
        raise InputError(f"found the base IRI {base_iri!r}, expected an absolute IRI that ends in '/' or '#'")
    mapping = _Mapping.of(resolution, base_iri)
    for document in resolution.documents:
        graph = graph_iri(base_iri, document.source.id)
        seen: set[Triple] = set()
        for triple in mapping.document(document):
            if triple not in seen:
                seen.add(triple)
                yield (*triple, graph)


@dataclass(frozen=True, slots=True)
class _Mapping:
    """A resolution with what is asked of it again and again."""

    resolution: Resolution
    base: str
    entities: Mapping[str, Entity]
    labels: Mapping[str, str]
    facts: Mapping[str, tuple[ResolvedFact, ...]]
    """The statements that rest on a passage of a document, by its id."""
    used: Mapping[str, frozenset[str]]
    """The words by which any text names a thing, by its id."""
    modalities: Mapping[str, Modality]
    """Of named events that statements tell of."""
    confidences: Mapping[str, float]

    @classmethod
    def of(cls, resolution: Resolution, base: str) -> _Mapping:
        facts: dict[str, list[ResolvedFact]] = {d.source.id: [] for d in resolution.documents}
        told: dict[str, list[ResolvedFact]] = {}
        for fact in resolution.facts:
            for source in dict.fromkeys(passage.source for passage in fact.evidence):
                facts[source].append(fact)
            told.setdefault(_subject(fact), []).append(fact)
        used: dict[str, set[str]] = {}
        for document in resolution.documents:
            for mention, id_ in zip(document.mentions, resolution.links[document.source.id], strict=True):
                used.setdefault(id_, set()).update(_words(mention))
        return cls(
            resolution,
            base,
            {e.id: e for e in resolution.entities},
            {e.id: e.label for e in resolution.entities},
            {id_: tuple(each) for id_, each in facts.items()},
            {id_: frozenset(words) for id_, words in used.items()},
            {id_: _modality(each) for id_, each in told.items()},
            {id_: max(f.confidence for f in each) for id_, each in told.items()},
        )

    def document(self, document: Document) -> Iterator[Triple]:
        """All that `document` says, with the document itself and its mentions."""
        yield from self._source(document)
        links = self.resolution.links[document.source.id]
        named: dict[str, list[Mention]] = {}
        for mention, id_ in zip(document.mentions, links, strict=True):
            yield from self._mention(mention.evidence, mention.rule)
            if id_:
                yield self.mention(mention.evidence), ORBAT.refersTo, self.iri(id_)
                named.setdefault(id_, []).append(mention)
        facts = self.facts[document.source.id]
        for id_ in sorted({*named, *(id_ for fact in facts for _, id_ in fact.roles)}):
            yield from self._entity(self.entities[id_], named.get(id_, ()))
        for fact in facts:
            yield from self._fact(fact, document.source.id)

    def iri(self, local: str) -> URIRef:
        """The IRI of a local id."""
        return URIRef(self.base + local)

    def mention(self, passage: Evidence) -> URIRef:
        """The IRI of a passage."""
        return self.iri(f"mention/{passage.source.rpartition('/')[2]}/{passage.start}-{passage.end}")

    def _source(self, document: Document) -> Iterator[Triple]:
        source = document.source
        node = self.iri(source.id)
        yield node, RDF.type, ORBAT.SourceDocument
        yield node, RDFS.label, text(source.name)
        yield node, ORBAT.fileName, string(source.name)
        yield node, ORBAT.sha256, string(source.sha256)
        yield node, DCTERMS.format, string(source.media_type)
        yield node, DCTERMS.extent, text(f"{len(source.text)} characters")

    def _mention(self, passage: Evidence, rule: str = "") -> Iterator[Triple]:
        node = self.mention(passage)
        yield node, RDF.type, ORBAT.Mention
        yield node, ORBAT.source, self.iri(passage.source)
        yield node, ORBAT.start, integer(passage.start)
        yield node, ORBAT.end, integer(passage.end)
        yield node, ORBAT.quote, string(passage.quote)
        if rule:
            yield from self._extractor(node, rule)

    def _extractor(self, node: URIRef, rule: str) -> Iterator[Triple]:
        extractor = self.iri(f"extractor/{_UNSAFE.sub('-', rule)}")
        yield node, ORBAT.extractedBy, extractor
        yield extractor, RDF.type, ORBAT.Extractor
        yield extractor, RDFS.label, text(rule)

    def _entity(self, entity: Entity, mentions: Iterable[Mention]) -> Iterator[Triple]:
        """A thing as one document knows it: its names there, and what is known of it anywhere."""
        node = self.iri(entity.id)
        yield node, RDF.type, term(entity.kind)
        yield node, RDFS.label, text(entity.label)
        here = {words for mention in mentions for words in _words(mention)}
        elsewhere = self.used.get(entity.id, frozenset()) - here
        for name in entity.names:
            if name not in elsewhere:
                yield node, SKOS.altLabel, text(name)
        for name in ("number", "rank"):
            if value := entity.get(name):
                yield node, term(name), string(value)
        if entity.id.startswith("unit/"):
            if value := entity.get("name"):
                yield node, ORBAT.designation, string(value)
            if value := entity.get("branch"):
                yield node, ORBAT.branch, term(value)
        yield from self._location(node, entity)
        if entity.id.startswith(("event/", "order/")):
            yield from self._named(node, entity, mentions)

    def _named(self, node: URIRef, entity: Entity, mentions: Iterable[Mention]) -> Iterator[Triple]:
        """A named event or order rests on the passages that name it, until a statement tells more."""
        if entity.id.startswith("event/"):
            yield node, ORBAT.modality, term(self.modalities.get(entity.id, Modality.HAPPENED))
        for mention in mentions:
            yield node, ORBAT.evidence, self.mention(mention.evidence)

    def _location(self, node: URIRef, entity: Entity) -> Iterator[Triple]:
        if id_ := entity.get("geonames"):
            score = max((c.score for c in entity.candidates if c.chosen), default=1.0)
            yield node, SKOS.exactMatch if score >= _SURE else SKOS.closeMatch, URIRef(f"{_GEONAMES}{id_}/")
        if (latitude := entity.get("latitude")) and (longitude := entity.get("longitude")):
            point = self.iri(f"geometry/{entity.id.partition('/')[2]}")
            yield node, GEO.hasGeometry, point
            yield point, RDF.type, GEO.Geometry
            yield point, GEO.asWKT, Literal(f"POINT({longitude} {latitude})", datatype=GEO.wktLiteral)

    def _fact(self, fact: ResolvedFact, source: str) -> Iterator[Triple]:
        """A statement with those of its passages that stand in the document `source`."""
        subject = _subject(fact)
        node = self.iri(subject)
        if subject == fact.id:
            yield node, RDF.type, term(fact.kind)
            yield node, RDFS.label, text(fact_label(fact, self.labels))
            yield node, ORBAT.modality, term(self.modalities[subject])
        yield from self._roles(node, fact, subject)
        yield from self._time(node, fact.time)
        yield from self._support(node, fact, source)
        for name, value in fact.values:
            if name != "content":
                yield node, term(name), value_term(name, value)
        if fact.kind == "OrderIssued":
            yield from self._order(fact, source)

    def _roles(self, node: URIRef, fact: ResolvedFact, subject: str) -> Iterator[Triple]:
        for role, id_ in fact.roles:
            if id_ != subject and not (fact.kind == "OrderIssued" and role in _ORDER_ROLES):
                yield node, term(role), self.iri(id_)
            elif role == "issuedBy":
                yield node, ORBAT.agent, self.iri(id_)

    def _order(self, fact: ResolvedFact, source: str) -> Iterator[Triple]:
        """What issuing an order tells of the order itself; one that was not issued has no issuer."""
        for order in (self.iri(id_) for role, id_ in fact.roles if role == "order"):
            yield from self._support(order, fact, source)
            if content := dict(fact.values).get("content"):
                yield order, ORBAT.content, string(content)
            if fact.modality in _GIVEN:
                yield from self._time(order, fact.time)
                for role, id_ in fact.roles:
                    if role in _ORDER_ROLES:
                        yield order, term(role), self.iri(id_)

    def _support(self, node: URIRef, fact: ResolvedFact, source: str) -> Iterator[Triple]:
        yield node, ORBAT.confidence, decimal(self.confidences[_subject(fact)])
        yield from self._extractor(node, fact.rule)
        for passage in fact.evidence:
            if passage.source == source:
                yield node, ORBAT.evidence, self.mention(passage)
                yield from self._mention(passage)

    def _time(self, node: URIRef, time: TimeSpan | None) -> Iterator[Triple]:
        if time is None:
            return
        span = self.iri(time_id(time))
        yield node, ORBAT.time, span
        yield span, RDF.type, ORBAT.TimeSpan
        yield span, RDFS.label, text(time_label(time))
        yield span, ORBAT.earliest, date(time.earliest)
        yield span, ORBAT.latest, date(time.latest)
        yield span, ORBAT.edtf, Literal(time.edtf, datatype=EDTF.EDTF)
        yield span, ORBAT.asStated, string(time.as_stated)
        if time.resolved_from:
            yield span, ORBAT.resolvedFrom, self.mention(time.resolved_from)
            yield from self._mention(time.resolved_from)


def _subject(fact: ResolvedFact) -> str:
    """What a statement's properties belong to: the named event that it tells of, else a node of its own."""
    return next((id_ for role, id_ in fact.roles if role == "event"), fact.id)


def _modality(facts: Iterable[ResolvedFact]) -> Modality:
    """What came to pass of an event: if any statement says that it happened, it did."""
    told = {fact.modality for fact in facts}
    return next(each for each in Modality if each in told)


def _words(mention: Mention) -> tuple[str, str]:
    return mention.norm, " ".join(mention.evidence.quote.split())


def time_id(time: TimeSpan) -> str:
    """The local id of a time span, from all that it says.

    >>> time_id(TimeSpan("1941-12-01", "1941-12-31", "1941-12", "in December"))
    'time/1941-12-aca9a8e8'
    """
    origin = time.resolved_from
    key = [time.earliest, time.latest, time.edtf, time.as_stated]
    key += [origin.source, str(origin.start), str(origin.end)] if origin else []
    digest = sha256(json.dumps(key, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()[:8]
    return f"time/{_UNSAFE.sub('-', time.edtf).strip('-')}-{digest}"


def term(name: str) -> URIRef:
    """The term of the ontology with a local name. Raises `ValueError` if there is none."""
    if name not in ORBAT:
        raise ValueError(f"found {name!r} where the ontology's terms are expected; it defines no such term")
    return ORBAT[name]


def value_term(name: str, value: str) -> Node:
    """A statement's value as a term: number, kind of loss, or words. Raises `ValueError` for what is none."""
    if name in {"count", "minimum", "maximum"}:
        return integer(int(value))
    if name == "lossKind":
        return term(value[:1].upper() + value[1:])
    return string(value)


@lru_cache(maxsize=65536)
def text(words: str) -> Literal:
    """English words."""
    return Literal(words, lang=_LANGUAGE)


@lru_cache(maxsize=65536)
def string(words: str) -> Literal:
    """Characters as they are."""
    return Literal(words, datatype=XSD.string)


@lru_cache(maxsize=65536)
def integer(number: int) -> Literal:
    """A whole number."""
    return Literal(str(number), datatype=XSD.integer, normalize=False)


@lru_cache(maxsize=4096)
def decimal(number: float) -> Literal:
    """A decimal number of at most three places, at least one.

    >>> str(decimal(1)), str(decimal(0.95))
    ('1.0', '0.95')
    """
    whole, _, part = f"{number:.3f}".partition(".")
    return Literal(f"{whole}.{part.rstrip('0') or '0'}", datatype=XSD.decimal, normalize=False)


@lru_cache(maxsize=65536)
def date(text: str) -> Literal:
    """A day as XSD 1.1 writes it, of any year: the year before 1 is 0. Raises `ValueError` for no such day.

    >>> date("-0489-09-12") < date("-0488-01-01"), str(date("0000-03-15"))
    (True, '0000-03-15')
    """
    return Literal(day(text), datatype=XSD.date)
