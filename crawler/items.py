"""What the spider hands to the pipelines, and they to each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from dedupe.model import FoldedPage


@dataclass(slots=True)
class PageItem:
    """One fetched article page, as it came."""

    url: str
    """The address that answered, after redirects."""
    html: bytes = field(repr=False)
    fetched_at: str = ""
    charset: str = ""
    """What the HTTP header claims; empty where it is silent."""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class FoldedItem:
    """One page after folding, ready to be stored."""

    url: str
    folded: FoldedPage = field(repr=False)
    furniture: frozenset[bytes] = field(default=frozenset(), repr=False)
    """What was known to be furniture of the site."""


@dataclass(slots=True)
class QuarantineItem:
    """A page that was not stored, and why."""

    url: str
    reason: str
    detail: str = ""
    failed: bool = False
    """True where nothing was fetched, False for pages that cannot be read."""
