"""``policyqa search``: clauses by words, document number, issuer, date or type."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from qa_api import settings
from qa_api.commands.rows import run_rows
from qa_api.commands.shared import Count, Day, command, open_kb, wants_json
from qa_api.commands.shelf import find_notice
from qa_api.commands.terminal import emit, shorten, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.knowledge_base import KnowledgeBase
    from index.query import Query
    from index.records import Hit

HEADS = ("", "条款", "通知", "发文字号", "原文")


@command("search")
@click.argument("words", required=False, metavar="词语")
@click.option(
    "--file", "file", metavar="文件", help="逐行查找：每行一个 {id, question}；- 为标准输入。"
)
@click.option(
    "--limit",
    type=Count(1, settings.MAX_LIMIT),
    default=10,
    metavar="N",
    help="最多几条，默认 10。",
)
@click.option(
    "--offset", type=Count(0, settings.MAX_OFFSET), default=0, metavar="N", help="跳过前几条。"
)
@click.option("--issuer", metavar="机关", help="发文机关。")
@click.option("--number", metavar="字号", help="发文字号。")
@click.option("--from", "issued_from", type=Day(), metavar="日期", help="成文日期不早于。")
@click.option("--to", "issued_to", type=Day(), metavar="日期", help="成文日期不晚于。")
@click.option("--kind", metavar="类型", help="通知类型，如 通知、办法、规划。")
@click.option(
    "--notice", "notices", multiple=True, metavar="通知", help="只在这份通知里找，可多次。"
)
def search(
    words: str | None,
    file: str | None,
    limit: int,
    offset: int,
    issuer: str | None,
    number: str | None,
    issued_from: date | None,
    issued_to: date | None,
    kind: str | None,
    notices: tuple[str, ...],
) -> None:
    """按词语、字号、机关、日期查找条款。

    引号里的词语须原样出现。用 --file 时，每行输出一个 {id, hits}。
    """
    if words and file:
        raise click.UsageError("词语和 --file 只能给一个。", click.get_current_context())
    if not (words or file or issuer or number or issued_from or issued_to or kind or notices):
        raise click.UsageError(
            "请给出要查的词语，或至少一个筛选条件。", click.get_current_context()
        )
    kb = open_kb()
    from index.query import Query, quoted_phrases

    query = Query(
        text=words or "",
        phrases=quoted_phrases(words or ""),
        notice_ids=tuple(find_notice(kb, name).notice_id for name in notices),
        issuer=issuer,
        document_number=number,
        kind=kind,
        issued_from=issued_from.isoformat() if issued_from else None,
        issued_to=issued_to.isoformat() if issued_to else None,
        limit=limit,
        offset=offset,
    )
    if file:
        run_rows(file, lambda text: _found(kb, replace(query, text=text)))
        return
    found = kb.search(query)
    if wants_json():
        emit({"query": words or "", **found.to_json()})
    else:
        click.echo(show(found.hits, found.total, offset))


def _found(kb: KnowledgeBase, query: Query) -> dict[str, Any]:
    from index.query import quoted_phrases

    return {"hits": _hits(kb.search(replace(query, phrases=quoted_phrases(query.text))).hits)}


def _hits(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    return [hit.to_json() for hit in hits]


def show(hits: Sequence[Hit], total: int, offset: int) -> str:
    """A table of the hits, best first."""
    if not hits:
        return "没有符合的条款。可换一种说法，或减少筛选条件。"
    rows = [
        (
            order,
            hit.clause.number or "—",
            shorten(hit.clause.notice_title, 30),
            hit.clause.document_number,
            shorten(hit.clause.text, 50),
        )
        for order, hit in enumerate(hits, offset + 1)
    ]
    return f"{table(HEADS, rows)}\n共 {total} 条，显示第 {offset + 1}～{offset + len(hits)} 条。"
