"""``policyqa questions draft``: questions that a notice answers, for a person to accept or mend.

Each is made from a fact of the notice, with the text that proves it, in the format of
``eval/README.md``; ``draft`` marks it as nobody's yet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from qa_api.commands.chinese import Command, Group
from qa_api.commands.shared import common_options, open_kb
from qa_api.commands.shelf import find_notice

if TYPE_CHECKING:
    from index.knowledge_base import KnowledgeBase
    from index.records import ClauseRecord, NoticeRecord
    from ingest.model import Fact

_DATE = re.compile(r"\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|\d{1,2}[:：]\d{2}")
_LABEL = re.compile(r"^[（(]?[\d一二三四五六七八九十]+[）)、.．]\s*")
_LONGEST = 40  # characters of a heading that a question repeats


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
    kb = open_kb()
    found = find_notice(kb, notice)
    lines = [json.dumps(row, ensure_ascii=False) for row in drafts(kb, found)]
    if not lines:
        raise click.ClickException("这份通知里没有读到日期、联系方式、条件或责任单位，拟不出问题。")
    if out:
        Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")
        click.echo(f"拟出 {len(lines)} 个问题，已写入 {out}，请逐个审定。")
    else:
        click.echo("\n".join(lines))


def drafts(kb: KnowledgeBase, notice: NoticeRecord) -> list[dict[str, Any]]:
    """The questions that the notice's head and facts answer, in the order of the text."""
    clauses = {clause.clause_id: clause for clause in kb.clauses(notice.notice_id)}
    records = kb.facts(notice_ids=[notice.notice_id], include_superseded=True)
    rows = list(_about(notice, clauses.values()))
    for record in records:
        clause = clauses[record.fact.clause_id]
        rows += _of(_name(notice), record.fact, clause)
    stem = PurePath(notice.source).stem
    return [
        {"id": f"{stem}-{order:03}", **row, "answerable": True, "draft": True}
        for order, row in enumerate(_merged(rows), start=1)
    ]


def _merged(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that ask the same are one, with what all of them must hold."""
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        known = merged.setdefault(row["question"], row)
        if known is not row:
            known["must"] += [entry for entry in row["must"] if entry not in known["must"]]
            known["evidence"] += [e for e in row["evidence"] if e not in known["evidence"]]
    return list(merged.values())


def _about(notice: NoticeRecord, clauses: Iterable[ClauseRecord]) -> Iterator[dict[str, Any]]:
    """Document number, where the text prints it."""
    number = notice.document_number
    head = next((c for c in clauses if number and number in c.text), None)
    if number and head is not None:
        yield _row("identity", f"《{notice.title}》的发文字号是什么？", [number], number, head)


def _of(name: str, fact: Fact, clause: ClauseRecord) -> Iterator[dict[str, Any]]:
    """The questions that one fact answers."""
    heading = _heading(fact, clause)
    if fact.kind == "deadline":
        must = [re.sub(r"\s", "", part) for part in _DATE.findall(fact.text)]
        about = fact.label or heading
        if must and about:
            where = f"{heading}中的" if heading and heading != about else ""
            yield _row(fact.kind, f"{name}{where}“{about}”是什么时候？", must, fact.text, clause)
    elif fact.kind == "contact":
        who = fact.fields.get("office") or fact.fields.get("name") or heading
        for field, what in (("phone", "联系电话"), ("email", "邮箱"), ("address", "地址")):
            if value := fact.fields.get(field):
                yield _row(fact.kind, f"{name}{who}的{what}是什么？", [value], value, clause)
    elif fact.kind == "responsibility":
        task = _LABEL.sub("", fact.fields.get("task", ""))[:_LONGEST].rstrip("…")
        if task:
            must = [body for body in re.split("[、，,]", fact.value) if body]
            yield _row(fact.kind, f"“{task}”的{fact.label}是哪家？", must, fact.text, clause)
    elif fact.kind == "eligibility" and heading:
        content = fact.value.rstrip("；;。")
        yield _row(fact.kind, f"{name}的{heading}有哪些？", [content], content, clause)


def _heading(fact: Fact, clause: ClauseRecord) -> str:
    """The nearest heading above that is not the fact's own sentence."""
    headings = [_LABEL.sub("", heading) for heading in reversed(clause.path)]
    own = (h for h in headings if len(h) <= _LONGEST and h.rstrip("…") not in fact.text)
    return next(own, "")


def _row(
    kind: str, question: str, must: list[str], evidence: str, clause: ClauseRecord
) -> dict[str, Any]:
    doc = PurePath(clause.source).stem
    proof = [{"doc": doc, "text": evidence.strip()}]
    return {
        "type": kind, "question": question, "must": must, "evidence": proof, "path": clause.number,
    }  # fmt: skip


def _name(notice: NoticeRecord) -> str:
    return f"“{notice.aliases[0]}”" if notice.aliases else f"《{notice.title}》"
