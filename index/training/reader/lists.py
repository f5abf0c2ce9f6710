"""Questions, each with texts of which some answer it or none does: what the reader is to tell.

Made of reading questions (the sentence or phrase that holds the answer among those around it), of
articles (a question made of an article's wording, its sentence among those of the articles beside
it), of labelled pairs (with what the embedding mistakes for the passage), and of the candidates
that the product itself brought for questions whose truth is known (``python -m eval.candidates``).
Now and then what answers is left out, so that nothing answers.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.cross_encoder import Passage
from index.embedding import Embedder
from index.ranking.questions import Spoiler, asked_of
from index.training.data import SENTENCE
from index.training.reader.texts import Labelled, LawArticle, ReadingQuestion
from ingest.normal import normal

# The sources of lists that the product brought: of a shelf with the notice, of one without it, of
# the first with an invented text that answers, of all sentences of the notice, and of a shelf of
# laws for the questions of ``LAY_QUESTIONS``.
CANDIDATE, ABSENT, ANSWERED, WHOLE, LAY = "candidates", "absent", "answered", "whole", "lay"
_PHRASE = re.compile(r"(?<=[，。；、！？;!?,:：\n])")
_ENDS = "，。；、"
_SHORTEST = 4  # characters of a sentence that may be a text
_MOST = 14  # texts of a list
_UNANSWERED_READING, _UNANSWERED = 0.2, 0.15
_PHRASES = 0.4  # share of the reading questions that are answered by a phrase
_AROUND = 64  # characters
_ELSEWHERE = 3  # sentences of another text
_ASKED = 70_000  # articles that questions are made of
_PLAIN_KINDS, _PLAIN_LEFT_OUT = ("duty", "procedure"), 0.6
_WHOLE = ("list", "which", "condition", "material")  # kinds that the whole article answers
_DULL, _DULL_KEPT = ("effective", "scope", "purpose"), 0.2
_NEAR = 4  # articles on either side
_MESSAGES, _MESSAGES_KEPT = "gov", 0.2  # a message's title and its text are too easily told
_RANKED, _MISTAKEN = 40, slice(2, 30)  # ranks; the first may well answer too
_NEGATIVES = 7
_POOL = 20_000
_PASSAGE = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """``right``: which of the passages answer the question."""

    source: str
    question: str
    passages: tuple[Passage, ...]
    right: tuple[bool, ...]


def reading_lists(asked: Sequence[ReadingQuestion], rng: random.Random) -> Iterator[Listed]:
    """Of several sentences that hold the answer the one most like the question is right, and the
    others are left out."""
    for one in asked:
        sentences = _sentences(one.context)
        holding = [at for at, sentence in enumerate(sentences) if one.answer in sentence]
        if not holding:
            continue
        best = max(holding, key=lambda at: len(set(one.question) & set(sentences[at])))
        others = [at for at in range(len(sentences)) if at not in holding]
        right: list[Passage] = []
        wrong: list[Passage] = []
        if rng.random() < _PHRASES:
            for at in (best, *others):
                around = normal(sentences[at])[:_AROUND]
                for phrase in _PHRASE.split(sentences[at]):
                    text = phrase.strip(_ENDS)
                    if len(text) > 1:
                        holds = at == best and one.answer in phrase
                        (right if holds else wrong).append(Passage(text, around))
            if not right:  # it goes over several phrases
                right = [Passage(one.answer, normal(sentences[best])[:_AROUND])]
        else:
            right = [Passage(sentences[best])]
            wrong = [Passage(sentences[at]) for at in others]
        elsewhere = rng.choice(asked).context
        if elsewhere != one.context:
            wrong += map(Passage, _sentences(elsewhere)[:_ELSEWHERE])
        yield _listed("reading", one.question, right, wrong, rng, _UNANSWERED_READING)


def made_lists(articles: Sequence[LawArticle], rng: random.Random) -> Iterator[Listed]:
    """The sentence that shares most pairs of characters with the question made of it is right."""
    by_law: defaultdict[str, list[int]] = defaultdict(list)
    place = []
    for at, article in enumerate(articles):
        place.append(len(by_law[article.law]))
        by_law[article.law].append(at)
    for at in rng.sample(range(len(articles)), min(_ASKED, len(articles))):
        article = articles[at]
        made = [
            (kind, question)
            for kind, question in asked_of(article.text, article.law, rng, Spoiler({}))
            if kind not in _DULL or rng.random() < _DULL_KEPT
        ]
        telling = [one for one in made if one[0] not in _PLAIN_KINDS]
        own = _under(article)
        if not made or not own or (not telling and rng.random() < _PLAIN_LEFT_OUT):
            continue
        kind, question = rng.choice(telling or made)
        if kind in _WHOLE:
            right, own = [Passage(article.text, own[0].around)], []
        else:
            right = [own.pop(_likest(question, own))]
        wrong = own[:_NEAR]
        law, here = by_law[article.law], place[at]
        near = [n for n in law[max(0, here - _NEAR) : here + _NEAR + 1] if n != at]
        rng.shuffle(near)
        for other in near[:_NEAR]:
            wrong += _under(articles[other])[:2]
        yield _listed("made", question, right, wrong, rng, _UNANSWERED)


def pair_lists(
    pairs: Sequence[Labelled], articles: Sequence[LawArticle], embedder: Embedder,
    rng: random.Random,
) -> Iterator[Listed]:  # fmt: skip
    kept = [p for p in pairs if not p.source.startswith(_MESSAGES) or rng.random() < _MESSAGES_KEPT]
    answering: defaultdict[str, set[str]] = defaultdict(set)
    for pair in kept:
        answering[normal(pair.question)].add(_beginning(normal(pair.passage)))
    some = rng.sample(list(articles), min(_POOL, len(articles)))
    texts = {normal(f"{a.law}{a.number} {a.text}")[:_PASSAGE] for a in some}
    pool = sorted(texts | {normal(pair.passage)[:_PASSAGE] for pair in kept})
    vectors = embedder.encode(pool)
    for pair in kept:
        question = normal(pair.question)
        near = vectors @ embedder.encode([question])[0]
        first = np.argpartition(-near, min(_RANKED, len(pool) - 1))[:_RANKED]
        ranked = first[np.argsort(-near[first])]
        others = [pool[at] for at in ranked if _beginning(pool[at]) not in answering[question]]
        wrong = [Passage(text) for text in others[_MISTAKEN]]
        rng.shuffle(wrong)
        right = [Passage(pair.passage)]
        yield _listed("pairs", pair.question, right, wrong[:_NEGATIVES], rng, _UNANSWERED)


def candidate_lists(path: Path) -> Iterator[Listed]:
    """Rows ``{question, candidates: [{text, around, notice, right}]}``, the likeliest first.

    ``source`` is that of the lists; ``CANDIDATE`` where there is none."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found = row["candidates"]
            if found:
                passages = tuple(
                    Passage(one["text"], one["around"], one.get("notice", "")) for one in found
                )
                right = tuple(bool(one["right"]) for one in found)
                yield Listed(row.get("source", CANDIDATE), row["question"], passages, right)


def _listed(
    source: str, question: str, right: Iterable[Passage], wrong: list[Passage],
    rng: random.Random, unanswered: float,
) -> Listed:  # fmt: skip
    kept = [] if rng.random() < unanswered else list(right)
    rng.shuffle(wrong)
    passages = (*kept, *wrong[: _MOST - 1])
    return Listed(source, question, passages, tuple(at < len(kept) for at in range(len(passages))))


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE.split(text) if len(part.strip()) >= _SHORTEST]


def _under(article: LawArticle) -> list[Passage]:
    around = normal(article.heading)[-_AROUND:]
    return [Passage(sentence, around) for sentence in _sentences(article.text)]


def _likest(question: str, passages: Sequence[Passage]) -> int:
    pairs = {question[at : at + 2] for at in range(len(question) - 1)}
    return max(range(len(passages)), key=lambda at: sum(p in passages[at].text for p in pairs))


def _beginning(passage: str) -> str:
    return passage[:40]
