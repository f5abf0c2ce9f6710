"""Pages of a government portal: title, number, issuer and date exact, and no navigation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from eval.reading.rows import Row
from ingest.model import Notice, RawDocument, SourceFile
from ingest.pipeline import notices_of
from ingest.readers import read

_FIELDS = ("title", "document_number", "issuer")
_DATE = re.compile(r"成文日期[：:]?(?:\s|<[^>]*>|&nbsp;)*(\d{4})年(\d{1,2})月(\d{1,2})日")
_NAVIGATION = re.compile(
    r"扫一扫|打印本页|关闭窗口|分享到|责任编辑[:：]|网站地图|版权所有|ICP备|当前位置|返回顶部|微信公众号二维码|索\s*引\s*号\s*[:：]|主题分类[:：]"
)


def rows(folder: Path) -> Iterator[Row]:
    """Exact fields with the page's own metadata, then from the text of the notice alone."""
    expected = [
        json.loads(line) for line in (folder / "metadata.jsonl").read_text("utf-8").splitlines()
    ]
    pages = [_page(folder / row["file"]) for row in expected]
    notices = [notices_of(raw, source)[0] for raw, source, _ in pages]
    bare = [notices_of(replace(raw, metadata={}), source)[0] for raw, source, _ in pages]
    for field in _FIELDS:
        yield _exact(f"State Council pages: {field} exact", expected, notices, field, 1.0)
    dates = [
        {"file": row["file"], "issued_on": date}
        for row, (_, _, date) in zip(expected, pages, strict=True)
    ]
    yield _exact("State Council pages: date exact", dates, notices, "issued_on", 1.0)
    for field in _FIELDS:
        yield _exact(
            f"State Council pages: {field} from the text alone", expected, bare, field, None
        )
    clauses = [
        (notice.source_name, notice.quote(clause))
        for notice in notices
        for clause in notice.clauses
    ]
    dirty = tuple(name for name, text in clauses if _NAVIGATION.search(text))
    yield Row(
        "State Council pages: clauses without navigation text",
        len(clauses) - len(dirty),
        len(clauses),
        1.0,
        notes=dirty,
    )


def _page(path: Path) -> tuple[RawDocument, SourceFile, str | None]:
    source = SourceFile.from_path(path)
    dated = _DATE.search(source.data.decode("utf-8", "replace"))
    date = f"{dated[1]}-{int(dated[2]):02d}-{int(dated[3]):02d}" if dated else None
    return read(source), source, date


def _exact(
    name: str,
    expected: list[dict[str, str | None]],
    notices: list[Notice],
    field: str,
    goal: float | None,
) -> Row:
    wrong = tuple(
        f"{row['file']}: {row[field]} | {getattr(notice, field)}"
        for row, notice in zip(expected, notices, strict=True)
        if row[field] != getattr(notice, field)
    )
    return Row(name, len(expected) - len(wrong), len(expected), goal, notes=wrong)
