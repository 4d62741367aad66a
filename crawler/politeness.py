"""How fast a host is asked: its delay, its Crawl-delay, and the times at which it wants peace."""

from __future__ import annotations

import logging
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle

from storage.ledger import FORBIDDEN

if TYPE_CHECKING:
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from scrapy.spiders import Spider

logger = logging.getLogger(__name__)

BUSY = (429, 503)
"""Answers that ask us to go away for a while."""
NO_ROBOTS = "robots.txt unavailable"
"""The cause of what is not asked for since nobody says whether it may be."""
SHUT_OUT = "host forbids"
"""The cause of what is not asked for since the host has forbidden all that was before it."""
MAX_ASKS = 3
"""How often one address is asked for in a run, where the host answers that it is busy."""
MAX_FORBIDDEN = 10
"""Answers that forbid, in a row, after which a host is taken to mean all of its pages."""
_LEAST = 0.001
"""Seconds; Scrapy holds a queue only where there is a delay."""


class Refused(IgnoreRequest):
    """A request that newsfold does not make; `cause` is what the summary counts it under."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__(f"{cause}: {detail}" if detail else cause)
        self.cause = cause
        self.detail = detail


class Pace:
    """The delays and holds of the hosts of one crawl; Scrapy's slots obey it.

    A slot is Scrapy's queue of one host. Whatever is in it or comes to it waits until the hold is
    over, and no request follows another one sooner than the delay.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.floor: dict[str, float] = {}
        """Seconds between two requests, at least, by slot, as robots.txt asks."""
        self.until: dict[str, float] = {}
        """Monotonic time before which no request goes out, by slot."""
        self.busy: dict[str, int] = {}
        """Busy answers in a row, by slot."""
        self.forbidden: dict[str, int] = {}
        """Answers in a row that forbid, by slot."""
        self.closed: dict[str, tuple[str, str]] = {}
        """Slots not asked again in this run, with the cause and detail that `Refused` takes."""
        self.base = settings.getfloat("NEWSFOLD_BACKOFF")
        self.longest = settings.getfloat("NEWSFOLD_MAX_HOLD")
        self.ends = float("inf")
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._reached, signal=signals.request_reached_downloader)
        crawler.signals.connect(self._answered, signal=signals.response_downloaded)

    def _opened(self) -> None:
        """The time of a run counts from here: what a slow machine takes to start is not in it."""
        minutes = self.crawler.settings.getfloat("NEWSFOLD_MAX_MINUTES")
        if minutes:
            self.ends = monotonic() + 60 * minutes

    def ask_slower(self, slot: str, seconds: float) -> None:
        """Keep to a Crawl-delay; the profile's own delay still holds where it is longer."""
        if seconds > self.floor.get(slot, 0.0):
            logger.info("%s: robots.txt asks for %g seconds between requests", slot, seconds)
            self.floor[slot] = seconds
            # From the answer on: a first request, which has to connect, comes later than it began.
            self.until[slot] = max(monotonic(), self.until.get(slot, 0.0))
            self._apply(slot)

    def hold(self, slot: str, seconds: float) -> None:
        """Send nothing to a host for so long; close it where that is longer than the run has."""
        until = monotonic() + seconds
        if seconds > self.longest or until > self.ends:
            logger.warning("%s: asks to be left alone for %d seconds", slot, seconds)
            self._close(slot, "asked to wait", f"{int(seconds)} seconds")
            return
        self.until[slot] = max(until, self.until.get(slot, 0.0))
        logger.info("%s: is busy; nothing is asked for %.1f seconds", slot, seconds)
        self._apply(slot)

    def _close(self, key: str, cause: str, detail: str) -> None:
        """Turn away what stands in a host's queue; PeaceKeeper does it for what comes later."""
        self.closed[key] = cause, detail
        slot = self.crawler.engine.downloader.slots.get(key) if self.crawler.engine else None
        while slot is not None and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Refused(cause, detail))

    def over(self) -> bool:
        """Whether the run's time is up."""
        return monotonic() >= self.ends

    def _reached(self, request: Request, spider: Spider) -> None:
        # The slot was just made or found, and nothing was sent yet.
        self._apply(request.meta.get("download_slot", ""))

    def _apply(self, key: str) -> None:
        engine = self.crawler.engine
        slot: Slot | None = engine.downloader.slots.get(key) if engine else None
        if slot is None:
            return
        slot.delay = max(slot.delay, self.floor.get(key, 0.0))
        until = self.until.get(key, 0.0)
        slot.lastseen = max(slot.lastseen, until)
        if until > monotonic():
            slot.delay = max(slot.delay, _LEAST)

    def _answered(self, response: Response, request: Request, spider: Spider) -> None:
        # Before Scrapy looks at the queue again, so that nothing slips out.
        key = request.meta.get("download_slot", "")
        if request.meta.get("dont_obey_robotstxt"):
            return  # robots.txt itself: the gate closes the host
        if not request.meta.get("newsfold_failed_before"):
            # What was forbidden before says nothing of the rest: it may be for members only.
            self._forbade(key, f"http {response.status}" in FORBIDDEN)
        if response.status not in BUSY:
            self.busy.pop(key, None)
            return
        self.busy[key] = self.busy.get(key, 0) + 1
        told = retry_after(response)
        request.meta["newsfold_hold"] = wait = (
            told if told is not None else backoff(self.base, self.busy[key])
        )
        self.hold(key, wait)

    def _forbade(self, key: str, forbids: bool) -> None:
        """Close a host that does nothing but forbid: it has most likely shut us out."""
        self.forbidden[key] = self.forbidden.get(key, 0) + 1 if forbids else 0
        if self.forbidden[key] >= MAX_FORBIDDEN and key not in self.closed:
            detail = f"{MAX_FORBIDDEN} times in a row"
            logger.warning("%s: forbids what is asked for, %s", key, detail)
            self._close(key, SHUT_OUT, detail)


def backoff(base: float, times: int) -> float:
    """Seconds to wait after so many busy answers in a row: doubling, with jitter upwards.

    Jitter keeps several crawlers that were turned away together from coming back together.
    """
    return base * float(2 ** min(times - 1, 10)) * random.uniform(1.0, 1.5)


def retry_after(response: Response) -> float | None:
    """Seconds that a Retry-After header asks for, in either of its forms; None without one."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:10])
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    # Counted from the server's own clock where it tells it, since clocks differ.
    now = datetime.now(UTC)
    try:
        date = (response.headers.get("Date") or b"").decode("latin-1")
        now = parsedate_to_datetime(date)
    except (ValueError, IndexError, TypeError):
        pass
    at, now = (time if time.tzinfo else time.replace(tzinfo=UTC) for time in (at, now))
    return max(0.0, (at - now).total_seconds())


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which also keeps to what robots.txt asks for."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        pace = getattr(spider, "pace", None)
        key, slot = self._get_slot(request, spider)
        if pace is not None and slot is not None:
            slot.delay = max(slot.delay, pace.floor.get(key, 0.0))
