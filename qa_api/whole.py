"""Every sentence of the notices meant: where to look once more when what was found says nothing.

Who asks in other words than the notice (没评上，明年还能报吗 for 落选的可继续申报) shares none with
the clause that answers, and the search need not bring it. Among all sentences of a notice it is
found by what they are, and the reader (``qa_api.reading``) tells whether it answers.
"""

from __future__ import annotations

from qa_api.candidates import SENTENCE, Candidate, may_answer, may_be_said, with_what_follows
from qa_api.evidence import Evidence, notice_clauses
from qa_api.units import view

_NOTICES = 2  # that are read whole, at most


def whole_notices(evidence: Evidence, found: list[Candidate]) -> list[Candidate]:
    """What was ``found``, and the other sentences of the notices that are meant."""
    said = {candidate.finding.text for candidate in found}
    more = []
    for notice_id in _meant(evidence):
        for clause in notice_clauses(evidence.kb, notice_id):
            for unit in view(clause).units:
                if may_answer(evidence, unit):
                    finding = with_what_follows(evidence, evidence.score(unit))
                    if finding.text not in said and may_be_said(finding, evidence.question):
                        said.add(finding.text)
                        more.append(Candidate(finding, SENTENCE))
    return [*found, *more]


def _meant(evidence: Evidence) -> tuple[str, ...]:
    """Those named, else those that the search brought first; it looks only among chosen ones."""
    named = () if evidence.chosen else evidence.scope.named
    ranked = sorted(evidence.prior, key=lambda clause_id: -evidence.prior[clause_id])
    first = dict.fromkeys(evidence.clauses[clause_id].notice_id for clause_id in ranked)
    return (named or tuple(first))[:_NOTICES]
