"""Text → words: the one tokeniser, for indexing and for asking (invariant 5).

Normalised text is cut by jieba's dictionary in search mode (long words also give their parts). What
a dictionary would tear apart is taken out first: addresses, e-mails, phones, document numbers,
ordinals, and numbers with their unit, which give the bare number too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from ingest.normal import normal, squeezed

_CN = "一二三四五六七八九十百千零〇两"
_UNIT = (
    "年|个月|月|日|号|天|周|小时|分钟|点|时|万元|亿元|千元|元|万|亿|个|名|人|家|项|篇|份|页|字|条|章|节|款|"
    "次|场|期|届|批|轮|类|级|岁|周岁|倍|分|件|套|种|支|位|所|处|平方米|公里|米|吨|kb|mb|gb|g|m"
)
_SPECIAL = re.compile(
    r"(?P<url>https?://[!-~]+|www\.[!-~]+)"
    r"|(?P<email>[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+)"
    r"|(?P<document>[〔\[(【]\s*(?P<year>\d{4})\s*[〕\])】]\s*第?\s*(?P<serial>\d+)\s*号)"
    r"|(?P<phone>(?<!\d)(?:0\d{2,3}-\d{7,8}|0\d{2,3} \d{7,8}|1[3-9]\d{9}|\d{7,8})(?!\d))"
    rf"|(?P<ordinal>第[{_CN}\d]+[条章节款项编批届期次])"
    rf"|(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?) ?(?P<unit>%|‰|(?:{_UNIT}))?"
)
_WORD = re.compile(r"[^\W_]")

# Words that stand in most clauses or most questions and tell none of them apart.
_STOP = """
    的 了 是 和 与 及 或 在 为 对 由 于 等 之 其 中 将 并 把 被 从 到 向 以 按
    该 本 此 有 要 也 都 就 而 上 下 吗 呢 啊 吧 我 你 他 她 它 我们 你们 他们 这 那 这个 那个
    什么 怎么 怎样 如何 哪 哪些 哪个 哪里 哪儿 谁 多少 几 请问 一个 的话 年 月 日 号 个
"""
STOP = frozenset(_STOP.split())


def words(text: str) -> list[str]:
    """Words of ``text`` in order, repeats kept; none holds white space or is only punctuation."""
    text = normal(text)
    out: list[str] = []
    end = 0
    for match in _SPECIAL.finditer(text):
        out += _cut(text[end : match.start()])
        out += _special(match)
        end = match.end()
    out += _cut(text[end:])
    return out


def pieces(text: str) -> list[str]:
    """Normalised ``text`` cut by the dictionary, nothing left out and no word given in parts."""
    return [piece for piece in _plain_cutter()(text) if piece.strip()]


def characters(text: str) -> list[str]:
    """Letters, digits and ideographs one by one: what an exact phrase is compared by."""
    return [char for char in squeezed(text).lower() if char.isalnum()]


def _cut(text: str) -> list[str]:
    if not text:
        return []
    return [word for word in _cutter()(text) if word not in STOP and _WORD.match(word)]


def _special(match: re.Match[str]) -> Iterator[str]:
    whole = match.group()
    if match["url"]:
        address = whole.split("//")[-1].rstrip("/.,;:)!?")
        yield address
        if "/" in address:
            yield address.split("/")[0]
    elif match["email"]:
        yield whole
        yield whole.split("@")[0]
    elif match["document"]:
        # One spelling for 〔2021〕51号, [2021]51号 and (2021) 第51号.
        yield f"〔{match['year']}〕{match['serial']}号"
    elif match["phone"]:
        yield whole.replace(" ", "-")
        if "-" in whole or " " in whole:
            yield re.split("[- ]", whole)[1]
    elif match["ordinal"]:
        yield whole
    else:
        number = match["number"].replace(",", "")
        yield number
        if match["unit"]:
            yield number + match["unit"]


@cache
def _cutter() -> Callable[[str], list[str]]:
    """The dictionary, loaded at first use: it takes a quarter of a second.

    Without jieba's guesses at unknown words (HMM): they depend on the neighbours, so that a clause
    and a question may be cut differently; leaving them out is faster and finds as much.
    """
    try:
        import rjieba

        return lambda text: list(rjieba.cut_for_search(text, False))
    except ImportError:
        import jieba

        return lambda text: list(jieba.cut_for_search(text, HMM=False))


@cache
def _plain_cutter() -> Callable[[str], list[str]]:
    try:
        import rjieba

        return lambda text: list(rjieba.cut(text, False))
    except ImportError:
        import jieba

        return lambda text: list(jieba.cut(text, HMM=False))
