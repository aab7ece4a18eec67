"""What workers take of processors and memory, and who has to go when all together take too much."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

K = TypeVar("K")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident(pid: int) -> int:
    """Bytes of the process that are in memory; 0 for one that has ended, and where the system does not tell.

    A worker's count has the graph's pages in it, as its parent's has: the difference is what it took itself.
    """
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


def processor(pid: int) -> float:
    """Processor seconds that the process has used; 0 for one that has ended, or where that is not told."""
    if sys.platform != "linux":
        return 0.0
    try:
        return time.clock_gettime((~pid << 3) | 2)  # what clock_getcpuclockid(3) gives
    except OSError:
        return 0.0


def heaviest(weights: Mapping[K, int], budget: int) -> list[K]:
    """The fewest of the heaviest without which the others weigh no more than `budget`.

    >>> heaviest({"a": 5, "b": 1, "c": 9}, 7)
    ['c']
    """
    total, found = sum(weights.values()), []
    for key in sorted(weights, key=lambda each: -weights[each]):
        if total <= budget:
            break
        found.append(key)
        total -= weights[key]
    return found
