"""Labels inside a paragraph are believed where they count on."""

# ruff: noqa: E501 (an invented notice reads best on one line)
from __future__ import annotations

import pytest

from ingest.inline import inline_labels


def found(text: str, **last: int) -> list[str]:
    families = ("article", "cn", "cn_paren", "arabic", "paren", "half_paren", "circle", "ordinal")
    return [label.number for label in inline_labels(text, last, families)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("举措：（1）甲。（2）乙。（3）丙。", ["（1）", "（2）", "（3）"]),
        ("提交：1.申报书；2.汇总表；3.证明。", ["1", "2", "3"]),
        ("如下：①甲；②乙。", ["①", "②"]),
        ("按第（2）项办理。", []),
        ("参见（1）的说明。", []),
        ("增长1.5倍，达2.3亿元。", []),
        ("要求：一、甲。二、乙。", ["一", "二"]),
        ("一批：1.甲。2.乙。4.丁。", ["1", "2", "4"]),
        ("一批：1.甲。2.乙和4.丁。", ["1", "2"]),
        ("负责审查。第八条 审查分为两步。第九条 审查不收费。", []),
    ],
)
def test_runs(text: str, labels: list[str]) -> None:
    assert found(text) == labels


def test_a_list_that_goes_on_from_the_paragraph_before() -> None:
    assert found("又：（5）戊。（6）己。", paren=4) == ["（5）", "（6）"]
    assert found("负责审查。第八条 分为两步。第九条 不收费。", article=7) == ["第八条", "第九条"]


def test_short_ordinals_stay_one_sentence() -> None:
    assert found("要做到：一是快；二是好。") == []
    long = "加强组织领导，明确责任分工，把各项任务落实到岗位和个人，定期检查并通报进展情况，确保按时完成任务。"
    assert found(f"要做到：一是{long}二是{long}") == ["一是", "二是"]
