"""What a reader hands on: one record as it was found, or why there is none, and the limits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MAX_BYTES = 50_000_000
"""A larger file, line or cell is set aside: it is no page, and would take the memory of many."""


class Raw(NamedTuple):
    """One record of an input before anybody looked into it; cheap to send to another process."""

    where: str
    """File name, with `:line` or `:record` for a part of it."""
    form: str
    """What `data` is: `json` (bytes of one object), `fields` (a dict), `text` or `html` (bytes)."""
    data: Any
    said: dict[str, Any] = {}  # noqa: RUF012
    """What is known of it from outside: `id`, `url`, `fetched_at`, `charset`, sidecar fields."""
    size: int = 0
    """Bytes, about: what a batch of records is measured by."""


@dataclass(frozen=True, slots=True)
class Bad:
    """An input that became no page."""

    where: str
    """File name, with `:line` for a line of it."""
    reason: str
    detail: str
    input_id: str = ""
    url: str = ""


class InputError(ValueError):
    """An input that cannot be started on: no such file, a form that nobody reads."""


class Broken(Exception):
    """The rest of a stream cannot be read; what came before stands."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Reading:
    """How the user wants inputs to be read."""

    form: str = ""
    """What every input holds, whatever its name says; empty: as the name says."""
    source: str = ""
    """Outlet or dataset of pages that do not say theirs."""
    separator: str = ""
    """Between the pages of a text file; empty: a text file is one page."""
    columns: tuple[tuple[str, str], ...] = field(default=())
    """Field and column, where the user said so: `text=content`."""
    passed: Counter[str] = field(default_factory=Counter, repr=False, compare=False)
    """Files of folders and archives that no reader takes, by the endings of their names."""


def listed(endings: Counter[str]) -> str:
    """Endings and how often each is there, the most frequent first."""
    found = sorted(endings.items(), key=lambda item: (-item[1], item[0]))
    more = f" and {len(found) - _LISTED} other endings" if len(found) > _LISTED else ""
    return ", ".join(f"{count} {ending}" for ending, count in found[:_LISTED]) + more


_LISTED = 8


def beyond(where: str, what: str) -> Bad:
    """The entry of something that is larger than a page may be."""
    return Bad(where, "too large", f"{what} of more than {MAX_BYTES} bytes", where)
