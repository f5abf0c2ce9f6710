"""Paragraphs from wrapped lines, and lines from text that has lost its breaks."""

from __future__ import annotations

from ingest.breaks import restored
from ingest.layout import columns, ends_sentence, looks_like_title, paragraphs, wrap_width
from ingest.model import Line

FILLER = (
    "为做好本年度工作，现就有关事项通知如下，请各单位认真组织，按时完成，并将进展情况及时报送我局。"
)


def lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def pieces(text: str) -> list[str]:
    return [line.text for line in restored(lines(text))]


def test_wrapped_lines_are_joined_and_short_ones_end_a_paragraph() -> None:
    full = "甲" * 30
    text = [*[full] * 12, "乙" * 10 + "。", "丙" * 28, full]
    joined = [paragraph.text for paragraph in paragraphs(lines(*text))]
    assert joined[0] == full * 12 + "乙" * 10 + "。"
    assert wrap_width(lines(*text)) == 60


def test_what_the_layout_says_of_paragraphs_is_believed() -> None:
    given = [Line("甲" * 30, opens=True), Line("乙。", opens=False), Line("丙。", opens=True)]
    assert [paragraph.text for paragraph in paragraphs(given)] == ["甲" * 30 + "乙。", "丙。"]


def test_a_bracket_cut_by_a_break_is_closed() -> None:
    given = lines("关于印发《甲市项目", "管理办法》的通知")
    assert [paragraph.text for paragraph in paragraphs(given)] == [
        "关于印发《甲市项目管理办法》的通知"
    ]


def test_columns_and_ends() -> None:
    assert columns("甲a“") == 5
    assert ends_sentence("完成。”") and not ends_sentence("完成")
    assert looks_like_title("甲市项目管理办法（试行）") and not looks_like_title("请按办法办理。")


def test_a_notice_on_one_line_is_cut_where_its_breaks_were() -> None:
    text = (
        f"甲市科技局关于申报项目的通知 各有关单位： {FILLER} 一、申报条件 {FILLER} 二、申报材料 "
        f"（一） 申报书。{FILLER} 联系人：宋一鸣 甲市科技局 2031年4月6日"
    )
    found = pieces(text)
    assert found[:4] == ["甲市科技局关于申报项目的通知", "各有关单位：", FILLER, "一、申报条件"]
    assert found[-3:] == ["联系人：宋一鸣", "甲市科技局", "2031年4月6日"]
    assert f"（一） 申报书。{FILLER}" in found
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_spaces_in_brackets_numbers_and_short_lines_are_no_breaks() -> None:
    inside = f"{FILLER}{FILLER}（记者 宋一鸣 程小雨）5 月 28 日前报送，用 APP 填报 3 项{FILLER}"
    assert pieces(inside) == [inside]
    assert pieces("甲 乙") == ["甲 乙"]


def test_a_text_with_breaks_of_its_own_keeps_its_paragraphs() -> None:
    given = lines(*[f"{FILLER}{FILLER}  {FILLER}{FILLER}"] * 5)
    assert restored(given) == given


def test_a_headline_is_parted_from_its_dateline() -> None:
    assert (
        pieces(f"甲市部署项目申报工作 4月6日，{FILLER}{FILLER}{FILLER}{FILLER}")[0]
        == "甲市部署项目申报工作"
    )


def test_an_unindented_line_goes_on_with_an_indented_item_that_fills_its_line() -> None:
    item, rest = "1、" + "甲" * 27, "乙" * 28 + "。"
    filler = ["丙" * 30] * 12
    given = [Line(item, opens=True), Line(rest), *lines(*filler)]
    assert paragraphs(given)[0].text.startswith(item + rest)
    assert paragraphs([*lines(*filler, "丁。", item, rest)])[-2].text == item
