"""What the operating system is asked to hold a worker to; a limit that it lacks (macOS) is left out."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

STACK = 512 << 20
"""Enough for a query nested as deep as one can be written within the length limit (measured: 10,000 deep)."""
_PR_SET_PDEATHSIG = 1
_NICE = 10
"""A ninth of the share of others: slow queries give way, yet do not starve beside other work."""
_LINUX = sys.platform == "linux"


def raise_stack() -> bool:
    """Whether the stack limit was raised. It counts for what is executed next, not for this program."""
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = STACK if hard == resource.RLIM_INFINITY else min(STACK, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return False
    return _lower_or_raise(resource.RLIMIT_STACK, wanted, hard)


def raise_descriptors(wanted: int) -> int:
    """Lets this process open `wanted` files and sockets, or as many as it may; how many that are now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        _lower_or_raise(resource.RLIMIT_NOFILE, most, hard)
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def die_with_parent(parent: int) -> None:
    """Makes the kernel end this process when the one that forked it ends (Linux)."""
    if _LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def confine(extra_memory: int, descriptors: int = 0) -> None:
    """Holds this process to `extra_memory` bytes and `descriptors` above what it has now, and no core file.

    Without descriptors no socket can be made: the second wall behind the refusal of SERVICE.
    """
    _lower_or_raise(resource.RLIMIT_CORE, 0, 0)
    if _LINUX:
        limit = _address_space() + extra_memory
        _lower_or_raise(resource.RLIMIT_AS, limit, limit)
    free = os.dup(0)
    os.close(free)
    _lower_or_raise(resource.RLIMIT_NOFILE, free + descriptors, free + descriptors)


def wait_politely() -> None:
    """Lets this process push nobody off a processor when it is woken: fewer changes, more done (Linux)."""
    if _LINUX:
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def slow_down(pid: int) -> None:
    """Lets the process give way to all others."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)


def resident_peak() -> int:
    """The most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1024 if _LINUX else 1)


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _lower_or_raise(what: int, soft: int, hard: int) -> bool:
    try:
        resource.setrlimit(what, (soft, hard))
    except (OSError, ValueError):  # not ours to raise, or unknown here
        return False
    return True
