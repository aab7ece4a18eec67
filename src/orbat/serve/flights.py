"""Queries that are being answered for the first time: who asks the same meanwhile waits for that answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from orbat.serve.cache import Entry
from orbat.serve.errors import Problem

_SHARED = frozenset({"timeout", "resources-exceeded", "malformed-query", "query-failed", "nested-too-deep"})
"""What would go wrong for the next as well."""


class Flight:
    """One answer under way. It lands with an entry, or None where each has to ask for itself."""

    def __init__(self) -> None:
        self._landed: asyncio.Future[Entry | None] = asyncio.get_running_loop().create_future()

    def land(self, entry: Entry | None) -> None:
        """Gives all who wait what they wait for."""
        if not self._landed.done():
            self._landed.set_result(entry)

    def fail(self, problem: Problem) -> None:
        """Gives all who wait the problem, if it is theirs, too."""
        if self._landed.done():
            return
        if problem.code in _SHARED:
            self._landed.set_exception(problem)
            self._landed.exception()  # perhaps nobody waits
        else:
            self._landed.set_result(None)

    async def entry(self) -> Entry | None:
        """The answer. Raises `Problem`."""
        return await asyncio.shield(self._landed)


class Flights:
    """The flights by the key of the answer."""

    def __init__(self) -> None:
        self._flights: dict[str, Flight] = {}

    def get(self, key: str) -> Flight | None:
        """The flight to join, if there is one."""
        return self._flights.get(key)

    @contextmanager
    def first(self, key: str) -> Iterator[Flight]:
        """The flight of the one who asks first; whatever happens, it lands."""
        flight = self._flights[key] = Flight()
        try:
            yield flight
        except Problem as problem:
            flight.fail(problem)
            raise
        finally:
            flight.land(None)
            if self._flights.get(key) is flight:
                del self._flights[key]
