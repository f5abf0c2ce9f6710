"""What a question names and no notice says: why it is refused.

Words of the dictionary, and the name that a question opens with where the dictionary has none
(青桥计划 is cut 青, 桥, 计划), that running text seldom says and the knowledge base never.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from index import KnowledgeBase
from index.common_pairs import pairs_in, rarity
from index.thesaurus import synonyms
from index.words import STOP, pieces

_SELDOM = 0.6  # the rarity of one of its pairs of characters from which a word tells something
_MOST, _NAME = 2, 3  # words that are told; characters of a name
_ASKS = re.compile("[几哪谁啥咋何多]")


def unheard(kb: KnowledgeBase, text: str) -> tuple[str, ...]:
    """Such words of ``text``, in its order."""
    told = (
        word
        for word in dict.fromkeys(_words(pieces(text)))
        if not _ASKS.search(word)
        and max(map(rarity, pairs_in(word)), default=0.0) >= _SELDOM
        and not any(kb.stands(said) for said in (word, *synonyms(word)))
    )
    return tuple(islice(told, _MOST))


def _words(cut: Sequence[str]) -> Iterator[str]:
    name = "".join(takewhile(lambda piece: len(piece) == 1 and piece not in STOP, cut))
    if 1 < len(name) <= _NAME:
        yield name
    yield from (piece for piece in cut if len(piece) > 1 and piece not in STOP)
