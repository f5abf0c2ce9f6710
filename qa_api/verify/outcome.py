"""Verdicts to take away: CSV, XLSX with coloured cells, a page to print; JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qa_api.verify.letters import Piece, letters
from qa_api.verify.model import Verification
from qa_api.verify.reasons import CLAIMS, KINDS, QUOTES, place

HEADS = (
    "编号", "结论", "通知", "条款", "引文", "说法", "出处", "引文核对", "说法核对", "差异", "说明",
    "条款编号", "条款原文",
)  # fmt: skip
WIDTHS = (8, 10, 30, 16, 36, 36, 14, 20, 16, 36, 40, 34, 60)
COLOURS = {"good": "D5EFDD", "check": "FFF0C2", "bad": "F9D4D0"}
OVERALL = {"good": "通过", "check": "需人判断", "bad": "有误"}
_ROOM = Path(__file__).parents[1]
_LONGEST = 32_000  # characters that a cell of a spreadsheet holds
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def mark(found: Verification) -> str:
    """``good``, ``check`` (a person must judge) or ``bad``: the colour of a row."""
    judged = (found.quote_verdict, found.claim_verdict) != ("none", "none")
    if found.is_good:
        return "good" if judged or found.clause_found else "check"
    place_missing = not found.notice_found or bool(found.item.clause and not found.clause_found)
    quote_wrong = found.quote_verdict in ("altered", "elsewhere", "absent")
    number_wrong = bool(found.differences) and found.claim_verdict in ("none", "supported")
    wrong = place_missing or quote_wrong or number_wrong or found.claim_verdict == "contradicted"
    return "bad" if wrong else "check"


def counts(verdicts: Sequence[Verification]) -> dict[str, int]:
    """How many pass, need a person, are wrong; by the Chinese word."""
    tally = Counter(mark(found) for found in verdicts)
    return {word: tally[name] for name, word in OVERALL.items()}


def differences_text(found: Verification) -> str:
    return "；".join(
        f"{KINDS[d.kind]}：{d.claimed or '（缺）'} → {d.stated or '（原文没有）'}"
        for d in found.differences
    )


def row(found: Verification) -> tuple[str, ...]:
    """One line of the table, under HEADS."""
    item = found.item
    return (
        item.id, OVERALL[mark(found)], item.notice, item.clause, item.quote, item.claim,
        place(found), QUOTES[found.quote_verdict], CLAIMS[found.claim_verdict],
        differences_text(found), found.reason, found.clause_id or found.found_in or "",
        found.stated,
    )  # fmt: skip


def to_json(verdicts: Sequence[Verification]) -> dict[str, Any]:
    return {"items": [found.to_json() for found in verdicts]}


def as_json(verdicts: Sequence[Verification]) -> bytes:
    return (json.dumps(to_json(verdicts), ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(verdicts: Sequence[Verification]) -> bytes:
    """With a BOM, without which Excel takes it for another encoding."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([_harmless(cell) for cell in row(found)] for found in verdicts)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(verdicts: Sequence[Verification]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "引用核查"
    sheet.append(HEADS)
    for found in verdicts:
        sheet.append([_harmless(cell)[:_LONGEST] for cell in row(found)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cells, found in zip(sheet.iter_rows(min_row=2), verdicts, strict=True):
        fill = PatternFill("solid", fgColor=COLOURS[mark(found)])
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        for column in (1, 6, 7, 8):
            cells[column].fill = fill
    for order, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(order)].width = width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_html(verdicts: Sequence[Verification]) -> bytes:
    """A page of its own that opens offline and prints."""
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(_ROOM / "templates")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    style = (_ROOM / "static" / "verify.css").read_text("utf-8")
    page = environment.get_template("verify_print.html")
    return page.render(style=style, printed=True, **shown(verdicts)).encode()


def shown(verdicts: Sequence[Verification]) -> dict[str, Any]:
    """What the templates need."""
    rows = [
        {
            "found": found, "item": found.item, "mark": mark(found),
            "overall": OVERALL[mark(found)],
            "place": place(found), "quote": QUOTES[found.quote_verdict],
            "claim": CLAIMS[found.claim_verdict],
            "letters": _letters(found),
            "differences": [(KINDS[d.kind], d.claimed, d.stated) for d in found.differences],
        }
        for found in verdicts
    ]  # fmt: skip
    return {"rows": rows, "counts": counts(verdicts)}


def _letters(found: Verification) -> list[Piece]:
    """Of a quote that was altered in the place cited."""
    if found.quote_verdict != "altered" or not found.stated:
        return []
    return letters(found.item.quote, found.stated)


WRITERS = {".json": as_json, ".csv": as_csv, ".xlsx": as_xlsx, ".html": as_html}


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, without characters it refuses."""
    cell = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell
