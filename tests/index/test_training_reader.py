"""The reader's training on a small invented set: it prepares, learns, ships what can be served."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("opencc")
from index.cross_encoder import SPECIAL, Passage, Reader, Vocabulary
from index.train_reader import main
from index.training.pairs import times_said
from index.training.reader.lists import Listed, candidate_lists, made_lists, reading_lists
from index.training.reader.listwise import scores, tokens_of, tune
from index.training.reader.masked import WORD, stream_of
from index.training.reader.network import Network
from index.training.reader.prepared import load_lists, save_lists
from index.training.reader.refine import refine
from index.training.reader.renamed import renamed_lists
from index.training.reader.settings import Settings
from index.training.reader.texts import LawArticle, ReadingQuestion

SMALL = Settings(
    width=32, layers=1, heads=2, row=32, rows=4, steps=4, passes=12, rate=3e-3, batch=1500,
    candidate_passes=1, candidate_batch=1500, runs=2, held_out=0.2,
)  # fmt: skip
SUBJECTS = ["路灯", "树苗", "渔船", "图书", "桥梁", "茶叶", "学会", "水库"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Eight invented laws, a reading question and a labelled pair on each, one in traditional
    characters; and candidates for one question."""
    folder = tmp_path / "data"
    folder.mkdir()
    rows: dict[str, list[dict[str, object]]] = {
        "articles": [], "reading": [], "pairs": [], "state_council_2019": [],
    }  # fmt: skip
    for subject in SUBJECTS:
        head = {"law": f"某村{subject}约定", "chapter": "第一章 总则", "date": None}
        for number in "一二三":
            text = f"{subject}由小组负责登记第{number}回。本约定所称{subject}，是指村里的。"
            rows["articles"].append({**head, "article": f"第{number}条", "text": text})
        context = f"{subject}归小组管。每年登记一次。登记不收费用。村里另有规定的除外。"
        answer = {"source": "甲", "licence": "MIT", "context": context, "answers": ["小组"]}
        rows["reading"].append({**answer, "question": f"{subject}归谁管？"})
        pair = {"source": "DRCD 乙", "licence": "MIT", "passage": f"{subject}歸小組管。"}
        rows["pairs"].append({**pair, "question": f"{subject}歸誰管？"})
    rows["state_council_2019"].append({"title": "关于路灯的通知", "text": "路灯应当明亮。" * 200})
    for name, found in rows.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    passages = [
        {"text": "小组", "around": "管理", "right": True},
        {"text": "六月", "around": "", "right": False},
    ]
    own = {"question": "谁管？", "candidates": passages}
    absent = {"question": "谁修？", "candidates": passages[1:], "source": "absent"}
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in (own, absent))
    (folder / "candidates.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def test_the_five_steps_make_what_can_be_served(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.train_reader.Settings", lambda: SMALL)
    work, out = str(tmp_path / "work"), tmp_path / "out"
    given = ["--data", str(data), "--candidates", str(data / "candidates.jsonl")]
    steps = (
        ["prepare", *given], ["pretrain"], ["tune"], ["refine", *given],
        ["ship", "--out", str(out)],
    )  # fmt: skip
    monkeypatch.setattr("index.train_reader._SELDOM", 1)
    for step in steps:
        done = CliRunner().invoke(main, [*step, "--work", work])
        assert done.exit_code == 0, (step, done.output, done.exception)
    told = Reader(out).score(
        "路灯归谁管？", [Passage("路灯归小组管。"), Passage("不收费。", "路灯")]
    )
    assert np.isfinite(told).all()
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "| `DRCD 乙` | MIT | 8 |" in card and "| candidates | 1 |" in card
    assert "| absent | 1 |" in card and card.count("| reading | 8 |") == 2
    assert "歸" not in (tmp_path / "work" / "vocab.txt").read_text(encoding="utf-8")


def test_missing_data_says_what_to_do(tmp_path: Path) -> None:
    work = str(tmp_path / "work")
    done = CliRunner().invoke(main, ["prepare", "--data", str(tmp_path), "--work", work])
    assert done.exit_code == 1 and "训练数据不全" in done.output
    done = CliRunner().invoke(main, ["ship", "--work", work])
    assert done.exit_code == 1 and "tune" in done.output


def test_it_learns_to_tell() -> None:
    """A question for a time is answered by a month, one for a person by a name; or by nothing."""
    vocabulary = Vocabulary([*"何时人价月张元"])
    answers = {"时": "月", "人": "张", "价": "元"}
    rng = random.Random(1)
    lists = []
    for _ in range(600):
        asked = rng.choice("时人价")
        texts = rng.sample("月张元", 2)
        right = tuple(text == answers[asked] for text in texts)
        lists.append(Listed("made", f"何{asked}", tuple(map(Passage, texts)), right))
    tokens = [tokens_of(one, vocabulary) for one in lists]
    start = Network(len(vocabulary), SMALL).bert.state_dict()
    pretrained = {f"bert.{name}": value for name, value in start.items()}
    said: list[str] = []
    settings = replace(SMALL, batch=300, dropout=0.0)
    _, figures = tune(tokens, tokens[:50], pretrained, len(vocabulary), settings, said.append)
    assert figures["made"] > 0.8 and said  # by chance half of them


