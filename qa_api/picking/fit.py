"""Train the reader: ``python -m qa_api.picking.fit --data ../shared/train``.

``DIR`` holds ``reading.jsonl``, ``articles.jsonl`` and ``state_council_2019.jsonl``. Each question
is asked of a piece of its passage beside one that is near in meaning and does not answer, and now
and then of such pieces alone. Loss: the surprise, in nats, at any span that answers (Clark &
Gardner 2018). No benchmark's questions are read. The same data and seed give the same file.
Needs opencc (``pip install opencc``) to make traditional characters simplified.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from index.embedding import SHIPPED, StaticEmbedder
from index.ranking.questions import Spoiler
from qa_api.picking.examples import Example, articles, headed, reading, simplifier
from qa_api.picking.network import Network
from qa_api.picking.reader import WEIGHTS
from qa_api.picking.signals import SIGNALS, Floats, Ints, Vocabulary, tabulate

SEED, EPOCHS, BATCH, RATE, DROPPED = 7, 6, 16, 2e-3, 0.2
LAWS = 6000  # questions made from articles of law
HELD = 300  # passages of reading.jsonl held out; and of the others a fifteenth
_HEADED = 3  # times that each of the few headed examples is shown, differently cropped
_UNANSWERED = 0.15
_NEAR = 12  # nearest passages that one that does not answer is drawn from
_AROUND, _OTHER = (60, 320), 260  # characters of a passage around its answer, and of another
_MOST_ASKED = 40


@dataclass(frozen=True, slots=True)
class Item:
    """An example as numbers; ``spans`` are first and last piece, (-1, -1) for no answer."""

    ids: Ints
    signals: NDArray[np.float16]
    asked: Ints
    spans: tuple[tuple[int, int], ...]


def beside(
    examples: Sequence[Example], embedder: StaticEmbedder, rng: random.Random
) -> Iterator[Example]:
    """Each example with a near passage that does not answer, or such passages alone."""
    texts = list(dict.fromkeys(example.passages[0] for example in examples))
    vectors = embedder.encode(texts)
    asked = embedder.encode([example.question for example in examples])
    for at, example in enumerate(examples):
        near = np.argsort(-(vectors @ asked[at]))[:_NEAR]
        own = example.passages[0]
        answers = [own[a:b] for a, b in example.spans if b - a > 3]
        other = [texts[n] for n in near if texts[n] != own]
        other = [t for t in other if not any(x in t for x in answers)] or [rng.choice(texts)]
        chosen = rng.sample(other, min(2, len(other)))
        if rng.random() < _UNANSWERED:
            yield replace(example, passages=tuple(chosen), spans=())
        else:
            yield replace(example, passages=(own, chosen[0]))


def cropped(example: Example, rng: random.Random) -> Example:
    """What stands around one of the answers, and as much of the other passages."""
    if not example.spans:
        return replace(example, passages=tuple(_piece(text, rng) for text in example.passages))
    text, *others = example.passages
    start, end = rng.choice(example.spans)
    first = _boundary(text, max(0, start - rng.randrange(*_AROUND)))
    last = min(len(text), end + rng.randrange(*_AROUND))
    spans = tuple((a - first, b - first) for a, b in example.spans if first <= a and b <= last)
    return replace(
        example, passages=(text[first:last], *(_piece(t, rng) for t in others)), spans=spans
    )


def _piece(text: str, rng: random.Random) -> str:
    at = _boundary(text, rng.randrange(max(1, len(text) - _OTHER)))
    return text[at : at + _OTHER]


def _boundary(text: str, at: int) -> int:
    """The beginning of the sentence that ``at`` stands in."""
    return max(text.rfind(mark, 0, at) for mark in "。；\n") + 1


def items(vocabulary: Vocabulary, examples: Sequence[Example]) -> Iterator[Item]:
    for example in examples:
        table, *_ = tabulate(vocabulary, example.question, example.passages)
        spans = []
        for start, end in example.spans:
            inside = np.flatnonzero(
                (table.passage == 0) & (table.ends > start) & (table.starts < end)
            )
            spans += [(int(inside[0]), int(inside[-1]))] if len(inside) else []
        if len(table.asked) and (spans or not example.spans):
            yield Item(
                table.ids, table.signals.astype(np.float16), table.asked[:_MOST_ASKED],
                tuple(spans) or ((-1, -1),),
            )  # fmt: skip


def batched(part: Sequence[Item], rows: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """What ``Network`` takes; ``rows`` are the vectors of all pieces."""
    ids = np.full((len(part), max(len(i.ids) for i in part)), -1)
    asked = np.full((len(part), max(len(i.asked) for i in part)), -1)
    signals = np.zeros((*ids.shape, SIGNALS), np.float32)
    for at, item in enumerate(part):
        ids[at, : len(item.ids)] = item.ids
        signals[at, : len(item.ids)] = item.signals
        asked[at, : len(item.asked)] = item.asked
    pieces, question = torch.from_numpy(ids), torch.from_numpy(asked)
    live, asked_live = pieces >= 0, question >= 0
    vectors = rows[pieces.clamp(min=0)] * live.unsqueeze(2)
    return (
        vectors, live, torch.from_numpy(signals),
        rows[question.clamp(min=0)] * asked_live.unsqueeze(2), asked_live,
    )  # fmt: skip


def surprise(out: Tensor, part: Sequence[Item]) -> Tensor:
    """Mean over the batch of -log p(any span that answers)."""
    likely = out.log_softmax(1)
    total = torch.zeros(())
    for at, item in enumerate(part):
        spans = torch.tensor(item.spans)  # -1 is the last row: no answer
        begins, ends = likely[at, spans[:, 0], 0], likely[at, spans[:, 1], 1]
        total = total - torch.logsumexp(begins + ends, 0)
    return total / len(part)


def learn(
    data: Sequence[Item],
    held: Mapping[str, Sequence[Item]],
    rows: Tensor,
    rng: random.Random,
    out: Path,
) -> dict[str, dict[str, float]]:
    """How the network does on what was held out; it is saved to ``out`` after each epoch."""
    network = Network(DROPPED)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.01)
    steps = EPOCHS * (len(data) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps + 1, pct_start=0.1)
    measured: dict[str, dict[str, float]] = {}
    for epoch in range(EPOCHS):
        order = sorted(range(len(data)), key=lambda at: len(data[at].ids) + rng.random() * 60)
        groups = [order[at : at + BATCH] for at in range(0, len(order) - BATCH + 1, BATCH)]
        rng.shuffle(groups)
        for group in groups:
            part = [data[at] for at in group]
            loss = surprise(network(*batched(part, rows)), part)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        measured = {name: measure(network, part, rows) for name, part in held.items()}
        network.save(out)
        print(epoch + 1, measured, file=sys.stderr, flush=True)
    return measured


def measure(network: Network, data: Sequence[Item], rows: Tensor) -> dict[str, float]:
    """Of the questions that have an answer: exact spans and mean F1 by pieces; loss over all."""
    network.eval()
    exact: list[bool] = []
    overlap: list[float] = []
    loss = 0.0
    for at in range(0, len(data), BATCH):
        part = data[at : at + BATCH]
        with torch.no_grad():
            out = network(*batched(part, rows))
        loss += float(surprise(out, part)) * len(part)
        for row, item in zip(out.numpy(), part, strict=True):
            if item.spans[0][0] >= 0:
                span = _likeliest(row[: len(item.ids)])
                exact.append(span in item.spans)
                overlap.append(max(_f1(span, other) for other in item.spans))
    network.train()
    values = {
        "exact": sum(exact) / len(exact), "f1": sum(overlap) / len(overlap),
        "loss": loss / len(data),
    }  # fmt: skip
    return {name: round(value, 3) for name, value in values.items()}


def _likeliest(row: Floats) -> tuple[int, int]:
    sums = np.triu(row[:, None, 0] + row[None, :, 1]) + np.tril(np.full((len(row),) * 2, -1e9), -1)
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    return int(first), int(last)


def _f1(one: tuple[int, int], other: tuple[int, int]) -> float:
    common = max(0, min(one[1], other[1]) - max(one[0], other[0]) + 1)
    return 2 * common / (one[1] - one[0] + other[1] - other[0] + 2)


def split(
    folder: Path, laws: int, rng: random.Random
) -> tuple[list[Example], dict[str, list[Example]]]:
    """Examples to learn by, and by source those held out; no passage is in both."""
    read = reading(folder / "reading.jsonl", simplifier())
    passages = sorted({example.passages[0] for example in read})
    rng.shuffle(passages)
    apart = frozenset(passages[:HELD])
    held = {"reading": [example for example in read if example.passages[0] in apart]}
    learnt = [example for example in read if example.passages[0] not in apart]
    made = {
        "articles": articles(folder / "articles.jsonl", laws, Spoiler({}), rng),
        "headed": headed(folder / "state_council_2019.jsonl", rng),
    }
    for name, examples in made.items():
        count = len(examples) // 15
        held[name], rest = examples[:count], examples[count:]
        learnt += rest * (_HEADED if name == "headed" else 1)
    return learnt, held


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--laws", type=int, default=LAWS)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    rng = random.Random(SEED)
    torch.manual_seed(SEED)
    embedder = StaticEmbedder(SHIPPED)
    vocabulary = Vocabulary(embedder)
    rows = torch.from_numpy(vocabulary.vectors(np.arange(vocabulary.size))[0])
    learnt, held = split(options.data, options.laws, rng)

    def made(examples: Sequence[Example]) -> list[Item]:
        found = [cropped(example, rng) for example in beside(examples, embedder, rng)]
        return list(items(vocabulary, found))

    apart = {name: made(examples) for name, examples in held.items()}
    measured = learn(made(learnt), apart, rows, rng, options.out)
    print(measured)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
