"""The ledger of a site's addresses: what came of each, and when it is asked for again.

An address that a feed, sitemap or section names is `found`; a visit makes it `stored`, `empty` (no
article on it), `gone` (404 or 410), `refused` (by robots.txt, by the server, or off the site),
`failed`, or the `twin` of another address, under which its article is kept. Articles that are
stored are looked at again: soon where they are young or have just changed, more and more rarely
where they do not, and never once they are old. All functions work inside the caller's
transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from dedupe.model import FoldedPage

MIN_GAP = 3600
"""Seconds. Corrections come within hours; to look more often is to poll."""
MAX_GAP = 30 * 86400
"""Seconds between two looks at an old article, at most."""
AGE_SHARE = 4
"""The first look comes after a quarter of the age: an article of a day is looked at in 6 hours."""
GROW, SHRINK = 2, 4
"""The gap doubles where nothing changed, and falls to a quarter where something did."""
FIRST_RETRY = 1800
"""Seconds until what failed once is asked for again; doubles with every further failure."""
MAX_FAILURES = 8
"""Failures in a row after which an address is left alone, unless a list names it anew: 4 days."""
_NOT_DECIDED = (404, 408, 410, 425, 429)
"""Answers that say `gone`, or `not now`."""
FORBIDDEN = tuple(f"http {n}" for n in range(400, 500) if n not in _NOT_DECIDED)
"""Answers that somebody has decided on: to ask again within the hour is to press."""
FORBIDDEN_RETRY = 86400
"""Seconds until what was forbidden is asked for again; doubles. A block may be over."""
FORBIDDEN_LOOKS = 4
"""How often an answer that forbids must be seen before it is believed: a week in all."""
GONE_LOOKS = 3
"""How often a 404 must be seen, a week apart, before it is believed; a 410 is believed at once."""
WEEK = 7 * 86400

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a list of the site names."""

    key: str
    url: str
    dated: str = ""
    """When the list says that it was published or changed; UTC, `2024-11-10T08:00:00Z`."""
    changed: str = ""
    """When it says that it changed, beside a date of publication."""


@dataclass(frozen=True, slots=True)
class Due:
    """An address to ask for, with what it said of itself at the last visit."""

    key: str
    url: str
    state: str
    etag: str
    last_modified: str
    asked_at: str
    failures: int = 0
    """Visits in a row that gave nothing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What asking for an address came to."""

    state: str
    """One of the ledger's states, or `same`: the server said that nothing changed (304).

    `twin` says that the address leads to `landed`, which is asked for by itself."""
    landed: str = ""
    """Key of the article that answered, where it is another than the one asked for."""
    url: str = ""
    """Address under which that article is asked for from now on."""
    digest: str = ""
    etag: str = ""
    last_modified: str = ""
    cause: str = ""
    wait: int = 0
    """Seconds that the server asked us to stay away."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Addresses of a site by state, and how many are due."""

    states: dict[str, int]
    due: int


def moment(at: datetime) -> str:
    """A time as the ledger writes it; such texts sort as the times do."""
    return at.astimezone(UTC).strftime(_MOMENT)


def article_digest(folded: FoldedPage) -> str:
    """Hash of the blocks of a page's main article; cards, buttons and the rest do not count."""
    hashed = blake2b(digest_size=16)
    main = next((article for article in folded.articles if article.main), None)
    if main is None:
        return ""
    for placed in sorted(main.placed, key=lambda placed: placed.block):
        if placed.role not in ("date", "section"):
            hashed.update(folded.page.blocks[placed.block].text.encode("utf-8", "replace") + b"\n")
    return hashed.hexdigest()


def note_found(
    conn: sqlite3.Connection, source: str, entries: Iterable[Entry], now: datetime
) -> int:
    """Note what a list names; the number of addresses that nobody had seen before.

    A known address that the list dates later than our last visit is due at once. One that was
    given up is due again, since the site still names it, but not sooner than a week later.
    """
    at = moment(now)
    new = 0
    for entry in entries:
        row = conn.execute(
            "SELECT n, state, asked_at, due FROM ledger WHERE source = ? AND key = ?",
            (source, entry.key),
        ).fetchone()
        # A date to come is a wrong clock or a mistake; it would make the address due every time.
        dated, changed = (date if date <= at else "" for date in (entry.dated, entry.changed))
        if row is None:
            new += 1
            conn.execute(
                "INSERT INTO ledger (source, key, url, kind, state, dated, first_seen, last_seen, "
                "due) VALUES (?, ?, ?, 'article', 'found', ?, ?, ?, ?)",
                (source, entry.key, entry.url, min(entry.dated, at), at, at, at),
            )
            continue
        n, state, asked_at, due = row
        if state != "twin":
            stale = bool(asked_at) and max(dated, changed) > asked_at
            given_up = not due and state in ("failed", "gone", "refused", "empty")
            if stale or (given_up and asked_at < moment(now - timedelta(seconds=WEEK))):
                due = at
        conn.execute(
            "UPDATE ledger SET last_seen = ?, due = ?, dated = max(dated, ?) WHERE n = ?",
            (at, due, dated, n),
        )
    return new