def test_the_name_of_another_notice_stands_for_its_own() -> None:
    def listed(name: str) -> Listed:
        passages = (
            Passage("6月6日截止", "", f"关于{name}的通知"),
            Passage("5项", "", "关于办会的通知"),
        )
        return Listed("candidates", f"{name}的申报何时截止？", passages, (True, False))

    lists = [listed("橘洲计划"), listed("砾穹计划"), listed("青溪讲堂")] * 20
    times = times_said([("通知", "关于申报计划的截止日期")] * 30)
    renamed = list(renamed_lists(lists, times, random.Random(2)))
    assert 20 < len(renamed) < 60 and not any(any(one.right) for one in renamed)
    for one in renamed:
        own = one.passages[0].notice[2:6]
        assert own not in one.question and one.question.endswith("的申报何时截止?")
    assert not list(renamed_lists([listed("申报计划")] * 9, times, random.Random(2)))


def test_a_question_is_not_told_by_itself() -> None:
    """What mostly has no answer is answered where a text does."""
    settings = replace(
        SMALL, refined_batch=200, refined_rate=2e-3, refined_left_out=0.0, dropout=0.0
    )
    vocabulary = Vocabulary([*"甲乙丙丁月何时传真号"])
    lists = []
    for name in "甲乙丙丁":
        month, number = Passage("月", "", name), Passage("号", "", name)
        lists.append(Listed("candidates", f"{name}何时", (month,), (True,)))
        lists += [Listed("candidates", f"{name}传真", (month,), (False,))] * 3
        lists.append(Listed("answered", f"{name}传真", (number, month), (True, False)))
    tokens = [tokens_of(one, vocabulary) for one in lists]
    start = Network(len(vocabulary), settings).state_dict()
    said: list[str] = []
    end = refine(tokens * 200, start, len(vocabulary), settings, said.append)
    network = Network(len(vocabulary), settings)
    network.load_state_dict(end)
    told = scores(network, tokens, 600)
    assert all(
        np.array_equal(found > 0, one.right) for found, one in zip(told, tokens, strict=True)
    )
    assert float(said[-1].split()[-1]) < float(said[0].split()[-1])


def test_lists_hold_what_answers() -> None:
    rng = random.Random(3)
    context = "路灯归小组管。每年登记一次，费用由村里出。登记不收费用。"
    asked = [ReadingQuestion("路灯归谁管？", context, "小组")] * 200
    lists = list(reading_lists(asked, rng))
    assert {sum(one.right) for one in lists} == {0, 1}
    assert all(
        "小组" in p.text
        for one in lists
        for p, ok in zip(one.passages, one.right, strict=True)
        if ok
    )
    article = LawArticle(
        "某村路灯约定", "第一章 总则", "第一条", "本约定所称路灯，是指村里的灯。路灯不收费用。"
    )
    made = list(made_lists([article] * 60, rng))
    assert made and all(one.question for one in made)
    assert article.heading == "某村路灯约定 总则"


def test_lists_are_read_as_they_were_kept(tmp_path: Path) -> None:
    vocabulary = Vocabulary([*"谁管小组六月"])
    passages = (Passage("小组", "六月"), Passage("六"))
    lists = [tokens_of(Listed("a", q, passages, (True, False)), vocabulary) for q in ("谁管", "谁")]
    save_lists(tmp_path / "lists.npz", lists)
    again = load_lists(tmp_path / "lists.npz")
    assert [(one.source, one.begins, one.right.tolist()) for one in again] == [
        ("a", 4, [True, False]), ("a", 3, [True, False]),
    ]  # fmt: skip
    assert all(
        np.array_equal(x, y)
        for a, b in zip(lists, again, strict=True)
        for x, y in zip(a.rows, b.rows, strict=True)
    )
    save_lists(tmp_path / "none.npz", [])
    assert load_lists(tmp_path / "none.npz") == []


def test_candidates_without_any_text_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"question": "何", "candidates": []}\n', "utf-8")
    assert list(candidate_lists(tmp_path / "c.jsonl")) == []


def test_a_stream_marks_where_words_begin() -> None:
    vocabulary = Vocabulary([*"路灯明亮"])
    words = {"路灯": [(5, True), (6, False)], "明亮": [(7, True), (8, False)], "": []}
    stream = stream_of([("路灯", "明亮")], words.__getitem__, seed=1)
    assert stream.lengths.tolist() == [len(stream.tokens)] == [7]
    assert [int(t) & (WORD - 1) for t in stream.tokens] == [2, 5, 6, 3, 7, 8, 3]
    assert [bool(t & WORD) for t in stream.tokens] == [True, True, False, True, True, False, True]
    assert len(vocabulary) == len(SPECIAL) + 4
