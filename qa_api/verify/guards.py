"""What a claim may not leave out though every word of it stands there: a condition, a denial, a
limit. These ask for a person's judgement; they contradict nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.words import words
from qa_api.verify.coverage import Content, Place
from qa_api.verify.model import Difference
from qa_api.verify.polarity import BANS, RESTRICTION, negations
from qa_api.verify.statement import Statement
from qa_api.verify.vocabulary import idle_words

_CUT = re.compile(r"[,，。；;:：]")
_SCOPE_END = re.compile(r"[,，。；;:：)）]")
_CONDITION = re.compile(r"的$|^(?:如|若|凡|如果|对于|在.{2,20}[时下]$)")
_EXCEPT = re.compile(r"除[^,，。；;]{1,20}外|另有规定|原则上")
_SIDE = re.compile(r"(?=([\u4e00-\u9fff]{2})((?:以|之)?[前后内外]))")
_ORDER = re.compile(r"先([\u4e00-\u9fff]{2})[\u4e00-\u9fff]{0,6}?[后再]([\u4e00-\u9fff]{2})")
_OTHER_SIDE = {"前": "后", "后": "前", "内": "外", "外": "内"}
_ONLY = re.compile(r"仅限|只限|只能|只可|只有|仅")
_HOLDS = re.compile(r"(?<![责委])任(?=[\u4e00-\u9fff]{2})(?!务|何|期|意|职)([\u4e00-\u9fff]{2})")
_EVERY = re.compile(r"所有|任何|一切|凡是|无论")
_ANY_EVERY = re.compile(r"所有|全部|任何|一切|凡|各|每|均|都|一律|无论|不论")
_MODIFIED = re.compile(
    r"^(?!在|按|依|鼓励|支持)(.{4,40})的"
    r"([^的]{0,8}(?:企业|单位|人员|机构|项目|平台|学会|个人|组织|地区|职工|学生|家庭|劳动者|申请人))$"
)
_ALLOWS = re.compile(r"可以|允许|也可|均可|能够")
_MUST_BE = re.compile(r"(?:须|需|应当?|必须)[是为由]")
_LONGEST = 44  # characters of a condition
_LEAST = 0.34  # share of a condition's words that the claim must have to have it


def dropped(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    yield from _condition(part, found, place)
    yield from _denial(part, found, place)
    yield from _limit(part, found, place)
    yield from _all(part, place)
    yield from _office(part, place)


def displaced(part: Statement, place: Place) -> Iterator[Difference]:
    """开始前 for 开始后, 省外 for 省内: the same word on the other side."""
    for match in _SIDE.finditer(part.bare):
        word, side = match[1], match[2]
        other = _OTHER_SIDE[side[-1]]
        said, stated = word + side, word + side[:-1] + other
        if stated in place.own and said not in place.own:
            yield Difference("text", said, stated)
    for said_order in _ORDER.finditer(part.bare):
        for order in _ORDER.finditer(place.own):
            if (said_order[1], said_order[2]) == (order[2], order[1]):
                yield Difference("text", said_order[0], order[0])


def _condition(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    """…不合格的，取消… claimed as 取消…: the condition is part of what the clause says."""
    for statement in place.statements:
        pieces = [piece for piece in _CUT.split(statement.chars) if piece]
        for order, piece in enumerate(pieces[:-1]):
            modified = _MODIFIED.match(piece)
            if modified and (modified[2] not in part.bare or f"的{modified[2]}" in part.bare):
                continue
            if not (modified or _CONDITION.search(piece)) or len(piece) > _LONGEST:
                continue
            asked = _content(modified[1] if modified else piece)
            rest = pieces[order + 1 :] if modified else pieces[order + 1 : order + 2]
            has = _share(asked, part) >= _LEAST and _share(asked[-2:], part) > 0
            if asked and not has and any(_share(_content(after), part) >= _LEAST for after in rest):
                yield Difference("text", "", piece)


def banned(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    """可以挪用 of what 严禁截留、挪用 bans."""
    allows = _ALLOWS.search(part.bare)
    if not allows or negations(part.bare):
        return
    for statement in place.statements:
        for piece in _CUT.split(statement.chars):
            bans = [negation for negation in negations(piece) if negation.word in BANS]
            scope = piece[bans[0].end :] if bans else ""
            outside = place.around + "".join(p for p in _CUT.split(statement.chars) if p != piece)
            if word := _only_in(found, scope, outside):
                yield Difference("negation", allows[0] + word, piece)
                return


def _denial(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    """The claim's words stand under a denial that it does not have, or the other way round."""
    said = negations(part.bare)
    for statement in place.statements:
        chars = statement.lead + statement.chars
        scopes = list(_scopes(chars))
        if not said:
            plain = place.around + "".join(
                char for at, char in enumerate(chars) if not any(at in scope for scope in scopes)
            )
            for scope in scopes:
                denied = chars[scope.start : scope.stop]
                if word := _only_in(found, denied, plain):
                    yield Difference("negation", word, denied)
                    return
        elif not scopes and len(place.statements) == 1 and not negations(place.around):
            yield Difference("negation", str(said[0]), "")


