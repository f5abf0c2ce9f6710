# ruff: noqa: E501  (tables of patterns and of ways to ask)
"""Questions made of what the product's candidates say: a number, a duty, a label, a permission.

A text shows what it answers by its form (组建50支服务队, 牵头单位：甲处, 不得超过三次): a pattern
finds the value, the words around it ask for it, some of them left out as an asker would. The other
texts of the same notice do not answer, nor does the text without its value.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import rjieba

from index.cross_encoder import Passage
from index.training.reader.lists import Listed
from ingest.normal import normal

VALUED = "valued"  # the source of such lists
_NUMBER = r"\d[\d,.]*"
_UNIT = "名|人|位|个|支|家|项|篇|份|件|场|次|期|届|所|座|处|条|类|种|门|台|套|本|册|亩|公里|平方米|页|字|分钟|小时"
_COUNT = re.compile(
    rf"(?:不(?:超过|少于|低于|多于)|至少|至多|最多|约|近|超过|达到?|共)?({_NUMBER})(?:余|多)?({_UNIT})(?!以上学历)"
)
_MONEY = re.compile(
    rf"(?:不(?:超过|少于|低于)|至少|最高|最多|约)?({_NUMBER})(?:余|多)?(?:万|亿)?元"
)
_SHARE = re.compile(rf"(?:不(?:超过|少于|低于)|至少|达到?|约)?({_NUMBER})(?:%|个百分点)")
_DAY = re.compile(
    r"(?:(?:20\d\d|今|明)年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|上旬|中旬|下旬)?|(?<=年)底)(?:\d{1,2}:\d\d)?(?:以?前)?"
)
_SPAN = re.compile(
    r"(?<![\d月年第])(\d{1,3}|[一二两三四五六七八九十]{1,2})(个月|个?工作日|日|天|年|周|学时)(?:以?内)?"
)
_DUTY = re.compile(
    r"^\W*(牵头(?:单位|部门|处室)?|责任(?:单位|部门|处室|人)?|主办(?:单位)?|承办(?:单位)?|配合(?:单位|部门)?|协办单位|主管(?:部门|单位)|参与单位|组织单位):"
)
_IN_BRACKETS = re.compile(r"\(([^()]{2,40}?)(负责|牵头)[^()]{0,20}\)")
_BY = re.compile(
    r"由([^,;。:由]{3,24}?)(负责|牵头|组织实施|承担|审批|核准|批准|制定|组织|发放|解释)"
)
_LABEL = re.compile(r"(?:^|[;。]\s*)([\u4e00-\u9fff]{2,10}):(?=\S)")
_DENIED = re.compile(r"(?:不得|不能|不可以?|严禁|禁止)([^,;。:()]{3,18})")
_ALLOWED = re.compile(r"(?<!不)(?:可以|可)([\u4e00-\u9fff][^,;。:()]{3,18})")
_NEEDED = re.compile(r"(?:应当|应|必须|须|需)([\u4e00-\u9fff][^,;。:()]{3,18})")
_MEANT = re.compile(
    r"(?:^|[,。;])(?:本(?:办法|细则|条例|规定|通知)?所?称(?:的)?)?([^,。;:]{2,14}?),?(?:是指|系指|指的是)"
)
_PHONE = re.compile(r"\d{3,4}-?\d[\dx ]{5,}")
_PLACE = re.compile(r"(?:地址|地点|寄至|送至|邮寄地址)[:为]?")
_REASON = re.compile(r"(?:^|[,。;])为(?:了)?([^,。;]{6,30})[,。]")
_PARTS = re.compile(r"[,;。:!?]")
_CLOSED = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_BEFORE, _AFTER, _HEADING, _LEAST = 14, 12, 18, 3  # characters
_LEFT_OUT, _CALLED, _WITHOUT_VALUE = 0.15, 0.6, 0.5
_WRONG = 7
_QUOTED = re.compile(r"[“《]([^”》“《]{2,14})[”》]")

Asked = tuple[str, str]  # a question; the text without what it asks for, or nothing


def valued_lists(lists: Iterable[Listed], most: int, rng: random.Random) -> Iterator[Listed]:
    """At most ``most``; the texts are those of ``lists``, by notice."""
    notices: defaultdict[str, dict[str, Passage]] = defaultdict(dict)
    for one in lists:
        for passage in one.passages:
            if passage.notice:
                notices[passage.notice].setdefault(normal(passage.text), passage)
    made: list[Listed] = []
    for called, passages in notices.items():
        for said, passage in passages.items():
            asked = [one for ask in _ASK for one in ask(said, _core(passage.around), rng)]
            if asked:
                question, without = rng.choice(asked)
                if len(question) > _LEAST + 2:
                    question = _named(question, called, rng)
                    made.append(_listed(question, without, passage, list(passages.values()), rng))
    rng.shuffle(made)
    yield from made[:most]


def _listed(
    question: str, without: str, right: Passage, others: Sequence[Passage], rng: random.Random
) -> Listed:
    """Beside those of its notice that share most with the question, a few by chance."""
    said = normal(right.text)
    apart = [p for p in others if not _overlap(normal(p.text), said)]
    rng.shuffle(apart)
    near = sorted(apart, key=lambda p: -len(set(question) & set(normal(p.text)[:90])))[: _WRONG - 2]
    wrong = [*near, *[p for p in apart if p not in near][:2]]
    if without and rng.random() < _WITHOUT_VALUE:
        wrong.insert(0, Passage(without, right.around, right.notice))
    wrong = wrong[:_WRONG]
    return Listed(VALUED, question, (right, *wrong), (True, *(False for _ in wrong)))


def _overlap(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short in long or short[:16] in long


def _named(question: str, called: str, rng: random.Random) -> str:
    names = _QUOTED.findall(called) or called.rpartition(" ")[2:]
    name = rng.choice(list(names))
    if len(name) > 14 or rng.random() >= _CALLED:
        return question
    return f"{name}{rng.choice(('', '', '的', '里', '中', '，'))}{question}"


def _core(around: str) -> str:
    """The last heading's words, without its number."""
    last = around.split(" ")[-1]
    return re.sub(r"^[\s\d.、()一二三四五六七八九十第条章节附件]+", "", last).strip("。:：.… ")


