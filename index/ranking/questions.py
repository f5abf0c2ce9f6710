# ruff: noqa: E501  (tables of patterns)
"""Questions made from articles of law, each with its article: what the ranker learns by.

An article shows what it answers by its wording (本法所称X，是指 …): a pattern finds X, a template
asks for it, and X is spoilt as an asker would spoil it: words are dropped, or replaced by everyday ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_N = "[0-9一二三四五六七八九十百]+"
_BEGIN = r"(?:^|[。；\n])"
_ORGAN = "(?:部门|机关|机构|委员会|局|政府|国务院)"
_DROPPED, _REPLACED, _LONGEST = 0.22, 0.5, 14


@dataclass(frozen=True, slots=True)
class Kind:
    """``pattern`` finds in an article what is asked about (its groups, joined); ``templates`` ask."""

    name: str
    pattern: re.Pattern[str]
    templates: tuple[str, ...]
    titled: bool = False


def _kind(name: str, pattern: str, templates: str, *, titled: bool = False) -> Kind:
    return Kind(name, re.compile(pattern), tuple(templates.split()), titled)


KINDS: tuple[Kind, ...] = (
    _kind(
        "purpose", r"^(?:第.{1,6}条)?为了?.{4,200}制定(?:本|《)",
        "{x}的立法目的是什么？ {x}的制定目的是什么？ {x}的主要目的是什么？ {x}的主要目标是什么？ 为什么要制定{x}？ 制定{x}的目的是什么？ {x}的宗旨是什么？ {x}的制定依据是什么？",
        titled=True,
    ),
    _kind(
        "effective", r"本.{1,6}自.{2,25}起?(?:施行|实施)",
        "{x}什么时候开始实施？ {x}何时施行？ {x}从什么时候开始施行？ {x}的施行日期是什么时候？ {x}自何时起生效？ {x}的实施时间是什么时候？",
        titled=True,
    ),
    _kind(
        "scope", r"适用本(?:法|条例|规定|办法|细则|解释)",
        "{x}适用于哪些范围？ {x}的适用范围是什么？ {x}适用于哪些对象？ 哪些活动适用{x}？ {x}主要适用于什么？",
        titled=True,
    ),
    _kind(
        "definition", r"(?:所称的?|" + _BEGIN + r")([^，。；（）、“”\n]{2,16}?)，?是指",
        "什么是{x}？ {x}是指什么？ {x}的定义是什么？ {x}指的是什么？ {x}是什么意思？ 何谓{x}？ 如何定义{x}？ {x}是什么？ 哪些属于{x}？",
    ),
    _kind(
        "penalty", r"(?:违反本[^，。]{1,20}，)?([^。；]{6,70}?)的，(?:由|依法|处|给予|责令|应当|依照)[^。；]*(?:罚款|处分|责令|没收|警告|刑事责任|拘留|有期徒刑|吊销)",
        "{x}会受到什么处罚？ {x}的如何处理？ 对{x}如何处罚？ {x}会有什么后果？ {x}应当承担什么法律责任？ {x}的，应该如何处罚？ {x}会被罚款多少？ {x}怎么处罚？ 违反规定{x}，应受到何种处罚？",
    ),
    _kind(
        "body", rf"(?:^|[。；\n，])[^。；，\n]{{3,40}}{_ORGAN}(?:主管|负责)([^。；，\n]{{4,40}})",
        "谁负责{x}？ 哪个部门负责{x}？ {x}由谁负责？ {x}由哪个部门负责？ {x}的主管部门是哪个？ 负责{x}的是哪个机构？",
    ),
    _kind(
        "maker", rf"{_BEGIN}([^。；，\n]{{2,30}})，?由[^。；，]{{3,30}}{_ORGAN}[^。；，]{{0,6}}(规定|制定|批准|确定|审批|组织实施|决定)",
        "{x}由谁负责？ {x}的是哪个部门？ {x}由哪个机关决定？ 谁有权决定{x}？",
    ),
    _kind(
        "condition", _BEGIN + r"([^。；\n]{3,40}?)，?(?:应当|必须|需要)?(?:同时)?(?:具备|符合|具有|满足)(?:下列|以下)(?:条件|要求|规定)",
        "{x}应当具备哪些条件？ {x}需要满足什么条件？ {x}的条件是什么？ {x}应该符合什么条件？ {x}有什么要求？",
    ),
    _kind(
        "material", _BEGIN + r"([^。；\n]{3,40}?)，?(?:应当|必须|需要)?(?:向.{2,20})?(?:提交|提供|报送|出具)(?:下列|以下)(?:文件|材料|资料|证明)",
        "{x}需要提交哪些材料？ {x}应当提供什么资料？ {x}要提交什么文件？ {x}需要什么材料？",
    ),
    _kind(
        "time", rf"{_BEGIN}([^。；\n]{{4,50}}?)(?:自[^。；，]{{2,20}}起|在)?{_N}个?(?:工作)?日(?:以)?内([^。；，\n]{{2,30}})",
        "{x}的期限是多久？ 多长时间内{x}？ {x}应当在多久之内完成？ {x}需要多长时间？ 应在什么时候{x}？ {x}的时限是多少天？",
    ),
    _kind(
        "list", _BEGIN + r"([^。；\n]{2,40}?)(?:应当)?(?:包括|有|属于|为)(?:下列|以下)([^：。；，]{0,10})[：:]",
        "{x}有哪些？ {x}包括哪些内容？ {x}包括什么？ 哪些属于{x}？ {x}主要有哪些方面？",
    ),
    _kind(
        "which", _BEGIN + r"([^。；\n]{2,40}?)(?:下列|以下)([^：。；，]{1,12})[：:]",
        "{x}有哪些？ {x}具体是什么？ 什么{x}？ {x}包括哪些？",
    ),
    _kind(
        "principle", _BEGIN + r"([^。；\n，]{3,30}?)，?(?:应当|必须|要)?(?:遵循|坚持|实行|遵守)[^。；]{2,50}原则",
        "{x}应当遵循什么原则？ {x}应遵循哪些原则？ {x}的原则是什么？",
    ),
    _kind(
        "permission", _BEGIN + r"([^。；，\n]{2,25}(?:不得|可以))([^。；\n]{4,40})[。；]",
        "{x}吗？ 是否可以{x}？ 能否{x}？ {x}是允许的吗？ 可以{x}吗？",
    ),
    _kind(
        "duty", _BEGIN + r"([^。；，\n]{2,25})应当[^。；\n]{4,40}[。；]",
        "{x}应当履行什么义务？ {x}应该做什么？ {x}有哪些职责？ {x}需要注意什么？ {x}应当采取什么措施？",
    ),
    _kind(
        "procedure", _BEGIN + r"([^。；，\n]{2,25})应当([^。；\n]{4,40})[。；]",
        "如何{x}？ 怎样{x}？ {x}应当怎么做？ {x}的程序是什么？ {x}有什么规定？ 关于{x}是怎么规定的？",
    ),
)  # fmt: skip


def asked_of(
    article: str, title: str, rng: random.Random, words: Spoiler
) -> Iterator[tuple[str, str]]:
    """(kind, question) for everything that ``article`` of the law ``title`` shows that it answers."""
    text = re.sub(r"[ \u3000]", "", article)
    for kind in KINDS:
        match = kind.pattern.search(text)
        if not match:
            continue
        if kind.titled:
            yield kind.name, rng.choice(kind.templates).format(x=_called(title, rng))
            continue
        thing = re.sub(
            r"\s|本(?:法|条例|规定|办法|细则)", "", "".join(filter(None, match.groups()))
        )
        thing = thing if kind.name == "definition" else words.spoil(thing, rng)
        if len(thing) >= 2:
            yield kind.name, _within(title, rng) + rng.choice(kind.templates).format(x=thing)


@dataclass(frozen=True, slots=True)
class Spoiler:
    """Drops words, replaces them by ``synonyms``, and keeps a part of what is long."""

    synonyms: Mapping[str, Sequence[str]]

    def spoil(self, text: str, rng: random.Random) -> str:
        import rjieba

        pieces = rjieba.cut(text.strip("，。；：、"), False)
        kept = []
        for piece in pieces:
            chance = rng.random()
            if piece in self.synonyms and chance < _REPLACED:
                kept.append(rng.choice(self.synonyms[piece]))
            elif chance >= _DROPPED or len(pieces) <= 3:
                kept.append(piece)
        if len(kept) > _LONGEST:
            start = rng.randrange(len(kept) - _LONGEST + 2)
            kept = kept[start : start + rng.randint(8, _LONGEST - 2)]
        return "".join(kept)


def _called(title: str, rng: random.Random) -> str:
    short = title.removeprefix("中华人民共和国")
    return rng.choice((f"《{title}》", f"《{title}》", title, f"《{short}》", short))


def _within(title: str, rng: random.Random) -> str:
    """Most askers do not say which law they mean."""
    chance = rng.random()
    if chance < 0.12:
        return f"《{title}》中，"
    return f"根据《{title}》，" if chance < 0.2 else ""
