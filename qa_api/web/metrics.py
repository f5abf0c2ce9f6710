"""Counts and latencies in the Prometheus text format (version 0.0.4)."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from starlette.types import Scope

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(slots=True)
class Seen:
    """What one request came to; status 0 until its response starts."""

    status: int = 0


class Metrics:
    """Thread-safe counters of one application."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._answers: Counter[str] = Counter()
        self._buckets: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def request(self, scope: Scope) -> Iterator[Seen]:
        """Count and time one request under its route's template."""
        start, seen = time.perf_counter(), Seen()
        try:
            yield seen
        finally:
            route = getattr(scope.get("route"), "path", "other")
            seconds = time.perf_counter() - start
            with self._lock:
                self._requests[scope["method"], route, seen.status] += 1
                self._buckets[route][bisect_left(BUCKETS, seconds)] += 1
                self._seconds[route] += seconds

    def answered(self, status: str) -> None:
        with self._lock:
            self._answers[status] += 1

    def render(self, notices: int) -> str:
        with self._lock:
            lines = [*self._counts(), *self._latencies()]
        lines += ["# TYPE policyqa_notices gauge", f"policyqa_notices {notices}"]
        return "\n".join(lines) + "\n"

    def _counts(self) -> Iterator[str]:
        yield "# TYPE policyqa_requests_total counter"
        for (method, route, status), count in sorted(self._requests.items()):
            labels = f'method="{method}",route="{route}",status="{status}"'
            yield f"policyqa_requests_total{{{labels}}} {count}"
        yield "# TYPE policyqa_answers_total counter"
        for status_name, count in sorted(self._answers.items()):
            yield f'policyqa_answers_total{{status="{status_name}"}} {count}'

    def _latencies(self) -> Iterator[str]:
        name = "policyqa_request_seconds"
        yield f"# TYPE {name} histogram"
        for route, counts in sorted(self._buckets.items()):
            below = 0
            for place, bound in enumerate((*BUCKETS, "+Inf")):
                below += counts[place]
                yield f'{name}_bucket{{route="{route}",le="{bound}"}} {below}'
            yield f'{name}_sum{{route="{route}"}} {self._seconds[route]:.6f}'
            yield f'{name}_count{{route="{route}"}} {below}'
