"""What a notice only announces: 会议号另行通知 is no answer to 会议号是多少, and worth knowing.

Said as an answer it would claim what no clause says; as the reason of a refusal it tells the asker
where he stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.normal import normal
from qa_api.evidence import Evidence
from qa_api.kinds.finding import cite
from qa_api.model import Citation
from qa_api.parts import best_parts
from qa_api.wanted import Wanted

_LATER = re.compile(
    r"另行(?:通知|公布|公告|发布|告知|制定|确定|下达|印发|规定)|另[定文]|待定|未定|"
    r"待[^，；。]{0,16}(?:确定|公布|明确|通知|下发)后?|尚未(?:确定|公布|明确)|暂未(?:确定|公布|明确)"
)
_WHETHER = re.compile(r"有没有|是否|有无|吗")
_LOOKED_AT, _SPEAKS_OF_IT = 5, 0.5  # best sentences; share of the question's words they must say


@dataclass(frozen=True, slots=True)
class Announced:
    """``part`` of a sentence, word for word, and where it stands."""

    part: str
    citation: Citation


def announced(evidence: Evidence) -> Announced | None:
    """The first of the best sentences that only announces what is asked; None where none does."""
    for unit in (s.unit for s in evidence.scored[:_LOOKED_AT] if s.own >= _SPEAKS_OF_IT):
        if not evidence.barred(unit) and (part := put_off(evidence, unit.text)):
            return Announced(part, cite(unit))
    return None


def put_off(evidence: Evidence, text: str) -> str:
    """The part of ``text`` that speaks of what is asked and leaves it to a later notice.

    Empty where a value of the kind asked for is said, or where it is asked whether one is.
    """
    question, plain = evidence.question, normal(text)
    if not _LATER.search(plain) or _WHETHER.search(question.text):
        return ""
    wanted = Wanted.of(question)
    if wanted.value_said(wanted.new(plain)):
        return ""
    return next((part for part in best_parts(evidence, text) if _LATER.search(part)), "")
