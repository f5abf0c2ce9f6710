"""Second training: which of several texts answers a question, if any.

The loss is that of a conditional logit (listwise softmax) over the texts and saying nothing, whose
score is 0: the same that ``qa_api.confidence`` chooses by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from index.cross_encoder import PADDING, Vocabulary, sequence, shortened
from index.training.reader.lists import Listed
from index.training.reader.network import Network, device
from index.training.reader.settings import Settings

_WARM = 100  # steps until the rate is reached
_BLOCK = 16  # lengths are multiples of it
_JITTER = 12  # tokens by which lists of like length may be put out of order
_MOST = 30.0  # a score's greatest effect


@dataclass(frozen=True, slots=True)
class Tokens:
    """A list as tokens: a row each passage with the place where the passage begins; which are
    right."""

    source: str
    rows: tuple[NDArray[np.uint16], ...]
    begins: int
    right: NDArray[np.bool_]

    @property
    def longest(self) -> int:
        return max(map(len, self.rows))


def tokens_of(listed: Listed, vocabulary: Vocabulary) -> Tokens:
    rows, begins = [], 0
    for passage in listed.passages:
        tokens, begins = sequence(*map(vocabulary.encode, shortened(listed.question, passage)))
        rows.append(np.array(tokens, np.uint16))
    return Tokens(listed.source, tuple(rows), begins, np.array(listed.right, bool))


def tune(
    lists: Sequence[Tokens], candidates: Sequence[Tokens], pretrained: dict[str, torch.Tensor],
    vocabulary: int, settings: Settings, say: Callable[[str], None],
) -> tuple[dict[str, torch.Tensor], dict[str, float]]:  # fmt: skip
    """The network's weights, and the share of held-out lists with a right text where it comes
    first, by source (after the first part)."""
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    network = Network(vocabulary, settings)
    network.start_from(pretrained)
    network.to(device())
    held = rng.random(len(lists)) < settings.held_out
    known = [one for one, out in zip(lists, held, strict=True) if not out]
    unseen = [one for one, out in zip(lists, held, strict=True) if out]
    fit(network, known, settings.passes, settings.rate, settings.batch, rng, say)
    figures = first_right(network, unseen, settings)
    say(f"留出的：{figures}")
    start = {name: value.clone() for name, value in network.state_dict().items()}
    ends = []
    for run in range(settings.runs if candidates else 0):
        network.load_state_dict(start)
        torch.manual_seed(settings.seed + run)
        rng = np.random.default_rng(settings.seed + run)
        fit(
            network, candidates, settings.candidate_passes, settings.candidate_rate,
            settings.candidate_batch, rng, say,
        )  # fmt: skip
        ends.append({name: value.clone() for name, value in network.state_dict().items()})
    weights = soup(ends) if ends else start
    return {name: value.cpu() for name, value in weights.items()}, figures


def soup(ends: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of several trainings from the same start (model soup, Wortsman et al. 2022)."""
    return {
        name: torch.stack([end[name].float() for end in ends]).mean(dim=0).to(value.dtype)
        for name, value in ends[0].items()
    }


