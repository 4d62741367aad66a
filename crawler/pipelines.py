"""Scrapy's item pipelines: fold, then store. Wiring only: what to do is decided elsewhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from crawler.accounts import Accounts
from crawler.cards import with_keys
from crawler.identity import identity
from crawler.inputs import lacks_article
from crawler.items import FoldedItem, PageItem, QuarantineItem, SameItem
from crawler.limits import TooLarge
from crawler.page import page_from_html
from crawler.profile import Site, host_of
from crawler.refold import learned, settle
from crawler.reuse import rights_of
from crawler.site import covers, rules_of
from crawler.summary import PREFIX, as_dict, summary_of
from dedupe.model import FoldedPage
from dedupe.page import fold_page
from storage.ledger import Visit, article_digest
from storage.locks import BEAT
from storage.store import StoreError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

LEARN_AT = (30, 120, 400)
"""Pages of a site's first crawl after which its furniture is learned; the last is a full sample."""


def spider_of(crawler: Crawler) -> NewsSpider:
    """The running spider; pipelines work for no other one."""
    return crawler.spider  # type: ignore[return-value]


def end(crawler: Crawler, reason: str) -> None:
    """End a crawl early, in order."""
    assert crawler.engine is not None
    from scrapy.utils.defer import _schedule_coro

    _schedule_coro(crawler.engine.close_spider_async(reason=reason))


