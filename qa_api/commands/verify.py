"""``policyqa verify``: do the notices, clauses and quotes that a file cites exist, and say so?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import BrokenFile, MissingFile, UnsupportedFormat
from qa_api.commands.shared import command, open_kb, wants_json
from qa_api.commands.terminal import emit, paragraph, table

if TYPE_CHECKING:
    from ingest.model import SourceFile
    from qa_api.verify import Verification

HEADS = ("编号", "结论", "出处", "引文", "说法", "通知", "条款")


@command("verify")
@click.argument("file", metavar="文件")
@click.option("--out", metavar="文件", help="结果另存为 .json、.csv、.xlsx 或 .html（可打印）。")
def verify(file: str, out: str | None) -> None:
    """核查引用：通知和条款在不在，引文有没有改动，说法和条款符不符。

    文件可以是表格（JSON、CSV、XLSX，列名 说法、通知、条款、引文），
    也可以是写有引用的回信（DOCX、TXT）。

    退出码：0 已核查（不论结论），1 出错。
    """
    from qa_api.verify.outcome import WRITERS, to_json
    from qa_api.verify.sources import read_items

    target = Path(out) if out else None
    if target and target.suffix.lower() not in WRITERS:
        raise UnsupportedFormat(str(target), f"不能写成这种文件。可用：{' '.join(WRITERS)}")
    items = read_items(_source(file))
    from qa_api.verify import verify as check

    verdicts = list(check(open_kb(), items))
    if target:
        target.write_bytes(WRITERS[target.suffix.lower()](verdicts))
    if wants_json():
        emit(to_json(verdicts))
    else:
        click.echo(show(verdicts))
        if target:
            click.echo(f"结果已写入 {target}")


def _source(name: str) -> SourceFile:
    from ingest.model import SourceFile

    try:
        return SourceFile.from_path(Path(name))
    except FileNotFoundError:
        raise MissingFile(name, "没有这个文件，请检查路径。") from None
    except OSError as error:
        raise BrokenFile(name, f"读不了这个文件（{error.strerror}）。") from None


def show(verdicts: Sequence[Verification]) -> str:
    """A table of all, then what is wrong or left to a person, one by one."""
    from qa_api.verify.outcome import OVERALL, counts, differences_text, mark
    from qa_api.verify.reasons import CLAIMS, QUOTES, place

    rows = [
        (
            found.item.id, OVERALL[mark(found)], place(found), QUOTES[found.quote_verdict],
            CLAIMS[found.claim_verdict], found.item.notice, found.item.clause,
        )
        for found in verdicts
    ]  # fmt: skip
    parts = [table(HEADS, rows), ""]
    for found in verdicts:
        if mark(found) != "good":
            parts.append(f"[{found.item.id}] {found.reason}")
            if found.differences:
                parts.append(paragraph(f"差异：{differences_text(found)}", "    "))
    tally = "，".join(f"{word} {number}" for word, number in counts(verdicts).items())
    return "\n".join([*parts, f"共 {len(verdicts)} 条：{tally}。"])
