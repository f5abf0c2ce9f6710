"""Pieces that two texts have in common."""

from __future__ import annotations


def longest_run(text: str, within: str) -> str:
    """The longest piece of ``text`` that stands in ``within``; the first of several.

    One look a character: a piece can only be longer than the longest so far by its last character.
    """
    size = last = 0
    for end in range(1, len(text) + 1):
        if end > size and text[end - size - 1 : end] in within:
            size, last = size + 1, end
    return text[last - size : last]
