"""How a question opens: most name first what they ask about (三服务行动由谁牵头).

Its pairs of neighbouring characters, those weighing most that stand first and that running text
hardly ever says. A notice that is called otherwise and a sentence that says none of them are about
something else, whatever other words are met. People also begin with what no notice says (干嘛要…),
so a name counts as unmet where all but nothing of the opening is met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from index.common_pairs import pairs_in, rarity
from ingest.normal import squeezed
from qa_api.question import Question

_FIRST = 5  # pairs that a name likely stands among
_SHARP = 12  # power of the share missed: nine tenths missed count 0.3, a half nothing


@dataclass(frozen=True, slots=True)
class Opening:
    """The weight of each pair as a share of that of all; how rare the rarest of the first is."""

    weights: Mapping[str, float]
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

    def without(self, text: str) -> Opening:
        """What is left of it where the pairs that ``text`` says are met."""
        said = squeezed(text)
        left = {pair: weight for pair, weight in self.weights.items() if pair not in said}
        return Opening(left, self.rarest)

    def unmet(self, other: float = 0.0) -> float:
        """How likely a name is missed, 0 to 1, where ``other`` is the share of what is left that
        something else speaks for."""
        missed = sum(self.weights.values()) * (1 - other)
        return self.rarest * missed**_SHARP
