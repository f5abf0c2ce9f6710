"""``policyqa doctor``: what is installed, what is missing, whether the index is whole."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from ingest.errors import PolicyQAError
from qa_api.commands.shared import command, kb_folder, wants_json
from qa_api.commands.terminal import emit, table

NEEDED = (
    "tantivy",
    "rjieba",
    "faiss-cpu",
    "numpy",
    "pypdfium2",
    "pdfplumber",
    "python-docx",
    "selectolax",
    "lxml",
)
WEB = ("fastapi", "uvicorn", "jinja2")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: ``ok`` None means that it is optional and absent."""

    name: str
    ok: bool | None
    message: str

    @property
    def mark(self) -> str:
        return {True: "正常", False: "有误", None: "可选"}[self.ok]


@command("doctor")
@click.option("--rebuild", is_flag=True, help="先按记录重建词语索引和语义索引。")
def doctor(rebuild: bool) -> None:
    """检查安装、模型和知识库是否完好；有必需的部分坏了，退出码为 1。"""
    if rebuild:
        from index import KnowledgeBase

        with KnowledgeBase.open(kb_folder()) as base:
            base.rebuild()
    checks = [*_installed(), *_optional(), *_tokenizer(), *_reader(), *_knowledge_base()]
    if wants_json():
        rows = [{"name": c.name, "ok": c.ok, "message": c.message} for c in checks]
        emit({"ok": all(c.ok is not False for c in checks), "checks": rows})
    else:
        click.echo(table(("检查", "结果", "说明"), [(c.name, c.mark, c.message) for c in checks]))
    if any(check.ok is False for check in checks):
        click.get_current_context().exit(1)


def _installed() -> Iterator[Check]:
    from importlib.metadata import PackageNotFoundError, version

    fine = sys.version_info >= (3, 11)
    yield Check("Python", fine, platform.python_version() + ("" if fine else "，需要 3.11 以上"))
    for name in (*NEEDED, *WEB):
        try:
            yield Check(name, True, version(name))
        except PackageNotFoundError:
            yield Check(name, False, f"没有安装，请运行：pip install {name}")


def _optional() -> Iterator[Check]:
    from importlib.metadata import version
    from importlib.util import find_spec

    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Check("LibreOffice", bool(office) or None, office or "没有安装；读 .doc、.wps 时需要")
    ocr = find_spec("rapidocr") and find_spec("onnxruntime")
    missing = "没有安装；读扫描件时需要：pip install rapidocr onnxruntime"
    yield Check("OCR", bool(ocr) or None, f"rapidocr {version('rapidocr')}" if ocr else missing)


def _tokenizer() -> Iterator[Check]:
    def words() -> str:
        from index.words import words as split

        return " / ".join(split("关于申报时间的通知"))

    yield _tried("分词", words)


def _reader() -> Iterator[Check]:
    """Without it answers are chosen by words and meaning alone, so its absence is no error."""
    from index.cross_encoder import load_cross_encoder
    from qa_api.settings import cross_encoder_name

    try:
        yield Check("阅读模型", True, load_cross_encoder(cross_encoder_name()).name)
    except PolicyQAError as error:
        yield Check("阅读模型", None, str(error))


def _knowledge_base() -> Iterator[Check]:
    from index.knowledge_base import KnowledgeBase

    folder = kb_folder()
    if not folder.exists():
        yield Check("知识库", None, f"{folder}：还没有，请用 policyqa ingest 导入通知")
        return
    try:
        kb = KnowledgeBase.open(folder)
    except PolicyQAError as error:
        yield Check("知识库", False, str(error))
        return
    yield Check("知识库", True, f"{folder}：{len(list(kb.notices()))} 份通知")
    for finding in kb.check():
        yield Check(finding.name, finding.ok, finding.message)
    kb.close()


def _tried(name: str, work: Callable[[], str]) -> Check:
    try:
        return Check(name, True, work())
    except Exception as error:
        return Check(name, False, f"{type(error).__name__}: {error}")
