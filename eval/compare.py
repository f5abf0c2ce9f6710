"""Two runs over the same questions: what changed, and is the difference more than chance?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.results import Result
from eval.significance import Interval, bootstrap, mcnemar

MEASURES = ("rouge_l", "citation_precision", "citation_recall", "elapsed_ms")


@dataclass(frozen=True, slots=True)
class Change:
    """A question that one run answers rightly and the other does not, with both answers."""

    id: str
    question: str
    gained: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``gained`` and ``lost`` are ids that became right and wrong; ``p`` is McNemar's, exact."""

    shared: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    p: float
    intervals: Mapping[str, Interval]
    changes: tuple[Change, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "shared": self.shared,
            "gained": list(self.gained),
            "lost": list(self.lost),
            "mcnemar_p": round(self.p, 5),
            "changes": [asdict(change) for change in self.changes],
            "intervals": {
                name: {key: round(value, 4) for key, value in interval._asdict().items()}
                for name, interval in self.intervals.items()
            },
        }  # fmt: skip

    @property
    def verdict(self) -> str:
        if not self.gained and not self.lost:
            return "两次运行答对的问题相同。"
        clear = "差别大于偶然（p < 0.05）" if self.p < 0.05 else "差别在偶然范围内"
        return (
            f"新答对 {len(self.gained)} 题，新答错 {len(self.lost)} 题，p = {self.p:.3f}，{clear}。"
        )


def compare(before: Sequence[Result], after: Sequence[Result]) -> Comparison:
    """Over the questions that both runs have."""
    old = {result["id"]: result for result in before}
    pairs = [(old[result["id"]], result) for result in after if result["id"] in old]
    changes = tuple(
        Change(
            new["id"],
            new.get("question", ""),
            new["right"],
            was.get("text", ""),
            new.get("text", ""),
        )
        for was, new in pairs
        if new["right"] != was["right"]
    )
    gained = tuple(change.id for change in changes if change.gained)
    lost = tuple(change.id for change in changes if not change.gained)
    intervals = {}
    for name in MEASURES:
        both = [(was.get(name), new.get(name)) for was, new in pairs]
        known = [(a, b) for a, b in both if a is not None and b is not None]
        intervals[name] = bootstrap([a for a, _ in known], [b for _, b in known])
    p = mcnemar(len(lost), len(gained))
    return Comparison(len(pairs), gained, lost, p, intervals, changes)
