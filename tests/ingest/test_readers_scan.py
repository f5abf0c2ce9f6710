"""Scans and pictures: which pages are recognised, marks, tables, tilt, bounds, what the user hears.

Recognition itself runs on a few small pages; the rest works on made-up words.
"""

from __future__ import annotations

import io
import sys
import time

import numpy
import pytest
from make_files import Rule, Text, chinese_font, draw_page, make_pdf, ruled, saved
from PIL import Image

from ingest.errors import IngestError, UnsupportedFormat
from ingest.model import RawDocument, SourceFile
from ingest.readers import bitmap, ocr, read, scan
from ingest.readers.ocr import Word, chinese_marks
from ingest.readers.pdf_scan import is_rubbish
from ingest.readers.scan_rules import straightened

needs_ocr = pytest.mark.skipif(
    chinese_font() is None or pytest.importorskip("rapidocr") is None,
    reason="needs a Chinese font to draw a page with",
)
ROWS = [["序号", "类别", "数量"], ["1", "平台建设", "20"], ["2", "队伍建设", "130"]]
PAGE: list[Text | Rule] = [
    Text(200, 80, "某某市科学技术协会文件"),
    Text(112, 140, "一、申报条件（2021年度）"),
    Text(112, 168, "申报单位为市级学会，联系电话：0519-55550123。"),
    *ruled(210, ROWS, (80, 160, 340, 515)),
    Text(285, 790, "— 3 —", 12),
]
TEXTS = [
    "某某市科学技术协会文件",
    "一、申报条件（2021年度）",
    "申报单位为市级学会，联系电话：0519-55550123。",
]


def scanned(*pictures: Image.Image) -> bytes:
    return saved(pictures[0], "PDF", pictures[1:])


def shown(found: RawDocument) -> tuple[list[str], list[tuple[str, ...]]]:
    texts = [line.text for line in found.lines if line.kind == "text"]
    return texts, [line.cells for line in found.lines if line.kind == "row"]


@needs_ocr
@pytest.mark.parametrize("tilt", [0.0, 1.2])
def test_a_scanned_pdf_is_read_like_one_with_text(tilt: float) -> None:
    found = read(SourceFile("扫描.pdf", scanned(draw_page(PAGE, tilt=tilt))))
    assert shown(found) == (TEXTS, [tuple(row) for row in ROWS])
    assert [(r.reason, r.line.text.strip("-— ")) for r in found.removed] == [("页码", "3")]
    first, page = found.lines[0], found.pages[0]
    assert (page.confidence or 0) > 0.9
    assert (first.confidence or 0) > 0.9
    assert first.box is not None
    assert first.box[:2] == pytest.approx((200, 80), abs=6 if not tilt else 16)
    assert "第 1 页是扫描页，文字由 OCR 识别，平均置信度 9" in found.warnings[0]


@needs_ocr
def test_pictures_are_pages() -> None:
    pages = [
        draw_page([Text(112, 140, "一、申报条件")]),
        draw_page([Text(112, 140, "二、申报时间")]),
    ]
    found = read(SourceFile("传真.tif", saved(pages[0], "TIFF", pages[1:])))
    assert [(line.text, line.page) for line in found.lines] == [
        ("一、申报条件", 1),
        ("二、申报时间", 2),
    ]
    assert found.pages[1].height == pytest.approx(842, abs=1)
    jpeg = read(SourceFile("拍照.jpg", saved(pages[0], "JPEG")))
    assert [line.text for line in jpeg.lines] == ["一、申报条件"]


def pretend(monkeypatch: pytest.MonkeyPatch, *found: Word) -> None:
    monkeypatch.setattr(scan, "words", lambda bitmap, name: list(found))


def word(text: str, x: float, y: float, confidence: float = 0.99) -> Word:
    """A word of 16-point characters at x, y, in points of a page that is rendered at 150 dpi."""
    scale, size = 150 / 72, 16
    boxes = [(x + size * n, y, x + size * (n + 1), y + size) for n in range(len(text))]
    letters = tuple(
        (c, (b[0] * scale, b[1] * scale, b[2] * scale, b[3] * scale))
        for c, b in zip(text, boxes, strict=True)
    )
    x1 = (x + size * len(text)) * scale
    return Word(text, (x * scale, y * scale, x1, (y + size) * scale), confidence, letters)


def test_only_pages_without_text_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, word("二、申报时间", 80, 100, 0.6))
    found = read(
        SourceFile("混.pdf", make_pdf([[Text(80, 100, "一、条件")], [Rule(9, 9, 99, 9)], []]))
    )
    assert [line.text for line in found.lines] == ["一、条件", "二、申报时间"]
    assert [page.confidence for page in found.pages] == [None, 0.6, None]
    assert ["第 2 页" in warning for warning in found.warnings] == [True, True]
    assert "低于 85%" in found.warnings[1]


def test_a_rubbish_text_layer_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, word("一、申报条件", 80, 100))
    rubbish = "\ue012\ue034\ue056" * 10
    found = read(SourceFile("乱码.pdf", make_pdf([[Text(80, 100, rubbish)]])))
    assert [line.text for line in found.lines] == ["一、申报条件"]


