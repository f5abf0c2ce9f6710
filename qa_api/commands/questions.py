"""``policyqa questions draft``: questions that a notice answers, for a person to accept or mend.

In the format of ``eval/README.md``; ``draft`` marks a question as nobody's yet. What is asked is in
``drafts``.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from qa_api.commands.chinese import Command, Group
from qa_api.commands.shared import common_options, open_kb
from qa_api.commands.shelf import find_notice


@click.group("questions", cls=Group, subcommand_metavar="命令 [参数]…", options_metavar="[选项]")
@common_options
def questions() -> None:
    """问题集：由通知里的事实拟出测评问题。"""


@questions.command("draft", cls=Command)
@common_options
@click.argument("notice", metavar="通知")
@click.option("--out", metavar="文件", help="写入文件，默认输出到屏幕。")
def draft(notice: str, out: str | None) -> None:
    """由一份通知拟出问题和依据，每行一个 JSON 对象，供人审定。

    通知可写编号、发文字号或标题。拟出的问题带 "draft": true，审定后请删去这一项。
    """
    from qa_api.commands.drafts import drafts

    kb = open_kb()
    found = find_notice(kb, notice)
    lines = [json.dumps(row, ensure_ascii=False) for row in drafts(kb, found)]
    if not lines:
        raise click.ClickException(
            "这份通知里没有读到日期、数量、联系方式、条件或责任单位，拟不出问题。"
        )
    if out:
        Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")
        click.echo(f"拟出 {len(lines)} 个问题，已写入 {out}，请逐个审定。")
    else:
        click.echo("\n".join(lines))
