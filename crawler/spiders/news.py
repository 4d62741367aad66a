"""The one spider: a site's profile says where its articles are, the spider brings their pages.

First everything that lists articles is read and noted in the ledger; then what the ledger has due
is asked for, the newest first. So it makes no difference in which run an address was found.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler import __version__, render
from crawler.accounts import Accounts
from crawler.addresses import bare_host, refusal, require_contact, user_agent
from crawler.discover import (
    DiscoveryError,
    Found,
    feed_links,
    no_later,
    page_links,
    sitemap_links,
)
from crawler.identity import article_link, denied, identity
from crawler.items import PageItem, QuarantineItem, SameItem
from crawler.politeness import NO_ROBOTS, SHUT_OUT, Pace, Refused
from crawler.profile import Site, host_of
from crawler.readers.text import HEAD, is_binary
from crawler.resolver import refused
from crawler.reuse import Reservation, read_tdmrep
from crawler.site import covers, load_site
from crawler.summary import PREFIX, line, summary_of
from dedupe.record import digest_of
from storage.ledger import FORBIDDEN, Due, Entry, Visit, moment

MAX_SITEMAPS = 50
"""Sitemap files read in one run, newest first; an index of a large outlet names thousands."""
MAX_SITEMAP_DEPTH = 3
MAX_FOUND = 50_000
"""Addresses taken from one list: the sitemap protocol's own limit; more is a loop."""
MAX_ADDRESS = 2000
"""Characters; longer addresses grow by themselves, in loops of queries and calendars."""
_GONE = ("http 404", "http 410")
_UNASKED = ("robots.txt forbids", "off the site", "private address", "not http or https")
_REFUSED = (*_UNASKED, *FORBIDDEN)
_NOT_ASKED = (*_UNASKED, NO_ROBOTS, SHUT_OUT, "asked to wait", "out of time")
_NO_ANSWER = (NO_ROBOTS, SHUT_OUT, "asked to wait", "out of time", "not archived")
"""Causes that say nothing of the address itself: it stays due as it is."""