def _fewer(text: str, rng: random.Random) -> str:
    """Some of its words left out, but not the first and the last."""
    words = [_CLOSED.sub("", word) for word in rjieba.cut(text, False)]
    words = [word for word in words if word]
    return "".join(
        word for at, word in enumerate(words)
        if at in (0, len(words) - 1) or rng.random() >= _LEFT_OUT
    )  # fmt: skip


def _around(said: str, found: re.Match[str]) -> tuple[str, str]:
    """What stands before and behind in the same part of the sentence, and before that where it is
    short."""
    before, after = said[: found.start()], _PARTS.split(said[found.end() :])[0]
    parts = _PARTS.split(before)
    near = parts[-1] if len(parts[-1]) >= _LEAST or len(parts) < 2 else parts[-2] + parts[-1]
    return near[-_BEFORE:], after[:_AFTER]


def _value(
    pattern: re.Pattern[str], ways: Callable[[re.Match[str]], Sequence[str]],
    before_only: Sequence[str] = (),
) -> Callable[[str, str, random.Random], Iterator[Asked]]:  # fmt: skip
    """Asks for what ``pattern`` finds in its place, or after all that is said around it."""

    def ask(said: str, heading: str, rng: random.Random) -> Iterator[Asked]:
        found = list(pattern.finditer(said))
        if not found:
            return
        one = rng.choice(found)
        before, after = _around(said, one)
        without = (said[: one.start()] + said[one.end() :]) if len(found) == 1 else ""
        subject = f"{_fewer(heading[-_HEADING:], rng)}" if rng.random() < 0.3 else ""
        if len(before + after) < _LEAST and not subject:
            subject = _fewer(heading[-_HEADING:], rng)
        before, after = _fewer(before, rng), _fewer(after, rng)
        way = rng.choice(ways(one))
        if after and rng.random() < 0.3 and pattern is not _DAY:
            yield (
                f"{subject}{before}{after}{rng.choice(('是', '有', '要', '共', ''))}{way}",
                without,
            )
        elif before_only and not after and rng.random() < 0.5:
            yield f"{subject}{before}{rng.choice(before_only)}", without
        else:
            yield f"{subject}{before}{way}{after}{rng.choice(('', '', '？'))}", without

    return ask


def _of_count(found: re.Match[str]) -> Sequence[str]:
    unit = found[2]
    people = ("多少人", "几个人") if unit in "名人位" else ()
    return (f"多少{unit}", f"多少{unit}", f"几{unit}", "多少", *people)


def _duty(said: str, heading: str, rng: random.Random) -> Iterator[Asked]:
    if (found := _DUTY.search(said)) and len(heading) >= _LEAST:
        role = found[1][:2]
        who = rng.choice(
            (f"{role}单位是谁", f"谁{role}", f"由谁{role}", f"哪个部门{role}", f"{role}单位是哪个")
            if role not in ("责任", "主管")
            else ("谁负责", "由谁负责", "哪个部门负责", "归谁管", "责任单位是哪个", "派给谁了")
        )
        yield f"{_fewer(heading[-_HEADING:], rng)}{who}{rng.choice(('', '？'))}", ""


