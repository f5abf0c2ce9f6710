"""A second look: every sentence of the notices meant, where the first look is not sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pytest
from shelves import shelf

from index import KnowledgeBase
from index.cross_encoder import Passage, Scores
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api.candidates import candidates
from qa_api.evidence import Evidence, gather
from qa_api.question import split_questions
from qa_api.reading import scores_of
from qa_api.scope import names_of, read_scope
from qa_api.whole import whole_notices

DAY = date(2032, 4, 1)
NOTICE = """鹭汀市科学技术协会
关于开展“汀光青年”托举工作的通知
一、申报条件
申报人须在本市连续工作满两年。上一年度落选的，有新增业绩的可继续申报。
二、支持方式
每人资助三万元，分两年拨付。离开本市工作的，终止支持并收回剩余款项。
三、报送
材料于2032年5月20日前由所在单位统一报送，个人报送的不予受理。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with shelf(tmp_path_factory.mktemp("whole") / "kb", {"light.txt": NOTICE}) as kb:
        yield kb


def looked(kb: KnowledgeBase, question: str) -> Evidence:
    scope = read_scope(question, names_of(kb))
    return gather(kb, split_questions(question, scope.names, scope.places)[0], scope)


@pytest.mark.parametrize("question", ["汀光青年去年没评上今年还能再试吗", "汀光青年跳槽了钱咋算"])
def test_all_that_a_notice_says_is_among_the_candidates(kb: KnowledgeBase, question: str) -> None:
    evidence = looked(kb, question)
    found = candidates(evidence, DAY)
    more = whole_notices(evidence, found)
    assert more[: len(found)] == found
    texts = [candidate.finding.text for candidate in more]
    assert len(texts) == len(set(texts))
    for told in ("可继续申报", "收回剩余款项", "个人报送的不予受理"):
        assert any(told in text for text in texts)
    assert all(candidate.finding.citations for candidate in more)


def test_notices_that_were_not_chosen_are_not_looked_at(kb: KnowledgeBase) -> None:
    other = "鹭汀市气象局\n关于观测站开放日的通知\n开放日定于2032年6月1日，凭身份证入场。\n"
    kb.add(ingest_file(file := SourceFile("open.txt", other.encode(), "text/plain")), file)
    chosen = next(n.notice_id for n in kb.notices() if "开放日" in n.title)
    question = "汀光青年去年没评上今年还能再试吗"
    scope = read_scope(question, names_of(kb))
    part = split_questions(question, scope.names, scope.places)[0]
    more = whole_notices(gather(kb, part, scope, [chosen]), [])
    assert {c.clause.notice_id for one in more for c in one.finding.citations} <= {chosen}


class Counting:
    """A cross-encoder that counts what it reads."""

    name = "counting"

    def __init__(self) -> None:
        self.count = 0

    def score(self, question: str, passages: Sequence[Passage]) -> Scores:
        self.count += len(passages)
        return np.array([len(passage.text) for passage in passages], np.float32)


def test_the_second_look_reads_nothing_twice() -> None:
    judge, read = Counting(), dict[Passage, float]()
    one, two, three = (Passage("字" * length) for length in (1, 2, 3))
    assert scores_of(judge, "？", [one, None, two, one], read).tolist() == [1, 0, 2, 1]
    assert scores_of(judge, "？", [two, three], read).tolist() == [2, 3]
    assert judge.count == 3
