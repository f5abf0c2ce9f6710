"""Clause numbers as people write them: 第十二条, 附件3第五条第二款, 五（二）, 表1第2行.

A number becomes its labels without brackets, outermost first: ("附件3", "五", "二"). Labels are
compared by *key*, in which 五 is 5 and 第3章 is 第三章. Paragraphs and items of an article (第二款,
第三项) belong to the article's clause; in a notice, people also say 第五条第二款 for 五、（二）, so
``readings`` gives that too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from ingest.normal import squeezed
from ingest.numbering import integer

_CN = "一二三四五六七八九十百千零〇"
_NUMBER = rf"(?:\d+|[{_CN}]+)"
_LABEL = re.compile(
    rf"附件{_NUMBER}?|第{_NUMBER}(?:编|部分|章|节|条(?:之[{_CN}]+)?|款|项|大?点|行)|专栏{_NUMBER}"
    rf"|表{_NUMBER}|行\d+|[(]{_NUMBER}[)]|\d+[)]|[{_CN}]+(?=[、./(]|第|\d|$)|\d+(?=[./()]|第|$)"
)
_SPOKEN = re.compile(rf"(?:(?:{_LABEL.pattern})[、/.的]*)+")
_PLAIN = re.compile(rf"[{_CN}\d]+[、.]?(?:[{_CN}\d]+)?")  # 五 or 2 alone: an amount, not a clause
_INNER = re.compile(r"第.+(?:款|项)")
_BRACKETS = re.compile(r"[()\s]")
_KEY = re.compile(rf"(?P<before>附件|专栏|表|行|第)?(?P<number>{_NUMBER})?(?P<after>.*)", re.DOTALL)
_NUMBERED = "附件", "专栏", "表", "行"  # in whose keys the word stays
_DEEPEST = 6  # labels of a number of which any may be left out

Labels = tuple[str, ...]


def labels_of(number: str) -> Labels:
    """Of a clause's own number: 附件3/五/（二） → ("附件3", "五", "二")."""
    return tuple(_BRACKETS.sub("", label) for label in squeezed(number).lower().split("/"))


def spoken(text: str) -> tuple[Labels, ...]:
    """The clause numbers that ``text`` names, each once, in order."""
    found = (tuple(label for label in labels if not _INNER.fullmatch(label)) for labels, _, _ in
             _found(squeezed(text).lower()))  # fmt: skip
    return tuple(dict.fromkeys(labels for labels in found if labels))


def find_clause(text: str) -> tuple[str, str] | None:
    """The clause number that a look-up names, as written, and the rest of the look-up.

    None where it names several: which of them is meant, its words must say.
    """
    plain = squeezed(text).lower()
    found = list(_found(plain))
    if len(found) != 1:
        return None
    _, start, end = found[0]
    # White space of the look-up is kept where the number did not stand.
    before, after = _unsqueezed(text, start), _unsqueezed(text, end)
    return plain[start:end].rstrip("、/.的"), f"{text[:before]} {text[after:]}".strip()


def means(said: Labels, labels: Labels) -> bool:
    """Does ``said`` name the clause of ``labels``? Outer levels may be left out (附件3第五条)."""
    if not labels or key_of(said[-1]) != key_of(labels[-1]):
        return False
    rest = iter([key_of(label) for label in labels])
    return all(key_of(label) in rest for label in said)


@lru_cache(maxsize=4096)
def key_of(label: str, loose: bool = False) -> str:
    """What makes two labels the same: 附件三 and 附件3, 第三章 and 第3章, （二） and (二).

    ``loose``: also 第五条, 五、 （五） and 5; annexes, tables, rows and columns stay apart.
    """
    bare = _BRACKETS.sub("", label)
    match = _KEY.fullmatch(bare)
    if not match or not match["number"]:
        return label
    before, after = match["before"] or "", match["after"]
    marks = label.replace(bare, "") if not loose else ""
    if bare == match["number"] and not loose:
        marks = f"{marks}{'' if bare.isdecimal() else '、'}"
    if before == "第" and after == "行":
        before, after = "行", ""
    if (before == "第" and after.endswith("点")) or after == "部分":
        after = ""
    kept = before if before in _NUMBERED else ""
    try:
        return f"{kept}{integer(match['number'])}{'' if loose else after}{marks}"
    except ValueError:
        return label


def keys_of(number: str) -> set[str]:
    """All keys under which the clause of this number is found, outer levels left out at will."""
    labels = _printed(number)
    keys: set[str] = set()
    for loose in (False, True):
        plain = [key_of(label, loose) for label in labels]
        outer, last = plain[:-1][-_DEEPEST:], plain[-1]
        for count in range(len(outer) + 1):
            keys.update("/".join([*chosen, last]) for chosen in combinations(outer, count))
    return keys


def tails_of(number: str) -> list[str]:
    """The keys of the number and of its ends: what is named without leaving a level out."""
    labels = [key_of(label) for label in _printed(number)]
    return ["/".join(labels[at:]) for at in range(len(labels))]


def keys_above(number: str) -> set[str]:
    """The keys of the numbers that stand above: 附件3/五 and its like for 附件3/五/（二）."""
    parts = number.split("/")
    return {key for end in range(1, len(parts)) for key in keys_of("/".join(parts[:end]))}


def readings(written: str) -> Iterator[str]:
    """Keys that a number as written may mean, the likeliest first.

    附件3第五条第二款 is article 5 of annex 3, or its 五、（二）, or its 五; 附件五（二） may stand
    for 五、（二） of the only annex.
    """
    plain = squeezed(written).lower()
    labels = [found for found in _LABEL.findall(plain) if found]
    given, inside = [], []
    for chain in (labels, _only_annex(labels)):
        outer = [label for label in chain if not _INNER.fullmatch(label)]
        given += [_key(outer, False), _key(chain, True), _key(outer, True)]
        inside += [_key(chain[:end], True) for end in range(len(chain) - 1, 1, -1)]
    # An item that stands within a clause's text has no number of its own: then the clause.
    yield from dict.fromkeys(filter(None, [*given, *inside]))


def _key(labels: list[str], loose: bool) -> str:
    return "/".join(key_of(label, loose) for label in labels)


def _printed(number: str) -> list[str]:
    return squeezed(number).lower().split("/")


def _only_annex(labels: list[str]) -> list[str]:
    """附件五 as 五 of 附件."""
    if labels and (annex := re.fullmatch(rf"附件([{_CN}]+)", labels[0])):
        return ["附件", annex[1], *labels[1:]]
    return []


def _found(plain: str) -> Iterator[tuple[Labels, int, int]]:
    """Labels of each number in squeezed text, and where it stands."""
    for match in _SPOKEN.finditer(plain):
        weekday = match.group().startswith("(") and plain[: match.start()].endswith("日")
        if _PLAIN.fullmatch(match.group()) or weekday:
            continue
        labels = tuple(_BRACKETS.sub("", label) for label in _LABEL.findall(match.group()))
        yield labels, match.start(), match.end()


def _unsqueezed(text: str, place: int) -> int:
    """Where in ``text`` the character stands that is at ``place`` of the squeezed text."""
    seen = 0
    for at, char in enumerate(text):
        if seen >= place:
            return at
        seen += len(squeezed(char))
    return len(text)
