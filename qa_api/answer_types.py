"""What sort of thing a question asks for, and what words show that a text gives it.

Coarser than the kinds of ``cues.txt``, and several may hold at once (谁 and 电话): they do not
choose the form of an answer, they only weigh for or against one (``qa_api.signals``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qa_api.people import PERSON


@dataclass(frozen=True, slots=True)
class AnswerType:
    """``asks`` is found in questions of the type, ``says`` in texts that may answer them."""

    asks: re.Pattern[str]
    says: re.Pattern[str]


def _type(asks: str, says: str) -> AnswerType:
    return AnswerType(re.compile(asks), re.compile(says))


ANSWER_TYPES: Mapping[str, AnswerType] = {
    "who": _type(
        r"谁|哪个(?:部门|单位|处|机构|局|委|科室)|哪(?:些|家|几家|两家)(?:部门|单位|处|机构|企业|公司)?|"
        r"找哪|归哪|什么(?:部门|单位|机构)",
        r"局|厅|委|部|处|中心|会|院|办|公司|政府|单位|机构",
    ),
    "person": _type(
        r"谁(?!牵头|负责|主办|承办|能|可以|来?管)|哪位|何人|姓名|(?:主任|组长|队长|主席|会长|联系人|负责人)(?:叫|是)|谁(?:任|担任|主持)",
        PERSON.pattern,
    ),
    "called": _type(
        r"叫什么|什么名字|名称|全称|哪(?:一|几|[一二三四五六七八九十两\d]+)?[家所座]",
        r"[\u4e00-\u9fff“”·]{2,}(?:公司|集团|大学|学院|学校|医院|药房|药店|酒店|宾馆|饭店|银行|中心|研究院|"
        r"研究所|事务所|协会|学会|局|厅|委|部|馆|园|厂)|“",
    ),
    "when": _type(
        r"什么时候|何时|几号|哪天|啥时候|几月|哪一天|日期|截止|时间|多久|多长|几天|期限|几点",
        r"\d+\s*[年月日天时点]|[一二三四五六七八九十]+(?:个)?[年月日天]|年底|月底|工作日|小时|末",
    ),
    "day": _type(
        r"几号|哪一?天|几月|(?:截止|具体)(?:日期|时间)|什么时候(?:截止|开始|结束|之?前)",
        r"[\d一二三四五六七八九十]\s*[月日号]|[年月]底|[上中下]旬|即日",
    ),
    "duration": _type(
        r"多久|多长时间|几天|几个月|几年|几个?小时|多少(?:天|个月|年|个?工作日|个?小时)",
        r"(?:\d+|[一二三四五六七八九十两半]+)\s*(?:个)?(?:年(?!度)|月(?!\d)|日(?!\d)|天|小时|工作日|周|分钟)|"
        r"长期|永久",
    ),
    "until": _type(
        r"(?:到|至)(?:哪一?天|几[月号]|什么时候|何时|哪年)|截止|截至|最[晚迟]|结束|什么时候到期|"
        r"(?:哪一?天|几号|什么时候|何时)之?以?前",
        r"前|[截为]止|截至|[至到底内末]|逾期|[延顺]期|不[迟晚]于|最[迟晚]",
    ),
    "clock": _type(r"几点", r"\d\s*[点时:]"),
    "many": _type(
        r"多少|几[个家名人项条种类次篇天届]|最多|最少|至少|上限|比例|百分",
        r"\d|[一二三四五六七八九十百千]+[个家名人项条种类次篇]|%|半",
    ),
    "share": _type(
        r"比例|百分|几成|占比|占多少|幅度|[利税增]率|率(?:是|为|要|达到)?多少|几个点|折扣|打几折",
        r"%|百分|[\d一二三四五六七八九十]成|分之|倍|折|半",
    ),
    "times": _type(r"几倍|多少倍", r"倍"),
    "points": _type(r"多少分|几分(?!钟)|分值|满分", r"\d\s*分|[一二三四五六七八九十]+分"),
    "money": _type(
        r"多少钱|金额|经费|资助|补贴|奖励|补助|费用|收费|万元|元|票价|[车房学会]费|罚|奖金|贴息|"
        r"[几多少]+[万亿]|[费价款金](?:是|为|要)?多少",
        r"\d[\d,.]*\s*(?:万|亿|千|百)?元|免费|免收|不收|倍|不发",
    ),
    "yes": _type(
        r"吗|能不能|可不可以|能否|是否|可否|行不行|要不要|需不需要|用不用|会不会|还用",
        r"不得|不能|不可|可以|可|须|必须|应|禁止|严禁|允许|只能|仅|无需|不再|均|不予|互不|鼓励|专人",
    ),
    "list": _type(
        r"哪些|哪几|包括|分别|列明|列出|哪[三四五六七八九]|什么(?:条件|材料|要求|内容|方面)",
        r"、.*、|;|一是|\(一\)|1[.、]",
    ),
    "where": _type(
        r"哪里|哪儿|什么地方|地址|地点|在哪|去哪|上哪|寄到|送到|登录|网址|网站|平台",
        r"路|号|楼|室|街|大厦|http|www|网|平台|系统|公众号|app|邮箱|@",
    ),
    "how": _type(
        r"怎么|如何|怎样|流程|程序|步骤|靠什么|办法|方式",
        r"通过|登录|按|向|提交|申请|填|采取|拨打|凭|由|可",
    ),
    "phone": _type(
        r"电话|号码|热线|联系|手机|传真|咨询", r"\d{3,4}-\d{7,8}|\d{7,11}|\d{3,4} \d{3,4}|\d{5}"
    ),
    "leads": _type(r"牵头|主办", r"牵头|负责|主办|责任单位"),
    "helps": _type(r"配合|协助|协办", r"配合|协助|参与|协办|会同"),
    "papers": _type(
        r"材料|资料|证明|手续|带什么|交什么|准备什么|提交什么|什么证",
        r"材料|资料|证明|[表书函证照]|复印件|附|份",
    ),
    "bound": _type(
        r"条件|资格|谁(?:能|可以)|什么人|哪些(?:人|单位|企业|学会)[^，。]{0,6}(?:能|可以|可)|要求|门槛",
        r"须|应|需|必|具有|具备|仅|只|限|符合|以上|不少于|不低于|满|条件|资格|对象|可以|均可|不得",
    ),
    "effect": _type(r"施行|生效|实施时间|废止|有效期", r"施行|生效|实施|废止|有效"),
    "fined": _type(r"罚", r"罚|处"),
    "stopped": _type(r"不得|禁止|不能|不准|严禁|不许", r"不得|禁止|不能|不准|严禁|不可|不予|限制"),
    "at_most": _type(
        r"最多|上限|限额|限报|不超过|封顶", r"不超过|最多|至多|上限|限|以内|以下|封顶|不得超过"
    ),
    "at_least": _type(r"最少|至少|起码|最低|不少于|门槛", r"不少于|不低于|至少|以上|最低|满|达到"),
    "identity": _type(r"文号|发文|印发|抄送|主送|签发|落款|版记", r"〔\d{4}〕|\d{4}年|:"),
    "consequence": _type(
        r"后果|怎么处理|怎么罚|处罚|会怎么?样|怎样处理|处置|处分|违反|如果不|不按|怎么办|会有什么影响",
        r"取消|追回|不得|暂停|终止|通报|责任|处罚|罚|黑名单|不予|撤销|收回|失信",
    ),
    "why": _type(r"为什么|为何|目的|原因|意义", r"为了|为|以便|旨在|因"),
}  # fmt: skip

# Those that a value answers; of several that hold, the last above is the finest.
VALUES = frozenset(
    {
        "when",
        "day",
        "duration",
        "clock",
        "many",
        "share",
        "times",
        "points",
        "money",
        "person",
        "phone",
    }
)
