"""Question and clause → numbers that say how well they fit; the ranker weighs and adds them.

``NAMES`` lists them in order. Shares are of the question's weight of words, 0 to 1; scores are
relative to the best candidate, so that they mean the same for every question and corpus.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.clause_numbers import means
from index.ranking.asked import Asked
from index.ranking.focus import lists
from index.ranking.intents import INTENTS, PARTICULAR, defines
from index.ranking.passage import Passage
from index.ranking.subsequence import LONGEST, common_lengths
from index.thesaurus import synonyms

_MET = [f"wanted_{intent.name}" for intent in INTENTS]
_UNASKED = [f"unasked_{name}" for name in PARTICULAR]
NAMES: tuple[str, ...] = (
    "bm25", "notice_bm25", "notice_mass", "cosine", "cosine_behind", "notice_cosine_behind",
    "in_body", "in_path", "in_title", "alike", "besides_title", "no_words_besides_title",
    "sentence", "opening", "pairs", "pairs_besides_title", "run", "order", "order_with_title",
    "named", "another_named", "title_met", "asked_in_title", "in_notice", "missed_in_notice",
    "place_met", "place_other", "issuer", "place", "is_head", "is_row", "is_body", "heading",
    "short", "length", "number_met", "listed", "defines", *_MET, *_UNASKED,
)  # fmt: skip

_RUN = 12  # pairs in a row that are as good as any
_OPENING = 60  # characters in which a clause says what it is about
_LEAD = 80  # characters of a clause that are read on from its title
_TELLING = 8  # characters: those of a shorter question stand in order anywhere
_SHORT = 25
_FEW = 4  # synonyms of a word, any of which stands for it
_LITTLE = 0.5  # weight of words below which nothing is asked but the notice itself

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Found(NamedTuple):
    """A candidate: its passage, its BM25 score and its cosine (0 where not known)."""

    passage: Passage
    bm25: float
    cosine: float


@dataclass(frozen=True, slots=True)
class _Table:
    """Question against candidates: which words (n, words) and pairs (n, pairs) stand where.

    ``notice`` numbers each candidate's notice from 0; ``title`` is (notices, words).
    """

    words: Sequence[str]
    weights: Floats
    body: Flags
    path: Flags
    title: Flags
    pairs: Flags
    rest_pairs: Flags
    notice: NDArray[np.int64]


def features(asked: Asked, found: Sequence[Found], named: Mapping[int, float]) -> Matrix:
    """(len(found), len(NAMES)) float32; ``named`` is how clearly the question names notices."""
    if not found:
        return np.zeros((0, len(NAMES)), np.float32)
    table = _table(asked, found)
    columns = [
        *_scores(found, table), *_words(found, table), *_chars(found, table), *_order(asked, found),
        *_notices(asked, found, table, named), *_shapes(asked, found), *_intents(asked, found),
    ]  # fmt: skip
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _table(asked: Asked, found: Sequence[Found]) -> _Table:
    words, pairs = list(asked.weights), asked.pairs
    passages = [one.passage for one in found]
    titles = {passage.notice: passage.title for passage in passages}
    numbers = {notice: at for at, notice in enumerate(titles)}
    notice = np.array([numbers[passage.notice] for passage in passages])
    body = _stand([passage.body for passage in passages], words)
    in_title = _stand([title.text for title in titles.values()], pairs)
    naming = {passage.notice: passage.named_by for passage in passages}
    stand = _stand([passage.body for passage in passages], pairs)
    return _Table(
        words=words,
        weights=np.array([asked.weights[word] for word in words]),
        body=body,
        path=_stand([passage.path for passage in passages], words) & ~body,
        title=_stand([naming[notice] for notice in titles], words),
        pairs=stand,
        rest_pairs=~in_title[notice],
        notice=notice,
    )


def _stand(texts: Sequence[str], parts: Sequence[str]) -> Flags:
    """(len(texts), len(parts)): does the part stand in the text?"""
    rows = [[part in text for part in parts] for text in texts]
    return np.array(rows, bool).reshape(len(texts), len(parts))


def _best_of(values: Floats, table: _Table) -> Floats:
    """For each candidate the largest value within its notice."""
    best = np.full(len(table.title), -np.inf)
    np.maximum.at(best, table.notice, values)
    return np.asarray(best[table.notice])


def _scores(found: Sequence[Found], table: _Table) -> list[Floats]:
    bm25 = np.array([one.bm25 for one in found])
    bm25 = bm25 / (bm25.max() or 1.0)
    cosine = np.array([one.cosine for one in found])
    order = np.lexsort((-bm25, table.notice))  # the three best of each notice
    starts = np.searchsorted(table.notice[order], np.arange(len(table.title)))
    three = np.array([bm25[order[s : s + 3]][table.notice[order[s : s + 3]] == n].sum()
                      for n, s in enumerate(starts)])  # fmt: skip
    near = _best_of(cosine, table)
    return [
        bm25, _best_of(bm25, table), three[table.notice] / 3,
        cosine, cosine - cosine.max(), near - cosine.max(),
    ]  # fmt: skip


def _words(found: Sequence[Found], table: _Table) -> list[Floats]:
    """Shares of the question's words by where they are met."""
    weights, title = table.weights, table.title[table.notice]
    total = weights.sum() or 1.0
    rest = ~title @ weights
    only_title = rest <= _LITTLE
    besides = (table.body & ~title) @ weights / np.where(only_title, 1.0, rest)
    pairs = list(zip(table.words, weights.tolist(), strict=True))  # Python's floats add up faster
    met = [list(compress(pairs, row)) for row in table.body.tolist()]
    passages = [one.passage for one in found]
    sentence = [_densest(p.sentences, words) for p, words in zip(passages, met, strict=True)]
    opening = [
        _densest((p.body[:_OPENING],), words) for p, words in zip(passages, met, strict=True)
    ]
    return [
        table.body @ weights / total, table.path @ weights / total,
        (title & ~table.body & ~table.path) @ weights / total,
        _alike(passages, table) @ weights / total,
        np.where(only_title, 0.0, besides), only_title.astype(float),
        np.array(sentence) / total, np.array(opening) / total,
    ]  # fmt: skip


