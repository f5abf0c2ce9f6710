"""Tables as clauses: heads of one and two rows, merged cells, pages, label-value tables, contacts."""

# ruff: noqa: E501 (an invented notice reads best on one line)
from __future__ import annotations

import pytest
from outlines import clause, facts, numbers, read_text

from ingest import tables
from ingest.aligned import cells_of
from ingest.layout import paragraphs
from ingest.model import Line


def test_a_row_carries_its_column_heads_and_merged_cells() -> None:
    notice = read_text(
        "甲通知\n一、上限\n类别\t子项\t数量（个）\n甲类\t子一\t3\n\t子二\t4\n乙类\t\t5\n"
    )
    assert numbers(notice) == ["一", "一/表1", "一/表1/行1", "一/表1/行2", "一/表1/行3"]
    contexts = [clause.context for clause in notice.clauses if clause.kind == "row"]
    assert contexts == [
        "类别：甲类；子项：子一；数量（个）：3",
        "类别：甲类；子项：子二；数量（个）：4",
        "类别：乙类；数量（个）：5",
    ]


def test_a_head_of_two_rows() -> None:
    rows = [
        ["序号", "指标", "", "分值", ""],
        ["", "类别", "名称", "满分", "得分"],
        ["1", "党建", "组织", "5", ""],
    ]
    assert tables.header_rows(rows) == 2
    assert tables.heads(rows[:2]) == ["序号", "指标类别", "指标名称", "分值满分", "分值得分"]
    assert tables.header_rows([["类别", "名称"], ["甲", "乙"]]) == 1
    assert tables.header_rows([["1", "甲市2031年"], ["2", "乙市2030年"]]) == 0


def test_a_table_over_two_pages_is_one() -> None:
    cells = [("类别", "数量"), ("甲类", "3"), ("乙类", "4")]
    lines = [
        Line("\t".join(row), "row", page=page, cells=row, table=1)
        for page, row in zip((1, 1, 2), cells, strict=True)
    ]
    assert [paragraph.is_row for paragraph in paragraphs(lines)] == [True] * 3


def test_contacts_by_column_heads() -> None:
    notice = read_text(
        "甲通知\n一、联系\n单位\t联系人\t电话\t邮箱\n甲协会\t宋一鸣\t83620011\ta@b.cn\n乙协会\t\t83620012\t\n"
    )
    first, second = facts(notice, "contact")
    assert first.fields == {
        "office": "甲协会",
        "name": "宋一鸣",
        "phone": "83620011",
        "email": "a@b.cn",
    }
    assert (second.label, second.value) == ("乙协会", "83620012")


def test_a_label_value_table_has_no_head_row() -> None:
    notice = read_text(
        "甲通知\n一、寄送\n联系人\t程小雨\n联系电话\t025-83620013\n通讯地址\t江州市中山路8号3楼\n"
    )
    assert numbers(notice, "table") == []
    assert [clause.context for clause in notice.clauses if clause.kind == "row"] == [
        "联系人：程小雨", "联系电话：025-83620013", "通讯地址：江州市中山路8号3楼",
    ]  # fmt: skip
    assert [fact.value for fact in facts(notice, "contact")] == [
        "025-83620013",
        "江州市中山路8号3楼",
    ]


def test_years_head_columns_unless_they_stand_below_too() -> None:
    rows = [["区县", "2031年", "2032年"], ["东城区", "125", "145"], ["西城区", "35", "40"]]
    assert tables.header_rows(rows) == 1
    assert tables.header_rows([["甲站", "2031年"], ["乙站", "2032年"], ["丙站", "2033年"]]) == 0


def test_a_number_printed_in_two_groups_is_a_phone() -> None:
    rows = [
        "事项\t联系人\t电话",
        "甲类项目\t骆小山\t0451-5360 8809",
        "乙类项目\t聂文\t025-8651 241",
    ]
    notice = read_text("甲通知\n一、联系\n" + "\n".join(rows) + "\n")
    phones = [found.fields["phone"] for found in facts(notice, "contact")]
    assert phones == ["0451-5360 8809", "025-8651 241"]


BARRED = """关于分工的通知
各单位：
一、任务
序号｜任务｜责任单位｜时限
1｜摸底排查｜甲办公室｜6月底前
2｜“结对”行动｜乙学会｜7月10日前
二、其他
"""
ALIGNED = """关于收费的通知
各单位：
一、标准
类别　　　　提前缴费    现场缴费
会员        600元/人         800元/人
非会员      800元/人         1000元/人
二、联系
联系人：甲甲    电话：5550    邮箱：a@b.example
联系人：乙乙    电话：5551    邮箱：c@d.example
联系人：丙丙    电话：5552    邮箱：e@f.example
"""


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        (BARRED, "一/表1/行2", "序号：2；任务：“结对”行动；责任单位：乙学会；时限：7月10日前"),
        (ALIGNED, "一/表1/行1", "类别：会员；提前缴费：600元/人；现场缴费：800元/人"),
    ],
)
def test_tables_drawn_with_characters(text: str, row: str, said: str) -> None:
    notice = read_text(text)
    assert clause(notice, row).context == said
    rows = [c for c in notice.clauses if c.kind == "row"]
    assert len(rows) == 2 and all(c.number.startswith("一/") for c in rows)


def test_cells_of_a_row() -> None:
    assert cells_of("1｜摸底 ｜甲") == ["1", "摸底", "甲"]
    assert cells_of("\t摸底\t甲") == ["", "摸底", "甲"]


def test_a_lone_bar_in_an_aligned_row_parts_nothing() -> None:
    notice = read_text(ALIGNED.replace("600元/人 ", "600元|人 "))
    first = clause(notice, "一/表1/行1")
    assert first.context.endswith("提前缴费：600元|人；现场缴费：800元/人")
    assert cells_of(notice.quote(first)) == ["会员", "600元|人", "800元/人"]
