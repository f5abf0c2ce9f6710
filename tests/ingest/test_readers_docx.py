"""DOCX: order, merged cells, generated numbers, revisions, text boxes, footnotes, limits."""

from __future__ import annotations

import io

import docx
import pytest
from make_files import W, make_docx, p

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import RawDocument, SourceFile
from ingest.readers import package
from ingest.readers.docx import read
from ingest.readers.docx_numbering import chinese, rendered


def document(body: str, parts: dict[str, str] | None = None) -> RawDocument:
    return read(SourceFile("通知.docx", make_docx(body, parts)))


def texts(body: str, parts: dict[str, str] | None = None) -> list[str]:
    return [line.text for line in document(body, parts).lines]


def numbered(text: str, level: int = 0, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def numbering(*levels: tuple[str, str], extra: str = "") -> dict[str, str]:
    """numbering.xml with one list: (numFmt, lvlText) for each level, suffix none."""
    shapes = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    xml = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{shapes}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}</w:numbering>'
    )
    return {"word/numbering.xml": xml}


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def test_paragraphs_and_tables_keep_their_order() -> None:
    body = p("一、条件") + f"<w:tbl>{row(cell('类别'), cell('数量'))}</w:tbl>" + p("二、时间")
    found = document(body).lines
    assert [(line.text, line.anchor) for line in found] == [
        ("一、条件", "p1"),
        ("类别\t数量", "t1r1"),
        ("二、时间", "p2"),
    ]


def test_merged_cells_come_once() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        row(cell("合并两列", '<w:gridSpan w:val="2"/>'), cell("数量"))
        + row(cell("平台", restart), cell("一等"), cell("3"))
        + row(cell("", go_on), cell("二等"), cell("4"))
    )
    assert [line.cells for line in document(f"<w:tbl>{table}</w:tbl>").lines] == [
        ("合并两列", "", "数量"),
        ("平台", "一等", "3"),
        ("", "二等", "4"),
    ]


def test_a_frame_of_one_column_is_text() -> None:
    body = f"<w:tbl>{row('<w:tc>' + p('专栏 1 平台') + p('（1）建设站点。') + '</w:tc>')}</w:tbl>"
    assert [(line.text, line.kind) for line in document(body).lines] == [
        ("专栏 1 平台", "text"),
        ("（1）建设站点。", "text"),
    ]


def test_generated_numbers_are_printed() -> None:
    parts = numbering(
        ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")
    )
    body = numbered("条件") + numbered("甲", 1) + numbered("乙", 1) + numbered("细则", 2)
    assert texts(body + numbered("时间") + numbered("丙", 1), parts) == [
        "一、条件", "（一）甲", "（二）乙", "1.细则", "二、时间", "（一）丙",
    ]  # fmt: skip


def test_articles_and_restarted_lists() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    parts = numbering(("chineseCountingThousand", "第%1条"), extra=again)
    body = "".join(numbered(str(n)) for n in range(12)) + numbered("新", num=2)
    found = texts(body, parts)
    assert (found[0], found[11], found[12]) == ("第一条0", "第十二条11", "第一条新")


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
     (1005, "一千零五"), (1050, "一千零五十"), (9999, "九千九百九十九")],
)  # fmt: skip
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [(3, "decimalEnclosedCircle", "③"), (27, "lowerLetter", "aa"), (4, "upperRoman", "IV"),
     (12, "decimalFullWidth", "１２"), (2, "ideographTraditional", "乙"), (5, "unknown", "5")],
)  # fmt: skip
def test_number_formats(number: int, style: str, text: str) -> None:
    assert rendered(number, style) == text


def test_revisions_show_the_new_text() -> None:
    body = (
        "<w:p><w:r><w:t>于</w:t></w:r><w:del><w:r><w:delText>5月1日</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>6月1日</w:t></w:r></w:ins><w:r><w:t>前报送</w:t></w:r></w:p>"
    )
    assert texts(body) == ["于6月1日前报送"]


def test_hidden_text_and_field_codes_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>可见</w:t></w:r></w:p>"
    )
    assert texts(body) == ["可见"]


def test_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内文字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(body + p("下文")) == ["正文", "框内文字", "下文"]


def test_line_breaks_split_and_content_controls_are_entered() -> None:
    body = "<w:p><w:r><w:t>附件：1.甲</w:t><w:br/><w:t>2.乙</w:t></w:r></w:p>"
    body += f"<w:sdt><w:sdtContent>{p('控件里的段落')}</w:sdtContent></w:sdt>"
    found = document(body).lines
    assert [(line.text, line.opens) for line in found] == [
        ("附件：1.甲", True),
        ("2.乙", None),
        ("控件里的段落", True),
    ]


def test_a_paragraph_cut_in_mid_sentence_may_go_on() -> None:
    long = "各有关单位要按照要求认真组织申报工作并于六月一日之前把"
    indent = '<w:ind w:firstLine="640"/>'
    found = document(p(long) + p("材料报送。") + p(long) + p("二、时间", indent)).lines
    assert [line.opens for line in found] == [True, None, True, True]


def test_headers_footers_and_footnotes() -> None:
    source = docx.Document()
    source.add_paragraph("正文一段")
    source.sections[0].header.paragraphs[0].text = "某省科技厅"
    source.sections[0].footer.paragraphs[0].text = "— 1 —"
    data = io.BytesIO()
    source.save(data)
    found = read(SourceFile("通知.docx", data.getvalue()))
    assert [line.text for line in found.lines] == ["正文一段"]
    assert {(r.line.text, r.reason) for r in found.removed} == {
        ("某省科技厅", "页眉"),
        ("— 1 —", "页码"),
    }


def test_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "HARMLESS", 2**16)
    monkeypatch.setattr(package, "MAX_RATIO", 50)
    bomb = make_docx(p("正文"), {"word/media/zeros.bin": "0" * 2**22})
    with pytest.raises(UnsupportedFormat, match="安全"):
        read(SourceFile("炸弹.docx", bomb))


def test_damaged_part_is_refused() -> None:
    with pytest.raises(BrokenFile, match="另存为"):
        read(SourceFile("坏.docx", make_docx("<w:p>")))
