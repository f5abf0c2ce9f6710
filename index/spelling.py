"""Mistyped words, mended from what the index holds: 申抱 → 申报, 日其 → 日期, shenbao → 申报.

Words are cut by jieba's dictionary, so a mistyped one falls into single characters, or is a word
that stands in no clause. Such a run, if it stands nowhere letter by letter, is compared with the
dictionary's words that do stand in the index: of the same sound, of nearly the same sound, of
similar shape, with two characters exchanged, or (from three characters on) with one character
wrong, missing or too many. Nothing is looked at while every word is known.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Protocol

from index.characters import look_alike, sounding, sounds, syllables
from index.thesaurus import synonyms
from index.words import STOP, pieces
from ingest.normal import normal

LONGEST = 6  # characters of a mistyped word
_HAN = re.compile(r"[\u4e00-\u9fa5]+")
_COUNTED = re.compile(r"[几第每某两一二三四五六七八九十百千]")  # 几份, 第三条: no words to mend
_LETTERS = re.compile(r"[a-z]{4,24}")
_SOUND, _NEAR_SOUND, _SWAPPED, _SHAPE, _EDIT = 5.0, 4.0, 4.5, 3.0, 1.0
_LETTERED = 4.2  # the same sound, but no word of the dictionary
_BESIDE = 1.0  # for standing beside the neighbour somewhere, as it would here
_SURE = 4.0  # of sound, or confirmed by a neighbour
_FAR = 5
_SHORT = 3
_WEIGHED = 8  # candidates that are looked up with their neighbours
_RARE = 0.1  # what the frequency of a word, as a logarithm, adds to how alike it is


class Vocabulary(Protocol):
    """What is asked of the index."""

    def frequencies(self, words: Sequence[str]) -> tuple[dict[str, int], int]: ...
    def stands(self, phrase: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Correction:
    """``text`` as it was probably meant, and the ``changed`` words; ``sure`` if what was typed is
    no word at all, so that the correction may be searched instead."""

    text: str
    changed: tuple[tuple[str, str], ...]
    sure: bool


def corrected(text: str, known: Vocabulary) -> Correction | None:
    """What ``text`` was meant to be; None where every word is known, or nothing is like it."""
    plain = normal(text)
    changes = [change for run in _unknown(plain, known) for change in _mended(run, known)]
    if not changes:
        return None
    for change in changes:
        plain = plain.replace(change.wrong, change.right)
    changed = tuple((change.wrong, change.right) for change in changes)
    return Correction(plain, changed, all(change.sure for change in changes))


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces that are unknown together, and the pieces before and after them."""

    pieces: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Change:
    wrong: str
    right: str
    sure: bool


def _unknown(plain: str, known: Vocabulary) -> Iterator[_Run]:
    """Runs of pieces that are single characters or words of no clause, and stand nowhere so."""
    run: list[str] = []
    before = ""
    for piece in [*pieces(plain), ""]:
        if piece and _weak(piece, known):
            run.append(piece)
            continue
        joined = "".join(run)
        if len(joined) > 1 and not known.stands(joined):
            # A word of no clause may hold a mistyped one: 截止日其 is cut 截止日/其.
            parts = run if len(run) == 1 or _LETTERS.search(joined) else joined
            yield _Run(tuple(parts), before, piece)
        run, before = [], piece


def _weak(piece: str, known: Vocabulary) -> bool:
    if _LETTERS.fullmatch(piece):
        return not known.frequencies([piece])[0][piece]
    if not _HAN.fullmatch(piece) or (len(piece) > 1 and piece in STOP):
        return False
    if len(piece) == 1:
        return True
    found = known.frequencies([piece, *synonyms(piece)])[0]
    return not any(found.values())


def _mended(run: _Run, known: Vocabulary) -> Iterator[_Change]:
    """The parts of a run that are like a known word, the best ones first."""
    found = []
    count = len(run.pieces)
    for start in range(count):
        for end in range(start + 1, count + 1):
            part = "".join(run.pieces[start:end])
            around = ("".join(run.pieces[:start])[-2:] or run.before,
                      "".join(run.pieces[end:])[:2] or run.after)  # fmt: skip
            if len(part) > 1 and (best := _best(part, around, known)):
                found.append((best[0] * len(part), start, end, part, best[1]))
    taken: set[int] = set()
    for score, start, end, part, word in sorted(found, reverse=True):
        if not taken & set(range(start, end)):
            taken |= set(range(start, end))
            sure = not _frequency(part) and score / len(part) >= _SURE
            yield _Change(part, word, sure)


def _best(part: str, around: tuple[str, str], known: Vocabulary) -> tuple[float, str] | None:
    """The word of the index most like ``part``, with how alike it is."""
    if _LETTERS.fullmatch(part):
        return _from_pinyin(part, known)
    if len(part) > LONGEST or not _HAN.fullmatch(part) or _COUNTED.search(part):
        return None
    if known.stands(part):
        return None
    alike = _alike(part)
    if usual := _frequency(part):
        # A word, though of no clause: only one that sounds the same and is far more usual is meant.
        alike = {w: s for w, s in alike.items() if s == _SOUND and _frequency(w) > _FAR * usual}
    else:
        alike |= {w: _LETTERED for w in _lettered(part) if w not in alike and known.stands(w)}
    return _likeliest(alike, known, around)


