"""The access log: one JSON object a line for each request, without tokens, without texts unless asked for.

Query texts may tell what somebody works on, so a line has a hash of the query, the same for the same text.
Addresses are cut to their network unless wanted whole. Lines go out once a second, and at the end.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import logging
import sys
import time
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from orbat.errors import ServeError
from orbat.serve.exchange import Exchange

_LOG = logging.getLogger(__name__)
_LENGTH = 8192
"""Characters of a query, and of a path, that a line holds at most."""


class Clients(StrEnum):
    """How much of a client's address is written: all, its network, nothing."""

    FULL = "full"
    NETWORK = "network"
    NONE = "none"


class AccessLog:
    """Writes to the file `target`, or standard output for `-`. Raises `ServeError` if it cannot open it."""

    def __init__(self, target: str, clients: Clients = Clients.NETWORK, *, texts: bool = False) -> None:
        self._clients, self._texts = clients, texts
        self._lines: list[str] = []
        self._broken = False
        try:
            self._file: TextIO = (
                sys.stdout if target == "-" else Path(target).open("a", encoding="utf-8")  # noqa: SIM115
            )
        except OSError as error:
            raise ServeError(
                f"the access log {target} cannot be opened: {error.strerror or error}"
            ) from error

    def note(self, exchange: Exchange) -> None:
        """Takes a finished exchange for the next `flush`."""
        self._lines.append(json.dumps(self.fields(exchange), ensure_ascii=False))

    def fields(self, exchange: Exchange) -> dict[str, object]:
        """What a line holds."""
        seconds = time.perf_counter() - exchange.started
        found: dict[str, object] = {
            "time": datetime.fromtimestamp(time.time() - seconds, UTC).isoformat(timespec="milliseconds"),
            "id": exchange.id,
            "method": exchange.method,
            "path": exchange.path[:_LENGTH],
            "status": exchange.status,
            "duration_ms": round(seconds * 1000, 2),
            "bytes": exchange.bytes,
        }
        if exchange.query is not None:
            found["query"] = query_hash(exchange.query)
            found["cached"] = exchange.cached
            if exchange.rows is not None:
                found["rows"] = exchange.rows
            if self._texts:
                found["text"] = exchange.query[:_LENGTH]
        if self._clients is not Clients.NONE:
            whole = self._clients is Clients.FULL
            found["client"] = exchange.client if whole else network(exchange.client)
        return found

    def flush(self) -> None:
        """Writes what was noted. A log that cannot be written does not stop the server; it is said once."""
        if not self._lines:
            return
        lines, self._lines = self._lines, []
        try:
            self._file.write("\n".join(lines) + "\n")
            self._file.flush()
        except (OSError, ValueError) as error:
            if not self._broken:
                _LOG.warning("the access log cannot be written: %s", error)
            self._broken = True
        else:
            self._broken = False

    def close(self) -> None:
        """Writes the rest."""
        self.flush()
        if self._file is not sys.stdout:
            self._file.close()


@lru_cache(maxsize=4096)
def query_hash(query: str) -> str:
    """A name for the text of a query: the same for the same text."""
    return hashlib.blake2b(query.encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=4096)
def network(client: str) -> str:
    """The network of an address: too coarse to tell a person by.

    >>> network("192.0.2.77"), network("2001:db8:1:2::9"), network("?")
    ('192.0.2.0', '2001:db8:1::', '')
    """
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return ""
    prefix = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, prefix), strict=False).network_address)
