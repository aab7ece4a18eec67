"""How the graph came to be, and how much it holds."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import Literal, URIRef

from orbat.mapping import provenance, quads
from orbat.namespaces import DEFAULT_BASE, ORBAT, PROV, RDF, VOID, XSD


def built(resolution: Any, **options: Any) -> list[Any]:
    return list(provenance(resolution, quads(resolution), **options))


def test_provenance_stands_in_its_own_graph(made: Any) -> None:
    assert {str(g) for *_, g in built(made())} == {f"{DEFAULT_BASE}graph/provenance"}


def test_provenance_names_agent_sources_and_graphs(made: Any) -> None:
    told = {(s, p, o) for s, p, o, _ in built(made(documents=2), version="9.9")}
    (agent,) = {s for s, p, o in told if (p, o) == (RDF.type, PROV.SoftwareAgent)}
    assert str(agent).endswith("orbat-9.9")
    assert len({o for _, p, o in told if p == PROV.used}) == 2
    assert len({s for s, p, _ in told if p == PROV.wasDerivedFrom}) == 2


def test_provenance_counts_triples_and_things(made: Any) -> None:
    resolution = made()
    told = {(s, p): o for s, p, o, _ in built(resolution)}
    assert told[URIRef(f"{DEFAULT_BASE}dataset"), VOID.triples] == Literal(
        str(len(list(quads(resolution)))), datatype=XSD.integer
    )
    assert told[URIRef(f"{DEFAULT_BASE}dataset/class/Army"), VOID.entities] == Literal(
        "1", datatype=XSD.integer
    )
    assert told[URIRef(f"{DEFAULT_BASE}dataset/class/Army"), VOID["class"]] == ORBAT.Army


def test_provenance_is_the_same_each_time(made: Any) -> None:
    assert built(made(documents=2)) == built(made(documents=2))


@pytest.mark.parametrize("other", [{"version": "0"}, {"base_iri": "https://example.org/"}])
def test_provenance_of_another_build_is_another(made: Any, other: dict[str, str]) -> None:
    assert built(made(), **other) != built(made())
