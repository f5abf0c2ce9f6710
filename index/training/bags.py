"""A text as a bag of pieces: which, and how often. Its vector is their mean, so order says nothing.

While training, each piece is left out of a bag now and then (word dropout, Iyyer et al. 2015): a
question has to be met by what is left of it, not by the one word that gave it away.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional as F

Bag = tuple[NDArray[np.int64], NDArray[np.float32]]
_PART = 4096  # texts cut into pieces at once


class Bags:
    """Cuts each text once and remembers its bag."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, Bag] = {}

    def forget(self) -> None:
        """Drop what is remembered: pairs made anew for each pass never come again."""
        self._known.clear()

    def means(
        self,
        texts: Sequence[str],
        vectors: torch.Tensor,
        dropout: float = 0.0,
        rng: np.random.Generator | None = None,
    ) -> torch.Tensor:
        """(len(texts), dim): the mean of each text's ``vectors``; 0 for a text without pieces.

        With ``rng`` a share ``dropout`` of the pieces is left out.
        """
        bags = self._bags(texts)
        pieces = np.concatenate([bag[0] for bag in bags])
        counts = np.concatenate([bag[1] for bag in bags])
        text = np.repeat(np.arange(len(bags)), [len(bag[0]) for bag in bags])
        if rng is not None and dropout:
            kept = rng.random(len(pieces)) >= dropout
            pieces, counts, text = pieces[kept], counts[kept], text[kept]
        totals = np.bincount(text, counts, minlength=len(bags))
        sizes = np.bincount(text, minlength=len(bags))
        shares = (counts / totals[text]).astype(np.float32)
        return F.embedding_bag(
            torch.from_numpy(pieces),
            vectors,
            torch.from_numpy(np.cumsum(sizes) - sizes),
            mode="sum",
            per_sample_weights=torch.from_numpy(shares),
        )

    def _bags(self, texts: Sequence[str]) -> list[Bag]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), _PART):
            part = new[start : start + _PART]
            found = self._tokenizer.encode_batch_fast(part, add_special_tokens=False)
            for text, encoding in zip(part, found, strict=True):
                pieces, counts = np.unique(np.asarray(encoding.ids, np.int64), return_counts=True)
                self._known[text] = pieces, counts.astype(np.float32)
        return [self._known[text] for text in texts]
