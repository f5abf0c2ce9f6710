"""The clause tree: families nested and mixed, annexes, contents, amendments, standards, long bodies."""

# ruff: noqa: E501 (an invented notice reads best on one line)
from __future__ import annotations

from outlines import clause, numbers, read_text, text_of

LONG = "各单位要按照要求认真组织实施，及时报送进展情况。"


def test_families_nest_in_the_order_of_the_standard() -> None:
    notice = read_text(
        "关于申报的通知\n各单位：\n一、条件\n（一）主体\n1.单位\n（1）法人。\n（2）其他组织。\n2.个人\n（二）材料\n二、时间\n"
    )
    assert numbers(notice) == [
        "一", "一/（一）", "一/（一）/1", "一/（一）/1/（1）", "一/（一）/1/（2）", "一/（一）/2", "一/（二）", "二",
    ]  # fmt: skip
    assert clause(notice, "一/（一）/1").path == ("一、条件", "（一）主体", "1.单位")


def test_numbering_that_skips_and_restarts_is_kept_as_printed() -> None:
    notice = read_text("甲办法\n一、甲\n1.甲甲\n2.乙乙\n4.丁丁\n二、乙\n1.甲甲\n二、丙\n")
    assert numbers(notice) == ["一", "一/1", "一/2", "一/4", "二", "二/1", "二"]
    ids = [c.clause_id.partition("#")[2] for c in notice.clauses if c.number == "二"]
    assert ids == ["二", "二~2"]


def test_articles_keep_their_items_and_their_chapters() -> None:
    notice = read_text(
        "甲办法\n第一章　总则\n第一条　为甲制定。\n第二条　下列单位可以申报：\n（一）法人；\n（二）其他。\n"
        "第二条之一　个人也可以。\n第二章　附则\n第三条所称单位，是指法人。\n第三条　自发布之日起施行。\n"
    )
    assert numbers(notice, "article") == [
        "第一章/第一条", "第一章/第二条", "第一章/第二条之一", "第二章/第三条",
    ]  # fmt: skip
    assert "（二）其他。" in text_of(notice, "第一章/第二条")
    assert text_of(notice, "第二章").endswith("是指法人。")


def test_articles_on_one_line_are_parted() -> None:
    notice = read_text("甲办法\n第一条 目的是甲。第二条 范围是乙。第三条 按第二条 办理。\n")
    assert numbers(notice, "article") == ["第一条", "第二条", "第三条"]


def test_a_table_of_contents_opens_no_clauses() -> None:
    notice = read_text(
        "甲条例\n目　录\n第一章　总则……1\n第二章　附则……3\n第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。\n"
    )
    assert numbers(notice) == ["第一章", "第一章/第一条", "第二章", "第二章/第二条"]
    assert text_of(notice, "目录").endswith("第二章　附则……3")


def test_an_amendment_quotes_the_articles_that_it_gives() -> None:
    notice = read_text(
        "关于修改甲办法的决定\n一、将第三条修改为：“第三条　单位可以申报。\n“第四条　个人可以申报。”\n"
        "二、删去第七条。\n三、增加一条，作为第九条：“第九条　不收费。”\n本决定自公布之日起施行。\n"
    )
    assert numbers(notice) == ["一", "二", "三"]
    assert text_of(notice, "一").endswith("个人可以申报。”")


def test_annexes_have_numbers_and_numbering_of_their_own() -> None:
    notice = read_text(
        "关于申报的通知\n各单位：\n请按附件办理。\n附件：1.甲市项目申报指南\n2.甲市项目汇总表\n甲市科技局\n2031年4月6日\n"
        "附件1\n甲市项目申报指南\n一、范围\n附件 2：\n甲市项目汇总表\n一、说明\n"
    )
    assert numbers(notice) == ["附件1", "附件1/一", "附件2", "附件2/一"]
    assert clause(notice, "附件1").path == ("附件1甲市项目申报指南",)
    assert "甲市项目汇总表" in text_of(notice, "附件说明")


def test_appendices_of_a_statute() -> None:
    notice = read_text(
        "甲办法\n第一条　见附表。\n附表1　允许偏差\n类别\t偏差\n甲类\t1\n附录A\n检验方法\n一、取样\n"
    )
    assert numbers(notice) == ["第一条", "附表1", "附表1/表1", "附表1/表1/行1", "附录A", "附录A/一"]


def test_a_standard_with_bare_headings_and_decimals() -> None:
    notice = read_text(
        "甲规范\n1 范围\n本规范适用于甲。\n2 要求\n2.1 一般要求\n应当合格。\n2.2 特殊要求\n11.5.2的规定不适用。\n"
        "3 检验\n3. 1 　取样\n按乙取样。\n"
    )
    assert numbers(notice) == ["1", "2", "2/2.1", "2/2.2", "3", "3/3.1"]
    assert "11.5.2" in text_of(notice, "2/2.2")


def test_decimals_without_their_parent() -> None:
    assert numbers(
        read_text("甲规程\n1.1 目的\n为甲。\n1.2 范围\n适用乙。\n2.1 职责\n丙负责。\n")
    ) == ["1.1", "1.2", "2.1"]


def test_dash_headings_enter_the_path_and_page_numbers_do_not() -> None:
    notice = read_text("甲规划\n一、目标\n——人才队伍壮大。到2035年翻番。\n—— 创新能力提升。\n")
    assert numbers(notice) == ["一", "一", "一"]
    assert clause(notice, "一").path == ("一、目标",)
    assert notice.clauses[-1].path == ("一、目标", "——创新能力提升")


