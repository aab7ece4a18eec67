"""The process that workers are forked from: `python -m orbat.serve.zygote`.

It holds the graph in memory once, has no thread (a fork would copy locks and leave their holders behind)
and no store on disk (RocksDB has threads). Its standard input is a Unix socket. First it says what it
holds, or why it cannot: one line of JSON. Then it obeys: `F` with a descriptor forks a worker that speaks
over it and answers `{"pid": ...}`; `K` and `S` with a process id end a worker, or let it give way to the
others; `A` with a length and that much JSON changes the graph by one entry of its journal, for workers that
are forked from then on, and answers with the number of quads. It is the one that ends workers because only a
parent knows that a process id is still its child's.
When the socket is closed, all workers end, and so does it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import select
import signal
import socket
import struct
import sys
from pathlib import Path

from orbat.errors import GraphError
from orbat.serve import limits
from orbat.serve.held import Held
from orbat.serve.worker import work
from orbat.store.journal import read_entry
from orbat.store.kinds import superclasses
from orbat.store.open import open_disk

COMMAND = struct.Struct("!cI")
FORK, KILL, SLOW, APPLY = b"F", b"K", b"S", b"A"
_REAP_EVERY = 0.5
_DESCRIPTORS = 64
"""What a worker may open that may ask other servers; one that may not can open none."""


def main(arguments: list[str]) -> int:
    """Runs the zygote; its exit code."""
    parser = argparse.ArgumentParser(prog="orbat.serve.zygote")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--disk", action="store_true", help="leave the graph on disk; each worker opens it")
    parser.add_argument("--writable", action="store_true", help="hold the graph so that it follows updates")
    parser.add_argument("--allow-service", action="append", default=[], help="a host that a query may ask")
    parser.add_argument("--worker-memory", type=int, required=True, help="bytes that a worker may add")
    options = parser.parse_args(arguments)
    if limits.raise_stack():  # counts from the next exec on
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=os.dup(0))
    _give_up_stdin()
    try:
        held = None if options.disk else Held.in_memory(options.folder, writable=options.writable)
        if options.disk:
            _try_disk(options.folder)
    except GraphError as error:
        _tell(control, {"error": str(error)})
        return error.exit_code
    superclasses()  # what readable Turtle needs; workers can open no file
    gc.collect()
    gc.freeze()  # the collector would write to every page that workers share
    _tell(control, {"quads": None if held is None else held.quads, "threads": _threads()})
    allowed = tuple(options.allow_service)
    _Nursery(control, options.folder, held, options.worker_memory, allowed).run()
    return 0


class _Nursery:
    """Forks workers and ends them."""

    def __init__(
        self,
        control: socket.socket,
        folder: Path,
        held: Held | None,
        memory: int,
        allowed: tuple[str, ...],
    ) -> None:
        self._control = control
        self._folder = folder
        self._held = held
        self._memory = memory
        self._allowed = allowed
        self._children: set[int] = set()

    def run(self) -> None:
        """Obeys until the socket is closed."""
        try:
            while self._obey():
                self._reap()
        finally:
            for pid in self._children:
                os.kill(pid, signal.SIGKILL)

    def _obey(self) -> bool:
        ready, _, _ = select.select([self._control], [], [], _REAP_EVERY)
        if not ready:
            return True
        data, fds, _, _ = socket.recv_fds(self._control, COMMAND.size, 1)
        while data and len(data) < COMMAND.size:
            data += self._control.recv(COMMAND.size - len(data)) or b"\0" * COMMAND.size
        if not data:
            return False
        command, pid = COMMAND.unpack(data[: COMMAND.size])
        if command == FORK and fds:
            self._fork(fds[0])
        elif command == APPLY:
            self._apply(self._more(pid))
        elif pid in self._children:
            if command == KILL:
                os.kill(pid, signal.SIGKILL)
            elif command == SLOW:
                limits.slow_down(pid)
        return True

    def _more(self, size: int) -> bytes:
        data = b""
        while len(data) < size and (part := self._control.recv(size - len(data))):
            data += part
        return data

    def _apply(self, where: bytes) -> None:
        """Takes over an entry of the journal. If that fails, so does this process; another loads it all."""
        entry = json.loads(where)
        if self._held is not None:
            self._held.change(read_entry(Path(entry["path"]), entry["start"], entry["end"]))
            _tell(self._control, {"quads": self._held.quads})

    def _fork(self, fd: int) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_worker(fd, parent)
        os.close(fd)
        self._children.add(pid)
        _tell(self._control, {"pid": pid})

    def _become_worker(self, fd: int, parent: int) -> None:
        """Never returns."""
        code = 1
        try:
            limits.die_with_parent(parent)
            self._control.close()
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 2)  # Rust tells of an abort there, in words that are no help to anybody
            os.close(silence)
            sock = socket.socket(fileno=fd)
            held = Held.on_disk(self._folder) if self._held is None else self._held
            limits.wait_politely()
            limits.confine(self._memory, descriptors=_DESCRIPTORS if self._allowed else 0)
            work(sock, held, self._allowed)
            code = 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        while self._children:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._children.discard(pid)


def _try_disk(folder: Path) -> None:
    """Opens the store in a child, so that a broken one is known at once and no thread stays here."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            open_disk(folder)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if status != 0:
        raise GraphError(f"{folder} holds no store that can be opened; build it anew")


def _give_up_stdin() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def _tell(control: socket.socket, message: dict[str, object]) -> None:
    try:
        control.sendall(json.dumps(message).encode() + b"\n")
    except OSError:  # the server is gone; the next read says so
        return


def _threads() -> int | None:
    """How many threads this process has, where the system tells."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
