# ruff: noqa: E501  (tables of words)
"""What a question wants of a clause, and by which words a clause shows that it gives it.

Each intent is a row of ``INTENTS``: how people ask, how office Chinese answers. ``{x}`` in an answer
stands for the thing asked about (什么是湿地 → 本法所称湿地，是指 …). Patterns see normalised text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUM = "[0-9一二三四五六七八九十百千万两]"
_DUTY = "负责|主管|牵头|组织|制定|规定|审批|核准|批准|管理|确定|实施|受理|监督"


@dataclass(frozen=True, slots=True)
class Intent:
    """``asks`` is found in questions of this intent, ``answers`` in clauses that may meet it."""

    name: str
    asks: re.Pattern[str]
    answers: re.Pattern[str]


def _intent(name: str, asks: str, answers: str) -> Intent:
    return Intent(name, re.compile(asks), re.compile(answers))


INTENTS: tuple[Intent, ...] = (
    _intent(
        "purpose",
        r"目的|宗旨|(?:制定|出台|立法|主要|总体)(?:的)?(?:依据|目标)|为什么(?:要)?(?:制定|出台)|(?:根据|依据)(?:什么|哪些|何)[^，。]{0,8}制定",
        r"为了?[^。]{2,200}?(?:制定|特作|作出|决定|现(?:就|将)|提出)|根据[^。]{2,120}?制定本",
    ),
    _intent(
        "effective",
        r"(?:何时|什么时候|什么时间|哪一?[天年日]|几号|几月|日期|时间|自何)[^，。]{0,8}(?:施行|实施|生效|执行|废止|失效)"
        r"|(?:施行|实施|生效|执行|废止)(?:的|于|自)?(?:日期|时间|什么时候|何时|哪)|有效期(?:至|到)|有效期限?[^，。]{0,6}(?:本|办法|文件)",
        r"自[^。，;；]{1,30}?(?:起)?(?:施行|实施|执行|生效)|(?:有效期|执行)至?[^。]{0,12}\d+(?:年|月)|同时废止|印发之日",
    ),
    _intent(
        "issuer",
        r"(?:谁|哪个(?:部门|机关|单位|机构)|哪里|什么(?:机关|部门|单位)|何时|什么时候|哪一?[年天日])[^，。]{0,12}(?:颁布|公布|发布|印发|通过|出台|下发|修订|修正)"
        r"|(?:颁布|公布|发布|印发|发文|制定)(?:的)?(?:单位|机关|部门|日期|时间|主体|机构)|文号|令第",
        r"\d+年\d+月\d+日[^。]{0,60}(?:公布|通过|发布|修订|修正|印发|批准|令)|第\d+号(?:令)?|解释",
    ),
    _intent(
        "definition",
        r"什么(?:是|叫|称)|何(?:谓|为)|是什么意思|(?:指|称)的?(?:是)?(?:什么|哪|啥)|定义|含义|概念|是指|(?<![由为向])(?:分别)?是什么[?？]?$",
        r"是指|所称|系指|(?:以下|下列)用语|含义|指的?是|,指|为[^。]{2,30}的(?:行为|活动|单位|企业|人员|商品)",
    ),
    _intent(
        "scope",
        r"适用(?:于|范围|对象|哪|的)|(?:范围|对象)(?:是|有|包括)(?:什么|哪)|针对(?:哪|什么|谁)|哪些[^，。]{0,12}适用",
        r"适用(?:本|于)|(?:应当|必须|均应)?遵守本|依照本[^。]{0,8}执行|按照?本[^。]{0,6}执行",
    ),
    _intent(
        "penalty",
        r"处罚|罚款|惩|受罚|后果|(?:法律|刑事|行政|民事|什么|何种|哪些)责任|追究|处分|怎么罚|如何罚|会(?:怎样|怎么样|被)|(?:如何|怎么|怎样)(?:被)?(?:处理|处置|处分)",
        r"处(?:以)?[^。]{0,40}罚款|给予[^。]{0,12}(?:处分|处罚|警告)|责令|追究[^。]{0,8}责任|没收|吊销|通报批评|依法[^。]{0,6}(?:处罚|处理|处分)|有期徒刑|拘留|按照[^。]{0,20}处罚",
    ),
    _intent(
        "body",
        r"谁(?:来|负责|有权|可以|主管|组织|审|制定|规定|管|承担|决定)?|(?:哪|什么)(?:个|些|一个|一级|家)?(?:部门|单位|机构|机关|政府|组织|主体)|由(?:谁|哪|什么|何)|主管(?:部门|机关)|归(?:谁|哪)|向(?:谁|哪|什么)|(?:到|去|在)哪(?:里|儿|个)?",
        rf"(?:部门|机关|机构|局|委|院|厅|政府|单位)[^。，]{{0,20}}(?:{_DUTY})|由[^。]{{2,40}}(?:{_DUTY})|向[^。]{{2,30}}(?:申请|提出|报告|备案|办理|提交)",
    ),
    _intent(
        "condition",
        r"条件|资格|(?:具备|满足|符合)(?:什么|哪|怎|何)|要求(?:是|有|包括)|(?:什么|哪些|何种|怎样的)(?:样的)?(?:要求|条件)|才(?:能|可以)|谁(?:可以|能)|前提",
        r"(?:具备|符合|满足)[^。]{0,8}(?:下列|以下|相应|规定)?[^。]{0,6}(?:条件|要求)|(?:下列|以下)(?:基本)?(?:条件|要求)|应当?(?:具备|具有|符合|满足)|必须(?:具备|符合)",
    ),
    _intent(
        "material",
        r"(?:什么|哪些|哪|何种)(?:样的)?(?:材料|资料|文件|证件|证明|手续|信息)|(?:材料|资料|文件|证明)(?:有|包括|是)?(?:哪|什么)|(?:提交|提供|报送|出具|递交)(?:什么|哪)|写明|载明|注明|包含",
        r"(?:提交|提供|报送|递交|出具|附具|附送|填写|携带)[^。]{0,30}(?:材料|资料|文件|证明|申请书|表|报告)|(?:下列|以下)[^。]{0,10}(?:材料|资料|文件|内容|事项)|载明|写明|注明",
    ),
    _intent(
        "time",
        r"多久|多长|几(?:天|日|年|个月|个工作日)|多少(?:天|日|年|个月|个工作日)|期限|时限|时效|什么时候|何时|什么时间|有效期|哪(?:天|年|一天)|周期|频次|频率|次数|多少次|几次|截止|最晚|最迟",
        rf"{_NUM}+(?:个)?(?:工作)?(?:日|天|月|年|小时)|有效期|期限|期满|及时|立即|之日起|每年|每季|定期",
    ),
    _intent(
        "amount",
        r"多少(?!天|日|年|个月|个工作日|次)|比例|百分|金额|数额|标准是|几(?:个|人|名|倍|种|级|类|分)|最高|最低|不少于|限额|上限|占比|多大",
        rf"\d|{_NUM}+(?:%|元|倍|人|名|万|个|种|级|类|以上|以下)|百分之",
    ),
    _intent(
        "list",
        r"哪些|哪几|包括|内容|几(?:种|类|个|项|方面)|什么(?:样的)?(?:行为|情形|情况|内容|事项|措施|方面|权利|义务|职责|信息|方式|形式|产品|活动|因素|制度)|分为|有(?:什么|何)|主要有",
        r"(?:下列|以下|如下)|[(（]一[)）]|包括|分为|:\s*(?:1|一)",
    ),
    _intent(
        "procedure",
        r"怎么|如何|怎样|程序|流程|步骤|办法是|方式|途径|手续|措施",
        r"程序|步骤|应当|办理|按照|采取|通过|可以|(?:下列|以下)(?:程序|方式|步骤|规定|办法)",
    ),
    _intent(
        "permission",
        r"吗|是否|能否|可否|能不能|可不可以|有没有|需不需要|要不要|允许|有权",
        r"不得|禁止|应当|可以|必须|不予|有权|无需|免|除外|不应",
    ),
    _intent("prohibition", r"禁止|不得|不(?:可以|能|准|应)|严禁|违法行为", r"不得|禁止|严禁|不准|不应"),
    _intent("principle", r"原则|方针|理念|遵循", r"原则|方针|坚持|遵循"),
    _intent("right", r"权利|权益|享有|待遇|优惠", r"权利|享有|有权|享受|待遇|优惠"),
    _intent("duty", r"义务|职责|责任|任务|应当?(?:做|采取|履行|承担)|负责什么", r"义务|职责|责任|任务|应当|履行|负责"),
)  # fmt: skip

_THING = re.compile(
    r"(?:什么(?:是|叫做?|称为?)|何(?:谓|为)|如何(?:定义|理解))[\"“《]?(?P<a>[^?？，。\"”》]{2,30})"
    r"|(?:[^，。]*中)?(?:所称的?|所说的|的)?[\"“]?(?P<b>[^?？，。\"“”]{2,24}?)[\"”]?(?:一词)?(?:的)?"
    r"(?:是指|是什么意思|指的?是?什么|指(?:什么|哪些)|的?(?:定义|含义|概念)|是什么)"
)

# Clauses that offer one of these answer little else, so it counts against them where not asked for.
PARTICULAR = ("purpose", "effective", "issuer", "definition", "scope", "penalty")
_ANSWERS = {intent.name: intent.answers for intent in INTENTS}


def intents_of(question: str) -> tuple[str, ...]:
    """Names of the intents that a normalised question shows, in the order of INTENTS."""
    return tuple(intent.name for intent in INTENTS if intent.asks.search(question))


def offers(clause: str, intent: str) -> bool:
    """Whether a normalised clause may meet the intent of that name."""
    return bool(_ANSWERS[intent].search(clause))


def things_asked(question: str) -> Iterator[str]:
    """What a question asks the meaning of: 什么是湿地？ → 湿地."""
    for match in _THING.finditer(question):
        thing = match["a"] or match["b"]
        if thing:
            yield thing.strip("的是 ")


def defines(clause: str, thing: str) -> bool:
    """Does the clause say what ``thing`` is: 所称X, X是指, X：指 …"""
    x = re.escape(thing)
    return bool(
        re.search(
            rf"所称(?:的)?[^。]{{0,12}}{x}|{x}(?:\([^()]*\))?[\"”》]?,?(?:是指|系指|指的?是|:是?指|指|,?即|是|为)",
            clause,
        )
    )
