"""A clause reference as written → steps: 附件3第五条第二款, 五、（二）, 五(二)2, 附件/五/（二）.

A step is a number with what the way of writing says of its family; ``can`` are the families of
``ingest.numbering`` that it may stand for, the likeliest first. 附件五（二） can be the fifth annex
or chapter five of the only one: ``readings`` gives both, and the notice decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.numbering import integer

_CN = "〇零一二三四五六七八九十百千"
_STATUTE = {
    "编": ("part",),
    "部分": ("part", "cn", "chapter", "arabic"),
    "章": ("chapter", "cn"),
    "节": ("section", "cn_paren"),
    "条": ("article", "cn", "arabic", "cn_paren"),
    "款": ("paragraph", "cn_paren", "arabic", "paren"),
    "项": ("cn_paren", "paren", "arabic", "half_paren", "circle", "ordinal"),
    "目": ("arabic", "paren", "half_paren", "circle"),
    "点": ("cn", "cn_paren", "arabic", "paren", "ordinal"),
    "段": ("paragraph",),
    "行": ("row",),
}
_FAMILIES = {
    "cn": ("cn", "chapter", "article"),
    "cn_paren": ("cn_paren", "paren"),
    "arabic": ("arabic", "paren", "half_paren"),
    "paren": ("paren", "cn_paren", "arabic", "half_paren"),
    "half_paren": ("half_paren", "paren", "arabic"),
    "circle": ("circle", "paren"),
    "ordinal": ("ordinal",),
    "table": ("table",),
    "row": ("row",),
    "column": ("column",),
    "annex": ("annex",),
    "decimal": ("decimal",),
}
_STEP = re.compile(
    rf"附\s*件\s*(?P<annex>[{_CN}]+|\d+)?"
    rf"|第\s*\(?(?P<nth>[{_CN}]+|\d+)\)?\s*(?P<of>编|部分|大?点|章|节|条|款|项|目|段|行)(?:之(?P<sub>[{_CN}]+))?"
    rf"|专\s*栏\s*(?P<column>[{_CN}]+|\d+)|表\s*(?P<table>[{_CN}]+|\d+)|行\s*(?P<row>\d+)"
    rf"|\(\s*(?P<cn_paren>[{_CN}]+)\s*\)|\(\s*(?P<paren>\d+)\s*\)|(?P<half_paren>\d+)\s*\)"
    rf"|(?P<ordinal>[一二三四五六七八九十]+)是|(?P<decimal>\d+(?:\.\d+)+)"
    rf"|(?P<circle>[①-⑳])|(?P<cn>[{_CN}]+)(?=[、./,\s(]|第|$|之|的|表|专|\d)\s*[、.]?|(?P<arabic>\d+)\s*[、.]?"
)
_MAIN = re.compile(r"^\s*(?:正文|主文|通知正文|本通知)?的?")
_HEADING_CHARS = re.compile(r"[\u4e00-\u9fffA-Za-z“”\"《》]+")


_STEP_INSIDE = re.compile(
    r"第\s*\(?[〇零一二三四五六七八九十百千\d]+\)?\s*(?:条|款|项|目|点|段|行|部分|章|节)"
    r"|附件|专栏|[一二三四五六七八九十]+(?=[、(])"
)


@dataclass(frozen=True, slots=True)
class Step:
    """``values`` as in ``numbering.Label.value``; none for 附件 without a number."""

    can: tuple[str, ...]
    values: tuple[int, ...]
    written: str

    @property
    def is_annex(self) -> bool:
        return self.can[0] == "annex"


def steps(reference: str) -> tuple[Step, ...]:
    """The steps of a reference, outermost first; heading words between them are passed over."""
    text = _plain(reference)
    found: list[Step] = []
    at = (_MAIN.match(text) or re.match("", text)).end()  # type: ignore[union-attr]
    while at < len(text):
        match = _STEP.match(text, at)
        step = _step(match) if match else None
        if match and step:
            found.append(step)
            at = match.end()
            continue
        words = _HEADING_CHARS.match(text, at)
        at = _after_words(text, words) if words else at + 1
    return tuple(found)


def readings(reference: str) -> Iterator[tuple[Step, ...]]:
    """The ways to understand a reference: as written, 附件五 as 附件/五, 附件三五 as 附件三/五."""
    read = steps(reference)
    if read:
        yield read
    annex = read[0] if read else None
    if annex and annex.is_annex and annex.values == (1,):
        yield (replace(annex, values=(), written="附件"), *read[1:])
    if annex and annex.is_annex and annex.values and not annex.written[-1].isdigit():
        digits = annex.written[2:].strip()
        sole = replace(annex, values=(), written="附件")
        yield (sole, Step(_FAMILIES["cn"], annex.values, digits), *read[1:])
        if len(digits) > 1 and "十" not in digits[:2]:  # 附件三五 is 附件三/五
            first = replace(annex, values=(integer(digits[0]),), written=f"附件{digits[0]}")
            inner = Step(_FAMILIES["cn"], (integer(digits[1:]),), digits[1:])
            yield (first, inner, *read[1:])
            if first.values == (1,):
                yield (sole, inner, *read[1:])


def step_of(segment: str) -> Step | None:
    """A segment of a clause number (附件3, （二）, 第十二条, 行2) as a step."""
    match = _STEP.match(_plain(segment))
    return _step(match) if match else None


def _plain(text: str) -> str:
    """NFKC but for circled numbers, which it would turn into plain ones."""
    return "".join(c if "①" <= c <= "⑳" else unicodedata.normalize("NFKC", c) for c in text)


def _after_words(text: str, words: re.Match[str]) -> int:
    """Past a heading, but not past a step that begins inside the run of words (申报时间第二款)."""
    inner = _STEP_INSIDE.search(text, words.start() + 1)
    return min(inner.start(), words.end()) if inner else words.end()


def _step(match: re.Match[str]) -> Step | None:
    """None where the digits are no number (第十一五条)."""
    try:
        return _read(match)
    except ValueError:
        return None


def _read(match: re.Match[str]) -> Step:
    written = match[0].strip()
    if match["nth"]:
        values = (integer(match["nth"]),) + ((integer(match["sub"]),) if match["sub"] else ())
        can = _STATUTE[match["of"].removeprefix("大")]
        if match["nth"].isdecimal() and "arabic" in can:  # 第1项 is 1 rather than （一）
            can = tuple(sorted(can, key=lambda family: family not in ("article", "arabic")))
        return Step(can, values, written)
    for family, can in _FAMILIES.items():
        digits = match[family] if family in match.groupdict() else None
        if digits:
            return Step(can, _values(family, digits), written)
    return Step(("annex",), (), written)


def _values(family: str, digits: str) -> tuple[int, ...]:
    if family == "decimal":
        return tuple(int(part) for part in digits.split("."))
    if family == "circle":
        return (ord(digits) - ord("①") + 1,)
    return (integer(digits),)
