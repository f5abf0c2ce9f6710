"""Trains the reader that ships with the program, in five steps.

    python -m eval.candidates QUESTIONS.jsonl=KB … > candidates.jsonl
    python -m eval.candidates --whole QUESTIONS.jsonl=KB … >> candidates.jsonl
    python -m eval.lay_candidates --data DIR >> candidates.jsonl
    python -m index.train_reader prepare --data DIR --candidates candidates.jsonl --work WORK
    python -m index.train_reader pretrain --work WORK
    python -m index.train_reader tune --work WORK
    python -m index.train_reader refine --data DIR --candidates candidates.jsonl --work WORK
    python -m index.train_reader ship --work WORK [--out index/reader]

``prepare`` turns all texts into tokens (a few minutes); ``pretrain`` and ``tune`` want an
accelerator (nine minutes each on one H100) and read nothing but WORK; ``refine`` takes about
forty minutes on two cores that multiply in bfloat16; ``ship`` writes the model's folder with its
card. The libraries that only this needs: ``pip install -e '.[train]'``.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import click

from index.cross_encoder import SHIPPED, Vocabulary
from index.training.reader.prepared import (
    ABOUT,
    CANDIDATES,
    LISTS,
    STREAM,
    load_lists,
    load_stream,
    save_lists,
    save_stream,
)
from index.training.reader.settings import Settings

VOCABULARY, PRETRAINED, TUNED, FIGURES = (
    "vocab.txt", "pretrained.safetensors", "tuned.safetensors", "figures.json",
)  # fmt: skip
REFINED, REFINED_ON = "refined.safetensors", "refined.json"
# Characters seen less often have no token of their own: any, and those of GB 2312.
_SELDOM, _SELDOM_IF_COMMON = 8, 3

_work = click.option(
    "--work", required=True, type=click.Path(path_type=Path), help="各步之间交接文件的文件夹"
)


@click.group(help="训练随程序发布的阅读模型：依次运行 prepare、pretrain、tune、refine、ship。")
def main() -> None:
    pass


@main.command(help="把训练文本变成字符编号。")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="训练数据文件夹")
@click.option(
    "--candidates", type=click.Path(path_type=Path), help="python -m eval.candidates 的输出"
)
@_work
def prepare(data: Path, candidates: Path | None, work: Path) -> None:
    from collections import Counter

    import rjieba

    from index.embedding import load_embedder
    from index.training.data import TrainingDataMissing, sha256_of
    from index.training.pieces import alphabet
    from index.training.reader.lists import (
        candidate_lists,
        made_lists,
        pair_lists,
        reading_lists,
    )
    from index.training.reader.listwise import tokens_of
    from index.training.reader.masked import stream_of
    from index.training.reader.texts import read_sources
    from ingest.normal import normal

    try:
        sources = read_sources(data)
    except TrainingDataMissing as error:
        raise click.ClickException(str(error)) from error
    work.mkdir(parents=True, exist_ok=True)
    running = [(normal(before), normal(text)) for before, text in sources.running()]
    counts = Counter(character for parts in running for part in parts for character in part)
    often = [c for c, n in counts.most_common() if n >= _SELDOM and not c.isspace()]
    common = [c for c in alphabet() if counts[c] >= _SELDOM_IF_COMMON]
    vocabulary = Vocabulary([" ", *dict.fromkeys((*often, *common))])
    vocabulary.write(work / VOCABULARY)

    def words(text: str) -> list[tuple[int, bool]]:
        return [
            (token, place == 0)
            for word in rjieba.cut(text, False)
            for place, token in enumerate(vocabulary.encode(word))
        ]

    seed = Settings().seed
    stream = stream_of(running, words, seed)
    save_stream(work / STREAM, stream)
    rng = random.Random(seed)
    lists = [
        *reading_lists(sources.reading, rng),
        *made_lists(sources.articles, rng),
        *pair_lists(sources.labelled, sources.articles, load_embedder(), rng),
    ]
    own = list(candidate_lists(candidates)) if candidates else []
    save_lists(work / LISTS, [tokens_of(one, vocabulary) for one in lists])
    save_lists(work / CANDIDATES, [tokens_of(one, vocabulary) for one in own])
    sha256 = {**sources.sha256, **({candidates.name: sha256_of(candidates)} if candidates else {})}
    about = {
        "tokens": len(stream.tokens),
        "articles": len(sources.articles),
        "sources": [[*key, count] for key, count in sorted(sources.counts.items())],
        "lists": Counter(one.source for one in (*lists, *own)),
        "sha256": sha256,
    }
    (work / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1), "utf-8")
    click.echo(f"{len(stream.tokens)} 个字符，{len(lists)} + {len(own)} 个列表，已写入 {work}")


@main.command(help="第一步训练：填空。")
@_work
def pretrain(work: Path) -> None:
    from safetensors.torch import save_file

    from index.training.reader.masked import pretrain as fit

    size = len(Vocabulary.read(work / VOCABULARY))
    weights = fit(load_stream(work / STREAM), size, Settings(), click.echo)
    encoder = {k: v.half().contiguous() for k, v in weights.items() if k.startswith("bert.")}
    save_file(encoder, work / PRETRAINED)


@main.command(help="第二步训练：哪一段回答了问题。")
@_work
def tune(work: Path) -> None:
    from safetensors.torch import load_file, save_file

    from index.training.reader.listwise import tune as fit

    size = len(Vocabulary.read(work / VOCABULARY))
    weights, figures = fit(
        load_lists(work / LISTS), load_lists(work / CANDIDATES), load_file(work / PRETRAINED),
        size, Settings(), click.echo,
    )  # fmt: skip
    save_file({k: v.half().contiguous() for k, v in weights.items()}, work / TUNED)
    (work / FIGURES).write_text(json.dumps(figures), "utf-8")


@main.command(help="第三步训练：问法不同、通知不同，是不是仍答得上。")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="训练数据文件夹")
@click.option(
    "--candidates", required=True, type=click.Path(path_type=Path),
    help="python -m eval.candidates 和 eval.lay_candidates 的输出，"
    "包括换了问法的、问没有那些通知的知识库的、整份通知的",
)  # fmt: skip
@click.option("--start", type=click.Path(path_type=Path), help="从这些权重开始（默认是 tune 的）")
@_work
def refine(data: Path, candidates: Path, start: Path | None, work: Path) -> None:
    from collections import Counter

    from safetensors.torch import load_file, save_file

    from index.training.data import TrainingDataMissing, sha256_of
    from index.training.pairs import times_said
    from index.training.reader.lists import CANDIDATE, candidate_lists, reading_lists
    from index.training.reader.listwise import tokens_of
    from index.training.reader.refine import refine as fit
    from index.training.reader.renamed import renamed_lists
    from index.training.reader.texts import read_sources

    try:
        sources = read_sources(data)
    except TrainingDataMissing as error:
        raise click.ClickException(str(error)) from error
    settings = Settings()
    rng = random.Random(settings.seed)
    given = list(candidate_lists(candidates))
    own = [one for one in given if one.source == CANDIDATE]
    renamed = list(renamed_lists(own, times_said(sources.running()), rng))
    some = rng.sample(sources.reading, min(settings.refined_reading, len(sources.reading)))
    lists = [*given, *renamed, *reading_lists(some, rng)]
    vocabulary = Vocabulary.read(work / VOCABULARY)
    weights = fit(
        [tokens_of(one, vocabulary) for one in lists], load_file(start or work / TUNED),
        len(vocabulary), settings, click.echo,
    )  # fmt: skip
    save_file({k: v.half().contiguous() for k, v in weights.items()}, work / REFINED)
    about = {"lists": Counter(one.source for one in lists), "sha256": sha256_of(candidates)}
    (work / REFINED_ON).write_text(json.dumps(about), "utf-8")


@main.command(help="写出随程序发布的文件夹。")
@_work
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, help="模型文件夹")
def ship(work: Path, out: Path) -> None:
    from safetensors.torch import load_file

    from index.training.reader.ship import export, read_about, write_card

    try:
        about = read_about(work / ABOUT) | {"figures": read_about(work / FIGURES)}
        about |= {"refined": read_about(work / REFINED_ON)}
        weights = load_file(work / REFINED)
    except OSError as error:
        raise click.ClickException(f"{work} 里还没有 tune 和 refine 的结果：{error}") from error
    export(weights, Vocabulary.read(work / VOCABULARY), Settings(), out)
    write_card(out, about, Settings())
    click.echo(f"模型已写入 {out}")


if __name__ == "__main__":
    main()