def _all(part: Statement, place: Place) -> Iterator[Difference]:
    """所有企业 of a clause that speaks of some."""
    said = _EVERY.search(part.bare)
    own = "".join(statement.lead + statement.chars for statement in place.statements)
    if said and not _ANY_EVERY.search(own):
        yield Difference("text", said[0], "")


def _office(part: Statement, place: Place) -> Iterator[Difference]:
    """任总经理 of a sentence that has 任董事长, and 总经理 elsewhere."""
    held = {match[1]: match[0] for match in _HOLDS.finditer(place.own)}
    for match in _HOLDS.finditer(part.bare):
        if held and match[1] not in held:
            yield Difference("text", match[0], "、".join(held.values()))


def _scopes(chars: str) -> Iterator[range]:
    """Where denials hold: to the next stop; of 尚未使用的款物, to 的."""
    for negation in negations(chars):
        end = _SCOPE_END.search(chars, negation.end)
        stop = end.start() if end else len(chars)
        modified = chars.find("的", negation.end, stop)
        if modified >= 0 and negation.word not in BANS:
            stop = modified
        yield range(negation.start, stop)


def _only_in(found: Content, scope: str, plain: str) -> str:
    said = [word for word, _ in found.words if len(word) >= 2]
    said += _pairs_of_single(found)
    return next((word for word in said if word in scope and word not in plain), "")


def _pairs_of_single(found: Content) -> list[str]:
    """到付 of 到 and 付, where the dictionary does not know the word."""
    singles = [(word, before) for word, before in found.words if len(word) == 1]
    return [before + word for word, before in singles if "\u4e00" <= before <= "\u9fff"]


def _limit(part: Statement, found: Content, place: Place) -> Iterator[Difference]:
    """只能 that only the claim has; 原则上 or 除…外 that only the clause has."""
    own = "".join(statement.lead + statement.chars for statement in place.statements)
    limit = _ONLY.search(part.bare)
    if limit and not (RESTRICTION.search(own) or negations(own) or _MUST_BE.search(own)):
        yield Difference("negation", limit[0], "")
    for statement in place.statements:
        for piece in _CUT.split(statement.chars):
            kept = _EXCEPT.search(piece)
            if kept and not _EXCEPT.search(part.bare) and _share(_content(piece), part) > 0.5:
                yield Difference("negation", "", kept[0])
            only = _ONLY.search(piece)
            allows = _ALLOWS.search(part.bare)
            if only and allows and not RESTRICTION.search(part.bare):
                yield Difference("negation", allows[0], only[0])


def _content(piece: str) -> list[str]:
    found = (word for word in words(piece) if len(word) > 1 and not word[0].isdecimal())
    return [word for word in found if word not in idle_words()]


def _share(asked: list[str], part: Statement) -> float:
    mine = Place((part,), "")
    return sum(mine.has(word) for word in asked) / len(asked) if asked else 0.0
