"""Who leads and who helps: 牵头单位：…；配合单位：…, and 责任单位, 承办单位 … wherever printed.

``value`` is the list of bodies as printed; ``label`` is the role; ``fields["task"]`` the heading
of the task that the body answers for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.spans import fact
from ingest.model import Clause, Fact

_ROLE = re.compile(
    r"(牵头(?:单位|部门|处室|领导)?|配合(?:单位|部门)|责任(?:单位|部门|处室|人)|承办(?:单位|部门)?|主办(?:单位|部门)?|"
    r"协办单位|参与单位|参加单位|支持单位|主管部门|落实单位|实施单位)\s*[:：]\s*([^；;。\n）)]{2,200})"
)


def facts_in(clause: Clause, text: str, year: int | None) -> Iterator[Fact]:
    for match in _ROLE.finditer(text):
        bodies = match[2].strip().rstrip("，、")
        yield fact(
            "responsibility", clause, text, match.span(),
            label=match[1], value=bodies, fields={"task": clause.path[-1] if clause.path else ""},
        )  # fmt: skip