def list_of(conn: sqlite3.Connection, source: str, url: str) -> Due | None:
    """What is known of a feed, sitemap or section; its `state` is `index` for one of sitemaps."""
    row = conn.execute(
        "SELECT key, url, digest, etag, last_modified, asked_at, failures FROM ledger "
        "WHERE source = ? AND key = ?",
        (source, f"list:{url}"),
    ).fetchone()
    return Due(*row) if row else None


def note_list(conn: sqlite3.Connection, source: str, url: str, visit: Visit, now: datetime) -> None:
    """Note what asking for a list came to; its `digest` is `index` for an index of sitemaps."""
    at = moment(now)
    failed = visit.state == "failed"
    conn.execute(
        "INSERT INTO ledger (source, key, url, kind, state, first_seen, last_seen, asked_at, "
        "failures, cause, etag, last_modified, digest) "
        "VALUES (?, ?, ?, 'list', ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, key) DO UPDATE "
        "SET state = excluded.state, last_seen = excluded.last_seen, asked_at = excluded.asked_at, "
        "failures = CASE WHEN excluded.failures THEN failures + 1 ELSE 0 END, "
        "cause = excluded.cause, etag = excluded.etag, last_modified = excluded.last_modified, "
        "digest = excluded.digest",
        (
            *(source, f"list:{url}", url, "failed" if failed else "stored", at, at, at),
            *(int(failed), visit.cause, visit.etag, visit.last_modified, visit.digest),
        ),
    )


def note_same_list(conn: sqlite3.Connection, source: str, url: str, now: datetime) -> None:
    """Note that a list was asked for and had not changed."""
    at = moment(now)
    conn.execute(
        "UPDATE ledger SET last_seen = ?, asked_at = ? WHERE source = ? AND key = ?",
        (at, at, source, f"list:{url}"),
    )


def due_numbers(
    conn: sqlite3.Connection, source: str, now: datetime, since: str = "", seen: str = ""
) -> Iterator[int]:
    """Numbers of the addresses that are due: new ones first, newest first, then those to see again.

    `since` leaves out what lists date earlier. With `seen`, everything that lists have named from
    that moment on is due, whatever its gap.
    """
    again = "state <> 'twin' AND last_seen >= ?" if seen else "due <> '' AND due <= ?"
    rows = conn.execute(
        f"SELECT n FROM ledger WHERE source = ? AND kind = 'article' AND {again} "
        "AND (dated = '' OR dated >= ?) "
        "ORDER BY state <> 'found', coalesce(nullif(dated, ''), first_seen) DESC, n",
        (source, seen or moment(now), since),
    ).fetchall()
    return (n for (n,) in rows)


def entry_of(conn: sqlite3.Connection, n: int) -> Due | None:
    """The address with that number."""
    row = conn.execute(
        "SELECT key, url, state, etag, last_modified, asked_at, failures FROM ledger WHERE n = ?",
        (n,),
    ).fetchone()
    return Due(*row) if row else None


def note_visit(
    conn: sqlite3.Connection,
    source: str,
    key: str,
    visit: Visit,
    now: datetime,
    revisit_days: int = 30,
) -> None:
    """Note what asking for the address `key` came to, and when it is due again."""
    if visit.landed and visit.landed != key:
        at = moment(now)
        conn.execute(
            "UPDATE ledger SET state = 'twin', twin_of = ?, asked_at = ?, due = '', cause = '', "
            "failures = 0, etag = '', last_modified = '' WHERE source = ? AND key = ?",
            (visit.landed, at, source, key),
        )
        conn.execute(
            "INSERT INTO ledger (source, key, url, kind, state, dated, first_seen, last_seen, due) "
            "SELECT source, ?, ?, 'article', 'found', dated, first_seen, ?, ? FROM ledger "
            "WHERE source = ? AND key = ? ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen",
            (visit.landed, visit.url, at, at, source, key),
        )
        if visit.state == "twin":
            return
        # The validators belong to the address that answered, not to the one kept.
        key, visit = visit.landed, Visit(visit.state, digest=visit.digest, cause=visit.cause)
    _note(conn, source, key, visit, now, revisit_days)


