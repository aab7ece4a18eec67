"""What a pool keeps of each query that runs or waits, and of all together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from orbat.serve.errors import Problem
from orbat.serve.launcher import Worker


@dataclass(slots=True, eq=False)
class Run:
    """One query on one worker. `budget` counts only time that the worker had, not what the client took.

    `processor` is what its worker had used before. `timer` ends the stay in the fast lane; once `slow`, it is
    the deadline, and runs while somebody waits.
    """

    client: str
    worker: Worker
    started: float
    budget: float
    processor: float = 0.0
    waiting_since: float | None = None
    slow: bool = False
    done: bool = False
    expendable: bool = False
    verdict: Problem | None = None
    timer: asyncio.TimerHandle | None = None


@dataclass(slots=True)
class Waiter:
    """Somebody who waits for a place in the fast lane."""

    client: str
    place: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def give_up(self) -> None:
        """The call of the timer: it has waited too long."""
        if not self.place.done():
            self.place.set_exception(TimeoutError())


@dataclass(slots=True)
class Counts:
    """What the pool has done since it started."""

    answered: int = 0
    refused: int = 0
    timeouts: int = 0
    displaced: int = 0
    outweighed: int = 0
    crashes: int = 0
    forks: int = 0
    waiting: int = 0
    fast: int = 0
    slow: int = 0
    memory: int = 0
