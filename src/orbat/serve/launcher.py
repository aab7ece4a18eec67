"""Starts the zygote and asks it for workers."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from orbat.errors import GraphError
from orbat.serve import zygote
from orbat.serve.channel import Channel
from orbat.store.journal import Entry

_PATIENCE = 2.0


@dataclass(slots=True)
class Worker:
    """A worker process and the line to it. A `slowed` one cannot be made fast again, so it is not kept.

    `version` is that of the graph that it answers from.
    """

    pid: int
    channel: Channel
    slowed: bool = False
    version: str = ""


class Launcher:
    """One zygote. `lost` is done when it has ended, for whatever reason.

    `version` is that of the graph that the next worker answers from; `quads` how many it holds in memory.
    """

    def __init__(
        self,
        folder: Path,
        *,
        on_disk: bool,
        writable: bool = False,
        worker_memory: int,
        version: str = "",
        allow_service: tuple[str, ...] = (),
    ) -> None:
        self.version = version
        self._folder = folder
        self._on_disk = on_disk
        self._writable = writable
        self._worker_memory = worker_memory
        self._allow_service = allow_service
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._replies: deque[asyncio.Future[dict[str, object]]] = deque()
        self._listener: asyncio.Task[None] | None = None
        self.quads: int | None = None
        self.lost = asyncio.Event()

    @property
    def pid(self) -> int:
        """The zygote's process id; 0 before it has one."""
        return 0 if self._process is None else self._process.pid

    async def start(self) -> None:
        """Comes back when the graph is loaded. Raises `GraphError` with the reason if it cannot be."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        ours.setblocking(False)
        command = [sys.executable, "-m", zygote.__name__, str(self._folder)]
        command += ["--worker-memory", str(self._worker_memory), *(["--disk"] if self._on_disk else [])]
        command += ["--writable"] if self._writable else []
        command += [part for host in self._allow_service for part in ("--allow-service", host)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  (a list, our own interpreter)
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env=environment(),
            )
        finally:
            theirs.close()
        self._socket = ours
        hello = self._expect()
        self._listener = asyncio.create_task(self._listen())
        said = await hello
        if "error" in said:
            await self.close()
            raise GraphError(str(said["error"]))
        quads = said["quads"]
        self.quads = quads if isinstance(quads, int) else None

    async def fork(self) -> Worker:
        """A new worker. Raises `GraphError` if the zygote is gone."""
        if self._socket is None or self.lost.is_set():
            raise GraphError("the process that holds the graph has ended")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        version = self.version  # the zygote does one thing after the other, as they are sent
        reply = self._expect()
        try:
            socket.send_fds(self._socket, [zygote.COMMAND.pack(zygote.FORK, 0)], [theirs.fileno()])
        except OSError as error:
            ours.close()
            self._lose()
            raise GraphError("the process that holds the graph does not answer") from error
        finally:
            theirs.close()
        try:
            said = await reply
        except BaseException:
            ours.close()
            raise
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        _, channel = await loop.create_unix_connection(Channel, sock=ours)
        return Worker(int(str(said["pid"])), channel, version=version)

    async def apply(self, journal: Path, entry: Entry) -> None:
        """Changes the graph for the workers that are asked for from now on.

        `version` changes at once, before this waits for anything. Raises `GraphError` if the zygote is gone.
        """
        self.version = entry.version
        if self._socket is None or self.lost.is_set():
            raise GraphError("the process that holds the graph has ended")
        body = json.dumps({"path": str(journal), "start": entry.start, "end": entry.end}).encode()
        reply = self._expect()
        try:
            self._socket.send(zygote.COMMAND.pack(zygote.APPLY, len(body)) + body)
        except OSError as error:
            self._lose()
            raise GraphError("the process that holds the graph does not answer") from error
        self.quads = int(str((await reply)["quads"]))

    def kill(self, worker: Worker) -> None:
        """Ends the worker, whatever it is doing."""
        worker.channel.close()
        self._command(zygote.KILL, worker.pid)

    def slow(self, worker: Worker) -> None:
        """Lets the worker give way to all others, for good."""
        worker.slowed = True
        self._command(zygote.SLOW, worker.pid)

    async def close(self) -> None:
        """Ends the zygote and all its workers, and comes back when it has ended."""
        if self._listener is not None:
            self._listener.cancel()
        self._lose()
        if self._process is not None:
            process = self._process
            try:
                await asyncio.to_thread(process.wait, _PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                await asyncio.to_thread(process.wait)

    def _command(self, what: bytes, pid: int) -> None:
        if self._socket is None:
            return
        try:
            self._socket.send(zygote.COMMAND.pack(what, pid))
        except OSError:  # it is gone, and its workers with it
            self._lose()

    def _expect(self) -> asyncio.Future[dict[str, object]]:
        reply: asyncio.Future[dict[str, object]] = asyncio.get_running_loop().create_future()
        self._replies.append(reply)
        return reply

    async def _listen(self) -> None:
        """Gives each line that the zygote says to the one who waits for it."""
        if self._socket is None:
            return
        loop = asyncio.get_running_loop()
        rest = b""
        try:
            while data := await loop.sock_recv(self._socket, 65536):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    reply = self._replies.popleft()
                    if not reply.done():
                        reply.set_result(json.loads(line))
        except OSError:
            pass
        self._lose()

    def _lose(self) -> None:
        self.lost.set()
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        while self._replies:
            reply = self._replies.popleft()
            if not reply.done():
                reply.set_exception(GraphError("the process that holds the graph has ended"))
                reply.exception()  # somebody may have stopped waiting


def environment() -> dict[str, str]:
    """Ours, with this package importable even where it is not installed."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, path] if path else [root])}
