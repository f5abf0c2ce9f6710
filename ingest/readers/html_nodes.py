"""Elements of a web page: which show nothing, which break no line, what one says on one line."""

from __future__ import annotations

import re
from typing import Any

#: Elements whose content a reader of the page never sees as text.
MUTE = {"script", "style", "noscript", "template", "iframe", "svg", "canvas", "select", "button",
        "textarea", "head", "title", "object", "-comment"}  # fmt: skip
INLINE = {"a", "abbr", "b", "big", "code", "del", "em", "font", "i", "img", "ins", "label", "mark",
          "o:p", "s", "small", "span", "st1:chsdate", "strike", "strong", "sub", "sup", "tt", "u",
          "var", "wbr", "nobr", "bdo", "time", "data", "q", "cite"}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_shown(node: Any) -> bool:
    """False for scripts, form controls, comments and what a style hides."""
    if node.tag == "-text":
        return True
    return node.tag not in MUTE and not _HIDDEN.search(node.attributes.get("style") or "")


def flat_text(node: Any) -> str:
    """All shown text under an element on one line: a space where a block or a line ends."""
    pieces: list[str] = []
    _collect(node, pieces)
    return " ".join("".join(pieces).split())


def _collect(node: Any, pieces: list[str]) -> None:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            pieces.append(child.text(deep=False))
        elif is_shown(child):
            edge = "" if child.tag in INLINE else " "
            pieces.append(edge)
            _collect(child, pieces)
            pieces.append(edge)
