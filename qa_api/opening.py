"""How a question opens: most name first what they ask about (三服务行动由谁牵头).

Its pairs of neighbouring characters, those weighing most that stand first and that running text
hardly ever says. A notice that says none of them is about something else, whatever other words it
meets. People also begin with what no notice says (干嘛要…), so a name counts as missed where all
but nothing is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from index.common_pairs import pairs_in, rarity
from qa_api.question import Question

_FIRST = 5  # pairs that a name likely stands among
_SHARP = 8  # power of the share missed: nine tenths missed count 0.4, a half nothing


@dataclass(frozen=True, slots=True)
class Opening:
    """The weight of each pair as a share of that of all; how rare the rarest of the first is."""

    weights: dict[str, float]
    rarest: float

    @classmethod
    def of(cls, question: Question) -> Self:
        pairs = list(dict.fromkeys(pairs_in(question.rest)))
        last = max(1, len(pairs) - 1)
        weights = {pair: rarity(pair) * (1 - at / last) for at, pair in enumerate(pairs)}
        whole = sum(weights.values()) or 1.0
        return cls(
            {pair: weight / whole for pair, weight in weights.items()},
            max(map(rarity, pairs[:_FIRST]), default=0.0),
        )

    def unmet(self, said: str, other: float = 0.0) -> float:
        """How likely a name is missed, 0 to 1, by a notice that says ``said`` (without white space)
        and that something else speaks for to the extent ``other``."""
        missed = sum(weight for pair, weight in self.weights.items() if pair not in said)
        return self.rarest * (missed * (1 - other)) ** _SHARP
