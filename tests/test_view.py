"""A crawl as somebody at a terminal sees it, and as a log does."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from crawling import ROOT, environment, feed, profile, story
from server import Answer, serving

from crawler import view
from crawler.view import View


def on_terminal(*args: str, columns: int = 100, rows: int = 12) -> tuple[str, str]:
    """What a command writes to a terminal as standard error, and its standard output."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    env = environment(COLUMNS=str(columns), LINES=str(rows))
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.cli", *args],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end has gone
            break
        if not part:
            break
        said += part
    os.close(ours)
    out, _ = process.communicate(timeout=60)
    return said.decode(), out.decode()


def screen(said: str, columns: int = 100) -> list[str]:
    """The lines that stand on the terminal after all of it, as far as these commands use it."""
    lines: list[str] = [""]
    at = 0
    rest = said
    while rest:
        if rest.startswith("\x1b["):
            end = next(n for n, char in enumerate(rest[2:], 2) if char.isalpha())
            number = int(rest[2:end] or 1)
            if rest[end] == "A":
                at = max(0, at - number)
            elif rest[end] == "J":
                del lines[at:]
                lines.append("")
            rest = rest[end + 1 :]
        elif rest[0] == "\n":
            at += 1
            lines += [""] * (at + 1 - len(lines))
            rest = rest[1:]
        elif rest[0] == "\r":
            rest = rest[1:]
        else:
            end = next((n for n, char in enumerate(rest) if char in "\x1b\n\r"), len(rest))
            lines[at] += rest[:end]
            assert len(lines[at]) <= columns or "quarantined" in lines[at]
            rest = rest[end:]
    return [line for line in lines if line]


def test_a_terminal_shows_sites_queue_and_speed(tmp_path: Path) -> None:
    with serving() as server:
        server.pages = {f"/news/{n}-x": Answer(story(n), wait=0.1) for n in range(30)}
        server.pages["/news/7-x"] = "<p>x</p>"
        server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        db = str(tmp_path / "news.db")
        args = ("crawl", "harbour.test", "--db", db, "--sites", str(tmp_path / "sites"))
        said, out = on_terminal(*args)
    drawn = said.replace("\r", "").split("\x1b[J")
    tables = [part for part in drawn if part.startswith("site ")]
    assert len(tables) > 2, said
    heads, row, total = tables[len(tables) // 2].splitlines()[:3]
    assert heads.split() == ["site", "queue", "fetched", "new", "changed", "known", "unchanged"]
    name, *cells = row.split()
    assert name == "harbour.test"
    queue, fetched, new, changed, known, unchanged = map(int, cells)
    assert 0 <= queue < 30
    assert 0 < new <= fetched <= 30
    assert (changed, known, unchanged) == (0, 0, 0)
    assert total.startswith(f"1 site, {queue} in the queue, {fetched} pages (")
    assert " a second), " in total
    # The table is gone in the end; the warning that came in between is still there.
    left = screen(said)
    assert not [line for line in left if "in the queue" in line or line.startswith("site ")], left
    assert [line for line in left if "/news/7-x: quarantined" in line], left
    assert "29 new, 0 changed, 0 known" in out


def test_a_log_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(view, "_LOG_SECONDS", 0.0)
    with View(stream) as shown:
        shown({"site": "a.example", "queue": 3, "fetched": 2, "new": 1, "changed": 1})
        shown({"site": "b.example", "queue": 1, "fetched": 4, "known": 3, "not_modified": 1})
    first, second = stream.getvalue().splitlines()
    assert first.startswith("1 site, 3 in the queue, 2 pages (")
    assert first.endswith(" a second), 1 new, 1 changed, 0 unchanged")
    assert second.startswith("2 sites, 4 in the queue, 6 pages (")
    assert second.endswith(" a second), 1 new, 1 changed, 4 unchanged")
    assert "\x1b" not in stream.getvalue()


def test_a_small_terminal_shows_what_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "8")
    shown = View(io.StringIO())
    shown.sites = {f"{n}.example": {"site": f"{n}.example", "queue": n} for n in range(50)}
    rows = shown.rows(shown.started + 1)
    assert len(rows) <= 7
    assert max(map(len, rows)) < 40
    assert rows[1].startswith("49.example"), "the busiest first"
    assert "more" in rows[-2]
