"""OFD: characters placed by the rules of GB/T 33190, lines, tables, templates, safety."""

from __future__ import annotations

import pytest
from make_files import make_ofd, make_zip, ofd_content, ofd_text

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import RawDocument, SourceFile
from ingest.readers import ofd, read
from ingest.readers.ofd_page import POINTS, deltas


def document(*pages: str, **parts: str) -> RawDocument:
    return read(SourceFile("通知.ofd", make_ofd(pages, **parts)))


def test_lines_with_page_and_box_in_points() -> None:
    found = document(
        ofd_content(ofd_text(40, 60, "二、申报时间"), ofd_text(40, 30, "一、申报条件")),
        ofd_content(ofd_text(40, 30, "三、其他")),
    )
    assert [(line.text, line.page) for line in found.lines] == [
        ("一、申报条件", 1),
        ("二、申报时间", 1),
        ("三、其他", 2),
    ]
    want = [value * POINTS for value in (40, 30, 40 + 6 * 5.6, 35.6)]
    assert found.lines[0].box == pytest.approx(want, abs=0.2)
    assert found.pages[0].width == pytest.approx(595.3)


def test_pieces_of_a_line_are_joined_and_typed_spaces_kept() -> None:
    found = document(ofd_content(ofd_text(45.6, 30, "年度"), ofd_text(40, 30, "2", 5.6),
                                 ofd_text(90, 30, "A B", 5.6)))  # fmt: skip
    assert [line.text for line in found.lines] == ["2年度 A B"]


def test_ctm_scales_before_the_boundary_is_added() -> None:
    scaled = (
        '<ofd:TextObject ID="1" Boundary="20 30 100 7" CTM="0.5 0 0 0.5 0 0" Size="10">'
        '<ofd:TextCode X="4" Y="8.8" DeltaX="10 10">通知书</ofd:TextCode></ofd:TextObject>'
    )
    box = document(ofd_content(scaled)).lines[0].box
    assert box == pytest.approx([v * POINTS for v in (22, 30, 37, 35)], abs=0.1)


def test_steps_are_repeated_and_bounded() -> None:
    assert deltas("5.6 g 3 2 1") == [5.6, 2, 2, 2, 1]
    assert deltas("g 2") == []
    assert len(deltas("g 99999999 1")) == 10_000


def test_ruled_table_becomes_rows() -> None:
    def thin(x: float, y: float, w: float, h: float) -> str:
        path = f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C"
        return (
            f'<ofd:PathObject ID="7" Boundary="{x} {y} {w} {h}" Fill="true"><ofd:AbbreviatedData>'
            f"{path}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    rules = [thin(30, y, 100, 0.3) for y in (40, 50, 60)]
    rules += [thin(x, 40, 0.3, 20) for x in (30, 80, 130)]
    cells = [
        ofd_text(32, 42, "类别", 4),
        ofd_text(82, 42, "数量", 4),
        ofd_text(32, 52, "平台", 4),
        ofd_text(82, 52, "20", 4),
    ]
    found = document(ofd_content(ofd_text(40, 25, "一、项目设置"), *rules, *cells))
    assert [line.cells for line in found.lines] == [(), ("类别", "数量"), ("平台", "20")]


def test_template_and_annotation() -> None:
    found = document(
        '<ofd:Template TemplateID="5" ZOrder="Background"/>'
        + ofd_content(ofd_text(40, 60, "一、申报条件")),
        **{
            "common": '<ofd:TemplatePage ID="5" BaseLoc="Tpls/T.xml"/>',
            "document": "<ofd:Annotations>Annots/A.xml</ofd:Annotations>",
            "Doc_0/Tpls/T.xml": "<ofd:Page SPACE>"
            + ofd_content(ofd_text(40, 30, "某某市科学技术协会文件"))
            + "</ofd:Page>",
            "Doc_0/Annots/A.xml": '<ofd:Annotations SPACE><ofd:Page PageID="1">'
            "<ofd:FileLoc>P1.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
            "Doc_0/Annots/P1.xml": "<ofd:PageAnnot SPACE><ofd:Annot ID='3'>"
            '<ofd:Appearance Boundary="9 9 50 9">'
            + ofd_text(0, 0, "已阅")
            + "</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
        },
    )
    assert [line.text for line in found.lines] == ["某某市科学技术协会文件", "一、申报条件"]
    assert [(r.line.text, r.line.page, r.reason) for r in found.removed] == [("已阅", 1, "批注")]


def test_a_page_of_pictures_is_named() -> None:
    found = document(ofd_content(ofd_text(40, 30, "一、申报条件")), ofd_content())
    assert "第 2 页没有文字" in found.warnings[0]


def test_entities_are_not_expanded() -> None:
    good = make_ofd([ofd_content(ofd_text(40, 30, "条件"))])
    assert read(SourceFile("好.ofd", good)).lines[0].text == "条件"
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">'
        + ofd_content(ofd_text(40, 30, "条件"), ofd_text(40, 40, "&x;"))
        + "</ofd:Page>"
    )
    found = document("", **{"Doc_0/Pages/Page_1.xml": bomb})
    assert [line.text for line in found.lines] == ["条件"]


def test_damage_and_size_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = make_zip({"OFD.xml": b"<a><DocBody><DocRoot>../../x.xml</DocRoot></DocBody></a>"})
    with pytest.raises(BrokenFile, match="OFD 文件不完整"):
        read(SourceFile("缺.ofd", missing))
    monkeypatch.setattr(ofd, "MAX_PAGES", 1)
    with pytest.raises(UnsupportedFormat, match="2 页，超过 1 页"):
        document(ofd_content(), ofd_content())


def test_sizes_that_are_missing_or_mad_do_no_harm() -> None:
    text = ofd_text(40, 30, "一、申报条件").replace('Size="5.6"', "")
    assert [line.text for line in document(ofd_content(text)).lines] == ["一、申报条件"]
    mad = ofd_text(40, 30, "一、申报条件").replace('Size="5.6"', 'Size="1e999"')
    assert len(document(ofd_content(mad)).lines) == 1