class FoldPipeline:
    """A fetched page becomes a folded one, or a quarantine entry that says why not."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.first = False
        self.learned_at = 0
        self.keep = crawler.settings.get("NEWSFOLD_KEEP")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FoldPipeline:
        return cls(crawler)

    def open_spider(self) -> None:
        spider = spider_of(self.crawler)
        site = spider.site
        spider.accounts = Accounts(
            self.crawler.settings.get("NEWSFOLD_DB"), site.name, site.crawl.revisit_days
        )

    @property
    def furniture(self) -> frozenset[bytes]:
        """What the site repeats, as known before this run stored anything.

        Learned when there is a page, since most crawls find nothing new, and again on the way
        through a site's first crawl, so that the end has little to fold again.
        """
        accounts = spider_of(self.crawler).accounts
        assert accounts is not None
        if not accounts.folded_with:
            self.first = accounts.store.count_of(accounts.site) < LEARN_AT[0]
        elif not (self.first and accounts.saved in LEARN_AT and accounts.saved != self.learned_at):
            return accounts.folded_with[-1]
        self.learned_at = accounts.saved
        accounts.folded_with.append(learned(accounts.store, accounts.site))
        return accounts.folded_with[-1]

    def process_item(self, item: Any) -> Any:
        if not isinstance(item, PageItem):
            return item
        spider = spider_of(self.crawler)
        site = spider.site
        if self.keep:
            with open(self.keep, "a", encoding="ascii") as kept:
                kept.write(item.html.hex() + "\n")
        try:
            page = page_from_html(
                item.html,
                id=item.url,
                url=item.url,
                source=site.name,
                fetched_at=item.fetched_at,
                site=site,
                charset=item.charset or site.crawl.charset or None,
            )
            folded = with_keys(fold_page(page, rules_of(site), self.furniture), site)
            rights = rights_of(
                item.url, item.html, item.headers, item.robots_rule, spider.reservations
            )
        except TooLarge as error:
            visit = Visit("empty", cause="too large")
            return QuarantineItem(item.url, "too large", str(error), key=item.key, visit=visit)
        except Exception as error:
            # Whatever one page holds, the crawl goes on; the page's address and the error stay.
            logger.exception("%s: cannot be folded", item.url)
            detail = f"{type(error).__name__}: {error}"
            visit = Visit("empty", cause="unreadable")
            return QuarantineItem(item.url, "unreadable", detail, key=item.key, visit=visit)
        return FoldedItem(
            item.url, folded, self.furniture, item.key, rights, visit_of(item, folded, site)
        )


def visit_of(item: PageItem, folded: FoldedPage, site: Site) -> Visit:
    """What the ledger notes of a page that was fetched and folded."""
    bad = lacks_article(folded)
    if bad is not None:
        return Visit("empty", cause=bad.reason)
    key, canonical = folded.page.key, folded.page.meta.canonical
    address = item.url
    if identity(item.url, site=site) != key and covers(site, host_of(canonical)):
        address = canonical
    etag, modified = (
        (item.headers.get(name) or [""])[-1][:500] for name in ("etag", "last-modified")
    )
    return Visit("stored", key, address, article_digest(folded), etag, modified)


class StorePipeline:
    """One transaction a page, as it arrives: a killed crawl loses only what is on its way."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.beat: Any = None
        self.stopping = False
        """Whether the database took no more."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        pipeline = cls(crawler)
        # Pipelines' own close_spider() is not told why a crawl ends; the signal after it is.
        crawler.signals.connect(pipeline.finish, signal=signals.spider_closed)
        return pipeline

    def open_spider(self) -> None:
        holder = self.accounts.holder
        if holder is None:
            self.beat = create_looping_call(self._beat)
            self.beat.start(BEAT, now=False)
            return
        owner = holder.owner
        self.crawler.stats.set_value(
            PREFIX + "holder", f"process {owner.pid} on {owner.host} since {holder.taken}"
        )

    @property
    def accounts(self) -> Accounts:
        accounts = spider_of(self.crawler).accounts
        assert accounts is not None
        return accounts

    def process_item(self, item: Any) -> Any:
        try:
            self._store(item)
        except StoreError as error:
            self._stop(item.url, error)
        return item

    def _store(self, item: Any) -> None:
        if isinstance(item, FoldedItem):
            outcome = self.accounts.save(
                item.key, item.folded, item.furniture, item.rights, item.visit
            )
            bad = lacks_article(item.folded)
            if bad is None:
                self._count(outcome.state)
            else:
                self._quarantine(
                    QuarantineItem(item.url, bad.reason, bad.detail, key=item.key, visit=item.visit)
                )
        elif isinstance(item, SameItem):
            self.accounts.visited(item.key, item.visit, item.asked)
        elif isinstance(item, QuarantineItem):
            if item.key and item.visit is not None:
                self.accounts.visited(item.key, item.visit, item.asked)
            self._quarantine(item)

    def _stop(self, url: str, error: StoreError) -> None:
        """End the run: what comes now would be fetched in vain. What is not saved stays due."""
        self._count("failed/not saved")
        if self.stopping:
            return
        self.stopping = True
        self.crawler.stats.set_value(PREFIX + "last_error", f"{url}: {error}"[:500])
        logger.error("%s: %s", url, error)
        end(self.crawler, "not saved")

    def finish(self, reason: str) -> None:
        spider = spider_of(self.crawler)
        if spider.accounts is None:
            return
        if self.beat is not None and self.beat.running:
            self.beat.stop()
        site, accounts = spider.site.name, spider.accounts
        if accounts.holder is None and not self.stopping:
            changed = 0
            if accounts.saved or accounts.left_behind:
                sites_dir = self.crawler.settings.get("NEWSFOLD_SITES") or ""
                changed = settle(accounts.store, site, sites_dir, folded_with=accounts.folded_with)
            self._count("refolded", changed)
            if changed:
                logger.info("%s: its furniture is known better: %d folded again", site, changed)
            self._count("due", accounts.states().due)
        summary = summary_of(site, self.crawler.stats.get_stats(), reason)
        try:
            accounts.close(as_dict(summary))
        except StoreError as error:
            # The run has no end then, and counts as killed: whoever asks is told to look.
            logger.error("%s: %s", site, error)

    def _beat(self) -> None:
        if not self.accounts.beat():
            logger.error("%s: another process has taken over", spider_of(self.crawler).site.name)
            end(self.crawler, "taken over")

    def _quarantine(self, item: QuarantineItem) -> None:
        self._count(f"{'failed' if item.failed else 'quarantined'}/{item.reason}")
        if item.visit is not None and item.key in spider_of(self.crawler).failed_before:
            self._count("still_bad")
        if not item.news:
            return
        stats = self.crawler.stats
        detail = f": {item.detail}" if item.detail else ""
        stats.set_value(PREFIX + "last_error", f"{item.url}: {item.reason}{detail}"[:500])
        if not item.failed:
            logger.warning("%s: quarantined: %s (%s)", item.url, item.reason, item.detail)
        unseen = self.accounts.store.quarantine(
            where=spider_of(self.crawler).site.name,
            input_id=item.url,
            url=item.url,
            reason=item.reason,
            detail=item.detail,
            run=self.accounts.run or None,
        )
        if unseen and not item.failed:
            self._count("put_aside")

    def _count(self, what: str, count: int = 1) -> None:
        self.crawler.stats.inc_value(PREFIX + what, count)
