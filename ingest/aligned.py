"""Tables drawn with characters: columns parted by bars, or aligned with runs of spaces.

Text copied out of a page often keeps a table so. Lines that follow one another and fall into the
same number of cells are rows; their bars stay in the text, runs of spaces become tabs as in any
other row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.model import Line

BAR = re.compile(r"\s*[｜│┃|]\s*")
_GAP = re.compile(r"[ 　]{2,}")
_SENTENCE = re.compile(r"[。；！？]")
_ENTRY = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]")  # 联系人：甲　　电话：… is no row
_LEAST_CELLS = 3
_LEAST_BARRED, _LEAST_ALIGNED = 2, 3  # lines
_LONGEST_CELL = 40  # characters of a cell of an aligned row


def with_aligned_tables(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with those of such tables as rows, in the same order."""
    taken = max((line.table for line in lines if line.table is not None), default=0)
    result = list(lines)
    for read, least in ((_barred, _LEAST_BARRED), (_aligned, _LEAST_ALIGNED)):
        for first, last in _runs(result, read, least):
            taken += 1
            for at in range(first, last):
                result[at] = _row(result[at], read(result[at]), taken)
    return result


def cells_of(row: str) -> list[str]:
    """The cells of a row's text."""
    return row.split("\t") if "\t" in row else BAR.split(row.strip("｜│┃|"))


def _runs(
    lines: Sequence[Line], read: Callable[[Line], tuple[str, ...]], least: int
) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) index of lines that fall into as many cells each."""
    at = 0
    for count, run in groupby(lines, lambda line: len(read(line))):
        size = sum(1 for _ in run)
        if count and size >= least:
            yield at, at + size
        at += size


def _barred(line: Line) -> tuple[str, ...]:
    cells = BAR.split(line.text.strip().strip("｜│┃|")) if line.kind == "text" else []
    return tuple(cells) if len(cells) >= _LEAST_CELLS else ()


def _aligned(line: Line) -> tuple[str, ...]:
    text = line.text.strip()
    if line.kind != "text" or _SENTENCE.search(text):
        return ()
    cells = _GAP.split(text)
    entries = sum(bool(_ENTRY.match(cell)) for cell in cells)
    if len(cells) < _LEAST_CELLS or entries > 1 or max(map(len, cells)) > _LONGEST_CELL:
        return ()
    return () if all(len(cell) == 1 for cell in cells) else tuple(cells)  # letter-spaced


def _row(line: Line, cells: tuple[str, ...], table: int) -> Line:
    text = line.text if _barred(line) else "\t".join(cells)
    return replace(line, text=text, kind="row", cells=cells, table=table, opens=True)
