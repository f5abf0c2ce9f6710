"""Labels: every family, full and half width, and the running text that begins alike."""

# ruff: noqa: E501 (an invented notice reads best on one line)
from __future__ import annotations

import pytest

from ingest.numbering import (
    bare_headings,
    integer,
    integer_or_none,
    label_at_start,
    spaced_decimal,
)


@pytest.mark.parametrize(
    ("line", "family", "number"),
    [
        ("一、目标", "cn", "一"),
        ("十二．目标", "cn", "十二"),
        ("叁、经费", "formal", "叁"),
        ("（三）任务", "cn_paren", "（三）"),
        ("(三) 任务", "cn_paren", "（三）"),
        ("1.材料", "arabic", "1"),
        ("1．材料", "arabic", "1"),
        ("1、材料", "arabic", "1"),
        ("１．材料", "arabic", "１"),
        ("23．2021年完成", "arabic", "23"),
        ("（4）材料", "paren", "（4）"),
        ("4）材料", "half_paren", "4)"),
        ("③材料", "circle", "③"),
        ("项目一：讲座", "counted", "项目一"),
        ("方向2  气象仪器", "counted", "方向2"),
        ("第一阶段（3月）：摸底", "step", "第一阶段"),
        ("（丙）关于经费", "stem_paren", "（丙）"),
        ("其三，电话更正", "ordinal", "其三"),
        ("丙2. 标准", "letter_number", "丙2"),
        ("（b）图文：不少于6幅", "letter_paren", "（b）"),
        ("B4. 会期调整", "letter_number", "B4"),
        ("1.1 范围", "decimal", "1.1"),
        ("3.2.1　一般要求", "decimal", "3.2.1"),
        ("第三条　申请人应当…", "article", "第三条"),
        ("第十二条之一　删去。", "article", "第十二条之一"),
        ("第 7 条 报送", "article", "第7条"),
        ("第一百零三条\xa0处罚", "article", "第一百零三条"),
        ("第二章 申报", "chapter", "第二章"),
        ("第一节　一般规定", "section", "第一节"),
        ("第二编", "part", "第二编"),
        ("专栏3 重点工程", "column", "专栏3"),
        ("二是加强协调。", "ordinal", "二是"),
        ("　　（一）缩进的标题", "cn_paren", "（一）"),
    ],
)
def test_labels(line: str, family: str, number: str) -> None:
    label = label_at_start(line)
    assert label is not None
    assert (label.family, label.number) == (family, number)


@pytest.mark.parametrize(
    "line",
    [
        "第三条所称单位，是指法人。", "第三条规定的期限", "第三条、第五条的要求", "第二章的规定适用于此",
        "11.5.2的要求应当满足", "1.5亿元以内", "前款所称材料", "3.5%以上", "2021.5.31前报送", "一个单位申报一项",
        "二是否成立", "", "项目一般不超过三年", "第一类医疗器械", "其一致性应当检验", "　", "第五条第二款所列情形", "（以下简称本办法）", "第三条修改为：“第三条　甲。”",
    ],
)  # fmt: skip
def test_running_text_has_no_label(line: str) -> None:
    assert label_at_start(line) is None


def test_an_article_that_counts_on_may_begin_with_doubtful_words() -> None:
    assert label_at_start("第十条中小企业可以申报。") is None
    label = label_at_start("第十条中小企业可以申报。", article=9)
    assert label is not None and label.value == (10,)
    assert label_at_start("第十条所称企业", article=9) is None


@pytest.mark.parametrize(
    ("digits", "value"), [("十二", 12), ("一百零三", 103), ("二〇二一", 2021), ("两", 2), ("07", 7)]
)
def test_integer(digits: str, value: int) -> None:
    assert integer(digits) == value


def test_headings_of_a_standard_count_from_one_with_text_between() -> None:
    lines = [
        "甲规范",
        "1 范围",
        "本规范适用于甲。",
        "2  术语",
        "下列术语适用。",
        "3检验",
        "检验按乙进行。",
    ]
    assert bare_headings(lines) == {1, 3, 5}
    assert bare_headings(["1 甲", "2 乙乙", "3 丙丙"]) == frozenset()
    assert bare_headings(["7 范围", "本规范适用于甲。", "9 术语"]) == frozenset()


def test_a_space_inside_a_decimal() -> None:
    label = spaced_decimal("5. 2　附件的格式")
    assert label is not None and (label.number, label.value) == ("5.2", (5, 2))
    assert spaced_decimal("5. 2021年的附件") is None


@pytest.mark.parametrize("digits", ["十四五", "九九十", "两九", "亿", "百十", ""])
def test_runs_of_numerals_that_are_no_number(digits: str) -> None:
    assert integer_or_none(digits) is None
    with pytest.raises(ValueError):
        integer(digits)
