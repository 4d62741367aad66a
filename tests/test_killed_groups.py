"""Grouping that is killed: the database is whole, no file is half made, and again is the same."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from making import page_of, prose, words

from crawler.cli import main
from dedupe.corpus import group_file
from storage.store import Store

ROOT = Path(__file__).parent.parent

DYING = """
import os, runpy, signal, sys
from importlib import import_module
module, name, calls, *sys.argv[1:] = sys.argv[1:]
owner = import_module(module)
real, left = getattr(owner, name), int(calls)
def dying(*given, **named):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)
setattr(owner, name, dying)
"""
"""Lets what is run after it die at one call of a function, after so many of them."""

NEWSFOLD = """
import storage.store
storage.store._REGROUPED = 1  # a transaction for each component
runpy.run_module("crawler.cli", run_name="__main__")
"""


def killed(where: tuple[str, str, int], code: str, *given: object, **env: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DYING + code, *map(str, where), *map(str, given)],
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL, f"it was done before it was killed: {done.stderr}"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("killed") / "news.db"
    pages = []
    for story in range(6):
        body = prose(story)
        for edit in range(1 + story % 3):
            pages.append(
                page_of(
                    f"Harbour {story}",
                    (*body, f"Line {edit} more."),
                    id=f"{story}-{edit}",
                    key=f"n:{story}{edit}",
                    published=f"2031-05-{10 - edit:02}",
                )
            )
    with Store(path) as store:
        store.save_many(pages)
    return path


def grouped(db: Path) -> list[dict]:
    """What is grouped, with the whole database agreeing on it."""
    conn = sqlite3.connect(db)
    assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    assert conn.execute("SELECT count(*) FROM articles WHERE record IS NULL").fetchone() == (0,)
    (versions,) = conn.execute("SELECT count(*) FROM versions").fetchone()
    conn.close()
    with Store(db) as store:
        rows = list(store.groups())
    assert len({row["input_id"] for row in rows}) == len(rows) == versions
    chosen = [row["record_id"] for row in rows if row["relation"] == "chosen"]
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) == {row["record_id"] for row in rows}
    return rows


@pytest.mark.parametrize(
    "where", [("json", "dumps", 0), ("json", "dumps", 5), ("os", "fsync", 0), ("os", "replace", 0)]
)
@pytest.mark.parametrize("older", [None, "older\n"])
def test_killed_groups_leave_no_half_file(
    db: Path, tmp_path: Path, where: tuple[str, str, int], older: str | None
) -> None:
    out = tmp_path / "groups.jsonl"
    if older:
        out.write_text(older)
    killed(where, NEWSFOLD, "groups", "--db", db, "-o", out)
    assert (out.read_text() if out.exists() else None) == older
    wanted = grouped(db)
    done = CliRunner().invoke(main, ["groups", "--db", str(db), "-o", str(out)])
    assert done.exit_code == 0
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == wanted


def test_killed_regrouping_is_done_by_the_next(db: Path, tmp_path: Path) -> None:
    before = grouped(db)
    whole = Path(shutil.copy(db, tmp_path / "whole.db"))
    with Store(whole) as store:
        store.set_policy("latest", None)
        store.regroup()
    wanted = grouped(whole)
    assert wanted != before
    seen = []
    for calls in range(6):
        path = Path(shutil.copy(db, tmp_path / f"{calls}.db"))
        where = ("storage.groups", "_write_records", calls)
        killed(where, NEWSFOLD, "regroup", "--choose", "latest", "--db", path)
        rows = grouped(path)
        # Each record is as it was or as it will be.
        assert all(row in before or row in wanted for row in rows)
        seen.append(rows == before)
        with Store(path) as store:
            store.regroup()
        assert grouped(path) == wanted
    assert seen[0]
    assert not seen[-1]


@pytest.mark.parametrize(
    ("kernel", "where"),
    [
        ("plain", ("dedupe.corpus", "_components", 0)),
        ("plain", ("dedupe.corpus", "_verify", 5)),
        ("compiled", ("dedupe.corpus", "_components", 0)),
        ("compiled", ("dedupe.corpus", "_roots", 1)),
    ],
)
def test_a_file_whose_grouping_is_killed_is_grouped_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kernel: str,
    where: tuple[str, str, int],
) -> None:
    monkeypatch.setenv("NEWSFOLD_KERNEL", kernel)
    texts = [" ".join(words(n // 3, 60) + words(n, 5)) for n in range(60)]
    rows = [{"id": str(n), "title": "", "body": text} for n, text in enumerate(texts)]
    path, scratch = tmp_path / "a.jsonl", tmp_path / "scratch"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    scratch.mkdir()
    before = path.read_bytes()
    code = "from pathlib import Path; import_module('dedupe.corpus').group_file(Path(sys.argv[1]))"
    killed(where, code, path, TMPDIR=str(scratch))
    assert path.read_bytes() == before
    assert list(scratch.iterdir()) == []
    ids, groups = group_file(path)
    assert list(ids) == [str(n) for n in range(60)]
    assert groups.tolist() == [n - n % 3 for n in range(60)]
