"""The readers on real files, where ``../shared`` is at hand: formats against their text twins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.model import RawDocument, SourceFile
from ingest.normal import squeezed
from ingest.readers import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the folder ../shared")


def load(path: str) -> RawDocument:
    return read(SourceFile.from_path(SHARED / path))


def rows(document: RawDocument) -> list[tuple[str, ...]]:
    return [tuple(map(squeezed, line.cells)) for line in document.lines if line.kind == "row"]


@pytest.mark.parametrize("name", ["tsjh.pdf", "kcjs.docx", "sfw.html"])
def test_a_format_says_what_its_text_twin_says(name: str) -> None:
    found, twin = load(f"notices/{name}"), load(f"notices/{Path(name).stem}.txt")
    assert rows(found) == rows(twin)
    texts = ["".join(squeezed(line.text) for line in each.lines) for each in (found, twin)]
    assert texts[0] == texts[1]


def test_tables_of_the_twins_have_the_same_numbers() -> None:
    for name in ("tsjh.pdf", "kcjs.docx"):
        found, twin = load(f"notices/{name}"), load(f"notices/{Path(name).stem}.txt")
        tables = [[x.table for x in each.lines if x.kind == "row"] for each in (found, twin)]
        assert tables[0] == tables[1]


def test_state_council_pages() -> None:
    names = {"标题": "title", "发文字号": "document_number", "发文机关": "issuer"}
    records = (SHARED / "formats/state_council_html/metadata.jsonl").read_text("utf-8").splitlines()
    for record in map(json.loads, records):
        found = load(f"formats/state_council_html/{record['file']}")
        assert {k: found.metadata[k] for k in names} == {k: record[v] for k, v in names.items()}
        text = "".join(line.text for line in found.lines)
        assert not any(word in text for word in ("扫一扫", "索引号", "打印本页", "网站地图"))


def test_real_documents_are_read() -> None:
    paths = sorted((SHARED / "bench/legal_dc/documents").glob("*.docx"))[::20]
    for path in paths:
        assert len(read(SourceFile.from_path(path)).lines) > 1
