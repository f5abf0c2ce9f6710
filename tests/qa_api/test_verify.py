"""What the checks say of citations to two invented notices: every verdict, every fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import KnowledgeBase
from ingest.model import SourceFile
from ingest.pipeline import ingest_file
from qa_api.verify import Item, Verification, verify
from qa_api.verify.clauses import passages
from qa_api.verify.fold import fold
from qa_api.verify.letter import letter_items
from qa_api.verify.letters import letters
from qa_api.verify.notices import find_notices
from qa_api.verify.values import values

NOTICE = """临江市科学技术协会文件
临科协发〔2031〕7号
关于组织申报2031年度青桥计划项目的通知
各市级学会：
现将“青桥计划”项目（以下简称“青桥计划”）申报工作通知如下：
一、申报条件
（一）申报单位须为市科协所属学会，且上一年度年检合格。未通过年检的学会不予受理。
（二）每个学会限报2项，单个项目资助不超过20万元。
（三）青桥计划项目不得与银杉计划项目重复申报。
二、申报时间
（一）项目申报时间为2031年5月10日至31日。电子版《申报书》须于5月28日17:00前提交，纸质版《申报书》一式三份，须于5月31日17:00前寄送。
（二）每个项目须提交不少于3篇总结材料。
三、联系方式
联系人：林青　联系电话：0519-55550123
临江市科学技术协会
2031年4月27日
"""
MEASURES = """临江市学会管理办法
第一章 总则
第一条 为规范学会管理，制定本办法。
第二条 学会应当每年召开一次理事会。
理事会的决议须经半数以上理事同意。
第三条 学会有下列情形之一的，予以通报：
（一）连续两年未召开理事会的；
（二）财务报告有虚假内容的。
第二章 附则
第四条 本办法自2031年7月1日起施行。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("verify"), create=True) as kb:
        for name, text in (("青桥.txt", NOTICE), ("办法.txt", MEASURES)):
            source = SourceFile(name, text.encode())
            kb.add(ingest_file(source), source)
        yield kb


def checked(kb: KnowledgeBase, **parts: str) -> Verification:
    (found,) = verify(kb, [Item("1", **parts)])
    return found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("临科协发〔2031〕7号", 1),
        ("临科协发[2031] 第7号", 1),
        ("《关于组织申报2031年度青桥计划项目的通知》", 1),
        ("青桥计划", 1),
        ("“青桥计划”通知", 1),
        ("临江市学会管理办法", 1),
        ("学会管理办法", 1),
        ("关于组织申报2032年度青桥计划项目的通知", 0),
        ("临科协发〔2031〕8号", 0),
        ("银杏计划", 0),
        ("", 0),
    ],
)
def test_notices_are_found_by_what_people_call_them(
    kb: KnowledgeBase, name: str, found: int
) -> None:
    assert len(find_notices(name, kb.notices()).notices) == found


@pytest.mark.parametrize(
    ("reference", "number"),
    [
        ("二、（一）", "二/（一）"),
        ("二(一)", "二/（一）"),
        ("第二部分第（一）项", "二/（一）"),
        ("第二条第一款", "二/（一）"),
        ("二/（一）", "二/（一）"),
        ("二、申报时间（一）", "二/（一）"),
        ("二（九）", None),
        ("第九条", None),
        ("附件二（一）", None),
    ],
)
def test_clauses_are_found_as_people_write_them(
    kb: KnowledgeBase, reference: str, number: str | None
) -> None:
    notice = find_notices("青桥计划", kb.notices()).notices[0]
    found = passages(reference, kb.clauses(notice.notice_id))
    assert [passage.clause.number for passage in found] == ([number] if number else [])


