"""What the spider hands to the pipelines, and they to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dedupe.model import FoldedPage
from storage.ledger import Visit
from storage.rights import Rights


@dataclass(slots=True)
class PageItem:
    """One fetched article page, as it came."""

    url: str
    """The address that answered, after redirects."""
    html: bytes = field(repr=False)
    key: str = ""
    """What the ledger knows the address by that was asked for."""
    fetched_at: str = ""
    charset: str = ""
    """What the HTTP header claims; empty where it is silent."""
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Of the answer, named in lower case."""
    robots_rule: str | None = None
    """The rule of robots.txt that let us in."""


@dataclass(slots=True)
class FoldedItem:
    """One page after folding, ready to be stored."""

    url: str
    folded: FoldedPage = field(repr=False)
    furniture: frozenset[bytes] = field(default=frozenset(), repr=False)
    """What was known to be furniture of the site."""
    key: str = ""
    rights: Rights = field(default_factory=Rights)
    visit: Visit = field(default_factory=lambda: Visit("stored"))


@dataclass(slots=True)
class QuarantineItem:
    """A page that was not stored, and why."""

    url: str
    reason: str
    detail: str = ""
    failed: bool = False
    """True where nothing was fetched, False for pages that cannot be read."""
    key: str = ""
    """What the ledger knows the address by; empty for lists."""
    visit: Visit | None = None
    asked: bool = True
    """Whether a request went out at all."""
    news: bool = True
    """False where this run has said the same already; it is counted all the same."""


@dataclass(slots=True)
class SameItem:
    """An address of which nothing had to be stored: unchanged, or the twin of another one."""

    url: str
    key: str
    visit: Visit
    asked: bool = True