@torch.no_grad()  # type: ignore[untyped-decorator]
def scores(network: Network, lists: Sequence[Tokens], batch: int) -> list[NDArray[np.float32]]:
    """Of each list, (passages,)."""
    network.eval()
    found: list[NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(lists)
    for ids in _batches(lists, batch, np.random.default_rng(0)):
        told = _score(network, [lists[at] for at in ids]).cpu().numpy()
        ends = np.cumsum([len(lists[at].rows) for at in ids])
        for at, part in zip(ids, np.split(told, ends[:-1]), strict=True):
            found[at] = part
    return found


def first_right(network: Network, lists: Sequence[Tokens], settings: Settings) -> dict[str, float]:
    told = scores(network, lists, settings.batch)
    by_source: dict[str, list[bool]] = {}
    for one, part in zip(lists, told, strict=True):
        if one.right.any():
            by_source.setdefault(one.source, []).append(bool(one.right[part.argmax()]))
    return {source: round(float(np.mean(hits)), 3) for source, hits in by_source.items()}


def fit(
    network: Network, lists: Sequence[Tokens], passes: int, rate: float, batch: int,
    rng: np.random.Generator, say: Callable[[str], None],
) -> None:  # fmt: skip
    """Moves the weights of ``network``: ``passes`` over the lists, ``batch`` tokens at once, at a
    rate that falls to nothing."""
    network.train()
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98)
    )
    plan = [ids for _ in range(passes) for ids in _batches(lists, batch, rng)]
    recent: list[torch.Tensor] = []
    for step, ids in enumerate(plan):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / _WARM) * (1 - step / len(plan))
        loss = _loss(network, [lists[at] for at in ids])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        recent.append(loss.detach())
        if (step + 1) % max(1, len(plan) // 10) == 0:
            say(f"第 {step + 1}/{len(plan)} 步，损失 {torch.stack(recent).mean().item():.3f}")
            recent.clear()


def _loss(network: Network, lists: Sequence[Tokens]) -> torch.Tensor:
    sizes = [len(one.rows) for one in lists]
    return loss_of(_score(network, lists), sizes, np.concatenate([one.right for one in lists]))


def loss_of(
    scores: torch.Tensor, sizes: Sequence[int], are_right: NDArray[np.bool_]
) -> torch.Tensor:
    """Of lists of these ``sizes``, one after the other: the mean of what is lost."""
    told = scores.clamp(max=_MOST).exp()
    place = torch.repeat_interleave(torch.arange(len(sizes)), torch.tensor(sizes)).to(told.device)
    right = torch.from_numpy(are_right).to(told.device)
    nothing = torch.zeros(len(sizes), device=told.device)
    every = 1 + nothing.index_add(0, place, told)
    answered = nothing.index_add(0, place, right.float()) > 0
    mass = nothing.index_add(0, place, torch.where(right, told, torch.zeros_like(told)))
    return (every.log() - torch.where(answered, mass, torch.ones_like(mass)).log()).mean()


def _score(network: Network, lists: Sequence[Tokens]) -> torch.Tensor:
    rows = [(row, one.begins) for one in lists for row in one.rows]
    longest = -(-max(len(row) for row, _ in rows) // _BLOCK) * _BLOCK
    where = device()
    given = [table.to(where) for table in padded(rows, longest)]
    with torch.autocast(where.type, dtype=torch.bfloat16):
        told = network(*given, (given[0] != PADDING).long())
    return torch.as_tensor(told).float()


def padded(
    rows: Sequence[tuple[NDArray[np.uint16], int]], longest: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens and kinds, (n, longest) each, of rows with the place where the text of each begins."""
    tokens = np.full((len(rows), longest), PADDING, np.int64)
    kinds = np.zeros_like(tokens)
    for at, (row, begins) in enumerate(rows):
        tokens[at, : len(row)] = row
        kinds[at, begins : len(row)] = 1
    return torch.from_numpy(tokens), torch.from_numpy(kinds)


def _batches(lists: Sequence[Tokens], most: int, rng: np.random.Generator) -> Iterator[list[int]]:
    """Lists of like length together, at most ``most`` tokens, padded, in each; in random order."""
    lengths = np.array([one.longest for one in lists])
    batches: list[list[int]] = []
    rows = longest = 0
    for at in np.argsort(lengths + rng.random(len(lists)) * _JITTER).tolist():
        longest = max(longest, int(lengths[at]))
        rows += len(lists[at].rows)
        if not batches or rows * longest > most:
            batches.append([])
            rows, longest = len(lists[at].rows), int(lengths[at])
        batches[-1].append(at)
    yield from (batches[at] for at in rng.permutation(len(batches)))