def test_items_and_paragraphs_inside_an_article(kb: KnowledgeBase) -> None:
    there = {"notice": "临江市学会管理办法", "quote": "财务报告有虚假内容的"}
    assert checked(kb, clause="第三条第（二）项", **there).quote_verdict == "exact"
    wrong_item = checked(kb, clause="第三条第（一）项", **there)
    assert wrong_item.quote_verdict == "elsewhere"
    second = checked(
        kb, notice="临江市学会管理办法", clause="第二条第二款", quote="决议须经半数以上理事同意"
    )
    assert second.quote_verdict == "exact"
    assert not checked(kb, notice="临江市学会管理办法", clause="第二条第五款").clause_found


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("纸质版《申报书》一式三份，须于5月31日17:00前寄送", "exact"),
        ("纸质版“申报书”一式三份须于5月31日17：00前寄送", "spacing"),
        ("项目申报时间为……一式三份", "exact"),
        ("纸质版《申报书》一式三份，须于5月30日17:00前寄送", "altered"),
        ("纸质版《申报书》一式三份，须于5月3", "altered"),
        ("电子版《申报书》5月28日17:00前提交", "altered"),
        ("每个学会限报2项", "elsewhere"),
        ("获奖项目由市财政给予一次性奖励并予以公示", "absent"),
        ("", "none"),
    ],
)
def test_quotes(kb: KnowledgeBase, quote: str, verdict: str) -> None:
    found = checked(kb, notice="青桥计划", clause="二（一）", quote=quote)
    assert found.quote_verdict == verdict
    assert (found.found_in is not None) == (verdict == "elsewhere")
    assert bool(found.differences) == (verdict == "altered")


def test_a_quote_may_not_lose_its_negation(kb: KnowledgeBase) -> None:
    for quote in (
        "青桥计划项目与银杉计划项目重复申报",
        "与银杉计划项目重复申报",
        "青桥计划项目……与银杉计划项目重复申报",
    ):
        found = checked(kb, notice="青桥计划", clause="一（三）", quote=quote)
        assert found.quote_verdict == "altered", quote
        assert "不得" in "".join(difference.stated for difference in found.differences)


@pytest.mark.parametrize(
    ("clause", "claim", "verdict", "kind"),
    [
        ("二（一）", "纸质版5月31日17:00前寄送三份", "supported", None),
        ("二（一）", "纸质版五月三十一日下午5时前寄送", "supported", None),
        ("二（一）", "纸质版5月28日17:00前寄送", "contradicted", "date"),
        ("二（一）", "电子版5月31日17时前提交", "contradicted", "date"),
        ("二（一）", "电子版2032年5月28日前提交", "contradicted", "date"),
        ("二（一）", "纸质版《申报书》一式两份", "contradicted", "number"),
        ("二（一）", "逾期不再受理", "not_covered", "text"),
        ("一（二）", "每个学会最多申报两项", "supported", None),
        ("一（二）", "单个项目资助不超过20元", "contradicted", "unit"),
        ("一（二）", "单个项目资助不少于20万元", "contradicted", "negation"),
        ("一（二）", "单个项目资助不超过200000元", "supported", None),
        ("二（二）", "每个项目须提交至少三篇总结材料", "supported", None),
        ("二（二）", "每个项目须提交3篇总结材料", "contradicted", "negation"),
        ("一（一）", "申报单位须为省科协所属学会", "contradicted", "name"),
        ("一（一）", "通过年检的学会不予受理", "contradicted", "negation"),
        ("一（三）", "青桥计划项目可以与银杉计划项目重复申报", "contradicted", "negation"),
        ("一（三）", "青桥计划项目不能与银杉计划项目重复申报", "supported", None),
        ("三", "联系人林青，电话0519-55550123", "supported", None),
        ("三", "联系人林清，电话0519-55550123", "contradicted", "name"),
        ("三", "联系人林青，电话0519-55550124", "contradicted", "phone"),
        ("三", "", "none", None),
        ("九", "每个学会最多申报两项", "not_covered", None),
    ],
)
def test_claims(kb: KnowledgeBase, clause: str, claim: str, verdict: str, kind: str | None) -> None:
    found = checked(kb, notice="青桥计划", clause=clause, claim=claim)
    assert found.claim_verdict == verdict, found
    assert kind is None or kind in [difference.kind for difference in found.differences]


def test_without_a_clause_the_place_is_looked_for(kb: KnowledgeBase) -> None:
    quoted = checked(kb, notice="青桥计划", quote="每个学会限报2项")
    assert quoted.clause_found and quoted.quote_verdict == "exact"
    assert quoted.clause_id is not None and quoted.clause_id.endswith("#一/（二）")
    claimed = checked(kb, notice="青桥计划", claim="每个学会限报2项")
    assert claimed.claim_verdict == "supported" and claimed.clause_id == quoted.clause_id
    anywhere = checked(kb, quote="学会应当每年召开一次理事会")
    assert anywhere.notice_found and anywhere.quote_verdict == "exact"


