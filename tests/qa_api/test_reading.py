"""Candidates as the reader reads them, and what is said with it, without it and with another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from conftest import command
from shelves import shelf

from index import KnowledgeBase
from index.cross_encoder import Passage
from qa_api import confidence, reading
from qa_api.answering import answer
from qa_api.candidates import Candidate, candidates
from qa_api.evidence import gather
from qa_api.question import read_question, split_questions
from qa_api.scope import names_of, read_scope

DAY = date(2031, 5, 1)
PLAN = """鹭湾市科学技术协会文件
鹭科协发〔2031〕5号
关于印发《“渔火行动”实施方案》的通知
各学会：
一、组织动员
1. 走访渔村，征集需求
牵头单位：学会部
完成时限：2031年6月
二、集中服务
1. 开设夜间课堂，讲授养殖技术
牵头单位：科普部
完成时限：2031年9月
2. 组织专家驻点服务
牵头单位：学会部
完成时限：2031年10月
三、申报与评审
参加单位须在2031年5月20日前提交申请表，由评审小组书面评审，择优支持8家，每家补助2万元。
四、不予受理
以下情形不能参加渔火行动：
（1）上一年度未通过年检；
（2）提供虚假材料。
鹭湾市科学技术协会
2031年4月3日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(tmp_path_factory.mktemp("read"), {"渔火.txt": PLAN}) as base:
        yield base


def found(kb: KnowledgeBase, question: str) -> list[Candidate]:
    asked = read_question(question)
    return candidates(gather(kb, asked, read_scope(question, names_of(kb))), DAY)


def test_a_passage_stands_under_its_headings_beside_what_it_is_cut_from(kb: KnowledgeBase) -> None:
    passages = reading.passages_of(kb, found(kb, "渔火行动每家补助多少钱？"))
    shown = [passage for passage in passages if passage and "2万元" in passage.text]
    assert shown and all("申报与评审" in passage.around for passage in shown)
    assert all("渔火行动" in passage.notice for passage in shown)
    cut = [passage for passage in shown if len(passage.text) < 12]
    assert all("择优支持8家" in passage.around for passage in cut)


def test_what_leads_to_a_list_stands_around_it(kb: KnowledgeBase) -> None:
    """And is no answer without it."""
    asked = found(kb, "哪些情形不能参加渔火行动？")
    assert not any(one.finding.text.endswith("：") for one in asked)
    passages = reading.passages_of(kb, asked)
    listed = [p for p in passages if p and p.text.startswith("上一年度未通过年检；")]
    assert listed and all("不予受理" in passage.around for passage in listed)
    assert any("以下情形不能参加" in passage.around for passage in listed)


def test_what_is_collected_from_all_over_a_notice_is_not_read(kb: KnowledgeBase) -> None:
    asked = found(kb, "渔火行动里学会部牵头哪几项工作？")
    passages = reading.passages_of(kb, asked)
    collected = [one for one, passage in zip(asked, passages, strict=True) if passage is None]
    assert collected and all("驻点服务" in one.finding.text for one in collected)
    judge = reading.reader()
    assert judge is not None
    scores = reading.scores_of(judge, "何时？", [None, Passage("2031年6月"), None])
    assert scores[0] == scores[2] == 0 != scores[1]
    assert reading.scores_of(judge, "何时？", [None]).tolist() == [0]
    said = answer(kb, "渔火行动里学会部牵头哪几项工作？", as_of=DAY)
    assert "走访渔村" in said.text and "驻点服务" in said.text and "夜间课堂" not in said.text


def test_the_question_is_read_as_it_is_meant() -> None:
    closing = read_question("渔火行动什么时候截止？", names=["渔火行动"])
    assert reading.wording(closing) == "渔火行动什么时候申报截止？"
    assert reading.wording(read_question("申请表什么时候截止提交？")) == "申请表什么时候截止提交？"
    first, second = split_questions("“夜间课堂”由谁牵头，何时完成？")
    assert "夜间课堂" in reading.wording(second) and reading.wording(second).endswith(second.text)
    assert reading.wording(first) == first.text


class Judge:
    """Likes whatever says the word."""

    name = "judge"

    def __init__(self, word: str) -> None:
        self.word = word

    def score(self, question: str, passages: list[Passage]) -> np.ndarray:
        return np.array([9.0 if self.word in p.text else -9.0 for p in passages], np.float32)


def test_the_reader_is_part_of_the_choice(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "渔火行动的申请表什么时候交？"
    monkeypatch.setattr(confidence, "reader", lambda: None)
    alone = answer(kb, question, as_of=DAY)
    assert "5月20日" in alone.text
    monkeypatch.setattr(confidence, "reader", lambda: Judge("5月20日"))
    sure = answer(kb, question, as_of=DAY)
    monkeypatch.setattr(confidence, "reader", lambda: Judge("没有"))
    unsure = answer(kb, question, as_of=DAY)
    assert sure.confidence > alone.confidence and "5月20日" in sure.text
    assert unsure.status == "not_found" or unsure.confidence < alone.confidence


def test_a_named_reader_that_is_not_there_is_told(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    (tmp_path / "渔火.txt").write_text(PLAN, encoding="utf-8")
    base, other = ("--kb", tmp_path / "kb"), str(tmp_path / "none")
    assert command(*base, "ingest", tmp_path / "渔火.txt").returncode == 0
    done = command(*base, "ask", "渔火行动每家补助多少钱？", POLICYQA_READER=other)
    assert done.returncode == 1 and "打不开阅读模型" in done.stderr
    assert "打不开阅读模型" in command(*base, "doctor", POLICYQA_READER=other).stdout
    assert "reader-" in command(*base, "doctor").stdout
