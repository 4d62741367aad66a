"""How the crawls of each site are doing, and what about them needs a person."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from crawler.profile import Site, SiteError
from crawler.site import load_site, sites
from crawler.summary import TROUBLE_SHARE
from storage import ledger, locks, runs
from storage.store import Store

WEEK = 7
"""Days over which articles a day are averaged."""
PAST = 14
"""Days of its own past that a site is measured against."""
FEWEST_DAYS = 3
"""Days of past that there must be before a drop is believed."""
FEWEST_A_DAY = 5
"""Articles a day below which a drop may be chance."""
DROP = 0.3
"""Share of the usual day below which the last 24 hours are a drop."""
LONG_LOCK = 6 * 3600
"""Seconds that a crawl may take before somebody should look whether it hangs."""
LATE = 3
"""How many of its usual intervals a site may be late."""
LEAST_LATE = 3600
"""Seconds; below that nothing is late."""


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """One site's crawls."""

    site: str
    state: str
    """`ok`, `running`, `killed`, or `never` crawled."""
    last_started: str = ""
    last_finished: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    """By cause; what robots.txt or an address guard refuses is `refused` instead."""
    quarantined: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    bytes: int = 0
    articles_per_day: float | None = None
    """New articles a day over the last week; None before the site was crawled for a day."""
    median_body_words: float | None = None
    usual_per_day: float | None = None
    """Median of the site's own past days; None where there is too little past."""
    stored: int = 0
    gone: int = 0
    due: int = 0
    last_error: str = ""
    lock: str = ""
    trouble: tuple[str, ...] = ()
    """What needs a person, each a short sentence."""


_REFUSED = ("robots.txt forbids", "off the site", "private address", "not http or https")


def status(
    db: str | os.PathLike[str],
    names: Sequence[str] = (),
    sites_dir: str = "",
    now: datetime | None = None,
) -> list[SiteStatus]:
    """The status of the sites called `names`, by default of all that were ever crawled.

    Raises SiteError where any profile is wrong, for then nothing is crawled.
    """
    sites(sites_dir or None)
    with Store(os.fspath(db), readonly=True) as store:
        wanted = [load_site(name, sites_dir or None).name for name in names]
        return status_in(store.conn, wanted, sites_dir, now)


def status_in(
    conn: sqlite3.Connection,
    names: Sequence[str] = (),
    sites_dir: str = "",
    now: datetime | None = None,
) -> list[SiteStatus]:
    """As `status`, in a database that is open."""
    at = now or datetime.now(UTC)
    return [_status(conn, name, sites_dir, at) for name in names or runs.crawled_sites(conn)]


def _status(conn: sqlite3.Connection, name: str, sites_dir: str, now: datetime) -> SiteStatus:
    past = runs.runs_of(conn, name, limit=50)
    if not past:
        return SiteStatus(name, "never", trouble=("was never crawled",))
    last = past[0]
    # A run that found the site locked has no account of its own; the one before it speaks.
    counts = last.counts
    lock = locks.lock_of(conn, name)
    held = lock is not None and locks.alive(lock, now)
    running = held and lock is not None and lock.run == last.id
    state = "ok" if last.finished else "running" if running else "killed"
    failed = dict(counts.get("failed", {}))
    refused = sum(failed.pop(cause, 0) for cause in _REFUSED)
    known = ledger.counted(conn, name, now)
    site = _profile(name, sites_dir)
    rate = _articles_per_day(conn, name, now)
    usual, drop = _drop(conn, name, now)
    words = runs.body_words(conn, name)
    middle = float(median(words)) if words else None
    speaking = last if last.finished else next((run for run in past if run.finished), last)
    trouble = [
        *(_of_run(state, speaking.counts) or _of_day(conn, name, now)),
        *_of_lock(lock, held, now),
        *_of_time(past, now, running),
        *_of_expectations(site, rate, middle),
        *([drop] if drop else []),
    ]
    return SiteStatus(
        site=name,
        state=state,
        last_started=last.started,
        last_finished=last.finished,
        new=int(counts.get("new", 0)),
        changed=int(counts.get("changed", 0)),
        unchanged=int(counts.get("known", 0)) + int(counts.get("not_modified", 0)),
        refused=refused,
        failed=failed,
        quarantined=dict(counts.get("quarantined", {})),
        seconds=float(counts.get("seconds", 0.0)),
        bytes=int(counts.get("bytes", 0)),
        articles_per_day=rate,
        median_body_words=middle,
        usual_per_day=usual,
        stored=known.states.get("stored", 0),
        gone=known.states.get("gone", 0),
        due=known.due,
        last_error=next((e for run in past if (e := run.counts.get("last_error"))), ""),
        lock=_lock_line(lock, held, now),
        trouble=tuple(trouble),
    )


