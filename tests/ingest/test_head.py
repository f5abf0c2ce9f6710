"""Title, number, issuer, date, recipients; relations and short names."""

# ruff: noqa: E501 (an invented notice reads best on one line)
from __future__ import annotations

import pytest
from outlines import read_text

from ingest.model import Relation
from ingest.relations import aliases, relations
from ingest.title import clean_title, document_type

BODY = "\n各有关单位：\n为做好工作，现通知如下。\n一、范围\n甲。\n"


@pytest.mark.parametrize(
    "printed",
    [
        "甲科发〔2031〕7号", "甲科发[2031]7号", "甲科发［2031］7号", "甲科发（2031）7号", "甲科发(2031)7号", "甲科发【2031】7号",
        "甲科发﹝2031﹞7号", "甲科发〔2031〕第7号", "甲科办函〔2031〕107 号", "甲市科技局公告2031年第7号", "甲市科技局令第7号",
        "甲市防控指挥部通告（第7号）", "甲办发电〔2031〕7号",
    ],
)  # fmt: skip
def test_document_numbers_in_all_shapes(printed: str) -> None:
    notice = read_text(f"{printed}\n关于申报甲项目的通知{BODY}")
    assert notice.document_number == printed.replace(" ", "")
    assert notice.title == "关于申报甲项目的通知"


def test_a_number_below_the_title_and_one_of_a_public_notice() -> None:
    below = read_text(f"甲市科技局关于申报甲项目的通知\n甲科发〔2031〕7号{BODY}")
    assert (below.document_number, below.recipients) == ("甲科发〔2031〕7号", "各有关单位")
    order = read_text(
        "甲市人民政府令\n第12号\n现公布《甲市科技条例》，自2031年7月1日起施行。\n市长　程小雨\n2031年4月6日\n甲市科技条例\n第一条　甲。\n"
    )
    assert (order.document_number, order.issuer) == ("甲市人民政府令第12号", "甲市人民政府")
    assert order.title == "甲市科技条例"
    assert read_text(f"关于申报甲项目的通知{BODY}").document_number is None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("甲市科技局文件\n甲科发〔2031〕7号\n关于印发《甲市项目\n管理办法》的通知", "关于印发《甲市项目管理办法》的通知"),
        ("甲市人民政府办公室\n关于加快发展的意见", "甲市人民政府办公室关于加快发展的意见"),
        ("甲市人民政府办公室关于全面推行\n公示制度记录制度\n审核制度的指导意见", "甲市人民政府办公室关于全面推行公示制度记录制度审核制度的指导意见"),
        ("甲市科技局\n甲市财政局关于申报的通知", "甲市科技局 甲市财政局关于申报的通知"),
        ("甲市科技局关于\n甲 市 应 急 预 案 的 函", "甲市科技局关于甲市应急预案的函"),
        ("甲市人民政府转发乙局\n关于防灾工作意见的通知", "甲市人民政府转发乙局关于防灾工作意见的通知"),
        ("中华人民共和国甲境外组织\n境内活动法\n（2031年4月6日甲会议通过）", "中华人民共和国甲境外组织境内活动法"),
    ],
)  # fmt: skip
def test_titles_over_several_lines(lines: str, title: str) -> None:
    assert read_text(lines + BODY).title == title


def test_issuer_and_date_of_a_statute_from_the_note_below_its_title() -> None:
    notice = read_text(
        "甲市计量办法\n（2029年6月4日甲市质监局令第49号公布　根据2031年1月2日甲市市场监管局令第5号修订）\n第一条　甲。\n"
    )
    assert (notice.document_number, notice.issuer, notice.issued_on) == (
        "甲市质监局令第49号",
        "甲市质监局",
        "2029-06-04",
    )


def test_what_the_page_states_at_its_top_is_believed() -> None:
    notice = read_text(
        "标题：甲市关于申报的通知\n发文机关：甲市科技局\n成文日期：2031-04-06\n发文字号：甲科发〔2031〕7号\n一、甲\n乙。\n"
    )
    assert (notice.title, notice.issuer) == ("甲市关于申报的通知", "甲市科技局")
    assert (notice.issued_on, notice.document_number) == ("2031-04-06", "甲科发〔2031〕7号")


