"""PDF: lines with boxes, paragraphs by indent, ruled tables, furniture."""

from __future__ import annotations

import pytest
from make_files import Rule, Text, make_pdf, ruled

from ingest.model import RawDocument, SourceFile
from ingest.readers.pdf import read

FULL = "各有关单位要按照要求认真组织申报工作并于六月一日之前把材料"  # 29 characters: a full line
EDGES = (80.0, 140.0, 300.0, 420.0, 515.0)


def document(*pages: list[Text | Rule], **options: int) -> RawDocument:
    return read(SourceFile("通知.pdf", make_pdf(pages, **options)))


def body(top: float, lines: int = 3) -> list[Text | Rule]:
    """A paragraph: an indented line, full lines, a short line at the end."""
    first: list[Text | Rule] = [Text(112, top, FULL[:25])]
    full = [Text(80, top + 28 * n, FULL[:27]) for n in range(1, lines)]
    return [*first, *full, Text(80, top + 28 * lines, "报送到科技处。")]


def test_lines_have_page_and_box_from_the_top_left() -> None:
    found = document([Text(112, 100, "一、申报条件")], [Text(112, 200, "二、申报时间")])
    assert [(line.text, line.page) for line in found.lines] == [
        ("一、申报条件", 1),
        ("二、申报时间", 2),
    ]
    box = found.lines[0].box
    assert box is not None
    assert box == pytest.approx((112, 100, 208, 116), abs=4)
    assert (found.pages[1].number, found.pages[1].width, found.pages[1].height) == (2, 595, 842)


def test_reading_order_is_by_place_not_by_content_order() -> None:
    found = document([Text(200, 150, "甲二"), Text(80, 120, "乙"), Text(80, 150, "甲一")])
    assert [line.text for line in found.lines] == ["乙", "甲一 甲二"]


def test_single_characters_are_read_whose_font_is_nowhere() -> None:
    """STSong-Light is not in the file; drawn one by one, its characters have no extent."""
    found = document([Text(80 + 16 * n, 120, letter) for n, letter in enumerate("申报时间")])
    assert [line.text for line in found.lines] == ["申报时间"]


def test_paragraphs_open_where_lines_are_indented() -> None:
    found = document([*body(100), *body(220)])
    assert [line.opens for line in found.lines] == [True, False, False, False] * 2


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    second: list[Text | Rule] = [Text(80, 90, "按时报送。"), *body(120)]
    found = document([*body(100), Text(112, 700, FULL[:25]), Text(280, 790, "— 1 —")], second)
    on_two = [line for line in found.lines if line.page == 2]
    assert (on_two[0].text, on_two[0].opens) == ("按时报送。", False)


def test_page_numbers_and_running_heads_are_removed() -> None:
    pages = [
        [Text(250, 40, "某省科技厅文件"), *body(100 + 10 * n), Text(290, 790, f"{n}")]
        for n in range(1, 5)
    ]
    found = document(*pages)
    reasons = {removed.reason for removed in found.removed}
    assert reasons == {"页码", "每页重复的页眉或页脚"}
    assert len(found.removed) == 8
    assert not any("文件" in line.text for line in found.lines)


def test_a_number_in_the_text_stays() -> None:
    found = document([*body(100), Text(112, 300, "2021"), *body(400)])
    assert "2021" in [line.text for line in found.lines]


def test_ruled_table_becomes_rows_in_its_place() -> None:
    rows = [["序号", "类别", "子项", "数量"], ["1", "平台", "一等", "3"], ["2", "队伍", "", "20"]]
    found = document([*body(80), *ruled(260, rows, EDGES), Text(112, 400, "三、其他")])
    table = [line for line in found.lines if line.kind == "row"]
    assert [line.cells for line in table] == [tuple(row) for row in rows]
    assert table[0].text == "序号\t类别\t子项\t数量"
    assert {line.table for line in table} == {1}
    assert found.lines[-1].text == "三、其他"
    assert found.lines[-1].opens is True


def test_merged_cell_is_printed_once() -> None:
    left = ruled(100, [["类别", "等级"], ["平台", "一等"], ["", "二等"]], (80, 300, 515))
    merged = [item for item in left if not (isinstance(item, Rule) and item.y0 == item.y1 == 148)]
    found = document([*merged, Rule(300, 148, 515, 148)])
    assert [line.cells for line in found.lines] == [
        ("类别", "等级"),
        ("平台", "一等"),
        ("", "二等"),
    ]


def test_table_over_two_pages_keeps_its_number_and_drops_the_repeated_header() -> None:
    head = ["序号", "类别", "子项", "数量"]
    first = [*body(80), *ruled(700, [head, ["1", "甲", "乙", "2"]], EDGES), Text(280, 800, "- 1 -")]
    second = [*ruled(80, [head, ["2", "丙", "丁", "5"]], EDGES), Text(280, 800, "- 2 -")]
    found = document(first, second)
    rows = [line for line in found.lines if line.kind == "row"]
    assert [(row.table, row.cells[0]) for row in rows] == [(1, "序号"), (1, "1"), (1, "2")]
    assert "续页重复的表头" in {removed.reason for removed in found.removed}


def test_line_break_in_a_cell_is_removed() -> None:
    table = ruled(100, [["甲", "主要内"], ["乙", ""]], (80, 300, 515), height=40)
    found = document([*table, Text(304, 122, "容", 12.0)])
    assert found.lines[0].cells == ("甲", "主要内容")


def test_doubled_and_spaced_characters() -> None:
    spaced = [Text(100 + 40 * n, 100, c) for n, c in enumerate("示范项目申报")]
    bold = [Text(112, 200, "申报时间"), Text(112.4, 200, "申报时间")]
    found = document([*spaced, *bold])
    assert [line.text for line in found.lines] == ["示范项目申报", "申报时间"]


def test_rotated_page_is_read_as_shown() -> None:
    found = document([Text(112, 100, "一、条件")], rotate=90)
    assert (found.pages[0].width, found.pages[0].height) == (842, 595)
    assert "".join(line.text for line in found.lines) == "一、条件" or len(found.lines) == 4
    assert all(line.box and 0 <= line.box[0] < line.box[2] <= 842 for line in found.lines)


def test_a_blank_page_is_no_scan() -> None:
    found = document([Text(112, 100, "一、申报条件")], [])
    assert (len(found.pages), found.pages[1].confidence, found.warnings) == (2, None, ())
