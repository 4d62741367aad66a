"""Guards on the way out: which addresses are fetched, what robots.txt allows, who wants peace."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from crawler.addresses import refusal
from crawler.politeness import BUSY, MAX_ASKS, NO_ROBOTS, Refused
from crawler.reuse import AGENT

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from scrapy.robotstxt import RobotParser

MAX_HEADER_BYTES = 256 * 1024
"""Bytes of all headers of an answer; servers and browsers stop at 8 to 256 KB."""

MAX_CRAWL_DELAY = 300.0
"""Seconds; a longer Crawl-delay is kept to as this much, and the budget of a run does the rest."""


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
        if "redirect_urls" in request.meta and self.crawler.spider.asked(request):  # type: ignore
            raise Refused("twin", request.url)

    def process_response(self, request: Request, response: Response) -> Response:
        size = sum(
            len(name) + len(value) for name, values in response.headers.items() for value in values
        )
        if size > MAX_HEADER_BYTES:
            raise Refused("too large", f"{size:,} bytes of headers")
        return response


class PeaceKeeper:
    """Asks again what a busy host turned away, once its hold is over, and spares closed hosts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PeaceKeeper:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        pace = getattr(self.crawler.spider, "pace", None)
        slot = urlparse_cached(request).hostname or ""
        if pace is None or request.meta.get("dont_obey_robotstxt"):
            return
        if slot in pace.closed:
            raise Refused(*pace.closed[slot])
        if pace.over():
            raise Refused("out of time")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        pace = getattr(self.crawler.spider, "pace", None)
        if pace is None or response.status not in BUSY or "newsfold_hold" not in request.meta:
            return response
        asks = request.meta.get("newsfold_asks", 1)
        if asks >= MAX_ASKS or request.meta.get("download_slot") in pace.closed:
            return response
        again = request.replace(dont_filter=True, priority=request.priority + 1)
        again.meta["newsfold_asks"] = asks + 1
        return again


class RobotsGate(RobotsTxtMiddleware):
    """robots.txt, with its failures read as RFC 9309 has it.

    Scrapy reads the text of an error page as rules, and allows everything where robots.txt cannot
    be had. Here 4xx allows; 429, 5xx and no answer at all close the host for this run.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # It says with a traceback of sixty lines what every refused address says in its own.
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)
        self.closed: dict[str, str] = {}

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status == 429 or response.status >= 500:
            self.closed[netloc] = f"answered {response.status}"
        if response.status >= 300:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        self._slow_down(netloc, request)

    def _slow_down(self, netloc: str, request: Request) -> None:
        pace = getattr(self.crawler.spider, "pace", None)
        parser = self._parsers.get(netloc)
        if pace is None or parser is None or not hasattr(parser, "crawl_delay"):
            return
        delay = parser.crawl_delay(AGENT)
        if delay:
            slot = urlparse_cached(request).hostname or ""
            pace.ask_slower(slot, min(float(delay), MAX_CRAWL_DELAY))

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self.closed[netloc] = f"could not be fetched: {exc or type(exc).__name__}"
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        netloc = request.url.split("/")[2]
        if netloc in self.closed:
            raise Refused(NO_ROBOTS, self.closed[netloc])
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise Refused("robots.txt forbids", request.url) from error
        request.meta["newsfold_robots"] = rule_for(rp, request.url)


def rule_for(parser: RobotParser | None, url: str) -> str:
    """The rule of robots.txt that lets `url` in, in its own words."""
    protego = getattr(parser, "rp", None)
    try:
        # Protego says only yes or no; its rules are the one place that says why.
        from protego._utils import _quote_path

        rules = protego and protego._get_matching_rule_set(AGENT)
        if not rules:
            return "no rules for us"
        path = _quote_path(url)
        for rule in rules._rules:
            if rule.value.match(path):
                return f"User-agent: {rules.user_agent}; {rule.field}: {rule.value._pattern}"
    except (ImportError, AttributeError):
        return "allowed"
    return f"User-agent: {rules.user_agent}; no rule for this address"
