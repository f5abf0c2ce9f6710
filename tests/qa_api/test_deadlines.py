"""The calendar: states on a day, the iCalendar file read back, the command and the API."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import httpx
import pytest
from conftest import NUMBER, Run
from icalendar import Calendar as File

from index.knowledge_base import KnowledgeBase
from index.records import ClauseRecord
from ingest.model import Fact
from qa_api.deadlines import CHINA, Deadline, calendar, ics
from qa_api.kinds.deadline import last_day, with_state
from qa_api.web.csv_out import as_csv


@pytest.mark.parametrize(
    ("day", "value", "group", "left"),
    [
        ("2031-05-20", "2031-05-28T17:00", "month", 8),
        ("2031-05-21", "2031-05-28T17:00", "week", 7),
        ("2031-05-28", "2031-05-28T17:00", "week", 0),
        ("2031-05-29", "2031-05-28T17:00", "closed", -1),
        ("2031-04-27", "2031-05-28T17:00", "later", 31),
        ("2031-04-28", "2031-05-28", "coming", 30),
    ],
)
def test_groups_on_a_day(kb: Path, day: str, value: str, group: str, left: int) -> None:
    with KnowledgeBase.open(kb) as base:
        found = calendar(base, date.fromisoformat(day))
    chosen = [d for d in found.deadlines if d.fact.value == value]
    assert [(d.group, d.fact.days_left) for d in chosen] == [(group, left)]
    assert sum(found.counts.values()) == len(found.deadlines)


def test_urgent_ones_come_first_and_closed_ones_last(kb: Path) -> None:
    with KnowledgeBase.open(kb) as base:
        found = calendar(base, date(2031, 6, 1))
    days = [d.last for d in found.deadlines if d.group != "closed"]
    assert days == sorted(days, key=str)
    assert found.deadlines[-1].group == "closed"
    assert all(d.group != "closed" for d in found.running) and found.running


def made(label: str, value: str, text: str) -> Deadline:
    where = ("n", "标题；带,号", None, None, None, "一", "section", ("一、事项",))
    clause = ClauseRecord("n#一", *where, text, "", 0, len(text), 0, None, "a.txt")
    fact = with_state(Fact("deadline", label, value, text, 0, len(text), "n#一"), date(2031, 1, 1))
    return Deadline(fact, clause, "later", last_day(value))


def test_ics_escapes_folds_and_knows_the_hour() -> None:
    long = "报送材料，" * 20
    some = [made(long, "2031-05-28T17:00", "甲;乙,丙\\丁\n戊"), made("完成", "2031-12", "12月")]
    data = ics([*some, made("没有年份", "--05-28", "5月28日")])
    lines = data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-1] == b"" and b"\n" not in b"".join(lines)
    assert all(len(line) <= 75 for line in lines)
    first, second = File.from_ical(data).walk("VEVENT")
    assert first["summary"] == f"截止：{long}"
    assert first["description"].startswith("甲;乙,丙\\丁\n戊\n《标题；带,号》")
    assert first.decoded("dtstart") == datetime(2031, 5, 28, 17, tzinfo=CHINA)
    assert second.decoded("dtstart") == date(2031, 12, 31)
    assert first["uid"] != second["uid"] and ics(some).count(first["uid"].encode()) == 1


def test_the_api_gives_json_and_a_calendar_file(web: httpx.Client) -> None:
    listed = web.get("/v1/deadlines", params={"as_of": "2031-05-20"}).json()
    assert listed["as_of"] == "2031-05-20" and listed["total"] == len(listed["deadlines"])
    chosen = next(d for d in listed["deadlines"] if d["value"] == "2031-05-28T17:00")
    assert chosen["state"] == "open" and chosen["document_number"] == NUMBER
    assert chosen["text"] in web.get(f"/v1/notices/{chosen['notice_id']}/source").text
    reply = web.get("/v1/deadlines.ics", params={"as_of": "2031-06-15", "running": True})
    assert reply.headers["content-type"].startswith("text/calendar")
    dated = [e.decoded("dtstart") for e in File.from_ical(reply.content).walk("VEVENT")]
    assert dated == [date(2031, 6, 30)]
    everything = File.from_ical(web.get("/v1/deadlines.ics").content).walk("VEVENT")
    assert len(everything) == len([d for d in listed["deadlines"] if d["last_day"]])
    assert web.get("/v1/deadlines", params={"as_of": "明天"}).status_code == 422
    assert web.get("/v1/deadlines", params={"notice": "无"}).status_code == 404


def test_the_table_opens_in_a_spreadsheet(web: httpx.Client) -> None:
    reply = web.get("/deadlines.csv", params={"as_of": "2031-05-20"})
    assert reply.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert {"截止日期", "剩余天数", "发文字号"} <= set(rows[0])
    assert any(r["截止日期"] == "2031-05-28" and r["时间"] == "17:00" for r in rows)


def test_a_cell_is_never_a_formula() -> None:
    text = as_csv(["甲"], [["=1+1"], ["@SUM(A1)"], ["-3"], ["－"], [None]]).decode("utf-8-sig")
    assert text.split("\r\n") == ["甲", "'=1+1", "'@SUM(A1)", "-3", "－", '""', ""]


def test_the_command_lists_and_writes_the_calendar(policyqa: Run, tmp_path: Path) -> None:
    file = tmp_path / "日历.ics"
    done = policyqa("deadlines", "--as-of", "2031-05-25", "--ics", file)
    assert done.returncode == 0 and "7 天内截止" in done.stdout and "3 天" in done.stdout
    assert len(File.from_ical(file.read_bytes()).walk("VEVENT")) >= 2
    asked = policyqa("deadlines", "--as-of", "2031-05-25", "--notice", NUMBER, "--json")
    (listed,) = [json.loads(line) for line in asked.stdout.splitlines()]
    assert {d["document_number"] for d in listed["deadlines"]} == {NUMBER}
    assert policyqa("deadlines", "--as-of", "明天").returncode == 1
