"""Crawls as function calls: in this process once, or each in a process of its own."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.addresses import require_contact
from crawler.site import Site, load_site, sites

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_started = False

_COLLECT_AFTER = 20_000
"""Objects more made than freed after which Python looks for cycles. A page makes thousands that are
in none; looking after every 700 took 3 % of a crawl's time, and memory was the same."""


def checked(
    names: Sequence[str],
    db: str | os.PathLike[str],
    sites_dir: str = "",
    contact: str = "",
    warc: str = "",
) -> list[Site]:
    """The profiles for `names`, each once, after everything that can be wrong before a crawl.

    Raises SiteError for a profile that is missing or lacks a contact, for any that is wrong and for
    a folder `warc` that cannot be written to, and StoreError for a database that is not ours.
    """
    from storage.store import Store

    # Pages link to other sites, so all profiles are needed.
    sites(sites_dir or None)
    found = {site.name: site for site in (load_site(name, sites_dir or None) for name in names)}
    for site in found.values():
        require_contact(site, contact)
    if warc:
        from crawler.archive import made

        made(warc)
    with Store(Path(db)):
        pass
    return list(found.values())


def due_sites(names: Sequence[str], db: str | os.PathLike[str], sites_dir: str = "") -> list[str]:
    """Of the sites called `names`, by default of all enabled profiles, those whose turn it is.

    A site's turn comes `every` minutes after its last crawl began, or at once where that was
    killed.
    """
    from datetime import UTC, datetime, timedelta

    from storage import locks, runs
    from storage.store import Store

    folder = sites_dir or None
    found = [load_site(name, folder) for name in names]
    found = found or [site for site in sites(folder) if site.enabled]
    now = datetime.now(UTC)
    due = []
    with Store(Path(db)) as store:
        for site in found:
            lock = locks.lock_of(store.conn, site.name)
            if lock is not None and locks.alive(lock, now):
                continue
            last = next(iter(runs.runs_of(store.conn, site.name, limit=1)), None)
            # A timer is never exact to the second, and a site must not miss its turn for that.
            wait = timedelta(minutes=site.crawl.every * 0.9)
            if (
                last is None
                or not last.finished
                or now - datetime.fromisoformat(last.started) >= wait
            ):
                due.append(site.name)
    return due


def run_crawl(
    names: Sequence[str],
    db: str | os.PathLike[str],
    sites_dir: str | os.PathLike[str] | None = None,
    contact: str = "",
    settings: Mapping[str, Any] | None = None,
    progress: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, Any]:
    """Crawl the sites called `names` side by side into `db`; returns counts and a summary a site.

    Everything that can be wrong before the first request raises: SiteError, StoreError. Ctrl-C
    ends the crawl in order, a second one at once. `progress` is given a site's summary so far after
    every page. Works once a process, since Twisted's reactor
    cannot start again; `crawl_apart` has no such limit.
    """
    global _started
    folder = os.fspath(sites_dir or os.environ.get("NEWSFOLD_SITES") or "")
    contact = contact or os.environ.get("NEWSFOLD_CONTACT", "")
    settings = settings or {}
    found = checked(names, db, folder, contact, settings.get("NEWSFOLD_WARC", ""))
    if _started:
        raise RuntimeError("run_crawl works once a process; use crawl_apart for further crawls")

    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.spiders.news import NewsSpider
    from crawler.summary import as_dict, summary_of

    wanted = Settings()
    wanted.setmodule("crawler.settings", priority="project")
    # What failed is said as it happens; what was done, at the end.
    wanted.setdict({"LOG_LEVEL": "WARNING", **settings}, priority="cmdline")
    wanted.setdict(
        {"NEWSFOLD_DB": os.fspath(db), "NEWSFOLD_SITES": folder, "NEWSFOLD_CONTACT": contact},
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(wanted)
    _started = True
    gc.set_threshold(_COLLECT_AFTER)
    crawlers = [process.create_crawler(NewsSpider) for _ in found]
    if progress is not None:
        for crawler, site in zip(crawlers, found, strict=True):
            _report(crawler, site, progress)
    tasks = [
        process.crawl(crawler, site=site.name)
        for crawler, site in zip(crawlers, found, strict=True)
    ]
    process.start()
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            raise error
    summaries = []
    for crawler, site in zip(crawlers, found, strict=True):
        stats = crawler.stats.get_stats()
        # After a second Ctrl-C the reactor stops at once, and nothing says how the crawl ended.
        summaries.append(
            as_dict(summary_of(site.name, stats, stats.get("finish_reason") or "interrupted"))
        )
    return totals(summaries)


def _report(crawler: Crawler, site: Site, progress: Callable[[dict[str, Any]], None]) -> None:
    from scrapy.signals import item_scraped, spider_opened

    from crawler.summary import PREFIX, as_dict, summary_of

    def tell() -> None:
        stats = crawler.stats.get_stats()
        queue = stats.get(PREFIX + "queue", 0)
        progress(as_dict(summary_of(site.name, stats, "finished")) | {"queue": queue})

    for signal in (item_scraped, spider_opened):
        crawler.signals.connect(tell, signal=signal, weak=False)


def totals(summaries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a crawl of several sites came to together, and each site's own summary."""
    from crawler.summary import PLAIN

    return {
        **{name: sum(summary[name] for summary in summaries) for name in PLAIN},
        "quarantined": sum(sum(summary["quarantined"].values()) for summary in summaries),
        "failed": sum(sum(summary["failed"].values()) for summary in summaries),
        "needs_look": any(summary["needs_look"] for summary in summaries),
        "sites": list(summaries),
    }


def crawl_apart(
    names: Sequence[str],
    db: str | os.PathLike[str],
    sites_dir: str | os.PathLike[str] | None = None,
    contact: str = "",
    settings: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The same as `run_crawl` in a process of its own, so that it can be called again and again."""
    checked(
        names,
        db,
        os.fspath(sites_dir or os.environ.get("NEWSFOLD_SITES") or ""),
        contact or os.environ.get("NEWSFOLD_CONTACT", ""),
    )
    order = {
        "names": list(names),
        "db": os.fspath(db),
        "sites_dir": os.fspath(sites_dir) if sites_dir else None,
        "contact": contact,
        "settings": dict(settings or {}),
    }
    return _apart(order, ", ".join(names))


def run_apart(spider: str, arguments: Mapping[str, str], contact: str = "") -> None:
    """Run another spider of this project with its arguments, in a process of its own."""
    settings = {"NEWSFOLD_CONTACT": contact or os.environ.get("NEWSFOLD_CONTACT", "")}
    order = {"spider": spider, "arguments": dict(arguments), "settings": settings}
    _apart(order, arguments.get("url", spider))


def _run_spider(
    spider: str, arguments: Mapping[str, str], settings: Mapping[str, Any]
) -> dict[str, Any]:
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    wanted = Settings()
    wanted.setmodule("crawler.settings", priority="project")
    wanted.setdict({"LOG_LEVEL": "WARNING", **settings}, priority="cmdline")
    process = AsyncCrawlerProcess(wanted)
    task = process.crawl(spider, **arguments)
    process.start()
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error
    return {}


def _apart(order: Mapping[str, Any], what: str) -> dict[str, Any]:
    root = str(Path(__file__).parent.parent)
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", "crawler.crawl"],
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"the crawl of {what} ended with exit code {done.returncode}; what it said stands above"
        )
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    wanted = json.load(sys.stdin)
    run = _run_spider if "spider" in wanted else run_crawl
    print(json.dumps(run(**wanted), ensure_ascii=True))
