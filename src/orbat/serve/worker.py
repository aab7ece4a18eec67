"""One worker: takes a job, evaluates it, streams the answer in frames, takes the next.

Runs in a process of its own that may be killed at any moment; that is the only way to stop a query. Its
answer goes out in chunks as the other side takes them, so memory stays flat. The first chunk is held back
until it is full or the answer is complete: what fails before is still an error and not a broken answer.
"""

from __future__ import annotations

import contextlib
import os
import socket
import zlib
from collections.abc import Collection
from dataclasses import replace
from typing import IO, cast

import pyoxigraph as ox

from orbat.namespaces import DEFAULT_BASE, PREFIXES
from orbat.serve import limits, outside, wire
from orbat.serve.change import Changed, changed
from orbat.serve.formats import SOLUTIONS, TRIPLES
from orbat.serve.held import Held, Results
from orbat.serve.plan import plan as planned
from orbat.serve.refusal import Refusal
from orbat.serve.rows import Capped, Counter, capped
from orbat.store.export.turtle import turtle
from orbat.store.query import syntax_message
from orbat.store.scan import Outline

MAX_DEPTH = 1000
_GZIP_FROM = 1400
"""Below this an answer fits into one packet as it is."""
_GZIP_LEVEL = 3
_DETAIL = 600
_RETIRE = 256 << 20
_PREFIXED = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)


class _Enough(Exception):  # noqa: N818
    """The head was all that was asked for."""


def work(sock: socket.socket, held: Held, allowed: Collection[str] = ()) -> None:
    """Answers jobs from `sock` until the other side closes it. `allowed` are hosts that a query may ask."""
    start = limits.resident_peak()
    while (body := _receive(sock)) is not None:
        output = _Output(sock)
        try:
            job = wire.decode(body)
            if isinstance(job, wire.Change):
                output.send_changed(changed(held.nameless, job, MAX_DEPTH, allowed))
                return  # the copy that it was tried on is of no further use
            _answer(held, job, output, allowed)
        except Refusal as refusal:
            output.fail(refusal)
        else:
            output.close(retire=limits.resident_peak() > start + _RETIRE)


def _answer(held: Held, job: wire.Job, output: _Output, allowed: Collection[str]) -> None:
    try:
        if job.dump:
            _dump(held, job, output)
            return
        plan = planned(job.query, MAX_DEPTH)
        _refuse(plan, allowed)
        cap = capped(job.query, job.max_rows) if job.max_rows else None
        _serialize(_evaluate(held, job, plan, cap), job, output, cap)
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


def _refuse(plan: Outline, allowed: Collection[str]) -> None:
    if plan.depth > MAX_DEPTH:
        raise Refusal(
            400,
            "nested-too-deep",
            f"The query is nested {plan.depth:,} deep; this server reads {MAX_DEPTH:,}.",
        )
    outside.check(plan, allowed)


def _evaluate(held: Held, job: wire.Job, plan: Outline, cap: Capped | None) -> Results:
    """What the engine finds; where the capped query is none, the one that was sent, for its own error."""
    if cap is not None:
        with contextlib.suppress(SyntaxError):
            return _query(held, cap.query, job, plan)
    return _query(held, job.query, job, plan)


def _query(held: Held, text: str, job: wire.Job, plan: Outline) -> Results:
    if job.default_graphs is not None or job.named_graphs is not None:
        return held.graphs.query(
            text,
            base_iri=job.base_iri,
            default_graph=[_graph(iri) for iri in job.default_graphs or ()],
            named_graphs=[_graph(iri) for iri in job.named_graphs or ()],
        )
    if plan.names_dataset:
        return held.graphs.query(text, base_iri=job.base_iri)
    if not job.union:
        return held.nameless.query(text, base_iri=job.base_iri)
    return held.query(text, job.base_iri)


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise Refusal(400, "bad-graph-iri", f"{iri!r:.200} is no IRI that names a graph.") from error


