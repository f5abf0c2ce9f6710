"""Who leads, who helps, who heads: 由甲牵头, 乙负责丙, （牵头单位：甲；配合单位：乙）, 组长：丁."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_api.verify.coverage import Place
from qa_api.verify.model import Difference
from qa_api.verify.statement import Statement

_KINDS = {
    "牵头": "lead", "负责": "lead", "责任": "lead", "承担": "lead", "主管": "lead", "落实": "lead",
    "负责牵头": "lead", "牵头负责": "lead", "配合": "help", "协助": "help", "参与": "help",
    "参加": "help", "支持": "help", "协办": "help", "主办": "host", "承办": "run",
}  # fmt: skip
_OFFICES = "(?:副|常务副)?(?:组长|主任|主席|会长|理事长|秘书长|总指挥|局长|处长|院长|书记)"
_BODY = r"[\u4e00-\u9fffA-Za-z（）()“”\"]"
_ACT = "负责牵头|牵头负责|负责|牵头|承担|配合|协助|主办|承办|协办"
_HOW = "(?:具体|共同|统一|主要|统筹|统一|分别|来)?"
_LABELLED = re.compile(
    r"(牵头|配合|责任|承办|主办|协办|参与|参加|支持|主管|落实)(?:单位|部门|处室|机构|领导|人)?"
    r"\s*(?:[:：]|为|是)\s*([^；;。\n）)，,]{2,200})"
)
_BY = re.compile(rf"由({_BODY}{{2,40}}?(?:、{_BODY}{{2,30}}?)*?){_HOW}({_ACT})(?!单位|部门|处室)")
_DOES = re.compile(
    rf"(?:^|[，,；;。、:：\s（(])(?!由)({_BODY}{{2,24}}?(?:、{_BODY}{{2,24}}?)*?){_HOW}({_ACT})"
    r"(?!单位|部门|处室|人)([^，,；;。、:：\n（(）)]{0,40})"
)
_OFFICE = re.compile(rf"(?<![副务\u4e00-\u9fff])({_OFFICES})\s*[:：]\s*([^；;。\n]{{2,200}})")
_OFFICER = re.compile(
    rf"({_OFFICES})(?:是|为|由|：|:)([\u4e00-\u9fff]{{2,3}}?)(?:担任|兼任|兼|$|[，,。；;、])"
)
_SPACE = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
_REACH = 200  # characters after a sentence within which a label speaks of it
_NO_BODY = re.compile(
    r"不|未|需要|可以|应当|对其|并对|执行|所$|职责|的质量|下列|依法|^[(（]|^对(?!外)|并对|其$|以下简称|质量|具体|按|范围"
)
_SEAT = re.compile(rf"设(?:在|于)({_BODY}{{2,20}})(?=$|[，,；;。、:：\s（(])")
_TO = re.compile(rf"向({_BODY}{{2,20}}?)(?:提交|报送|申请|提出|报告|备案|申报|递交|上报|办理)")
_LAST_PIECE = re.compile(r"[^，,；;。、:：\s（()）]*$")
_ACTS = re.compile(_ACT)
_TASK = re.compile(r"[^，,；;。、:：\n（(）)]{0,40}")
_OFFICE_HOLDER = re.compile(r"[（(][^）)]*[）)]")


@dataclass(frozen=True, slots=True)
class Role:
    """``bodies`` have the role ``kind`` for ``task`` (empty: what the place is about)."""

    kind: str
    bodies: tuple[str, ...]
    task: str
    phrase: str
    start: int

    def names(self, body: str) -> bool:
        return any(own.endswith(body) or body.endswith(own) for own in self.bodies)


def claimed_roles(part: Statement) -> list[Role]:
    return list(_roles(part.text))


def stated_roles(stated: Sequence[Statement]) -> list[Role]:
    """The roles of the text in order, each at the start of its sentence."""
    return [
        replace(role, start=statement.start)
        for statement in stated
        for role in _roles(_SPACE.sub("", statement.text))
    ]


def role_phrases(claimed: Sequence[Role], place: Place, stated: Sequence[Role]) -> list[str]:
    """Those of the claim's phrases that the roles of the text bear out, body and verb."""
    borne = [
        role
        for role in claimed
        if (there := _counterpart(role, place, stated)) and all(map(there.names, role.bodies))
    ]
    phrases = {phrase for role in borne for phrase in (*role.bodies, role.phrase)}
    return sorted(phrases, key=len, reverse=True)


