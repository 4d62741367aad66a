"""What a site said of reuse when a page was fetched, kept beside the page."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .rows import dump


@dataclass(frozen=True, slots=True)
class Rights:
    """The say of a site on one page; None where nobody was asked or nothing was said."""

    robots_allowed: bool | None = None
    noindex: bool = False
    noarchive: bool = False
    noai: bool = False
    """`noai` or `noimageai` among the robots words, in a header or in the page."""
    tdm_reservation: bool | None = None
    """Text and data mining: reserved, expressly not reserved, or nothing said."""
    licence: str = ""
    """Address or name of the licence that the page names."""
    said: Mapping[str, Any] = field(default_factory=dict)
    """The words themselves, each with the place that they stood in."""


_FIELDS = ("robots_allowed", "noindex", "noarchive", "noai", "tdm_reservation", "licence", "said")


def add_rights(conn: sqlite3.Connection, page_id: str, at: str, rights: Rights) -> bool:
    """Note inside the caller's transaction what was said of a stored page at `at`.

    The same as before is not noted again: a row stands for a change. True if one was added.
    """
    found = conn.execute("SELECT n FROM pages WHERE id = ?", (page_id,)).fetchone()
    if found is None:
        raise ValueError(f"no page {page_id!r} is stored; save it first")
    values = _values(rights)
    columns = ", ".join(_FIELDS)
    last = conn.execute(f"SELECT {columns} FROM rights_now WHERE page = ?", found).fetchone()
    if last == values:
        return False
    conn.execute(
        f"INSERT OR REPLACE INTO rights (page, at, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*found, at, *values),
    )
    return True


def _values(rights: Rights) -> tuple[Any, ...]:
    flags = (rights.robots_allowed, rights.noindex, rights.noarchive, rights.noai)
    numbers = [None if flag is None else int(flag) for flag in (*flags, rights.tdm_reservation)]
    return (*numbers, rights.licence, dump(dict(rights.said)))
