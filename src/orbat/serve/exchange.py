"""One request and its answer, as the access log and the metrics see them."""

from __future__ import annotations

import itertools
import re
import secrets
import time
from dataclasses import dataclass, field

from starlette.types import Scope

KEY = "orbat.exchange"
"""Where an exchange stands in the ASGI scope."""
_OWN = secrets.token_hex(4)
_COUNT = itertools.count(1)
_SANE = re.compile(rb"[\w.:-]{1,64}", re.ASCII)


@dataclass(slots=True)
class Exchange:
    """What is known of a request and its answer; `query` and `rows` only where there are any."""

    id: str
    method: str
    path: str
    client: str
    started: float = field(default_factory=time.perf_counter)
    status: int = 0
    bytes: int = 0
    query: str | None = None
    rows: int | None = None
    cached: bool = False


def begin(scope: Scope) -> Exchange:
    """The exchange that `scope` opens, now noted in it. A request id that a proxy has sent is kept."""
    sent = next((value for name, value in scope["headers"] if name == b"x-request-id"), None)
    named = sent.decode() if sent is not None and _SANE.fullmatch(sent) else new_id()
    client = scope.get("client")
    exchange = Exchange(named, scope["method"], scope["path"], client[0] if client else "")
    scope[KEY] = exchange
    return exchange


def new_id() -> str:
    """A request id that no other request of any server has."""
    return f"{_OWN}-{next(_COUNT):x}"


def of(scope: Scope) -> Exchange | None:
    """The exchange noted in `scope`."""
    found: Exchange | None = scope.get(KEY)
    return found
