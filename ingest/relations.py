"""What a notice says about others, and the short names it gives itself.

A relation is believed only where the words and the name of the other notice stand together: in the
title (转发《…》), in the sentence of the ground (根据《…》), in a sentence of repeal
(《…》同时废止), or behind a title that announces a change (延期, 更正) with the number of the
notice changed or as one that was sent out (印发了《…》).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layout import DOCUMENT_TYPES, looks_like_title
from ingest.model import Relation
from ingest.normal import squeezed

_NAME = r"《([^《》]{4,80}(?:〈[^〉]+〉[^《》]*)?)》"
_NAMED = re.compile(_NAME)
_NUMBER = (
    r"(?:\s*[（(]\s*([^（）()]{0,20}[〔\[［（(【]?\d{4}[〕\]］）)】]?第?\s*\d+\s*号)\s*[）)])?"
)
_LIST = rf"{_NAME}{_NUMBER}(?:[、和及与]\s*{_NAME}{_NUMBER})*"
_GROUND = re.compile(rf"(?:根据|按照|依据|依照|遵照)[^。；《]{{0,40}}(?:{_LIST})")
_TITLE_RULES = (
    ("forwards", re.compile(rf"(?:转发|批转)[^《]{{0,60}}{_NAME}")),
    ("issues", re.compile(rf"(?:印发|发布|公布|颁布)[^《]{{0,30}}{_NAME}")),
    ("amends", re.compile(rf"(?:修改|修订|修正)[^《]{{0,10}}{_NAME}")),
    ("repeals", re.compile(rf"(?:废止|停止执行|宣布失效)[^《]{{0,10}}{_NAME}")),
)
_REPEAL = re.compile(r"废止|停止执行|失效")
_BETWEEN = re.compile(r"\s*(?:[（(][^（）()]{4,40}[）)])?\s*[、，和及与]?\s*")
_REACH = 400  # characters before 废止 in which the names of what is repealed stand
_NEAR = 70  # characters between the last name, its number included, and 废止
_AMENDED = re.compile(
    rf"(?:对|将){_NAME}{_NUMBER}[^。；]{{0,20}}(?:作如下修改|作出修改|予以修改|进行修订|修改如下)"
)
# A notice that changes what an earlier one announced: its date, a figure, a part.
_CHANGES = re.compile(r"延长|延期|顺延|推迟|提前|更正|变更|调整|补充(?:通知|公告|通告|说明)")
_CHANGED = re.compile(
    rf"(?<![据照]){_NAME}\s*[（(][^（）()]{{0,20}}\d{{4}}[^（）()\d]{{0,3}}\d+\s*号"
)
# … by number, or as what its issuer has sent out: 我会于…印发了《…通知》.
_SENT_OUT = re.compile(rf"(?:印发|发布|下发|发出|发)了?{_NAME}")
_ALIAS = re.compile(
    r"(?:以下(?:统|简)?称|[（(](?:[简又也亦俗]|内部|对外)称)\s*(?:为|：|:)?\s*[“\"「『《]([^”\"」』》]{2,24})[”\"」』》]"
)
_OWN_NAME = r"“([^“”《》]{2,30})”|(?:印发|发布|公布|转发)[^《》]{0,12}《([^“”《》]{2,30})》"
_PROGRAMME = re.compile(r"(?:计划|行动|项目|工程|专项|活动|大赛|评选|奖|工作)[》”]?$")
_TELLING = 5  # characters right before a short name that tell, in the title, what is called so
_HEAD = 1500  # characters in which the ground of a notice stands


def relations(text: str, title: str) -> tuple[Relation, ...]:
    """Relations to other notices by the names printed, each once, in the order of this module."""
    found = [Relation(kind, name) for kind, name in _found(text, title) if name != title]
    return tuple(dict.fromkeys(found))


def aliases(text: str, title: str) -> tuple[str, ...]:
    """Short names of the notice or its programme: 以下简称“…”, and quoted names in its title.

    A short name is the notice's own where its characters are in the title and it stands behind the
    name of a programme or document; said of a law, an organ or a term, it names another thing.
    """
    names = [match[1] for match in _ALIAS.finditer(text) if _of_notice(text, match, title)]
    if looks_like_title(title):
        names += [match[1] or match[2] for match in re.finditer(_OWN_NAME, title)]
    return tuple(dict.fromkeys(name.strip() for name in names))


def _of_notice(text: str, match: re.Match[str], title: str) -> bool:
    """Whether the name defined at ``match`` is that of this notice or its programme."""
    name = match[1].strip()
    before = re.split("[。；\n]", text[max(0, match.start() - 80) : match.start()])[-1].rstrip(
        "（( ,，"
    )
    if name in DOCUMENT_TYPES:
        return False
    said = before[-_TELLING:]
    if _PROGRAMME.search(name) and len(said) == _TELLING and said in title:
        return True  # the title says what is called so: …青年人才托举（简称“掘进者计划”）
    if sum(char in title for char in name) < 0.75 * len(name):
        return False
    quoted = re.search(r"《([^《》]{4,60})》$", before)
    if quoted:
        return squeezed(quoted[1]) in squeezed(title)
    return bool(_PROGRAMME.search(before)) or looks_like_title(before[-12:])


def _found(text: str, title: str) -> Iterator[tuple[str, str]]:
    for kind, rule in _TITLE_RULES:
        for match in rule.finditer(title):
            yield kind, match[1]
    for match in _GROUND.finditer(text[:_HEAD]):
        yield from (("based_on", name) for name in _names(match[0]))
    for match in _AMENDED.finditer(text):
        yield "amends", match[1]
    if _CHANGES.search(title):
        for rule in (_CHANGED, _SENT_OUT):
            yield from (("amends", match[1]) for match in rule.finditer(text[:_HEAD]))
    for start, end in repealed(text):
        yield from (("repeals", name) for name in _names(text[start:end]))


def repealed(text: str) -> Iterator[tuple[int, int]]:
    """Spans from the first name of what is repealed to the word for it: 《…》、《…》同时废止."""
    for word in _REPEAL.finditer(text):
        before = text[max(0, word.start() - _REACH) : word.start()]
        sentence = re.split("[。；\n]", before)[-1]
        names = list(_NAMED.finditer(text, word.start() - len(sentence), word.start()))
        if not names or word.start() - names[-1].end() > _NEAR:
            continue
        first = names[-1]
        for name in reversed(names[:-1]):
            if not _BETWEEN.fullmatch(text, name.end(), first.start()):
                break
            first = name
        yield first.start(), word.end()


def _names(text: str) -> list[str]:
    return [match[1] for match in _NAMED.finditer(text)]
