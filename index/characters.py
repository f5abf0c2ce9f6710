"""Which characters sound alike, and which look alike: what a mistyped word is mended by.

Sounds are pypinyin's readings without tones; shapes are told by the Wubi code, which spells the
components of a character. Both packages are imported when the first unknown word is met.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib import resources

_ALIKE = 0.55  # of a Wubi code that two characters share to look alike
_BASIC = range(0x4E00, 0x9FA6)


def sounds(char: str) -> frozenset[str]:
    """Readings of ``char`` in pinyin without tones."""
    return _readings().get(char, frozenset())


def sounding(sound: str, *, nearly: bool = False) -> str:
    """All characters with this reading; ``nearly``: or one that people confuse with it."""
    return _by_blurred().get(blurred(sound), "") if nearly else _by_sound().get(sound, "")


def syllables(letters: str) -> list[str] | None:
    """Letters typed as pinyin → syllables, the fewest; None if they are none."""
    known = _by_sound()
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        ways = [
            [*before, letters[start:end]]
            for start in range(max(0, end - 6), end)
            if (before := best[start]) is not None and letters[start:end] in known
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1] or None


@lru_cache(maxsize=4096)
def look_alike(one: str, other: str) -> float:
    """How much of the components two characters share, 0 to 1; 0 below what the eye mistakes."""
    codes = _shapes()
    if one not in codes or other not in codes:
        return 0.0
    share = SequenceMatcher(None, codes[one], codes[other], autojunk=False).ratio()
    return share if share >= _ALIKE else 0.0


def blurred(sound: str) -> str:
    """A reading as people confuse them: zh and z, -ng and -n are one."""
    return re.sub(r"^([zcs])h", r"\1", re.sub(r"(?<=[aei]n)g$", "", sound))


@cache
def _readings() -> Mapping[str, frozenset[str]]:
    from pypinyin.pinyin_dict import pinyin_dict

    return {
        chr(code): frozenset(map(_toneless, pinyin_dict[code].split(",")))
        for code in _BASIC
        if code in pinyin_dict
    }


def _toneless(sound: str) -> str:
    letters = unicodedata.normalize("NFD", sound.replace("ü", "v"))
    return "".join(char for char in letters if char.isascii() and char.isalpha())


@cache
def _by_sound() -> Mapping[str, str]:
    return _grouped(lambda sound: sound)


@cache
def _by_blurred() -> Mapping[str, str]:
    return _grouped(blurred)


def _grouped(key: Callable[[str], str]) -> dict[str, str]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for char, readings in _readings().items():
        for sound in {key(reading) for reading in readings}:
            groups[sound].append(char)
    return {sound: "".join(chars) for sound, chars in groups.items()}


@cache
def _shapes() -> Mapping[str, str]:
    file = resources.files("pywubi") / "data" / "wubi_86.json"
    table = json.loads(file.read_text("utf-8"))
    return {char: max(codes, key=len) for char, codes in table.items()}
