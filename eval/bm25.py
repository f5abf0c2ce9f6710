"""The peer that an answer must beat: the one sentence with the best BM25 score.

BM25 (Robertson & Zaragoza, 2009) with k1 = 1.2, b = 0.75, on the project's own words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from index.words import words
from ingest.facts.spans import sentences

K1, B = 1.2, 0.75


class Sentences:
    """The sentences of ``texts``, ready to be ranked."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = [text[a:b] for text in texts for a, b in sentences(text)]
        self._lengths = []
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            counts = Counter(words(text))
            self._lengths.append(sum(counts.values()))
            for word, count in counts.items():
                self._postings[word].append((number, count))
        self._mean = sum(self._lengths) / max(1, len(self._lengths))

    def best(self, question: str) -> str:
        """The best sentence; empty where none shares a word with ``question``."""
        scores: dict[int, float] = defaultdict(float)
        for word in set(words(question)):
            found = self._postings.get(word, [])
            rarity = math.log(1 + (len(self.texts) - len(found) + 0.5) / (len(found) + 0.5))
            for number, count in found:
                norm = K1 * (1 - B + B * self._lengths[number] / self._mean)
                scores[number] += rarity * count * (K1 + 1) / (count + norm)
        return self.texts[max(scores, key=lambda number: scores[number])] if scores else ""
