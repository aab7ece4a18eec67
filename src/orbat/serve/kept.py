"""What is worked out once for a graph and serves many requests, and the JSON documents made of it."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from orbat.serve.engine import REVALIDATE, Engine, Row, accepts_gzip, matches
from orbat.serve.wire import Job

T = TypeVar("T")
_TSV = "text/tab-separated-values"
_ROWS = 1_000_000
_BYTES = 1 << 28
_WORTH_PACKING = 1400  # bytes; less travels in one packet anyway


class Kept(Generic[T]):
    """Values of the last few versions of a graph: `get` makes one, and who asks meanwhile waits for it."""

    def __init__(self, limit: int = 2) -> None:
        self._limit = limit
        self._values: OrderedDict[str, T] = OrderedDict()
        self._lock = asyncio.Lock()

    async def get(self, key: str, make: Callable[[], Awaitable[T]]) -> T:
        """The value for `key`; what `make` raises is raised, and nothing kept."""
        async with self._lock:
            if key not in self._values:
                self._values[key] = await make()
                if len(self._values) > self._limit:
                    self._values.popitem(last=False)
            self._values.move_to_end(key)
            return self._values[key]


def json_bytes(value: object) -> bytes:
    """`value` as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def json_response(
    request: Request, body: bytes, headers: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """`body`, which is JSON, with ETag, packed where the client takes that; 304 where it has it."""
    packed = len(body) > _WORTH_PACKING and accepts_gzip(request.headers.get("accept-encoding"))
    key = hashlib.sha256(body + (b"gzip" if packed else b"")).hexdigest()[:32]
    common = {"Cache-Control": REVALIDATE, "Vary": "Accept-Encoding", "ETag": f'"{key}"', **(headers or {})}
    if status == 200 and matches(request.headers.get("if-none-match"), key):
        return Response(None, 304, common)
    if packed:
        body = gzip.compress(body, 6, mtime=0)
        common["Content-Encoding"] = "gzip"
    return Response(body, status, common, media_type="application/json")


async def all_rows(engine: Engine, request: Request, query: str) -> list[Row]:
    """Every solution of a query of our own, however many; for what is worked out once a version."""
    found = await engine.table(request, Job(query, _TSV, None), _ROWS, _BYTES)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]
