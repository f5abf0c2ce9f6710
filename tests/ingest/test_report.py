"""The parse report: where every line went, what skips, repeats or is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from make_files import Text, make_pdf, make_zip

from ingest.model import Line, Page, RawDocument, SourceFile
from ingest.pipeline import notices_of
from ingest.report import Report, build, inspect
from qa_api.commands.inspect import inspect as command

NOTICE = """临江市科学技术协会文件
临科协发〔2031〕7号
关于组织申报2031年度青桥计划项目的通知
各市级学会：
现就2031年度青桥计划项目申报工作通知如下，申报书见附件2，预算表见附件3。
一、申报条件
（一）申报单位须为市科协所属学会。
（三）每个学会限报2项。
三、申报时间
申报时间为2031年4月30日至5月28日。
三、联系方式
联系人：林青
临江市科学技术协会
2031年4月27日
附件2
青桥计划项目申报书
一、基本情况
项目名称、申报单位、联系人等。
"""


def report(text: str = NOTICE) -> Report:
    return inspect(SourceFile("青桥计划.txt", text.encode()))


def test_numbers_that_skip_or_repeat() -> None:
    [notice] = report().notices
    assert [(odd.kind, odd.number, odd.after) for odd in notice.numbering] == [
        ("gap", "一/（三）", "一/（一）"),
        ("gap", "三", "一"),
        ("repeat", "三", "三"),
    ]


def test_numbers_may_count_on_over_headings() -> None:
    text = NOTICE.replace("（三）每个", "（二）每个").replace("三、申报时间", "二、申报时间")
    text = text.replace("申报时间为", "1.申报时间为").replace("联系人：林青", "2.联系人：林青")
    [notice] = report(text).notices
    assert notice.numbering == ()


def test_annexes_that_are_not_there() -> None:
    assert report().missing_annexes == ("附件3",)
    assert report(NOTICE.replace("附件3", "附件2")).missing_annexes == ()
    assert report(NOTICE.replace("附件3", "《管理办法》附件3")).missing_annexes == ()


def test_every_line_is_somewhere() -> None:
    found = report(NOTICE + "— 1 —\n")
    lines = found.lines
    assert (lines.total, lines.removed, lines.lost) == (NOTICE.count("\n") + 1, 1, 0)
    assert lines.head >= 4
    assert [(each.reason, each.line.text) for each in found.removed] == [("页码", "— 1 —")]


def test_clauses_by_kind_and_level() -> None:
    [notice] = report().notices
    assert notice.document_number == "临科协发〔2031〕7号"
    assert notice.kinds["head"] == 1
    assert notice.levels[2] >= 3
    assert notice.tables == 0


def test_pages_recognised_and_unreadable() -> None:
    lines = tuple(
        Line(text, page=1, box=(80, 30.0 * n, 500, 30.0 * n + 16), opens=True)
        for n, text in enumerate(NOTICE.splitlines(), start=1)
    )
    raw = RawDocument(lines, (Page(1, 595, 842, 0.93), Page(2, 595, 842)))
    source = SourceFile("扫描.pdf", b"x")
    found = build(source, raw, notices_of(raw, source))
    assert (found.pages, found.recognised, found.unreadable) == (2, {1: 0.93}, (2,))
    assert found.lines.lost == 0
    assert json.loads(json.dumps(found.to_json()))["recognised"] == [
        {"page": 1, "confidence": 0.93}
    ]


def test_the_command_for_people_and_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = [Text(112, 80 + 28 * n, line) for n, line in enumerate(NOTICE.splitlines())]
    Path("包.zip").write_bytes(make_zip({"通知.txt": NOTICE.encode(), "坏.pdf": b"%PDF-1.4"}))
    Path("甲.pdf").write_bytes(make_pdf([page]))
    shown = CliRunner().invoke(command, ["包.zip", "甲.pdf", "无.txt"])
    assert shown.exit_code == 2
    for words in ("包.zip/通知.txt", "跳号：一/（三）", "没有的附件：附件3", "甲.pdf　1 页"):
        assert words in shown.stdout
    assert "包.zip/坏.pdf：" in shown.stderr
    assert "无.txt：没有这个文件" in shown.stderr
    row = json.loads(CliRunner().invoke(command, ["甲.pdf", "--json"]).stdout)
    assert (row["file"], row["pages"], row["missing_annexes"]) == ("甲.pdf", 1, ["附件3"])
    assert row["lines"]["lost"] == 0


@pytest.mark.parametrize(
    "text", ["一、条件\n二、时间\n三、其他\n", "第一条 甲。\n第二条 乙。\n第三条 丙。\n"]
)
def test_nothing_to_remark(text: str) -> None:
    found = report("关于申报的通知\n" + text)
    assert (found.missing_annexes, found.notices[0].numbering) == ((), ())