def test_clean_titles_and_types() -> None:
    assert clean_title("国 家 粮 食 预 案") == "国家粮食预案"
    assert clean_title("甲科发〔2031〕7号甲市关于申报的通知") == "甲市关于申报的通知"
    assert document_type("甲市项目管理办法（试行）") == "办法"
    assert document_type("中华人民共和国甲法") == "法"
    assert document_type("甲市部署工作") is None


@pytest.mark.parametrize(
    ("title", "text", "kind", "target"),
    [
        ("关于转发《乙市项目办法》的通知", "", "forwards", "乙市项目办法"),
        ("关于印发《甲市项目办法》的通知", "", "issues", "甲市项目办法"),
        ("关于修改《甲市项目办法》的决定", "", "amends", "甲市项目办法"),
        ("甲市办法", "根据《乙市条例》（乙发〔2030〕1号）和《丙市条例》，制定本办法。", "based_on", "丙市条例"),
        ("甲市办法", "本办法自发布之日起施行，《乙市办法》（乙发〔2020〕1号）同时废止。", "repeals", "乙市办法"),
        ("甲市决定", "一、对《乙市办法》作如下修改：", "amends", "乙市办法"),
    ],
)  # fmt: skip
def test_relations(title: str, text: str, kind: str, target: str) -> None:
    assert Relation(kind, target) in relations(text, title)


def test_no_relation_without_its_words() -> None:
    assert relations("各单位学习《乙市办法》，交流体会。", "关于学习的通知") == ()


def test_short_names_are_those_of_the_notice_or_its_programme() -> None:
    title = "关于实施2031年度甲市学会提升计划的通知"
    text = "面向省级学会（以下简称“学会”）实施“甲市学会提升计划”（以下简称“提升计划”），依据《乙市条例》（以下简称“条例”）。"
    assert aliases(text, title) == ("提升计划",)
    assert aliases("", "关于印发《“甲乙丙”三年行动计划》的通知") == ("甲乙丙",)
    assert aliases("", "关于暂时调整实施《乙法条例》的决定") == ()
    assert aliases("", "热线成为“连心桥”") == ()


@pytest.mark.parametrize(
    "head",
    [
        "甲市科学技术协会\n甲市教育局  文件\n甲 市 财 政 局",
        "甲市科学技术协会\n甲市教育局　甲市财政局",
        "甲市科学技术协会\n甲市教育局\n甲市财政局\n文件",
    ],
)
def test_organs_that_issue_together_are_the_issuers_of_one_notice(head: str) -> None:
    text = f"{head}\n甲科协联〔2031〕6号\n关于申报的通知\n各单位：\n一、条件\n学会可以申报。\n"
    notice = read_text(text)
    assert notice.issuer == "甲市科学技术协会 甲市教育局 甲市财政局"
    assert (notice.title, notice.document_number) == ("关于申报的通知", "甲科协联〔2031〕6号")


def test_a_notice_that_changes_another_one_says_which() -> None:
    text = (
        "关于延长青桥计划申报时间的补充通知\n各单位：\n《关于申报青桥计划的通知》（甲科协发〔2031〕5号，以下简称"
        "《通知》）印发后，因系统升级，现补充通知如下。\n一、申报截止时间延长至2031年5月9日。\n"
    )
    assert Relation("amends", "关于申报青桥计划的通知") in read_text(text).relations
    assert not read_text(text.replace("延长青桥计划申报时间的补充", "申报青松计划的")).relations


def test_a_notice_that_changes_one_sent_out_without_a_number_says_which() -> None:
    text = (
        "关于年会延期召开的补充通知\n各单位：\n我会于2031年3月2日印发了《关于召开2031年年会的通知》。因故延期，"
        "现补充通知如下。\n一、年会延期至2031年9月1日召开。\n"
    )
    assert Relation("amends", "关于召开2031年年会的通知") in read_text(text).relations


