"""Numbers that Word generates: ``numPr`` and numbering.xml → the label as Word prints it.

Follows ECMA-376 part 1, 17.9 (numbering). ``Numbering.label(paragraph)`` must be asked for every
paragraph in document order, because each answer depends on the ones before.
"""

from __future__ import annotations

import re
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographLegalTraditional",
    "chineseLegalSimplified",
}


def attribute(element: Any, name: str, default: str = "") -> str:
    """Attribute ``w:name`` of an element; the default where element or attribute is missing."""
    return default if element is None else str(element.get(_W + name, default))


def chinese(number: int) -> str:
    """1 to 9999 as in 第十二条, 第一百零三条."""
    if not 0 < number < 10000:
        return str(number)
    text = ""
    for unit, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        if digit:
            text += _DIGITS[digit] + unit
        elif text and not text.endswith("零") and number % (place * 10):
            text += "零"
    return text.removeprefix("一") if 10 <= number < 20 else text


def rendered(number: int, style: str) -> str:
    """A counter in one of Word's number formats (ST_NumberFormat); decimal for unknown ones."""
    if style in _CHINESE:
        return chinese(number)
    if style == "ideographDigital":
        return "".join(_DIGITS[int(d)] for d in str(number))
    if style == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if style == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if style.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(d)) for d in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    if style in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if style.startswith("upper") else letters
    if style in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if style.startswith("upper") else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        times, number = divmod(number, value)
        text += sign * times
    return text


class Numbering:
    """Counters of the lists of one document; ``numbering`` and ``styles`` are the parts' roots."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._abstract: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        if numbering is not None:
            for element in numbering.iterchildren(_W + "abstractNum"):
                self._abstract[attribute(element, "abstractNumId")] = element
            for element in numbering.iterchildren(_W + "num"):
                self._nums[attribute(element, "numId")] = element
        self._styles = {
            attribute(style, "styleId"): style
            for style in (() if styles is None else styles.iterchildren(_W + "style"))
        }
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, paragraph: Any) -> str:
        """The generated label with what parts it from the text; empty where there is none."""
        num_id, level = self._place(paragraph)
        num = self._nums.get(num_id)
        if num is None:
            return ""
        shape = self._level(num, level)
        if shape is None:
            return ""
        self._count(num_id, num, level)
        return self._text(num, level, shape)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """numId and level of a paragraph, by itself or by its style; numId ``0`` means none."""
        properties = paragraph.find(_W + "pPr")
        seen: set[str] = set()
        level = ""
        while properties is not None:
            number = properties.find(_W + "numPr")
            if number is not None:
                level = level or attribute(number.find(_W + "ilvl"), "val")
                num_id = attribute(number.find(_W + "numId"), "val")
                if num_id:
                    return num_id, int(level or 0)
            style_id = attribute(properties.find(_W + "pStyle"), "val")
            style = self._styles.get(style_id)
            if style is None and seen:
                break
            properties, seen = self._up(style, seen)
        return "0", 0

    def _up(self, style: Any, seen: set[str]) -> tuple[Any, set[str]]:
        """Paragraph properties of a style or of the nearest one that it is based on."""
        while style is not None:
            style_id = attribute(style, "styleId")
            if style_id in seen:
                return None, seen
            seen = seen | {style_id}
            properties = style.find(_W + "pPr")
            if properties is not None and properties.find(_W + "numPr") is not None:
                return properties, seen
            style = self._styles.get(attribute(style.find(_W + "basedOn"), "val"))
        return None, seen

    def _level(self, num: Any, level: int) -> Any:
        """The ``w:lvl`` that rules a level of a list: its override, or the abstract one."""
        for override in num.iterchildren(_W + "lvlOverride"):
            shape = override.find(_W + "lvl")
            if attribute(override, "ilvl") == str(level) and shape is not None:
                return shape
        abstract = self._abstract.get(attribute(num.find(_W + "abstractNumId"), "val"))
        if abstract is None:
            return None
        shapes = abstract.iterchildren(_W + "lvl")
        return next((lvl for lvl in shapes if attribute(lvl, "ilvl") == str(level)), None)

    def _count(self, num_id: str, num: Any, level: int) -> None:
        """Move the counter of a level on, and start the deeper ones anew."""
        counts = self._counts.setdefault(attribute(num.find(_W + "abstractNumId"), "val"), {})
        for override in num.iterchildren(_W + "lvlOverride"):
            at = int(attribute(override, "ilvl", "0"))
            start = attribute(override.find(_W + "startOverride"), "val")
            if start and (num_id, at) not in self._restarted:
                self._restarted.add((num_id, at))
                counts[at] = int(start) - 1
        counts[level] = counts.get(level, self._start(num, level) - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]

    def _start(self, num: Any, level: int) -> int:
        shape = self._level(num, level)
        start = None if shape is None else shape.find(_W + "start")
        return int(attribute(start, "val", "1"))

    def _text(self, num: Any, level: int, shape: Any) -> str:
        """``第%1条`` with the counters in place of ``%1``, and a space where Word leaves a gap."""
        template = attribute(shape.find(_W + "lvlText"), "val")
        own = attribute(shape.find(_W + "numFmt"), "val", "decimal")
        if own == "bullet":
            template = template if template and not "\ue000" <= template[0] <= "\uf8ff" else "•"
        legal = shape.find(_W + "isLgl") is not None
        counts = self._counts[attribute(num.find(_W + "abstractNumId"), "val")]

        def put(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self._level(num, at)
            style = own if at == level else attribute(
                None if other is None else other.find(_W + "numFmt"), "val", "decimal")  # fmt: skip
            return rendered(counts.get(at, self._start(num, at)), "decimal" if legal else style)

        label = re.sub(r"%(\d)", put, template)
        tight = attribute(shape.find(_W + "suff"), "val", "tab") == "nothing"
        return label if tight or not label or label[-1] in "、）．。：" else label + " "
