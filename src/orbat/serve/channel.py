"""The server's end of a worker's socket: jobs out, frames in, with back-pressure."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import cast

from orbat.serve import wire
from orbat.serve.wire import Change, Job

_HIGH = 4 * wire.CHUNK
"""Above this many unread bytes the worker is made to wait."""


class WorkerLostError(Exception):
    """The worker's process ended."""


class Channel(asyncio.Protocol):
    """Frames from one worker, in order."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._frames: deque[tuple[bytes, bytes]] = deque()
        self._held = 0
        self._paused = False
        self._waiter: asyncio.Future[None] | None = None
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's word that the socket is ours."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but its class

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Asyncio's word that the worker is gone."""
        self.lost = True
        self._wake()

    def data_received(self, data: bytes) -> None:
        """Asyncio's delivery: cuts what came into frames."""
        buffer = self._buffer
        buffer += data
        at, header = 0, wire.FRAME.size
        while len(buffer) - at >= header:
            kind, size = wire.FRAME.unpack_from(buffer, at)
            if len(buffer) - at - header < size:
                break
            self._frames.append((kind, bytes(buffer[at + header : at + header + size])))
            self._held += size
            at += header + size
        if not at:
            return
        del buffer[:at]
        if self._held > _HIGH and not self._paused and self._transport is not None:
            self._transport.pause_reading()
            self._paused = True
        self._wake()

    def send(self, job: Job | Change) -> None:
        """Hands the worker its next job. Raises `WorkerLostError`."""
        if self.lost or self._transport is None:
            raise WorkerLostError
        self._transport.write(job.encode())

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame's kind and content. Raises `WorkerLostError` once no more can come."""
        while not self._frames:
            if self.lost:
                raise WorkerLostError
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        kind, body = self._frames.popleft()
        self._held -= len(body)
        if self._paused and self._held <= _HIGH // 2 and self._transport is not None and not self.lost:
            self._transport.resume_reading()
            self._paused = False
        return kind, body

    def ready(self) -> bool:
        """Whether a frame is here already."""
        return bool(self._frames)

    def close(self) -> None:
        """Hangs up; an idle worker then ends by itself."""
        self.lost = True
        self._frames.clear()
        if self._transport is not None:
            self._transport.abort()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