@pytest.mark.parametrize(
    ("text", "rubbish"),
    [
        ("关于组织申报2021年度项目的通知，请各单位按时报送材料。", False),
        ("Notice on the application for projects in 2021", False),
        ("\ufffd\ufffd 12 \ufffd\ufffd 5 \ufffd" * 5, True),
        ("鍏充簬缁勭粐鐢虫姤骞村害椤圭洰鐨勯€氱煡锛岃鍚勫崟浣嶆寜鏃舵姤閫佹潗鏂", True),
        ("\ue012" * 5, False),
    ],
)
def test_rubbish_is_measured(text: str, rubbish: bool) -> None:
    assert is_rubbish(text) is rubbish


@pytest.mark.parametrize(
    ("read_as", "printed"),
    [
        ("计划(以下简称“提升计划”)项目", "计划（以下简称“提升计划”）项目"),
        ("(一)项目类别:", "（一）项目类别："),
        ("苏地会[2021]23号", "苏地会〔2021〕23号"),
        ("浙人才(1993)73号", "浙人才〔1993〕73号"),
        ("苏科技规〔2018]133", "苏科技规〔2018〕133"),
        ("电话:0519-5555,8888", "电话：0519-5555,8888"),
        ("http://www.a.com:80/(b)", "http://www.a.com:80/(b)"),
        ("17:00", "17:00"),
        ("于2021年(试行", "于2021年（试行"),
    ],
)
def test_marks_are_as_printed(read_as: str, printed: str) -> None:
    assert chinese_marks(read_as) == printed


def test_words_apart_on_a_line_keep_their_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, word("联系人：林青", 80, 100), word("电话：0519", 300, 100))
    found = read(SourceFile("表.pdf", make_pdf([[Rule(9, 9, 99, 9)]])))
    assert [line.text for line in found.lines] == ["联系人：林青 电话：0519"]


def test_a_word_over_a_ruling_line_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, word("平台建设", 96, 104), word("类别名称", 96, 128))
    table = ruled(100, [["", ""], ["", ""]], (80, 128, 300))
    monkeypatch.setattr(scan, "straightened", lambda bitmap: (bitmap, 0.0))
    found = read(SourceFile("表.pdf", make_pdf([table])))
    assert [line.cells for line in found.lines] == [("平台", "建设"), ("类别", "名称")]


@needs_ocr
def test_tilt_is_measured() -> None:
    body: list[Text | Rule] = [
        Text(80, 100 + 28 * n, "各有关单位要认真组织申报") for n in range(12)
    ]
    for tilt in (-2.0, 0.0, 0.8):
        array = numpy.asarray(draw_page(body, dpi=75, tilt=tilt))
        assert straightened(array)[1] == pytest.approx(tilt, abs=0.25)


def test_without_the_engine_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr._loaded.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    picture = saved(Image.new("RGB", (200, 200), "white"))
    with pytest.raises(UnsupportedFormat, match="pip install rapidocr onnxruntime"):
        read(SourceFile("图.png", picture))
    mixed = make_pdf([[Text(80, 100, "一、条件")], [Rule(9, 9, 99, 9)]])
    found = read(SourceFile("混.pdf", mixed))
    assert "第 2 页没有收入" in found.warnings[0]


def test_huge_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    monkeypatch.setattr(scan, "words", lambda bitmap, name: sizes.append(bitmap.shape) or [])
    page = make_pdf([[Rule(9, 9, 99, 9)]]).replace(b"[0 0 595 842]", b"[0 0 50000 50000]")
    start = time.monotonic()
    with pytest.raises(IngestError):
        read(SourceFile("大.pdf", page))
    assert max(sizes[0]) <= ocr.MAX_SIDE
    wide = Image.new("1", (50_000, 1500), 1)
    with pytest.raises(IngestError):
        read(SourceFile("宽.png", saved(wide)))
    assert max(sizes[1]) <= ocr.MAX_SIDE
    assert time.monotonic() - start < 10


def test_too_many_pixels_or_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    header = io.BytesIO()
    Image.new("1", (8, 8)).save(header, "PNG")
    data = bytearray(header.getvalue())
    data[16:24] = (50_000).to_bytes(4, "big") * 2
    with pytest.raises(IngestError, match=r"像素太多|损坏"):
        read(SourceFile("炸弹.png", bytes(data)))
    monkeypatch.setattr("ingest.readers.image.MAX_PIXELS", 100)
    with pytest.raises(UnsupportedFormat, match="像素"):
        read(SourceFile("图.png", saved(Image.new("L", (20, 20)))))
    monkeypatch.setattr(scan, "MAX_PAGES", 1)
    with pytest.raises(UnsupportedFormat, match="2 页是扫描页，超过 1 页"):
        read(SourceFile("书.pdf", make_pdf([[Rule(9, 9, 99, 9)]] * 2)))


def test_a_huge_picture_in_a_pdf_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.pdf_scan.MAX_PIXELS", 100)
    pretend(monkeypatch, word("不该识别", 80, 100))
    picture = scanned(Image.new("L", (40, 40)))
    with pytest.raises(IngestError):
        read(SourceFile("大图.pdf", picture))


def test_scale_keeps_within_the_bound() -> None:
    assert bitmap.scale_for(595, 842) == pytest.approx(150 / 72)
    assert bitmap.scale_for(50_000, 100) * 50_000 == ocr.MAX_SIDE


def test_page_numbers_for_people() -> None:
    assert scan.spans([3, 1, 2, 7]) == "1-3、7"
