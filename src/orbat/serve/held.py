"""The graph that the zygote holds and its workers ask: as it was stated, with its merge, or both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from orbat.store.journal import apply, parsed
from orbat.store.merge import Default, follow, without_merge
from orbat.store.open import load_memory, load_merged, merged, open_disk, open_graph

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Held:
    """One of two stores, or both: `merged` has the merge of all graphs as the one without a name.

    Without `merged` Oxigraph's union is asked for it. Without `stated` no statement is in no graph.
    """

    stated: ox.Store | None
    merged: ox.Store | None = None

    @classmethod
    def in_memory(cls, folder: Path, *, writable: bool) -> Held:
        """What `folder` holds, loaded; `writable` if it is to follow updates. Raises `GraphError`."""
        graph = open_graph(folder)
        if graph.default is Default.MERGED and not (writable or graph.updates):
            return cls(None, load_merged(folder))
        stated = load_memory(folder)
        if graph.default is Default.UNION and not (writable or graph.updates):
            return cls(stated)
        both = cls(stated, merged(stated))
        return both if writable or both._repeats() else cls(stated)

    @classmethod
    def on_disk(cls, folder: Path) -> Held:
        """What `folder` holds, read from its store on disk. Raises `GraphError`."""
        store = open_disk(folder)
        return cls(None, store) if open_graph(folder).default is Default.MERGED else cls(store)

    @property
    def quads(self) -> int | None:
        """How many statements there are; None for a graph that is as its files are, whose manifest tells."""
        return None if self.stated is None else len(self.stated)

    def change(self, lines: bytes) -> None:
        """Follows an entry of the journal, where it was loaded as `writable`. Raises `SyntaxError`."""
        if self.stated is not None and self.merged is not None:
            entry = parsed(lines)
            apply(self.stated, entry)
            follow(self.merged, self.stated, entry)

    def query(self, text: str, base_iri: str | None) -> Results:
        """What a query finds in all graphs taken together. Raises what pyoxigraph does."""
        if self.merged is not None:
            return self.merged.query(text, base_iri=base_iri)
        return self.graphs.query(text, base_iri=base_iri, use_default_graph_as_union=True)

    @property
    def graphs(self) -> ox.Store:
        """A store to ask for named graphs."""
        return self.merged if self.merged is not None else self.nameless

    @property
    def nameless(self) -> ox.Store:
        """A store to ask for the graph without a name."""
        return ox.Store() if self.stated is None else self.stated

    def dump(self, sink: IO[bytes], writer: ox.RdfFormat, prefixes: dict[str, str] | None) -> None:
        """Writes all statements, each in its graph."""
        if self.stated is not None:
            self.stated.dump(sink, writer, prefixes=prefixes)
        else:
            ox.serialize(self._named(), sink, writer, prefixes=prefixes)

    def _named(self) -> Iterator[ox.Quad]:
        return without_merge(self.merged or ())

    def _repeats(self) -> bool:
        return self.stated is not None and self.merged is not None and len(self.merged) < 2 * len(self.stated)
