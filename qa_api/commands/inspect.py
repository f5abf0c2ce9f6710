"""``policyqa inspect``: the parse report of files, without a knowledge base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import BrokenFile, IngestError, MissingFile
from qa_api.commands.shared import command, wants_json
from qa_api.commands.terminal import emit, paragraph, shorten

if TYPE_CHECKING:
    from ingest.model import SourceFile
    from ingest.report import NoticeReport, Report

KINDS = {
    "head": "文头",
    "body": "正文",
    "section": "节",
    "item": "项",
    "article": "条",
    "table": "表",
    "row": "表行",
    "tail": "文尾",
}
ODDITIES = {"gap": "跳号", "repeat": "重号"}
SHOWN = 10


@command("inspect")
@click.argument("files", nargs=-1, required=True, metavar="文件…")
def inspect(files: tuple[str, ...]) -> None:
    """查看文件的解析报告：页、条款、表格、移出的内容、编号和附件的问题、识别置信度。

    不需要知识库，也不改动知识库。

    退出码：0 全部读出，1 一个也没读出，2 部分失败。
    """
    from ingest import report

    failed = read = 0
    for source in _sources(files):
        try:
            if isinstance(source, IngestError):
                raise source
            found = report.inspect(source)
        except IngestError as error:
            failed += 1
            click.echo(f"失败（{error.stage}）{error}", err=True)
            continue
        read += 1
        emit(found.to_json()) if wants_json() else click.echo("\n".join(_page(found)))
    if failed:
        click.get_current_context().exit(2 if read else 1)


def _sources(files: tuple[str, ...]) -> Iterator[SourceFile | IngestError]:
    """The files, those of an archive one by one, and what could not be opened."""
    from ingest.model import SourceFile
    from ingest.readers.archive import expand

    for name in files:
        try:
            yield from expand(SourceFile.from_path(Path(name)))
        except FileNotFoundError:
            yield MissingFile(name, "没有这个文件，请检查路径。")
        except OSError as error:
            yield BrokenFile(name, f"读不了这个文件（{error.strerror}）。")


def _page(report: Report) -> Iterator[str]:
    """The report for people, a line at a time."""
    yield f"{report.file}　{_size(report)}"
    for notice in report.notices:
        yield from _notice(notice)
    lines = report.lines
    lost = f"，未归位 {lines.lost}" if lines.lost else ""
    yield (
        f"  原文 {lines.total} 行：文头 {lines.head}，条款 {lines.clauses}，"
        f"移出 {lines.removed}{lost}"
    )
    reasons = Counter(each.reason for each in report.removed)
    for reason, times in reasons.items():
        texts = [each.line.text.strip() for each in report.removed if each.reason == reason]
        more = " …" if times > SHOWN else ""
        yield paragraph(f"移出（{reason}）{times} 行：{'　'.join(texts[:SHOWN])}{more}", "  ")
    if report.missing_annexes:
        yield f"  提到但文件里没有的附件：{'、'.join(report.missing_annexes)}"
    if report.unreadable:
        yield f"  没有读到文字的页：{'、'.join(map(str, report.unreadable))}"
    for page, confidence in report.recognised.items():
        yield f"  第 {page} 页由 OCR 识别，置信度 {confidence:.1%}"
    for warning in report.warnings:
        yield paragraph(f"提示：{warning}", "  ")


def _size(report: Report) -> str:
    clauses = sum(sum(notice.kinds.values()) for notice in report.notices)
    pages = f"{report.pages} 页，" if report.pages else ""
    return f"{pages}{len(report.notices)} 份通知，{clauses} 条"


def _notice(notice: NoticeReport) -> Iterator[str]:
    yield paragraph(f"《{notice.title}》", "  ")
    head = (notice.document_number, notice.issuer, notice.issued_on)
    yield "    " + "　".join(part or "—" for part in head)
    kinds = "，".join(f"{KINDS.get(kind, kind)} {times}" for kind, times in notice.kinds.items())
    levels = "，".join(f"第 {level} 级 {times}" for level, times in notice.levels.items())
    yield f"    条款：{kinds}"
    yield f"    层级：{levels}"
    for oddity in notice.numbering[:SHOWN]:
        where = f"（第 {oddity.page} 页）" if oddity.page else ""
        after = f"，上一个是 {oddity.after}" if oddity.after else ""
        yield f"    {ODDITIES[oddity.kind]}：{shorten(oddity.number, 40)}{after}{where}"
    if len(notice.numbering) > SHOWN:
        yield f"    编号问题共 {len(notice.numbering)} 处，全部见 --json"
