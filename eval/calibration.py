"""Is an answer given at 90 % right nine times in ten? Reliability by level, and its mean error.

``confidence`` (0 to 1) is read off the answers where they carry it; without it nothing is measured
and the report says so. Levels are bins of equal width; the expected calibration error is the mean
gap between confidence and share right, weighted by answers (Naeini et al., 2015); the Brier score
is the mean square of the same gap, answer by answer (Brier, 1950). Refusals do not count: they
claim nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BINS = 10


@dataclass(frozen=True, slots=True)
class Level:
    """Answers with a confidence in [low, high): how many, how sure, how often right."""

    low: float
    high: float
    answers: int
    confidence: float
    right: float

    def to_json(self) -> dict[str, float | int]:
        return {
            "low": self.low, "high": self.high, "answers": self.answers,
            "confidence": round(self.confidence, 4), "right": round(self.right, 4),
        }  # fmt: skip


def pairs(results: Iterable[Mapping[str, Any]]) -> list[tuple[float, bool]]:
    """Confidence and rightness of each answer that was given and carries a confidence."""
    given = [r for r in results if r["status"] != "not_found" and r.get("confidence") is not None]
    return [(min(1.0, max(0.0, float(r["confidence"]))), bool(r["right"])) for r in given]


def levels(given: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Level]:
    """The levels that hold answers, least sure first; 1.0 belongs to the last."""
    parts: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in given:
        parts[min(bins - 1, int(confidence * bins))].append((confidence, right))
    return [
        Level(
            order / bins,
            (order + 1) / bins,
            len(part),
            sum(confidence for confidence, _ in part) / len(part),
            sum(right for _, right in part) / len(part),
        )
        for order, part in enumerate(parts)
        if part
    ]


def expected_error(given: Sequence[tuple[float, bool]], bins: int = BINS) -> float | None:
    """0 (each level is as right as it says) to 1; None without answers."""
    if not given:
        return None
    gaps = (level.answers * abs(level.confidence - level.right) for level in levels(given, bins))
    return round(sum(gaps) / len(given), 4)


def brier(given: Sequence[tuple[float, bool]]) -> float | None:
    """Mean square of confidence minus rightness; 0.25 for always saying a half."""
    if not given:
        return None
    return round(sum((confidence - right) ** 2 for confidence, right in given) / len(given), 4)
