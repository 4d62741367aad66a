"""The accounts of one site's crawl while it runs: its lock, its run, its ledger, what it stores."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from dedupe.model import FoldedPage
from storage import ledger, locks, runs
from storage.connect import SMALL_CACHE
from storage.ledger import Due, Entry, Visit
from storage.rights import Rights, add_rights
from storage.store import Outcome, Store

INDEX_AT = 32
"""Pages saved one by one after which they go into the search index together."""


class Accounts:
    """An open store with the site's lock; what a crawl writes goes through here.

    Every method that writes is one transaction: it is on disk when it returns.
    """

    def __init__(self, db: str | os.PathLike[str], site: str, revisit_days: int = 30) -> None:
        self.store = Store(os.fspath(db), cache=SMALL_CACHE)
        self.site = site
        self.revisit_days = revisit_days
        self.owner = locks.this_process()
        self.run = 0
        self.saved = 0
        """Pages that this run saved."""
        self.folded_with: list[frozenset[bytes]] = []
        """The furniture that pages of this run were folded with."""
        self.left_behind = False
        """Whether the run before this one was killed before its end."""
        self.started = now()
        with self.store.writing() as conn:
            self.holder = locks.take(conn, site, self.owner, None, self.started)
        """Who else crawls the site now; nothing may be done then."""
        if self.holder is None:
            last = next(iter(runs.runs_of(self.store.conn, site, limit=1)), None)
            self.left_behind = last is not None and not last.finished
            self.run = self.store.start_run("crawl", site)
            with self.store.writing() as conn:
                locks.take(conn, site, self.owner, self.run, self.started)

    def close(self, counts: dict[str, Any]) -> None:
        """End the run, let go of the lock and the file."""
        try:
            if self.holder is None:
                self.store.finish_run(self.run, counts)
                with self.store.writing() as conn:
                    locks.release(conn, self.site, self.owner)
        finally:
            self.store.close()

    def beat(self) -> bool:
        """Give a sign of life; False where another process has taken the site over."""
        with self.store.writing() as conn:
            return locks.beat(conn, self.site, self.owner, now())

    def list_of(self, url: str) -> Due | None:
        """What is known of a feed, sitemap or section."""
        return ledger.list_of(self.store.conn, self.site, url)

    def listed(self, url: str, visit: Visit, entries: Iterable[Entry] = ()) -> int:
        """Note what a list named, together with its validators; how much of it is new."""
        with self.store.writing() as conn:
            ledger.note_list(conn, self.site, url, visit, now())
            return ledger.note_found(conn, self.site, entries, now())

    def list_same(self, url: str) -> None:
        """Note that a list was asked for and had not changed."""
        with self.store.writing() as conn:
            ledger.note_same_list(conn, self.site, url, now())

    def found(self, entries: Iterable[Entry]) -> int:
        """Note addresses that no list named; how many are new."""
        with self.store.writing() as conn:
            return ledger.note_found(conn, self.site, entries, now())

    def due(self, since: str = "", everything: bool = False) -> Iterator[int]:
        """Numbers of the addresses to ask for, most urgent first."""
        seen = ledger.moment(self.started) if everything else ""
        return ledger.due_numbers(self.store.conn, self.site, now(), since, seen)

    def entry(self, n: int) -> Due | None:
        """The address of that number."""
        return ledger.entry_of(self.store.conn, n)

    def asked_today(self) -> int:
        """How many article pages the site was asked for today."""
        return ledger.asked_today(self.store.conn, self.site, now())

    def visited(self, key: str, visit: Visit, asked: bool = True) -> None:
        """Note what came of an address that gave nothing to store."""
        with self.store.writing() as conn:
            at = now()
            ledger.note_visit(conn, self.site, key, visit, at, self.revisit_days)
            if asked:
                ledger.note_asked(conn, self.site, at)

    def save(
        self,
        key: str,
        folded: FoldedPage,
        furniture: frozenset[bytes],
        rights: Rights,
        visit: Visit,
    ) -> Outcome:
        """Store a page, its rights and what the ledger says of it, in one transaction."""

        def also(conn: Any, outcomes: list[Outcome]) -> None:
            at = now()
            add_rights(conn, outcomes[0].page_id, folded.page.fetched_at, rights)
            ledger.note_visit(conn, self.site, key, visit, at, self.revisit_days)
            ledger.note_asked(conn, self.site, at)

        known = {folded.page.source: furniture}
        self.saved += 1
        index = self.saved % INDEX_AT == 0
        return self.store.save(folded, self.run, known, also, index)

    def states(self) -> ledger.Counted:
        """The site's addresses by state."""
        return ledger.counted(self.store.conn, self.site, now())


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
