"""What a server is started with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

_CORES = os.cpu_count() or 2
BYTES_A_QUAD = 430
"""What a quad takes in an Oxigraph store in memory, measured with a million of them."""
BYTES_A_MERGED = 700
"""The same with what it adds to the merge of all graphs."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything about a server that its owner can choose. Sizes are bytes, times are seconds.

    `public_url` is how clients reach the server (`https://example.org/orbat`); without it links are made from
    the request. `root_path` is the path that a proxy takes away before the server sees a request.

    A query runs in the fast lane (`workers`) until it has run for `patience` and is to blame for it; then it
    moves to the slow lane (`slow_workers`), gives way to all others, and is stopped after `timeout`. `queue`
    queries may wait, each client may have `per_client` running and waiting. `static`: pages are made for a
    static edition, where what only a server can do is left out.

    Updates are taken where there is a `write_token`, from those who show it; each may have `max_update`
    bytes. `settle` seconds after the last one, what has changed is written into the folder's files.

    `tiles` is the URL template of map tiles, `tiles_attribution` whom the maps name for them.

    `license` is the address of the licence that the data are under.

    At most `max_rows` rows are answered (0: all there are). Of a request's address and headers at most
    `max_head` bytes are read, which may take `slow_head` to come; a body, and the taking of an answer, may
    stand still for `stalled`. All workers together may have `memory_budget` of their own; beyond it the
    largest is ended. SERVICE and LOAD may ask the hosts in `allow_service`, and nobody else. `access_log` is
    a file or `-` for standard output; `log_queries` puts the texts of queries into it, and `log_clients` is
    how much of addresses: full, network or none.
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
    cache: int = 128 << 20
    cache_entry: int = 4 << 20
    max_rows: int = 1_000_000
    max_head: int = 64 << 10
    max_connections: int = 10_000
    slow_head: float = 15.0
    memory_budget: int = field(default_factory=lambda: _memory() // 3)
    allow_service: tuple[str, ...] = ()
    access_log: str | None = None
    log_clients: str = "network"
    log_queries: bool = False
    poll: float = 2.0
    write_token: str | None = field(default=None, repr=False)
    max_update: int = 64 << 20
    settle: float = 5.0
    license: str | None = None
    static: bool = False
    tiles: str | None = None
    tiles_attribution: str = ""

    @property
    def longest_body(self) -> int:
        """The most bytes that a request's body may have."""
        return self.max_body if self.write_token is None else max(self.max_body, self.max_update)


def _memory() -> int:
    """The machine's memory in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
