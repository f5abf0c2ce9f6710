"""``policyqa ask``: the answer first, then the quotes that prove it and where they stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from qa_api import settings
from qa_api.commands.rows import run_rows
from qa_api.commands.shared import Day, command, open_kb, wants_json
from qa_api.commands.shelf import find_notice
from qa_api.commands.terminal import emit, paragraph, shorten

if TYPE_CHECKING:
    from qa_api.model import Answer, AnswerFact, Citation

STATES = {"open": "未截止", "closing": "即将截止", "closed": "已截止", "coming": "尚未开始"}
NOT_AN_ANSWER = "以下条款仅供参考，不是答案："


@command("ask")
@click.argument("question", required=False, metavar="问题")
@click.option(
    "--file", "file", metavar="文件", help="逐行提问：每行一个 {id, question}；- 为标准输入。"
)
@click.option("--as-of", type=Day(), metavar="日期", help="以这一天判断是否截止，默认今天。")
@click.option(
    "--notice", "notices", multiple=True, metavar="通知", help="只在这份通知里找，可多次。"
)
def ask(
    question: str | None, file: str | None, as_of: date | None, notices: tuple[str, ...]
) -> None:
    """提问，得到答案和能证明它的条款原文。

    通知可写编号、发文字号或标题。用 --file 时，每行输出一个 JSON 答案，与 id 对应。

    退出码：0 完成（没找到答案也是完成），1 出错，2 有的行不对、其余已答。
    """
    if (question is None) == (file is None):
        raise click.UsageError(
            "请给出一个问题，或用 --file 给出问题文件。", click.get_current_context()
        )
    kb = open_kb()
    chosen = tuple(find_notice(kb, name).notice_id for name in notices)
    from qa_api.answering import answer

    if file is not None:
        run_rows(file, lambda text: answer(kb, text, as_of=as_of, notices=chosen).to_json())
        return
    result = answer(kb, _checked(question or ""), as_of=as_of, notices=chosen)
    emit(result.to_json()) if wants_json() else click.echo(show(result))


def _checked(question: str) -> str:
    if not question.strip():
        raise click.ClickException("问题是空的，请写出要问的内容。")
    if len(question) > settings.MAX_QUESTION:
        raise click.ClickException(f"问题超过 {settings.MAX_QUESTION} 字，请写短一些。")
    return question


def show(result: Answer) -> str:
    """The answer as a person reads it."""
    if result.status == "answered":
        states = [line for fact in result.facts if (line := _state(fact))]
        left = [paragraph(result.reason)] if result.reason else []
        parts = [paragraph(result.text), *states, *left, "", "依据："]
        return "\n".join(parts + [_cited(n, c) for n, c in enumerate(result.citations, 1)])
    head = "没有找到答案。" if result.status == "not_found" else "这个问题可能有几种意思。"
    parts = [head, paragraph(result.reason)]
    if result.text:
        parts += ["", *map(paragraph, result.text.split("\n"))]
    if result.citations:
        parts += ["", "各自的依据："] + [_cited(n, c) for n, c in enumerate(result.citations, 1)]
    if result.nearest:
        parts += ["", NOT_AN_ANSWER] + [_cited(n, c) for n, c in enumerate(result.nearest, 1)]
    return "\n".join(part for part in parts if part is not None)


def _state(fact: AnswerFact) -> str:
    if fact.state is None:
        return ""
    left = f"，还剩 {fact.days_left} 天" if fact.days_left and fact.days_left > 0 else ""
    return f"  〔{fact.label}〕{STATES.get(fact.state, fact.state)}{left}"


def _cited(order: int, citation: Citation) -> str:
    clause = citation.clause
    where = " › ".join(shorten(part, 40) for part in clause.path)
    name = f"《{clause.notice_title}》{clause.document_number or ''}"
    page = f"，第 {clause.page} 页" if clause.page else ""
    lines = [
        paragraph(f"“{citation.quote.strip()}”", "    "),
        paragraph(
            f"{clause.number}（{where}）" if where not in ("", clause.number) else clause.number,
            "    ",
        ),
        paragraph(f"{name}{page}", "    "),
        f"    {clause.clause_id}",
    ]
    return f"[{order}]".ljust(4) + "\n".join(lines)[4:]
