"""The one spider: a site's profile says where its articles are, the spider brings their pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler import __version__
from crawler.addresses import bare_host, require_contact, user_agent
from crawler.discover import DiscoveryError, Found, feed_links, page_links, sitemap_links
from crawler.identity import article_link, denied, identity
from crawler.items import PageItem, QuarantineItem
from crawler.middlewares import Refused
from crawler.profile import Site, host_of
from crawler.resolver import refused
from crawler.site import covers, load_site
from crawler.summary import PREFIX, line, summary_of

MAX_SITEMAPS = 50
"""Sitemap files read in one run, newest first; an index of a large outlet names thousands."""
MAX_SITEMAP_DEPTH = 3
_KEPT_HEADERS = ("Content-Type", "ETag", "Last-Modified", "X-Robots-Tag", "TDM-Reservation")


class NewsSpider(scrapy.Spider):
    """`scrapy crawl news -a site=NAME`."""

    name = "news"

    def __init__(self, site: Site, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.seen: set[str] = set()
        self.sitemaps = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        settings = crawler.settings
        name = kwargs.pop("site", "") or (args[0] if args else "")
        site = load_site(name, settings.get("NEWSFOLD_SITES") or None)
        contact = settings.get("NEWSFOLD_CONTACT") or ""
        require_contact(site, contact)
        settings.set("USER_AGENT", user_agent(__version__, contact), priority="spider")
        settings.set("DOWNLOAD_DELAY", site.crawl.delay, priority="spider")
        return super().from_crawler(crawler, site=site, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        crawl = self.site.crawl
        for found in self.articles([Found(url) for url in crawl.urls]):
            yield found
        for url in crawl.feeds:
            yield self.listing(url, self.feed)
        for url in crawl.sections:
            yield self.listing(url, self.section)
        for url in crawl.sitemaps:
            yield self.listing(url, self.sitemap)

    def listing(self, url: str, callback: Any, depth: int = 0) -> Request:
        """A request for something that lists articles; before articles, so that they come early."""
        return Request(
            url,
            callback=callback,
            errback=self.failed,
            priority=10,
            dont_filter=True,
            cb_kwargs={"depth": depth} if depth else {},
        )

    def feed(self, response: Response) -> Iterator[Request | QuarantineItem]:
        try:
            found = feed_links(response.body, response.url)
        except DiscoveryError as error:
            yield QuarantineItem(response.url, "no feed", str(error), failed=True)
            return
        # What a feed lists is an article, whatever its address looks like, unless denied.
        yield from self.articles(e for e in found if not denied(e.url, self.site))

    def section(self, response: Response) -> Iterator[Request]:
        found = page_links(response.body, response.url)
        yield from self.articles(e for e in found if article_link(e.url, self.site))

    def sitemap(self, response: Response, depth: int = 0) -> Iterator[Request | QuarantineItem]:
        try:
            kind, found = sitemap_links(response.body, response.url)
        except DiscoveryError as error:
            yield QuarantineItem(response.url, "no sitemap", str(error), failed=True)
            return
        if kind == "pages":
            yield from self.articles(e for e in found if article_link(e.url, self.site))
            return
        for entry in found:
            if depth < MAX_SITEMAP_DEPTH and self.sitemaps < MAX_SITEMAPS:
                self.sitemaps += 1
                yield self.listing(entry.url, self.sitemap, depth + 1)

    def articles(self, found: Iterable[Found]) -> Iterator[Request]:
        """Requests for the addresses that are on the site and not asked for in this run."""
        limit = self.site.crawl.max_pages
        for entry in found:
            if not covers(self.site, host_of(entry.url)):
                self.count("elsewhere")
                continue
            key = identity(entry.url, site=self.site)
            if key in self.seen:
                continue
            self.seen.add(key)
            self.count("found")
            if limit and len(self.seen) > limit:
                self.count("over_limit")
                continue
            yield Request(entry.url, callback=self.page, errback=self.failed)

    def page(self, response: Response) -> Iterator[PageItem | QuarantineItem]:
        """One article page, as it came."""
        self.count("fetched")
        kind, charset = _content_type(response)
        if kind not in ("", "text/html", "application/xhtml+xml", "text/plain", "text/xml"):
            yield QuarantineItem(response.url, "not a page", f"the answer is {kind}")
            return
        yield PageItem(
            url=response.url,
            html=response.body,
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            charset=charset,
            headers={
                name: value.decode("latin-1")
                for name in _KEPT_HEADERS
                if (value := response.headers.get(name)) is not None
            },
        )

    def failed(self, failure: Failure) -> Iterator[QuarantineItem]:
        """What became of an address that gave no page."""
        request: Request = failure.request  # type: ignore[attr-defined]
        cause = cause_of(failure)
        detail = failure.getErrorMessage()[:500]
        self.logger.warning("%s: %s (%s)", request.url, cause, detail)
        yield QuarantineItem(request.url, cause, detail, failed=True)

    def count(self, what: str) -> None:
        self.crawler.stats.inc_value(PREFIX + what)

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
        return str(error) or "ignored"
    name = type(error).__name__
    for mark, cause in _CAUSES.items():
        if mark in name:
            return cause
    return name


_CAUSES = {
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


def _content_type(response: Response) -> tuple[str, str]:
    header = (response.headers.get("Content-Type") or b"").decode("latin-1")
    kind, _, rest = header.partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return kind.strip().lower(), charset
