"""Claims in other words than the clause: what still says the same, what does not, what is open.

Each case is a kind of mistake that was once made.
"""

from __future__ import annotations

import pytest

from qa_api.verify.claims import judge_claim

ROLES = """1、建立300人的人才库。（牵头单位：人才中心；配合单位：传播中心）
2、在境外设立海外站，吸引项目超过80项。（牵头单位：合作部；配合单位：交流中心）"""
TASKS = "办公厅负责试点建设、组织部负责队伍建设、学术部负责平台建设，其他单位按职责承担任务。"
APPLY = """1、协同中心建设项目的申报单位需是市科协所属学会；\
对接活动项目的申报单位可以是市科协所属学会、县级科协或直属单位；
2、一场活动只能用于申报一个子项；
3、新设中心仅限尚未开展该项工作的学会申报；
4、连续两年评估不合格的平台，取消下一年度申报资格；"""
BIDDING = (
    "入围企业在3家及以上的，采取招标采购的方式；入围企业为2家的，采取议价采购的方式；"
    "入围企业只有1家的，采取谈判采购的方式。"
)
HEADS = (
    "组 长：林青\n副组长：陈平、周宁、方远\n领导小组办公室设在市科协，由市科协、市科技局派人参加。"
)
MONEY = "资助资金只能用于项目支出，单独核算。考核不合格的项目，取消资助，承担单位下一年度不得申报。"
BANS = (
    "严禁截留、挪用、挤占捐赠款物。因特殊原因不能事先备案的，应当在募捐开始后10日内补办备案手续。"
)
CENTRES = "打造15个国家级协同中心、10个省级协同中心。发现和培养万名技术经理人。"
PHONES = "登记科：69040001 支付科：69040002\n申报时间为2031年5月10日至31日，活动须在本省内举办。"
LAWS = "募捐依照《募捐办法》（民政部令第59号）办理，公开依照《公开办法》（民政部令第61号）办理。"
LISTED = "许可证分为：（一）生产许可证；（二）批发许可证；（三）零售许可证。"
FORBIDDEN = "广告不得有下列情形：（一）使用国徽图案；（二）未经消费者确认，以自行规定为由拒绝退货。"
OFFICES = (
    "书记同时任董事长，总经理一般担任副书记。"
    "对距退休五年以内的原编制内人员，经本单位批准，可以提前离岗。"
)
REPEATED = "责任落实不到位、任务未完成的，严肃追究责任；未经审核或者审核未通过的，不得作出决定。"
DEFER = (
    "经营出现严重困难的企业，可申请缓缴，缓缴期限不超过6个月，缓缴期间免收滞纳金。"
    "全部企业调整为按季申报。暂停集体聚餐。材料邮寄报送（不接收到付）。指引涵盖八方面内容。"
)
FEES = (
    "担保金额500万元以上的业务收费，原则上不高于风险责任的0.5%，"
    "担保金额500万元及以下的业务收费，原则上不高于风险责任的0.3%。"
    "联合清单由总局会同有关部门制定。各省政府要建立本辖区的清单。"
    "动植物产品实行先入区、后检测。力争三到五年完成。不得向非融资机构投资。（海关总署、商务部负责）"
)