def _alike(passages: Sequence[Passage], table: _Table) -> Floats:
    """(n, words): how surely the clause means the word by a synonym of it, where neither the word
    nor its notice's title says it; one of many synonyms tells little."""
    said = np.zeros(table.body.shape)
    wanted = ~table.body & ~table.title[table.notice]
    for at, word in enumerate(table.words):
        if others := synonyms(word):
            sure = min(1.0, _FEW / len(others))
            for row in np.flatnonzero(wanted[:, at]).tolist():
                if any(map(passages[row].body.__contains__, others)):
                    said[row, at] = sure
    return said


def _densest(parts: Iterable[str], met: Sequence[tuple[str, float]]) -> float:
    """The largest weight of the words ``met`` in a candidate that meet in one of its ``parts``."""
    return max((sum(weight for word, weight in met if word in part) for part in parts), default=0.0)


def _chars(found: Sequence[Found], table: _Table) -> list[Floats]:
    """Pairs of characters: met, met besides those of the title, and how many in a row."""
    count, rest = table.pairs.shape[1], table.rest_pairs.sum(axis=1)
    run, longest = np.zeros(len(found)), np.zeros(len(found))
    for column in table.pairs.T:
        run = np.where(column, run + 1, 0)
        longest = np.maximum(longest, run)
    return [
        table.pairs.sum(axis=1) / max(1, count),
        (table.pairs & table.rest_pairs).sum(axis=1) / np.maximum(1, rest),
        np.minimum(longest, _RUN) / _RUN,
    ]


def _order(asked: Asked, found: Sequence[Found]) -> list[Floats]:
    """How much of the question stands in the same order in one sentence, and in title and opening.

    Most questions name a subject, which the title says, and then what they ask of it.
    """
    passages = [one.passage for one in found]
    sentences = [passage.sentences or ("",) for passage in passages]
    starts = np.cumsum([0, *map(len, sentences[:-1])])
    heads = [passage.named_by + passage.body[:_LEAD] for passage in passages]
    common = common_lengths(asked.bare, [*chain.from_iterable(sentences), *heads])
    whole = max(_TELLING, min(len(asked.bare), LONGEST))
    at = len(common) - len(heads)
    return [np.maximum.reduceat(common[:at], starts) / whole, common[at:] / whole]


def _notices(
    asked: Asked, found: Sequence[Found], table: _Table, named: Mapping[int, float]
) -> list[Floats]:
    """What a candidate has from its notice: named, title, all of its words, place, issuer."""
    passages = [one.passage for one in found]
    pairs = frozenset(asked.text[at : at + 2] for at in range(len(asked.text) - 1))
    by_notice = {p.notice: p.title for p in passages}
    titles = {notice: _share(pairs, title.pairs) for notice, title in by_notice.items()}
    covered = table.title.copy()
    np.logical_or.at(covered, table.notice, table.body | table.path)
    total, missed = table.weights.sum() or 1.0, (~covered * table.weights).max(axis=1, initial=0.0)
    places = [bool(asked.places & (p.title.places | p.places)) for p in passages]
    return [
        np.array([named.get(p.notice, 0.0) for p in passages]),
        np.array([bool(named) and p.notice not in named for p in passages], float),
        np.array([titles[p.notice] for p in passages]),
        (table.title @ table.weights / total)[table.notice],
        (covered @ table.weights / total)[table.notice], missed[table.notice] / 8,
        np.array(places, float),
        np.array([bool(asked.places and p.title.places) and not met
                  for p, met in zip(passages, places, strict=True)], float),
        np.array([any(i in asked.text for i in p.title.issuers) for p in passages], float),
    ]  # fmt: skip


def _share(some: frozenset[str], pairs: Sequence[str]) -> float:
    return sum(pair in some for pair in pairs) / max(1, len(pairs))


def _shapes(asked: Asked, found: Sequence[Found]) -> list[Floats]:
    passages = [one.passage for one in found]
    kinds = [p.kind for p in passages]
    return [
        np.array([p.place for p in passages]),
        np.array([kind == "head" for kind in kinds], float),
        np.array([kind in ("row", "table") for kind in kinds], float),
        np.array([kind == "body" for kind in kinds], float),
        np.array([p.heading for p in passages], float),
        np.array([len(p.body) < _SHORT for p in passages], float),
        np.array([math.log(1 + len(p.body)) / 7 for p in passages]),
        np.array([any(means(said, p.labels) for said in asked.numbers) for p in passages], float),
    ]


def _intents(asked: Asked, found: Sequence[Found]) -> list[Floats]:
    passages = [one.passage for one in found]
    bodies = [passage.body for passage in passages]
    things = asked.things if "definition" in asked.intents else ()
    listing, nothing = lists(asked.focus), [False] * len(found)
    columns = [
        [bool(listing and listing.search(body)) for body in bodies],
        [any(x in body and defines(body, x) for x in things) for body in bodies],
    ]
    names = [(intent.name, intent.name in asked.intents) for intent in INTENTS]
    names += [(name, name not in asked.intents) for name in PARTICULAR]
    for name, counts in names:  # most intents are not asked for, and are not looked for either
        columns.append([p.offers(name) for p in passages] if counts else nothing)
    return [np.array(column, float) for column in columns]
