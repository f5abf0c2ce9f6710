"""Paragraphs that a page break cut in two: what their look says in DOCX and HTML."""

from __future__ import annotations

#: Marks at which a sentence, an item or an address line ends.
_ENDS = tuple("。！？；：…”）》】.;:!?)、，,")
#: A line shorter than this is a heading, a name or a date, not the first half of a paragraph.
_LONG = 20


def opens_after(before: str, indented: bool) -> bool | None:
    """Whether a paragraph element begins a paragraph of the notice, given the text before it.

    None where it may go on with the one before: no indent, and that one stops in mid-sentence.
    """
    cut = len(before) >= _LONG and not before.endswith(_ENDS)
    return None if cut and not indented else True
