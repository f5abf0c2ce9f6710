"""Training on a small invented set: the folder loads, repeats itself, and has learned."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("torch")
import torch

from index.embedding import StaticEmbedder
from index.train import main, ship
from index.training.answers import Answers, article_of
from index.training.bags import Bags
from index.training.data import (
    Article,
    Pair,
    TrainingDataMissing,
    asked_pairs,
    bridges,
    read_data,
    self_supervised,
)
from index.training.evaluate import evaluate, fuse, held_out
from index.training.fit import Settings
from index.training.pieces import word_pieces

SMALL = Settings(
    dim=16,
    widths=(16, 8),
    vocabulary=9_000,
    batch=32,
    labelled_batch=16,
    pretraining_epochs=1,
    labelled_epochs=2,
    runs=2,
    rank_from=2,
    rank_to=8,
)
SUBJECTS = ["路灯", "树苗", "渔船", "图书", "桥梁", "茶叶", "学会", "水库"]
STARD = Path(__file__).parents[3] / "shared" / "bench" / "stard"


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(lines, encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Eight invented laws of three articles and two questions on each."""
    folder = tmp_path / "data"
    articles: list[dict[str, object]] = []
    pairs: list[dict[str, object]] = []
    for subject in SUBJECTS:
        for number, verb in enumerate(["登记", "检查", "补助"], start=1):
            text = f"{subject}由村里的{subject}小组{verb}。{subject}{verb}每年办理一次，不收费。"
            head = {"law": f"某村{subject}约定", "chapter": f"第一章 {subject}", "date": None}
            articles.append({**head, "article": f"第{number}条", "text": text})
        for asked, source in (("归谁管？", "甲"), ("要钱吗？", "drcd_dev_trad")):
            row = {"question": subject + asked, "passage": f"{subject}由小组登记，不收费用。"}
            pairs.append({**row, "source": source, "licence": "MIT"})
    write_rows(folder / "articles.jsonl", articles)
    write_rows(folder / "pairs.jsonl", pairs)
    return folder


@pytest.fixture
def stard(tmp_path: Path) -> Path:
    """A STARD of the same shape, made of the invented questions."""
    folder = tmp_path / "stard"
    corpus: list[dict[str, object]] = [
        {"name": f"{s}约定第一条", "text": f"{s}由{s}小组登记。"} for s in SUBJECTS
    ]
    asked: list[dict[str, object]] = [
        {"id": n, "question": f"{s}归谁管？", "relevant": [f"{s}约定第一条"]}
        for n, s in enumerate(SUBJECTS)
    ]
    write_rows(folder / "corpus.jsonl", corpus)
    write_rows(folder / "questions_train.jsonl", asked)
    return folder


def test_a_run_writes_a_folder_that_loads_and_repeats_itself(data: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        ship(data, tmp_path / name, SMALL, None)
    one, two = (StaticEmbedder(tmp_path / name) for name in ("one", "two"))
    texts = [f"{subject}归谁管？" for subject in SUBJECTS]
    assert one.name == two.name
    assert np.array_equal(one.encode(texts), two.encode(texts))
    answers = one.encode([f"{subject}由小组登记，不收费用。" for subject in SUBJECTS])
    assert (one.encode(texts) @ answers.T).argmax(axis=1).tolist() == list(range(len(SUBJECTS)))


def test_another_seed_is_another_model(data: Path, tmp_path: Path) -> None:
    ship(data, tmp_path / "one", SMALL, None)
    ship(data, tmp_path / "two", replace(SMALL, seed=8), None)
    assert StaticEmbedder(tmp_path / "one").name != StaticEmbedder(tmp_path / "two").name


def test_the_card_tells_what_went_in(data: Path, stard: Path, tmp_path: Path) -> None:
    ship(data, tmp_path / "out", SMALL, stard)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "| `甲` | MIT | 8 |" in card and "| `drcd_dev_trad` |" not in card
    assert read_data(data).sha256["pairs.jsonl"] in card
    assert "| embedding |" in card and "| seed | 7 |" in card


def test_held_out_questions_are_not_trained_on(data: Path, stard: Path) -> None:
    hidden = [question.text for question in held_out(stard)]
    assert 0 < len(hidden) < len(SUBJECTS)
    asked = {pair.query for pair in read_data(data, hidden).labelled}
    assert not asked & {text.replace("？", "?") for text in hidden}
    assert len(asked) == len(SUBJECTS) - len(hidden)


def test_missing_data_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataMissing, match="训练数据不全"):
        read_data(tmp_path)
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1 and "articles.jsonl" in done.output
    assert not (tmp_path / "out").exists()


