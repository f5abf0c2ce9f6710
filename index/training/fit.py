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

from index.training.data import Pair

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made of; written into the model card."""

    dim: int = 256
    widths: tuple[int, ...] = (256, 128, 64)
    vocabulary: int = 30_000
    batch: int = 1024
    labelled_batch: int = 256
    pretraining_epochs: int = 2
    labelled_epochs: int = 4
    pretraining_rate: float = 0.05
    labelled_rate: float = 0.04
    hard_negatives: int = 2
    rank_from: int = 10
    rank_to: int = 110
    scale: float = 20.0
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
        self.vectors = vectors.clone().requires_grad_(True)
        self.settings = settings
        self.losses: list[float] = []
        self._known: dict[str, NDArray[np.int32]] = {}

    def fit(
        self,
        pairs: list[Pair],
        negatives: list[list[str]],
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
                bag = self._bag(texts[start : start + batch])
                parts.append(F.normalize(bag, dim=1).numpy())
        return np.concatenate(parts) if parts else np.zeros((0, self.settings.dim), np.float32)

    def _loss(self, pairs: list[Pair], negatives: list[str]) -> torch.Tensor:
        passages = [p.passage for p in pairs]
        queries = self._bag([p.query for p in pairs])
        candidates = self._bag(passages + negatives)
        hidden = _answers_too(pairs, negatives)
        target = torch.arange(len(pairs))
        total = torch.zeros(())
        for width in self.settings.widths:
            q, c = (F.normalize(x[:, :width], dim=1) for x in (queries, candidates))
            logits = (self.settings.scale * q @ c.T).masked_fill(hidden, -torch.inf)
            total = total + F.cross_entropy(logits, target)
        return total / len(self.settings.widths)

    def _bag(self, texts: Sequence[str]) -> torch.Tensor:
        """(len(texts), dim): the mean vector of each text's pieces."""
        ids = self._ids(texts)
        flat = torch.from_numpy(np.concatenate(ids)).long()
        offsets = torch.tensor(np.cumsum([0, *(len(row) for row in ids[:-1])]), dtype=torch.long)
        return F.embedding_bag(flat, self.vectors, offsets, mode="mean")

    def _ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        new = list({text for text in texts if text not in self._known})
        for text, row in zip(
            new, self.tokenizer.encode_batch_fast(new, add_special_tokens=False), strict=True
        ):
            self._known[text] = np.asarray(row.ids, dtype=np.int32)
        return [self._known[text] for text in texts]


def hard_negatives(
    fitter: Fitter, pairs: list[Pair], pool: list[str], rng: random.Random
) -> list[list[str]]:
    """For each pair, passages of ``pool`` near its query and not known to answer it.

    Drawn from the ranks of the settings: the very first hold answers that nobody labelled.
    """
    settings = fitter.settings
    answers: dict[str, set[str]] = {}
    for pair in pairs:
        answers.setdefault(pair.query, set()).add(pair.passage)
    found: dict[str, list[str]] = {}
    for query, places in nearest(fitter, sorted(answers), pool, settings.rank_to):
        others = (pool[place] for place in places[settings.rank_from :])
        found[query] = [text for text in others if text not in answers[query]]
    return [rng.sample(found[pair.query], settings.hard_negatives) for pair in pairs]


def nearest(
    fitter: Fitter, queries: list[str], pool: list[str], depth: int
) -> Iterator[tuple[str, list[int]]]:
    """Each query with the places of its ``depth`` nearest texts of ``pool``, nearest first."""
    passages = fitter.encode(pool)
    for start in range(0, len(queries), 256):
        part = queries[start : start + 256]
        scores = fitter.encode(part) @ passages.T
        places = np.argpartition(-scores, depth, axis=1)[:, :depth]
        for query, row, found in zip(part, scores, places, strict=True):
            yield query, found[np.argsort(-row[found], kind="stable")].tolist()


def _batches(count: int, size: int, rng: random.Random) -> Iterator[list[int]]:
    order = list(range(count))
    rng.shuffle(order)
    for start in range(0, count, size):
        yield order[start : start + size]


def _answers_too(pairs: list[Pair], negatives: list[str]) -> torch.Tensor:
    """(pairs, pairs + negatives): True where a candidate other than its own answers the query."""
    names: dict[str, int] = {}
    passages = _numbered([*(p.passage for p in pairs), *negatives], names)
    groups = _numbered([p.group for p in pairs], names)
    same = passages[: len(pairs), None] == passages[None, :]
    same[:, : len(pairs)] |= groups[:, None] == groups[None, :]
    return same.fill_diagonal_(False)


def _numbered(texts: Sequence[str], names: dict[str, int]) -> torch.Tensor:
    return torch.tensor([names.setdefault(text, len(names)) for text in texts])
