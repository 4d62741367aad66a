"""Progress on standard error: a counter that renews itself on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time

# On a terminal often enough to look alive; in a log one line a minute.
_TERMINAL_SECONDS = 0.2
_LOG_SECONDS = 60.0


class Progress:
    """Counts shown while a job runs; call it with the count, end it with `done`."""

    def __init__(self, noun: str = "pages", quiet: bool = False) -> None:
        self.noun = noun
        self.quiet = quiet
        self.terminal = sys.stderr.isatty()
        self.started = self.shown = time.monotonic()

    def __call__(self, count: int) -> None:
        now = time.monotonic()
        wait = _TERMINAL_SECONDS if self.terminal else _LOG_SECONDS
        if self.quiet or now - self.shown < wait:
            return
        self.shown = now
        rate = count / max(now - self.started, 0.001)
        line = f"{count} {self.noun}, {rate:.0f} a second"
        sys.stderr.write(f"\r\x1b[K{line}" if self.terminal else f"{line}\n")
        sys.stderr.flush()

    def done(self) -> None:
        """Leave an empty line behind on a terminal."""
        if self.terminal and not self.quiet:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
