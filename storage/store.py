"""One database of pages, articles and records: saved to, asked, and never half-written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from dedupe.boilerplate import SAMPLE_PAGES
from dedupe.canonical import Policy
from dedupe.collecting import no_collecting
from dedupe.model import FoldedPage, Page
from dedupe.record import Row, page_id, storable

from . import leads, read, removal, versions
from .connect import CACHE, StoreError, UnsavedError, connect
from .forms import Forms
from .groups import rebuild
from .inputs import Entry, Progress, read_progress, write_progress, write_quarantine
from .pages import read_page, read_unfolded
from .policy import read_policy, write_policy
from .prepare import Prepared, mended, prepare_many
from .refold import replace_pages
from .refolds import START, Place
from .removal import Removed
from .save import Outcome, work_out, write
from .search import AT_ONCE, Filters, Hits, catch_up, search, waiting
from .sightings import read_aside, read_sightings
from .sketches import check_sketch
from .waiting import execute, is_held

__all__ = ["Outcome", "Store", "StoreError", "UnsavedError"]

Furniture = Mapping[str, frozenset[bytes]]
"""Keys of the blocks that are furniture, by source."""

Also = Callable[[sqlite3.Connection, list[Outcome]], object]
"""What writes more into the transaction that saves pages."""

NO_FURNITURE: Furniture = MappingProxyType({})

NO_FILTERS = Filters()

_REGROUPED = 500
"""Components that are grouped anew in one transaction."""

_READ_AHEAD = 100
"""Ids of pages that are looked up at a time, where many pages are read."""


class Store:
    """The database at `path`, made when it is missing; `with Store(path) as store: ...`.

    Every call that writes is one transaction: it is there whole or not at all, also after a kill.
    Any number of processes may read and write one database. Lone surrogates, which no database
    can hold, are stored as U+FFFD, one for one. `cache` is the most bytes of it kept in memory.
    """

    def __init__(self, path: str | Path, readonly: bool = False, cache: int = CACHE) -> None:
        self.path = Path(path)
        self._conn = connect(self.path, readonly, cache)
        self._forms = Forms(self._conn)
        self._data_version = 0
        try:
            check_sketch(self._conn, str(self.path))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the log beside it is folded in by whoever closes last."""
        self._conn.close()

    def start_run(self, command: str, detail: str = "") -> int:
        """Note that a command begins; its number goes with what it saves."""
        with self.writing() as conn:
            row = conn.execute(
                "INSERT INTO runs (command, detail, started) VALUES (?, ?, ?)",
                (storable(command), storable(detail), _now()),
            )
        assert row.lastrowid is not None
        return row.lastrowid

    def finish_run(self, run: int, counts: Mapping[str, Any]) -> None:
        """Note that a run came to its end, with its counts; a killed run has no end."""
        with self.writing() as conn:
            done = conn.execute(
                "UPDATE runs SET finished = ?, counts = ? WHERE id = ?",
                (_now(), json.dumps(counts), run),
            )
        if done.rowcount == 0:
            raise StoreError(f"{self.path}: no run {run} to finish; start_run gives the number")

    @property
    def conn(self) -> sqlite3.Connection:
        """The connection, for the functions of this package that only read."""
        return self._conn

    def runs(self) -> list[Row]:
        """All runs, the latest first."""
        return read.read_runs(self._conn)

    def save(
        self,
        folded: FoldedPage,
        run: int | None = None,
        furniture: Furniture = NO_FURNITURE,
        also: Also | None = None,
        index: bool = True,
    ) -> Outcome:
        """Save one page and group what it brings; saving it again changes nothing.

        Without `index` the page stays out of the search index until the next transaction that
        has no such wish, or the next search: many pages are indexed much faster than one by one.
        """
        return self.save_many([folded], run, furniture, also, index)[0]

    def save_many(
        self,
        pages: Sequence[FoldedPage],
        run: int | None = None,
        furniture: Furniture = NO_FURNITURE,
        also: Also | None = None,
        index: bool = True,
    ) -> list[Outcome]:
        """Save pages in one transaction; the outcomes come in their order.

        `furniture` is what the pages of each source were folded with; `also` is called with the
        outcomes to write what belongs to them into the same transaction. Raises ValueError, and
        saves nothing, where a page's blocks are not accounted for.
        """
        marks = _marks(furniture)
        with no_collecting():
            try:
                return self._write(prepare_many(pages), run, marks, also, index)
            except UnicodeEncodeError:
                mend = prepare_many([mended(page) for page in pages])
                return self._write(mend, run, marks, also, index)

    def refold(
        self,
        pages: Sequence[FoldedPage],
        furniture: Furniture = NO_FURNITURE,
        also: Also | None = None,
    ) -> list[Outcome]:
        """Replace what is stored for pages by a new folding of them, in one transaction.

        Afterwards the database is as if they had been saved so at once: versions, articles and
        records that no page shows any longer are gone, ids stay where the article is the same.
        The pages themselves stay, and an outcome is `changed` or `known`. Raises StoreError for
        a page that is not stored, ValueError where blocks are not accounted for.
        """
        prepared = prepare_many([mended(page) for page in pages])
        with self.writing() as conn:
            outcomes = replace_pages(conn, self._forms, prepared, _marks(furniture))
            if also is not None:
                also(conn, outcomes)
            return outcomes

    def quarantine(
        self,
        where: str,
        reason: str,
        *,
        input_id: str = "",
        line: int | None = None,
        url: str = "",
        detail: str = "",
        run: int | None = None,
    ) -> bool:
        """Keep account of an input that gave nothing; True if it was not on the list yet.

        `where` is the file or site, `line` the line in it. The same reason for the same place is
        one entry, whose detail is the first one seen.
        """
        entry = Entry(where, reason, input_id, url, detail, line)
        with self.writing() as conn:
            return write_quarantine(conn, [entry], run, _now()) > 0

    def save_batch(
        self,
        prepared: Sequence[Prepared],
        entries: Sequence[Entry] = (),
        marks: Sequence[Progress] = (),
        run: int | None = None,
        furniture: Furniture = NO_FURNITURE,
    ) -> list[Outcome]:
        """Save pages, quarantine entries and how far the inputs are read, in one transaction.

        What it brings is indexed when `search.AT_ONCE` versions wait, or at the next transaction
        that is not such a batch, or the next search.
        """

        def also(conn: sqlite3.Connection, outcomes: list[Outcome]) -> None:
            write_quarantine(conn, entries, run, _now())
            write_progress(conn, marks, run)

        with no_collecting():
            return self._write(prepared, run, _marks(furniture), also, index=False)

    def progress_of(self, path: str, reading: str, stamp: str) -> Progress:
        """How far an input has been read by earlier runs."""
        return read_progress(self._conn, path, reading, stamp)

    def was_cut(self, command: str, run: int) -> bool:
        """Whether the run of `command` before `run` came to no end."""
        row = self._conn.execute(
            "SELECT finished FROM runs WHERE command = ? AND id < ? ORDER BY id DESC LIMIT 1",
            (command, run),
        ).fetchone()
        return row is not None and row[0] is None

    def remove(self, names: Sequence[str], reason: str) -> tuple[list[Removed], list[str], bool]:
        """Take out the records that go by these ids or addresses, with every trace of their words.

        Returns what was taken out, the names that nothing goes by, and whether the file could be
        written anew and its log emptied: not while another process reads from it.
        """
        done: list[Removed] = []
        unknown: list[str] = []
        self._conn.execute("PRAGMA secure_delete = on")
        for name in names:
            known = len(done)
            with self.writing() as conn:
                # One by one: taking out a record may number others anew.
                while (record := removal.find_record(conn, name)) is not None:
                    done.append(removal.remove(conn, self._forms, record, reason, _now()))
            unknown += [name] if len(done) == known else []
        if not done:
            return done, unknown, True
        with self.writing() as conn:
            removal.clear_index(conn)
        self._forms.forget()
        try:
            return done, unknown, removal.rewrite(self._conn)
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"{self.path}: taken out, but the file could not be written anew, and its free "
                f"pages may hold older copies: {error}; make room and run VACUUM on it"
            ) from error

    def restore(self, names: Sequence[str]) -> tuple[list[str], list[str]]:
        """Forget that these were taken out; ids of those that were, and names that nothing was."""
        done: list[str] = []
        unknown: list[str] = []
        with self.writing() as conn:
            for name in names:
                found = [row["id"] for row in removal.find_removals(conn, name)]
                done += found
                unknown += [] if found else [name]
            removal.restore(conn, done)
        return done, unknown

    def removed(self, name: str) -> list[Row]:
        """What was taken out under an id or address: `id`, `reason`, `at`."""
        return removal.find_removals(self._conn, name)

    def known(self, page: Page) -> bool:
        """Whether this very page is stored; asks one index and folds nothing."""
        found = self._conn.execute("SELECT 1 FROM pages WHERE id = ?", (page_id(page),))
        return found.fetchone() is not None

    def folded(self, page: str) -> FoldedPage | None:
        """The folded page with that page id, as it was saved, its folds in block order."""
        return read_page(self._conn, page)

    def sources(self) -> list[str]:
        """Every source that a page is stored of."""
        found = self._conn.execute("SELECT DISTINCT source FROM pages ORDER BY source")
        return [source for (source,) in found]

    def pages_of(self, source: str, after: Place = START) -> Iterator[Page]:
        """All pages of a source, ordered by rank, a few in memory at a time."""
        return self._pages("source = ?", (source,), after)

    def pages_unlike(self, source: str, keys: frozenset[bytes]) -> Iterator[Page]:
        """Those pages of a source that were folded with other furniture than `keys`."""
        return self._pages("source = ? AND furniture <> ?", (source, furniture_mark(keys)))

    def pages_like(self, source: str, keys: frozenset[bytes]) -> Iterator[Page]:
        """Those pages of a source that were folded with this furniture."""
        return self._pages("source = ? AND furniture = ?", (source, furniture_mark(keys)))

    def mark(self, pages: Sequence[str], keys: frozenset[bytes]) -> None:
        """Say of pages, by their ids, that this is the furniture they are folded with."""
        with self.writing() as conn:
            conn.executemany(
                "UPDATE pages SET furniture = ? WHERE id = ?",
                [(furniture_mark(keys), page) for page in pages],
            )

    def sample_of(self, source: str) -> Iterator[Page]:
        """The pages by which a source is judged: the first of `pages_of`."""
        return islice(self.pages_of(source), SAMPLE_PAGES)

    def count_of(self, source: str) -> int:
        """How many pages of a source are stored, up to the size of a sample."""
        (count,) = self._conn.execute(
            "SELECT count(*) FROM (SELECT 1 FROM pages WHERE source = ? LIMIT ?)",
            (storable(source), SAMPLE_PAGES),
        ).fetchone()
        return int(count)

    def sample_ids(self, source: str) -> list[str]:
        """Ids of those pages, in the same order."""
        found = self._conn.execute(
            "SELECT id FROM pages WHERE source = ? ORDER BY rank, id LIMIT ?",
            (storable(source), SAMPLE_PAGES),
        )
        return [id_ for (id_,) in found]

    def page_ids(self) -> Iterator[str]:
        """Ids of all pages, in order."""
        return (id_ for (id_,) in self._conn.execute("SELECT id FROM pages ORDER BY id"))

    def records(self) -> Iterator[Row]:
        """Every record as a row, ordered by id; streamed from one state of the database."""
        return read.read_records(self._conn)

    def teasers(self) -> Iterator[Row]:
        """Every teaser once as a row, ordered by id."""
        return read.read_teasers(self._conn)

    def sightings(self) -> Iterator[Row]:
        """Where every input went, a row each; streamed from one state of the database."""
        return read_sightings(self._conn)

    def set_aside(self) -> Iterator[Row]:
        """The quarantine entries, a row each."""
        return read_aside(self._conn)

    def record(self, name: str) -> Row | None:
        """What goes by an id, the start of one, an address or an input id: see `read_record`."""
        return read.read_record(self._conn, name)

    def groups(self) -> Iterator[Row]:
        """A row for each version, with what it is to the chosen one: see `read_groups`."""
        return versions.read_groups(self._conn)

    def group(self, name: str) -> list[Row]:
        """The versions of the record that goes by `name`, as far as to compare them."""
        return versions.read_group(self._conn, name)

    def teasers_to(self, record: str) -> list[Row]:
        """The cards that lead to the record with this id: see `leads.read_teasers_to`."""
        return leads.read_teasers_to(self._conn, record)

    def set_policy(self, order: str | None, outlets: tuple[str, ...] | None) -> Policy:
        """Change by what a version is chosen, where it is not None; `regroup` then applies it."""
        with self.writing() as conn:
            old = read_policy(conn)
            policy = Policy(
                old.order if order is None else order, old.outlets if outlets is None else outlets
            )
            write_policy(conn, policy)
        return policy

    def regroup(self, progress: Callable[[int], None] = lambda articles: None) -> dict[str, int]:
        """Find components and records anew, a few at a time; counts of what there is then.

        Killed half way, some records are as they were; doing it again does the rest.
        """
        done = last = 0
        while True:
            with self.writing() as conn:
                numbers = [
                    n
                    for (n,) in conn.execute(
                        "SELECT DISTINCT component FROM articles WHERE component > ? "
                        "ORDER BY component LIMIT ?",
                        (last, _REGROUPED),
                    )
                ]
                rebuild(conn, self._forms, numbers)
            if not numbers:
                break
            last = numbers[-1]
            done += len(numbers)
            progress(done)
        counts = self.stats()
        return {name: counts[name] for name in ("articles", "versions", "records")}

    def input(self, input_id: str) -> Row:
        """Where an input went: records, pages, quarantine."""
        return read.read_input(self._conn, input_id)

    def stats(self) -> dict[str, Any]:
        """Counts of everything in the database."""
        return read.read_stats(self._conn)

    def search(
        self, query: str, filters: Filters = NO_FILTERS, limit: int = 20, offset: int = 0
    ) -> Hits:
        """Versions of records that a query finds, best first: see `storage.search`."""
        return search(self._conn, query, filters, limit, offset)

    def chosen(self, version: int) -> Row:
        """The record that a version stands for, as a row."""
        return read.read_chosen(self._conn, version)

    def waiting(self) -> int:
        """How many versions the search index is behind: none, unless newsfold was updated."""
        return waiting(self._conn)

    def catch_up(self) -> int:
        """Bring a part of what waits into the search index; how many still wait."""
        with self.writing():
            pass  # every transaction that writes ends by doing so
        return self.waiting()

    def _pages(self, where: str, values: tuple[str, ...], after: Place = START) -> Iterator[Page]:
        """Pages in order of their ranks, asked for a few at a time: no reading stays open, so the
        caller may save between them."""
        rank, last = after
        while True:
            found = self._conn.execute(
                f"SELECT rank, id FROM pages WHERE {where} AND (rank, id) > (?, ?) "
                f"ORDER BY rank, id LIMIT {_READ_AHEAD}",
                (*values, rank, last),
            ).fetchall()
            for _, id_ in found:
                page = read_unfolded(self._conn, id_)
                if page is not None:
                    yield page
            if len(found) < _READ_AHEAD:
                return
            rank, last = found[-1]

    def _write(
        self,
        prepared: Sequence[Prepared],
        run: int | None,
        marks: Mapping[str, str],
        also: Also | None,
        index: bool = True,
    ) -> list[Outcome]:
        worked = work_out(self._conn, prepared, {})
        with self.writing(index) as conn:
            # Here, where nobody else can write: what is taken out meanwhile does not slip back in.
            rest = removal.without_removed(conn, prepared, worked)
            if rest is not None:
                prepared, worked = rest, work_out(conn, rest, worked)
            outcomes = write(conn, self._forms, prepared, worked, run, marks)
            if also is not None:
                also(conn, outcomes)
            return outcomes

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the database for several questions, whatever is written meanwhile."""
        self._conn.execute("BEGIN")
        try:
            yield self._conn
        finally:
            self._conn.execute("ROLLBACK")

    @contextmanager
    def writing(self, index: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the writer's place from its start.

        A deferred one would read first and fail at its first write whenever another process
        wrote in between. Without `index`, what it changes waits to be indexed till it is much:
        an index of many texts at once is written half as often.
        """
        try:
            execute(self._conn, self.path, "BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            remedy = "; another program holds it, wait for its end and run this again"
            held = remedy if is_held(error) else ""
            raise UnsavedError(f"{self.path}: cannot be written to: {error}{held}") from error
        try:
            self._begin_forms()
            yield self._conn
            if index or waiting(self._conn) >= AT_ONCE:
                catch_up(self._conn)
            self._conn.execute("COMMIT")
        except BaseException as error:
            if self._conn.in_transaction:
                self._conn.execute("ROLLBACK")
            # Forms and buckets may have been remembered under numbers that are free again.
            self._forms.forget()
            self._forms.heads.clear()
            if isinstance(error, sqlite3.OperationalError):
                raise UnsavedError(f"{self.path}: {_unsaved(error)}") from error
            raise

    def _begin_forms(self) -> None:
        """Keep what is remembered of forms only where nobody else wrote: numbers are given again
        when what had them is gone."""
        (version,) = self._conn.execute("PRAGMA data_version").fetchone()
        if version != self._data_version:
            self._forms.forget()
            self._data_version = version
        self._forms.begin()


def furniture_mark(keys: frozenset[bytes]) -> str:
    """What a page keeps of the furniture it was folded with: a hash, empty for none."""
    return blake2b(b"".join(sorted(keys)), digest_size=16).hexdigest() if keys else ""


def _marks(furniture: Furniture) -> dict[str, str]:
    return {source: furniture_mark(keys) for source, keys in furniture.items()}


def _unsaved(error: sqlite3.OperationalError) -> str:
    full = "full" in str(error) or "I/O" in str(error)
    remedy = "; is the disk full? All earlier batches are saved: make room and run it again"
    return f"nothing was saved: {error}{remedy if full else ''}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
