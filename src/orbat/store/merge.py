"""The default graph as SPARQL means it: the merge of all graphs, with each statement in it once.

Oxigraph's own union gives a statement as often as there are graphs that make it
(<https://github.com/oxigraph/oxigraph/issues/1919>, mended after release 0.5.13): what two accounts tell
would be counted twice. Where that can happen a store gets the merge as its graph without a name, and queries
ask that. It takes half as much room again, so a store that needs none has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import pyoxigraph as ox

from orbat.store.journal import Difference

_LINE = re.compile(r'(\S+ \S+ (?:".*"\S*|\S+)) (\S+ )?\.\n')
"""A canonical line: a literal ends with the last quotation mark, since no name of a graph has one."""


class Default(StrEnum):
    """Where queries find the merge of all graphs, in the store on disk."""

    UNION = "union"
    """No two graphs make the same statement, so that Oxigraph's union is the merge."""
    MERGED = "merged"
    """It is the graph without a name."""
    OWN = "own"
    """Nowhere: the graph without a name has statements of its own. Oxigraph's union repeats some."""


def merge_lines(lines: Sequence[str]) -> tuple[Default, Iterable[str]]:
    r"""Where the merge of canonical lines of N-Quads will be found, and its lines if a store is to have it.

    >>> default, merge = merge_lines(['<a> <b> "c d" <g> .\n', '<a> <b> "c d" <h> .\n'])
    >>> default.value, *merge
    ('merged', '<a> <b> "c d" .\n')
    >>> merge_lines(['<a> <b> "c d" <g> .\n', '<a> <b> "c" <g> .\n'])[0].value
    'union'
    >>> merge_lines(['<a> <b> "c" .\n', '<a> <b> "c" <g> .\n'])[0].value
    'own'
    """
    matches = [match for line in lines if (match := _LINE.fullmatch(line))]
    told = dict.fromkeys(f"{match[1]} .\n" for match in matches)
    if len(told) == len(lines):
        return Default.UNION, ()
    if any(match[2] is None for match in matches):
        return Default.OWN, ()
    return Default.MERGED, told


def with_merge(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """`quads`, and after each the statement of the merge that it makes; a store keeps that once."""
    for quad in quads:
        yield quad
        yield _nameless(quad)


def without_merge(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """`quads` of a store that holds the merge, without it."""
    return (quad for quad in quads if not isinstance(quad.graph_name, ox.DefaultGraph))


def follow(merged: ox.Store, stated: ox.Store, entry: Difference) -> None:
    """Changes the store with the merge as an entry of the journal has just changed the one without."""
    for quad in without_merge(entry.gone):
        merged.remove(quad)
    for quad in entry.gone:
        if not any(stated.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)):
            merged.remove(_nameless(quad))
    for name in entry.graphs_gone:
        merged.remove_graph(name)
    for name in entry.graphs_come:
        merged.add_graph(name)
    merged.extend(with_merge(entry.come))


def _nameless(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)
