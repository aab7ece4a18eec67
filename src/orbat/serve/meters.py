"""Counts for `/metrics`: requests by status, and how long answers took, as Prometheus' histograms."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from orbat.serve.exchange import Exchange

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the histogram's buckets, in seconds."""


class Meters:
    """What has been answered since the server started."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.connections = 0
        self.turned_away = 0
        self.slow_clients = 0
        self._buckets = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0
        self._bytes = 0

    def note(self, exchange: Exchange) -> None:
        """Counts a finished exchange; only those with a query go into the histogram."""
        self.statuses[exchange.status] += 1
        self._bytes += exchange.bytes
        if exchange.query is not None:
            seconds = time.perf_counter() - exchange.started
            self._buckets[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def lines(self) -> Iterator[str]:
        """The counts in Prometheus' text format."""
        yield "# TYPE orbat_http_requests_total counter"
        for status, count in sorted(self.statuses.items()):
            yield f'orbat_http_requests_total{{status="{status}"}} {count}'
        for name, kind, value in (
            ("http_sent_bytes_total", "counter", self._bytes),
            ("http_connections", "gauge", self.connections),
            ("http_connections_refused_total", "counter", self.turned_away),
            ("http_slow_clients_total", "counter", self.slow_clients),
        ):
            yield f"# TYPE orbat_{name} {kind}"
            yield f"orbat_{name} {value}"
        yield "# TYPE orbat_query_seconds histogram"
        total = 0
        for bound, count in zip((*BOUNDS, "+Inf"), self._buckets, strict=True):
            total += count
            yield f'orbat_query_seconds_bucket{{le="{bound}"}} {total}'
        yield f"orbat_query_seconds_sum {self._seconds:.6f}"
        yield f"orbat_query_seconds_count {total}"
