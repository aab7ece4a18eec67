"""What stands where in a document: asked of the graph once, since SPARQL has no index of ranges."""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from orbat.namespaces import sparql_prefixes
from orbat.serve.bulk import bulk
from orbat.serve.keeper import Generation

_PREFIX = sparql_prefixes("orbat")
_MARKS = """SELECT ?start ?end ?x ?rule WHERE {{
  ?m orbat:source {doc} ; orbat:start ?start ; orbat:end ?end .
  OPTIONAL {{ ?m orbat:refersTo ?x }} OPTIONAL {{ ?m orbat:extractedBy ?rule }}
}}"""
_TOLD = """SELECT ?start ?end ?e WHERE {{
  ?m orbat:source {doc} ; orbat:start ?start ; orbat:end ?end . ?e orbat:evidence ?m .
  FILTER NOT EXISTS {{ ?m orbat:refersTo ?e }}
}}"""
_MOST = 600_000
"""Places of documents that stay in memory; the document unused for longest goes first."""

Place = tuple[int, int, str]
"""First character, the one after the last, and an IRI."""


@dataclass(frozen=True, slots=True)
class Places:
    """Ranges of characters with an IRI each, by their start."""

    starts: array[int]
    ends: array[int]
    iris: Sequence[str]

    @classmethod
    def of(cls, places: set[Place]) -> Places:
        """From places in any order."""
        ordered = sorted(places)
        return cls(
            array("L", (each[0] for each in ordered)),
            array("L", (each[1] for each in ordered)),
            tuple(each[2] for each in ordered),
        )

    def __len__(self) -> int:
        return len(self.starts)

    def within(self, first: int, last: int) -> list[Place]:
        """Those that start at characters `first` to `last`."""
        low, high = bisect_left(self.starts, first), bisect_left(self.starts, last)
        return [(self.starts[at], self.ends[at], self.iris[at]) for at in range(low, high)]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a document.

    `named` are places with the thing that is named there, `plain` those of dates and quantities with the rule
    that found them, `told` those with a statement that rests on them.
    """

    named: Places
    plain: Places
    told: Places

    def things(self) -> list[tuple[str, int]]:
        """The things that are named, with how often, the most named first."""
        return sorted(Counter(self.named.iris).items(), key=lambda each: (-each[1], each[0]))

    def statements(self) -> list[str]:
        """The statements, each once."""
        return sorted(set(self.told.iris))

    def end(self) -> int:
        """The last character that any mark reaches."""
        return max(
            (each for places in (self.named, self.plain, self.told) for each in places.ends), default=0
        )

    def __len__(self) -> int:
        return len(self.named) + len(self.plain) + len(self.told)


class Documents:
    """The marks of the documents that were read lately, by version of the graph."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Marks] = OrderedDict()
        self._size = 0
        self._pending: dict[tuple[str, str], asyncio.Task[Marks]] = {}

    async def marks(self, generation: Generation, document: ox.NamedNode) -> Marks:
        """The marks of a document; empty for what is none. Raises `Problem` if the graph does not answer."""
        key = (generation.version, document.value)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        task = self._pending.get(key)
        if task is None:
            task = self._pending[key] = asyncio.create_task(_asked(generation, document))
        try:
            found = await asyncio.shield(task)  # others may wait for it when the one that asked first leaves
        finally:
            if task.done():
                self._pending.pop(key, None)
        self._keep(key, found)
        return found

    def _keep(self, key: tuple[str, str], found: Marks) -> None:
        if key in self._kept:
            return
        self._kept[key] = found
        self._size += len(found)
        while self._size > self._most and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._size -= len(old)


async def _asked(generation: Generation, document: ox.NamedNode) -> Marks:
    marks, told = await asyncio.gather(
        *(bulk(generation, _PREFIX + query.format(doc=document)) for query in (_MARKS, _TOLD))
    )
    return await asyncio.to_thread(_marks, marks, told)


def _marks(marks: list[list[str]], told: list[list[str]]) -> Marks:
    named = {(int(start), int(end), thing) for start, end, thing, _ in marks if thing}
    plain = {(int(start), int(end), rule) for start, end, thing, rule in marks if rule and not thing}
    return Marks(
        Places.of(named), Places.of(plain), Places.of({(int(start), int(end), e) for start, end, e in told})
    )
