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
from qa_api.commands.terminal import emit, shorten, table, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.knowledge_base import KnowledgeBase
    from index.query import Query, Validity
    from index.records import Hit
    from index.search import SearchResult
    from qa_api.lookup import LookUp

HEADS = ("", "条款", "通知", "发文字号", "原文")
SHOWN = 60  # cells of a clause in the table
VALIDITY: dict[str, Validity] = {
    "有效": "current",
    "current": "current",
    "已被取代": "superseded",
    "superseded": "superseded",
}


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
@click.option("--year", type=Count(1900, 2100), metavar="年份", help="成文的年份。")
@click.option("--kind", metavar="类型", help="通知类型，如 通知、办法、规划。")
@click.option("--clause", metavar="编号", help="条款编号，如 附件3第五条、五（二）。")
@click.option(
    "--validity",
    type=click.Choice([*VALIDITY, "全部"]),
    metavar="效力",
    help="有效（默认）、已被取代，或 全部。",
)
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
    year: int | None,
    kind: str | None,
    clause: str | None,
    validity: str | None,
    notices: tuple[str, ...],
) -> None:
    """按词语、条款编号、字号、机关、日期查找条款。

    引号里的词语须原样出现；词语里的发文字号（51号）和条款编号（五（二））会认出来。
    用 --file 时，每行输出一个 {id, hits}。
    """
    if words and file:
        raise click.UsageError("词语和 --file 只能给一个。", click.get_current_context())
    filters = (issuer, number, issued_from, issued_to, year, kind, clause, validity, notices)
    if not (words or file or any(filters)):
        raise click.UsageError(
            "请给出要查的词语，或至少一个筛选条件。", click.get_current_context()
        )
    kb = open_kb()
    from index.query import Query, quoted_phrases
    from qa_api.lookup import look_up

    query = Query(
        text=words or "",
        phrases=quoted_phrases(words or ""),
        notice_ids=tuple(find_notice(kb, name).notice_id for name in notices),
        issuer=issuer,
        document_number=number,
        kind=kind,
        year=str(year) if year else None,
        clause=clause,
        validity=VALIDITY.get(validity or ""),
        include_superseded=validity == "全部",
        issued_from=issued_from.isoformat() if issued_from else None,
        issued_to=issued_to.isoformat() if issued_to else None,
        limit=limit,
        offset=offset,
    )
    if file:
        run_rows(file, lambda text: _found(kb, replace(query, text=text)))
        return
    found = look_up(kb, query)
    if wants_json():
        emit({"query": words or "", **found.to_json()})
    else:
        click.echo("\n".join(filter(None, (*_told(found), show(found.result, offset)))))


def _found(kb: KnowledgeBase, query: Query) -> dict[str, Any]:
    from index.query import quoted_phrases
    from qa_api.lookup import look_up

    found = look_up(kb, replace(query, phrases=quoted_phrases(query.text)))
    return {"hits": [hit.to_json() for hit in found.result.hits]}


def _told(found: LookUp) -> Iterator[str]:
    yield from found.notes
    if found.suggestion:
        yield f"您要找的是不是：{found.suggestion}"


def show(result: SearchResult, offset: int) -> str:
    """A table of the hits, best first, the matched words marked on a terminal."""
    if not result.hits:
        return "没有符合的条款。可换一种说法，或减少筛选条件。"
    rows = [
        (
            order,
            hit.clause.number or "—",
            shorten(hit.clause.notice_title, 30),
            hit.clause.document_number,
            marked(hit),
        )
        for order, hit in enumerate(result.hits, offset + 1)
    ]
    last = offset + len(rows)
    old = result.facets.get("validity", {}).get("superseded", 0)
    more = f"另有 {old} 条在已被取代的通知里（--validity 已被取代）。" if old else ""
    return f"{table(HEADS, rows)}\n共 {result.total} 条，显示第 {offset + 1}～{last} 条。{more}"


def marked(hit: Hit, cells: int = SHOWN) -> str:
    """The line of a clause around its first matched word, the words in bold."""
    text, first = hit.clause.text, hit.marks[0][0] if hit.marks else 0
    start, end = hit.snippet
    start = start if width(text[start:first]) < cells / 2 else first
    pieces, at = ["…" if start else ""], start
    for a, b in (*hit.marks, (end, end)):
        if a < start or b > end:
            continue
        pieces += [text[at:a], click.style(text[a:b], bold=True, fg="red") if a < b else ""]
        at = b
    return _cut(pieces, cells)


def _cut(pieces: Sequence[str], cells: int) -> str:
    """Pieces of a line, joined and cut with … where they are wider together than ``cells``."""
    out, left = "", cells
    for piece in pieces:
        plain = " ".join(click.unstyle(piece).split())
        if width(plain) > left:
            return out + shorten(plain, left) if left > 1 else f"{out}…"
        out, left = out + piece.replace("\n", " "), left - width(plain)
    return out
