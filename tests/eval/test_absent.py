"""A question asked of a shelf without its notice: what must be refused is told, and trained on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import absent, candidates
from eval.question_set import read_questions
from index import KnowledgeBase
from ingest.model import SourceFile
from ingest.pipeline import ingest_file

NOTICE = """关于申报“{name}”项目的通知
各学会：
一、推荐名额
每个学会推荐{name}项目不超过{most}项。
二、时间安排
{name}项目网上填报于2031年{month}月6日截止。
鹤原市科学技术协会
2031年1月2日
"""
NOTICES = {"青桥计划": (3, 4), "砾穹计划": (5, 6), "云松小站": (7, 8)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with KnowledgeBase.open(tmp_path / "kb", create=True) as kb:
        for name, (most, month) in NOTICES.items():
            text = NOTICE.format(name=name, most=most, month=month)
            source = SourceFile(f"{name}.txt", text.encode())
            kb.add(ingest_file(source), source)
    return tmp_path / "kb"


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    rows = [
        {
            "id": name, "question": f"{name}网上填报何时截止？", "must": [f"{month}月6日"],
            "evidence": [{"doc": name, "text": f"2031年{month}月6日截止"}],
        }
        for name, (_, month) in NOTICES.items()
    ]  # fmt: skip
    rows.append({"id": "无", "question": "青桥计划有奖金吗？", "answerable": False})
    file = tmp_path / "问题.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return file


def test_each_question_is_asked_where_its_notice_is_not(
    folder: Path, questions: Path, tmp_path: Path
) -> None:
    shelves = list(absent.shelves_without(folder, read_questions(questions), tmp_path / "copies"))
    assert sorted(row["id"] for _, rows in shelves for row in rows) == sorted(NOTICES)
    for copy, rows in shelves:
        with KnowledgeBase.open(copy) as kb:
            left = {Path(notice.source).stem for notice in kb.notices()}
        assert left == NOTICES.keys() - {row["id"] for row in rows}
    with KnowledgeBase.open(folder) as kb:
        assert len(kb.notices()) == 3


def test_what_is_answered_there_is_counted_and_is_never_right(
    folder: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = tmp_path / "copies"
    absent.main([f"{questions}={folder}", "--shelves", str(copies), "--wrong"])
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["asked"] == 3 and told["sure"] <= told["answered"] < 3
    copy = next(copies.rglob("questions.jsonl")).parent
    candidates.main([f"{questions}={folder}", f"{copy / 'questions.jsonl'}!={copy}"])
    lists = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    own, missing = lists[0], lists[-1]
    assert any(one["right"] for one in own["candidates"]) and "source" not in own
    assert "青桥计划" in own["candidates"][0]["notice"]
    assert missing["source"] == "absent"
    assert not any(one["right"] for one in missing["candidates"])
