"""Third training, of the upper layers alone: does the notice asked about say it, or another one?

A text that answers answers nothing where another notice was asked about. That is learned from
questions asked of shelves without their notice, and from questions in which one notice's name
stands for another's. What the lower layers make of a text is computed once and kept, so that two
cores will do: about an hour.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from index.cross_encoder import PADDING
from index.training.reader.listwise import Tokens, loss_of, padded, soup
from index.training.reader.network import Network
from index.training.reader.settings import Settings

ABSENT = "absent"  # the source of lists that nothing answers, for their notice is not there
_ROWS = 32  # read at once by the lower layers
_WARM = 60  # steps until the rate is reached
_LEAST_RATE = 0.02  # share of it at the end
_JITTER = 25  # tokens by which lists of like length may be put out of order
_MOST_RIGHT = 3
_AVERAGED = (1 / 2, 3 / 4, 1)  # shares of the steps
_OUT_OF_REACH = -1e9

Chosen = tuple[Sequence[int], Sequence[int]]  # places of the rows of a list, right and wrong


@dataclass(frozen=True, slots=True)
class _Rows:
    """Each row of tokens once, with the place where its text begins."""

    tokens: list[np.ndarray]
    begins: list[int]
    place: dict[tuple[bytes, int], int]

    def add(self, row: np.ndarray, begins: int) -> int:
        key = row.tobytes(), begins
        if key not in self.place:
            self.place[key] = len(self.tokens)
            self.tokens.append(row)
            self.begins.append(begins)
        return self.place[key]


def refine(
    lists: Sequence[Tokens], weights: dict[str, torch.Tensor], vocabulary: int,
    settings: Settings, say: Callable[[str], None],
) -> dict[str, torch.Tensor]:  # fmt: skip
    """The network's weights after it; the lists' rows are in the order of their likeliness."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    network = Network(vocabulary, settings)
    network.load_state_dict({name: value.float() for name, value in weights.items()})
    rows = _Rows([], [], {})
    told = [(one.source, *_parted(one, rows, settings)) for one in lists]
    states = _states(network, rows, settings, say)
    return _train(network, list(_plan(told, rows, settings, rng)), states, settings, say)


def _parted(one: Tokens, rows: _Rows, settings: Settings) -> Chosen:
    places = [rows.add(row[: settings.refined_tokens], one.begins) for row in one.rows]
    right = [at for at, is_right in zip(places, one.right, strict=True) if is_right]
    wrong = [at for at, is_right in zip(places, one.right, strict=True) if not is_right]
    return right[:_MOST_RIGHT], wrong[: settings.refined_texts - 1]


@torch.no_grad()  # type: ignore[untyped-decorator]
def _states(
    network: Network, rows: _Rows, settings: Settings, say: Callable[[str], None]
) -> list[torch.Tensor]:
    """What the lower layers make of each row, (length, width) in half precision."""
    network.eval()
    kept = [torch.zeros(0)] * len(rows.tokens)
    order = sorted(range(len(kept)), key=lambda at: len(rows.tokens[at]))
    for start in range(0, len(order), _ROWS):
        some = order[start : start + _ROWS]
        given = [(rows.tokens[at], rows.begins[at]) for at in some]
        tokens, kinds = padded(given, max(len(row) for row, _ in given))
        read = network.bert.embeddings(input_ids=tokens, token_type_ids=kinds)
        read = _through(network, slice(None, -settings.refined_layers), read, tokens != PADDING)
        for line, at in enumerate(some):
            kept[at] = read[line, : len(rows.tokens[at])].half().clone()
    say(f"{len(kept)} 段文字已读过下面几层")
    return kept


def _through(
    network: Network, layers: slice, read: torch.Tensor, mask: torch.Tensor
) -> torch.Tensor:
    unseen = torch.zeros(len(mask), 1, 1, mask.shape[1])
    unseen = unseen.masked_fill(~mask[:, None, None, :], _OUT_OF_REACH)
    for layer in network.bert.encoder.layer[layers]:
        told = layer(read, unseen)
        read = told[0] if isinstance(told, tuple) else told
    return read


def _plan(
    told: Sequence[tuple[str, Sequence[int], Sequence[int]]], rows: _Rows, settings: Settings,
    rng: random.Random,
) -> Iterator[list[Chosen]]:  # fmt: skip
    """The lists of each step: of like length, now and then without what answers."""
    for _ in range(settings.refined_passes):
        some: list[Chosen] = []
        for source, right, wrong in told:
            if source == ABSENT and rng.random() >= settings.refined_absent:
                continue
            shown = [] if rng.random() < settings.refined_left_out else right
            if shown or wrong:
                some.append((shown, wrong[: settings.refined_texts - len(shown)]))
        some.sort(key=lambda one: _longest(one, rows) + rng.random() * _JITTER)
        size = settings.refined_lists
        steps = [some[start : start + size] for start in range(0, len(some), size)]
        rng.shuffle(steps)
        yield from steps


def _longest(one: Chosen, rows: _Rows) -> int:
    return max(len(rows.tokens[at]) for part in one for at in part)


def _train(
    network: Network, plan: Sequence[Sequence[Chosen]], states: Sequence[torch.Tensor],
    settings: Settings, say: Callable[[str], None],
) -> dict[str, torch.Tensor]:  # fmt: skip
    """The mean of the weights at some of its steps (``listwise.soup``): they are still moving."""
    network.train()
    ends: list[dict[str, torch.Tensor]] = []
    upper = slice(-settings.refined_layers, None)
    parts = [network.bert.encoder.layer[upper], network.dense, network.out]
    trained = [weight for part in parts for weight in part.parameters()]
    optimiser = torch.optim.AdamW(
        trained, lr=settings.refined_rate, weight_decay=0.01, betas=(0.9, 0.98)
    )
    recent: list[float] = []
    steps = min(settings.refined_steps, len(plan))
    kept = {int(share * steps) - 1 for share in _AVERAGED}
    for step, lists in enumerate(plan[:steps]):
        warm, left = (step + 1) / _WARM, 1 - step / len(plan)
        for group in optimiser.param_groups:
            group["lr"] = settings.refined_rate * min(1.0, warm) * max(_LEAST_RATE, left)
        given = [states[at] for right, wrong in lists for at in (*right, *wrong)]
        read = torch.nn.utils.rnn.pad_sequence([one.float() for one in given], batch_first=True)
        lengths = torch.tensor([len(one) for one in given])
        mask = torch.arange(read.shape[1])[None] < lengths[:, None]
        read = _through(network, upper, read, mask)
        scores = network.read_off(read)
        sizes = [len(right) + len(wrong) for right, wrong in lists]
        are_right = [at < len(right) for (right, _), n in zip(lists, sizes, strict=True)
                     for at in range(n)]  # fmt: skip
        loss = loss_of(scores, sizes, np.array(are_right, bool))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        recent.append(loss.item())
        if (step + 1) % max(1, len(plan) // 10) == 0:
            say(f"第 {step + 1}/{len(plan)} 步，损失 {np.mean(recent):.3f}")
            recent.clear()
        if step in kept:
            ends.append({name: value.clone() for name, value in network.state_dict().items()})
    mean, last = soup(ends), ends[-1]
    moved = {name for name, value in last.items() if not value.equal(ends[0][name])}
    return {name: mean[name] if name in moved else last[name] for name in last}
