"""What front and worker say to each other over a socket: jobs one way, frames the other.

A frame is a kind (one byte), a length (four bytes, big-endian) and that many bytes. A job is a length and
JSON. An answer is HEAD, BODY..., END, or PROBLEM in place of any of them; what follows a HEAD is then lost.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
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
    asks only for what would be answered.
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

    def encode(self) -> bytes:
        """The job as it goes over the wire."""
        body = json.dumps(asdict(self)).encode()
        return LENGTH.pack(len(body)) + body


@dataclass(frozen=True, slots=True)
class Head:
    """What comes: the media type, what kind of result it is, and the content coding, if any."""

    media_type: str
    kind: str
    coding: str | None = None

    def encode(self) -> bytes:
        """The head as a frame's content."""
        return json.dumps(asdict(self)).encode()


def frame(kind: bytes, body: bytes = b"") -> bytes:
    """A frame as it goes over the wire."""
    return FRAME.pack(kind, len(body)) + body


def decode_job(body: bytes) -> Job:
    """The job that `body` encodes."""
    fields = json.loads(body)
    for name in ("default_graphs", "named_graphs"):
        if fields[name] is not None:
            fields[name] = tuple(fields[name])
    return Job(**fields)


def decode_head(body: bytes) -> Head:
    """The head that `body` encodes."""
    return Head(**json.loads(body))


def decode_problem(body: bytes) -> dict[str, Any]:
    """The keyword arguments of an `errors.Problem` that `body` encodes."""
    fields: dict[str, Any] = json.loads(body)
    return fields
