"""Names that no dictionary holds (砾穹, 檐溪县), told by how the shelf uses their characters.

The dictionary cuts them into characters that say nothing by themselves. Two neighbours are one name
where one of them hardly stands on the shelf without the other: a collocation (Church & Hanks 1990).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from index import KnowledgeBase
from index.words import STOP
from ingest.normal import normal
from qa_api.question import is_asking
from qa_api.tagging import tagged

_BOUND = 0.5  # share of the clauses with the one that must hold both
_LONG = 2  # characters of a piece
_NAMING = re.compile(r"(?![省市县区州镇乡最多])[\u4e00-\u9fff]+")  # what a name may be made of


def coined(kb: KnowledgeBase, text: str) -> tuple[str, ...]:
    """The names in ``text`` that the dictionary cuts apart and the shelf of ``kb`` holds."""
    pieces = [word for word, _ in tagged(normal(text))]
    return tuple(dict.fromkeys(_joined(kb, pieces)))


def _joined(kb: KnowledgeBase, pieces: Iterable[str]) -> Iterator[str]:
    name = ""
    for before, after in pairwise([*pieces, ""]):
        name = name or before
        if _is_bound(kb, before, after):
            name += after
            continue
        if name != before:
            yield name
        name = ""


def _is_bound(kb: KnowledgeBase, before: str, after: str) -> bool:
    both = (before, after)
    single = [piece for piece in both if len(piece) == 1]
    if not single or max(map(len, both)) > _LONG or not all(map(_may_name, both)):
        return False
    together = _count(kb, kb.generation, before + after)
    return together > 0 and together >= _BOUND * min(
        _count(kb, kb.generation, piece) for piece in single
    )


def _may_name(piece: str) -> bool:
    return bool(_NAMING.fullmatch(piece)) and piece not in STOP and not is_asking(piece)


@lru_cache(maxsize=4096)
def _count(kb: KnowledgeBase, generation: int, piece: str) -> int:
    """In how many clauses ``piece`` stands; kept until the shelf changes."""
    return kb.count(piece)
