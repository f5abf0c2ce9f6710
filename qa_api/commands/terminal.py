"""Text in columns for people: Chinese characters take two cells of a terminal, Latin ones take one.

Widths follow Unicode Standard Annex #11 (East Asian Width), ambiguous characters counted narrow.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import category, east_asian_width

import click

CELL_MAX = 60
PIECE = re.compile(r"[（《“‘【〔]*(?:[!-~]+|\S)[，。；：、）》”’？！】〕…]*\s*|\s+")


def emit(value: Mapping[str, Any]) -> None:
    """One JSON object on one line, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False))


def width(text: str) -> int:
    """Cells that ``text`` takes in a terminal."""
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def pad(text: str, cells: int) -> str:
    """``text`` followed by blanks up to ``cells``."""
    return text + " " * max(0, cells - width(text))


def shorten(text: str, cells: int) -> str:
    """``text`` on one line, cut with … where it is wider than ``cells``."""
    text = " ".join(text.split())
    if width(text) <= cells:
        return text
    kept, used = "", 1
    for char in text:
        used += _cells(char)
        if used > cells:
            break
        kept += char
    return kept + "…"


def wrap(text: str, cells: int) -> list[str]:
    """Lines no wider than ``cells``; Latin words stay whole, no line begins with 。"""
    lines = []
    for row in text.splitlines() or [""]:
        line = ""
        for piece in PIECE.findall(row):
            if line and width(line) + width(piece.rstrip()) > cells:
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
    return lines


def paragraph(text: str, indent: str = "") -> str:
    """``text`` wrapped to the terminal, every line behind ``indent``."""
    cells = max(40, screen() - width(indent))
    return "\n".join(indent + line for line in wrap(text, cells))


def screen() -> int:
    return min(100, shutil.get_terminal_size((100, 24)).columns)


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Aligned columns, two blanks apart; the last column is left as long as it is."""
    cells = [[_plain(cell) for cell in row] for row in rows]
    body = [[shorten(cell, CELL_MAX) for cell in row[:-1]] + row[-1:] for row in cells]
    widths = [max(map(width, column)) for column in zip(heads, *body, strict=True)]
    lines = [list(heads), ["─" * size for size in widths], *body]
    return "\n".join(
        "  ".join(pad(cell, size) for cell, size in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _plain(cell: object) -> str:
    return "—" if cell is None or cell == "" else " ".join(str(cell).split())
