"""Candidates as the reader reads them (``index.cross_encoder``): with the question, one at a time.

Words met say little of whether a sentence answers; the reader was trained to tell. It is slow, so
it reads only the likeliest few.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from threading import Lock, Thread

import numpy as np

from index import KnowledgeBase
from index.cross_encoder import CrossEncoder, Passage, Scores, load_cross_encoder
from index.errors import CrossEncoderMissing
from index.records import NoticeRecord
from ingest.normal import normal, squeezed
from qa_api.candidates import Candidate
from qa_api.evidence import known_notice
from qa_api.kinds import Finding
from qa_api.question import Question, only_closing
from qa_api.settings import cross_encoder_name

_CLOSES, _APPLY = "截止", "申报"
_HEADINGS, _CONTEXT, _QUOTE = 48, 40, 64  # characters of what stands around a candidate
_ISSUER, _TITLE, _SHORT_NAMES, _ALL_SHORT = 16, 44, 3, 20  # characters; names, and their characters
_CUT = 0.6  # a text that is less than this of its quote is shown with it
_opening = Lock()  # two threads may ask for the reader at once, and it is opened once


def reader() -> CrossEncoder | None:
    """The reader that the settings name, by default the shipped one, or None where that is missing.

    Raises CrossEncoderMissing where one is named and cannot be opened.
    """
    with _opening:
        return _opened(cross_encoder_name())


@cache
def open_ahead() -> None:
    """Open the shipped reader beside what goes before reading: both take as long the first time."""
    if cross_encoder_name() is None:
        Thread(target=reader).start()  # waited for at the end: it cannot be killed halfway


@cache
def _opened(name: str | None) -> CrossEncoder | None:
    try:
        return load_cross_encoder(name)
    except CrossEncoderMissing:
        if name:
            raise
        return None


def wording(question: Question) -> str:
    """The question as it is to be read: with its subject where it goes on from another one, and
    asking of applying where it says no more than that something closes."""
    text = question.text
    if question.query != text:
        text = f"{question.rest} {text}"
    return text.replace(_CLOSES, f"{_APPLY}{_CLOSES}", 1) if only_closing(question) else text


def passages_of(kb: KnowledgeBase, candidates: Sequence[Candidate]) -> list[Passage | None]:
    """The candidates as they are read, each with what its notice is called; None where no one place
    shows that it answers: it is collected from all over a notice (the tasks that an office leads).
    """
    notices = [one.finding.citations[0].clause.notice_id for one in candidates]
    called = {notice_id: _called(known_notice(kb, notice_id)) for notice_id in set(notices)}
    return [
        None if _is_collected(one.finding) else _passage_of(one, called[notice_id])
        for one, notice_id in zip(candidates, notices, strict=True)
    ]


def _called(notice: NoticeRecord | None) -> str:
    """Title with its issuer and short names, as far as the title does not say them."""
    if notice is None:
        return ""
    title = squeezed(notice.title)
    issuer = [normal(one)[:_ISSUER] for one in notice.issuers[:1] if squeezed(one) not in title]
    short = [alias for alias in notice.aliases if squeezed(alias) not in title]
    named = f"{''.join(issuer)}{normal(notice.title)[:_TITLE]}"
    return normal(f"{named} {' '.join(short[:_SHORT_NAMES])[:_ALL_SHORT]}".strip())


def _passage_of(candidate: Candidate, called: str) -> Passage:
    """What it says; and the headings it stands under, heads of columns, what it is cut from or led
    to by."""
    cited = candidate.finding.citations[0]
    quote, said = normal(cited.quote), normal(candidate.finding.text)
    around = normal(" ".join(cited.clause.path[-2:]))[-_HEADINGS:]
    around += normal(cited.clause.context)[:_CONTEXT]
    if _leads(quote, said) or len(said) < _CUT * len(quote):
        around += f" {quote[:_QUOTE]}"
    return Passage(candidate.finding.text, around, called)


def _leads(quote: str, said: str) -> bool:
    """Nothing of it is said: it announces what is (以下情形不能报考：)."""
    return quote.endswith(":") and quote not in said


def _is_collected(finding: Finding) -> bool:
    """Its clauses neither hold each other nor stand side by side."""
    paths = [cited.clause.path for cited in finding.citations]
    alike = zip(*(path[:-1] for path in paths), strict=False)
    shared = sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, alike))
    return shared < min(map(len, paths)) - 1


def scores_of(
    judge: CrossEncoder, question: str, passages: Sequence[Passage | None],
    read: dict[Passage, float] | None = None,
) -> Scores:  # fmt: skip
    """(n,): how well each answers ``question``; 0, as well as nothing does, what is not read.

    What was ``read`` before is known; what is read now is added to it.
    """
    known = {} if read is None else read
    new = [one for one in dict.fromkeys(passages) if one and one not in known]
    known.update(zip(new, judge.score(question, new).tolist() if new else (), strict=True))
    return np.array([known[one] if one else 0.0 for one in passages], np.float32)