def test_a_number_that_a_title_speaks_of_stays_in_it() -> None:
    title = "关于对甲科协发〔2031〕5号文件有关内容予以更正的通知"
    notice = read_text(
        f"甲市科学技术协会\n甲科协发〔2031〕9号\n{title}\n各单位：\n一、更正事项\n名额为5个。\n"
    )
    assert (notice.title, notice.document_number) == (title, "甲科协发〔2031〕9号")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        # The organ alone on the first line, then a kind of paper that is no 通知.
        ("甲省科学技术协会\n关于第九届“甲岭论文”拟入选名单的公示", "甲省科学技术协会关于第九届“甲岭论文”拟入选名单的公示"),
        ("甲市科学基金会\n“晨桥”资助2031年申请说明", "甲市科学基金会“晨桥”资助2031年申请说明"),
        # The letterhead of a public notice says only 通告; its subject stands below the number.
        ("甲市科学技术局\n通　告\n甲科〔2031〕18号\n关于科技券申领有关事项的通告", "关于科技券申领有关事项的通告"),
        ("甲区人民政府\n甲市公安局交通警察支队\n通 告\n关于乙片区分时限行的通告", "关于乙片区分时限行的通告"),
        ("甲社区居民委员会\n公 告\n（2031年第3号）\n关于乙片区车位摇号的事项", "关于乙片区车位摇号的事项"),
        ("甲区科学技术协会\n会议纪要\n〔2031〕第3次\n“乙夜市”筹备工作专题会议纪要", "“乙夜市”筹备工作专题会议纪要"),
        ("公示\n甲市优秀论文拟获奖名单", "甲市优秀论文拟获奖名单"),
        ("乙州市科学技术协会\n乙州市关键技术攻关榜单公告", "乙州市关键技术攻关榜单公告"),
        # A title that begins with its organ, or with the organ's place, takes no line above it.
        ("甲山酿造学会\n甲山酿造学会第十二次学术年会第二轮通知", "甲山酿造学会第十二次学术年会第二轮通知"),
        ("乙州市丙区科学技术局\n乙州市丙区特派员申请指南", "乙州市丙区特派员申请指南"),
        ("乙州市科学技术局\n2031年第一批技术攻关榜单公告", "乙州市科学技术局2031年第一批技术攻关榜单公告"),
        # The trail of a web page above it.
        ("设为首页 | 加入收藏\n您所在的位置：首页 >> 通知公告 >> 正文\n甲市科协2031年遴选公告", "甲市科协2031年遴选公告"),
        ("一文读懂：甲市2031年补贴怎么领\n甲市农业局　服务中心\n（惠农专栏）　发布：2031年4月2日", "一文读懂：甲市2031年补贴怎么领"),
    ],
)  # fmt: skip
def test_titles_under_letterheads_and_trails(lines: str, title: str) -> None:
    assert read_text(lines + BODY).title == title


def test_a_name_in_a_table_of_the_text_is_not_the_title() -> None:
    text = "甲学会文件\n甲学〔2031〕12号\n关于召开学术交流会的通知\n各单位：\n安排如下。\n一、会议概况\n项目\t内容\n名称\t2031年甲塘学术交流会\n"
    assert read_text(text).title == "关于召开学术交流会的通知"


def test_organs_on_lines_of_their_own_are_no_notice_of_their_own() -> None:
    notice = read_text(
        f"甲省科学技术馆\n乙市科学技术协会\n乙市教育局\n甲科馆函〔2031〕9号\n关于做好巡展工作的函{BODY}"
    )
    assert (notice.title, notice.document_number) == (
        "关于做好巡展工作的函",
        "甲科馆函〔2031〕9号",
    )
    assert notice.issuer == "甲省科学技术馆 乙市科学技术协会 乙市教育局"


def test_short_names_of_what_the_title_says() -> None:
    title = "关于做好2031年度青年人才托举工作的通知"
    assert aliases("本会开展青年人才托举（简称“掘光计划”）。", title) == ("掘光计划",)
    assert aliases("青年人才托举（内部称“掘光计划”）已有三批。", title) == ("掘光计划",)
    organ = "甲岭科学技术协会关于申报的通知"
    assert aliases("甲岭科学技术协会（以下简称“岭协”）负责。", organ) == ()


def test_no_short_names_of_organs_and_terms() -> None:
    title = "甲岭科学技术协会关于高新技术企业评选的通知"
    assert aliases("本次评选，由甲岭科学技术协会（以下简称“岭协”）负责。", title) == ()
    assert aliases("支持高新技术企业（以下简称“高企”）。", title) == ()
