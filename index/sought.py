"""A look-up's text → what is sought: words told apart by how common they are, numbers read.

Words that stand in a large part of the clauses find nothing that the others miss, and to score each
of those clauses would take most of the time of a search among a million.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from index.clause_numbers import readings
from index.shelf import Scope
from index.terms import WEIGHTS, Sought, build_query, numbers_sought, words_sought
from index.thesaurus import single_synonyms

TELLING_MOST = 50_000  # clauses that hold the words of which a hit must have one, taken together


def count(searcher: Any, query: Any) -> int:
    """How many clauses match."""
    return int(searcher.search(query, limit=1).count)


def frequencies(searcher: Any, words: Sequence[str]) -> dict[str, int]:
    """Clauses that hold each word, in the field that most do; titles aside."""
    fields = [field for field in WEIGHTS if field != "head"]
    return {word: max(searcher.doc_freq(f, word) for f in fields) for word in words}


def read_sought(
    text: str, phrases: Sequence[str], count_of: Callable[[Sequence[str]], Mapping[str, int]]
) -> Sought:
    """The words of ``text``, from the rarest: enough of them to bring up TELLING_MOST clauses.

    ``count_of`` tells how many clauses hold each word.
    """
    found = words_sought(text)
    alike = {word: single_synonyms(word) for word in found}
    frequency = count_of([*found, *chain(*alike.values())])
    telling: list[str] = []
    room = TELLING_MOST
    for word in sorted(found, key=lambda word: frequency[word]):
        room -= frequency[word]
        if room < 0 and any(frequency[known] for known in telling):
            break
        telling.append(word)
        others = [other for other in alike[word] if 0 < frequency[other] <= room]
        room -= sum(frequency[other] for other in others)
        alike[word] = tuple(others)
    return Sought(
        alike=alike,
        telling=tuple(telling),
        common=tuple(word for word in found if word not in telling),
        numbers=numbers_sought(text),
        phrases=tuple(phrases),
        nothing=bool(text.strip()) and not found and not phrases,
    )


def matching(sought: Sought) -> Sought:
    """What matches the same clauses, counted faster: common words only add to a score."""
    return replace(sought, common=()) if sought.telling else sought


def with_clause(
    searcher: Any, schema: Any, sought: Sought, clause: str | None, scope: Scope
) -> Sought:
    """With the first reading of the number ``clause`` that any clause in ``scope`` bears."""
    if not clause:
        return sought
    for key in readings(clause):
        if count(searcher, build_query(schema, Sought(clause=key), scope)):
            return replace(sought, clause=key, nothing=False)
    return Sought(nothing=True)