class NewsSpider(scrapy.Spider):
    """`scrapy crawl news -a site=NAME`."""

    name = "news"

    def __init__(self, site: Site, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.accounts: Accounts | None = None
        """Opened with the spider, by the pipelines."""
        self.pace: Pace | None = None
        self.reservations: tuple[Reservation, ...] = ()
        self.sitemaps = 0
        self.lists = 0
        """Lists that were asked for and have not answered yet."""
        self.in_flight: set[str] = set()
        self.done: set[str] = set()
        """Keys of the articles that were asked for in this run."""
        self.failed_before: set[str] = set()
        """Keys of those that had given nothing at the visit before this run's."""
        self.no_robots: set[str] = set()
        """Addresses of robots.txt that could not be had and of which this was said."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        settings = crawler.settings
        name = kwargs.pop("site", "") or (args[0] if args else "")
        site = load_site(name, settings.get("NEWSFOLD_SITES") or None)
        contact = settings.get("NEWSFOLD_CONTACT") or ""
        require_contact(site, contact)
        settings.set("USER_AGENT", user_agent(__version__, contact), priority="spider")
        settings.set("DOWNLOAD_DELAY", site.crawl.delay, priority="spider")
        if site.crawl.concurrency:
            settings.set(
                "CONCURRENT_REQUESTS_PER_DOMAIN", site.crawl.concurrency, priority="spider"
            )
        if site.crawl.render:
            render.prepare(settings, site)
        spider = super().from_crawler(crawler, site=site, **kwargs)
        spider.pace = Pace(crawler)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        accounts = self.accounts
        if accounts is None or accounts.holder is not None:
            raise CloseSpider("locked")
        crawl = self.site.crawl
        accounts.found(self.entries([Found(url) for url in crawl.urls]))
        for urls, callback in (
            (crawl.feeds, self.feed),
            (crawl.sections, self.section),
            (crawl.sitemaps, self.sitemap),
        ):
            for url in urls:
                yield self.listing(url, callback)
        while self.lists:
            await asyncio.sleep(0.02)
        async for request in self.due(accounts):
            yield request

    # -- lists of articles ------------------------------------------------------------------------

    @cached_property
    def reading(self) -> str:
        """How lists of pages are read: one that did not change is read anew where this did."""
        site, crawl = self.site, self.site.crawl
        window = (crawl.days, self.setting("NEWSFOLD_SINCE"), self.setting("NEWSFOLD_UNTIL"))
        rules = (site.domains, site.keys, crawl.allow, crawl.deny)
        return f"pages {digest_of(repr((rules, window)).encode())[:16]}"

    def listing(self, url: str, callback: Any, depth: int = 0) -> Request:
        """A conditional request for something that lists articles."""
        assert self.accounts is not None
        self.lists += 1
        known = None if self.setting("NEWSFOLD_RECHECK") else self.accounts.list_of(url)
        said = _validators(known) if known and known.state == self.reading else {}
        return Request(
            url,
            callback=self.listed,
            errback=self.list_failed,
            priority=10,
            dont_filter=True,
            headers=said,
            meta={
                **_unchanged(said),
                "newsfold_list": url,
                **(self.rendered() if callback == self.section else {}),
            },
            cb_kwargs={"read": callback, "depth": depth},
        )

    def listed(self, response: Response, read: Any, depth: int) -> Iterator[Any]:
        """Read a list, and note what it names in one go with its validators."""
        assert self.accounts is not None
        url = response.meta["newsfold_list"]
        try:
            if response.status == 304:
                self.count("lists_same")
                self.accounts.list_same(url)
                return
            yield from read(response, url, depth)
        finally:
            self.lists -= 1

    def list_failed(self, failure: Failure) -> Iterator[QuarantineItem]:
        self.lists -= 1
        url = failure.request.meta["newsfold_list"]  # type: ignore[attr-defined]
        cause, detail = cause_of(failure), detail_of(failure)
        place, news = self.place(url, cause)
        if news:
            self.logger.warning("%s: %s (%s)", place, cause, detail)
        yield replace(self.no_list(url, cause, detail), url=place, news=news)

    def no_list(self, url: str, reason: str, detail: str) -> QuarantineItem:
        assert self.accounts is not None
        missed = may_pass(self.accounts.list_of(url), reason)
        self.count("lists_missed" if missed else "lists_failed")
        self.accounts.listed(url, Visit("failed", cause=reason))
        return QuarantineItem(url, reason, detail, failed=True)

    def place(self, url: str, cause: str) -> tuple[str, bool]:
        """The address that is to blame for a failure of `url`, and whether that was not yet said.

        A robots.txt that cannot be had keeps all addresses of its host from being asked for.
        """
        if cause != NO_ROBOTS:
            return url, True
        robots = urljoin(url, "/robots.txt")
        news = robots not in self.no_robots
        self.no_robots.add(robots)
        return robots, news

    def feed(self, response: Response, url: str, depth: int) -> Iterator[QuarantineItem]:
        try:
            found = feed_links(response.body, response.url)
        except DiscoveryError as error:
            yield self.no_list(url, "no feed", str(error))
            return
        # What a feed lists is an article, whatever its address looks like, unless denied.
        self.note(response, url, (e for e in found if not denied(e.url, self.site)))

    def section(self, response: Response, url: str, depth: int) -> Iterator[QuarantineItem]:
        found = page_links(response.body, response.url)
        self.note(response, url, (e for e in found if article_link(e.url, self.site)))
        yield from ()

    def sitemap(self, response: Response, url: str, depth: int) -> Iterator[Any]:
        try:
            kind, found = sitemap_links(response.body, response.url)
        except DiscoveryError as error:
            yield self.no_list(url, "no sitemap", str(error))
            return
        if kind == "pages":
            self.note(response, url, (e for e in found if article_link(e.url, self.site)))
            return
        self.note(response, url, None)
        for entry in found:
            if self.wanted_map(entry, depth):
                self.sitemaps += 1
                yield self.listing(entry.url, self.sitemap, depth + 1)

    def wanted_map(self, entry: Found, depth: int) -> bool:
        """Whether a sitemap that an index names is read: near enough, new enough, changed."""
        assert self.accounts is not None
        if depth >= MAX_SITEMAP_DEPTH or self.sitemaps >= MAX_SITEMAPS:
            self.count("sitemaps_left")
            return False
        last = no_later(entry)
        if last and last < self.since():
            return False
        known = self.accounts.list_of(entry.url)
        return not (
            known
            and known.state == self.reading
            and last
            and last < _earlier(known.asked_at)
            and not self.setting("NEWSFOLD_RECHECK")
        )

    def note(self, response: Response, url: str, found: Iterable[Found] | None) -> None:
        """Note that a list was read, and the pages that it names; None: it is an index."""
        assert self.accounts is not None
        etag, modified = _validators_of(response)
        kind = "index" if found is None else self.reading
        visit = Visit("stored", etag=etag, last_modified=modified, digest=kind)
        new = self.accounts.listed(url, visit, self.entries(found or ()))
        self.count("found_new", new)

    def entries(self, found: Iterable[Found]) -> Iterator[Entry]:
        """What lists name, as the ledger takes it: on the site, in the window, each once."""
        seen: set[str] = set()
        since, until = self.since(), self.setting("NEWSFOLD_UNTIL") or "9"
        for entry in found:
            if len(entry.url) > MAX_ADDRESS or len(seen) >= MAX_FOUND:
                self.count("left_out")
                continue
            if not covers(self.site, host_of(entry.url)):
                self.count("elsewhere")
                continue
            if entry.moment and not since <= entry.moment <= until:
                self.count("outside_window")
                continue
            key = identity(entry.url, site=self.site)
            if key not in seen:
                seen.add(key)
                self.count("found")
                yield Entry(key, entry.url, entry.moment, entry.changed)

    def since(self) -> str:
        """The moment before which what a list dates is left alone; empty: no limit."""
        given = str(self.setting("NEWSFOLD_SINCE") or "")
        days = self.site.crawl.days
        if given or not days:
            return given
        start = datetime.fromtimestamp(datetime.now(UTC).timestamp() - days * 86400, UTC)
        return start.strftime("%Y-%m-%d")

    # -- articles ---------------------------------------------------------------------------------

    async def due(self, accounts: Accounts) -> AsyncIterator[Request]:
        """Requests for what is due, a few at a time, as far as the run and the day allow."""
        everything = self.crawler.settings.getbool("NEWSFOLD_RECHECK")
        numbers = list(accounts.due(self.since(), everything))
        left = self.budget(accounts)
        first = True
        for place, number in enumerate(numbers):
            waiting = min(left, len(numbers) - place)
            self.crawler.stats.set_value(f"{PREFIX}queue", int(waiting))
            entry = accounts.entry(number)
            if entry is None or (entry.state == "twin"):
                continue
            # The profile, or its rules, may have changed since the address was found.
            if not covers(self.site, host_of(entry.url)):
                continue
            if left <= 0 or self.stopped(entry.url):
                self.count("over_limit")
                continue
            if first:
                first = False
                await self.read_tdmrep(entry.url)
            while len(self.in_flight) >= self.most_in_flight():
                await asyncio.sleep(0.01)
            if entry.key in self.done:
                continue
            left -= 1
            self.done.add(entry.key)
            self.in_flight.add(entry.key)
            if entry.failures:
                self.failed_before.add(entry.key)
            yield self.article(entry)
        self.crawler.stats.set_value(f"{PREFIX}queue", 0)

    def budget(self, accounts: Accounts) -> float:
        """How many article pages may still be asked for, in this run and on this day."""
        crawl = self.site.crawl
        limits = [
            crawl.max_pages or float("inf"),
            self.crawler.settings.getint("NEWSFOLD_MAX_PAGES") or float("inf"),
        ]
        if crawl.max_pages_a_day:
            limits.append(max(0, crawl.max_pages_a_day - accounts.asked_today()))
        return min(limits)

    def most_in_flight(self) -> int:
        return 2 * self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")

    def stopped(self, url: str) -> bool:
        """Whether nothing more is asked of the host in this run."""
        return self.pace is not None and (
            self.pace.over() or bare_host(host_of(url)) in self.pace.closed
        )

    async def read_tdmrep(self, url: str) -> None:
        """What the site reserves of text and data mining; it is asked for once a run."""
        engine = self.crawler.engine
        base = url.split("/", 3)
        address = f"{base[0]}//{base[2]}/.well-known/tdmrep.json"
        if engine is None or refusal(address, self.site, True) not in ("", "private address"):
            return
        try:
            response = await engine.download_async(
                Request(address, meta={"handle_httpstatus_all": True, "max_retry_times": 0})
            )
        except Exception as error:  # whatever it is, the pages are asked for all the same
            self.logger.debug("%s: %s", address, error)
            return
        if response.status == 200:
            self.reservations = read_tdmrep(response.body)

    def article(self, entry: Due) -> Request:
        said = _validators(entry) if entry.state == "stored" else {}
        return Request(
            entry.url,
            callback=self.page,
            errback=self.failed,
            dont_filter=True,
            headers=said,
            meta={
                **_unchanged(said),
                "newsfold_key": entry.key,
                "newsfold_failed_before": entry.failures > 0,
                **self.rendered(),
            },
        )

    def rendered(self) -> dict[str, Any]:
        return render.meta() if self.site.crawl.render else {}

    def page(self, response: Response) -> Iterator[PageItem | QuarantineItem | SameItem]:
        """One article page, as it came."""
        key = response.meta["newsfold_key"]
        self.in_flight.discard(key)
        self.count("fetched")
        if response.status == 304:
            self.count("not_modified")
            yield SameItem(response.url, key, Visit("same"))
            return
        kind, charset = _content_type(response)
        if self.site.crawl.render:
            charset = "utf-8"  # the browser read it, and wrote it out again
            cause = refusal(response.url, self.site, True)
            if cause or len(response.body) > self.crawler.settings.getint("DOWNLOAD_MAXSIZE"):
                yield self.not_taken(response, key, cause or "too large")
                return
        coded = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
        binary = is_binary(response.body[:HEAD])
        if coded or binary or kind not in _PAGES:
            detail = f"the answer is {'binary data under ' * binary}{kind or coded or 'no type'}"
            visit = Visit("empty", cause="not a page")
            yield QuarantineItem(response.url, "not a page", detail, key=key, visit=visit)
            return
        yield PageItem(
            url=response.url,
            html=response.body,
            key=key,
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            charset=charset,
            headers={
                name.decode("latin-1").lower(): [value.decode("latin-1") for value in values]
                for name, values in response.headers.items()
            },
            robots_rule=response.meta.get("newsfold_robots"),
        )

    def not_taken(self, response: Response, key: str, cause: str) -> QuarantineItem:
        """A page that the browser brought and that is not ours to keep."""
        visit = Visit("refused", cause=cause)
        return QuarantineItem(response.url, cause, "", failed=True, key=key, visit=visit)

    def asked(self, request: Request) -> bool:
        """Whether a redirect leads to an article that is asked for by itself in this run."""
        key = identity(request.url, site=self.site)
        return key in self.done and key != request.meta.get("newsfold_key", key)

    def failed(self, failure: Failure) -> Iterator[QuarantineItem | SameItem]:
        """What became of an address that gave no page."""
        request: Request = failure.request  # type: ignore[attr-defined]
        key = request.meta.get("newsfold_key", "")
        self.in_flight.discard(key)
        cause = cause_of(failure)
        error = failure.value
        if isinstance(error, Refused) and error.cause == "twin":
            landed = identity(error.detail, site=self.site)
            yield SameItem(request.url, key, Visit("twin", landed, error.detail))
            return
        detail = detail_of(failure)
        place, news = self.place(request.url, cause)
        if news:
            self.logger.warning("%s: %s (%s)", place, cause, detail)
        state = "gone" if cause in _GONE else "refused" if cause in _REFUSED else "failed"
        wait = int(request.meta.get("newsfold_hold", 0))
        yield QuarantineItem(
            place,
            cause,
            detail,
            failed=True,
            news=news,
            key=key,
            visit=None if cause in _NO_ANSWER else Visit(state, cause=cause, wait=wait),
            asked=cause not in _NOT_ASKED,
        )

    def setting(self, name: str) -> Any:
        return self.crawler.settings.get(name)

    def count(self, what: str, number: int = 1) -> None:
        self.crawler.stats.inc_value(PREFIX + what, number)

    def closed(self, reason: str) -> None:
        summary = summary_of(self.site.name, self.crawler.stats.get_stats(), reason)
        self.logger.info("%s", line(summary))


def cause_of(failure: Failure) -> str:
    """A short, countable cause of a failed request."""
    error = failure.value
    request = getattr(failure, "request", None)
    if request is not None and bare_host(host_of(request.url)) in refused:
        return "private address"
    if isinstance(error, HttpError):
        return f"http {error.response.status}"
    if isinstance(error, Refused):
        return error.cause
    if isinstance(error, IgnoreRequest):
        return "too large" if "DOWNLOAD_MAXSIZE" in str(error) else str(error) or "ignored"
    # Of what packs, some call their error no more than `error`.
    name = f"{type(error).__module__}.{type(error).__name__}"
    for mark, cause in _CAUSES.items():
        if mark in name:
            return cause
    return type(error).__name__


def detail_of(failure: Failure) -> str:
    """What more there is to say of a failed request than its cause."""
    error = failure.value
    return str(error.detail if isinstance(error, Refused) else failure.getErrorMessage())[:500]


_CAUSES = {
    "Gzip": "cannot be unpacked",
    "zlib": "cannot be unpacked",
    "brotli": "cannot be unpacked",
    "Zstd": "cannot be unpacked",
    "Timeout": "timeout",
    "TimedOut": "timeout",
    "Resolve": "name not found",
    "DNSLookup": "name not found",
    "Refused": "connection refused",
    "TLS": "certificate",
    "SSL": "certificate",
    "Verification": "certificate",
    "Cancelled": "too large",
    "DataLoss": "cut off",
    "Connection": "connection lost",
    "ResponseFailed": "connection lost",
    "ResponseNever": "connection lost",
}
"""Words in the names of Scrapy's and Twisted's errors, most telling first."""

_PASSING = (
    *("timeout", "connection refused", "connection lost", "cut off", "http 408", "http 425"),
    *("http 429", *(f"http {status}" for status in range(500, 600))),
)
"""Causes that are over at the next run, more often than not."""


def may_pass(known: Due | None, cause: str) -> bool:
    """Whether a list of which `known` is known merely did not answer, and did the time before."""
    return known is not None and not known.failures and cause in _PASSING


_PAGES = ("", "text/html", "application/xhtml+xml", "text/plain", "text/xml")


def _validators(known: Due | None) -> dict[str, str]:
    """Headers that ask for an answer only if something changed."""
    if known is None:
        return {}
    said = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in said.items() if value}


def _earlier(asked_at: str) -> str:
    """Half a day before: clocks differ, and a day of which no zone is told is not over at once."""
    return moment(datetime.fromisoformat(asked_at) - timedelta(hours=12))


def _unchanged(validators: dict[str, str]) -> dict[str, list[int]]:
    """Takes a 304 for an answer, where one was asked for; else it is a failure like any other."""
    return {"handle_httpstatus_list": [304]} if validators else {}


def _validators_of(response: Response) -> tuple[str, str]:
    etag, modified = (response.headers.get(name) or b"" for name in ("ETag", "Last-Modified"))
    return etag.decode("latin-1")[:500], modified.decode("latin-1")[:100]


def _content_type(response: Response) -> tuple[str, str]:
    header = (response.headers.get("Content-Type") or b"").decode("latin-1")
    kind, _, rest = header.partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return kind.strip().lower(), charset
