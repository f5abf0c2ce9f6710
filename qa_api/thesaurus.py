"""Words that mean the same: what evidence may say in place of the question's word."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from index.words import words

_FILE = Path(__file__).with_name("thesaurus.txt")


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    others: dict[str, dict[str, None]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        group = [] if line.startswith("#") else line.split()
        for word in group:
            others.setdefault(word, {}).update(
                dict.fromkeys(other for other in group if other != word)
            )
    return {word: tuple(synonyms) for word, synonyms in others.items()}


@cache
def everyday_words() -> tuple[str, ...]:
    """Words that a dictionary would cut apart (批下来, 做完), longest first: to be taken whole."""
    return tuple(
        sorted((word for word in _groups() if len(words(word)) > 1), key=len, reverse=True)
    )


def synonyms(word: str) -> tuple[str, ...]:
    """Other words of the groups that ``word`` stands in; none for a word that is in no group."""
    return _groups().get(word, ())
