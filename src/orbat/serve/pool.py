"""Who runs when: two lanes of workers, a bounded queue, a deadline, and fairness between clients.

A query starts in the fast lane. If it has run for `patience`, it moves to the slow lane: its worker gives
way to all others, and its place in the fast lane is free, so slow queries never hold the last worker. When
the slow lane is full, the client that holds most of it loses its newest query. Past the deadline a worker
is killed; the next one takes milliseconds to fork.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, deque
from collections.abc import AsyncIterator

from orbat.errors import GraphError
from orbat.serve import memory, wire
from orbat.serve.channel import WorkerLostError
from orbat.serve.errors import GenerationLostError, Problem, busy, engine_lost, outweighed, past_deadline
from orbat.serve.launcher import Launcher, Worker
from orbat.serve.runs import Counts, Run, Waiter
from orbat.serve.settings import Settings
from orbat.serve.wire import Head, Job

_WEIGH_EVERY = 0.1
_LENIENT = 4
"""How many times `patience` a query may stay in the fast lane that has used little of a processor."""
_ZYGOTE_TELLS = 0.1
"""Seconds after a worker's end within which the front knows that the zygote has ended, too."""


class _LostEarlyError(Exception):
    """The worker was lost before it said anything."""


class Answer:
    """A result under way. `first` is all of it where `complete`; else `chunks` gives the rest."""

    def __init__(self, pool: Pool, run: Run, head: Head, first: bytes, *, complete: bool) -> None:
        self._pool, self._run = pool, run
        self.head, self.first, self.complete = head, first, complete
        self.rows = head.rows

    @property
    def version(self) -> str:
        """The version of the graph that this is the answer from."""
        return self._run.worker.version

    async def chunks(self) -> AsyncIterator[bytes]:
        """What comes after `first`, as the caller asks for it. Raises `Problem` if the query is stopped."""
        while not self.complete:
            kind, body = await self._pool.next_frame(self._run)
            if kind == wire.END:
                self.complete = True
                retire, self.rows = wire.decode_end(body)
                self._pool.finish(self._run, retire=retire)
            else:
                yield body

    async def lines(self, most: int) -> bytes:
        """All of it; or, where it is longer than `most` bytes, whole lines of it: not `complete` then."""
        try:
            body = bytearray(self.first)
            async for chunk in self.chunks():
                body += chunk
                if len(body) > most:
                    break
        finally:
            self.close()
        return bytes(body if self.complete else body[: body.rfind(b"\n") + 1])

    def close(self) -> None:
        """Frees the worker; one that is not done is killed."""
        if not self.complete:
            self._pool.abandon(self._run)


