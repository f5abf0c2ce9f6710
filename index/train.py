"""Trains the shipped embedding and writes its folder with a model card.

    python -m index.train --data DIR [--out index/model] [--seed 7] [--stard STARD_DIR]
    python -m index.train --data DIR --stard STARD_DIR --hold-out 1 --out DIR
    python -m index.train --evaluate STARD_DIR [--out index/model]

``--stard`` trains twice: once without a fifth of STARD's training questions, to measure on them,
and once with all pairs, to ship. ``--hold-out N`` trains once, without the first N fifths: 1 for
``python -m eval.search --unseen``, 2 for ``python -m eval.ranking lay``. ``--evaluate`` measures
the folder as it stands; a shipped model has seen those questions, so its figures are not honest
ones: those are in the model card.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import torch

from index.embedding import SHIPPED, StaticEmbedder
from index.training.answers import Answers
from index.training.card import save_model, write_card
from index.training.data import (
    LAY,
    Article,
    Data,
    asked_pairs,
    bridges,
    read_data,
    self_supervised,
)
from index.training.evaluate import Figures, evaluate, held_out
from index.training.fit import Fitter, Settings, first_vectors, hard_negatives
from index.training.pieces import frequencies, word_pieces
from ingest.errors import PolicyQAError
from ingest.normal import normal


def train(data: Data, settings: Settings) -> Fitter:
    """Pieces, first vectors, then two stages of fitting: without labels, and with them."""
    rng = random.Random(settings.seed)
    texts = [a.passage for a in data.articles]
    texts += [text for p in data.labelled for text in (p.query, p.passage)]
    tokenizer = word_pieces(texts, settings.vocabulary)
    fitter = Fitter(tokenizer, first_vectors(frequencies(tokenizer, texts), settings), settings)
    pretrain(fitter, data, rng)
    fit_labelled(fitter, data)
    return fitter


def pretrain(fitter: Fitter, data: Data, rng: random.Random) -> None:
    """Passes over pairs made anew each time from all articles and labelled passages."""
    settings = fitter.settings
    passages = sorted({pair.passage for pair in data.labelled})
    units = [*data.articles, *(Article("", "", "", passage) for passage in passages)]
    for epoch in range(settings.pretraining_epochs):
        pairs = self_supervised(units, rng) + asked_pairs(units, settings.asked, rng)
        rate = settings.pretraining_rate * (1 - epoch / settings.pretraining_epochs)
        fitter.fit(pairs, [], Answers(), rate, settings.batch, rng)
        fitter.bags.forget()
        _say(f"自监督训练第 {epoch + 1} 遍，{len(pairs)} 对", fitter)


def fit_labelled(fitter: Fitter, data: Data) -> None:
    """The mean of several trainings from the same start (model soup, Wortsman et al. 2022)."""
    start, ends = fitter.vectors, []
    for run in range(fitter.settings.runs):
        fitter.start_from(start)
        _fit_once(fitter, data, random.Random(fitter.settings.seed + run))
        ends.append(fitter.vectors.detach())
    fitter.start_from(torch.stack(ends).mean(dim=0))


def _fit_once(fitter: Fitter, data: Data, rng: random.Random) -> None:
    """Passes over the labelled pairs, with negatives mined again every second pass.

    Headings are in the pool of negatives: a heading shares words with a question and answers none.
    """
    settings = fitter.settings
    lay = [pair for pair in data.labelled if pair.source in LAY]
    pairs = [*data.labelled, *bridges(data.labelled), *lay * (settings.lay_passes - 1)]
    answers = Answers(pairs)
    headings = {normal(text) for a in data.articles for text in (a.law, a.chapter) if text}
    unlabelled = sorted({a.passage for a in data.articles} | headings)
    pool = rng.sample(unlabelled, min(settings.pool, len(unlabelled)))
    pool += sorted({pair.passage for pair in data.labelled})
    negatives: list[list[str]] = []
    for epoch in range(settings.labelled_epochs):
        if epoch % 2 == 0:
            negatives = hard_negatives(fitter, pairs, answers, pool, rng)
        rate = settings.labelled_rate * (1 - epoch / settings.labelled_epochs)
        fitter.fit(pairs, negatives, answers, rate, settings.labelled_batch, rng)
        _say(f"问答训练第 {epoch + 1} 遍，{len(pairs)} 对", fitter)


def ship(data_folder: Path, out: Path, settings: Settings, stard: Path | None) -> Sequence[Figures]:
    """Measures without the questions held out, then trains on everything and writes ``out``."""
    figures = without(data_folder, settings, stard, 1)[1] if stard else []
    started = time.monotonic()
    data = read_data(data_folder)
    fitter = train(data, settings)
    save_model(out, fitter.tokenizer, fitter.vectors.detach().numpy())
    write_card(out, data, settings, (time.monotonic() - started) / 60, figures)
    return figures


def without(
    data_folder: Path, settings: Settings, stard: Path, fifths: int
) -> tuple[Fitter, Sequence[Figures]]:
    """Trains without the first ``fifths`` of STARD's training questions, measures on the first."""
    hidden = [question.text for question in held_out(stard, range(fifths))]
    fitter = train(read_data(data_folder, hidden), settings)
    return fitter, evaluate(stard, fitter.encode)


@click.command(help="训练随程序发布的向量模型，或评测已有的模型。")
@click.option("--data", type=click.Path(path_type=Path), help="训练数据文件夹")
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, help="模型文件夹")
@click.option("--seed", type=int, default=Settings().seed, help="随机种子")
@click.option("--threads", type=int, default=1, help="线程数（多于一个时，逐次结果略有不同）")
@click.option("--stard", type=click.Path(path_type=Path), help="STARD 文件夹：先留出五分之一评测")
@click.option("--hold-out", type=click.IntRange(1, 4), help="只训练一次，留出前几个五分之一")
@click.option("--evaluate", "measure", type=click.Path(path_type=Path), help="只评测 --out 的模型")
def main(
    data: Path | None,
    out: Path,
    seed: int,
    threads: int,
    stard: Path | None,
    hold_out: int | None,
    measure: Path | None,
) -> None:
    torch.set_num_threads(threads)
    try:
        if measure:
            figures: Sequence[Figures] = evaluate(measure, StaticEmbedder(out).encode)
        elif data and stard and hold_out:
            fitter, figures = without(data, replace(Settings(), seed=seed), stard, hold_out)
            save_model(out, fitter.tokenizer, fitter.vectors.detach().numpy())
            click.echo(f"模型已写入 {out}")
        elif data and not hold_out:
            figures = ship(data, out, replace(Settings(), seed=seed), stard)
            click.echo(f"模型已写入 {out}")
        else:
            raise click.UsageError(
                "请用 --data 给出训练数据文件夹（留出时还须 --stard），或用 --evaluate 评测。"
            )
    except PolicyQAError as error:
        raise click.ClickException(str(error)) from error
    for f in figures:
        click.echo(f"{f.system}\tR@10 {f.recall_10:.3f}\tR@100 {f.recall_100:.3f}\tn={f.n}")


def _say(stage: str, fitter: Fitter) -> None:
    recent = fitter.losses[-20:]
    click.echo(f"{stage}，损失 {sum(recent) / max(1, len(recent)):.3f}", err=True)


if __name__ == "__main__":
    main()