def _profile(name: str, sites_dir: str) -> Site | None:
    try:
        return load_site(name, sites_dir or None)
    except SiteError:  # the profile is gone, its runs are not
        return None


def _of_run(state: str, counts: dict[str, Any]) -> list[str]:
    killed = ["the last run was killed before its end"] * (state == "killed")
    return [*killed, *([str(counts["trouble"])] if counts.get("trouble") else [])]


def _of_day(conn: sqlite3.Connection, name: str, now: datetime) -> Iterable[str]:
    """What runs since yesterday met for the first time, and later ones passed over as known.

    Who has the status mailed once a day sees the last of many runs.
    """
    asked, bad = ledger.first_asked(conn, name, now - timedelta(days=1))
    if bad and bad >= TROUBLE_SHARE * asked:
        yield f"{bad} of {asked} addresses that came up in 24 hours gave no article"


def _of_lock(lock: locks.Lock | None, held: bool, now: datetime) -> Iterable[str]:
    if lock is not None and held and locks.age(lock, now) > LONG_LOCK:
        yield f"one crawl has been running for {locks.age(lock, now) / 3600:.0f} hours"


def _lock_line(lock: locks.Lock | None, held: bool, now: datetime) -> str:
    if lock is None:
        return ""
    minutes = locks.age(lock, now) / 60
    who = f"process {lock.owner.pid} on {lock.owner.host}, {minutes:.0f} minutes"
    return who if held else f"left behind by {who} ago"


def _of_time(past: Sequence[runs.Run], now: datetime, running: bool) -> Iterable[str]:
    """Whether the site is crawled as often as it used to be."""
    starts = [datetime.fromisoformat(run.started) for run in past]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(starts)]
    if running or len(gaps) < FEWEST_DAYS:
        return
    silent = (now - starts[0]).total_seconds()
    if silent > max(LATE * median(gaps), LEAST_LATE):
        yield f"was not crawled for {silent / 3600:.1f} hours, else every {median(gaps) / 3600:.1f}"


def _of_expectations(site: Site | None, rate: float | None, words: float | None) -> Iterable[str]:
    if site is None:
        return
    wanted = site.expect
    if wanted.min_articles_per_day and rate is not None and rate < wanted.min_articles_per_day:
        yield f"{rate:.1f} articles a day, expected are {wanted.min_articles_per_day:g} or more"
    if wanted.min_body_words and words is not None and words < wanted.min_body_words:
        yield f"{words:.0f} words in the median body, expected are {wanted.min_body_words} or more"


def _articles_per_day(conn: sqlite3.Connection, name: str, now: datetime) -> float | None:
    first = runs.first_run(conn, name)
    days = (now - datetime.fromisoformat(first)).total_seconds() / 86400
    if days < 1:
        return None
    since = now - timedelta(days=WEEK)
    new = sum(runs.new_by_day(conn, name, since.isoformat(timespec="seconds")).values())
    return new / min(days, WEEK)


def _drop(conn: sqlite3.Connection, name: str, now: datetime) -> tuple[float | None, str]:
    """The usual number of new articles a day, and what to say where the last day falls short."""
    first = runs.first_run(conn, name)[:10]
    since = (now - timedelta(days=PAST + 1)).isoformat(timespec="seconds")
    days = runs.new_by_day(conn, name, since)
    today = now.date().isoformat()
    # The first day brings in what had gathered before it, and today is not over.
    past = [new for day, new in days.items() if day not in (first, today)]
    if len(past) < FEWEST_DAYS:
        return None, ""
    usual = float(median(past))
    yesterday = (now - timedelta(days=1)).isoformat(timespec="seconds")
    fresh = sum(int(run.counts.get("new", 0)) for run in runs.runs_of(conn, name, yesterday))
    if usual >= FEWEST_A_DAY and fresh < DROP * usual:
        return usual, f"{fresh} new articles in 24 hours, usual are {usual:g}"
    return usual, ""