@pytest.mark.parametrize(
    ("text", "claim", "verdict", "kind"),
    [
        (ROLES, "建立300人的人才库，由人才中心牵头，传播中心配合", "supported", None),
        (ROLES, "建立人才库由传播中心牵头", "contradicted", "name"),
        (ROLES, "海外站由合作部负责", "supported", None),
        (ROLES, "海外站由交流中心牵头、合作部配合", "contradicted", "name"),
        (ROLES, "吸引项目80项以上", "not_covered", "negation"),
        (ROLES, "吸引项目不足80项", "contradicted", "negation"),
        (TASKS, "学术部负责平台建设，组织部负责队伍建设", "supported", None),
        (TASKS, "组织部负责平台建设", "contradicted", "name"),
        (APPLY, "县级科协可以申报协同中心建设项目", "not_covered", None),
        (APPLY, "县级科协可以申报对接活动项目", "supported", None),
        (APPLY, "协同中心建设项目只能由市科协所属学会申报", "supported", None),
        (APPLY, "对接活动项目的申报单位只能是市科协所属学会", "not_covered", "negation"),
        (APPLY, "一场活动可以申报两个子项", "not_covered", None),
        (APPLY, "新设中心只限还没有开展这项工作的学会申报", "supported", None),
        (APPLY, "新设中心仅限已经开展该项工作的学会申报", "contradicted", "negation"),
        (APPLY, "连续两年评估不合格的平台，下一年度不能申报", "supported", None),
        (APPLY, "连续三年评估不合格的平台，取消下一年度申报资格", "contradicted", "number"),
        (BIDDING, "有2家企业入围的，采取议价采购", "supported", None),
        (BIDDING, "入围企业为2家的，采取谈判采购的方式", "contradicted", None),
        (BIDDING, "三家以上企业入围的采取招标采购", "supported", None),
        (HEADS, "组长是林青", "supported", None),
        (HEADS, "组长是陈平", "contradicted", "name"),
        (HEADS, "领导小组有3名副组长", "supported", None),
        (HEADS, "领导小组有两名副组长", "contradicted", "number"),
        (HEADS, "领导小组办公室设在市科技局", "contradicted", "name"),
        (MONEY, "资助资金只能用在项目支出上，要单独核算", "supported", None),
        (MONEY, "资助资金可以用于其他支出", "contradicted", "negation"),
        (MONEY, "取消项目的资助", "not_covered", None),
        (BANS, "捐赠款物禁止挪用", "supported", None),
        (BANS, "捐赠款物可以挪用", "contradicted", "negation"),
        (BANS, "不能事先备案的，募捐开始后十日内补办备案", "supported", None),
        (BANS, "不能事先备案的，应当在募捐开始前10日内补办备案手续", "contradicted", "text"),
        (CENTRES, "打造10个省级协同中心和15个国家级协同中心", "supported", None),
        (CENTRES, "打造10个国家级协同中心和15个省级协同中心", "contradicted", "number"),
        (CENTRES, "发现和培养1万名技术经理人", "supported", None),
        (PHONES, "支付科的电话是69040002", "supported", None),
        (PHONES, "支付科的电话是69040001", "contradicted", "phone"),
        (PHONES, "申报从5月10日开始，到5月31日结束", "supported", None),
        (PHONES, "申报从2031年5月31日开始", "contradicted", None),
        (PHONES, "活动可以在本省外举办", "contradicted", "text"),
        (LAWS, "《公开办法》是民政部令第61号", "supported", None),
        (LAWS, "《公开办法》是民政部令第59号", "contradicted", None),
        (LISTED, "许可证分为生产许可证、批发许可证、零售许可证三种", "supported", None),
        (FORBIDDEN, "广告不得使用国徽图案", "supported", None),
        (FEES, "担保金额500万元及以下的业务收费，原则上最高为风险责任的0.3%", "supported", None),
        (FEES, "担保金额500万元及以下的业务收费，原则上不高于风险责任的0.5%", "contradicted", None),
        (FEES, "联合清单由各省政府制定", "not_covered", None),
        (FEES, "动植物产品实行先检测、后入区", "contradicted", "text"),
        (FEES, "力争3至5年完成", "supported", None),
        (FEES, "不能向非融资机构投资", "supported", None),
        (FEES, "动植物产品由海关总署、商务部负责", "supported", None),
        (FORBIDDEN, "经消费者确认，以自行规定为由拒绝退货", "contradicted", "negation"),
        (OFFICES, "书记同时担任董事长", "supported", None),
        (OFFICES, "书记同时任总经理", "not_covered", "text"),
        (OFFICES, "距退休五年以内的原编制内人员可以提前离岗", "supported", None),
        (OFFICES, "原编制内人员都可以提前离岗", "not_covered", "text"),
        (REPEATED, "责任落实不到位、任务完成的，严肃追究责任", "contradicted", "negation"),
        (REPEATED, "未经审核或者审核未通过的，可以作出决定", "contradicted", "negation"),
        (REPEATED, "任务没有完成的，要严肃追究责任", "supported", None),
        (DEFER, "缓缴期限最长六个月", "supported", None),
        (DEFER, "缓缴期间不收滞纳金", "supported", None),
        (DEFER, "缓缴期间收取滞纳金", "contradicted", "negation"),
        (DEFER, "所有企业都可以申请缓缴", "not_covered", "text"),
        (DEFER, "企业改为每季申报", "supported", None),
        (DEFER, "全部企业调整为按月申报", "contradicted", None),
        (DEFER, "集体聚餐暂停", "supported", None),
        (DEFER, "允许集体聚餐", "contradicted", "negation"),
        (DEFER, "材料可以到付邮寄", "not_covered", "negation"),
        (DEFER, "指引涵盖六方面内容", "contradicted", "number"),
    ],
)
def test_claims_in_other_words(text: str, claim: str, verdict: str, kind: str | None) -> None:
    found = judge_claim(claim, text, "", 2031)
    assert found.verdict == verdict, found.differences
    assert kind is None or kind in [difference.kind for difference in found.differences]


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("违者处以罚款", "违者给予处罚。"),
        ("由市科协主办", "由市科协承办。"),
        ("须提交证明", "须提交材料。"),
        ("由教授领衔", "由专家领衔。"),
        ("减征关税", "免征关税。"),
        ("组长是林青", "主任是林青。"),
    ],
)
def test_words_that_searching_takes_for_one_another_are_not_the_same(claim: str, text: str) -> None:
    assert judge_claim(claim, text, "").verdict != "supported"