def _serialize(
    result: Results,
    job: wire.Job,
    output: _Output,
    cap: Capped | None,
) -> None:
    sink = cast("IO[bytes]", output)  # all that pyoxigraph asks of a file is `write` and `flush`
    if not isinstance(result, ox.QueryTriples):
        kind = "boolean" if isinstance(result, ox.QueryBoolean) else "solutions"
        output.open(_acceptable(job.solutions, "a table of solutions", tuple(SOLUTIONS)), kind, job)
        if kind == "solutions":
            output.count(cap)
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


def _dump(held: Held, job: wire.Job, output: _Output) -> None:
    output.open(_acceptable(job.triples, "an RDF data set", tuple(TRIPLES)), "triples", job)
    writer = TRIPLES[output.media_type].writer
    prefixes = dict(PREFIXES) if writer in _PREFIXED else None
    held.dump(cast("IO[bytes]", output), writer, prefixes)


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
        self._cap: Capped | None = None
        self._counter: Counter | None = None
        self.media_type = ""

    def open(self, media_type: str, kind: str, job: wire.Job) -> None:
        """Says what will be written; nothing is sent yet."""
        self.media_type, self._job = media_type, job
        self._head = wire.Head(media_type, kind)

    def count(self, cap: Capped | None) -> None:
        """Has the rows counted; `cap` tells where they end."""
        self._cap, self._counter = cap, Counter(self.media_type)

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
        self._tally()
        if not self._started:
            frames += self._start(whole=True)
        rest = self._compressed(bytes(self._gathered), last=True)
        if rest and not self._head_only():
            frames += wire.frame(wire.BODY, rest)
        self._send(frames + wire.frame(wire.END, wire.encode_end(retire=retire, rows=self._rows())))

    def send_changed(self, found: Changed) -> None:
        """Sends a difference: HEAD says whether a graph is new, what follows are the lines."""
        self._send(wire.frame(wire.HEAD, b"1" if found.created else b"0"))
        for at in range(0, len(found.lines), wire.CHUNK):
            self._send(wire.frame(wire.BODY, found.lines[at : at + wire.CHUNK]))
        self._send(wire.frame(wire.END))

    def fail(self, refusal: Refusal) -> None:
        """Sends the refusal; after a head it tells the other side to break off."""
        self._send(wire.frame(wire.PROBLEM, refusal.encode()))

    def _send_chunk(self) -> None:
        self._tally()
        frames = b"" if self._started else self._start(whole=False)
        if self._head_only():
            self._gathered.clear()
            self._send(frames)
            raise _Enough
        data = self._compressed(bytes(self._gathered), last=False)
        self._gathered.clear()
        if data:
            frames += wire.frame(wire.BODY, data)
        self._send(frames)

    def _tally(self) -> None:
        if self._counter is not None:
            self._counter.take(self._gathered)

    def _rows(self) -> int | None:
        return None if self._counter is None else self._counter.rows

    def _start(self, *, whole: bool) -> bytes:
        """The head's frame, once it is known whether the answer is worth compressing, and how long it is."""
        if self._head is None or self._job is None:
            raise Refusal(500, "internal", "The worker gave no answer.")
        head = self._head
        rows = self._rows() if whole else None
        if self._cap is not None and (rows is None or rows >= self._job.max_rows):
            head = replace(head, limit=self._job.max_rows, following=self._cap.following)
        if rows is not None:
            head = replace(head, rows=rows)
        if self._job.gzip and len(self._gathered) >= _GZIP_FROM:
            self._squeeze = zlib.compressobj(_GZIP_LEVEL, wbits=31)
            head = replace(head, coding="gzip")
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


def _receive(sock: socket.socket) -> bytes | None:
    """The next job, or None if the other side has closed; it sends one, and the next after the answer."""
    head, parts, wanted = wire.LENGTH.size, bytearray(), wire.LENGTH.size
    while len(parts) < wanted:
        try:
            data = sock.recv(wire.CHUNK)
        except OSError:
            return None
        if not data:
            return None
        parts += data
        if len(parts) >= head:
            wanted = head + wire.LENGTH.unpack_from(parts)[0]
    return bytes(parts[head:])
