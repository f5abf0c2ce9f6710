"""First training: whole words are left out of running text and are to be guessed.

Masked language modelling with whole words masked (Devlin et al. 2019, Cui et al. 2021). Texts stand
one after another in rows of equal length, cut anew in each pass.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from index.cross_encoder import BREAK, MASK, SPECIAL, START
from index.training.reader.network import device, masked_model
from index.training.reader.settings import Settings

WORD = 1 << 15  # the bit of a token that begins a word
_WARM = 300  # steps until the rate is reached
_LAST = 0.02  # share of the rate that is left at the end
_KEPT, _REPLACED = 0.1, 0.1  # of the words left out: shown all the same, shown as another


@dataclass(frozen=True, slots=True)
class Stream:
    """Texts one after another: tokens (with the bit ``WORD``), and the length of each text."""

    tokens: NDArray[np.uint16]
    lengths: NDArray[np.int64]


def pretrain(
    stream: Stream, vocabulary: int, settings: Settings, say: Callable[[str], None]
) -> dict[str, torch.Tensor]:
    """The weights of a ``BertForMaskedLM``."""
    torch.manual_seed(settings.seed)
    torch.set_float32_matmul_precision("high")
    where = device()
    model = masked_model(vocabulary, settings)
    encoder = torch.compile(model.bert) if where.type == "cuda" else model.bert
    plain = [p for p in model.parameters() if p.ndim <= 1]
    weighty = [p for p in model.parameters() if p.ndim > 1]
    optimiser = torch.optim.AdamW(
        [{"params": weighty, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}],
        lr=settings.pretraining_rate, betas=(0.9, 0.98), eps=1e-6,
    )  # fmt: skip
    tokens = torch.from_numpy(stream.tokens.astype(np.int32)).to(where)
    rows = _rows(stream, settings)
    for step in range(settings.steps):
        for group in optimiser.param_groups:
            left = max(_LAST, 1 - step / settings.steps)
            group["lr"] = settings.pretraining_rate * min(1, (step + 1) / _WARM) * left
        shown, true, chosen = _masked(tokens[next(rows).to(where)], vocabulary, settings.masked)
        with torch.autocast(where.type, dtype=torch.bfloat16):
            guessed = model.cls(encoder(input_ids=shown).last_hidden_state[chosen])
        loss = F.cross_entropy(guessed.float(), true[chosen])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if (step + 1) % 500 == 0:
            say(f"预训练第 {step + 1} 步，损失 {loss.item():.3f}")
    return {name: value.cpu() for name, value in model.state_dict().items()}


def _rows(stream: Stream, settings: Settings) -> Iterator[torch.Tensor]:
    """Places of tokens, (rows, row), without end: in each pass the texts in another order."""
    rng = np.random.default_rng(settings.seed)
    starts = np.cumsum(stream.lengths) - stream.lengths
    count = min(settings.rows, max(1, len(stream.tokens) // settings.row - 1))
    while True:
        order = rng.permutation(len(stream.lengths))
        sizes = stream.lengths[order]
        shift = starts[order] - (np.cumsum(sizes) - sizes)
        places = np.repeat(shift, sizes) + np.arange(len(stream.tokens))
        places = places[rng.integers(settings.row) :]
        whole = len(places) // settings.row
        table = places[: whole * settings.row].reshape(whole, settings.row)
        for batch in rng.permutation(whole // count):
            yield torch.from_numpy(table[batch * count : (batch + 1) * count])


def _masked(
    raw: torch.Tensor, vocabulary: int, share: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Tokens as shown, as they are, and which are to be guessed."""
    true = (raw & (WORD - 1)).long()
    word = ((raw & WORD) > 0).long().cumsum(1)
    drawn = torch.rand(raw.shape[0], raw.shape[1] + 1, device=raw.device).gather(1, word)
    chosen = (drawn < share) & (true >= len(SPECIAL))
    act = torch.rand_like(drawn)
    shown = true.clone()
    shown[chosen & (act < 1 - _KEPT - _REPLACED)] = MASK
    replaced = chosen & (act >= 1 - _REPLACED)
    others = torch.randint(len(SPECIAL), vocabulary, true.shape, device=raw.device)
    return torch.where(replaced, others, shown), true, chosen


def stream_of(
    texts: list[tuple[str, str]], encode: Callable[[str], list[tuple[int, bool]]], seed: int
) -> Stream:
    """``texts`` are pairs (a heading or question, a text); ``encode`` gives tokens and whether a
    word begins there. In a random order."""
    random.Random(seed).shuffle(texts)
    flat: list[int] = []
    lengths = []
    for parts in texts:
        before = len(flat)
        flat.append(START | WORD)
        for part in filter(None, parts):
            flat += [token | (WORD if begins else 0) for token, begins in encode(part)]
            flat.append(BREAK | WORD)
        lengths.append(len(flat) - before)
    return Stream(np.array(flat, np.uint16), np.array(lengths, np.int64))
