"""From when and until when a notice is in force, what it repeals, and whether it is on trial.

``label`` is 施行, 有效期, 试行 or 废止. ``value`` is an ISO 8601 date where one is printed, else
the words (发布之日, 5年, the name of what is repealed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.dates import moments
from ingest.facts.spans import fact
from ingest.layout import DATE
from ingest.model import Clause, Fact
from ingest.relations import repealed

_ISSUE = r"(?:发布|公布|印发|发文|颁布|签发|下发|通过)之日"
_IN_FORCE = re.compile(
    rf"(?:自|从|于)?\s*(?P<when>{DATE}|{_ISSUE})\s*起?(?:正式|开始|试)?\s*(?:施行|执行|实施|生效|试行)"
)
_SPAN = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})\s*(?:个月|年|天|日)(?!\d)"
_UNTIL = re.compile(
    r"(?:有效期限?|执行期限?|试行期限?|有效时间|施行期限?|执行时间)\s*(?:暂定|截止)?\s*"
    rf"(?:至|到|为|是|[:：])?\s*(?:{_ISSUE}起至)?\s*"
    rf"(?P<when>(?:自?\s*{DATE}\s*(?:起)?\s*[-—–~～至到]\s*)?{DATE}|{_SPAN})"
)
_OWN = re.compile(r"本|该|施行|实施|执行|印发|发布|公布")  # not the validity of a licence or a card
_TRIAL = re.compile(r"[（(](试行|暂行)[）)]")


def facts_in(clause: Clause, text: str, year: int | None) -> Iterator[Fact]:
    if clause.kind == "head":
        if trial := _TRIAL.search(text):
            yield fact("validity", clause, text, trial.span(), label="试行", value=trial[1])
    elif clause.kind != "tail":
        yield from _periods(clause, text)
        for start, end in repealed(text):
            value = _unspaced(text[start : text.rindex("》", start, end) + 1])
            yield fact("validity", clause, text, (start, end), label="废止", value=value)


def _periods(clause: Clause, text: str) -> Iterator[Fact]:
    """From when, and until when or for how long."""
    for label, rule in (("施行", _IN_FORCE), ("有效期", _UNTIL)):
        for match in rule.finditer(text):
            sentence = re.split("[。；\n]", text[max(0, match.start() - 200) : match.end()])[-1]
            if label == "施行" or _OWN.search(sentence):
                value = _value(match["when"])
                yield fact("validity", clause, text, match.span(), label=label, value=value)


def _value(printed: str) -> str:
    """The last date in ISO 8601, else what is printed without its white space."""
    dates = moments(printed)
    return dates[-1].value if dates else _unspaced(printed)


def _unspaced(text: str) -> str:
    return re.sub(r"\s+", "", text)
