"""Keeps a generation of processes over the version of the graph that its folder shows.

A new version gets a new zygote beside the old one; when it is loaded, new requests go there, and the old one
ends when its last query has. A zygote that ends unasked is replaced in the same way. Where updates are taken,
a generation has the journal that they go to, and nothing is launched while one is under way.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from dataclasses import dataclass
from pathlib import Path

from orbat.errors import GraphError, OrbatError
from orbat.serve.errors import busy
from orbat.serve.launcher import Launcher, environment
from orbat.serve.pool import Pool
from orbat.serve.settings import BYTES_A_MERGED, BYTES_A_QUAD, Settings
from orbat.store import fold
from orbat.store.folder import CURRENT, HOME, VERSIONS
from orbat.store.journal import Journal, writer
from orbat.store.merge import Default
from orbat.store.open import GraphFolder, current_version, open_graph

_LOG = logging.getLogger(__name__)
_BYTES_A_LINE = 150
_RETRY = 1.0
_FOLD_AT_MOST = 600.0
_FOLD_AT_THE_END = 15.0
_RETRY_AT_MOST = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Generation:
    """One version of the graph and the processes that answer from it. `journal` takes its updates."""

    graph: GraphFolder
    launcher: Launcher
    pool: Pool
    in_memory: bool
    journal: Journal | None = None

    @property
    def version(self) -> str:
        """Changes whenever an answer may."""
        return self.launcher.version

    @property
    def quads(self) -> int | None:
        """How many statements there are now, as far as it is known."""
        return self.graph.quads if self.launcher.quads is None else self.launcher.quads

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
        self._closing = False
        self._held = contextlib.ExitStack()
        self.writing = asyncio.Lock()
        """Held while an update is worked out and written, and while a generation is launched."""

    def is_current(self, generation: Generation) -> bool:
        """Whether requests are answered from `generation`, and it is alive."""
        return self._current is generation and not generation.launcher.lost.is_set()

    async def renewed(self) -> None:
        """Looks for another version at once, and comes back when requests are answered from what is there."""
        async with self.writing:
            if self._stale() and not self._closing:
                self._replace(await self._launch())

    async def start(self) -> None:
        """Comes back when the graph is loaded; at once if it is.

        Raises `GraphError`, and `ServeError` if it is to take updates and another server does.
        """
        if self._current is not None:
            return
        if self._settings.write_token is not None:
            self._held.enter_context(writer(self._settings.folder))
            await self.fold(_FOLD_AT_THE_END)  # what a killed server left
        async with self.writing:
            self._current = await self._launch()
        self._watcher = asyncio.create_task(self._watch())

    def version(self) -> str | None:
        """The version that requests are answered from just now; None where there is none."""
        current = self._current
        return None if current is None or current.launcher.lost.is_set() else current.version

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
        self._closing = True
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        for task in tuple(self._retiring):
            task.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        if self._current is not None:
            changed = self._current.journal is not None and self._current.journal.length > 0
            await _end(self._current)
            self._current = None
            if changed:
                await self.fold(_FOLD_AT_THE_END)
        self._held.close()

    async def fold(self, at_most: float = _FOLD_AT_MOST) -> None:
        """Writes the updates that are only in the journal into the folder's files, if `at_most` seconds do.

        What is not done in time, or is overtaken by another update, stays in the journal.
        """
        command = (sys.executable, "-m", fold.__name__, str(self._settings.folder))
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, env=environment()
        )
        try:
            async with asyncio.timeout(at_most):
                await process.wait()
        except TimeoutError:
            _LOG.warning("the updates could not be written into the graph's files in %g s", at_most)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def _launch(self) -> Generation:
        graph = await asyncio.to_thread(open_graph, self._settings.folder)
        in_memory = await asyncio.to_thread(self._size, graph) <= self._settings.memory_limit
        journal = self._journal(graph, in_memory=in_memory)
        launcher = Launcher(
            graph.home,
            on_disk=not in_memory,
            writable=journal is not None,
            worker_memory=self._settings.worker_memory,
            version=graph.version,
            allow_service=self._settings.allow_service,
        )
        pool = Pool(launcher, self._settings)
        try:
            await launcher.start()
            await pool.warm(min(2, self._settings.workers))
        except BaseException:
            await launcher.close()
            if journal is not None:
                journal.close()
            raise
        _LOG.info("graph %s is loaded, %s", graph.version, "in memory" if in_memory else "from disk")
        return Generation(graph, launcher, pool, in_memory, journal)

    def _journal(self, graph: GraphFolder, *, in_memory: bool) -> Journal | None:
        """Where the graph's updates go, if it takes any. Raises `GraphError` for one that can take none."""
        if self._settings.write_token is None:
            return None
        if not in_memory:
            raise GraphError(
                f"{graph.path} is too large to be changed: it takes {self._size(graph) >> 20} MB in memory,"
                f" and {self._settings.memory_limit >> 20} are allowed"
            )
        if graph.home.parent.name != VERSIONS:
            raise GraphError(
                f"{graph.path} was not made by `orbat build`; expected such a folder for updates"
            )
        return Journal(graph.path, graph.home.name)

    def _size(self, graph: GraphFolder) -> int:
        """About how many bytes the graph takes in memory, with its merge and what following updates needs."""
        quads = graph.quads
        if quads is None:
            quads = Path(graph.nquads).stat().st_size // _BYTES_A_LINE
        writable = self._settings.write_token is not None
        stated = writable or graph.default is not Default.MERGED
        merged = writable or graph.default is not Default.UNION
        return quads * (stated * BYTES_A_QUAD + merged * BYTES_A_MERGED)

    async def _watch(self) -> None:
        """Looks for a new version, or for the loss of the zygote, for as long as the server runs."""
        wait = _RETRY
        while True:
            await self._lost_or(self._settings.poll)
            if not self._stale():
                continue
            try:
                await self.renewed()
            except (OrbatError, OSError) as error:
                _LOG.warning("the graph cannot be loaded, trying again in %g s: %s", wait, error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _RETRY_AT_MOST)
                continue
            wait = _RETRY

    async def _lost_or(self, seconds: float) -> None:
        if self._current is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._current.launcher.lost.wait()

    def _stale(self) -> bool:
        if self._current is None or self._current.launcher.lost.is_set():
            return True
        journal = self._current.journal
        link = self._settings.folder / HOME / CURRENT
        try:
            if not link.is_symlink():
                return False
            other = current_version(self._settings.folder) != self._current.graph.home.name
            return other or (journal is not None and journal.superseded())
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
    if generation.journal is not None:
        generation.journal.close()
