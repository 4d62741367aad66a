"""The project as it stands, deployed to a scrapyd on loopback."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from crawling import ROOT, environment, feed, profile, story
from server import serving

pytest.importorskip("scrapyd", reason="scrapyd is not installed")

SETUP = """
from setuptools import setup, find_packages
setup(
    name="project", version="1.0", packages=find_packages(),
    entry_points={"scrapy": ["settings = crawler.settings"]},
)
"""
"""What scrapyd-deploy writes into a project that has no setup.py of its own."""


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def call(url: str, data: bytes | None = None, kind: str = "") -> dict[str, object]:
    request = urllib.request.Request(url, data, {"Content-Type": kind} if kind else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        return dict(json.loads(answer.read()))


def egg(folder: Path) -> bytes:
    """The egg that `scrapyd-deploy` would build of this checkout."""
    for name in ("crawler", "dedupe", "storage"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE", "scrapy.cfg"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "setup.py").write_text(SETUP)
    subprocess.run(
        [sys.executable, "setup.py", "-q", "bdist_egg", "-d", "out"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return next((folder / "out").glob("*.egg")).read_bytes()


@contextmanager
def scrapyd(folder: Path, env: dict[str, str]) -> Iterator[str]:
    port = free_port()
    (folder / "scrapyd.conf").write_text(
        f"[scrapyd]\nbind_address = 127.0.0.1\nhttp_port = {port}\npoll_interval = 0.5\n"
        "eggs_dir = eggs\nlogs_dir = logs\ndbs_dir = dbs\n"
    )
    log = (folder / "scrapyd.log").open("w")
    program = Path(sys.executable).with_name("scrapyd")
    process = subprocess.Popen([program], cwd=folder, env=env, stdout=log, stderr=log)
    try:
        base = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                call(f"{base}/daemonstatus.json")
                break
            except OSError:
                assert process.poll() is None, (folder / "scrapyd.log").read_text()
                time.sleep(0.1)
        yield base
    finally:
        process.terminate()
        process.wait()
        log.close()


def multipart(fields: dict[str, bytes]) -> tuple[bytes, str]:
    mark = "----newsfold"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'
        f"{'; filename=egg' * (name == 'egg')}\r\n\r\n".encode()
        + value
        + b"\r\n"
        for name, value in fields.items()
    ]
    return b"".join(parts) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


@pytest.mark.slow
def test_the_project_runs_under_scrapyd(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "home").mkdir()
    with serving() as server:
        server.pages = {f"/news/{n}-x": story(n) for n in range(4)}
        server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        env = environment(
            NEWSFOLD_DB=str(tmp_path / "news.db"), NEWSFOLD_SITES=str(tmp_path / "sites")
        )
        env = {**os.environ, **env}
        with scrapyd(tmp_path / "home", env) as base:
            packed = egg(tmp_path / "build")
            body, kind = multipart({"project": b"newsfold", "version": b"1", "egg": packed})
            added = call(f"{base}/addversion.json", body, kind)
            assert added["status"] == "ok", added
            spiders = call(f"{base}/listspiders.json?project=newsfold")
            assert "news" in spiders["spiders"], spiders  # type: ignore[operator]
            order = b"project=newsfold&spider=news&site=harbour.test"
            started = call(f"{base}/schedule.json", order)
            assert started["status"] == "ok", started
            for _ in range(600):
                jobs = call(f"{base}/listjobs.json?project=newsfold")
                if jobs["finished"]:
                    break
                time.sleep(0.1)
            logs = "".join(p.read_text() for p in (tmp_path / "home/logs").rglob("*.log"))
            assert "4 new" in logs, logs or (tmp_path / "home/scrapyd.log").read_text()
        db = sqlite3.connect(tmp_path / "news.db")
        assert db.execute("SELECT count(*) FROM records").fetchone() == (4,)
        db.close()
