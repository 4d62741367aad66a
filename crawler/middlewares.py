"""Guards on the way out: which addresses are fetched, and what robots.txt allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.addresses import refusal

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from scrapy.robotstxt import RobotParser


class Refused(IgnoreRequest):
    """A request that newsfold does not make; `cause` is what the summary counts it under."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__(f"{cause}: {detail}" if detail else cause)
        self.cause = cause


class AddressGuard:
    """Stops requests off the site or to private addresses, on every hop of a redirect.

    Scrapy sends a redirect's target through here as a request of its own.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.allow_private = crawler.settings.getbool("NEWSFOLD_ALLOW_PRIVATE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        site = getattr(self.crawler.spider, "site", None)
        if site is None:  # another spider in this project, with its own idea of a site
            return
        cause = refusal(request.url, site, self.allow_private)
        if cause:
            hops = request.meta.get("redirect_urls", [])
            raise Refused(cause, " -> ".join([*hops, request.url]))


class RobotsGate(RobotsTxtMiddleware):
    """robots.txt, with its failures read as RFC 9309 has it.

    Scrapy reads the text of an error page as rules, and allows everything where robots.txt cannot
    be had. Here 4xx allows; 429, 5xx and no answer at all close the host for this run.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.closed: dict[str, str] = {}

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status == 429 or response.status >= 500:
            self.closed[netloc] = f"robots.txt answered {response.status}"
        if response.status >= 300:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self.closed[netloc] = f"robots.txt could not be fetched: {exc or type(exc).__name__}"
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        netloc = request.url.split("/")[2]
        if netloc in self.closed:
            raise Refused("robots.txt unavailable", self.closed[netloc])
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise Refused("robots.txt forbids", request.url) from error
