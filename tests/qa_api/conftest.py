"""Two invented notices, a knowledge base of them, and the real command and server over it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from browsing import browser, library, page, serving, wide  # noqa: F401

ROOT = Path(__file__).parents[2]
NUMBER = "临科协发〔2031〕7号"
NOTICE = f"""临江市科学技术协会文件
{NUMBER}
关于组织申报2031年度青桥计划项目的通知
各市级学会：
为推动产学合作，现就2031年度青桥计划项目申报工作通知如下：
一、申报条件
（一）申报单位须为市科协所属学会，且上一年度年检合格。
（二）每个学会限报2项。
二、申报时间
（一）申报时间为2031年4月30日至5月28日。电子版《申报书》须于2031年5月28日17:00前提交。
三、联系方式
联系人：林青
联系电话：0519-55550123
邮箱：qingqiao@example.com
临江市科学技术协会
2031年4月27日
"""
HOSTILE = """关于开展<script>alert(1)</script>试点工作的通知
各有关单位：
现将试点工作有关事项通知如下：
一、试点内容
（一）试点单位须填写<img src=x onerror=alert(2)>登记表，并于2031年6月30日前报送。
二、试点经费
（一）试点经费由<b>单位</b>自筹。
临江市科学技术协会
2031年5月8日
"""
HOSTILE_NAME = "<i>试点&通知.txt"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("通知")
    (folder / "青桥计划.txt").write_text(NOTICE, encoding="utf-8")
    (folder / HOSTILE_NAME).write_text(HOSTILE, encoding="utf-8")
    return folder


def command(
    *arguments: object, stdin: bytes | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run ``policyqa`` as a user would: in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "qa_api.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100", **variables},
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture(scope="session")
def kb(notices: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kb") / "kb"
    done = command("ingest", notices, "--kb", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def policyqa(kb: Path) -> Run:
    """The command over the knowledge base of the two notices."""
    return lambda *arguments, **more: command("--kb", kb, *arguments, **more)


@pytest.fixture(scope="session")
def server(notices: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real server over a knowledge base of its own with the two notices."""
    folder = tmp_path_factory.mktemp("served") / "kb"
    assert command("ingest", notices, "--kb", folder).returncode == 0
    with serving(folder) as address:
        yield address


@pytest.fixture
def web(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client
