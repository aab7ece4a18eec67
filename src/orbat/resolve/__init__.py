"""The room that finds out what names mean: mentions and facts in, entities and statements about them out.

Each document is resolved alone first; its things are then joined with those of the others by blocks of equal
keys. Nothing depends on the order of the documents, and no pair of names is compared outside its block.
"""

from __future__ import annotations

from collections.abc import Iterable

from orbat.model import Document, Resolution
from orbat.resolve.allegiance import placed_by_foes, placed_by_namesakes
from orbat.resolve.cluster import Cluster
from orbat.resolve.context import Context, context
from orbat.resolve.facts import merged, resolved_facts
from orbat.resolve.naming import entities
from orbat.resolve.people import join_people, people
from orbat.resolve.places import join_places, link, places
from orbat.resolve.succession import succeeded
from orbat.resolve.things import join_things, things
from orbat.resolve.units import join_units, units

__all__ = ["resolve"]


def resolve(documents: Iterable[Document], *, gazetteer: bool = True) -> Resolution:
    """The things that `documents` name, and what they say of them.

    The same documents give the same resolution in whatever order they come; a document given twice counts
    once. Without `gazetteer` no place is linked to GeoNames.
    """
    unique = {
        d.source.id: d for d in sorted(documents, key=lambda d: (d.source.id, d.source.name), reverse=True)
    }
    contexts = [context(unique[id_]) for id_ in sorted(unique)]
    clusters = _clusters(contexts, gazetteer=gazetteer)
    named = entities(clusters)
    by_ref = {ref: named[cluster].id for cluster in clusters for ref in cluster.refs}
    links = {
        ctx.source: tuple(by_ref.get((ctx.source, i), "") for i in range(len(ctx.document.mentions)))
        for ctx in contexts
    }
    by_id = {entity.id: entity for entity in named.values()}
    facts, added = resolved_facts([ctx.document for ctx in contexts], links, by_id)
    facts = merged([*facts, *placed_by_foes(contexts, links, by_id.values())])
    facts = merged([*facts, *placed_by_namesakes(clusters, named, facts, unique)])
    facts = merged(succeeded(facts))
    by_id |= {entity.id: entity for entity in added}
    return Resolution(
        documents=tuple(ctx.document for ctx in contexts),
        entities=tuple(by_id[id_] for id_ in sorted(by_id)),
        facts=tuple(facts),
        links=links,
    )


def _clusters(contexts: list[Context], *, gazetteer: bool) -> list[Cluster]:
    persons: list[Cluster] = []
    formations: list[Cluster] = []
    others: list[Cluster] = []
    spots: list[tuple[Context, list[Cluster]]] = []
    for ctx in contexts:
        found = people(ctx)
        person_of = {i: cluster for cluster in found for _, i in cluster.refs}
        persons += found
        formations += units(ctx, person_of)
        others += things(ctx)
        spots.append((ctx, places(ctx)))
    if gazetteer:
        link(spots)
    return [
        *join_people(persons),
        *join_units(formations),
        *join_places(c for _, clusters in spots for c in clusters),
        *join_things(others),
    ]
