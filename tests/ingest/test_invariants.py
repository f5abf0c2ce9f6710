"""Invariants 1, 2 and 7 of reading, over generated notices and over the real ones.

1. ``notice.text[start:end]`` is the clause's and the fact's text. 2. Every character that is not blank
is in exactly one clause, and every line of the source is in a notice or in what was removed, in order.
7. Reading twice gives the same.
"""

# ruff: noqa: E501 (an invented notice reads best on one line)
from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.model import Notice, SourceFile
from ingest.pipeline import ingest_file
from ingest.readers import read

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def blank_free(text: str) -> str:
    return "".join(text.split())


def check(source: SourceFile) -> None:
    notices = ingest_file(source)
    for notice in notices:
        partitioned(notice)
        facts_quote(notice)
    raw = read(source)
    assert "".join(blank_free(line.text) for line in raw.lines) == "".join(
        blank_free(notice.text) for notice in notices
    )
    assert ingest_file(source) == notices


def partitioned(notice: Notice) -> None:
    at = 0
    for clause in notice.clauses:
        assert not notice.text[at : clause.start].strip(), (
            clause.number,
            notice.text[at : clause.start],
        )
        assert at <= clause.start < clause.end <= len(notice.text), clause.number
        at = clause.end
    assert not notice.text[at:].strip()
    ids = [clause.clause_id for clause in notice.clauses]
    assert len(set(ids)) == len(ids)
    assert {clause.parent for clause in notice.clauses} <= {*ids, None}


def facts_quote(notice: Notice) -> None:
    spans = {clause.clause_id: (clause.start, clause.end) for clause in notice.clauses}
    for fact in notice.facts:
        start, end = spans[fact.clause_id]
        assert start <= fact.start < fact.end <= end
        assert notice.text[fact.start : fact.end] == fact.text


PAGE_NUMBER = "- 3 -"
NUMERALS = ["一", "二", "三", "四", "十", "十一", "二十三"]
WORDS = st.text(
    alphabet="甲乙丙丁项目申报单位须于前提交材料应当符合，、“”《》（）1 　", min_size=1, max_size=60
)
NUMBER = st.integers(min_value=1, max_value=23)
LABELS = st.one_of(
    st.sampled_from(NUMERALS).map("{}、".format),
    st.sampled_from(NUMERALS).map("（{}）".format),
    st.sampled_from(NUMERALS).map("第{}条　".format),
    st.sampled_from(NUMERALS).map("第{}章 ".format),
    st.sampled_from(NUMERALS).map("第{}条之二 ".format),
    NUMBER.map("{}.".format),
    NUMBER.map("{}、".format),
    NUMBER.map("（{}）".format),
    NUMBER.map("{}）".format),
    NUMBER.map("{} ".format),
    st.tuples(NUMBER, NUMBER).map(lambda pair: f"{pair[0]}.{pair[1]} "),
    st.sampled_from(["①", "②", "一是", "二是", "——", "专栏1 ", "附件2：", "附录A ", "“第三条　"]),
)
FIXED = st.sampled_from(
    [
        "甲市科学技术局文件", "甲科发〔2031〕7号", "关于开展甲项目申报工作的通知", "各有关单位：", "目录",
        "附件1", "附件：1.申报书", "2.汇总表", "甲市科学技术局", "2031年4月6日", "抄送：乙局。",
        "甲市科学技术局办公室　2031年4月7日印发", "联系人：宋一鸣，电话：025-83620011。",
        "请于2031年5月28日17:00前报送。", "将第三条修改为：“第三条　甲。", "本办法自发布之日起施行。",
        "（1）甲。（2）乙。（3）丙。", "第一章　总则", PAGE_NUMBER, "表1 经费预算表",
    ]
)  # fmt: skip
ROWS = st.lists(WORDS.map(blank_free), min_size=2, max_size=4).map("\t".join)
LINES = st.one_of(FIXED, WORDS, ROWS, st.tuples(LABELS, WORDS).map("".join))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(LINES, min_size=1, max_size=30), st.sampled_from(["\n", "\n\n", "\n　　", " ", "。 "])
)
@example([PAGE_NUMBER] * 4, "\n")
def test_generated_notices(lines: list[str], joint: str) -> None:
    try:
        check(SourceFile("notice.txt", joint.join(lines).encode()))
    except IngestError:  # right only where there is next to nothing to read beside page numbers
        text = "".join(line for line in lines if line != PAGE_NUMBER)
        assert len(blank_free(text)) < 10


def real() -> Iterator[Path]:
    yield from sorted(path for path in (ROOT / "corpus").iterdir() if path.name != "README.md")
    yield from sorted(path for path in SHARED.glob("notices/*") if not path.stem.endswith("-scan"))
    yield from sorted(SHARED.glob("formats/state_council_html/*.html"))
    yield from sorted(SHARED.glob("bench/legal_dc/documents/*.docx"))[::20]


@pytest.mark.parametrize("path", list(real()), ids=lambda path: path.name)
def test_real_notices(path: Path) -> None:
    check(SourceFile.from_path(path))


def test_real_notices_on_one_line() -> None:
    path = SHARED / "bench/ncp/documents.jsonl"
    if not path.exists():
        pytest.skip("needs bench/ncp of ../shared")
    for line in path.read_text("utf-8").splitlines()[::3]:
        row = json.loads(line)
        check(SourceFile(f"{row['docid']}.txt", row["text"].encode()))
