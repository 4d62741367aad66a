"""The quality that is pinned: folding may change, but not for the worse unseen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.labelled.pages import pages
from benchmarks.leaks import measure

ROOT = Path(__file__).parent.parent


def test_no_score_falls_below_its_floor() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/quality.py", "labelled", "--floors"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_furniture_that_is_learned_leaks_no_more() -> None:
    rows = measure(
        page for page in pages() if page.outlet in ("chenxi", "brod", "marfa", "dijkpost")
    )
    alone, learned = (
        rows[f"newsfold, text, {how}"] for how in ("page by page", "furniture learned")
    )
    assert alone["pages"] == learned["pages"] == 22
    assert 0 == learned["pages_with_furniture"] < alone["pages_with_furniture"]
