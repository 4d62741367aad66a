"""Which version of an article stands for it: a total order, so arrival cannot matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

Rank = tuple[bool, int, float, float, str]

ORDERS = ("earliest", "latest", "longest")


@dataclass(frozen=True, slots=True)
class Policy:
    """Which version is wanted."""

    order: str = "earliest"
    """One of `ORDERS`."""
    outlets: tuple[str, ...] = ()
    """Sources whose versions come first, the most wanted one at the front."""


DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the choice looks at."""

    id: str
    published: str = ""
    words: int = 0
    main: bool = True
    """Whether any page had it as its main article."""
    sources: frozenset[str] = frozenset()
    """Outlets that it was seen at; asked only where the policy prefers some."""


def rank(version: Candidate, policy: Policy = DEFAULT) -> Rank:
    """Place of a version in the order; the lowest is chosen.

    1. seen as the main article of a page before seen only appended to another's;
    2. seen at the outlet that the policy names first, then the next, then any other;
    3. published earliest, in absolute time (`latest`: latest; a day counts from its first second,
       a time without zone as UTC; unknown and unreadable dates come last either way);
    4. the longest body, for an edit mostly adds and a cut copy loses (`longest`: this before 3);
    5. the lowest id, which is a hash of the words: arbitrary, but the same everywhere.
    """
    places = [at for at, outlet in enumerate(policy.outlets) if outlet in version.sources]
    outlet = places[0] if places else len(policy.outlets)
    moment, length = _moment(version.published), float(-version.words)
    if policy.order == "latest" and moment != _NEVER:
        moment = -moment
    first, second = (length, moment) if policy.order == "longest" else (moment, length)
    return (not version.main, outlet, first, second, version.id)


def choose(versions: Iterable[Candidate], policy: Policy = DEFAULT) -> Candidate:
    """The version that becomes the record."""
    return min(versions, key=lambda version: rank(version, policy))


_NEVER = float("inf")


@lru_cache(maxsize=4096)
def _moment(published: str) -> float:
    try:
        moment = datetime.fromisoformat(published)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    except (ValueError, OverflowError):
        return _NEVER