def line(one: SiteStatus) -> str:
    """A site's status as a line for a terminal."""
    if one.state == "never":
        return f"{one.site}: never crawled"
    parts = [
        f"{one.state}, {one.last_started}",
        f"{one.new} new, {one.changed} changed, {one.unchanged} unchanged",
    ]
    parts += [f"{one.refused} refused"] * bool(one.refused)
    failed = {**one.failed, **one.quarantined}
    causes = ", ".join(f"{cause}: {count}" for cause, count in failed.items())
    parts += [f"{sum(failed.values())} failed ({causes})"] * bool(failed)
    parts += [f"{one.seconds:.0f} s, {one.bytes / 1e6:.1f} MB, {one.due} due"]
    if one.articles_per_day is not None:
        parts.append(f"{one.articles_per_day:.1f} articles a day")
    return f"{one.site}: " + "; ".join(parts)


def as_dict(one: SiteStatus) -> dict[str, Any]:
    """A site's status as plain data for JSON."""
    return asdict(one) | {"needs_look": bool(one.trouble)}


_GAUGES = {
    "last_run_new_articles": "New articles of the last crawl.",
    "last_run_changed_articles": "Changed articles of the last crawl.",
    "last_run_unchanged_articles": "Articles that the last crawl found unchanged.",
    "last_run_failed_addresses": "Addresses that gave nothing in the last crawl, by cause.",
    "last_run_refused_addresses": "Addresses that the last crawl was not allowed to fetch.",
    "last_run_seconds": "How long the last crawl took.",
    "last_run_bytes": "Bytes that the last crawl received.",
    "last_run_timestamp_seconds": "When the last crawl began.",
    "articles_per_day": "New articles a day over the last week.",
    "stored_addresses": "Addresses whose article is stored.",
    "gone_addresses": "Addresses whose article the site has taken down.",
    "due_addresses": "Addresses that wait to be asked for.",
    "needs_look": "1 where a person should look.",
}


def metrics(found: Sequence[SiteStatus]) -> str:
    """The status of sites in Prometheus' text format."""
    lines: list[str] = []
    for name, what in _GAUGES.items():
        lines += [f"# HELP newsfold_{name} {what}", f"# TYPE newsfold_{name} gauge"]
        for one in found:
            lines += [f"newsfold_{name}{labels} {value}" for labels, value in _values(name, one)]
    return "\n".join(lines) + "\n"


def _values(name: str, one: SiteStatus) -> Iterable[tuple[str, float]]:
    site = f'site="{_escaped(one.site)}"'
    if name == "last_run_failed_addresses":
        for cause, count in {**one.failed, **one.quarantined}.items():
            yield f'{{{site},cause="{_escaped(cause)}"}}', count
        return
    started = one.last_started and datetime.fromisoformat(one.last_started).timestamp()
    value = {
        "last_run_new_articles": one.new,
        "last_run_changed_articles": one.changed,
        "last_run_unchanged_articles": one.unchanged,
        "last_run_refused_addresses": one.refused,
        "last_run_seconds": one.seconds,
        "last_run_bytes": one.bytes,
        "last_run_timestamp_seconds": started or None,
        "articles_per_day": one.articles_per_day,
        "stored_addresses": one.stored,
        "gone_addresses": one.gone,
        "due_addresses": one.due,
        "needs_look": int(bool(one.trouble)),
    }[name]
    if value is not None:
        yield f"{{{site}}}", value


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def write_metrics(found: Sequence[SiteStatus], path: Path) -> None:
    """Write the metrics in one piece, so that a collector never reads half of them."""
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made.write_text(metrics(found), encoding="utf-8")
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
