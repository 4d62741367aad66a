"""Progress on standard error: a line that renews itself on a terminal, a line a minute in a log."""

from __future__ import annotations

import sys
import time

# On a terminal often enough to look alive.
_TERMINAL_SECONDS = 0.2
_LOG_SECONDS = 60.0
# Before that no rate means anything.
_LEAST_SECONDS = 2.0


class Progress:
    """What a job is at; call it with the count, bytes read and the stage, end it with `done`."""

    def __init__(self, noun: str = "pages", quiet: bool = False, total: int = 0) -> None:
        self.total = total
        self.noun = noun
        self.quiet = quiet
        self.terminal = sys.stderr.isatty()
        self.stage = ""
        self.started = self.shown = time.monotonic()
        self.before = (0, 0)

    def __call__(self, count: int, read: int = 0, stage: str = "") -> None:
        now = time.monotonic()
        if stage != self.stage:
            # What an earlier run did, and an earlier stage, says nothing of how fast this one is.
            self.stage, self.started, self.before = stage, now, (read, count)
        wait = _TERMINAL_SECONDS if self.terminal else _LOG_SECONDS
        if self.quiet or now - self.shown < wait:
            return
        self.shown = now
        line = self.line(now - self.started, read, count)
        sys.stderr.write(f"\r\x1b[K{line}" if self.terminal else f"{line}\n")
        sys.stderr.flush()

    def line(self, seconds: float, read: int, count: int) -> str:
        """Count and rate; with the bytes, share and time left where the total is known."""
        rate = (count - self.before[1]) / max(seconds, 0.001)
        before = f"{self.stage}: " if self.stage else ""
        said = f"{before}{count:,} {self.noun}, {rate:,.0f} a second"
        if not self.total or not read:
            return said
        said += f", {read / 1e6:,.0f} of {self.total / 1e6:,.0f} MB"
        speed = (read - self.before[0]) / max(seconds, 0.001)
        if seconds < _LEAST_SECONDS or speed <= 0:
            return said
        return f"{said}, {_duration((self.total - read) / speed)} left"

    def done(self) -> None:
        """Leave an empty line behind on a terminal."""
        if self.terminal and not self.quiet:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes}:{rest:02}"
