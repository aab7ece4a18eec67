"""What a server is started with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

_CORES = os.cpu_count() or 2
BYTES_A_QUAD = 430
"""What a quad takes in an Oxigraph store in memory, measured with a million of them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything about a server that its owner can choose. Sizes are bytes, times are seconds.

    `public_url` is how clients reach the server (`https://example.org/orbat`); without it links are made from
    the request. `root_path` is the path that a proxy takes away before the server sees a request.

    A query runs in the fast lane (`workers`) until it has run for `patience`; then it moves to the slow lane
    (`slow_workers`), gives way to all others, and is stopped after `timeout`. `queue` queries may wait, each
    client may have `per_client` running and waiting.
    """

    folder: Path
    public_url: str | None = None
    root_path: str = ""
    timeout: float = 10.0
    patience: float = 0.3
    workers: int = _CORES + 2
    slow_workers: int = max(32, 4 * _CORES)
    worker_memory: int = 1 << 30
    memory_limit: int = field(default_factory=lambda: _memory() // 3)
    queue: int = 512
    per_client: int = 256
    max_query: int = 1 << 18
    max_body: int = 1 << 20
    stalled: float = 30.0
    cache: int = 64 << 20
    cache_entry: int = 1 << 20
    poll: float = 2.0


def _memory() -> int:
    """The machine's memory in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
