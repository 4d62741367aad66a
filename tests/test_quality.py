"""The quality that is pinned: folding may change, but not for the worse unseen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_no_score_falls_below_its_floor() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/quality.py", "labelled", "--floors"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