def test_a_pair_never_loses_its_answer() -> None:
    article = Article("某约定", "总则", "第一条", "一年一次，不收费。\n由小组办理，向村里报告。")
    for seed in range(200):
        for pair in self_supervised([article], random.Random(seed)):
            assert len(pair.query) > 3 and len(pair.passage) > 3
            assert pair.passage == pair.passage.strip()


def test_what_is_held_out_can_be_trained_without_and_kept(
    data: Path, stard: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.train.Settings", lambda: SMALL)
    out = tmp_path / "unseen"
    told = ["--data", str(data), "--stard", str(stard), "--hold-out", "2", "--out", str(out)]
    done = CliRunner().invoke(main, told)
    assert done.exit_code == 0 and "embedding" in done.output
    assert StaticEmbedder(out).dim == SMALL.dim and not (out / "README.md").exists()
    one, two = held_out(stard, (0,)), held_out(stard, (0, 1))
    assert set(one) <= set(two)


def test_the_same_article_in_another_dress_is_no_negative() -> None:
    article = "树苗由村里的小组统一登记，每年春天办理一次，不收取任何费用。"
    printed, quoted = f"某村树苗约定第三条 {article}", f"《某村树苗约定》第三条:{article[:20]}"
    assert article_of(quoted) == article_of(printed)[: len(article_of(quoted))]
    other = "渔船由码头的小组逐一检查，每年秋天办理一次，费用由船主承担。"
    pairs = [Pair("树苗归谁管?", printed, "a"), Pair("渔船归谁管?", other, "b")]
    again = [f"树苗约定第三条 {article}", "图书由学校的小组借出，一个月以内归还，丢失的照价赔偿。"]
    hidden = Answers(pairs).hidden(pairs, again)
    assert hidden.tolist() == [[False, False, True, False], [False, False, True, False]]
    assert Answers(pairs).hold("树苗归谁管?", again[0])
    assert not Answers(pairs).hold("渔船归谁管?", again[0])


def test_a_pair_always_keeps_its_own_passage() -> None:
    pairs = [
        Pair(f"问{n}?", "同一段话，许多人都在问它，每个人的问法都不相同。", str(n))
        for n in range(3)
    ]
    assert not Answers(pairs).hidden(pairs, []).diagonal().any()


def test_two_answers_of_one_question_are_bridged() -> None:
    lay = [Pair("归谁管?", "归小组管。", "归谁管?", "lecoqa_train_answer")]
    law = [Pair("归谁管?", "由小组登记。", "归谁管?", "stard_train")]
    made = bridges([*lay, *law, Pair("要钱吗?", "不要。", "要钱吗?", "lecoqa_train_answer")])
    assert [(p.query, p.passage, p.group) for p in made] == [
        ("归小组管。", "由小组登记。", "归谁管?")
    ]


def test_questions_are_made_of_articles_of_law_only() -> None:
    text = "本约定所称树苗，是指村里统一栽种的小树。"
    law, message = Article("某村树苗约定", "", "第二条", text), Article("", "", "", text)
    made = asked_pairs([law, message], 1.0, random.Random(1))
    assert [pair.passage for pair in made] == [law.passage] and "树苗" in made[0].query


def test_bags_are_means_and_dropping_leaves_some_pieces_out() -> None:
    tokenizer = word_pieces(["树苗归小组管"], 9_000)
    bags, vectors = Bags(tokenizer), torch.randn(tokenizer.get_vocab_size(), 4)
    ids = tokenizer.encode("树苗树苗管", add_special_tokens=False).ids
    assert torch.allclose(
        bags.means(["树苗树苗管"], vectors)[0], vectors[ids].mean(dim=0), atol=1e-6
    )
    rng = np.random.default_rng(1)
    assert not bags.means(["树苗管"] * 50, vectors, 0.9, rng).isnan().any()


def test_perfect_vectors_have_perfect_recall(stard: Path) -> None:
    def encode(texts: object) -> np.ndarray:
        rows = [[float(s in text) for s in SUBJECTS] for text in texts]  # type: ignore[attr-defined]
        return np.array(rows, dtype=np.float32)

    by_system = {figures.system: figures for figures in evaluate(stard, encode)}
    assert set(by_system) == {"embedding", "BM25", "fused"}
    assert by_system["embedding"].recall_10 == by_system["BM25"].recall_100 == 1.0


def test_fusion_prefers_what_both_lists_rank_high() -> None:
    assert fuse([[1, 2, 3], [2, 4, 5]])[0] == 2


@pytest.mark.skipif(not STARD.is_dir(), reason="../shared/bench/stard is not here")
def test_a_fifth_of_stard_is_held_out() -> None:
    assert len(held_out(STARD)) == 237
