"""Which version of an article stands for it: a total order, so arrival cannot matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

Rank = tuple[bool, float, int, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the choice looks at."""

    id: str
    published: str = ""
    words: int = 0
    main: bool = True
    """Whether any page had it as its main article."""


def rank(version: Candidate) -> Rank:
    """Place of a version in the order; the lowest is chosen.

    1. seen as the main article of a page before seen only appended to another's;
    2. published earliest, in absolute time; a day counts from its first second, a time without
       zone as UTC; unknown and unreadable dates come last;
    3. the longest body, for an edit mostly adds and a cut copy loses;
    4. the lowest id, which is a hash of the words: arbitrary, but the same everywhere.
    """
    return (not version.main, _moment(version.published), -version.words, version.id)


def choose(versions: Iterable[Candidate]) -> Candidate:
    """The version that becomes the record."""
    return min(versions, key=rank)


@lru_cache(maxsize=4096)
def _moment(published: str) -> float:
    try:
        moment = datetime.fromisoformat(published)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    except (ValueError, OverflowError):
        return float("inf")
