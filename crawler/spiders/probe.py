"""A spider for a site that nobody has a profile for: its front page, and what that names."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler import __version__
from crawler.addresses import require_contact, user_agent
from crawler.politeness import Pace
from crawler.probe import COMMON, lists_of, sitemaps_of
from crawler.profile import Site, host_of
from crawler.site import twinless


class ProbeSpider(scrapy.Spider):
    """`newsfold probe ADDRESS` runs it; answers go to the file `out`, one JSON object a line."""

    name = "probe"
    custom_settings = {"ITEM_PIPELINES": {}, "DOWNLOAD_DELAY": 1.0}  # noqa: RUF012

    def __init__(self, url: str, out: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        host = host_of(url)
        bare = twinless(host)
        # What the site calls its feeds may stand on a sister of its host.
        self.site = Site(name=bare, domains=(host, bare, f"*.{bare}"))
        self.url, self.out = url, out
        self.asked: set[str] = set()
        self.pace: Pace | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ProbeSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        contact = crawler.settings.get("NEWSFOLD_CONTACT") or ""
        require_contact(Site(name=spider.site.name, domains=spider.site.domains[:1]), contact)
        crawler.settings.set("USER_AGENT", user_agent(__version__, contact), priority="spider")
        if spider.site.domains[0].startswith(("127.", "localhost")):
            crawler.settings.set("DOWNLOAD_DELAY", 0.0, priority="spider")
            spider.site = Site(name=spider.site.name, domains=spider.site.domains[:1])
        spider.pace = Pace(crawler)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        base = "/".join(self.url.split("/", 3)[:3])
        yield self.ask(self.url, "page")
        yield self.ask(f"{base}/robots.txt", "robots")

    def ask(self, url: str, kind: str) -> Request:
        self.asked.add(url)
        return Request(
            url,
            callback=self.answer,
            errback=self.nothing,
            cb_kwargs={"kind": kind},
            meta={"handle_httpstatus_all": True},
            dont_filter=True,
        )

    def answer(self, response: Response, kind: str) -> Any:
        row = {
            "url": response.url,
            "status": response.status,
            "kind": kind,
            "body": response.body.hex(),
        }
        with open(self.out, "a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
        there = response.status == 200
        found: list[tuple[str, str]] = []
        if kind == "page":
            named = lists_of(response.body, response.url) if there else []
            found = [(url, "feed") for url in named]
            if not found:
                found = [(response.urljoin(path), "common") for path in COMMON]
        elif kind == "robots" and there:
            found = [(url, "sitemap") for url in sitemaps_of(response.body, response.url)]
        for url, what in found:
            if host_of(url) and url not in self.asked:
                yield self.ask(url, what)

    def nothing(self, failure: Any) -> None:
        self.logger.warning("%s: %s", failure.request.url, failure.getErrorMessage())
