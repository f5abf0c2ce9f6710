"""A line of the benchmark's table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """``value`` out of ``n``, or a rate (``unit`` a second); ``goal`` is the share it should reach.

    ``notes`` are the single cases behind the number, shown by ``--notes``.
    """

    name: str
    value: float
    n: int
    goal: float | None = None
    unit: str = ""
    notes: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.value / self.n if self.n else 0.0

    def text(self) -> str:
        shown = f"{self.value:.1f} {self.unit}" if self.unit else f"{100 * self.share:.2f} %"
        goal = "" if self.goal is None else f"{100 * self.goal:g} %"
        met = "" if self.goal is None else "yes" if self.share >= self.goal else "NO"
        return f"{self.name:<66}{shown:>14}{self.n:>8}{goal:>9}{met:>5}"


def table(rows: list[Row]) -> str:
    head = f"{'measure':<66}{'value':>14}{'n':>8}{'goal':>9}{'met':>5}"
    return "\n".join([head, "-" * len(head), *(row.text() for row in rows)])