class Pool:
    """Workers over one version of a graph."""

    def __init__(self, launcher: Launcher, settings: Settings) -> None:
        self._launcher = launcher
        self._settings = settings
        self._idle: list[Worker] = []
        self._fast = 0
        self._slow: set[Run] = set()
        self._running: set[Run] = set()
        self._queue: deque[Waiter] = deque()
        self._clients: Counter[str] = Counter()
        self._closed = False
        self._weighing: asyncio.TimerHandle | None = None
        self._quiet = asyncio.Event()
        self._quiet.set()
        self.counts = Counts()

    async def warm(self, workers: int) -> None:
        """Forks workers before anybody asks. Raises `GraphError`."""
        for _ in range(workers):
            self._idle.append(await self._fork())

    async def submit(self, job: Job, client: str) -> Answer:
        """The answer to `job`. Raises `Problem`: refused, stopped, failed, or the server is too busy."""
        if self._clients[client] >= self._settings.per_client:
            self.counts.refused += 1
            raise Problem(
                429,
                "too-many-queries",
                f"You have {self._settings.per_client} queries under way; wait for one to end.",
                headers={"Retry-After": "2"},
            )
        try:
            return await self._first(await self._started(job, client))
        except _LostEarlyError:  # perhaps an idle worker had died unseen: it is not the query's fault yet
            self.retire_idle()  # others may have died with it; a fork takes milliseconds
            return await self._first(await self._started(job, client), last_try=True)

    async def _started(self, job: Job, client: str) -> Run:
        """The job on a worker, counted against the client."""
        self._clients[client] += 1
        self._quiet.clear()
        try:
            await self._place(client)
            return await self._begin(job, client)
        except BaseException:
            self._leave(client)
            raise

    async def drained(self) -> None:
        """Comes back when no query is under way."""
        await self._quiet.wait()

    def close(self) -> None:
        """Refuses what waits and lets idle workers go."""
        self._closed = True
        for waiter in self._queue:
            if not waiter.place.done():
                waiter.place.set_exception(busy("The server is going down."))
        self._queue.clear()
        self.retire_idle()

    def retire_idle(self) -> None:
        """Lets the workers go that wait for a query."""
        while self._idle:
            self._idle.pop().channel.close()

    def stop_running(self) -> None:
        """Ends what is under way: each query is answered that the server is going down."""
        for run in tuple(self._running):
            if run.verdict is None:
                self._condemn(run, busy("The server is going down.", "closing"))

    def gauge(self) -> Counts:
        """The counts as they stand."""
        self.counts.waiting, self.counts.fast, self.counts.slow = (
            len(self._queue),
            self._fast,
            len(self._slow),
        )
        return self.counts

    async def next_frame(self, run: Run) -> tuple[bytes, bytes]:
        """The next BODY or END frame. The deadline's clock runs only while this waits. Raises `Problem`."""
        run.waiting_since = asyncio.get_running_loop().time()
        if run.slow:
            self._arm_deadline(run)
        try:
            kind, body = await run.worker.channel.frame()
        except WorkerLostError as error:
            self.abandon(run)
            if run.verdict is not None:
                raise run.verdict from error
            self.counts.crashes += 1
            if run.expendable:
                raise _LostEarlyError from error
            raise await self._why_lost() from error
        except BaseException:
            self.abandon(run)
            raise
        if kind == wire.PROBLEM:
            self.finish(run, retire=False)
            raise Problem(**wire.decode_problem(body))
        self._spend(run)
        return kind, body

    async def _why_lost(self) -> Problem:
        """Why a worker ended unasked: over its query, or because the zygote did and all workers with it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ZYGOTE_TELLS):
                await self._launcher.lost.wait()
            return GenerationLostError()
        return engine_lost()

    def finish(self, run: Run, *, retire: bool) -> None:
        """The worker has answered: it takes the next job, or ends if it was slowed or has grown."""
        if run.done:
            return
        self.counts.answered += 1
        if (
            retire
            or run.worker.slowed
            or run.worker.channel.lost
            or self._closed
            or self._outdated(run.worker)
        ):
            run.worker.channel.close()
        else:
            self._idle.append(run.worker)
        self._free(run)

    def abandon(self, run: Run) -> None:
        """The worker is killed over the job."""
        if run.done:
            return
        self._launcher.kill(run.worker)
        self._free(run)

    async def _first(self, run: Run, *, last_try: bool = False) -> Answer:
        """Waits for the head and the first chunk, so that what fails until then is an error to the caller."""
        run.expendable = not last_try
        _, encoded = await self.next_frame(run)
        kind, body = await self.next_frame(run)
        run.expendable = False
        head = wire.decode_head(encoded)
        if kind == wire.END:
            self.finish(run, retire=wire.decode_end(body)[0])
            return Answer(self, run, head, b"", complete=True)
        if run.worker.channel.ready():  # a small answer comes whole
            end, flag = await self.next_frame(run)
            if end == wire.END:
                self.finish(run, retire=wire.decode_end(flag)[0])
                return Answer(self, run, head, body, complete=True)
            body += flag
        return Answer(self, run, head, body, complete=False)

    async def _place(self, client: str) -> None:
        """Waits for a place in the fast lane and takes it."""
        if self._closed:
            raise busy("The server is going down.")
        if self._fast < self._settings.workers:
            self._fast += 1
            return
        if len(self._queue) >= self._settings.queue:
            self.counts.refused += 1
            raise busy("Too many queries are waiting.")
        waiter = Waiter(client)
        self._queue.append(waiter)
        timer = asyncio.get_running_loop().call_later(self._settings.timeout, waiter.give_up)
        try:
            await waiter.place
        except BaseException as error:
            if waiter in self._queue:
                self._queue.remove(waiter)
            elif waiter.place.done() and not waiter.place.cancelled() and waiter.place.exception() is None:
                self._give_place()  # it came just as we stopped waiting
            if isinstance(error, TimeoutError):
                self.counts.refused += 1
                raise busy("The query waited too long for its turn.") from error
            raise
        finally:
            timer.cancel()

    async def _begin(self, job: Job, client: str) -> Run:
        """Puts the job on a worker; holds a place in the fast lane."""
        try:
            worker = await self._ready_worker()
            worker.channel.send(job)
        except BaseException as error:
            self._give_place()
            if isinstance(error, GraphError | WorkerLostError):
                raise GenerationLostError from error
            raise
        loop = asyncio.get_running_loop()
        run = Run(client, worker, loop.time(), self._settings.timeout, memory.processor(worker.pid))
        self._running.add(run)
        run.timer = loop.call_later(min(self._settings.patience, run.budget), self._demote, run)
        return run

    async def _ready_worker(self) -> Worker:
        """An idle worker that lives, or a new one. That one is tried once: failing must not multiply."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.channel.lost and not self._outdated(worker):
                return worker
        return await self._fork()

    def _outdated(self, worker: Worker) -> bool:
        """Whether the graph was updated since the worker was forked."""
        return worker.version != self._launcher.version

    async def _fork(self) -> Worker:
        self.counts.forks += 1
        return await self._launcher.fork()

    def _spend(self, run: Run) -> None:
        """The wait is over: takes it from the budget."""
        if run.waiting_since is not None:
            run.budget -= asyncio.get_running_loop().time() - run.waiting_since
            run.waiting_since = None
        if run.slow:
            self._disarm(run)

    def _arm_deadline(self, run: Run) -> None:
        loop = asyncio.get_running_loop()
        waited = 0.0 if run.waiting_since is None else loop.time() - run.waiting_since
        self._disarm(run)
        run.timer = loop.call_later(max(run.budget - waited, 0.0), self._condemn_late, run)

    def _disarm(self, run: Run) -> None:
        if run.timer is not None:
            run.timer.cancel()
            run.timer = None

    def _condemn_late(self, run: Run) -> None:
        self.counts.timeouts += 1
        self._condemn(run, past_deadline(self._settings.timeout))

    def _demote(self, run: Run) -> None:
        """The call of the timer: the query leaves the fast lane, if it is to blame for the time it has taken.

        On a busy machine a short query takes long, too. What counts is the processor, and only in the end
        the clock.
        """
        loop, patience = asyncio.get_running_loop(), self._settings.patience
        used = memory.processor(run.worker.pid) - run.processor
        ran = loop.time() - run.started
        if used < patience / 3 and ran < min(_LENIENT * patience, self._settings.timeout):
            run.timer = loop.call_later(patience / 3, self._demote, run)
            return
        run.slow = True
        self._slow.add(run)
        self._launcher.slow(run.worker)
        self._give_place()
        if run.waiting_since is not None:
            self._arm_deadline(run)
        if self._weighing is None:
            self._weigh()
        if len(self._slow) > self._settings.slow_workers:
            held = Counter(each.client for each in self._slow if each.verdict is None)
            most = max(held.values())
            newest = max(
                (each for each in self._slow if each.verdict is None and held[each.client] == most),
                key=lambda each: each.started,
            )
            self.counts.displaced += 1
            self._condemn(
                newest, busy("Too many slow queries are running; this one was stopped.", "displaced")
            )

    def _weigh(self) -> None:
        """Ends the queries that take most memory, until all together take what they may."""
        base = memory.resident(self._launcher.pid)
        weights = {run: max(memory.resident(run.worker.pid) - base, 0) for run in self._running}
        self.counts.memory = sum(weights.values())
        for run in memory.heaviest(weights, self._settings.memory_budget):
            if run.verdict is None:
                self.counts.outweighed += 1
                self._condemn(run, outweighed())
        self._weighing = None
        if self._slow and not self._closed:
            self._weighing = asyncio.get_running_loop().call_later(_WEIGH_EVERY, self._weigh)
        else:
            self.counts.memory = 0

    def _condemn(self, run: Run, verdict: Problem) -> None:
        """Kills the worker; whoever waits for its next frame gets the verdict."""
        run.verdict = verdict
        self._disarm(run)
        self._launcher.kill(run.worker)

    def _free(self, run: Run) -> None:
        run.done = True
        self._running.discard(run)
        self._disarm(run)
        if run.slow:
            self._slow.discard(run)
        else:
            self._give_place()
        self._leave(run.client)

    def _give_place(self) -> None:
        """Hands a place in the fast lane to the next that waits, or keeps it free."""
        while self._queue:
            waiter = self._queue.popleft()
            if not waiter.place.done():
                waiter.place.set_result(None)
                return
        self._fast -= 1

    def _leave(self, client: str) -> None:
        self._clients[client] -= 1
        if self._clients[client] <= 0:
            del self._clients[client]
        if not self._clients:
            self._quiet.set()
