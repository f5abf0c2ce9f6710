"""A question as a value: what kind of answer it wants, the words that must be met, the years meant.

Kinds are tried in the order of ``cues.txt``; each part of a question (由谁牵头，何时完成) has its
own. The words that only ask (什么时候, 多少, 电话) are taken out before the content words are
read, so that evidence is not expected to repeat them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

from index.thesaurus import everyday_words
from index.words import STOP, words
from ingest.normal import normal
from qa_api.places import places_in
from qa_api.tagging import tagged
from qa_api.years import in_full

# What is made known need not be the notice (评审结果何时公布): then the question says so.
_ISSUE = (
    "(?:印发|发文|发出(?!去)|出台|下发|颁布|签发|成文|发的|发通知|印的|"
    "(?<!结果)(?<!名单)(?<!对外)(?<!向社会)(?:发布|公布))"
)
_CUES = Path(__file__).with_name("cues.txt")


@cache
def cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kinds and what asks for them, the most particular first (``cues.txt``)."""
    kinds: list[tuple[str, list[str]]] = []
    for line in _CUES.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].isalpha():
            kinds.append((line[1:-1], []))
        elif line and not line.startswith("#"):
            kinds[-1][1].append(line.replace("〈issue〉", _ISSUE))
    return tuple((kind, re.compile("|".join(patterns), re.I)) for kind, patterns in kinds)


