"""Words that mean the same: what a clause may say in place of the word asked for or looked up."""

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


@cache
def single_synonyms(word: str) -> tuple[str, ...]:
    """Those synonyms that the tokeniser leaves whole: what an index of words can look up."""
    return tuple(other for other in synonyms(word) if words(other) == [other])


def synonyms(word: str) -> tuple[str, ...]:
    """Other words of the groups that ``word`` stands in; none for a word that is in no group."""
    return _groups().get(word, ())


def stands(word: str, text: str) -> bool:
    """Whether ``text`` says ``word`` or a synonym of it."""
    return word in text or any(other in text for other in synonyms(word))
