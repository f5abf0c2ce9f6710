"""What is known to answer a query, by whatever label: never to be taught as its negative.

Passages are told apart by their article: the same one stands in several sources in other dress
(with the law's name in brackets, in another printing, cut off elsewhere).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import torch

from index.training.data import Pair

_NUMBER = re.compile(
    r"^.{0,60}?第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?"
)
_TELLING = 40  # letters of an article that tell it from others
_LEAST = 12  # with no more letters than these, the whole passage has to tell it


@lru_cache(maxsize=1 << 20)
def article_of(passage: str) -> str:
    """The beginning of the article's text, without its law, number and punctuation."""
    letters = re.sub(r"\W", "", _NUMBER.sub("", passage))[:_TELLING]
    return letters if len(letters) > _LEAST else passage


class Answers:
    """The articles that answer each query of the labelled pairs."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._articles: defaultdict[str, set[str]] = defaultdict(set)
        for pair in pairs:
            self._articles[pair.query].add(article_of(pair.passage))

    def queries(self) -> list[str]:
        return sorted(self._articles)

    def hold(self, query: str, passage: str) -> bool:
        """Is ``passage`` known to answer ``query``?"""
        return article_of(passage) in self._articles.get(query, ())

    def hidden(self, pairs: Sequence[Pair], negatives: Sequence[str]) -> torch.Tensor:
        """(pairs, pairs + negatives): True where a candidate must not count as a negative.

        Those are the candidates that answer the query too, and all but the first of each article:
        an article that many ask for would else be pushed away from the others as many times.
        """
        articles = [article_of(text) for text in (*(p.passage for p in pairs), *negatives)]
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, article in enumerate(articles):
            places[article].append(place)
        groups = _numbered([pair.group for pair in pairs])
        hidden = torch.zeros(len(pairs), len(articles), dtype=torch.bool)
        hidden[:, : len(pairs)] = groups[:, None] == groups[None, :]
        hidden[:, [place for found in places.values() for place in found[1:]]] = True
        for row, pair in enumerate(pairs):
            for article in (articles[row], *self._articles.get(pair.query, ())):
                hidden[row, places.get(article, [])] = True
        return hidden.fill_diagonal_(False)


def _numbered(texts: Sequence[str]) -> torch.Tensor:
    names: dict[str, int] = {}
    return torch.tensor([names.setdefault(text, len(names)) for text in texts])
