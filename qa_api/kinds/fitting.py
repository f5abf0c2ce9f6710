"""What evidence must be about to answer a condition, a way to do something, or a list.

Words alone bring up sentences on the subject; these tests ask whether they say that kind of thing.
"""

from __future__ import annotations

import re

from index.thesaurus import stands
from ingest.numbering import integer_or_none
from qa_api.kinds.sentence import PROOF
from qa_api.question import Question

_BINDS = re.compile(
    r"须|应|需|必|具有|具备|仅|只|限|符合|以上|不少于|不低于|满|条件|资格|对象|方可|可以|均可|"
    r"可申报|不得|不能|优先|是|为"
)
_DEED = r"(报名|申报|申请|办理|缴费|提交|注册|登记|预约|领取|查询|投诉)"
_DOING = re.compile(
    rf"(?:怎么|如何|怎样)(?:去|来|才能)?{_DEED}|"
    rf"{_DEED}[^，。？]{{0,4}}(?:流程|程序|步骤|方式|方法|手续)"
)
_PEOPLE = re.compile(
    r"名单(?:是|有|里有|上有|都有)|(?:有|是)?哪些人员?(?:入选|当选|获奖|组成)|哪几位|都有谁"
)
_NAMES_WANTED = re.compile(r"哪些|哪几|包括|分别|分为|哪[一二三四五六七八九十\d]")
_SEVERAL_WANTED = re.compile(r"哪些|什么|哪几|怎么|如何|怎样|分别|哪[一二三四五六七八九十\d]")
_COUNT = re.compile(
    r"(?<![\d第])([一二三四五六七八九十两]+|\d{1,2})\s*(?:项|个(?!月)|类|种|条|方面|大|家|位|点)"
)
_ORDINAL = re.compile(r"(?:^|[：；，。])[一二三四五六七八九十]{1,2}是")
_KINDS_ASKED = re.compile(r"[几哪]大?(类|种|级|档|部分|方面|阶段|步)")
_NUMERAL = "[一二三四五六七八九十两]大?"
_SEVERAL, _AS_MANY = 0.1, 0.12


def fits(text: str, question: Question) -> bool:
    """A condition must bind, a way to do a thing be about doing it, a list of people name some."""
    if question.kind == "eligibility":
        return bool(_BINDS.search(text))
    if question.kind == "procedure" and (doing := _DOING.search(question.text)):
        deed = doing[1] or doing[2]
        return stands(deed, text)
    if _PEOPLE.search(question.text):
        return bool(PROOF["person"].search(text))
    return True


def wants_names(question: Question) -> bool:
    """Bare headings are an answer: 分为哪几类, 包括哪些."""
    return bool(_NAMES_WANTED.search(question.text))


def wants_several(question: Question) -> bool:
    return bool(_SEVERAL_WANTED.search(question.text))


def counts(question: Question) -> frozenset[int]:
    """How many things the question says there are (三 of 三个专家库, 哪三条)."""
    numbers = map(integer_or_none, _COUNT.findall(question.text))
    return frozenset(number for number in numbers if number is not None)


def ordinals(text: str) -> int:
    """How many 一是… 二是… a paragraph counts."""
    return len(_ORDINAL.findall(text))


def several(text: str, question: Question) -> float:
    """Bonus for naming several things, more for as many as the question says there are (七项)."""
    if question.kind != "list":
        return 0.0
    inner = max((part.count("、") for part in re.split("[；。]", text)), default=0) + 1
    count = ordinals(text) or inner
    asked = counts(question)
    if (kinds := _KINDS_ASKED.search(question.text)) and re.search(_NUMERAL + kinds[1], text):
        return _AS_MANY
    return _SEVERAL * (count >= 3) + _AS_MANY * (count in asked)
