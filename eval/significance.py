"""Is the difference between two runs over the same questions more than chance?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

ROUNDS = 10_000
SEED = 20210427


class Interval(NamedTuple):
    """Mean difference with its 95 % interval."""

    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        return self.low > 0 or self.high < 0


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided p of McNemar's test: ``only_first`` questions right in the first run only.

    Under chance each of the discordant pairs is a fair coin (McNemar, 1947; exact form).
    """
    pairs = only_first + only_second
    if not pairs:
        return 1.0
    ways = sum(math.comb(pairs, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, 2 * float(ways / 2**pairs))


def wilson(successes: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927); (0, 1) where nothing was tried."""
    if not trials:
        return 0.0, 1.0
    share, square = successes / trials, z * z / trials
    middle = (share + square / 2) / (1 + square)
    spread = z * math.sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def bootstrap(first: Sequence[float], second: Sequence[float]) -> Interval:
    """Paired bootstrap of the mean of ``second - first`` (Efron & Tibshirani, 1993); seeded."""
    gaps = np.asarray(second, dtype=float) - np.asarray(first, dtype=float)
    if not len(gaps):
        return Interval(0.0, 0.0, 0.0)
    chance = np.random.default_rng(SEED)
    means = [gaps[chance.integers(0, len(gaps), len(gaps))].mean() for _ in range(ROUNDS)]
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(gaps.mean()), float(low), float(high))
