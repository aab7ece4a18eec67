"""What a change makes of the graph: worked out in a worker on its own copy, and handed back as a difference.

In: a store that nobody else sees (a fork shares no page that it writes), and a `wire.Change`. Out: the lines
of a journal entry, and whether a graph came to be. The store on which the change was tried is thrown away.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyoxigraph as ox

from orbat.serve import outside
from orbat.serve.formats import TRIPLES
from orbat.serve.refusal import Refusal
from orbat.serve.wire import Change
from orbat.store.journal import difference, graph_lines, snapshot
from orbat.store.query import syntax_message
from orbat.store.scan import outline
from orbat.store.using import UsingConflictError, adds_only, with_lenient_clears, with_using

_DETAIL = 600


@dataclass(frozen=True, slots=True)
class Changed:
    """The difference as lines of a journal entry, empty if there is none; whether a named graph is new."""

    lines: bytes
    created: bool = False


def changed(store: ox.Store, change: Change, max_depth: int, allowed: Collection[str] = ()) -> Changed:
    """What `change` makes of `store`; it may ask the hosts `allowed`.

    Raises `Refusal`: 400, 403 (LOAD, SERVICE), 404, 503.
    """
    try:
        if change.action == "update":
            return Changed(_updated(store, change, max_depth, allowed))
        return _graph_changed(store, change)
    except MemoryError as error:
        raise Refusal(
            503, "resources-exceeded", "The update needed more memory than it is given; nothing was changed."
        ) from error


def _updated(store: ox.Store, change: Change, max_depth: int, allowed: Collection[str]) -> bytes:
    plan = outline(change.text)
    if plan.depth > max_depth:
        raise Refusal(
            400,
            "nested-too-deep",
            f"The update is nested {plan.depth:,} deep; this server reads {max_depth:,}.",
        )
    outside.check(plan, allowed)
    text = change.text
    if change.using is not None or change.using_named is not None:
        try:
            text = with_using(text, change.using or (), change.using_named or ())
        except UsingConflictError as error:
            raise Refusal(
                400,
                "update-dataset-twice",
                "The update names its graphs with USING or WITH, and the request does so with parameters;"
                " use one of them.",
            ) from error
    if adds_only(text):  # needs no look at what is there, so its cost is that of what it adds
        fresh = ox.Store()
        _run(fresh, text, change)
        return difference(frozenset(), frozenset(line for line in snapshot(fresh) if not _holds(store, line)))
    before = snapshot(store)
    _run(store, text, change)
    return difference(before, snapshot(store))


def _run(store: ox.Store, text: str, change: Change) -> None:
    try:
        try:
            store.update(text, base_iri=change.base_iri)
        except RuntimeError:  # nothing was changed by it
            store.update(with_lenient_clears(text), base_iri=change.base_iri)
    except SyntaxError as error:
        why = syntax_message(str(error), text, "update")
        raise Refusal(400, "malformed-update", "The update cannot be parsed.", why[:_DETAIL]) from error
    except (RuntimeError, OSError) as error:
        why = str(error).split("\n", 1)[0][:_DETAIL]
        raise Refusal(400, "update-failed", "The update failed; nothing was changed.", why) from error


def _holds(store: ox.Store, line: bytes) -> bool:
    if line.startswith(b"graph <"):
        return store.contains_named_graph(ox.NamedNode(line[7:-2].decode()))
    return next(ox.parse(line, ox.RdfFormat.N_QUADS)) in store


def _graph_changed(store: ox.Store, change: Change) -> Changed:
    """PUT, POST and DELETE of the Graph Store Protocol."""
    graph = ox.DefaultGraph() if change.graph is None else ox.NamedNode(change.graph)
    there = isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph)
    if change.action == "delete" and not there:
        raise Refusal(404, "not-found", f"There is no graph {change.graph!r:.200}.")
    before = ox.Store()
    before.extend(store.quads_for_pattern(None, None, None, graph))
    after = ox.Store()
    if change.action == "merge":
        after.extend(before)
    if change.action != "delete":
        for media_type, document in change.documents:
            for triple in _triples(media_type, document, change.base_iri):
                after.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
    old, new = snapshot(before), snapshot(after)
    if isinstance(graph, ox.NamedNode):
        own = graph_lines([graph])
        old = old | own if there else old - own
        new = new - own if change.action == "delete" else new | own
    return Changed(difference(old, new), created=not there)


def _triples(media_type: str, document: str, base_iri: str | None) -> list[ox.Triple]:
    known = TRIPLES[media_type]
    try:
        quads = ox.parse(
            document.encode(),
            known.writer,
            base_iri=base_iri,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return [quad.triple for quad in quads]
    except SyntaxError as error:
        why = str(error).split("\n", 1)[0][:_DETAIL]
        raise Refusal(
            400, "malformed-data", f"The body cannot be read as one graph in {known.title}.", why
        ) from error
    except ValueError as error:
        raise Refusal(400, "bad-graph-iri", f"{base_iri!r:.200} is no IRI to resolve by.") from error
