"""Files with citations → items: JSON, CSV and XLSX by their columns, DOCX and TXT as letters."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ingest.errors import BrokenFile, EmptyFile, UnsupportedFormat
from ingest.model import SourceFile
from ingest.readers.text import decode
from qa_api.verify.check import items_of
from qa_api.verify.letter import letter_items
from qa_api.verify.model import Item

COLUMNS = {
    "id": ("id", "编号", "序号"),
    "claim": ("claim", "说法", "主张", "结论", "答复", "内容"),
    "notice": ("notice", "通知", "文件", "文件名称", "发文字号", "依据"),
    "clause": ("clause", "条款", "条款号", "条款编号"),
    "quote": ("quote", "引文", "原文", "引用", "引用原文"),
}
SUFFIXES = (".json", ".jsonl", ".csv", ".xlsx", ".docx", ".txt")
_NAMES = {name: key for key, names in COLUMNS.items() for name in names}
_HINT = "表头应有 说法、通知、条款、引文 中的至少一项（或 claim、notice、clause、quote）。"


def read_items(source: SourceFile) -> list[Item]:
    """The items in a file. Raises IngestError where there are none or it cannot be read."""
    suffix = "." + source.name.rpartition(".")[2].lower()
    readers = {
        ".json": _json, ".jsonl": _json_lines, ".csv": _csv, ".xlsx": _xlsx, ".docx": _docx,
        ".txt": _text,
    }  # fmt: skip
    if suffix not in readers:
        raise UnsupportedFormat(source.name, f"不能核查这种文件。支持的类型：{' '.join(SUFFIXES)}")
    if not source.data.strip():
        raise EmptyFile(source.name, "文件是空的，请检查后重新提供。")
    items = [item for item in readers[suffix](source) if not item.is_empty]
    if not items:
        raise EmptyFile(
            source.name, f"文件里没有找到引用。{_HINT if suffix in ('.csv', '.xlsx') else ''}"
        )
    return items


def items_from_json(value: Any, name: str) -> list[Item]:
    """``{"items": [...]}`` or the list itself."""
    rows = value.get("items") if isinstance(value, Mapping) else value
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise BrokenFile(
            name, '应是 {"items": [{"id": …, "claim": …, "notice": …, "clause": …, "quote": …}]}。'
        )
    return items_of([_row(row.items()) for row in rows])


def _row(cells: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """Known columns by the contract's names; empty cells are left out."""
    row: dict[str, str] = {}
    for name, cell in cells:
        key = _NAMES.get(str(name).strip().lower().lstrip("\ufeff"))
        text = "" if cell is None else str(cell).strip()
        if key and text and key not in row:
            row[key] = text
    return row


def _json(source: SourceFile) -> list[Item]:
    try:
        return items_from_json(json.loads(decode(source)), source.name)
    except (ValueError, RecursionError) as error:
        raise BrokenFile(source.name, "不是完整的 JSON，请检查括号和引号。") from error


def _json_lines(source: SourceFile) -> list[Item]:
    try:
        rows = [json.loads(line) for line in decode(source).splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise BrokenFile(source.name, "有的行不是完整的 JSON。") from error
    return items_from_json(rows, source.name)


def _csv(source: SourceFile) -> list[Item]:
    return _table(list(csv.reader(io.StringIO(decode(source)))), source.name)


def _xlsx(source: SourceFile) -> list[Item]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BrokenFile(source.name, "打不开这个表格，请用 Excel 或 WPS 另存为 .xlsx。") from error
    return _table(rows, source.name)


def _table(rows: Sequence[Sequence[Any]], name: str) -> list[Item]:
    """Rows under the first one that names a known column."""
    for at, heads in enumerate(rows[:10]):
        if any(
            _row([(head, "x")])
            for head in heads
            if str(head or "").strip().lower() not in ("id", "编号", "序号")
        ):
            below = [_row(zip(heads, row, strict=False)) for row in rows[at + 1 :]]
            return items_of([row for row in below if set(row) - {"id"}])
    raise BrokenFile(name, f"没有认出表头。{_HINT}")


def _text(source: SourceFile) -> list[Item]:
    return letter_items(decode(source))


def _docx(source: SourceFile) -> list[Item]:
    from ingest.readers import read

    return letter_items("\n".join(line.text for line in read(source).lines))
