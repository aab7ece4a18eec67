"""How a graph came to be, in PROV-O, and how much it holds, in VoID: the graph `<base>graph/provenance`.

No clock and no machine is in it: the same sources and the same version of orbat give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from rdflib import URIRef

from orbat import __version__
from orbat.mapping.quads import Quad, Triple, integer, string, text
from orbat.model import Resolution
from orbat.namespaces import DCTERMS, DEFAULT_BASE, ONTOLOGY, ORBAT, PROV, RDF, RDFS, VOID, graph_iri

_DIGITS = 8


def provenance(
    resolution: Resolution, quads: Iterable[Quad], base_iri: str = DEFAULT_BASE, *, version: str = __version__
) -> Iterator[Quad]:
    """Who made the graphs that `quads` stand in, from which sources, and what each of them holds.

    `quads` are all that was built, the inferred ones included; they are walked once. `version` is orbat's.
    """
    graph = graph_iri(base_iri, "provenance")
    sizes: Counter[URIRef] = Counter()
    members: dict[URIRef, set[URIRef]] = {}
    for subject, predicate, thing, name in quads:
        sizes[name] += 1
        if predicate == RDF.type and isinstance(thing, URIRef) and thing in ORBAT:
            members.setdefault(thing, set()).add(subject)
    sources = {graph_iri(base_iri, d.source.id): URIRef(base_iri + d.source.id) for d in resolution.documents}
    for triple in (
        *_build(sources.values(), sizes, base_iri, version),
        *_derived(sources, graph_iri(base_iri, "inferred"), sizes),
        *_statistics(sizes, members, base_iri),
    ):
        yield (*triple, graph)


def _build(
    sources: Iterable[URIRef], sizes: Counter[URIRef], base_iri: str, version: str
) -> Iterator[Triple]:
    """The program, what it did, what it used and what came out."""
    agent = URIRef(f"{base_iri}agent/orbat-{version}")
    used = sorted(sources)
    digest = sha256("\n".join([version, *used]).encode()).hexdigest()[:_DIGITS]
    activity = URIRef(f"{base_iri}activity/build-{digest}")
    yield agent, RDF.type, PROV.SoftwareAgent
    yield agent, RDFS.label, text(f"orbat {version}")
    yield agent, DCTERMS.identifier, string(version)
    yield activity, RDF.type, PROV.Activity
    yield activity, RDFS.label, text("building of the graph")
    yield activity, PROV.wasAssociatedWith, agent
    for source in used:
        yield activity, PROV.used, source
    for name in sorted(sizes):
        yield name, RDF.type, PROV.Entity
        yield name, PROV.wasGeneratedBy, activity


def _derived(sources: dict[URIRef, URIRef], inferred: URIRef, sizes: Counter[URIRef]) -> Iterator[Triple]:
    """What each graph was made from: a document's from the document, the inferred one from the documents'."""
    for name in sorted(sources):
        yield name, PROV.wasDerivedFrom, sources[name]
        if inferred in sizes:
            yield inferred, PROV.wasDerivedFrom, name


def _statistics(
    sizes: Counter[URIRef], members: dict[URIRef, set[URIRef]], base_iri: str
) -> Iterator[Triple]:
    """The data set with its graphs, their triples, and how many things of each class it holds."""
    dataset = URIRef(f"{base_iri}dataset")
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, RDFS.label, text("orbat knowledge graph")
    yield dataset, VOID.vocabulary, URIRef(str(ORBAT))
    yield dataset, DCTERMS.conformsTo, URIRef(ONTOLOGY)
    yield dataset, VOID.uriSpace, string(base_iri)
    yield dataset, VOID.triples, integer(sizes.total())
    for name in sorted(sizes):
        yield dataset, VOID.subset, name
        yield name, RDF.type, VOID.Dataset
        yield name, VOID.triples, integer(sizes[name])
    for kind in sorted(members):
        part = URIRef(f"{base_iri}dataset/class/{kind.removeprefix(str(ORBAT))}")
        yield dataset, VOID.classPartition, part
        yield part, VOID["class"], kind
        yield part, VOID.entities, integer(len(members[kind]))
