"""The shelf: ``policyqa notices``, ``outline``, ``clause`` and ``remove``."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from qa_api.commands.shared import command, open_kb, wants_json
from qa_api.commands.terminal import emit, paragraph, shorten, table

if TYPE_CHECKING:
    from index.knowledge_base import KnowledgeBase
    from index.records import ClauseRecord, NoticeRecord

HEADS = ("编号", "发文字号", "成文日期", "条款", "标题")
OUTLINE_KEYS = ("clause_id", "number", "kind", "path", "start", "end", "text")


@command("notices")
def notices() -> None:
    """列出知识库里的通知。"""
    shelf = list(open_kb().notices())
    if wants_json():
        for notice in shelf:
            emit(notice.to_json())
    elif not shelf:
        click.echo("知识库是空的。请用 policyqa ingest 文件或目录 导入通知。")
    else:
        click.echo(table(HEADS, [_row(notice) for notice in shelf]))
        click.echo(f"共 {len(shelf)} 份。")


def _row(notice: NoticeRecord) -> tuple[object, ...]:
    old = "（旧版）" if notice.superseded_by else ""
    return (
        notice.notice_id,
        notice.document_number,
        notice.issued_on,
        notice.clause_count,
        notice.title + old,
    )


@command("outline")
@click.argument("notice", metavar="通知")
def outline(notice: str) -> None:
    """显示一份通知的层次：条款编号和标题。

    通知可写编号、发文字号或标题。--json 每行一个条款，带原文和位置。
    """
    kb = open_kb()
    found = find_notice(kb, notice)
    clauses = list(kb.clauses(found.notice_id))
    if wants_json():
        for clause in clauses:
            emit({key: value for key, value in clause.to_json().items() if key in OUTLINE_KEYS})
        return
    click.echo(f"《{found.title}》{found.document_number or ''}")
    for clause in clauses:
        click.echo(_branch(clause))


def _branch(clause: ClauseRecord) -> str:
    depth = clause.number.count("/") + 1 if clause.number else 1
    label = clause.number.rsplit("/", 1)[-1]
    first = shorten(clause.text.replace("\t", " "), 56)
    return f"{'  ' * depth}{first if not label or first.startswith(label) else f'{label} {first}'}"


@command("clause")
@click.argument("clause_id", metavar="条款编号")
def clause(clause_id: str) -> None:
    """显示一个条款的全文和出处。

    条款编号形如 通知编号#附件/五/（二），见 outline、search 和 ask 的输出。
    """
    found = find_clause(open_kb(), clause_id)
    if wants_json():
        emit(found.to_json())
        return
    click.echo(paragraph(found.text))
    click.echo()
    click.echo(f"条款：{found.number}（{' › '.join(found.path)}）")
    click.echo(f"通知：《{found.notice_title}》{found.document_number or ''}")
    click.echo(f"发文：{found.issuer or '—'}　{found.issued_on or '—'}")
    click.echo(f"文件：{found.source}" + (f"，第 {found.page} 页" if found.page else ""))


@command("remove")
@click.argument("notice", metavar="通知")
def remove(notice: str) -> None:
    """从知识库里移除一份通知（不删原文件）。"""
    kb = open_kb()
    found = find_notice(kb, notice)
    kb.remove(found.notice_id)
    if wants_json():
        emit({"removed": found.notice_id, "title": found.title})
    else:
        click.echo(f"已移除《{found.title}》（{found.notice_id}）。")


def find_notice(kb: KnowledgeBase, name: str) -> NoticeRecord:
    """The one notice that ``name`` means: id, document number, title, alias or part of a title."""
    shelf = list(kb.notices())
    for same in (_is_id, _is_name, _is_part):
        found = [notice for notice in shelf if same(notice, name.strip())]
        if len(found) > 1:
            found = [notice for notice in found if not notice.superseded_by] or found
        if len(found) == 1:
            return found[0]
        if found:
            ids = "、".join(notice.notice_id for notice in found[:5])
            raise click.ClickException(f"“{name}”可指多份通知，请写编号：{ids}。")
    near = get_close_matches(name, [notice.notice_id for notice in shelf], n=1)
    hint = f"是不是 {near[0]}？" if near else "可用 policyqa notices 查看编号。"
    raise click.ClickException(f"知识库里没有通知“{name}”。{hint}")


def _is_id(notice: NoticeRecord, name: str) -> bool:
    return notice.notice_id == name


def _is_name(notice: NoticeRecord, name: str) -> bool:
    return name.strip("《》") in (notice.title, notice.document_number, *notice.aliases)


def _is_part(notice: NoticeRecord, name: str) -> bool:
    return len(name) > 1 and name in notice.title


def find_clause(kb: KnowledgeBase, clause_id: str) -> ClauseRecord:
    found = kb.clause(clause_id)
    if found is not None:
        return found
    name, _, number = clause_id.partition("#")
    notice = find_notice(kb, name)
    ids = [clause.clause_id for clause in kb.clauses(notice.notice_id)]
    near = get_close_matches(f"{notice.notice_id}#{number}", ids, n=3, cutoff=0.4)
    hint = f"相近的有：{'、'.join(near)}" if near else f"可用 policyqa outline {name} 查看。"
    raise click.ClickException(f"没有条款“{clause_id}”。{hint}")
