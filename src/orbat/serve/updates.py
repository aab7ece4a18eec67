"""Changes to the graph: one after the other, each whole or not at all, and answered when it is on the disk.

A change is worked out in a worker that can be killed, on its own copy of the graph, which leaves only the
difference. That goes to the journal (`store.journal`), which decides; then the zygote takes it over for the
workers that it forks from then on. Queries that run go on from the graph as it was when they began.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from orbat.errors import GraphError, OrbatError, OutputError
from orbat.serve import wire
from orbat.serve.channel import Channel, WorkerLostError
from orbat.serve.errors import GenerationLostError, Problem, busy
from orbat.serve.keeper import Generation, Keeper
from orbat.serve.launcher import Launcher
from orbat.serve.settings import Settings
from orbat.serve.wire import Change
from orbat.store.journal import Journal, SupersededError

_LOG = logging.getLogger(__name__)
_WAIT = 0.02
_ZYGOTE_TELLS = 0.1
_SETTLE_AT_MOST = 20
"""How many times the quiet that is waited for: then what was changed is written out, quiet or not."""


class Updates:
    """Takes changes, in the order in which they come."""

    def __init__(self, keeper: Keeper, settings: Settings) -> None:
        self._keeper = keeper
        self._settings = settings
        self._waiting = 0
        self._timer: asyncio.TimerHandle | None = None
        self._unsettled_since: float | None = None
        self._folding: asyncio.Task[None] | None = None
        self.taken = 0

    async def take(self, change: Change) -> bool:
        """Whether a named graph came to be; when this comes back, the change is on the disk and can be asked.

        Raises `Problem`: what is wrong with the change, or why the server could not take it.
        """
        if self._waiting >= self._settings.queue:
            raise busy("Too many updates are waiting.")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.timeout):
                return await self._take(change)
        except TimeoutError as error:
            raise Problem(
                503,
                "timeout",
                f"The update was stopped after {self._settings.timeout:g} seconds, which is this server's"
                " limit; nothing was changed.",
            ) from error
        finally:
            self._waiting -= 1

    async def _take(self, change: Change) -> bool:
        while True:
            generation = await self._keeper.current()
            async with self._keeper.writing:
                if self._keeper.is_current(generation):
                    created = await self._on(generation, change)
                    if created is not None:
                        return created
            await self._renewed()

    async def _on(self, generation: Generation, change: Change) -> bool | None:
        """Whether a graph came to be; None if the generation is not what the folder shows any more."""
        journal = generation.journal
        if journal is None:
            raise GenerationLostError
        try:
            created, lines = await _worked_out(generation, change)
        except GraphError:
            return None
        if lines and not await _to_the_end(self._commit(generation, journal, lines)):
            return None
        self.taken += 1
        return created

    async def _commit(self, generation: Generation, journal: Journal, lines: bytes) -> bool:
        """Whether the change is in the journal, which is the moment that counts."""
        end = asyncio.get_running_loop().time() + self._settings.timeout
        while True:
            try:
                entry = await asyncio.to_thread(journal.append, lines)
                break
            except BlockingIOError as error:  # a build is about to replace the graph
                if asyncio.get_running_loop().time() > end:
                    raise busy("The graph is being replaced; nothing was changed.") from error
                await asyncio.sleep(_WAIT)
            except SupersededError:
                return False
            except OutputError as error:
                _LOG.warning("an update cannot be written: %s", error)
                raise Problem(
                    507, "storage-full", "The update could not be stored; nothing was changed."
                ) from error
        try:
            await generation.launcher.apply(journal.path, entry)
        except GraphError:  # it is on the disk, and the process that takes this one's place reads it there
            _LOG.warning("the process that holds the graph ended over an update; another is started")
        generation.pool.retire_idle()
        self._settle_later()
        return True

    async def _renewed(self) -> None:
        try:
            await self._keeper.renewed()
        except (OrbatError, OSError) as error:
            raise busy("The graph is being replaced.", "loading") from error

    def _settle_later(self) -> None:
        loop = asyncio.get_running_loop()
        if self._unsettled_since is None:
            self._unsettled_since = loop.time()
        elif loop.time() - self._unsettled_since > _SETTLE_AT_MOST * self._settings.settle:
            return  # the timer that runs stands
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(self._settings.settle, self._settle)

    def _settle(self) -> None:
        self._timer = self._unsettled_since = None
        if self._folding is not None and not self._folding.done():
            self._settle_later()
            return
        self._folding = asyncio.get_running_loop().create_task(self._fold())

    async def _fold(self) -> None:
        await self._keeper.fold()
        try:
            await self._keeper.renewed()
        except (OrbatError, OSError) as error:
            _LOG.warning("the graph cannot be loaded: %s", error)


async def _worked_out(generation: Generation, change: Change) -> tuple[bool, bytes]:
    """Whether a graph comes to be, and the lines of the difference. Raises `Problem`, `GraphError`."""
    launcher = generation.launcher
    worker = await launcher.fork()
    try:
        worker.channel.send(change)
        return await _received(worker.channel)
    except WorkerLostError as error:
        if await _lost(launcher):
            raise GraphError("the process that holds the graph has ended") from error
        raise Problem(
            503,
            "resources-exceeded",
            "The update needed more memory or depth than this server gives to one; nothing was changed.",
        ) from error
    finally:
        launcher.kill(worker)


async def _lost(launcher: Launcher) -> bool:
    """Whether the zygote has ended: its workers end with it, and may be known to have ended first."""
    try:
        await asyncio.wait_for(launcher.lost.wait(), _ZYGOTE_TELLS)
    except TimeoutError:
        return False
    return True


async def _received(channel: Channel) -> tuple[bool, bytes]:
    created, lines = False, bytearray()
    while True:
        kind, body = await channel.frame()
        if kind == wire.PROBLEM:
            raise Problem(**wire.decode_problem(body))
        if kind == wire.END:
            return created, bytes(lines)
        if kind == wire.HEAD:
            created = body == b"1"
        else:
            lines += body


async def _to_the_end(doing: Coroutine[Any, Any, bool]) -> bool:
    """What `doing` gives. Nobody can stop it half-way: neither a client that hangs up nor a deadline.

    What is cancelled meanwhile is cancelled afterwards if `doing` has done nothing.
    """
    task = asyncio.ensure_future(doing)
    cancelled = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise
            cancelled = True
    done = task.result()
    if cancelled and not done:
        raise asyncio.CancelledError
    return done
