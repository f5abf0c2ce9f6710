"""The citations in a letter: 《…》第X条：“…”, （某发〔2021〕50号）附件五（二）…, 该通知第三条 ….

A citation is a notice named by title or number, with the clause and the quote that follow in the
same sentence. Without a quote, what the sentence says besides is the claim. 该通知, 同一文件 and a
bare 第X条 go back to the notice named last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.facts.spans import sentences
from qa_api.verify.model import Item

_CN = "〇零一二三四五六七八九十百千"
_TITLE = r"《(?P<title>[^《》]{2,80}(?:《[^《》]{2,60}》[^《》]{0,30})?)》"
_NUMBER = (
    r"(?:[\u4e00-\u9fff]{2,8}\s*[〔\[(（【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*第?\s*\d+\s*号"
    r"|[\u4e00-\u9fff、]{2,60}令\s*第?\s*\d+\s*号)"
)
_NAMED = re.compile(
    rf"{_TITLE}(?:\s*[（(]?\s*(?P<number>{_NUMBER})\s*[）)]?)?|[（(]?\s*(?P<only>{_NUMBER})\s*[）)]?(?:文件?)?"
    r"|(?P<same>(?:该|本|上述|前述|同一?|此)(?:通知|文件|办法|规定|方案|计划|规划|意见|指南|项目指南))"
)
_UNIT = (
    rf"第\s*[（(]?(?:[{_CN}]+|\d+)[）)]?\s*(?:编|部分|大?点|章|节|条|款|项|目|段)(?:之[{_CN}]+)?"
)
_STEP = (
    rf"附\s*件\s*(?:[{_CN}]+|\d+)?|{_UNIT}|专栏\s*(?:[{_CN}]+|\d+)|表\s*\d+|[（(](?:[{_CN}]+|\d+)[）)]"
    rf"|\d+[)）]|[{_CN}]+\s*、|[{_CN}]+(?=[（(])|(?<=[）)、])\s*\d+\s*(?:[、.](?!\d))?|[①-⑳]"
)
_CLAUSE = re.compile(
    rf"(?:{_STEP})(?:\s*[/的]?\s*(?:{_STEP})|\s*/\s*(?:[{_CN}]+|\d+)(?:是|[)）])?)*"
)
_STRONG = re.compile(rf"{_UNIT}|附\s*件|专栏")
_QUOTE = re.compile(r"“([^“”]*(?:“[^“”]*”[^“”]*)*)”|\"([^\"]+)\"|「([^」]+)」")
_LEAD = re.compile(
    r"^(?:[\s，,：:、。；;]|根据|按照|依据|依照|参照|对照|贵单位|您|问到|关于|来信|的|等|有关|相关|规定|要求|明确|指出|提出|载明|写明|中|里|之)+|[\s，,：:]+$"
)
_BEFORE_NUMBER = re.compile(
    r"^(?:又|另|再|还|并|也)?(?:根据|按照|依据|依照|参照|据|按|见|与|和|及|对|在)"
)
_NEAR = 12  # characters between the name of a notice and its clause
_LEAST_QUOTE = 6  # characters; a shorter one is a name in quotation marks
_LEAST_CLAIM = 5


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    start: int
    end: int
    same: bool


def letter_items(text: str) -> list[Item]:
    """The citations of a letter in order, numbered from 1."""
    found: list[Item] = []
    last = ""
    for sentence in _sentences(text):
        for item in _in_sentence(sentence, last):
            last = item.notice or last
            found.append(
                Item(str(len(found) + 1), item.claim, item.notice, item.clause, item.quote)
            )
        last = next((named.name for named in reversed(_names(sentence)) if not named.same), last)
    return found


def _sentences(text: str) -> Iterator[str]:
    for start, end in sentences(text):
        yield text[start:end]


def _names(sentence: str) -> list[_Named]:
    quoted = [range(*match.span()) for match in _QUOTE.finditer(sentence)]
    return [
        _Named(_name(match), *match.span(), bool(match["same"]))
        for match in _NAMED.finditer(sentence)
        if not any(match.start() in span for span in quoted)
    ]


def _name(match: re.Match[str]) -> str:
    """Title and number together, so that one can be held against the other."""
    title = f"《{match['title']}》" if match["title"] else ""
    number = _BEFORE_NUMBER.sub("", match["number"] or match["only"] or "")
    return f"{title}（{number}）" if title and number else title or number


def _in_sentence(sentence: str, last: str) -> Iterator[Item]:
    """One item for each clause that the sentence cites, or for a notice with a quote."""
    names = _names(sentence)
    cuts = [named.start for named in names[1:]] + [len(sentence)]
    if not names:
        names, cuts = [_Named("", 0, 0, True)], [len(sentence)]
    lead = sentence[: names[0].start]
    for order, (named, end) in enumerate(zip(names, cuts, strict=True)):
        name = last if named.same else named.name
        item = _item(name, sentence[named.end : end], lead if order == 0 else "", bool(named.end))
        if item is not None:
            yield item
            last = name


def _item(notice: str, after: str, lead: str, named: bool) -> Item | None:
    """What follows the name of a notice, or a whole sentence that names none."""
    quote = next(
        (
            q
            for m in _QUOTE.finditer(after + lead)
            if len(q := next(filter(None, m.groups()), "")) >= _LEAST_QUOTE
        ),
        "",
    )
    outside = _QUOTE.sub(lambda m: m[0] if m[0].strip('“”"「」') != quote else "", after)
    clause = _CLAUSE.search(outside)
    if clause and (clause.start() > _NEAR if named else not _STRONG.match(clause[0])):
        clause = None
    if not notice or not (clause or (named and quote)):
        return None
    rest = outside[: clause.start()] + outside[clause.end() :] if clause else outside
    claim = "" if quote else _LEAD.sub("", _LEAD.sub("", rest).rstrip("。；;"))
    claim = claim if len(claim) >= _LEAST_CLAIM else ""
    return Item("", claim, notice, re.sub(r"\s", "", clause[0]) if clause else "", quote)
