"""Fits the piece vectors: InfoNCE over a batch, at several widths at once.

InfoNCE: van den Oord et al. 2018. Widths: Matryoshka, Kusupati et al. 2022. First weights:
smooth inverse frequency, Arora et al. 2017. The vector of a text is the mean of its pieces'
vectors, so the length of a piece's vector is its weight, and that is learned too.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional as F

from index.training.answers import Answers
from index.training.bags import Bags
from index.training.data import Pair

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made of; written into the model card.

    ``asked`` is the share of articles that a question is made of in each pass of pretraining,
    ``lay_passes`` how often a lay question is seen in a labelled pass, ``runs`` how many
    labelled trainings are averaged, ``pool`` how many articles negatives are looked for among.
    """

    dim: int = 256
    widths: tuple[int, ...] = (256, 128, 64)
    vocabulary: int = 30_000
    batch: int = 1024
    labelled_batch: int = 512
    pretraining_epochs: int = 4
    labelled_epochs: int = 4
    pretraining_rate: float = 0.05
    labelled_rate: float = 0.04
    asked: float = 0.5
    lay_passes: int = 3
    runs: int = 3
    dropout: float = 0.15
    pool: int = 50_000
    hard_negatives: int = 4
    rank_from: int = 10
    rank_to: int = 110
    scale: float = 12.0
    sif: float = 1e-3
    seed: int = 7


def first_vectors(shares: Sequence[float], settings: Settings) -> torch.Tensor:
    """(pieces, dim): random directions, so texts match by their words; rare pieces weigh more."""
    generator = torch.Generator().manual_seed(settings.seed)
    weights = settings.sif / (settings.sif + torch.tensor(shares))
    weights[0] = 0.0  # the unknown piece says nothing
    return torch.randn(len(shares), settings.dim, generator=generator) * weights[:, None]


class Fitter:
    """Vectors under training, and the passes made over pairs."""

    def __init__(self, tokenizer: Tokenizer, vectors: torch.Tensor, settings: Settings) -> None:
        self.tokenizer = tokenizer
        self.settings = settings
        self.bags = Bags(tokenizer)
        self.losses: list[float] = []
        self._dropping = np.random.default_rng(settings.seed)
        self.start_from(vectors)

    def start_from(self, vectors: torch.Tensor) -> None:
        self.vectors = vectors.detach().clone().requires_grad_(True)

    def fit(
        self,
        pairs: Sequence[Pair],
        negatives: Sequence[Sequence[str]],
        answers: Answers,
        rate: float,
        size: int,
        rng: random.Random,
    ) -> None:
        """One pass over ``pairs``; ``negatives[i]`` are passages that do not answer pair i.

        The learning rate falls linearly from ``rate`` to nothing over the pass.
        """
        optimiser = torch.optim.Adam([self.vectors], lr=rate)
        batches = list(_batches(len(pairs), size, rng))
        for step, batch in enumerate(batches):
            for group in optimiser.param_groups:
                group["lr"] = rate * (1 - step / len(batches))
            loss = self._loss(
                [pairs[i] for i in batch],
                [text for i in batch for text in (negatives[i] if negatives else [])],
                answers,
            )
            optimiser.zero_grad()
            loss.backward()
            assert self.vectors.grad is not None
            self.vectors.grad[0] = 0.0
            optimiser.step()
            self.losses.append(float(loss.detach()))

    def encode(self, texts: Sequence[str], batch: int = 4096) -> Floats:
        """(len(texts), dim) float32, rows of length 1 (0 for a text without known pieces)."""
        parts = []
        with torch.no_grad():
            for start in range(0, len(texts), batch):
                means = self.bags.means(texts[start : start + batch], self.vectors)
                parts.append(F.normalize(means, dim=1).numpy())
        return np.concatenate(parts) if parts else np.zeros((0, self.settings.dim), np.float32)

    def _loss(self, pairs: list[Pair], negatives: list[str], answers: Answers) -> torch.Tensor:
        queries = self._means([p.query for p in pairs])
        candidates = self._means([*(p.passage for p in pairs), *negatives])
        hidden = answers.hidden(pairs, negatives)
        target = torch.arange(len(pairs))
        total = torch.zeros(())
        for width in self.settings.widths:
            q, c = (F.normalize(x[:, :width], dim=1) for x in (queries, candidates))
            logits = (self.settings.scale * q @ c.T).masked_fill(hidden, -torch.inf)
            total = total + F.cross_entropy(logits, target)
        return total / len(self.settings.widths)

    def _means(self, texts: Sequence[str]) -> torch.Tensor:
        return self.bags.means(texts, self.vectors, self.settings.dropout, self._dropping)


def hard_negatives(
    fitter: Fitter,
    pairs: Sequence[Pair],
    answers: Answers,
    pool: Sequence[str],
    rng: random.Random,
) -> list[list[str]]:
    """For each pair, passages of ``pool`` near its query and not known to answer it.

    Drawn from the ranks of the settings: the very first hold answers that nobody labelled.
    """
    settings = fitter.settings
    found: dict[str, list[str]] = {}
    for query, places in nearest(fitter, answers.queries(), pool, settings.rank_to):
        others = (pool[place] for place in places[settings.rank_from :])
        found[query] = [text for text in others if not answers.hold(query, text)]
    return [
        rng.sample(found[pair.query], min(settings.hard_negatives, len(found[pair.query])))
        for pair in pairs
    ]


def nearest(
    fitter: Fitter, queries: Sequence[str], pool: Sequence[str], depth: int
) -> Iterator[tuple[str, list[int]]]:
    """Each query with the places of its ``depth`` nearest texts of ``pool``, nearest first."""
    passages = fitter.encode(pool).T
    for start in range(0, len(queries), 1024):
        part = queries[start : start + 1024]
        scores = torch.from_numpy(fitter.encode(part) @ passages)
        places = scores.topk(min(depth, len(pool))).indices.tolist()
        yield from zip(part, places, strict=True)


def _batches(count: int, size: int, rng: random.Random) -> Iterator[list[int]]:
    order = list(range(count))
    rng.shuffle(order)
    for start in range(0, count, size):
        yield order[start : start + size]
