"""What went wrong is said so that a person can read it, however much of it there is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main

GOOD = {
    "id": "in-1",
    "title": "A ferry for Oster Island",
    "body": "The ferry made its first crossing on Monday, its captain said.",
}


def newsfold(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Two files with 60 lines that are broken, 40 without text, and one that is good."""
    path = tmp_path / "dump"
    path.mkdir()
    lines = ["{broken"] * 30 + ['{"id": 1, "url": "https://x.example/1"}'] * 20
    (path / "a.jsonl").write_text("\n".join([*lines, json.dumps(GOOD)]))
    (path / "b.jsonl").write_text("\n".join(lines))
    return path


def test_the_first_few_of_a_kind_are_printed_and_the_others_counted(
    dump: Path, tmp_path: Path
) -> None:
    db = tmp_path / "news.db"
    done = newsfold("clean", dump, "--db", db)
    assert done.exit_code == 1
    said = done.stderr.splitlines()
    for name in ("a.jsonl", "b.jsonl"):
        for line, reason in ((1, "broken JSON"), (5, "broken JSON"), (31, "no text")):
            assert any(ln.startswith(f"{name}:{line}") and reason in ln for ln in said), line
        assert not any(ln.startswith(f"{name}:6:") for ln in said)
    command = f"newsfold export quarantine bad.jsonl --db {db}"
    where = f"more of this kind; all are in quarantine: {command}"
    assert f"a.jsonl: broken JSON: … and 25 {where}" in said
    assert f"b.jsonl: no text: … and 15 {where}" in said
    reasons = "(60 broken JSON, 40 no text)"
    assert said[-1] == f"100 inputs gave no article, or not all of it {reasons}; the rest is done"
    listed = newsfold("export", "quarantine", "-", "--db", db).stdout.splitlines()
    assert len(listed) == 100
    first = json.loads(listed[0])
    assert (first["place"], first["reason"]) == ("a.jsonl:1", "broken JSON")


def test_many_files_of_a_kind_are_a_few_lines(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(90):
        (folder / f"{n:02}.txt").write_text("")
    done = newsfold("clean", folder, "-o", tmp_path / "out.jsonl")
    said = done.stderr.splitlines()
    assert sum(": empty: the file is empty" in line for line in said) == 20
    more = "empty: … and 70 more of this kind in 70 files; --all-problems prints every one"
    assert more in said
    every = newsfold("clean", folder, "-o", tmp_path / "all.jsonl", "--all-problems").stderr
    assert every.count(": empty: the file is empty") == 90
    assert "more of this kind" not in every


def test_json_counts_by_reason_and_so_does_the_run(dump: Path, tmp_path: Path) -> None:
    done = newsfold("clean", dump, "--db", tmp_path / "news.db", "--json")
    wanted = {"broken JSON": 60, "no text": 40}
    assert json.loads(done.stdout)["reasons"] == wanted
    again = newsfold("clean", dump, "--db", tmp_path / "news.db", "--json")
    assert json.loads(again.stdout)["reasons"] == {"in earlier runs": 100}
    assert again.stderr.splitlines()[-1].startswith(
        "100 inputs gave no article, or not all of it (100 in earlier runs)"
    )
    without = newsfold("clean", dump, "-o", tmp_path / "out.jsonl", "--json")
    assert json.loads(without.stdout)["reasons"] == wanted
