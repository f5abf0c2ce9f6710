"""``policyqa deadlines``: what is open, closing, coming and closed on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa_api.commands.shared import Day, command, open_kb, wants_json
from qa_api.commands.shelf import find_notice
from qa_api.commands.terminal import emit, shorten, table

if TYPE_CHECKING:
    from qa_api.deadlines import Calendar

HEADS = ("截止", "剩余", "事项", "通知", "条款")


@command("deadlines")
@click.option("--as-of", "as_of", type=Day(), metavar="日期", help="以这一天来看，默认今天。")
@click.option("--notice", metavar="通知", help="只看这份通知。")
@click.option("--ics", "file", metavar="文件", help="把全部日期写成日历文件（iCalendar）。")
def deadlines(as_of: date | None, notice: str | None, file: str | None) -> None:
    """列出截止日期：哪些快到了、哪些还早、哪些已过。

    --ics 写出的文件可导入手机和电脑的日历。
    """
    kb = open_kb()
    from qa_api.deadlines import calendar, ics

    chosen = [find_notice(kb, notice).notice_id] if notice else None
    found = calendar(kb, as_of or date.today(), chosen)
    if file:
        Path(file).write_bytes(ics(found.deadlines))
    if wants_json():
        emit(found.to_json())
    else:
        click.echo(show(found))
    if file:
        count = sum(deadline.last is not None for deadline in found.deadlines)
        click.echo(f"已写入 {file}，共 {count} 个日期。", err=True)


def show(found: Calendar) -> str:
    """One table a group, the most urgent first."""
    from qa_api.deadlines import GROUPS

    if not found.deadlines:
        return "知识库里的通知没有写截止日期。"
    parts = [f"以 {found.as_of} 计"]
    for group, name in GROUPS.items():
        listed = [_row(deadline) for deadline in found.of(group)]
        if listed:
            parts.append(f"{name}（{len(listed)}）\n{table(HEADS, listed)}")
    return "\n\n".join(parts)


def _row(deadline: object) -> tuple[object, ...]:
    from qa_api.deadlines import Deadline

    assert isinstance(deadline, Deadline)
    fact, clause = deadline.fact, deadline.clause
    left = "" if fact.days_left is None else f"{fact.days_left} 天"
    return (
        fact.value.replace("T", " "),
        "—" if fact.state == "closed" else left,
        shorten(deadline.subject, 40),
        shorten(clause.document_number or clause.notice_title, 30),
        clause.number,
    )
