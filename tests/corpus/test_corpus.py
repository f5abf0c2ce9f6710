"""The bundled sample corpus: five digests, in the formats users have.

The first tests need only the files. The last two compare the digests with the notices they
stand for, where a checkout has those beside it (``../shared/notices``).
"""

import json
import re
import unicodedata
from pathlib import Path

import docx
import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
QUESTIONS = ROOT / "eval" / "questions" / "corpus.jsonl"
ORIGINALS = ROOT.parent / "shared" / "notices"

FILES = {
    "kcjs": "kcjs.docx",
    "kczg": "kczg.txt",
    "sfw": "sfw.html",
    "ssw": "ssw.txt",
    "tsjh": "tsjh.pdf",
}
DOCUMENT_NUMBERS = {
    "kcjs": ["苏科协发〔2021〕50号"],
    "kczg": [],
    "sfw": [],
    "ssw": [],
    "tsjh": ["苏地会〔2021〕23号", "苏科协发〔2021〕51号"],
}
TITLES = {
    "kcjs": ["关于印发《“科创江苏”三年专项行动计划（2021-2023年）》的通知"],
    "kczg": ["中国科协办公厅关于印发《“科创中国”三年行动计划(2021-2023年)》的通知"],
    "sfw": ["省科技厅关于深入开展科技“三服务”行动的实施方案"],
    "ssw": ["江苏省科协事业发展“十四五”规划"],
    "tsjh": [
        "关于转发“关于实施2021年度江苏省科协提升学会服务科技创新能力计划的通知”的通知",
        "关于实施2021年度江苏省科协提升学会服务科技创新能力计划的通知",
    ],
}
LONGEST_SHARED_RUN = 44
NUMBER_OF_NOTICE = re.compile(r"[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号")
MOBILE_NUMBER = re.compile(r"(?<!\d)1\d{10}(?!\d)")
PAGE_NUMBER = re.compile(r"(?m)^— \d+ —\s*$")
LABEL = re.compile(
    r"(?:附件\s*\d*(?=$|\s*$)"
    r"|[一二三四五六七八九十]+、"
    r"|\([一二三四五六七八九十]+\)"
    r"|\d+[、.](?!\d)"
    r"|\(\d+\)"
    r"|\d+\)(?=\s)"
    r"|专栏\d+"
    r"|——)"
)


def normalised(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return PAGE_NUMBER.sub("", "\n".join(pages).replace("\r\n", "\n"))


def docx_text(path: Path) -> str:
    lines: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = {id(cell._tc): cell.text for cell in row.cells}
                lines.append("\t".join(cells.values()))
        else:
            lines.append(block.text)
    return "\n".join(lines)


def html_text(path: Path) -> str:
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    tree.strip_tags(["style", "script"])
    body = tree.body
    assert body is not None
    return body.text(separator="\n")


def text_of(name: str) -> str:
    path = CORPUS / FILES[name]
    readers = {".pdf": pdf_text, ".docx": docx_text, ".html": html_text}
    reader = readers.get(path.suffix)
    return reader(path) if reader else path.read_text(encoding="utf-8")


def originals() -> dict[str, str]:
    if not ORIGINALS.is_dir():
        pytest.skip("the original notices are not beside this checkout (../shared/notices)")
    return {
        name: PAGE_NUMBER.sub("", (ORIGINALS / f"{name}.txt").read_text(encoding="utf-8"))
        for name in FILES
    }


def longest_shared_run(text: str, other: str) -> str:
    best = ""
    for start in range(len(text)):
        while text[start : start + len(best) + 1] in other and start + len(best) < len(text):
            best = text[start : start + len(best) + 1]
    return best


def labels(text: str) -> list[str]:
    """The labels that start a line, in order, without spacing and without a list's dash.

    Rows of tables are left out: a merged cell reads differently in every format.
    """
    found = []
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if "\t" in line:
            continue
        match = LABEL.match(line.strip().removeprefix("- "))
        if match:
            found.append(normalised(match.group()))
    return found


def test_the_corpus_holds_the_five_digests_and_their_description() -> None:
    assert {path.name for path in CORPUS.iterdir()} == {*FILES.values(), "README.md"}


@pytest.mark.parametrize("name", FILES)
def test_no_private_phone_number_is_in_a_digest(name: str) -> None:
    assert not MOBILE_NUMBER.findall(text_of(name))


@pytest.mark.parametrize("name", FILES)
def test_a_digest_says_at_its_top_that_it_is_one(name: str) -> None:
    text = normalised(text_of(name))
    head = text[: text.index("一、")]
    assert "摘编" in head
    assert "以正式印发的原文为准" in head


@pytest.mark.parametrize("name", FILES)
def test_a_digest_bears_the_title_and_the_number_of_its_notice(name: str) -> None:
    text = normalised(text_of(name))
    # A number on a line by itself heads a notice; one inside a sentence is a reference.
    heading = [
        line.strip()
        for line in text_of(name).splitlines()
        if NUMBER_OF_NOTICE.fullmatch(line.strip())
    ]
    assert heading == DOCUMENT_NUMBERS[name]
    for title in TITLES[name]:
        assert normalised(title) in text


def test_the_pdf_is_small_and_numbers_its_pages() -> None:
    path = CORPUS / FILES["tsjh"]
    assert path.stat().st_size < 400_000
    document = pypdfium2.PdfDocument(path)
    try:
        for number, page in enumerate(document, start=1):
            assert f"— {number} —" in page.get_textpage().get_text_range()
    finally:
        document.close()


def test_every_question_on_the_corpus_has_its_proof_in_it() -> None:
    texts = {name: normalised(text_of(name)) for name in FILES}
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["answerable"] is bool(row["evidence"]), row["id"]
        for evidence in row["evidence"]:
            assert normalised(evidence["text"]) in texts[evidence["doc"]], row["id"]
        for fact in row["must"]:
            spellings = [fact] if isinstance(fact, str) else fact
            text = texts[row["evidence"][0]["doc"]]
            assert any(normalised(spelling) in text for spelling in spellings), row["id"]


@pytest.mark.parametrize("name", FILES)
def test_no_digest_copies_a_notice(name: str) -> None:
    text = normalised(text_of(name))
    for original, words in originals().items():
        run = longest_shared_run(text, normalised(words))
        assert len(run) <= LONGEST_SHARED_RUN, f"{name} shares with {original}: {run}"


@pytest.mark.parametrize("name", FILES)
def test_the_clauses_of_a_digest_bear_the_labels_of_its_notice(name: str) -> None:
    expected = labels(originals()[name])
    assert len(expected) > 20
    if name == "kcjs":  # the third annex stands there without its label
        expected.insert(expected.index("附件2") + 1, "附件3")
    if name == "sfw":  # a stray line break in the middle of item 5
        expected.remove("(15)")
    assert labels(text_of(name)) == expected
