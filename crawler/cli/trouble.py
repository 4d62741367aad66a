"""Inputs that gave no whole article: the first few of a kind are said at once, all are counted."""

from __future__ import annotations

import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.shared import PROBLEMS

if TYPE_CHECKING:
    from crawler.readers.raw import Bad

_SHOWN = 5
"""Lines for one reason and one file: what is wrong with a million records is so with the first."""
_SHOWN_OF_REASON = 20
"""Lines for one reason, in however many files; of no more files what is left is counted apart."""
# Which part of a file an entry is about.
_PART = re.compile(r"(?::\d+|: rows \d+ to \d+)$")


class Trouble:
    """What went wrong in a run; turned into its last words and its exit code.

    `db` is where all of it is kept, if anywhere; `every` prints a line for each all the same.
    """

    def __init__(self, db: Path | None = None, every: bool = False) -> None:
        self.db = db
        self.every = every
        self.reasons: Counter[str] = Counter()
        self._said: Counter[str] = Counter()
        self._said_of: Counter[tuple[str, str]] = Counter()
        """Lines by reason, and by reason and file."""
        self._left: dict[str, Counter[str]] = {}
        """What was only counted: by reason, how often in each file."""

    def note(self, bad: Bad) -> None:
        """Say what became of one input, or count it with those that were like it."""
        self.reasons[bad.reason] += 1
        file = _PART.sub("", bad.where)
        enough = self._said[bad.reason] >= _SHOWN_OF_REASON
        if not self.every and (enough or self._said_of[bad.reason, file] >= _SHOWN):
            self._left.setdefault(bad.reason, Counter())[file] += 1
            return
        self._said[bad.reason] += 1
        self._said_of[bad.reason, file] += 1
        url = f" <{bad.url}>" if bad.url else ""
        click.echo(f"{bad.where}{url}: {bad.reason}: {bad.detail}", err=True)

    def end(self) -> None:
        """Leave with exit code 1 where anything was noted."""
        count = self.reasons.total()
        if not count:
            return
        for line in self._counted():
            click.echo(line, err=True)
        by_reason = ", ".join(f"{n:,} {reason}" for reason, n in self.reasons.most_common())
        noun = "input" if count == 1 else "inputs"
        click.echo(
            f"{count:,} {noun} gave no article, or not all of it ({by_reason}); the rest is done",
            err=True,
        )
        sys.exit(PROBLEMS)

    def _counted(self) -> Iterator[str]:
        """What was not printed, a line a kind, and where it is to be had."""
        where = "--all-problems prints every one"
        if self.db is not None:
            db = shlex.quote(str(self.db))
            where = f"all are in quarantine: newsfold export quarantine bad.jsonl --db {db}"
        for reason, files in self._left.items():
            if len(files) > _SHOWN_OF_REASON:
                more = f"… and {files.total():,} more of this kind in {len(files):,} files"
                yield f"{reason}: {more}; {where}"
                continue
            for file, count in files.items():
                yield f"{file}: {reason}: … and {count:,} more of this kind; {where}"
