"""Whether a word is short for words of a title: 调价 for 调整价格, 高企 for 高新技术企业.

A Chinese abbreviation is made of the first characters of words, in their order (简缩).
"""

from __future__ import annotations

from functools import lru_cache

from qa_api.tagging import tagged

_LONGEST = 4  # characters


@lru_cache(maxsize=4096)
def abbreviates(word: str, title: str) -> bool:
    """Each character of ``word`` begins a word of ``title``, in order; both normalised."""
    if not 2 <= len(word) <= _LONGEST or word in title:
        return False
    initials = iter(_initials(title))
    return all(character in initials for character in word)


@lru_cache(maxsize=1024)
def _initials(title: str) -> str:
    return "".join(word[0] for word, _ in tagged(title) if len(word) > 1)