def _by(said: str, heading: str, rng: random.Random) -> Iterator[Asked]:
    if found := _BY.search(said):
        before, after = _around(said, found)
        what = f"{_fewer(before, rng)}{_fewer(after, rng)}"
        if len(what) >= _LEAST:
            yield (
                f"{what}{rng.choice(('由谁', '归谁', '哪个单位', '谁来'))}{found[2]}",
                said.replace(found[1], ""),
            )
    elif found := _IN_BRACKETS.search(said):
        yield (
            f"{_fewer(said[: found.start()][:_HEADING], rng)}"
            f"{rng.choice(('谁负责', '由谁负责', '哪个部门负责', '归谁管', '哪些部门负责'))}",
            said.replace(found[0], ""),
        )


def _label(said: str, heading: str, rng: random.Random) -> Iterator[Asked]:
    if (found := _LABEL.search(said)) and not _DUTY.search(said):
        subject = _fewer(heading[-_HEADING:], rng) if rng.random() < 0.4 else ""
        way = rng.choice(("是什么", "是啥", "有哪些", "怎么定", ""))
        yield f"{subject}{found[1]}{way}", said.replace(found[1], "", 1).lstrip(":；; ")


def _ruled(said: str, heading: str, rng: random.Random) -> Iterator[Asked]:
    for pattern, ways in (
        (_DENIED, ("可以{x}吗", "能不能{x}", "能{x}吗", "允许{x}吗", "{x}行不行")),
        (_ALLOWED, ("可以{x}吗", "能不能{x}", "能{x}吗", "{x}行吗", "允许{x}吗")),
        (_NEEDED, ("要{x}吗", "必须{x}吗", "需要{x}吗", "是不是得{x}", "不{x}行吗")),
    ):
        if found := pattern.search(said):
            before = _PARTS.split(said[: found.start()])[-1][-10:]
            what = rng.choice(ways).format(x=_fewer(found[1], rng))
            subject = _fewer(before, rng) if rng.random() < 0.7 else ""
            yield f"{subject}{what}{rng.choice(('', '？'))}", ""


def _told(said: str, heading: str, rng: random.Random) -> Iterator[Asked]:
    if found := _MEANT.search(said):
        x = _CLOSED.sub("", found[1])
        yield rng.choice(("什么是{x}", "{x}是指什么", "{x}是什么意思", "{x}指什么")).format(x=x), ""
    if found := _REASON.search(said):
        rest = said[found.end() :][:_HEADING]
        if len(rest) >= _LEAST:
            yield (
                f"{rng.choice(('为什么要', '为啥', ''))}{_fewer(rest, rng)}{rng.choice(('是为了什么', '目的是什么', '的原因'))}",
                "",
            )


def _contact(said: str, heading: str, rng: random.Random) -> Iterator[Asked]:
    if found := _PHONE.search(said):
        before = _fewer(re.sub(r"电话|联系|:", "", said[: found.start()])[-_BEFORE:], rng)
        about = before or heading[-_HEADING:]
        yield (
            f"{about}{rng.choice(('电话是多少', '电话', '联系电话', '找谁联系', '怎么联系', '打哪个号码'))}",
            said[: found.start()],
        )
    elif found := _PLACE.search(said):
        about = _fewer((said[: found.start()] or heading)[-_BEFORE:], rng)
        yield f"{about}{rng.choice(('在哪', '在哪里', '地址在哪', '寄到哪里', '什么地方'))}", ""


_ASK: tuple[Callable[[str, str, random.Random], Iterator[Asked]], ...] = (
    _value(_COUNT, _of_count, ("有多少", "是多少", "几个", "数量")),
    _value(_MONEY, lambda _: ("多少钱", "多少元", "多少"), ("多少钱", "是多少", "标准", "怎么收费")),
    _value(_SHARE, lambda _: ("多少", "百分之几", "多大比例"), ("比例是多少", "占多少", "是多少")),
    _value(
        _DAY, lambda _: ("什么时候", "哪天", "几号", "几月"),
        ("是什么时候", "几号", "时间", "截止到什么时候", "哪天"),
    ),
    _value(_SPAN, lambda found: ("多久", "多长时间", f"几{found[2].lstrip('个')}"), ("多久", "多长时间")),
    _duty, _by, _label, _ruled, _told, _contact,
)  # fmt: skip
