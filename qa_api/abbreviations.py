"""Whether a word is short for words of a title: 调价 for 调整价格, 高企 for 高新技术企业.

A Chinese abbreviation is made of the first characters of words, in their order (简缩).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from qa_api.tagging import tagged

_LONGEST = 4  # characters
_WITHIN = "[\u4e00-\u9fff]{0,3}?"  # what stands between the characters of a shortened word
_HAN = re.compile(r"[\u4e00-\u9fff]{3,8}")


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
    if not _HAN.fullmatch(word) or any(word in text for text in texts):
        return ()
    longer = re.compile(_WITHIN.join(word))
    return tuple(dict.fromkeys(found for text in texts for found in longer.findall(text)))


@lru_cache(maxsize=1024)
def _initials(title: str) -> str:
    return "".join(word[0] for word, _ in tagged(title) if len(word) > 1)
