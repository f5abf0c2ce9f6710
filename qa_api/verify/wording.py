"""The words of a claim that are no values: each must stand in the text or mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.thesaurus import synonyms
from index.words import words
from ingest.normal import normal
from qa_api.verify.align import Change, changes, nearest
from qa_api.verify.fold import fold
from qa_api.verify.model import Difference
from qa_api.verify.polarity import NEGATION, RESTRICTION
from qa_api.verify.statement import Statement

_NEAR = 0.34  # edit distance a character up to which a claim repeats the notice's own sentence
# Words that say how something is said, not what: their absence from the notice decides nothing.
_IDLE_WORDS = """
    须 需 应 应当 必须 需要 请 要求 规定 明确 通知 指出 提出 文件 条款 根据 按照 依据 有关 相关
    进行 开展 予以 给予 包括 以及 同时 另外 此外 可以 可 能 能够 允许 会 将 已 已经 均 都 各 每 其
    及时 情况 内容 方面 工作 事项 时间 日期 之前 以前 之后 以后 前 后 内 以内 外 起 止 左右 共
    共计 总共 合计 一共 分别 即 为 是 系 在 于 由 至 到 从 截至 截止 不得 不 未 无 没有 不能 不可
    超过 不超过 少于 不少于 低于 不低于 高于 不高于 至少 至多 最 最多 最少 最高 最低 上限 下限
    以上 以下 多 少 达 达到 做 完 作 用 使用 人员 单位 位 者 所 把 被 让 使 并 且 也 还 又 再 就
    才 则 而 但 或 或者 和 与 跟 同 及 之 的 地 得 了 着 过 这 该 此 本 上述 电话 联系电话 联系人
    联系 联系方式 号码 手机 办公 邮箱 地址 收件人 咨询 老师 同志 上午 下午 晚上 中午 点 时 分 年
    月 日 号 份 个 项 名 件
"""
_IDLE = frozenset(_IDLE_WORDS.split())
_ORGAN = re.compile(
    r"(?:部|处|室|科|中心|会|局|厅|院|所|委|办|组|公司|学校|大学|学会|协会|单位|企业|省|市|县|区)$"
)
_DENIES = re.compile(r"(?:不得?|未|无|非|严?禁止?|互不|不予|不能|不可以?|没有?|免)$")
_BOUND = re.compile(r"不(?:得|应|能)?[少低高多大小长短晚早迟][于]|不(?:得|应|能)?超过|不[足满]")
_ALLOWS = re.compile(r"可以?|均可|都可|允许|能|也")
_CONTENT = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")


def unmet_words(part: Statement, text: str, around: str) -> list[Difference]:
    """Words of the claim that neither ``text`` nor what is ``around`` it has or means."""
    said = part.chars
    for value in part.values:
        said = said.replace(value.text, "，")
    known = normal(text) + "\n" + normal(around)
    chars = fold(text).chars.lower() + "\n" + fold(around).chars.lower()
    unmet = [w for w in words(said) if not _is_idle(w) and not _met(w, known, chars)]
    return [Difference("text", word, "") for word in dict.fromkeys(_longest(unmet))]


def _is_idle(word: str) -> bool:
    return word in _IDLE or word[0].isdecimal() or bool(NEGATION.fullmatch(word))


def _met(word: str, known: str, chars: str) -> bool:
    return any(form in known or form in chars for form in (word, *synonyms(word)))


def _longest(found: Sequence[str]) -> list[str]:
    return [word for word in found if not any(word != other and word in other for other in found)]


def replaced_words(
    part: Statement, stated: Sequence[Statement]
) -> tuple[list[Difference], list[Difference]]:
    """Where the claim repeats a sentence but for some words: what is wrong, what is open.

    A body, a denial or a limit exchanged is wrong; other words exchanged, or a limit dropped, a
    person must judge.
    """
    wrong: list[Difference] = []
    open_: list[Difference] = []
    statement = repeated_statement(part, stated)
    if statement is None:
        return wrong, open_
    window = nearest(part.bare, statement.bare)
    source = statement.bare[window.start : window.end]
    spoken = _value_places(part)
    for change in changes(part.bare, source):
        if any(change.p0 <= at < change.p1 for at in spoken):
            continue
        difference, is_wrong = _judged(part.bare, source, change, statement.bare.lower())
        if difference is not None:
            (wrong if is_wrong else open_).append(difference)
    return wrong, open_


def _judged(
    claim: str, source: str, change: Change, sentence: str
) -> tuple[Difference | None, bool]:
    said, there = claim[change.p0 : change.p1], source[change.t0 : change.t1]
    bounds = [match.span() for match in _BOUND.finditer(source)]
    in_bound = any(start < change.t1 and change.t0 < end for start, end in bounds)
    if _DENIES.search(there) and not _DENIES.search(said) and not in_bound:
        around = claim[max(0, change.p0 - 3) : change.p1 + 3]
        return Difference("negation", around, source[max(0, change.t0 - 3) : change.t1 + 3]), True
    limit = RESTRICTION.search(there)
    if limit and not RESTRICTION.search(said):
        return Difference("negation", said, there), bool(_ALLOWS.search(said))
    said, there = _word_at(claim, change.p0, change.p1), _word_at(source, change.t0, change.t1)
    if not (said and there and _matters(said) and _matters(there)):
        return None, False
    if _ORGAN.search(said) and _ORGAN.search(there):
        return Difference("name", said, there), True
    return (
        None if _met(said.lower(), sentence, sentence) else Difference("text", said, there)
    ), False


def repeated_statement(part: Statement, stated: Sequence[Statement]) -> Statement | None:
    """The sentence that the claim repeats, but for a few characters."""
    best, found = _NEAR, None
    for statement in stated:
        share = nearest(part.bare, statement.bare).cost / max(1, len(part.bare))
        if share <= best:
            best, found = share, statement
    return found


def _value_places(part: Statement) -> set[int]:
    """Offsets in ``part.bare`` that belong to values."""
    places: set[int] = set()
    for value in part.values:
        text = fold(value.text).chars
        at = part.bare.find(text)
        places.update(range(at, at + len(text)) if at >= 0 else ())
    return places


def _matters(text: str) -> bool:
    return bool(_CONTENT.search(text)) and not all(map(_is_idle, words(text)))


def _word_at(chars: str, start: int, end: int) -> str:
    """The changed characters with the word that they stand in; nothing for nothing."""
    if start == end:
        return ""
    at = 0
    for word in _in_order(chars):
        first, at = at, at + len(word)
        if first < end and start < at:
            start, end = min(start, first), max(end, at)
    return chars[start:end]


def _in_order(chars: str) -> Iterator[str]:
    """``chars`` cut into words without overlap."""
    at = 0
    for word in words(chars):
        place = chars.lower().find(word, at)
        if place < at:
            continue
        if place > at:
            yield chars[at:place]
        yield chars[place : place + len(word)]
        at = place + len(word)
    if at < len(chars):
        yield chars[at:]
