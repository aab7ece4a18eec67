"""Where an answer of rows ends at the latest: a LIMIT for queries that have none, or a greater one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from orbat.store.scan import tokens

_SEPARATORS = {
    "application/sparql-results+json": b'},{"',
    "application/json": b'},{"',
    "text/tab-separated-values": b"\n",
    "text/csv": b"\n",
    "application/sparql-results+xml": b"<result>",
    "application/xml": b"<result>",
    "text/xml": b"<result>",
}
"""What stands once for each row, in pyoxigraph's writing; none of it can stand inside a value but CSV's."""


_OPEN, _CLOSE = frozenset("({["), frozenset(")}]")
_TELLING = ("limit", "offset", "values", "construct", "describe", "ask")
"""Without these words, in any case, a query that selects ends where a LIMIT can stand."""


@dataclass(frozen=True, slots=True)
class Capped:
    """A query that answers `limit` rows at most. `following` asks for the rest, where that can be asked."""

    query: str
    following: str | None


def capped(query: str, limit: int) -> Capped | None:
    r"""`query` with a LIMIT, or None where it has one that is no greater, or is no SELECT.

    >>> capped("SELECT * { ?s ?p ?o }", 5).query
    'SELECT * { ?s ?p ?o }\nLIMIT 5\n'
    >>> capped("SELECT * { ?s ?p ?o } LIMIT 7", 5).query
    'SELECT * { ?s ?p ?o } LIMIT 5'
    >>> capped("SELECT * { ?s ?p ?o } LIMIT 5", 5) is None
    True
    """
    lower = query.lower()
    if "select" in lower and not any(word in lower for word in _TELLING):
        return Capped(f"{query}\nLIMIT {limit}\n", f"{query}\nOFFSET {limit}\n")
    outer = _outer(query)
    if not any(mark == "SELECT" for mark, _, _ in outer):
        return None
    end = len(query)
    for (mark, start, _), (following, at, to) in pairwise(outer):
        if mark == "LIMIT" and following.isdigit():
            return None if int(following) <= limit else Capped(f"{query[:at]}{limit}{query[to:]}", None)
        if mark == "VALUES" and following[0] in "?$(":
            end = start
    head, tail = query[:end], query[end:]
    more = None if any(mark == "OFFSET" for mark, _, _ in outer) else f"{head}\nOFFSET {limit}\n{tail}"
    return Capped(f"{head}\nLIMIT {limit}\n{tail}", more)


def _outer(query: str) -> list[tuple[str, int, int]]:
    """The tokens outside all brackets and the brackets that open, in capitals: text, start, end."""
    found = []
    depth = 0
    for token in tokens(query):
        mark = token.group()
        if token.lastgroup == "space":
            continue
        if depth == 0:
            found.append((mark.upper(), token.start(), token.end()))
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth -= 1
    return found


class Counter:
    """Counts the rows in an answer as it is written, without reading it again."""

    def __init__(self, media_type: str) -> None:
        self._mark = _SEPARATORS[media_type]
        self._seen = 0
        self._end = b""
        self._some = False

    def take(self, data: bytes | bytearray) -> None:
        """The next piece."""
        self._seen += data.count(self._mark)
        if len(self._mark) > 1:
            edge = self._end + bytes(data[: len(self._mark) - 1])
            self._seen += edge.count(self._mark)
            self._end = (self._end + bytes(data[-(len(self._mark) - 1) :]))[-(len(self._mark) - 1) :]
        self._some = self._some or b'"bindings":[{' in data

    @property
    def rows(self) -> int:
        """How many so far."""
        if self._mark == b"\n":
            return max(self._seen - 1, 0)
        if self._mark == b"<result>":
            return self._seen
        return self._seen + 1 if self._some else 0
