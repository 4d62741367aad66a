"""What a crawl of one site came to, counted while it runs and said in one line at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

PREFIX = "newsfold/"

TROUBLE_SHARE = 0.2
"""Share of the addresses asked for that may fail before a person should look."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of one site's crawl."""

    site: str
    found: int = 0
    """Addresses of articles that feeds, sitemaps, sections and lists named."""
    elsewhere: int = 0
    """Addresses that lists named and that are off the site's domains."""
    outside_window: int = 0
    """Addresses that lists date before or after what is wanted."""
    fetched: int = 0
    new: int = 0
    changed: int = 0
    known: int = 0
    not_modified: int = 0
    """Pages of which the server said, without sending them, that nothing changed."""
    quarantined: dict[str, int] = field(default_factory=dict)
    """Pages that were fetched and gave no article, by reason."""
    put_aside: int = 0
    """Those of them that no run before had quarantined for the same reason."""
    failed: dict[str, int] = field(default_factory=dict)
    """Addresses that were not fetched, by cause."""
    still_bad: int = 0
    """Those of the quarantined and the failed that had given nothing at the visit before either."""
    over_limit: int = 0
    """Addresses left for a later run because of `max_pages` or the time."""
    lists_failed: int = 0
    """Feeds, sitemaps and sections that could not be read."""
    lists_missed: int = 0
    """Others that did not answer this once, and had been read at the run before."""
    lists_same: int = 0
    """Lists that had not changed since the last run."""
    refolded: int = 0
    """Stored pages that came out otherwise once the site's furniture was known better."""
    bytes: int = 0
    """Received, as it came over the wire."""
    seconds: float = 0.0
    last_error: str = ""
    """Address, cause and detail of the last thing that went wrong."""
    holder: str = ""
    """Who else was crawling the site, where that is why nothing was done."""
    due: int = 0
    """Addresses that are still due at the end."""
    finished: str = ""
    """Scrapy's reason for the end; `finished` when nothing was left to do."""

    @property
    def trouble(self) -> str:
        """Why a person should look, in a few words; empty where nobody need.

        A list that cannot be read is worth a look, unless it merely did not answer for once while
        others did; so is a page that could not be used, the first time: later runs that meet it
        again only count it. Dead links are what every site has: few of them among many pages wake
        nobody, and no link does at each further try. Where a whole site is down, its lists and its
        robots.txt are too, or links fail that never did.
        """
        if self.holder:
            return ""
        if self.finished not in ("finished", ""):
            return f"stopped early: {self.finished}"
        if self.lists_failed:
            return "a feed, sitemap or section cannot be read"
        if not self.found and not self.lists_same:
            return f"no article addresses found{self._passed_over}"
        failed = sum(self.failed.values()) - self.still_bad - self.lists_missed
        bad, asked = sum(self.quarantined.values()) + failed, self.fetched + failed
        if bad and bad >= TROUBLE_SHARE * asked:
            return f"{bad} of {asked} addresses gave no article"
        if self.put_aside:
            return f"{self.put_aside} page{'' if self.put_aside == 1 else 's'} newly quarantined"
        return ""

    @property
    def _passed_over(self) -> str:
        """What lists named in vain: a domain that the profile lacks, or days that are over."""
        left = ((self.elsewhere, "off the site's domains"), (self.outside_window, "of other days"))
        said = ", ".join(f"{count} {where}" for count, where in left if count)
        return f" ({said})" if said else ""

    @property
    def needs_look(self) -> bool:
        """Whether a person should look."""
        return bool(self.trouble)


PLAIN = (
    *(
        "found",
        "elsewhere",
        "outside_window",
        "fetched",
        "new",
        "changed",
        "known",
        "not_modified",
        "over_limit",
    ),
    *("refolded", "lists_failed", "lists_missed", "lists_same", "due", "put_aside", "still_bad"),
)


def summary_of(site: str, stats: Mapping[str, Any], finished: str = "") -> Summary:
    """The summary that Scrapy's stats hold."""
    own = {k.removeprefix(PREFIX): v for k, v in stats.items() if k.startswith(PREFIX)}
    start = stats.get("start_time")
    return Summary(
        site=site,
        **{name: int(own.get(name, 0)) for name in PLAIN},
        quarantined=_group(own, "quarantined/"),
        failed=_group(own, "failed/"),
        bytes=int(stats.get("downloader/response_bytes", 0)),
        seconds=round((datetime.now(UTC) - start).total_seconds(), 1) if start else 0.0,
        last_error=str(own.get("last_error", "")),
        holder=str(own.get("holder", "")),
        finished=finished or str(stats.get("finish_reason", "")),
    )


def _group(own: Mapping[str, Any], prefix: str) -> dict[str, int]:
    return {k.removeprefix(prefix): int(own[k]) for k in sorted(own) if k.startswith(prefix)}


def line(summary: Summary) -> str:
    """The summary as a sentence for a terminal or a log.

    >>> line(Summary("outlet.example", found=2, fetched=2, known=2, finished="finished"))
    'outlet.example: 2 pages fetched, nothing new (2 known)'
    """
    s = summary
    if s.holder:
        return f"{s.site}: left alone, {s.holder} is crawling it"
    stored = (
        f"{s.new} new, {s.changed} changed, {s.known} known"
        if s.new or s.changed
        else f"nothing new ({s.known} known)"
    )
    parts = [f"{s.fetched} page{'' if s.fetched == 1 else 's'} fetched", stored]
    parts += [f"{s.not_modified} not modified"] * bool(s.not_modified)
    parts += [f"{sum(s.quarantined.values())} quarantined ({_causes(s.quarantined)})"] * bool(
        s.quarantined
    )
    parts += [f"{sum(s.failed.values())} failed ({_causes(s.failed)})"] * bool(s.failed)
    parts += [f"{s.over_limit} left for the next run"] * bool(s.over_limit)
    parts += [f"{s.refolded} folded again"] * bool(s.refolded)
    parts += ["no article addresses found"] * (not s.found and not s.lists_same)
    if s.finished not in ("finished", ""):
        parts.append(f"stopped early: {s.finished}")
    return f"{s.site}: " + ", ".join(parts)


def _causes(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{cause}: {count}" for cause, count in counts.items())


def as_dict(summary: Summary) -> dict[str, Any]:
    """The summary as plain data for JSON."""
    return asdict(summary) | {
        "needs_look": summary.needs_look,
        "trouble": summary.trouble,
        "line": line(summary),
    }