def test_a_body_without_numbers_is_cut_into_groups_of_sentences() -> None:
    notice = read_text("甲市部署工作\n" + LONG * 40)
    bodies = [notice.quote(c) for c in notice.clauses if c.number == "正文"]
    assert len(bodies) > 3
    assert all(len(body) <= 300 and body.endswith("。") for body in bodies[1:])
    assert len({c.clause_id for c in notice.clauses}) == len(notice.clauses)


def test_signature_and_imprint_of_joint_notices() -> None:
    notice = read_text(
        "关于申报的通知\n各单位：\n请按时申报。\n甲市科技局\n甲市财政局\n2031年4月6日\n（此件公开发布）\n"
        "抄送：乙局，丙办公室。\n甲市科技局办公室\n2031年4月7日印发\n"
    )
    assert text_of(notice, "落款") == "甲市科技局\n甲市财政局\n2031年4月6日"
    assert text_of(notice, "版记").startswith("抄送")
    assert notice.issuer == "甲市科技局 甲市财政局"


def test_one_line_notices_are_read_like_others() -> None:
    notice = read_text(
        f"甲市科技局关于申报项目的通知 甲科发〔2031〕7号 各有关单位： {LONG} 一、申报条件 {LONG} （一）单位。{LONG}"
        f"（二）个人。{LONG} 二、申报时间 5月28日前。{LONG} 甲市科技局 2031年4月6日"
    )
    assert numbers(notice) == ["一", "一/（一）", "一/（二）", "二"]
    assert (notice.title, notice.document_number) == (
        "甲市科技局关于申报项目的通知",
        "甲科发〔2031〕7号",
    )
    assert (notice.recipients, notice.issuer, notice.issued_on) == (
        "各有关单位",
        "甲市科技局",
        "2031-04-06",
    )


def test_letters_and_stems_label_clauses() -> None:
    notice = read_text(
        "关于申报的通知\n各单位：\n甲、共同要求\n一是单位须已登记。\n乙、分项说明\nA. 能力项目\nA1 目标：建设八家。\n"
        "A2 资助：每家三万元。\nB. 交流项目\nB1 方向：高端会议。\n丙、报送\n（一）网上报送。\n"
    )
    assert numbers(notice) == [
        "甲", "甲/一是", "乙", "乙/A", "乙/A/A1", "乙/A/A2", "乙/B", "乙/B/B1", "丙", "丙/（一）",
    ]  # fmt: skip
    assert clause(notice, "乙/B/B1").path[1] == "B.交流项目"


def test_letters_below_a_number_are_its_items() -> None:
    notice = read_text(
        "关于申报的通知\n各单位：\n一、材料\n1. 须提交：\nA. 自评表；\nB. 总结。\n2. 另附：\nA. 名册。\n二、其他\nA4纸打印，甲、乙双方各执一份。\n"
    )
    assert numbers(notice) == ["一", "一/1", "一/1/A", "一/1/B", "一/2", "一/2/A", "二"]


def test_headings_without_numbers_are_believed_where_several_stand_over_text() -> None:
    text = "关于发布指南的通知\n各单位：\n现将指南发布如下，请认真组织。\n申请资格\n{0}\n申请程序\n{0}\n经费管理\n{0}\n"
    notice = read_text(text.format(LONG))
    assert [c.path[-1] for c in notice.clauses if c.kind == "item"] == [
        "申请资格", "申请程序", "经费管理",
    ]  # fmt: skip
    numbered = read_text(text.format(LONG).replace("现将", "一、甲甲\n二、乙乙\n三、丙丙\n现将"))
    assert not any("申请资格" in c.path for c in numbered.clauses)


def test_headings_in_brackets() -> None:
    notice = read_text(
        f"关于提名的通知\n各单位：\n【提名时间】{LONG}\n【提名方式】{LONG}\n【联系】{LONG}\n"
    )
    assert [c.path[-1] for c in notice.clauses if c.kind == "item"] == [
        "提名时间",
        "提名方式",
        "联系",
    ]


def test_what_is_counted_in_words_with_labels_run_into_its_text() -> None:
    text = (
        "关于征集选题的公告\n各单位：\n项目一：讲座\n对象  {0}\n标准  {0}\n项目二：展览\n对象  {0}\n"
        "办法　{0}\n经费来源\n{0}\n咨询方式\n{0}\n其他事项\n{0}\n"
    )
    notice = read_text(text.format(LONG))
    assert [c.path for c in notice.clauses if c.kind == "item"] == [
        ("项目一：讲座",),
        ("项目一：讲座", "对象"),
        ("项目一：讲座", "标准"),
        ("项目二：展览",),
        ("项目二：展览", "对象"),
        ("项目二：展览", "办法"),
        ("经费来源",),
        ("咨询方式",),
        ("其他事项",),
    ]


def test_steps_are_counted_below_their_heading() -> None:
    notice = read_text(
        "甲方案\n一、安排\n第一阶段（3月）：摸底。\n第二阶段（4月）：验收。\n二、要求\n"
    )
    assert numbers(notice) == ["一", "一/第一阶段", "一/第二阶段", "二"]
    assert numbers(read_text("甲方案\n一、安排\n第二阶段（4月）：验收。\n")) == ["一"]