def _likeliest(
    alike: Mapping[str, float], known: Vocabulary, around: tuple[str, str] = ("", "")
) -> tuple[float, str] | None:
    frequency = known.frequencies(list(alike))[0]
    scored = sorted(
        (
            (score + _RARE * math.log(frequency[word] or 1), word)
            for word, score in alike.items()
            if frequency[word] or score == _LETTERED
        ),
        reverse=True,
    )[:_WEIGHED]
    before, after = (side if _HAN.fullmatch(side) and side not in STOP else "" for side in around)
    return max(
        (
            (
                score
                + (_BESIDE if before and known.stands(before + word) else 0)
                + (_BESIDE if after and known.stands(word + after) else 0),
                word,
            )
            for score, word in scored
        ),
        default=None,
    )


def _lettered(part: str) -> Iterator[str]:
    """``part`` with one character in place of one that sounds the same: for names and terms that
    the dictionary does not have, but the index may (限向 → 限项)."""
    if len(part) > _SHORT:
        return
    for at, char in enumerate(part):
        for sound in sounds(char):
            for other in sounding(sound):
                if other in _usual_characters():
                    yield part[:at] + other + part[at + 1 :]


def _alike(part: str) -> dict[str, float]:
    """Words of the dictionary that may be meant by ``part`` → how alike they are."""
    found: defaultdict[str, float] = defaultdict(float)

    def note(words: Iterator[str] | Sequence[str], score: Callable[[str], float]) -> None:
        for word in words:
            if word != part:
                found[word] = max(found[word], score(word))

    same = [sorted({c for s in sounds(char) for c in sounding(s)}) for char in part]
    near = [sorted({c for s in sounds(char) for c in sounding(s, nearly=True)}) for char in part]
    note(_fitting(same), lambda _: _SOUND)
    note(_fitting(near), lambda _: _NEAR_SOUND)
    for at in range(len(part)):
        note(_fitting([[c] if i != at else [] for i, c in enumerate(part)]), _shape_of(part, at))
        if at:
            swapped = part[: at - 1] + part[at] + part[at - 1] + part[at + 1 :]
            note([swapped] if swapped in _by_length(len(part)) else [], lambda _: _SWAPPED)
    if len(part) > 2:
        for at in range(len(part) + 1):
            note(_fitting([[c] for c in part[:at]] + [[]] + [[c] for c in part[at:]]), _edited)
            shorter = part[:at] + part[at + 1 :]
            if len(shorter) > 2 and shorter in _by_length(len(shorter)):
                note([shorter], _edited)
    return {word: score for word, score in found.items() if score}


def _edited(_: str) -> float:
    return _EDIT


def _shape_of(part: str, at: int) -> Callable[[str], float]:
    """One character is another: by its shape, or in a longer word whatever it is."""

    def score(word: str) -> float:
        alike = look_alike(part[at], word[at])
        return _SHAPE * alike if alike else _EDIT if len(part) > 2 else 0.0

    return score


def _from_pinyin(letters: str, known: Vocabulary) -> tuple[float, str] | None:
    """Pinyin typed without choosing the characters, as words of two to four syllables."""
    typed = syllables(letters)
    if not typed or len(typed) < 2:
        return None
    best: list[tuple[float, str] | None] = [(0.0, "")]
    for end in range(1, len(typed) + 1):
        ways = []
        for start in range(max(0, end - 4), end - 1):
            before = best[start]
            chars = [list(sounding(sound)) for sound in typed[start:end]]
            word = before and _likeliest(dict.fromkeys(_fitting(chars), _SOUND), known)
            if before and word:
                ways.append((before[0] + word[0] * (end - start) ** 2, before[1] + word[1]))
        best.append(max(ways, default=None))
    return best[-1]


def _fitting(places: Sequence[Sequence[str]]) -> list[str]:
    """Words of the dictionary with one of these characters at each place; an empty one is any."""
    pattern = "".join(f"[{''.join(chars)}]" if chars else "." for chars in places)
    return re.findall(f"^{pattern}$", _joined(len(places)), re.MULTILINE)


@cache
def _joined(length: int) -> str:
    return "\n".join(sorted(_by_length(length)))


def _by_length(length: int) -> Mapping[str, int]:
    return _dictionary().get(length, {})


def _frequency(word: str) -> int:
    """How usual a word is in general Chinese; 0 if it is none."""
    return _by_length(len(word)).get(word, 0)


@cache
def _usual_characters() -> frozenset[str]:
    return frozenset(char for word in _by_length(2) for char in word)


@cache
def _dictionary() -> Mapping[int, Mapping[str, int]]:
    """jieba's words of Chinese characters, by their length, with their frequency."""
    lines = (resources.files("jieba") / "dict.txt").read_text("utf-8").splitlines()
    words: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for line in lines:
        word, frequency, *_ = line.split(" ")
        if 1 < len(word) <= LONGEST + 1 and _HAN.fullmatch(word):
            words[len(word)][word] = max(1, int(frequency))
    return words
