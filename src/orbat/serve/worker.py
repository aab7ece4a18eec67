"""One worker: takes a job, evaluates it, streams the answer in frames, takes the next.

Runs in a process of its own that may be killed at any moment; that is the only way to stop a query. Its
answer goes out in chunks as the other side takes them, so memory stays flat. The first chunk is held back
until it is full or the answer is complete: what fails before is still an error and not a broken answer.
"""

from __future__ import annotations

import json
import os
import socket
import zlib
from typing import IO, cast

import pyoxigraph as ox

from orbat.namespaces import DEFAULT_BASE, PREFIXES
from orbat.serve import limits, wire
from orbat.serve.formats import SOLUTIONS, TRIPLES
from orbat.serve.scan import outline
from orbat.store.export.turtle import turtle
from orbat.store.query import syntax_message

MAX_DEPTH = 1000
_GZIP_FROM = 1400
"""Below this an answer fits into one packet as it is."""
_GZIP_LEVEL = 3
_DETAIL = 600
_RETIRE = 256 << 20
_PREFIXED = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)


class Refusal(Exception):  # noqa: N818  (it is an answer, not a defect)
    """A job that is answered with a problem: HTTP status, code, message, detail."""

    def __init__(self, status: int, code: str, message: str, detail: str | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.detail = status, code, message, detail

    def encode(self) -> bytes:
        """The refusal as a frame's content: keyword arguments of `errors.Problem`."""
        return json.dumps(
            {"status": self.status, "code": self.code, "message": self.message, "detail": self.detail}
        ).encode()


class _Enough(Exception):  # noqa: N818
    """The head was all that was asked for."""


def work(sock: socket.socket, store: ox.Store) -> None:
    """Answers jobs from `sock` until the other side closes it."""
    start = limits.resident_peak()
    while (size := _receive(sock, wire.LENGTH.size)) is not None:
        body = _receive(sock, wire.LENGTH.unpack(size)[0])
        if body is None:
            return
        output = _Output(sock)
        try:
            _answer(store, wire.decode_job(body), output)
        except Refusal as refusal:
            output.fail(refusal)
        else:
            output.close(retire=limits.resident_peak() > start + _RETIRE)


def _answer(store: ox.Store, job: wire.Job, output: _Output) -> None:
    try:
        result = _evaluate(store, job)
        _serialize(result, job, output)
    except _Enough:
        return
    except SyntaxError as error:
        why = syntax_message(str(error), job.query, "query")
        raise Refusal(400, "malformed-query", "The query cannot be parsed.", why[:_DETAIL]) from error
    except RuntimeError as error:
        raise Refusal(400, "query-failed", "The query cannot be evaluated.", _short(error)) from error
    except MemoryError as error:
        raise Refusal(503, "resources-exceeded", "The query needed more memory than it is given.") from error
    except OSError as error:
        raise Refusal(500, "store-failed", "The graph could not be read.") from error


def _evaluate(store: ox.Store, job: wire.Job) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    plan = outline(job.query)
    if plan.depth > MAX_DEPTH:
        raise Refusal(
            400,
            "nested-too-deep",
            f"The query is nested {plan.depth:,} deep; this server reads {MAX_DEPTH:,}.",
        )
    if plan.calls_service:
        raise Refusal(403, "service-refused", "This server makes no requests: SERVICE is not allowed.")
    if job.default_graphs is not None or job.named_graphs is not None:
        return store.query(
            job.query,
            base_iri=job.base_iri,
            default_graph=[_graph(iri) for iri in job.default_graphs or ()],
            named_graphs=[_graph(iri) for iri in job.named_graphs or ()],
        )
    # pyoxigraph's union would override FROM
    return store.query(job.query, base_iri=job.base_iri, use_default_graph_as_union=not plan.names_dataset)


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise Refusal(400, "bad-graph-iri", f"{iri!r:.200} is no IRI that names a graph.") from error


def _serialize(
    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, job: wire.Job, output: _Output
) -> None:
    sink = cast("IO[bytes]", output)  # all that pyoxigraph asks of a file is `write` and `flush`
    if not isinstance(result, ox.QueryTriples):
        kind = "boolean" if isinstance(result, ox.QueryBoolean) else "solutions"
        output.open(_acceptable(job.solutions, "a table of solutions", tuple(SOLUTIONS)), kind, job)
        result.serialize(sink, SOLUTIONS[output.media_type].writer)
        return
    output.open(_acceptable(job.triples, "an RDF graph", tuple(TRIPLES)), "triples", job)
    writer = TRIPLES[output.media_type].writer
    prefixes = dict(PREFIXES) if writer in _PREFIXED else None
    if not job.sort:
        ox.serialize(result, sink, writer, prefixes=prefixes)
    elif writer == ox.RdfFormat.TURTLE:
        output.write(turtle(result, base_iri=job.base_iri or DEFAULT_BASE).encode())
    else:
        ox.serialize(sorted(set(result), key=str), sink, writer, prefixes=prefixes)


def _acceptable(media_type: str | None, what: str, offered: tuple[str, ...]) -> str:
    if media_type is None:
        raise Refusal(
            406,
            "not-acceptable",
            f"The answer is {what}; the client takes none of its formats.",
            ", ".join(offered),
        )
    return media_type


def _short(error: BaseException) -> str:
    return str(error).split("\n", 1)[0][:_DETAIL]


class _Output:
    """A file for pyoxigraph to write to: gathers, compresses where asked, sends in chunks."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._gathered = bytearray()
        self._head: wire.Head | None = None
        self._job: wire.Job | None = None
        self._started = False
        self._squeeze: zlib._Compress | None = None
        self.media_type = ""

    def open(self, media_type: str, kind: str, job: wire.Job) -> None:
        """Says what will be written; nothing is sent yet."""
        self.media_type, self._job = media_type, job
        self._head = wire.Head(media_type, kind)

    def write(self, data: bytes) -> int:
        """Takes a piece of the answer."""
        self._gathered += data
        if len(self._gathered) >= wire.CHUNK:
            self._send_chunk()
        return len(data)

    def flush(self) -> None:
        """Nothing: chunks go out when they are full."""

    def close(self, *, retire: bool) -> None:
        """Sends what is left and the end. `retire` says that this worker has grown and should be replaced."""
        frames = b""
        if not self._started:
            frames += self._start()
        rest = self._compressed(bytes(self._gathered), last=True)
        if rest and not self._head_only():
            frames += wire.frame(wire.BODY, rest)
        self._send(frames + wire.frame(wire.END, b"R" if retire else b""))

    def fail(self, refusal: Refusal) -> None:
        """Sends the refusal; after a head it tells the other side to break off."""
        self._send(wire.frame(wire.PROBLEM, refusal.encode()))

    def _send_chunk(self) -> None:
        frames = b"" if self._started else self._start()
        if self._head_only():
            self._gathered.clear()
            self._send(frames)
            raise _Enough
        data = self._compressed(bytes(self._gathered), last=False)
        self._gathered.clear()
        if data:
            frames += wire.frame(wire.BODY, data)
        self._send(frames)

    def _start(self) -> bytes:
        """The head's frame, once it is known whether the answer is worth compressing."""
        if self._head is None or self._job is None:
            raise Refusal(500, "internal", "The worker gave no answer.")
        head = self._head
        if self._job.gzip and len(self._gathered) >= _GZIP_FROM:
            self._squeeze = zlib.compressobj(_GZIP_LEVEL, wbits=31)
            head = wire.Head(head.media_type, head.kind, "gzip")
        self._started = True
        return wire.frame(wire.HEAD, head.encode())

    def _head_only(self) -> bool:
        return self._job is not None and self._job.head

    def _compressed(self, data: bytes, *, last: bool) -> bytes:
        if self._squeeze is None:
            return data
        packed = self._squeeze.compress(data)
        return packed + self._squeeze.flush() if last else packed

    def _send(self, data: bytes) -> None:
        try:
            self._sock.sendall(data)
        except OSError:  # nobody is there to answer any more
            os._exit(0)


def _receive(sock: socket.socket, size: int) -> bytes | None:
    """Exactly `size` bytes, or None if the other side has closed."""
    parts = bytearray()
    while len(parts) < size:
        try:
            data = sock.recv(size - len(parts))
        except OSError:
            return None
        if not data:
            return None
        parts += data
    return bytes(parts)
