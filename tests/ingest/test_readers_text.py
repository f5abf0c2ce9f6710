"""Plain text: encodings, rows, page numbers; the text itself stays verbatim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BrokenFile, EmptyFile, UnsupportedFormat
from ingest.model import Line, RawDocument, SourceFile
from ingest.readers.furniture import SPACES, is_page_number
from ingest.readers.text import read

NOTICE = "关于组织申报示范项目的通知\n\n\u3000\u3000请于 6 月 1 日前报送材料。\n"


def lines(text: str) -> tuple[Line, ...]:
    return document(text).lines


def document(text: str) -> RawDocument:
    return read(SourceFile("通知.txt", text.encode()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings(encoding: str) -> None:
    read_lines = read(SourceFile("通知.txt", NOTICE.encode(encoding))).lines
    assert [line.text for line in read_lines] == [
        "关于组织申报示范项目的通知",
        "请于 6 月 1 日前报送材料。",
    ]
    assert [line.opens for line in read_lines] == [None, True]
    assert [line.anchor for line in read_lines] == ["l1", "l3"]


def test_wrong_encodings_are_refused() -> None:
    with pytest.raises(UnsupportedFormat, match="Big5"):
        read(SourceFile("通知.txt", ("關於組織申報示範項目的通知" * 4).encode("big5")))
    with pytest.raises(UnsupportedFormat, match="没有 BOM 的 UTF-16"):
        read(SourceFile("通知.txt", "Notice 通知".encode("utf-16-le")))


def test_damaged_utf8_names_the_line() -> None:
    data = (NOTICE * 5).encode()
    damaged = data[:-10] + b"\xff" + data[-9:]
    with pytest.raises(BrokenFile, match="第 15 行"):
        read(SourceFile("通知.txt", damaged))


def test_rows_keep_their_empty_cells() -> None:
    found = lines("类别\t等级\t数量\n平台\t一等\t3 个\n\n\t\t二等\t4 个\n合计\n甲\t乙\n")
    assert [(line.kind, line.table, line.cells) for line in found] == [
        ("row", 1, ("类别", "等级", "数量")),
        ("row", 1, ("平台", "一等", "3 个")),
        ("row", 1, ("", "", "二等", "4 个")),
        ("text", None, ()),
        ("row", 2, ("甲", "乙")),
    ]
    assert found[2].text == "\t\t二等\t4 个"


def test_tabs_that_only_indent_make_no_row() -> None:
    found = lines("\t为做好申报工作，通知如下。\n1.\t申报条件\n（二）\t申报时间\n")
    assert [line.kind for line in found] == ["text"] * 3
    assert found[0].text == "为做好申报工作，通知如下。"
    assert found[0].opens is True


def test_page_numbers_and_form_feeds_are_removed() -> None:
    found = document("正文一\n— 11 —\n正文二\n- 3 -\n第 3 页 共 9 页\n7\n\f下一页 2021\n2021\n")
    assert [line.text for line in found.lines] == ["正文一", "正文二", "下一页 2021", "2021"]
    assert [line.page for line in found.lines] == [1, 1, 2, 2]
    assert [(r.line.text, r.reason) for r in found.removed] == [
        ("— 11 —", "页码"),
        ("- 3 -", "页码"),
        ("第 3 页 共 9 页", "页码"),
        ("7", "页码"),
        ("\f", "分页符"),
    ]


@pytest.mark.parametrize(
    "text", ["— 11 —", "- 3 -", "–1–", "第3页", "第 3 页（共 9 页）", "Page 3 of 9"]
)
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["11", "——科技服务队建设", "- 3、申报条件", "第三页", "2021-2023"])
def test_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)


@given(st.text(alphabet="申报材料：1\t 一、（）\n\r\f\u3000—-", max_size=80))
def test_every_line_is_kept_or_removed(text: str) -> None:
    """Invariant 2: nothing but white space gets lost, and nothing comes twice."""

    def bare(part: str) -> str:
        return "".join(c for c in part if c not in SPACES)

    try:
        found = read(SourceFile("通知.txt", text.encode()))
    except EmptyFile:
        assert not bare(text)
        return
    everything = [*found.lines, *(removed.line for removed in found.removed)]
    assert sorted("".join(bare(line.text) for line in everything)) == sorted(bare(text))
    for line in found.lines:
        assert line.kind == "row" or line.text == line.text.strip(SPACES)
        assert line.kind == "text" or line.text == "\t".join(line.cells)
