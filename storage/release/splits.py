"""Which rows go together, and which split each group of them goes to.

Rows are one group where their articles hang together in the store, where their bodies are alike
by true similarity, whatever their titles say, or where one is a card that leads to the other. A
group goes to one split as a whole.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from dedupe.near import form
from dedupe.pairs import alike, suspects
from dedupe.plain import U32
from dedupe.record import title_key
from dedupe.scheme import PERMUTATIONS

from ..groups import Roots
from ..leads import leads
from .choice import ReleaseError

NAMES = ("train", "validation", "test")
"""Splits, from the one that may know least of the others to the one that nobody may know."""

SHARES = (80, 10, 10)
"""Per cent of the groups that go to each split."""

_AT_ONCE = 4096
"""Signatures read at a time, 512 bytes each."""

_REMEMBERED = 4096
"""Shingle sets kept while pairs are compared, some 30 KB each."""


@dataclass(frozen=True, slots=True)
class Split:
    """How rows are divided: `none`, `group`, `time` at `days`, or by `outlet`."""

    by: str = "group"
    days: tuple[str, ...] = ()
    """One day: `test` begins with it. Two: `validation` begins with the first."""
    outlets: tuple[str, ...] = ()
    """Outlets that are held out as `test`; none named: some are drawn by their names."""
    shares: tuple[int, ...] = SHARES


def parse_split(text: str, shares: str = "") -> Split:
    """A split as the command line says it: `group`, `time=2025-03-01`, `outlet=a.example`.

    >>> parse_split("time=2025-03-01,2025-04-01").days
    ('2025-03-01', '2025-04-01')
    """
    by, _, rest = text.partition("=")
    given = tuple(filter(None, rest.split(",")))
    if by not in ("none", "group", "time", "outlet") or (given and by in ("none", "group")):
        raise ReleaseError(
            f"--split {text}: known are none, group, time=DAY[,DAY] and outlet[=NAME,...]"
        )
    if by == "time" and (len(given) not in (1, 2) or list(given) != sorted(set(given))):
        raise ReleaseError(f"--split {text}: name one day, or two, the earlier first")
    found = tuple(int(part) for part in shares.split(",") if part.isdigit()) or SHARES
    if len(found) != len(NAMES) or sum(found) != 100:
        raise ReleaseError(f"--shares {shares}: three per cents that make 100, such as 80,10,10")
    days = given if by == "time" else ()
    return Split(by, days, given if by == "outlet" else (), found)


def divide(conn: sqlite3.Connection, split: Split) -> dict[str, Any]:
    """Write `family` (number of its first row) and `split` into the plan; what came of it."""
    known = _outlets(conn)
    unknown = [name for name in split.outlets if name not in known]
    if unknown:
        raise ReleaseError(
            f"--split outlet: no row of {', '.join(unknown)}; there are {', '.join(sorted(known))}"
        )
    roots = Roots()
    _by_component(conn, roots)
    _by_card(conn, roots)
    _by_likeness(conn, roots)
    _write_families(conn, roots)
    figures = _write_splits(conn, split)
    conn.execute("CREATE INDEX temp.plan_split ON plan(split, at)")
    return figures


def _outlets(conn: sqlite3.Connection) -> set[str]:
    return {source for (source,) in conn.execute("SELECT DISTINCT source FROM plan")}


def _by_component(conn: sqlite3.Connection, roots: Roots) -> None:
    for first, at in conn.execute(
        "SELECT first, at FROM plan JOIN (SELECT component AS c, min(at) AS first FROM plan "
        "WHERE component IS NOT NULL GROUP BY component HAVING count(*) > 1) ON c = component "
        "WHERE at <> first"
    ):
        roots.unite(first, at)


def _by_card(conn: sqlite3.Connection, roots: Roots) -> None:
    """A card goes with the articles at its address, or under its headline."""
    if not conn.execute("SELECT 1 FROM plan WHERE kind = 'teaser' LIMIT 1").fetchone():
        return
    cards = {
        (page, nth): at
        for at, page, nth in conn.execute("SELECT at, page, nth FROM plan WHERE kind = 'teaser'")
    }
    for lead in leads(conn, cards):
        for (at,) in conn.execute(
            "SELECT p.at FROM articles a JOIN plan p ON p.record = a.record WHERE a.n = ?",
            (lead.article,),
        ):
            roots.unite(cards[lead.page, lead.nth], at)
    # A reader of the release has only its rows: no two splits share an address of a card or a
    # headline, whatever the store knows of them.
    for card, at in conn.execute(
        "SELECT t.at, a.at FROM plan t JOIN plan a ON a.url = t.url "
        "WHERE t.kind = 'teaser' AND a.kind = 'article' AND t.url <> ''"
    ):
        roots.unite(card, at)
    first: dict[int, int] = {}
    for at, title in _titles(conn):
        name = title_key(title)
        if name is not None:
            roots.unite(first.setdefault(name, at), at)


def _titles(conn: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    return iter(
        conn.execute(
            "SELECT p.at, coalesce(v.title, t.title) FROM plan p "
            "LEFT JOIN versions v ON v.n = p.version LEFT JOIN teasers t "
            "ON p.kind = 'teaser' AND t.page = p.page AND t.nth = p.nth ORDER BY p.at"
        )
    )


def _by_likeness(conn: sqlite3.Connection, roots: Roots) -> None:
    """Compare what the signatures propose; the store holds them, so only suspects are read."""
    (count,) = conn.execute("SELECT count(*) FROM plan WHERE form IS NOT NULL").fetchone()
    ats = _numbers(conn, "SELECT at FROM plan WHERE form IS NOT NULL ORDER BY at", count)

    @lru_cache(_REMEMBERED)
    def shingles(n: int) -> frozenset[int]:
        (body,) = conn.execute(
            "SELECT v.body FROM plan p JOIN versions v ON v.n = p.version WHERE p.at = ?",
            (int(ats[n]),),
        ).fetchone()
        return body_shingles(json.loads(body))

    parts = np.fromiter(map(roots.of, ats.tolist()), np.int64, count)
    with TemporaryFile() as file:
        for a, b in suspects(_signatures(conn, ats, file), parts):
            first, second = int(ats[a]), int(ats[b])
            if roots.of(first) != roots.of(second) and alike(shingles(a), shingles(b)):
                roots.unite(first, second)


def _numbers(conn: sqlite3.Connection, query: str, count: int) -> NDArray[np.int64]:
    return np.fromiter((n for (n,) in conn.execute(query)), np.int64, count)


def _signatures(conn: sqlite3.Connection, ats: NDArray[np.int64], file: IO[bytes]) -> U32:
    """`uint32[n, 128]`: signatures of rows of the plan, read in the order that the file has.

    Kept in `file` and mapped into memory, of which the system takes back what it needs.
    """
    if not len(ats):
        return np.zeros((0, PERMUTATIONS), "<u4")
    signature = np.memmap(file, "<u4", "w+", shape=(len(ats), PERMUTATIONS))
    cursor = conn.execute(
        "SELECT p.at, f.signature FROM (SELECT at, form FROM plan WHERE form IS NOT NULL "
        "ORDER BY form) p CROSS JOIN forms f ON f.n = p.form"
    )
    while rows := cursor.fetchmany(_AT_ONCE):
        blobs = b"".join(blob for _, blob in rows)
        found = np.frombuffer(blobs, "<u4").reshape(len(rows), PERMUTATIONS)
        signature[np.searchsorted(ats, [at for at, _ in rows])] = found
    return signature


def body_shingles(body: Iterable[str]) -> frozenset[int]:
    """The shingles of a body, as the store compares them."""
    known = form("", body)
    return known.shingles if known is not None else frozenset()


def _write_families(conn: sqlite3.Connection, roots: Roots) -> None:
    """The root of a set is its lowest number, so a family goes by its first row."""
    members = [(roots.of(at), at) for at in list(roots.parent)]
    conn.executemany(
        "UPDATE plan SET family = (SELECT CASE WHEN record_id <> '' THEN record_id ELSE id END "
        "FROM plan q WHERE q.at = ?) WHERE at = ?",
        members,
    )
    conn.execute(
        "UPDATE plan SET family = CASE WHEN record_id <> '' THEN record_id ELSE id END "
        "WHERE family = ''"
    )
    conn.execute("CREATE INDEX temp.plan_family ON plan(family)")


def _write_splits(conn: sqlite3.Connection, split: Split) -> dict[str, Any]:
    """Give each family its split; counts of families, and of those that two splits would claim."""
    counts = {"groups": 0, "contested": 0, "undated": 0}
    # Into a table of its own: an update of the plan would move what the reading walks along.
    conn.execute("CREATE TEMP TABLE divided (family TEXT PRIMARY KEY, split INTEGER)")
    conn.executemany("INSERT INTO divided VALUES (?, ?)", _chosen(conn, split, counts))
    conn.execute(
        "UPDATE plan SET split = divided.split FROM divided WHERE divided.family = plan.family"
    )
    conn.execute("DROP TABLE divided")
    return counts


def _chosen(
    conn: sqlite3.Connection, split: Split, counts: dict[str, int]
) -> Iterator[tuple[str, int]]:
    """Families that go elsewhere than to the first split, with where; all are counted."""
    for family, rows in _families(conn):
        found = _claims(split, family, rows)
        counts["groups"] += 1
        counts["contested"] += len(found) > 1
        counts["undated"] += split.by == "time" and not any(day for day, _ in rows)
        if chosen := min(found) if split.by == "time" else max(found):
            yield family, chosen


def _families(conn: sqlite3.Connection) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Each family with the days and outlets of its rows."""
    rows = conn.execute("SELECT family, day, source FROM plan ORDER BY family")
    for family, members in groupby(rows, itemgetter(0)):
        yield family, [(day, source) for _, day, source in members]


def _claims(split: Split, family: str, rows: Sequence[tuple[str, str]]) -> set[int]:
    """The splits that the rows of a family would go to, each for itself.

    By time the earliest wins: what is told again later is not news of the later days. By outlet
    the latest in `NAMES` wins: what stood in an outlet that is held out is in no other split.
    """
    if split.by == "group":
        return {_drawn(family, split.shares)}
    if split.by == "time":
        bounds = split.days if len(split.days) == 2 else (split.days[0], split.days[0])
        dated = {sum(day >= bound for bound in bounds) for day, _ in rows if day}
        return dated or {0}
    if split.by == "outlet":
        if split.outlets:
            return {2 if source in split.outlets else 0 for _, source in rows}
        return {_drawn(source, split.shares) for _, source in rows}
    return {0}


def _drawn(name: str, shares: Sequence[int]) -> int:
    """A split drawn by a name, the same one in every release."""
    point = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") / 2**64 * 100
    return 0 if point < shares[0] else 1 if point < shares[0] + shares[1] else 2
