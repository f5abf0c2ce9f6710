"""What a word is short for: 调价 for 调整价格, 高企 for 高新技术企业, 农科所 for 农业科学研究所.

A Chinese abbreviation is made of characters of words, often their first, in their order (简缩).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from qa_api.tagging import tagged

_LONGEST = 4  # characters
_WITHIN = 3  # characters that running text may say between those of a shortened word
_SHORTENED = re.compile(r"[\u4e00-\u9fff]{3,8}")


@lru_cache(maxsize=4096)
def abbreviates(word: str, title: str) -> bool:
    """Each character of ``word`` begins a word of ``title``, in order; both normalised."""
    if not 2 <= len(word) <= _LONGEST or word in title:
        return False
    initials = iter(_initials(title))
    return all(character in initials for character in word)


def written_out(word: str, texts: Iterable[str]) -> tuple[str, ...]:
    """What ``texts`` say for a ``word`` of three characters or more that is short for it
    (农业科学研究所 for 农科所); nothing where one of them says the word itself. All normalised."""
    texts = tuple(texts)
    longer = spread(word, _WITHIN)
    if longer is None or any(word in text for text in texts):
        return ()
    return tuple(dict.fromkeys(found for text in texts for found in longer.findall(text)))


@lru_cache(maxsize=4096)
def spread(word: str, between: int) -> re.Pattern[str] | None:
    """The characters of ``word`` in their order with at most so many others ``between`` two of
    them; None for a word of fewer than three or more than eight, of which that would tell little or
    take long."""
    if not _SHORTENED.fullmatch(word):
        return None
    return re.compile(f"[\u4e00-\u9fff]{{0,{between}}}?".join(word))


@lru_cache(maxsize=1024)
def _initials(title: str) -> str:
    return "".join(word[0] for word, _ in tagged(title) if len(word) > 1)
