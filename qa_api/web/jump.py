"""What is typed into the box may be an address: a title, a document number, a clause number.

``苏科协发〔2021〕51号 附件五（二）`` is a document number and a clause; both may stand alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.knowledge_base import KnowledgeBase
from index.records import ClauseRecord, NoticeRecord
from index.shelf import number_key
from qa_api.web.names import bare_title
from qa_api.web.views import clause_url, notice_url

_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,14}\s*[〔\[［（(【﹝]\s*(?:19|20)\d{2}\s*[〕\]］）)】﹞]\s*第?\s*\d+\s*号"
)
_TITLE = re.compile(r"《(.+)》")
_AROUND = re.compile(r"《.*》|[（(]\s*[）)]")  # what else a citation holds beside number and clause
_QUOTE = re.compile(r"[：:]\s*“.*", re.DOTALL)
_CN = "〇零一二三四五六七八九十百"
_CLAUSE = re.compile(
    rf"(?:附件\d*|第[{_CN}\d]+[编章节条]|专栏[{_CN}\d]+|表\d+|行\d+|第\d+行|\([{_CN}\d]+\)|[{_CN}]+|\d+\)?)+"
)
_BETWEEN = re.compile(r"[\s　/、，,.．:：>›的在]+")
MOST_CHOICES = 20
MOST_SEARCHED = 300  # notices that are looked through for a clause number without a notice
_LEAST_PART = 8  # characters of a title, and half of it, stand for the whole


@dataclass(frozen=True, slots=True)
class Jump:
    """``url`` to go to, or several ``clauses`` or ``notices`` to choose from; or none of the kind.

    Without all three, the text names a document number that is not on the shelf.
    """

    url: str = ""
    clauses: tuple[ClauseRecord, ...] = ()
    notices: tuple[NoticeRecord, ...] = ()


def jump(kb: KnowledgeBase, text: str) -> Jump | None:
    """Where ``text`` leads by itself; None where it is a question."""
    text = _QUOTE.sub("", text.strip())
    if "#" in text and (clause := kb.clause(text)):
        return Jump(clause_url(clause))
    shelf = kb.notices()
    notices, rest = _named(shelf, text)
    wanted = clause_key(rest)
    if rest and not _CLAUSE.fullmatch(wanted):
        return None
    if not notices and _NUMBER.search(text):
        return Jump()
    if not notices:
        return _clause_anywhere(kb, shelf, wanted) if rest and _plain_clause(wanted) else None
    if not rest:
        return Jump(notice_url(notices[0].notice_id)) if len(notices) == 1 else _choice(notices)
    return _to_clause(kb, notices, wanted)


def clause_key(text: str) -> str:
    """A clause number without what writers put between its parts: 附件 五、（二） → 附件五(二)."""
    text = unicodedata.normalize("NFKC", text).strip("“”\"'")
    return re.sub(r"第(\d+)行", r"行\1", _BETWEEN.sub("", text))


def _named(shelf: Sequence[NoticeRecord], text: str) -> tuple[list[NoticeRecord], str]:
    """The notices that ``text`` begins with or is, current versions first, and what is left."""
    if found := _NUMBER.search(text):
        key = number_key(found[0])
        rest = _AROUND.sub("", text[: found.start()] + text[found.end() :]).strip()
        return _current([n for n in shelf if number_key(n.document_number) == key]), rest
    if titled := _TITLE.match(text):
        found_titles = _titled(shelf, titled[1])
        if found_titles:
            return found_titles, text[titled.end() :].strip()
    if exact := _titled(shelf, text):
        return exact, ""
    name, _, rest = text.partition(" ")
    if rest and (found_names := _titled(shelf, name)):
        return found_names, rest.strip()
    for notice in shelf:
        if text.startswith(notice.notice_id):
            return [notice], text[len(notice.notice_id) :].strip(" #")
    return [], text


def _titled(shelf: Iterable[NoticeRecord], text: str) -> list[NoticeRecord]:
    """By whole title, by short name, else by a long enough part of one title."""
    wanted = bare_title(text)
    shelf = list(shelf)
    for same in (
        [n for n in shelf if bare_title(n.title) == wanted],
        [n for n in shelf if wanted in map(bare_title, n.aliases)],
        [n for n in shelf if wanted in (title := bare_title(n.title)) and _most_of(wanted, title)],
    ):
        if same:
            return _without_forwarding(_current(same))
    return []


def _most_of(part: str, title: str) -> bool:
    return len(part) >= max(_LEAST_PART, len(title) / 2)


def _without_forwarding(notices: list[NoticeRecord]) -> list[NoticeRecord]:
    """A name that a notice shares with the letter forwarding it means the notice."""
    inner = [n for n in notices if not any(r.kind == "forwards" for r in n.relations)]
    return inner or notices


def _current(notices: list[NoticeRecord]) -> list[NoticeRecord]:
    return [notice for notice in notices if not notice.superseded_by] or notices


def _choice(notices: list[NoticeRecord]) -> Jump:
    return Jump(notices=tuple(notices[:MOST_CHOICES]))


def _to_clause(kb: KnowledgeBase, notices: list[NoticeRecord], wanted: str) -> Jump:
    found = [c for notice in notices for c in _clauses(kb, notice, wanted)]
    if len(found) == 1:
        return Jump(clause_url(found[0]))
    return Jump(clauses=tuple(found[:MOST_CHOICES]), notices=() if found else tuple(notices))


def _clauses(kb: KnowledgeBase, notice: NoticeRecord, wanted: str) -> list[ClauseRecord]:
    """Of exactly this number; else those whose number ends so (第十二条 of 第三章/第十二条)."""
    keyed = [(clause_key(clause.number), clause) for clause in kb.clauses(notice.notice_id)]
    exact = [clause for key, clause in keyed if key == wanted]
    if exact:
        return exact[:1]
    return [clause for key, clause in keyed if key.endswith(wanted) and _at_part(clause, wanted)]


def _at_part(clause: ClauseRecord, wanted: str) -> bool:
    """Does a part of the number begin where ``wanted`` does? （十二） does not end in （二）."""
    parts = clause.number.split("/")
    return any(clause_key("".join(parts[i:])) == wanted for i in range(len(parts)))


def _plain_clause(wanted: str) -> bool:
    """A number alone leads somewhere only if it means nothing else: 附件五, 五(二), not 2021."""
    return bool(re.search(r"附件|第.+[编章节条]|专栏|表\d|\)", wanted))


def _clause_anywhere(kb: KnowledgeBase, shelf: Sequence[NoticeRecord], wanted: str) -> Jump | None:
    current = [notice for notice in shelf if not notice.superseded_by]
    searched = current[:MOST_SEARCHED]
    found = [clause for notice in searched for clause in _clauses(kb, notice, wanted)]
    if not found:
        return None
    if len(found) == 1:
        return Jump(clause_url(found[0]))
    return Jump(clauses=tuple(found[:MOST_CHOICES]))