# Words that only ask or join; evidence is not expected to repeat them.
_ASKING = frozenset(
    """
    起码 顶多 大约 差不多
    请问 请告诉我 请告诉 一共 总共 总计 我想问 知道 想问一下 拿来 拿去 拿 以后 之后 同 别的 其他
    其它 地方 东西 下来 之前 以前 想 问 打 事 件 这件 事情 我们 我 咱们 你们 我省 同一个 一个 归
    管 做 去 来 让 得 过 着 可 没 没有 不 用 用来 所 种 些 时 话 具体 到底 究竟 大概 是什么 有什么
    什么 怎么样 怎样 如何 怎么 哪些 哪个 哪里 哪家 哪 谁 多少 几 吗 呢 么 是否 能否 可否 能不能
    可不可以 可以 能 会 要 需要 应该 应当 有没有 有 是 为 对 由 在 的 了 和 与 及 都 里 中 上 下
    被 把 给 到 从 于 就 还 也 这个 那个 该 其 一下 吧 啊 呀 啦 嘛
    份 这边 那边 那份 这份
    今年 现在 目前 眼下 这次 这回 本次 已经 早就 打算 准备 告诉 起来 出来 另外 除了 这项 大家 别人
    还要 做到 干到 管到 搞到
    搞 找 讲 说 算 处 摊子 事儿 请列 列明 列出 列举 说明 要是 如果 假如 哪天 何日
    """.split()
)
# How people say in speech what the cues say in writing.
_SPOKEN = tuple(
    (re.compile(spoken), plain)
    for spoken, plain in (
        ("啥", "什么"),
        ("干嘛(?=要|非)", "为什么"),
        ("干嘛", "做什么"),
        ("咋样", "怎么样"),
        ("咋", "怎么"),
        ("哪儿", "哪里"),
        ("几时", "何时"),
        ("何日", "哪天"),
        (r"(?<=[以行能成许要给让算够有])不(?=\W*$|[，,。；;？?])", "吗"),  # 可以不？
    )
)
_INTERROGATIVE = re.compile(
    r"什么|谁|哪|何|几|多少|多[久长大高远重深宽]|吗|怎么|怎样|如何|是否|能否|可否|能不能|可不可以|"
    r"有没有|会不会|是不是|呢[？?]?\s*$|[？?]"
)
# Words that ask where they do not: 没说好由谁管, 不怪谁, 十几吨, 住了几年, 几个人合伙开店.
_INDEFINITE = re.compile(
    r"(?<!有)没有?(?:[说写讲谈定约填][^，,；;。？?]{0,3}?)?(?:什么|谁|哪|几|多少|怎么)|"
    r"(?:[说分]不清|不怪|不管|不论|无论)(?:什么|谁|哪|几|多少|怎么)|十几|[了过]几|"
    r"^\W*几[个家位][^，,可能]{0,4}(?:合|联|一起|共同)"
)
# No number is asked for: 前几年; nor where it is asked whether (几个子项目一起报行不行).
_WHETHER = (
    r"能不能|可不可以|能否|可否|是否|行不行|会不会|是不是|要不要|用不用|让不让|算不算|吗|行得通"
)
_NOT_ASKED = re.compile(
    r"([前这那近头好])几(?=[年天个次家位项])|"
    rf"()几(?=[个家项位种类支份篇][^，,；;。？?多少谁哪什何]{{1,16}}(?:{_WHETHER}))"
)
_COUNTED = re.compile(r"(?<=[少几])(?:[万亿]?元|钱)")  # what 多少 counts is no subject
APPLY = re.compile(r"申报|报名|提交|报送|受理|申请|寄送|上报")
WORK = re.compile(r"实施|完成|结题|结项|验收|建成|[做办干搞弄]完|[做干搞办]到(?:什么|哪|几|何)")
_CLOSING = re.compile(r"截止|截至|到期|关门|最[晚迟]")
# Who asks, in a part of the sentence of its own: 我们是甘肃的公司，…
_ASKER = re.compile(
    r"(?:^|(?<=[，,。；;？?!！\s]))\s*(?:我|我们|咱们?|本人|俺们?)(?:[公本]?司|单位|学会|协会|队|家|这边)?"
    r"(?:是|来自|在(?![^，,。；？]{0,6}(?:申报|申请|报|办|做|准备)))[^，,。；？]*[，,。；]"
)
_NOUN = r"(?:[\u4e00-\u9fff]{2})?(?:时限|期限|单位|部门|处室|对象|条件|材料|标准|名额|数量|金额)"
_JOINT = re.compile(
    rf"(.{{4,}}?的?)({_NOUN})(?:和|与|及|以及|、)({_NOUN})(?:分别|各)?(?:是什么|是)?\W*"
)
_EACH = re.compile(
    r"((?:.*[，,])?[^，,、]{4,}?)(?:和|(?<!参)与|以及|(?<![普涉顾以])及)([^，,、和与]{2,}?)(?:分别|各)(?:自|是|有|为)?"
    r"((?:要|给|补)?(?:几|多少)[^，,]*)"
)
# What the asker did in a year is no year asked about: 我们学会2019年就建好了，…
_DONE = re.compile(
    r"(?:我们?|咱们?|俺们?)(?![^，,。；？?]*(?:想|要|打算|准备))[^，,。；？?]{0,8}(?:19|20)\d{2}年?"
    r"[^，,。；？?]{0,20}(?:[了过][^，,。；？?]{0,14}|的)[，,。；]"
)
MOST_QUESTIONS = 3
# A year of birth is the asker's own.
_YEAR = re.compile(
    r"(?<![\d〔\[])(?<!\d{4}[-—–~至])(?<!\d{4}年[-—–~至])((?:19|20)\d{2})(?!\d|\s*[-—–~至]\s*(?:19|20)\d{2})(?!\s*年?[^，。？]{0,8}(?:出生|生人|生的))\s*年?"
)
# First letters of part-of-speech tags (ICTCLAS): nouns, foreign words, abbreviations, idioms …
_SUBSTANCE = {"n": 1.0, "e": 1.0, "j": 1.0, "l": 1.0, "i": 1.0, "v": 0.6, "a": 0.5, "t": 0.5}
# Words that nearly every notice holds and that prove little when they are met.
_FILLER = frozenset(
    "内容 情况 问题 方面 规定 相关 具体 主要 进行 通知 文件 要求 工作 项目 单位 时间 省 市".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """``kind`` is ``free`` where nothing particular is asked.

    ``terms`` are the content words, normalised, without repeats; ``own`` those that are not taken
    over from the question before. ``hints`` are words of the asking part (资格条件, 牵头单位) that
    evidence may well repeat; ``rest`` is the question without its asking part; ``places`` are those
    it names, ``home`` those among them that the asker is only said to be from; ``focus`` is the
    noun right before 多少 or 几, which a figure must be a figure of; ``query`` is what is searched
    for: the question, after the one it takes its subject from.
    """

    text: str
    kind: str
    terms: tuple[str, ...]
    years: tuple[int, ...]
    rest: str
    hints: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    home: frozenset[str] = frozenset()
    focus: str = ""
    query: str = ""


def read_question(
    text: str,
    names: Sequence[str] = (),
    context: str = "",
    places: frozenset[str] = frozenset(),
) -> Question:
    """Kind, content words and years of one question; ``context`` is what was asked just before it.

    ``names`` are short names of notices, taken as words of their own; ``places`` are places that
    notices are called by. A question that goes on
    (…由谁牵头，何时完成) says its subject once: without words of its own it takes those of the
    ``context``.
    """
    plain = written(normal(text))
    kind, cue = next(((k, c) for k, c in cues() if c.search(plain)), ("free", None))
    asked, rest = _parted(plain, cue) if cue else ("", plain)
    terms = own = content_words(rest, (*names, *_divisions(plain, places)))
    query = text
    if context and _telling(terms) < 2:
        before = read_question(context, names, places=places)
        terms = tuple(dict.fromkeys((*terms, *before.terms)))
        rest, query = f"{before.rest} {rest}", f"{context} {text}"
    meant = _DONE.sub("", normal(context) + plain)
    years = tuple(dict.fromkeys(map(int, _YEAR.findall(meant))))
    hints = tuple(word for word in content_words(asked) if word not in terms)
    plain_places = _without(context + text, names)
    places = places_in(plain_places) | {place for place in places if place in plain_places}
    asker = " ".join(_ASKER.findall(plain_places))
    home = places_in(asker) - places_in(_ASKER.sub(" ", plain_places)) if asker else frozenset()
    focus = _focus(_without(plain, [normal(name) for name in names]))
    return Question(text, kind, terms, years, _spaced(rest), hints, own, places, home, focus, query)


def _parted(text: str, cue: re.Pattern[str]) -> tuple[str, str]:
    """What ``cue`` finds in ``text``, without the word that it begins in, and the rest."""
    ends = [0, *accumulate(len(word) for word, _ in tagged(text))]
    asked, rest, at = [], [], 0
    for match in cue.finditer(text):
        start = next(end for end in ends if end >= match.start())
        if start >= match.end():
            start = match.start()
        counted = _COUNTED.match(text, match.end())
        end = counted.end() if counted else match.end()
        asked.append(text[start:end])
        rest.append(text[at:start])
        at = end
    return " ".join(asked), " ".join((*rest, text[at:]))


def _divisions(text: str, places: frozenset[str]) -> list[str]:
    """Those of ``places`` that ``text`` names, with what they are (县), the longest first."""
    named = [match[0] for place in places for match in re.finditer(f"{place}[省市县区州]?", text)]
    return sorted(named, key=len, reverse=True)


def written(text: str) -> str:
    """``text`` with question words as they are written: 啥 is 什么."""
    for spoken, plain in _SPOKEN:
        text = spoken.sub(plain, text)
    return text


def only_closing(question: Question) -> bool:
    """It is asked when something closes and not what: what one applies for (…什么时候截止)."""
    says = question.text
    return (
        question.kind == "deadline"
        and bool(_CLOSING.search(says))
        and not APPLY.search(says)
        and not WORK.search(says)
        and _telling(question.own) < 2
    )


def _telling(terms: Sequence[str]) -> int:
    """How many of ``terms`` say something; parts of a compound do not count beside it."""
    whole = [t for t in terms if not any(t in other for other in terms if other != t)]
    return sum(len(term) > 1 and not is_filler(term) for term in whole)


def _focus(text: str) -> str:
    """The last noun before 多少 or 几: 报名费 of 报名费是多少."""
    before = re.split("多少|(?<!哪)几", text, maxsplit=1)
    nouns = [word for word, tag in tagged(before[0]) if tag[0] == "n" and len(word) > 1]
    return nouns[-1] if len(before) > 1 and nouns and not is_filler(nouns[-1]) else ""


def _without(text: str, names: Sequence[str]) -> str:
    """``text`` without the short names of notices, which may hold a place (科创江苏)."""
    for name in names:
        text = text.replace(name, " ")
    return text


def split_questions(
    text: str, names: Sequence[str] = (), places: frozenset[str] = frozenset()
) -> tuple[Question, ...]:
    """The questions that ``text`` asks: one, or each part that asks something of its own.

    ``names`` are short names of notices that occur in it, ``places`` those they are called by.
    """
    text = _NOT_ASKED.sub(r"\1些", in_full(text))
    parts: list[str] = []
    waiting = ""
    text = _joint_nouns(text)
    for segment in re.findall(r"[^，,；;。？?]+[，,；;。？?]*", text):
        waiting += segment
        if asks(written(segment)):
            parts.append(waiting)
            waiting = ""
    if waiting:
        parts = [*parts[:-1], parts[-1] + waiting] if parts else [waiting]
    parts = parts or [text]
    first = parts[0]
    questions = [read_question(first, names, places=places)]
    for part in parts[1:MOST_QUESTIONS]:
        follows = re.fullmatch(r"\W*(.{2,30}?)呢\W*", part)
        following = read_question(follows[1] if follows else part, names, first, places)
        questions.append(replace(following, kind=questions[0].kind) if follows else following)
    return tuple(questions)


def _joint_nouns(text: str) -> str:
    """Two nouns that ask for different kinds of thing (…的完成时限和牵头处室), or two things
    that are counted (甲和乙各几项), as two parts."""
    if each := _EACH.fullmatch(text):
        one, other, count = each.groups()
        return f"{one}{count}，{other}{count}"
    joint = _JOINT.fullmatch(text)
    if not joint or "，" in text:
        return text
    subject, one, other = joint.groups()
    kinds = {read_question(f"{subject}{noun}是什么？").kind for noun in (one, other)}
    return f"{subject}{one}是什么，{other}是什么？" if len(kinds) == 2 else text


def asks(segment: str) -> bool:
    """Whether a part of a sentence asks: an interrogative, or 呢 at its end."""
    return bool(_INTERROGATIVE.search(_INDEFINITE.sub("", segment)))


def content_words(text: str, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Words of ``text`` that say something; a long compound is followed by its parts."""
    text = _spaced(text)
    found = [name for name in map(normal, names) if name in text]
    found += re.findall(r"[a-z]\d*[类级型组版档]", text)
    everyday = [word for word in everyday_words() if word in text]
    for word in (*found, *everyday):
        text = text.replace(word, " ")
    found += [part for word in everyday for part in (word, *_parts(word))]
    for word, _ in tagged(text):
        if word not in _ASKING and word not in STOP and re.search(r"[^\W_]", word):
            found += [word, *_parts(word)]
    return tuple(dict.fromkeys(found))


def _parts(word: str) -> list[str]:
    """Dictionary words that a compound is made of, side by side (今天天气: 今天, 天气)."""
    parts: list[str] = []
    at = 0
    for piece in words(word) if len(word) >= 3 else []:
        if piece != word and len(piece) >= 2 and (start := word.find(piece, at)) >= 0:
            parts.append(piece)
            at = start + len(piece)
    return parts


def _spaced(text: str) -> str:
    """Asking words become gaps, so that what stands on both sides is not read as one word."""
    return re.sub(r"请问|是什么|什么|怎么|如何|哪些|哪个|哪里|多少|吗|呢|？|\?", " ", text)


def is_asking(word: str) -> bool:
    """Whether the word only asks or joins."""
    return word in _ASKING


def is_filler(word: str) -> bool:
    """Whether nearly every notice holds the word."""
    return word in _FILLER


@lru_cache(maxsize=8192)
def substance(word: str) -> float:
    """How much a word says what the question is about: nouns most, verbs less, others little."""
    if is_filler(word) or len(word) == 1:
        return 0.3
    if not re.search(r"[\u4e00-\u9fff]", word):
        return 0.6 if word.isdigit() else 1.0
    tags = [tag for _, tag in tagged(word)]
    return max(_SUBSTANCE.get(tag[0], 0.3) if tag != "vn" else 1.0 for tag in tags)