def test_unknown_notices_and_mismatched_numbers_are_told(kb: KnowledgeBase) -> None:
    unknown = checked(
        kb, notice="临科协发〔2031〕99号", clause="一", quote="每个学会限报2项，单个项目"
    )
    assert not unknown.notice_found and not unknown.clause_found
    assert unknown.quote_verdict == "elsewhere" and "没有这份通知" in unknown.reason
    title = "《关于组织申报2031年度青桥计划项目的通知》（临科协发〔2031〕99号）"
    mixed = checked(kb, notice=title, clause="一（二）", quote="每个学会限报2项")
    assert mixed.notice_found and mixed.quote_verdict == "exact" and not mixed.is_good
    assert [d.stated for d in mixed.differences] == ["临科协发〔2031〕7号"]


def test_nothing_given_is_nothing_to_judge(kb: KnowledgeBase) -> None:
    found = checked(kb)
    assert (found.quote_verdict, found.claim_verdict) == ("none", "none")


def test_json_has_the_fields_of_the_contract(kb: KnowledgeBase) -> None:
    shape = checked(kb, notice="青桥计划", clause="二（一）", quote="x" * 9).to_json()
    assert set(shape) >= {
        "id", "notice_found", "clause_found", "clause_id", "quote_verdict", "found_in",
        "claim_verdict", "differences", "stated",
    }  # fmt: skip


def test_values_are_read_as_values() -> None:
    def keys(text: str) -> list[tuple[str, str]]:
        return [(v.key, v.unit) for v in values(fold(text, punctuation=True).chars)]

    assert keys("五月三十一日下午5时") == keys("5 月 31 日 17:00")
    assert keys("２万元") == keys("20,000元") == [("20000", "元")]
    assert keys("百分之五") == keys("5%")
    assert keys("第三条 一流学会") == [] and keys("见附件3") == [("3", "附件")]


def test_folding_leads_back_to_the_text() -> None:
    folded = fold("电 子，版 5 月\n28 日（17：00）")
    assert folded.chars == "电子版5月28日17:00"
    at = folded.chars.index("28日")
    assert folded.verbatim(at, at + 3) == "28 日"
    assert fold("1,000 元").chars == "1000元" and fold("1.5").chars == "1.5"


LETTER = """王先生：
根据《关于组织申报2031年度青桥计划项目的通知》（临科协发〔2031〕7号）二、（一）：“纸质版《申报书》一式三份，须于5月31日17:00前寄送”。
该通知第一部分（二）规定“每个学会限报3项”。
另据《临江市学会管理办法》第二条，学会应当每年召开一次理事会。同一办法第三条第（二）项也有规定，财务报告有虚假内容的予以通报。
请填写《申报书》，注意“青桥计划”的格式。
《银杏奖励办法》第十二条：“每年评审一次，奖金十万元”。
"""


def test_a_letter_gives_its_citations(kb: KnowledgeBase) -> None:
    items = letter_items(LETTER)
    assert [item.clause for item in items] == [
        "二、（一）",
        "第一部分（二）",
        "第二条",
        "第三条第（二）项",
        "第十二条",
    ]
    assert items[1].notice == items[0].notice and items[3].notice == items[2].notice
    assert [bool(item.quote) for item in items] == [True, True, False, False, True]
    verdicts = list(verify(kb, items))
    assert [v.quote_verdict for v in verdicts] == ["exact", "altered", "none", "none", "absent"]
    assert [v.claim_verdict for v in verdicts[2:4]] == ["supported", "supported"]
    assert not verdicts[4].notice_found


def test_an_altered_quote_letter_by_letter() -> None:
    stated = "纸质版《申报书》一式三份，须于5月31日17:00前寄送。"
    assert letters("纸质版申报书一式两份，于5月31日17:00前寄送", stated) == [
        ("same", "纸质版申报书一式"), ("said", "两"), ("left_out", "三"), ("same", "份"),
        ("left_out", "须"), ("same", "于5月31日17:00前寄送"),
    ]  # fmt: skip
    assert letters("与此毫不相干的另一句话", stated) == [] == letters("", stated)
