"""The readers on real files, where ``../shared`` is at hand: formats against their text twins."""

from __future__ import annotations

import io
import json
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import pytest

from ingest.model import RawDocument, SourceFile
from ingest.normal import squeezed
from ingest.pipeline import ingest_file
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


def test_ofd_files() -> None:
    letter = SourceFile.from_path(SHARED / "formats/n.ofd")
    [notice] = ingest_file(letter)
    assert notice.document_number == "路卫发〔2011〕76号"
    assert (len(notice.pages), {line.page for line in notice.lines}) == (2, {1, 2})
    assert all(line.box and 0 < line.box[0] < line.box[2] < 596 for line in notice.lines)
    assert len(rows(load("formats/signout.ofd"))) == 11
    assert len(rows(load("formats/z.ofd"))) == 5
    assert load("formats/helloworld.ofd").lines[0].text == "你好呀，OFD Reader&Writer！"


def test_a_scan_says_what_its_text_twin_says() -> None:
    """One page of the scan, with the beginning of a table."""
    whole = pypdfium2.PdfDocument(SHARED / "notices/tsjh-scan.pdf")
    page, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    page.import_pages(whole, [2])
    page.save(out)
    found = read(SourceFile("第三页.pdf", out.getvalue()))
    twin = "".join(squeezed(line.text) for line in load("notices/tsjh.txt").lines)
    text = "".join(squeezed(line.text) for line in found.lines)
    parts = SequenceMatcher(None, twin, text, autojunk=False).get_matching_blocks()
    assert sum(part.size for part in parts) > 0.99 * len(text)
    assert len(rows(found)) == 10
    assert rows(found)[0] == ("序号", "项目类别", "子项目", "项目数量(上限)")


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
