"""SourceFile → lines → paragraphs → notices → clauses → facts: the way in, as one function."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.aligned import with_aligned_tables
from ingest.breaks import restored
from ingest.errors import EmptyFile, NoClauses
from ingest.facts.collect import read_facts
from ingest.head import is_notice_start, read_head
from ingest.layout import Paragraph, paragraphs
from ingest.model import Notice, PlacedLine, RawDocument, Relation, SourceFile
from ingest.origin import letterhead
from ingest.readers import read
from ingest.relations import aliases, relations
from ingest.structure import build


def ingest_file(source: SourceFile) -> tuple[Notice, ...]:
    """The notices in a file, outermost first. Raises IngestError with a message for the user."""
    if not source.data:
        raise EmptyFile(source.name, "文件是空的（0 字节），请重新获取原文件。")
    return notices_of(read(source), source)


def notices_of(raw: RawDocument, source: SourceFile) -> tuple[Notice, ...]:
    """The notices in what a reader gave of ``source``. Raises NoClauses."""
    parts = split(paragraphs(with_aligned_tables(restored(raw.lines))))
    notices = [_notice(part, raw, source, first=index == 0) for index, part in enumerate(parts)]
    if not any(notice.clauses for notice in notices):
        raise NoClauses(source.name, "没有读到可引用的条款，请确认文件内容是通知类公文。")
    return tuple(_related(notices))


def split(parts: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Cut a file where a notice of its own begins (a forwarded notice inside a forwarding one)."""
    cuts = [0]
    for at in range(1, len(parts)):
        before = parts[cuts[-1] : at]
        if len(before) > 2 and is_notice_start(parts, at) and letterhead(before)[0] < len(before):
            cuts.append(at)
    return [list(parts[a:b]) for a, b in zip(cuts, [*cuts[1:], len(parts)], strict=True)]


def _notice(parts: list[Paragraph], raw: RawDocument, source: SourceFile, *, first: bool) -> Notice:
    head = read_head(parts, raw.metadata if first else {}, Path(source.name).stem)
    notice_id = make_id(head.document_number, head.title, "\n".join(part.text for part in parts))
    text, clauses = build(parts, head, notice_id)
    notice = Notice(
        notice_id=notice_id,
        title=head.title,
        document_number=head.document_number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        recipients=head.recipients,
        type=head.type,
        text=text,
        clauses=clauses,
        facts=(),
        lines=tuple(_placed(parts)),
        relations=relations(text, head.title),
        aliases=aliases(text, head.title),
        pages=raw.pages,
        removed=raw.removed if first else (),
        warnings=raw.warnings if first else (),
        source_name=source.name,
        source_sha256=source.sha256,
    )
    return replace(notice, facts=tuple(read_facts(notice)))


def make_id(document_number: str | None, title: str, text: str) -> str:
    """Readable and stable for the same content: document number or title, and a short hash."""
    name = document_number or title[:24]
    name = re.sub(r"[〔\[［（(【﹝〕\]］）)】﹞]", "-", name)
    name = re.sub(r"[^\w\u4e00-\u9fff-]", "", name).strip("-").replace("--", "-")
    return f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def _placed(parts: Sequence[Paragraph]) -> Iterator[PlacedLine]:
    at = 0
    for part in parts:
        for line, offset in zip(part.lines, part.offsets, strict=True):
            start = at + offset
            yield PlacedLine(start, start + len(line.text), line.page, line.box, line.anchor)
        at += len(part.text) + 1


def _related(notices: list[Notice]) -> Iterator[Notice]:
    """The first notice of a file forwards those inside it, known by id and no longer by title."""
    outer, inner = notices[0], notices[1:]
    forwards = tuple(Relation("forwards", notice.notice_id) for notice in inner)
    titles = {notice.title for notice in inner}
    named = tuple(relation for relation in outer.relations if relation.target not in titles)
    yield replace(outer, relations=forwards + named)
    for notice in inner:
        back = Relation("forwarded_by", outer.notice_id)
        # The forwarding letter introduces the short name of what it forwards.
        names = tuple(dict.fromkeys((*notice.aliases, *outer.aliases)))
        yield replace(notice, relations=(back, *notice.relations), aliases=names)