def role_differences(
    claimed: Sequence[Role], place: Place, stated: Sequence[Role]
) -> Iterator[Difference]:
    """A role that the claim gives to one and the text to another."""
    for role in claimed:
        there = _counterpart(role, place, stated)
        wrong = [body for body in role.bodies if there and not there.names(body)]
        if there and wrong:
            yield Difference("name", "、".join(wrong), "、".join(there.bodies))


def _counterpart(role: Role, place: Place, stated: Sequence[Role]) -> Role | None:
    """The role of the kind in the same place; by the task where several bodies have one."""
    alike = [other for other in stated if other.kind == role.kind]
    first, last = place.statements[0], place.statements[-1]
    end = last.start + len(last.text)
    here = [other for other in alike if first.start - 1 <= other.start < end]
    after = [other for other in alike if end <= other.start < end + _REACH]
    near = here or after[:1] or (alike if len(alike) == 1 else [])
    holders = [other for other in near if all(map(other.names, role.bodies))]
    if len(near) > 1 and role.task:
        best = max((_common(role.task, other.task) for other in near), default=0)
        fitting = [other for other in near if _common(role.task, other.task) == best]
        same = [other for other in fitting if other in holders]
        enough = best >= max(2, len(_pairs(role.task)) // 2)
        return same[0] if same else fitting[0] if enough else None
    if len(near) > 1:
        return holders[0] if holders else None
    return near[0] if near else None


def _common(one: str, other: str) -> int:
    """Pairs of characters that two tasks share."""
    return len(_pairs(one) & _pairs(other))


def _pairs(chars: str) -> set[str]:
    return {chars[at : at + 2] for at in range(len(chars) - 1)}


def _roles(text: str) -> Iterator[Role]:
    taken: list[range] = []
    for match in _LABELLED.finditer(text):
        taken.append(range(*match.span()))
        if bodies := _bodies(match[2]):
            yield Role(_KINDS[match[1]], bodies, "", match[0], match.start())
    for pattern in (_OFFICE, _OFFICER):
        for match in pattern.finditer(text):
            if not any(match.start() in span for span in taken):
                taken.append(range(*match.span()))
                people = _OFFICE_HOLDER.sub("", match[2])
                yield Role(match[1], _bodies(people), "", match[0].strip("，,。；;"), match.start())
    for kind, pattern in (("seat", _SEAT), ("to", _TO)):
        for match in pattern.finditer(text):
            yield Role(kind, (match[1],), "", match[1], match.start())
    for pattern in (_BY, _DOES):
        for match in pattern.finditer(text):
            if not _bodies(match[1]) or any(
                match.start(1) in span or match.start(2) in span for span in taken
            ):
                continue
            start = _first_of_list(text, match.start(1)) if pattern is _DOES else match.start(1)
            taken.append(range(start, match.end(2)))
            task = match[3] if pattern is _DOES else _TASK.match(text, match.end())[0]  # type: ignore[index]
            task = task or text[max(0, match.start() - 30) : match.start()]
            phrase = text[match.start() if pattern is _BY else start : match.end(2)]
            yield Role(_KINDS[match[2]], _bodies(text[start : match.end(1)]), task, phrase, start)


def _first_of_list(text: str, start: int) -> int:
    """The beginning of 甲、乙、丙 whose last name begins at ``start``."""
    while text[start - 1 : start] == "、":
        before = _LAST_PIECE.search(text, 0, start - 1)
        if before is None or not before[0] or _ACTS.search(before[0]):
            break
        start = before.start()
    return start


def _bodies(listed: str) -> tuple[str, ...]:
    found = (body.strip(' \t“”"') for body in re.split(r"[、，,]|(?<=[\u4e00-\u9fff])和", listed))
    return tuple(body for body in found if body and not _NO_BODY.search(body))
