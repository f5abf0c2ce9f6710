"""Does ``policyqa verify`` see what is wrong? ``python -m eval.verify [--count 120] [--kb DIR]``.

Makes citations whose truth is known (``eval.citation_cases``) from the notices in
``../shared/notices`` (``corpus/`` where a checkout has none) and prints what became of each kind. A
case passes where every verdict is good; a right one that does not pass is rejected, a wrong one
that passes is missed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.citation_cases import FAULTS, Case, make_cases
from eval.knowledge import kb_of
from index import KnowledgeBase
from qa_api.verify import Verification, verify

ROOT = Path(__file__).parents[1]
REAL, BUNDLED = ROOT.parent / "shared" / "notices", ROOT / "corpus"
RIGHT = ("correct", "punctuation changed")
ALTERED = ("one digit changed", "date moved", "negation changed")
COLUMNS = (
    "passes",
    "no notice",
    "no clause",
    "altered",
    "elsewhere",
    "absent",
    "contradicted",
    "not covered",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    found: Verification

    @property
    def signs(self) -> list[str]:
        """The columns that this outcome counts in."""
        found = self.found
        signs = {
            "passes": found.is_good,
            "no notice": not found.notice_found,
            "no clause": found.notice_found and not found.clause_found,
            "contradicted": found.claim_verdict == "contradicted",
            "not covered": found.claim_verdict == "not_covered",
        }
        signs |= {name: found.quote_verdict == name for name in ("altered", "elsewhere", "absent")}
        return [name for name in COLUMNS if signs[name]]


def run(kb: KnowledgeBase, count: int = 120, seed: int = 7) -> list[Outcome]:
    cases = make_cases(kb, count, seed)
    verdicts = verify(kb, [case.item for case in cases])
    return [Outcome(case, found) for case, found in zip(cases, verdicts, strict=True)]


def summary(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """How many altered facts pass as supported or as quoted, how many right ones fail."""
    altered = [o for o in outcomes if o.case.kind in ALTERED]
    right = [o for o in outcomes if o.case.kind in RIGHT]
    wrong = [o for o in outcomes if o.case.kind not in RIGHT]
    return {
        "cases": len(outcomes),
        "altered_facts": len(altered),
        "altered_supported": sum(o.found.claim_verdict == "supported" for o in altered),
        "altered_quoted": sum(o.found.quote_verdict in ("exact", "spacing") for o in altered),
        "wrong": len(wrong),
        "wrong_passed": sum(o.found.is_good for o in wrong),
        "right": len(right),
        "right_rejected": sum(not o.found.is_good for o in right),
    }


def table(outcomes: Sequence[Outcome]) -> str:
    """Kinds by what was found; a case may count in several columns."""
    lines = [f"{'':24}{'n':>4}" + "".join(f"{name:>14}" for name in COLUMNS)]
    for kind in FAULTS:
        of_kind = [o for o in outcomes if o.case.kind == kind]
        tally = Counter(sign for o in of_kind for sign in o.signs)
        counts = "".join(f"{tally[name] or '·':>14}" for name in COLUMNS)
        lines.append(f"{kind:24}{len(of_kind):>4}{counts}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kb", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list what was rejected or missed")
    options = parser.parse_args(arguments)
    folder = options.kb or kb_of(sorted(REAL.glob("*.txt")) or sorted(BUNDLED.glob("*.*")))
    with KnowledgeBase.open(folder) as kb:
        outcomes = run(kb, options.count, options.seed)
    print(table(outcomes))
    print("\n".join(f"{name}: {value}" for name, value in summary(outcomes).items()))
    if options.wrong:
        for outcome in outcomes:
            supported = outcome.case.kind in ALTERED and outcome.found.claim_verdict == "supported"
            if supported or outcome.found.is_good != (outcome.case.kind in RIGHT):
                found = outcome.found
                print(f"\n[{outcome.case.kind}] {outcome.case.item}")
                print(f"  was {outcome.case.truth.claim}")
                print(f"  {found.quote_verdict} {found.claim_verdict} {found.differences}")
    counted = summary(outcomes)
    failed = counted["altered_supported"] or counted["right_rejected"] > 0.02 * counted["right"]
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