def _note(
    conn: sqlite3.Connection, source: str, key: str, visit: Visit, now: datetime, revisit_days: int
) -> None:
    row = conn.execute(
        "SELECT n, state, first_seen, dated, gap, failures, digest FROM ledger "
        "WHERE source = ? AND key = ?",
        (source, key),
    ).fetchone()
    if row is None:
        return
    n, state, first_seen, dated, gap, failures, digest = row
    at = moment(now)
    age = max(0.0, (now - _read(dated or first_seen)).total_seconds())
    if visit.state in ("stored", "same"):
        changed = bool(visit.digest and digest and visit.digest != digest)
        gap = next_gap(gap, age, changed)
        due = moment(now + timedelta(seconds=gap)) if age <= revisit_days * 86400 else ""
        twin = "" if visit.state == "same" else _same_text(conn, source, key, visit.digest)
        if twin and state == "found":
            # Two addresses, one text: a query loop, a calendar, or a twin that nothing tells.
            conn.execute(
                "UPDATE ledger SET state = 'twin', twin_of = ?, asked_at = ?, due = '', "
                "failures = 0, cause = '' WHERE n = ?",
                (twin, at, n),
            )
            return
        conn.execute(
            "UPDATE ledger SET state = 'stored', asked_at = ?, due = ?, gap = ?, failures = 0, "
            "cause = '', changed_at = CASE WHEN ? THEN ? ELSE changed_at END, "
            "digest = coalesce(nullif(?, ''), digest), etag = coalesce(nullif(?, ''), etag), "
            "last_modified = coalesce(nullif(?, ''), last_modified) WHERE n = ?",
            (at, due, gap, changed, at, visit.digest, visit.etag, visit.last_modified, n),
        )
        return
    failures += 1
    wait = max(visit.wait, _again(visit, failures))
    due = moment(now + timedelta(seconds=wait)) if wait else ""
    # What is stored stays stored where a visit merely fails; only 404 and 410 mark it.
    kept = state if state == "stored" and visit.state in ("failed", "refused") else visit.state
    conn.execute(
        "UPDATE ledger SET state = ?, asked_at = ?, due = ?, failures = ?, cause = ? WHERE n = ?",
        (kept, at, due, failures, visit.cause, n),
    )


def _same_text(conn: sqlite3.Connection, source: str, key: str, digest: str) -> str:
    if not digest:
        return ""
    row = conn.execute(
        # The empty string is named for the partial index, which would not be used otherwise.
        "SELECT key FROM ledger WHERE source = ? AND digest = ? AND digest <> '' AND key <> ? "
        "AND state = 'stored' LIMIT 1",
        (source, digest, key),
    ).fetchone()
    return str(row[0]) if row else ""


def _again(visit: Visit, failures: int) -> int:
    """Seconds until an address that gave nothing is asked for again; 0: never."""
    if visit.state == "gone":
        return 0 if visit.cause == "http 410" or failures >= GONE_LOOKS else WEEK
    if visit.cause in FORBIDDEN:
        return 0 if failures >= FORBIDDEN_LOOKS else FORBIDDEN_RETRY * 2 ** (failures - 1)
    if visit.state in ("refused", "empty"):
        return 0 if failures >= GONE_LOOKS else WEEK
    return 0 if failures >= MAX_FAILURES else FIRST_RETRY * 2 ** (failures - 1)


def next_gap(gap: int, age: float, changed: bool) -> int:
    """Seconds until an article of `age` seconds is looked at again, after a gap of `gap`.

    >>> next_gap(0, 0, False), next_gap(3600, 7200, False), next_gap(86400, 172800, True)
    (3600, 7200, 21600)
    """
    if not gap:
        wanted = age / AGE_SHARE
    elif changed:
        wanted = gap / SHRINK
    else:
        wanted = gap * GROW
    return int(min(max(wanted, MIN_GAP), MAX_GAP))


def note_asked(conn: sqlite3.Connection, source: str, now: datetime, pages: int = 1) -> None:
    """Count article pages that a site was asked for today."""
    conn.execute(
        "INSERT INTO asked VALUES (?, ?, ?) "
        "ON CONFLICT (source, day) DO UPDATE SET pages = pages + excluded.pages",
        (source, moment(now)[:10], pages),
    )


def asked_today(conn: sqlite3.Connection, source: str, now: datetime) -> int:
    """How many article pages a site was asked for since midnight UTC."""
    row = conn.execute(
        "SELECT pages FROM asked WHERE source = ? AND day = ?", (source, moment(now)[:10])
    ).fetchone()
    return int(row[0]) if row else 0


def counted(conn: sqlite3.Connection, source: str, now: datetime) -> Counted:
    """How many addresses of a site there are by state, and how many of them are due."""
    states = dict(
        conn.execute(
            "SELECT state, count(*) FROM ledger WHERE source = ? AND kind = 'article' GROUP BY 1",
            (source,),
        )
    )
    due = conn.execute(
        "SELECT count(*) FROM ledger WHERE source = ? AND kind = 'article' AND due <> '' "
        "AND due <= ?",
        (source, moment(now)),
    ).fetchone()[0]
    return Counted(states, due)


def first_asked(conn: sqlite3.Connection, source: str, since: datetime) -> tuple[int, int]:
    """Of the addresses that lists named for the first time from `since` on: how many were asked
    for, and how many of those have given nothing up to now."""
    asked, bad = conn.execute(
        "SELECT count(*), coalesce(sum(failures > 0), 0) FROM ledger WHERE source = ? "
        "AND kind = 'article' AND state <> 'twin' AND first_seen >= ? AND asked_at <> ''",
        (source, moment(since)),
    ).fetchone()
    return int(asked), int(bad)


def _read(text: str) -> datetime:
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
