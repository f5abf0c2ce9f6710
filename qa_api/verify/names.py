"""Persons: the name that a claim gives to a contact against the names that the clause gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.facts.surnames import SURNAMES
from ingest.normal import squeezed
from qa_api.verify.model import Difference
from qa_api.verify.statement import Statement

_PERSON = re.compile(
    rf"(?:联系人|收件人|咨询人|经办人|负责人|联络人|组长|副组长)(?:是|为|:)?([{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff]{{2}})"
    rf"|(?:联系|找|由|寄给|交给|致电)([{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[,。;(\d]|老师|同志|收|$)"
    rf"|([{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=老师|同志|\(收|收\)|收$)"
    rf"|(?<![\u4e00-\u9fff])([{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[:,]?(?:电话)?[:]?\(?0\d{{2,3}}|1[3-9]\d{{9}})"
)
_TITLES = ("老师", "同志", "主任", "处长")


def name_differences(part: Statement, names: Sequence[str], text: str) -> Iterator[Difference]:
    """Persons of the claim that ``text`` does not name, where it names others."""
    whole = squeezed(text)
    for match in _PERSON.finditer(part.chars):
        name = next(group for group in match.groups() if group)
        for title in _TITLES:
            name = name.removesuffix(title)
        if len(name) >= 2 and name not in whole and names:
            yield Difference("name", name, _likeliest(name, names))


def _likeliest(name: str, names: Sequence[str]) -> str:
    """The name that shares most characters with ``name``; all of them where none shares any."""
    best = max(names, key=lambda other: len(set(name) & set(other)))
    return best if set(name) & set(best) else "、".join(dict.fromkeys(names))
