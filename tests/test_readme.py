"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```text\n(.*?)```", README, re.S)[0]
TESTED = re.findall(r"<!-- tested -->\n```sh\n(.*?)```", README, re.S)


def shown_lines() -> list[tuple[str, str]]:
    """The lines of the page that the README shows, each with what became of it."""
    return [
        (found[1].strip(), found[2])
        for line in SHOWN.splitlines()
        if (found := re.match(r"(.+?)\s{2,}((?:article|teaser|fold) .+)$", line))
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    page = "\n".join(text for text, _ in shown_lines())
    (pages / "ferry.txt").write_text(page + "\n", encoding="utf-8")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    command = bin_ / "newsfold"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crawler.cli "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        },
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def test_the_page_that_is_shown(folder: Path) -> None:
    assert len(shown_lines()) > 8
    said = run("newsfold explain pages/ferry.txt", folder)
    for text, fate in shown_lines():
        assert re.search(rf"{re.escape(fate)}\s+{re.escape(text)}", said), (text, fate, said)


def test_the_jobs_in_order(folder: Path) -> None:
    assert len(TESTED) == 3
    outputs = {
        command: run(command, folder)
        for block in TESTED
        for command in block.splitlines()
        if command
    }
    assert len(outputs) == 16
    assert "ferry.txt" in (folder / "where.jsonl").read_text(encoding="utf-8")
    assert (folder / "articles.jsonl").read_text(encoding="utf-8").count('"kind": "article"') == 1
    assert (folder / "dataset.jsonl").read_text(encoding="utf-8").count("\n") == 1
    grouped = outputs["newsfold explain ferry.txt --db news.db"]
    assert "chosen: Ferry to Oster Island runs again" in grouped
    shown = outputs["newsfold show ferry.txt --db news.db"]
    found = outputs["newsfold search 'ferry NOT marit*' --db news.db"]
    assert found.endswith("1 found\n")
    assert outputs["newsfold verify release"].endswith("1 rows = train 1; whole\n")
    assert shown.startswith("Ferry to Oster Island runs again\n")


def test_every_option_that_is_shown_exists(folder: Path) -> None:
    for command, option in re.findall(r"newsfold (\w+)[^\n]*?(--[a-z]+)", README):
        assert option in run(f"newsfold {command} --help", folder), (command, option)


@pytest.mark.parametrize("name", ["demo command", "test command"])
def test_commands_make_their_own_environment(name: str) -> None:
    block = re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", README, re.S)
    assert block
    assert "python3 -m venv .venv" in block[1]


def test_documents_that_are_named_exist() -> None:
    for name in re.findall(r"`(docs/[\w.]+)`", README):
        assert (ROOT / name).exists(), name
