"""Answers that are the best sentences, where the kind says what such a sentence must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from index.thesaurus import stands
from ingest.aligned import cells_of
from ingest.normal import normal, squeezed
from qa_api.answer_types import ANSWER_TYPES
from qa_api.evidence import Evidence, notice_text
from qa_api.kinds.brief import gone_on, leads_on, value_part
from qa_api.kinds.finding import (
    Finder,
    Finding,
    Steps,
    climbing,
    from_units,
    led_to,
    line_of,
    whole_line,
    with_lead,
)
from qa_api.people import PERSON
from qa_api.question import Question
from qa_api.scoring import Scored
from qa_api.units import Unit

_CN = "一二三四五六七八九十百千万两"
_NUMERAL = rf"(?:\d[\d,.]*|[{_CN}]+)"
PROOF: Mapping[str, re.Pattern[str]] = {
    "number": re.compile(rf"\d|[{_CN}](?:个|项|名|人|家|支|篇|次|场|类|种|年|天|日|月)|半数|全部"),
    "money": re.compile(
        rf"{_NUMERAL}\s*(?:余|多)?\s*(?:万|亿|千|百)*\s*元|免费|不收取|不收费|无经费"
    ),
    "score": re.compile(r"\d+\s*分|分值|[一二三四五六七八九十]+分"),
    "yesno": re.compile(r"\w"),
    "consequence": re.compile(
        r"取消|追[回究责]|不得|终止|暂停|撤|责任|处罚|罚|通报|列入|扣|退|反馈|处理|释|失去|不予|不再"
    ),
    "definition": re.compile(r"指|所称|即|是|包括|[统合简]称|代表"),
    "person": PERSON,
    "free": re.compile(r"\w"),
}
_AMOUNT = re.compile(rf"{_NUMERAL}\s*(?:余|多)?\s*(?:万|亿|千|百)*\s*元")
_BYLINE = re.compile(r"记者|编辑[:：]|责编")
_MODAL = re.compile(r"不|可|须|应当|必|禁|允许|鼓励|仅|只|限|互|均|优先|公示")
_UNIT_ASKED = re.compile(
    r"(?:多少|几)\s*(个百分点|个|项|家|名|人|支|篇|次|场|期|种|类|套|位|所|条|份|部|年|天|个?月|%|万元|元|分)"
)
# Units that evidence must count in when they are asked for; 个, 项, 家 … are used for one another.
_MEASURE_ASKED = re.compile(
    r"(?:多少|几)\s*个?\s*(平方米|公里|千米|吨|亩|辆|兆|公斤|分钟|小时|元|万元|亿元|%|人(?!次)|人次|名(?!额)|岁|分|天|个?工作日|个月|小时|篇|场|期|页|字|份)"
)
_MEASURES = {
    "人": "人|名|位",
    "名": "人|名|位",
    "天": "天|日|个?工作日",
    "工作日": "个?工作日",
    "个工作日": "个?工作日",
}
_SAME_UNIT = {
    "人": "人名位",
    "名": "人名位",
    "位": "人名位",
    "个": "个家项支所",
    "家": "家个",
    "项": "项个",
    "天": "天日",
}
# Question words and what evidence says in their stead.
_SAYS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"最多|上限|限额|限报|名额|不能超过"),
        re.compile(r"上限|不超过|至多|最多|限[额报]|名额|不得超过|以内"),
    ),
    (re.compile(r"至少|最少|最低"), re.compile(r"不少于|不低于|至少|以上|最低")),
    (
        re.compile(r"可以.*吗|能.*吗|能否|可否|能不能|可不可以|允许"),
        re.compile(r"不得|不能|不可|可以|只能|仅限|均可|互不|严禁|禁止|允许"),
    ),
    (re.compile(r"[几哪]大?类|分类|类型"), re.compile(r"类别|类型|[一二三四五六七八九十\d]+类")),
    (re.compile(r"材料|资料"), re.compile(r"提交|提供|报送|附|出具")),
    (
        re.compile(r"总共|一共|合计|加起来|加在一起|总数|总的|共"),
        re.compile(r"合计|总计|共计|总数|共"),
    ),
    (
        re.compile(r"不(?:受理|能|可|得|予|让|准|允许|通过|合格)|哪[些几种]*情[况形]"),
        re.compile(r"不(?:予|得|受理|能|可|准|合格)|取消|禁止|下列情形|情形之一"),
    ),
    (re.compile(r"不给|没有|不予|不用|无需|不需要"), re.compile(r"无|不予|不再|不得|免|取消")),
    (re.compile(r"限制|限定"), re.compile(r"限|不得|不超过|只")),
    (re.compile(r"比例|百分之"), re.compile(r"\d%|百分之")),
    (
        re.compile(r"后果|怎么处理|会怎么样|处罚"),
        re.compile(r"取消|追回|不得|暂停|终止|通报|取缔|责任"),
    ),
)
# What the short form of an answer must hold, for kinds that ask for a value.
_VALUES: Mapping[str, re.Pattern[str]] = {
    kind: PROOF[kind] for kind in ("number", "money", "score", "person")
}
_SAYS_KIND: Mapping[str, re.Pattern[str]] = {
    "deadline": re.compile(
        r"[\d一二三四五六七八九十两]\s*个?(?:年(?!度)|[月日天周号时点分工]|小时)|[本今明当]年|[年月期”]\s*[底末]|"
        r"即日|长期|持续"
    ),
}
_WHICH_DAY = re.compile(r"哪一?天|几号|几月|(?:截止|具体)(?:日期|时间)|几月几[号日]")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}")
# How one is reached: what is asked for, and what says it.
_REACHED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"电话|(?<!传真)号码|热线"), re.compile(r"\d{5}|\d{3}-\d|\d{3,4} \d{3,4}")),
    (re.compile("传真"), re.compile(r"传真[\s\S]{0,20}(?:\d{5}|\d{3,4} \d{3,4})")),
    (re.compile(r"邮箱|邮件|e-?mail", re.I), re.compile("@")),
    (re.compile(r"网址|网站"), re.compile(r"https?:|www\.|网")),
)
_HOW_MANY = re.compile(r"多少|几|谁|哪位")
_CLOSE = 0.93  # a further sentence must score this share of the best to be said as well
# What is to be done is not what a plan's review of the years before reports.
_AHEAD = re.compile(r"(?<!主)要|打算|目标|计划|将|力争|达到|到20\d\d")
_BEHIND = re.compile("回顾|成就|成效|成绩|发展基础|工作基础|发展现状|主要进展")
_PAST = 0.2
_EACH = re.compile("分别|各(?:要|是|有|为|需|能|可|给|报|立|多少|几|占|自)")
_RESPECTIVELY = 0.75  # the same where several values are asked for (分别)
_MOST = 2
_LONG_LINE = 200  # characters of a line that is said whole to a question without words of its own


def finder(kind: str) -> Finder:
    """The Finder of ``kind``."""

    def find(evidence: Evidence, as_of: date, steps: Steps) -> Iterator[Finding]:
        met = (scored for scored in evidence.scored if scored.met >= min(steps))
        able = [
            scored.raised(_bonus(scored, kind, evidence))
            for scored in met
            if _proves(scored, kind, evidence)
        ]
        able.sort(key=lambda scored: -scored.score)
        for best in climbing(able, steps, lambda scored: scored.met):
            if found := _said(evidence, kind, best, able):
                yield found

    return find


def _said(evidence: Evidence, kind: str, best: Scored, able: Sequence[Scored]) -> Finding | None:
    """The best sentence, with one beside it that is as good, cut to the value asked for."""
    if kind == "yesno" and not _MODAL.search(best.unit.text):
        ruled = with_lead(evidence, best)
        if ruled and _MODAL.search(ruled.text):
            return ruled
    chosen = [best]
    respectively = wants_each(evidence.question)
    for other in able:
        near = (
            other.score >= (_RESPECTIVELY if respectively else _CLOSE) * best.score
            and other.unit.clause.clause_id == best.unit.clause.clause_id
        )
        if (
            near
            and other is not best
            and len(chosen) < _MOST
            and other.unit.plain != best.unit.plain
        ):
            chosen.append(other)
    if len(chosen) > 1:
        return from_units(evidence, chosen)
    if leads_on(best.unit):
        return led_to(evidence, best)
    bare = evidence.is_bare(best.unit.clause)
    line = line_of(best, _LONG_LINE) if bare else whole_line(best)
    if kind == "free" and line.unit.key == best.unit.key:
        line = gone_on(best)
    found = from_units(evidence, [line])
    single = len(_HOW_MANY.findall(evidence.question.text)) == 1 and not respectively
    own = evidence.question.own or evidence.question.terms
    weights = {term: weight for term, weight in evidence.scorer.weights.items() if term in own}
    if bare or kind not in _VALUES or not single:
        return found  # of several values a bare question means each
    value = (_measure(evidence.question.text) if kind == "number" else None) or _VALUES[kind]
    short = value_part(best, value, weights)
    return replace(found, text=short, full=found.text) if short else found


def wants_each(question: Question) -> bool:
    """Several values are asked for, each of something of its own."""
    return bool(_EACH.search(question.text))


def _measure(question: str) -> re.Pattern[str] | None:
    """A number in the unit that the question asks for (多少人: 人, 名 or 位), if it names one."""
    asked = _MEASURE_ASKED.search(question)
    if not asked:
        return None
    unit = _MEASURES.get(asked[1], re.escape(asked[1]))
    # In a table the column's head says the unit.
    return re.compile(
        rf"{_NUMERAL}\s*余?多?(?:左右|以上)?\s*(?:{unit})|(?:{unit}|名额|指标)[^:;]{{0,8}}:\d"
    )


def _proves(scored: Scored, kind: str, evidence: Evidence) -> bool:
    unit = scored.unit
    if unit.clause.kind in ("head", "table") or unit.clause.number == "附件说明":
        return False
    if unit.is_heading or evidence.barred(unit):
        return False
    text = f"{unit.plain} {unit.clause.context}"
    if kind in _VALUES and kind != "person" and not _is_about(evidence, unit):
        return False
    if kind == "person" and _BYLINE.search(text):
        return False
    if kind == "number" and (measure := _measure(evidence.question.text)):
        return bool(measure.search(normal(text)))
    if kind == "money" and not re.search("收费|免费|费用", evidence.question.text):
        return bool(_AMOUNT.search(text))
    return bool(PROOF[kind].search(text)) and len(normal(unit.plain)) > 3


def _is_about(evidence: Evidence, unit: Unit) -> bool:
    """The figure may be one of the thing asked for: its notice names that thing."""
    focus = evidence.question.focus
    if not focus:
        return True
    around = notice_text(evidence.kb, unit.clause.notice_id)
    return stands(focus, around)


def _bonus(scored: Scored, kind: str, evidence: Evidence) -> float:
    """What speaks for a sentence beyond the words it meets: it says the kind of thing asked for."""
    question = evidence.question.text
    text = normal(scored.unit.text + scored.unit.clause.context)
    bonus = says_bonus(text, question)
    if kind in ("number", "score", "money"):
        bonus += _unit_bonus(text, question) + _row_bonus(scored.unit, question)
    if kind == "yesno":
        bonus += 0.08 * bool(_MODAL.search(text))
    if scored.unit.clause.kind == "row" and kind in ("yesno", "free", "definition"):
        bonus -= 0.12
    if _AHEAD.search(question) and any(_BEHIND.search(head) for head in scored.unit.clause.path):
        bonus -= _PAST
    if kind == "person":
        bonus += 0.2 * any(
            re.match(rf"{re.escape(term)}[:：]", text) for term in evidence.question.terms
        )
    return bonus


def says_bonus(text: str, question: str) -> float:
    """Bonus for saying in office Chinese what the question asks in its own way."""
    return 0.15 * any(said.search(text) for said in _says(question))


@lru_cache(maxsize=64)
def _says(question: str) -> tuple[re.Pattern[str], ...]:
    return tuple(said for asked, said in _SAYS if asked.search(question))


def _unit_bonus(text: str, question: str) -> float:
    """多少人 wants a number of people: a sentence counting in the unit asked for is preferred."""
    asked = _UNIT_ASKED.search(question)
    if not asked:
        return 0.0
    most = 0.05 if asked[1] == "个" else 0.15  # anything is counted in 个
    units = _SAME_UNIT.get(asked[1])
    unit = f"[{units}]" if units else re.escape(asked[1])
    return most if re.search(rf"{_NUMERAL}余?多?(?:左右|以上)?{unit}", text) else 0.0


def _row_bonus(unit: Unit, question: str) -> float:
    """A table row one of whose cells is named in the question is the row that is meant."""
    if unit.clause.kind != "row":
        return 0.0
    asked = squeezed(question)
    cells = [re.sub(r"[(（].*", "", squeezed(cell)) for cell in cells_of(unit.text)]
    return 0.2 if any(len(cell) >= 4 and cell in asked for cell in cells) else 0.0


VALUED = frozenset(
    {"contact", "deadline", "money", "number", "score"}
)  # kinds that only a value answers


def says_kind(text: str, question: Question) -> bool:
    """Whether an answer holds the kind of value asked for: a sum, a figure in its unit, a number
    to call, a time."""
    if question.kind == "number" and (measure := _measure(question.text)):
        return bool(measure.search(normal(text)))
    if question.kind == "money":
        return bool(_AMOUNT.search(text))
    if question.kind == "contact":
        if "手机" in question.text:
            return bool(_MOBILE.search(text))
        wanted = [said for asked, said in _REACHED if asked.search(question.text)]
        return not wanted or any(said.search(text) for said in wanted)
    if question.kind == "deadline" and _WHICH_DAY.search(question.text):
        return bool(ANSWER_TYPES["day"].says.search(text))
    proof = _SAYS_KIND.get(question.kind) or PROOF.get(question.kind)
    return proof is None or bool(proof.search(text))
