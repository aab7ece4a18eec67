"""Requests that came before byte for byte, and what they are answered: nothing is parsed a second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from orbat.serve.cache import Cache, Entry

_REQUESTS = 4096
_LONGEST = 16_384
"""Requests longer than this are rare and would take more memory than answers."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer's head as it goes over the wire, the key of its body in the cache, and what the log says.

    `client` is the address that a proxy has told, empty where there is none.
    """

    head: bytes
    key: str
    version: str
    path: str
    query: str
    client: str


class Replay:
    """Heads of answers by the bytes of the whole request. Bodies stay in `cache` and leave with it.

    `version` tells which version of the graph is served now; None for none.
    """

    def __init__(self, cache: Cache, version: Callable[[], str | None]) -> None:
        self._cache, self._version = cache, version
        self._kept: dict[bytes, Kept] = {}

    def find(self, request: bytes) -> tuple[Kept, Entry] | None:
        """Head and body for a request, or None."""
        kept = self._kept.get(request)
        if kept is None:
            return None
        entry = self._cache.get(kept.key) if kept.version == self._version() else None
        if entry is None:
            del self._kept[request]
            return None
        return kept, entry

    def keep(self, request: bytes, kept: Kept) -> None:
        """Notes an answer whose body is in the cache; the oldest note goes when there are too many."""
        if len(request) > _LONGEST or kept.version != self._version():
            return
        self._kept[request] = kept
        if len(self._kept) > _REQUESTS:
            del self._kept[next(iter(self._kept))]
