"""Questions on laws become lists for the reader: what answers is right, and shown as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import lay_candidates
from eval.lay_candidates import main
from index.training.reader.lists import LAY

LAWS = {
    "鹭湾渡船管理约定": [
        "渡船由鹭湾渡口管理所登记。未登记的渡船不得载客。",
        "载客超过核定人数的，由渡口管理所处一百元罚款；拒不改正的，停航十日。",
        "渡船每年检修一次，费用由船主承担。",
    ],
    "南平市茶园保护条例": [
        "茶园由镇茶叶站巡查。巡查每季度不少于一次。",
        "在茶园内倾倒垃圾的，由茶叶站责令清除，并处二百元罚款。",
        "茶农受灾的，可以向茶叶站申请补助。",
    ],
}
ASKED = [
    (1, "人坐多了要罚多少钱？", 1),
    (2, "船坏了检修的钱谁出？", 1),
    (4, "往茶地里倒垃圾会怎么样？", 1),
]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    articles = [
        {"law": law, "chapter": "", "date": None, "article": f"第{number}条", "text": text}
        for law, texts in LAWS.items()
        for number, text in zip("一二三", texts, strict=True)
    ]
    questions = [
        {
            "row": row, "law": articles[row]["law"], "article": articles[row]["article"],
            "questions": [[question, [sentence]]],
        }
        for row, question, sentence in ASKED
    ]  # fmt: skip
    for name, rows in (("articles.jsonl", articles), ("lay.jsonl", questions)):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / name).write_text("".join(lines), "utf-8")
    monkeypatch.setattr(lay_candidates, "LAY_QUESTIONS", tmp_path / "lay.jsonl")
    return tmp_path


def test_each_question_is_shown_what_answers_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(data)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["source"] for line in lines] == [LAY] * len(ASKED)
    for line, (_, question, _) in zip(lines, sorted(ASKED), strict=True):
        assert line["question"] == question
        right = [one["text"] for one in line["candidates"] if one["right"]]
        assert right, line
        assert all(("罚款" in text) or ("费用" in text) for text in right)
        assert all(one["notice"] for one in line["candidates"])


def test_a_right_text_ends_as_the_product_shows_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--data", str(data)])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    shown = [one["text"] for line in lines for one in line["candidates"] if one["right"]]
    assert not any(text.endswith("。") for text in shown)
