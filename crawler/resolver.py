"""A name resolver that refuses names which lead to private addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.addresses import is_loopback, is_public

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

refused: dict[str, str] = {}
"""Names that were refused, and the address each led to. Twisted drops the reason on its way."""


class GuardedResolver(CachingThreadedResolver):
    """Every answer is checked when it is used, so a name that changes its address gains nothing.

    Proxies that the environment names, and `localhost`, which AddressGuard judges, pass.
    """

    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool("NEWSFOLD_ALLOW_PRIVATE")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        answer = super().getHostByName(name, timeout)
        answer.addCallback(self._checked, name)
        return answer

    def _checked(self, address: str, name: str) -> str:
        if self.allow_private or is_loopback(name) or name in _proxies() or is_public(address):
            return address
        refused[name] = address
        raise DNSLookupError(f"{name} leads to {address}, which is no public address")


def _proxies() -> set[str]:
    return {urlsplit(proxy).hostname or "" for proxy in getproxies().values()}
