"""The box at the top of a page: what a reader wants to know of a thing at one glance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from orbat.serve.dates import span_words
from orbat.serve.engine import Row
from orbat.serve.statements.kinds import lowest, term_label
from orbat.serve.statements.load import make_ref
from orbat.serve.statements.model import Part, Ref
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text
from orbat.serve.views.things.sections import Light
from orbat.serve.words import interface, local_name
from orbat.store.kinds import date_key

_ORBAT = "https://w3id.org/orbat/ontology#"
_DCTERMS = "http://purl.org/dc/terms/"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_ALT = "http://www.w3.org/2004/02/skos/core#altLabel"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SAME = (
    "http://www.w3.org/2004/02/skos/core#exactMatch",
    "http://www.w3.org/2004/02/skos/core#closeMatch",
    "http://www.w3.org/2002/07/owl#sameAs",
    "http://www.w3.org/2000/01/rdf-schema#seeAlso",
)
_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)")
_SITES = (
    ("geonames.org", "GeoNames"),
    ("wikidata.org", "Wikidata"),
    ("dbpedia.org", "DBpedia"),
    ("wikipedia.org", "Wikipedia"),
    ("viaf.org", "VIAF"),
    ("d-nb.info", "GND"),
)

Glance = tuple[tuple[str, tuple[Part, ...]], ...]
"""Pairs of a word and what it is for this thing."""

_THINGS = {
    "person": ("allegiance", "alliedWith"),
    "unit": ("branch", "allegiance", "partOf"),
    "place": ("partOf", "within"),
    "side": ("allegiance", "alliedWith", "partOf"),
    "organization": ("allegiance", "partOf"),
    "order": ("issuedBy", "addressedTo", "directs", "fulfilledBy"),
    "event": ("partOf",),
    "": ("source", "refersTo"),
}
_VALUES = {
    "person": ("rank", "nickname"),
    "unit": ("number", "designation", "nickname", "codename"),
    "order": ("number", "codename", "content"),
    "source": ("fileName", "sha256"),
    "event": ("codename",),
    "": ("quote", "start", "end", "asStated", "edtf", "earliest", "latest"),
}
_DOCUMENT = ("extent", "format", "license", "rights", "creator", "publisher", "title", "date")


@dataclass(frozen=True, slots=True)
class Known:
    """A thing's own triples, by predicate, and the names of what they lead to."""

    iri: str
    values_: Mapping[str, tuple[str, ...]]
    things_: Mapping[str, tuple[str, ...]]
    refs: Mapping[str, Ref]

    @classmethod
    def of(cls, own: Iterable[Row], names: Iterable[Row], iri: str, urls: Urls) -> Known:
        """From the answers to `queries.OWN` and `queries.NAMES`."""
        values: dict[str, set[str]] = {}
        things: dict[str, set[str]] = {}
        for row in own:
            into = things if isinstance(row["o"], ox.NamedNode) else values
            into.setdefault(text(row["p"]), set()).add(text(row["o"]))
        refs = {
            text(row["o"]): make_ref(text(row["o"]), urls, text(row["label"]), text(row["classes"]).split())
            for row in names
        }
        return cls(
            iri,
            {name: tuple(sorted(each)) for name, each in values.items()},
            {name: tuple(sorted(each)) for name, each in things.items()},
            refs,
        )

    def values(self, predicate: str) -> tuple[str, ...]:
        """The literals of a predicate."""
        return self.values_.get(predicate, ())

    def things(self, predicate: str) -> tuple[str, ...]:
        """The IRIs of a predicate."""
        return self.things_.get(predicate, ())

    def predicates(self) -> frozenset[str]:
        """All predicates."""
        return frozenset({*self.values_, *self.things_})

    def label(self) -> str:
        """The best name."""
        labels = self.values(_LABEL)
        return labels[0] if labels else local_name(self.iri)

    def other_names(self) -> tuple[str, ...]:
        """The names beside the label."""
        return tuple(name for name in self.values(_ALT) if name != self.label())


def glance(known: Known, kind: str, found: Sequence[Light], wkt: str, urls: Urls) -> Glance:
    """The facts about a thing of this kind; what the graph does not know is left out."""
    t = interface()
    rows: list[tuple[str, tuple[Part, ...]]] = []
    if kind == "unit" and (echelon := lowest(known.things(_TYPE))):
        rows.append((t("glance.echelon"), (Part(term_label(echelon)),)))
    rows += [
        (t(f"glance.{name}"), (Part(", ".join(values)),))
        for name in _VALUES.get(kind, ())
        if (values := known.values(_ORBAT + name))
    ]
    rows += [
        (t(f"glance.{name}"), tuple(_with_commas([_ref(each, known, urls) for each in things])))
        for name in _THINGS.get(kind, ())
        if (things := known.things(_ORBAT + name))
    ]
    if kind == "source":
        rows += [
            (t(f"glance.{name}"), (Part(", ".join(values)),))
            for name in _DOCUMENT
            if (values := (*known.values(_DCTERMS + name), *known.things(_DCTERMS + name)))
        ]
    if point := _POINT.match(wkt):
        rows.append((t("glance.coordinates"), (Part(_coordinates(float(point[2]), float(point[1]))),)))
    days = sorted({each.first for each in found if each.first}, key=date_key)
    if days and kind not in {"event", "order", "source"}:
        rows.append((t("glance.seen"), (Part(span_words(days[0], days[-1])),)))
    return tuple(rows)


def links_out(known: Known, urls: Urls) -> tuple[Ref, ...]:
    """The same thing elsewhere: GeoNames, Wikidata and others, as a reader can open it."""
    found = []
    for iri in dict.fromkeys(iri for predicate in _SAME for iri in known.things(predicate)):
        if urls.is_data(iri) or not iri.startswith(("http://", "https://")):
            continue
        site = next((name for part, name in _SITES if part in iri), local_name(iri))
        found.append(Ref(iri, site, iri.replace("sws.geonames.org", "www.geonames.org"), external=True))
    return tuple(found)


def _ref(iri: str, known: Known, urls: Urls) -> Ref:
    return known.refs.get(iri) or make_ref(iri, urls, "")


def _with_commas(refs: Sequence[Ref]) -> Iterable[Part]:
    for at, ref in enumerate(sorted(refs, key=lambda each: (each.label.casefold(), each.iri))):
        if at:
            yield Part(", ")
        yield Part(ref.label, ref)


def _coordinates(latitude: float, longitude: float) -> str:
    """A point as maps print it.

    >>> _coordinates(54.5293, -36.2754)
    '54.53° N, 36.28° W'
    """
    t = interface()
    north, south, east, west = t.listed("glance.directions")
    return (
        f"{abs(latitude):.2f}° {north if latitude >= 0 else south}, "
        f"{abs(longitude):.2f}° {east if longitude >= 0 else west}"
    )
