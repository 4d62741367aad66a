"""What a crawl of one site came to, counted while it runs and said in one line at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

PREFIX = "newsfold/"


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of one site's crawl."""

    site: str
    found: int = 0
    """Addresses of articles that feeds, sitemaps, sections and lists named."""
    fetched: int = 0
    new: int = 0
    changed: int = 0
    known: int = 0
    quarantined: dict[str, int] = field(default_factory=dict)
    """Pages that were fetched and gave no article, by reason."""
    failed: dict[str, int] = field(default_factory=dict)
    """Addresses that were not fetched, by cause."""
    over_limit: int = 0
    """Addresses left for a later run because of `max_pages`."""
    refolded: int = 0
    """Stored pages that came out otherwise once the site's furniture was known better."""
    finished: str = ""
    """Scrapy's reason for the end; `finished` when nothing was left to do."""

    @property
    def needs_look(self) -> bool:
        """Whether a person should look: something failed, or nothing at all was found."""
        return bool(self.quarantined or self.failed or not self.found) or (
            self.finished != "finished"
        )


def summary_of(site: str, stats: Mapping[str, Any], finished: str = "") -> Summary:
    """The summary that Scrapy's stats hold."""
    own = {k.removeprefix(PREFIX): v for k, v in stats.items() if k.startswith(PREFIX)}
    plain = ("found", "fetched", "new", "changed", "known", "over_limit", "refolded")
    return Summary(
        site=site,
        **{name: int(own.get(name, 0)) for name in plain},
        quarantined=_group(own, "quarantined/"),
        failed=_group(own, "failed/"),
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
    stored = (
        f"{s.new} new, {s.changed} changed, {s.known} known"
        if s.new or s.changed
        else f"nothing new ({s.known} known)"
    )
    parts = [f"{s.fetched} page{'' if s.fetched == 1 else 's'} fetched", stored]
    parts += [f"{sum(s.quarantined.values())} quarantined ({_causes(s.quarantined)})"] * bool(
        s.quarantined
    )
    parts += [f"{sum(s.failed.values())} failed ({_causes(s.failed)})"] * bool(s.failed)
    parts += [f"{s.over_limit} left for the next run"] * bool(s.over_limit)
    parts += [f"{s.refolded} folded again"] * bool(s.refolded)
    parts += ["no article addresses found"] * (not s.found)
    if s.finished not in ("finished", ""):
        parts.append(f"stopped early: {s.finished}")
    return f"{s.site}: " + ", ".join(parts)


def _causes(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{cause}: {count}" for cause, count in counts.items())


def as_dict(summary: Summary) -> dict[str, Any]:
    """The summary as plain data for JSON."""
    return asdict(summary) | {"needs_look": summary.needs_look, "line": line(summary)}
