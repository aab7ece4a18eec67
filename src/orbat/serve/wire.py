"""What front and worker say to each other over a socket: jobs one way, frames the other.

A frame is a kind (one byte), a length (four bytes, big-endian) and that many bytes. A job is a length and
JSON. An answer is HEAD, BODY..., END, or PROBLEM in place of any of them; what follows a HEAD is then lost.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

HEAD, BODY, END, PROBLEM = b"H", b"B", b"E", b"X"
FRAME = struct.Struct("!cI")
LENGTH = struct.Struct("!I")
CHUNK = 1 << 16
"""How many bytes of an answer travel at a time."""


@dataclass(frozen=True, slots=True)
class Job:
    """One query for a worker, with the media type for each kind of result; None where none is acceptable.

    `sort` asks for the triples of a CONSTRUCT once each and in order, which holds them all in memory. `head`
    asks only for what would be answered. Without `union` the default graph is the one without a name, and not
    all graphs taken together. `max_rows` is where the answer ends at the latest; 0 for nowhere.
    """

    query: str
    solutions: str | None
    triples: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base_iri: str | None = None
    gzip: bool = False
    head: bool = False
    sort: bool = False
    union: bool = True
    dump: bool = False
    max_rows: int = 0

    def encode(self) -> bytes:
        """The job as it goes over the wire."""
        return _packed(_fields_of(self))


@dataclass(frozen=True, slots=True)
class Change:
    """One change for a worker to work out: SPARQL Update, or PUT, POST, DELETE of the Graph Store Protocol.

    `action` is update, replace, merge or delete; `text` the update, or `documents` (media type and text of
    each) what goes into the graph called `graph`, None for the one without a name.
    """

    action: str
    text: str = ""
    graph: str | None = None
    documents: tuple[tuple[str, str], ...] = ()
    base_iri: str | None = None
    using: tuple[str, ...] | None = None
    using_named: tuple[str, ...] | None = None

    def encode(self) -> bytes:
        """The change as it goes over the wire."""
        return _packed({"change": asdict(self)})


@dataclass(frozen=True, slots=True)
class Head:
    """What comes: the media type, what kind of result it is, and the content coding, if any.

    `rows` is how many there are, where that is known; `limit` after how many the answer may have been cut,
    and `following` the query for the rest.
    """

    media_type: str
    kind: str
    coding: str | None = None
    rows: int | None = None
    limit: int | None = None
    following: str | None = None

    def encode(self) -> bytes:
        """The head as a frame's content."""
        return json.dumps(asdict(self)).encode()


def frame(kind: bytes, body: bytes = b"") -> bytes:
    """A frame as it goes over the wire."""
    return FRAME.pack(kind, len(body)) + body


def decode(body: bytes) -> Job | Change:
    """The job or change that `body` encodes."""
    said: Any = json.loads(body)
    if isinstance(said, list):
        values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in said]
        return Job(*values)
    return Change(**_with_tuples(said["change"]))


_fields_of = attrgetter(*(field.name for field in fields(Job)))
"""All of a job in order: names would take longer to write and to read than the query itself."""


def _packed(values: object) -> bytes:
    body = json.dumps(values).encode()
    return LENGTH.pack(len(body)) + body


def _with_tuples(named: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in named.items()}


def encode_end(*, retire: bool, rows: int | None) -> bytes:
    """The content of an END frame: whether the worker should be replaced, and how many rows there were."""
    return (b"R" if retire else b"-") + (b"" if rows is None else str(rows).encode())


def decode_end(body: bytes) -> tuple[bool, int | None]:
    """Whether the worker should be replaced, and how many rows there were, where that is known."""
    return body[:1] == b"R", int(body[1:]) if len(body) > 1 else None


@lru_cache(maxsize=256)
def decode_head(body: bytes) -> Head:
    """The head that `body` encodes."""
    return Head(**json.loads(body))


def decode_problem(body: bytes) -> dict[str, Any]:
    """The keyword arguments of an `errors.Problem` that `body` encodes."""
    said: dict[str, Any] = json.loads(body)
    return said
