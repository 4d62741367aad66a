"""Scrapy's item pipelines: fold, then store. Wiring only: what to do is decided elsewhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.inputs import lacks_article
from crawler.items import FoldedItem, PageItem, QuarantineItem
from crawler.page import page_from_html
from crawler.profile import Site
from crawler.refold import learned, settle
from crawler.site import rules_of
from crawler.summary import PREFIX, as_dict, summary_of
from dedupe.page import fold_page
from storage.store import Store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


def site_of(crawler: Crawler) -> Site:
    """The profile that the running spider crawls by."""
    return crawler.spider.site  # type: ignore[union-attr,no-any-return]


class FoldPipeline:
    """A fetched page becomes a folded one, or a quarantine entry that says why not."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.furniture: frozenset[bytes] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FoldPipeline:
        return cls(crawler)

    def open_spider(self) -> None:
        # Learned once: while a crawl runs all its pages are folded alike.
        with Store(self.crawler.settings.get("NEWSFOLD_DB")) as store:
            self.furniture = learned(store, site_of(self.crawler).name)

    def process_item(self, item: Any) -> Any:
        if not isinstance(item, PageItem):
            return item
        site = site_of(self.crawler)
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
            folded = fold_page(page, rules_of(site), self.furniture)
            return FoldedItem(item.url, folded, self.furniture)
        except Exception as error:
            # Whatever one page holds, the crawl goes on; the page's address and the error stay.
            logger.exception("%s: cannot be folded", item.url)
            return QuarantineItem(item.url, "unreadable", f"{type(error).__name__}: {error}")


class StorePipeline:
    """One transaction a page, as it arrives: a killed crawl loses only what is on its way."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.path = crawler.settings.get("NEWSFOLD_DB")
        self.store: Store | None = None
        self.run = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        pipeline = cls(crawler)
        # Pipelines' own close_spider() is not told why a crawl ends; the signal after it is.
        crawler.signals.connect(pipeline.finish, signal=signals.spider_closed)
        return pipeline

    def open_spider(self) -> None:
        self.store = Store(self.path)
        self.run = self.store.start_run("crawl", site_of(self.crawler).name)

    def process_item(self, item: Any) -> Any:
        assert self.store is not None
        if isinstance(item, FoldedItem):
            known = {item.folded.page.source: item.furniture}
            outcome = self.store.save(item.folded, self.run, known)
            bad = lacks_article(item.folded)
            if bad is None:
                self._count(outcome.state)
            else:
                self._quarantine(QuarantineItem(item.url, bad.reason, bad.detail))
        elif isinstance(item, QuarantineItem):
            self._quarantine(item)
        return item

    def finish(self, reason: str) -> None:
        if self.store is None:
            return
        site = site_of(self.crawler).name
        sites_dir = self.crawler.settings.get("NEWSFOLD_SITES") or ""
        changed = settle(self.store, site, sites_dir)
        self._count("refolded", changed)
        if changed:
            logger.info("%s: what is furniture is known better now: %d folded again", site, changed)
        summary = summary_of(site, self.crawler.stats.get_stats(), reason)
        self.store.finish_run(self.run, as_dict(summary))
        self.store.close()

    def _quarantine(self, item: QuarantineItem) -> None:
        assert self.store is not None
        self._count(f"{'failed' if item.failed else 'quarantined'}/{item.reason}")
        if not item.failed:
            logger.warning("%s: quarantined: %s (%s)", item.url, item.reason, item.detail)
        self.store.quarantine(
            where=site_of(self.crawler).name,
            input_id=item.url,
            url=item.url,
            reason=item.reason,
            detail=item.detail,
            run=self.run,
        )

    def _count(self, what: str, count: int = 1) -> None:
        self.crawler.stats.inc_value(PREFIX + what, count)
