"""Tables for a spreadsheet: CSV (RFC 4180) with a UTF-8 mark, safe to open in Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from fastapi.responses import Response

from qa_api.web.api import attachment

# A cell that begins so would be run as a formula (OWASP, CSV injection).
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_AMOUNT = re.compile(r"^-?\d+(?:\.\d+)?$")


def csv_response(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    headers = {"Content-Disposition": attachment(name)}
    return Response(as_csv(heads, rows), media_type="text/csv; charset=utf-8", headers=headers)


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    harmless = not _FORMULA.match(text) or _AMOUNT.match(text)
    return text if harmless else f"'{text}"
