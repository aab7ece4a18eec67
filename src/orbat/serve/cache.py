"""Answers that were given lately, up to so many bytes; the one unused for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from orbat.serve.wire import Head

_OVERHEAD = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole answer."""

    head: Head
    body: bytes


class Cache:
    """Whole answers by key. The key must change whenever the answer may."""

    def __init__(self, limit: int, entry_limit: int) -> None:
        self._limit = limit
        self.entry_limit = min(entry_limit, limit)
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._bytes = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: str) -> Entry | None:
        """The answer for `key`, or None."""
        entry = self._entries.get(key)
        if entry is None:
            self.misses += 1
            return None
        self.hits += 1
        self._entries.move_to_end(key)
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Keeps an answer, unless it is longer than one may be."""
        if len(entry.body) > self.entry_limit or key in self._entries:
            return
        self._entries[key] = entry
        self._bytes += len(entry.body) + _OVERHEAD
        while self._bytes > self._limit:
            _, old = self._entries.popitem(last=False)
            self._bytes -= len(old.body) + _OVERHEAD

    @property
    def bytes(self) -> int:
        """What the answers take, with their keeping."""
        return self._bytes
