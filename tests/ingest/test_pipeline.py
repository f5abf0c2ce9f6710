"""From a file to its notices: ids, forwarded notices, errors, and the benchmark's own judge."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from eval.reading.__main__ import main
from eval.reading.statutes import articles
from ingest.errors import EmptyFile
from ingest.model import Relation, SourceFile
from ingest.pipeline import ingest_file, make_id

FORWARDING = """甲地会〔2031〕9号
关于转发《关于申报提升项目的通知》的通知
各会员单位：
现将通知转发给你们。
甲市地质学会
2031年5月6日
甲市科学技术协会文件
甲科协发〔2031〕51号
关于申报提升项目的通知
各学会：
一、条件
学会可以申报。
甲市科学技术协会
2031年4月27日
"""


def test_a_forwarded_notice_is_one_of_its_own() -> None:
    outer, inner = ingest_file(SourceFile("a.txt", FORWARDING.encode()))
    assert (outer.document_number, inner.document_number) == (
        "甲地会〔2031〕9号",
        "甲科协发〔2031〕51号",
    )
    assert outer.relations == (Relation("forwards", inner.notice_id),)
    assert inner.relations == (Relation("forwarded_by", outer.notice_id),)
    assert inner.issued_on == "2031-04-27"


def test_ids_are_readable_and_follow_the_content() -> None:
    assert make_id("甲科发〔2031〕7号", "关于申报的通知", "文").startswith("甲科发-2031-7号-")
    assert make_id(None, "关于申报的通知", "文") != make_id(None, "关于申报的通知", "字")


def test_an_empty_file_says_so() -> None:
    with pytest.raises(EmptyFile):
        ingest_file(SourceFile("a.txt", b""))


def test_the_judge_of_statutes_counts_by_itself(tmp_path: Path) -> None:
    document = docx.Document()
    for line in (
        "第一章 总则",
        "第一条　甲。第二条 乙。",
        "第一条规定的事项",
        "第二章 附则",
        "第三条之一　丙。",
    ):
        document.add_paragraph(line)
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert articles(path.read_bytes()) == ["第一章/第一条", "第一章/第二条", "第二章/第三条之一"]


def test_the_benchmark_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--shared", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("is missing") == 4
