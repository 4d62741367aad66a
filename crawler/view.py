"""A crawl as it goes: a table that renews itself on a terminal, a line a minute elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Any, Self, TextIO

_TERMINAL_SECONDS = 0.25
_LOG_SECONDS = 60.0
_COLUMNS = ("queue", "fetched", "new", "changed", "known", "not_modified")
_HEADS = ("queue", "fetched", "new", "changed", "known", "unchanged")


class View:
    """Shows the summaries of sites as they come; `with View() as view: ...` clears up behind it.

    On a terminal, what else is written to standard error meanwhile stays, above the table.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.terminal = self.stream.isatty()
        self.sites: dict[str, dict[str, Any]] = {}
        self.started = self.shown = time.monotonic()
        self.height = 0

    def __enter__(self) -> Self:
        if self.terminal and self.stream is sys.stderr:
            sys.stderr = _Above(self)
        return self

    def __exit__(self, *error: object) -> None:
        if isinstance(sys.stderr, _Above):
            sys.stderr = self.stream
        self.done()

    def __call__(self, summary: dict[str, Any]) -> None:
        self.sites[summary["site"]] = summary
        now = time.monotonic()
        if now - self.shown < (_TERMINAL_SECONDS if self.terminal else _LOG_SECONDS):
            return
        self.shown = now
        if self.terminal:
            self._draw(now)
        else:
            self.stream.write(self.total(now) + "\n")
            self.stream.flush()

    def total(self, now: float) -> str:
        """All sites in one line."""
        sums = {name: sum(site.get(name, 0) for site in self.sites.values()) for name in _COLUMNS}
        rate = sums["fetched"] / max(now - self.started, 0.001)
        same = sums["known"] + sums["not_modified"]
        return (
            f"{len(self.sites)} site{'s' * (len(self.sites) != 1)}, {sums['queue']} in the queue, "
            f"{sums['fetched']} pages ({rate:.1f} a second), {sums['new']} new, "
            f"{sums['changed']} changed, {same} unchanged"
        )

    def rows(self, now: float) -> list[str]:
        """The table: a line a site, busiest first, and the sum of all."""
        width = max((len(name) for name in self.sites), default=4)
        heads = "  ".join(f"{head:>9}" for head in _HEADS)
        lines = [f"{'site':<{width}}  {heads}"]
        busiest = sorted(self.sites.values(), key=lambda site: -site.get("queue", 0))
        for site in busiest:
            cells = "  ".join(f"{site.get(name, 0):>9}" for name in _COLUMNS)
            lines.append(f"{site['site']:<{width}}  {cells}")
        columns, height = shutil.get_terminal_size()
        room = max(height - 3, 1)
        if len(lines) > room:
            lines = [*lines[:room], f"… {len(lines) - room} more"]
        return [line[: columns - 1] for line in (*lines, self.total(now))]

    def done(self) -> None:
        """Leave an empty place behind on a terminal."""
        if self.terminal and self.height:
            self.stream.write(f"\x1b[{self.height}A\x1b[J")
            self.stream.flush()
            self.height = 0

    def _draw(self, now: float) -> None:
        lines = self.rows(now)
        up = f"\x1b[{self.height}A" if self.height else ""
        self.stream.write(up + "\x1b[J" + "\n".join(lines) + "\n")
        self.stream.flush()
        self.height = len(lines)


class _Above:
    """Standard error while a table stands on it: each text goes in its place, before the next."""

    def __init__(self, view: View) -> None:
        self.view = view

    def write(self, text: str) -> int:
        self.view.done()
        return self.view.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.view.stream, name)
