"""Plain text: one Line for each line that is not blank, verbatim, with tab-separated table rows.

Not for joining wrapped lines: ``ingest/layout.py`` does that for every format alike.
"""

from __future__ import annotations

import re
from itertools import count, pairwise
from typing import NamedTuple

from ingest.errors import BrokenFile, EmptyFile, UnsupportedFormat
from ingest.model import Line, RawDocument, Removed, SourceFile
from ingest.readers.furniture import (
    PAGE_BREAK,
    PAGE_NUMBER,
    SPACES,
    is_bare_number,
    is_page_number,
)

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOT_TAB = SPACES.replace("\t", "")
_INDENT = re.compile(r"\s*(?:\u3000{2}| {4}|\t)")
_LABEL = re.compile(
    r"(?:[（(]?[一二三四五六七八九十百\d]+[)）、.．]|第[一二三四五六七八九十百\d]+[章节条])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
#: GB2312 holds 99.99 % of the running text of notices; wrongly decoded bytes stay far below this.
_LEAST_COMMON = 0.85
#: Fewer bad pieces than this share of the characters is damage; more, and it never was UTF-8.
_MOST_DAMAGE = 0.05

_SAVE_AS_UTF8 = "请用记事本或 WPS 打开后另存为 UTF-8 编码的文本文件"


class _Raw(NamedTuple):
    """One line that is not blank: ``number`` in the file from 1, ``page`` by form feeds from 1."""

    number: int
    page: int
    text: str

    @property
    def filled(self) -> list[str]:
        """Cells between tabs that hold something."""
        return [cell for cell in self.text.split("\t") if cell.strip(SPACES)]


def read(source: SourceFile) -> RawDocument:
    """Lines of a text file. Raises EmptyFile, UnsupportedFormat or BrokenFile."""
    raws = _raw_lines(decode(source))
    if not raws:
        raise EmptyFile(source.name, "文件里没有文字（只有空白），请检查后重新提供。")
    furniture = _page_numbers(raws)
    kept = [raw for raw in raws if raw.number not in furniture]
    paged = raws[-1].page > 1
    lines = tuple(_line(raw, table, paged) for raw, table in _with_tables(kept))
    numbers = tuple(
        Removed(_line(raw, None, paged), PAGE_NUMBER) for raw in raws if raw.number in furniture
    )
    breaks = tuple(
        Removed(Line("\f", page=b.page, anchor=f"l{b.number}"), PAGE_BREAK)
        for a, b in pairwise(raws)
        if a.page < b.page
    )
    return RawDocument(lines, removed=numbers + breaks)


def decode(source: SourceFile) -> str:
    """UTF-8 or UTF-16 by BOM, strict UTF-8, then GB18030; line ends as they are.

    Raises BrokenFile for UTF-8 with a few bad bytes, UnsupportedFormat for what is not text.
    """
    data = source.data
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(source, _strict(source, encoding))
    try:
        return _checked(source, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(source, error)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise UnsupportedFormat(
            source.name,
            "不是可识别的文本：既不是 UTF-8 也不是 GB18030 编码"
            f"（第 {_line_of(data, error.start)} 行有无法识别的字节）。{_SAVE_AS_UTF8}；"
            "如果它本来是其他格式的文件，请改回原来的格式再导入。",
        ) from error
    return _checked(source, text, guessed=True)


def _strict(source: SourceFile, encoding: str) -> str:
    try:
        return source.data.decode(encoding)
    except UnicodeDecodeError as error:
        where = _line_of(source.data, error.start)
        reason = f"第 {where} 行的字节已损坏，不能按 {encoding} 解码，请重新获取原文件。"
        raise BrokenFile(source.name, reason) from error


def _refuse_damaged_utf8(source: SourceFile, error: UnicodeDecodeError) -> None:
    text = source.data.decode("utf-8", "replace")
    good = sum(character > "\x7f" for character in text) - text.count("\ufffd")
    if text.count("\ufffd") <= _MOST_DAMAGE * good:
        where = _line_of(source.data, error.start)
        reason = f"UTF-8 文本第 {where} 行有损坏的字节，请重新获取或另存该文件。"
        raise BrokenFile(source.name, reason) from error


def _checked(source: SourceFile, text: str, guessed: bool = False) -> str:
    """The text itself, if it reads like text; ``guessed`` when nothing vouched for the encoding."""
    if "\x00" in text and _CONTROL.sub("", text.replace("\x00", "")):
        reason = f"含有空字节，不是文本文件，或是没有 BOM 的 UTF-16 文本。{_SAVE_AS_UTF8}。"
        raise UnsupportedFormat(source.name, reason)
    if len(_CONTROL.findall(text)) > 0.01 * len(text):
        reason = "内容是二进制数据，不是文本文件。请确认原来的格式，改回扩展名后再导入。"
        raise UnsupportedFormat(source.name, reason)
    if guessed and _common(text) < _LEAST_COMMON:
        reason = f"文字编码无法识别（可能是 Big5 或二进制数据）。{_SAVE_AS_UTF8}。"
        raise UnsupportedFormat(source.name, reason)
    return text


def _common(text: str) -> float:
    """Share of the characters beyond ASCII that GB2312 holds, 0 to 1."""
    wide = "".join(character for character in text if character > "\x7f")
    return len(wide.encode("gb2312", "ignore")) / 2 / len(wide) if wide else 1.0


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _raw_lines(text: str) -> list[_Raw]:
    """Lines with something on them, numbered from 1; a form feed begins a page."""
    raws = []
    page = 1
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.lstrip("\ufeff")), start=1):
        for index, part in enumerate(line.split("\f")):
            page += index > 0
            if part.strip(SPACES):
                raws.append(_Raw(number, page, part))
    return raws


def _page_numbers(raws: list[_Raw]) -> set[int]:
    """Line numbers of page numbers: dressed ones anywhere, bare ones beside a form feed."""
    found = {raw.number for raw in raws if is_page_number(raw.text)}
    for a, b in pairwise(raws):
        if a.page != b.page:
            found.update(raw.number for raw in (a, b) if is_bare_number(raw.text))
    return found


def _with_tables(raws: list[_Raw]) -> list[tuple[_Raw, int | None]]:
    """Each line with the number of its table, None for running text."""
    numbers = count(1)
    result: list[tuple[_Raw, int | None]] = []
    run: list[_Raw] = []
    for raw in [*raws, None]:
        if raw is not None and "\t" in raw.text:
            run.append(raw)
            continue
        table = next(numbers) if any(_is_row(member) for member in run) else None
        result += [(member, table) for member in run]
        run = []
        if raw is not None:
            result.append((raw, None))
    return result


def _is_row(raw: _Raw) -> bool:
    """True where tabs part cells, not an indent from its text or a label from its item."""
    filled = raw.filled
    return len(filled) > 2 or (
        len(filled) == 2 and _LABEL.fullmatch(filled[0].strip(SPACES)) is None
    )


def _line(raw: _Raw, table: int | None, paged: bool) -> Line:
    """Text without the white space around it; in a row, tabs stay where they are."""
    page = raw.page if paged else None
    anchor = f"l{raw.number}"
    if table is None:
        opens = True if _INDENT.match(raw.text) else None
        return Line(raw.text.strip(SPACES), page=page, anchor=anchor, opens=opens)
    cells = tuple(cell.strip(_NOT_TAB) for cell in raw.text.split("\t"))
    return Line(
        "\t".join(cells), "row", page=page, anchor=anchor, cells=cells, table=table, opens=True
    )
