"""Keeps a generation of processes over the version of the graph that its folder shows.

A new version gets a new zygote beside the old one; when it is loaded, new requests go there, and the old one
ends when its last query has. A zygote that ends unasked is replaced in the same way.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path

from orbat.errors import GraphError
from orbat.serve.errors import busy
from orbat.serve.launcher import Launcher
from orbat.serve.pool import Pool
from orbat.serve.settings import BYTES_A_QUAD, Settings
from orbat.store.folder import CURRENT, HOME
from orbat.store.open import GraphFolder, current_version, open_graph

_LOG = logging.getLogger(__name__)
_BYTES_A_LINE = 150
_RETRY = 1.0
_RETRY_AT_MOST = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Generation:
    """One version of the graph and the processes that answer from it."""

    graph: GraphFolder
    launcher: Launcher
    pool: Pool
    in_memory: bool

    @property
    def version(self) -> str:
        """Changes whenever an answer may."""
        return self.graph.version

    @property
    def base_iri(self) -> str:
        """What the data's own IRIs begin with."""
        return self.graph.base_iri


class Keeper:
    """The current generation, and the task that replaces it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._current: Generation | None = None
        self._changed = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None
        self._retiring: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Comes back when the graph is loaded; at once if it is. Raises `GraphError`."""
        if self._current is not None:
            return
        self._current = await self._launch()
        self._watcher = asyncio.create_task(self._watch())

    async def current(self) -> Generation:
        """The generation to answer from. Raises `Problem` 503 if there is none within the deadline."""
        generation = self._current
        if generation is not None and not generation.launcher.lost.is_set():
            return generation
        try:
            async with asyncio.timeout(self._settings.timeout):
                while self._current is None or self._current.launcher.lost.is_set():
                    self._changed.clear()
                    await self._changed.wait()
                return self._current
        except TimeoutError as error:
            raise busy("The graph is being loaded anew.", "loading") from error

    def hurry(self) -> None:
        """Ends every query that is still under way; each is answered that the server is going down."""
        if self._current is not None:
            self._current.pool.close()
            self._current.pool.stop_running()

    async def close(self) -> None:
        """Ends every process."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        for task in tuple(self._retiring):
            task.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        if self._current is not None:
            await _end(self._current)
            self._current = None

    async def _launch(self) -> Generation:
        graph = await asyncio.to_thread(open_graph, self._settings.folder)
        in_memory = await asyncio.to_thread(_size, graph) <= self._settings.memory_limit
        launcher = Launcher(graph.home, on_disk=not in_memory, worker_memory=self._settings.worker_memory)
        pool = Pool(launcher, self._settings)
        try:
            await launcher.start()
            await pool.warm(min(2, self._settings.workers))
        except BaseException:
            await launcher.close()
            raise
        _LOG.info("graph %s is loaded, %s", graph.version, "in memory" if in_memory else "from disk")
        return Generation(graph, launcher, pool, in_memory)

    async def _watch(self) -> None:
        """Looks for a new version, or for the loss of the zygote, for as long as the server runs."""
        wait = _RETRY
        while True:
            await self._lost_or(self._settings.poll)
            if not self._stale():
                continue
            try:
                fresh = await self._launch()
            except (GraphError, OSError) as error:
                _LOG.warning("the graph cannot be loaded, trying again in %g s: %s", wait, error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _RETRY_AT_MOST)
                continue
            wait = _RETRY
            self._replace(fresh)

    async def _lost_or(self, seconds: float) -> None:
        if self._current is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._current.launcher.lost.wait()

    def _stale(self) -> bool:
        if self._current is None or self._current.launcher.lost.is_set():
            return True
        link = self._settings.folder / HOME / CURRENT
        try:
            return link.is_symlink() and current_version(self._settings.folder) != self._current.version
        except (GraphError, OSError):
            return False  # somebody is just replacing it

    def _replace(self, fresh: Generation) -> None:
        old, self._current = self._current, fresh
        self._changed.set()
        if old is not None:
            task = asyncio.create_task(self._retire(old))
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)

    async def _retire(self, old: Generation) -> None:
        """Lets the old generation finish what it has begun."""
        try:
            if not old.launcher.lost.is_set():
                await old.pool.drained()
        finally:
            await _end(old)


async def _end(generation: Generation) -> None:
    generation.pool.close()
    await generation.launcher.close()


def _size(graph: GraphFolder) -> int:
    """About how many bytes the graph takes in memory."""
    quads = graph.quads
    if quads is None:
        quads = Path(graph.nquads).stat().st_size // _BYTES_A_LINE
    return quads * BYTES_A_QUAD
