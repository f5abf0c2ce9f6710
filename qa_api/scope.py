"""Which notices a question means: by document number, title, short name or issuer.

A question rarely gives the full title; it says “提升计划” or 地质学会. What a notice is called is matched
in the question's own words, and how much of it was named decides how strongly it is preferred.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from index.records import NoticeRecord
from ingest.normal import squeezed

_NUMBER = re.compile(r"[〔\[［（(【]((?:19|20)\d{2})[〕\]］）)】]第?(\d+)号")
_TITLED = re.compile(r"《([^《》]{2,80})》")
_GENERIC = re.compile(r"^(?:江苏省|中国|全国|关于|印发|实施|组织|开展|年度|通知|科学技术协会|省科协|的|年度?|计划|项目|工作|科技|服务|行动|三年|[-—\d]+)+$")
_MIN_TITLE_RUN = 5  # characters in a row of a title that a question must share to mean it
_CLEAR = 0.85  # strength from which a notice counts as named, not merely hinted at
_FORWARDING = 0.4  # a forwarding notice is rarely the one that is asked about


@dataclass(frozen=True, slots=True)
class Scope:
    """``strength`` of each notice that was named, 0 to 1; empty where the question names none.

    ``names`` are the short names the question used; ``said`` the words by which it named each notice.
    """

    strength: Mapping[str, float]
    names: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        """Notices named as clearly as the best one, best first."""
        best = max(self.strength.values(), default=0.0)
        ranked = sorted(self.strength, key=lambda notice_id: -self.strength[notice_id])
        return tuple(n for n in ranked if self.strength[n] >= max(0.5, 0.8 * best))

    @property
    def clear(self) -> bool:
        """Whether a notice was named beyond doubt."""
        return max(self.strength.values(), default=0.0) >= _CLEAR

    def admits(self, notice_id: str, text: str) -> bool:
        """Where a notice was clearly named, only it answers, or a sentence that names it too."""
        if not self.clear or notice_id in self.named:
            return True
        return any(name in squeezed(text) for name in self.names)

    def of(self, notice_id: str) -> float:
        return self.strength.get(notice_id, 0.0)


def read_scope(text: str, notices: Sequence[NoticeRecord]) -> Scope:
    """How clearly ``text`` names each of ``notices``."""
    question = squeezed(text)
    strength: dict[str, float] = {}
    said: dict[str, str] = {}
    for notice in notices:
        named, words = _strength(question, notice)
        if named > 0:
            strength[notice.notice_id], said[notice.notice_id] = named, words
    names = {name for notice in notices for name in _short_names(notice) if name in question}
    return Scope(strength, tuple(names), said)


def _strength(question: str, notice: NoticeRecord) -> tuple[float, str]:
    """How clearly the notice is named, and by which words."""
    if number := _number_named(question, notice):
        return 1.0, number
    (title, run), (alias, name) = _title_strength(question, notice), _alias_strength(question, notice)
    issuer, organ = _issuer_strength(question, notice)
    named, said = max(title, alias), f"{run} {name} {organ}"
    if any(relation.kind == "forwards" for relation in notice.relations):
        if "转发" in question:
            return min(1.0, max(named, issuer) + 0.3), said
        return max(issuer, named * _FORWARDING), said
    return (min(1.0, named + 0.3 * issuer) if named else issuer * 0.6), said


def _number_named(question: str, notice: NoticeRecord) -> str:
    asked = _NUMBER.findall(question)
    own = _NUMBER.findall(squeezed(notice.document_number or ""))
    return squeezed(notice.document_number or "") if own and own[0] in asked else ""


def _title_strength(question: str, notice: NoticeRecord) -> tuple[float, str]:
    title = squeezed(notice.title)
    for quoted in _TITLED.findall(question):
        if quoted in title:
            return 1.0, quoted
    match = SequenceMatcher(None, question, title, autojunk=False).find_longest_match()
    run = title[match.b : match.b + match.size]
    if match.size < _MIN_TITLE_RUN or _GENERIC.match(run):
        return 0.0, ""
    return min(1.0, 0.5 + (match.size - _MIN_TITLE_RUN) / 12), run


def _alias_strength(question: str, notice: NoticeRecord) -> tuple[float, str]:
    """A short name in the question; one that merely occurs in a longer word counts alike."""
    return max(((0.9, name) for name in _short_names(notice) if name in question), default=(0.0, ""))


def _issuer_strength(question: str, notice: NoticeRecord) -> tuple[float, str]:
    """The part of the issuer's name that tells it from others: 地质学会 of 江苏省地质学会."""
    issuer = squeezed(notice.issuer or "")
    core = re.sub(r"^(?:中国|江苏省|[\u4e00-\u9fff]{2,3}[省市])", "", issuer)
    return (0.8, core) if len(core) >= 4 and core in question else (0.0, "")


def _short_names(notice: NoticeRecord) -> list[str]:
    return [name for alias in notice.aliases if len(name := squeezed(alias)) >= 3]
