"""Which articles cards lead to: asked of what is stored now, so the order of arrival cannot matter.

By address first: the article that the card's key names, or that was seen at the address as it
stands. A card whose address names nothing that is stored, or that has none, leads by its title to
the one record of its own source under an equal headline of enough words; where several records
bear it, to none of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from dedupe.record import Row

SHOWN = 200
"""Cards that are listed; a story on every front page of a year has thousands."""

_AT_ONCE = 2048
"""Cards asked for at a time."""


class Lead(NamedTuple):
    """A card, by page and number, and an article that it leads to, by number."""

    page: int
    nth: int
    article: int
    by: str
    """`address` or `title`."""


_CARDS = (
    "(SELECT json_extract(value, '$[0]') AS page, json_extract(value, '$[1]') AS nth "
    "FROM json_each(?1)) c "
    "CROSS JOIN teasers t ON t.page = c.page AND t.nth = c.nth"
)

# UNION, not OR: each way in goes by an index of its own.
_BY_ADDRESS = f"""
    SELECT t.page, t.nth, a.n FROM {_CARDS} CROSS JOIN articles a ON a.id = t.target
    WHERE t.target <> ''
    UNION SELECT t.page, t.nth, v.article FROM {_CARDS}
    CROSS JOIN sightings s ON s.url = t.url AND s.url <> '' JOIN versions v ON v.n = s.version
    WHERE t.url <> ''
    UNION SELECT t.page, t.nth, v.article FROM {_CARDS}
    CROSS JOIN pages p ON p.url = t.url AND p.url <> ''
    JOIN sightings s ON s.page = p.n AND s.main JOIN versions v ON v.n = s.version
    WHERE t.url <> '' AND instr(t.url, '://')
    ORDER BY 1, 2, 3"""

_BY_TITLE = f"""
    SELECT t.page, t.nth, min(a.n) FROM {_CARDS} JOIN pages own ON own.n = t.page
    CROSS JOIN versions v ON v.title_key = t.title_key
    JOIN articles a ON a.n = v.article
    WHERE t.title_key IS NOT NULL AND EXISTS (
        SELECT 1 FROM sightings s JOIN pages p ON p.n = s.page
        WHERE s.version = v.n AND p.source = own.source
    )
    GROUP BY t.page, t.nth HAVING count(DISTINCT a.record) = 1 ORDER BY 1, 2"""


def leads(conn: sqlite3.Connection, cards: Iterable[tuple[int, int]]) -> Iterator[Lead]:
    """Where these cards lead, in their order by page and number within each portion.

    A card may lead to several articles by one address: a page was read in two ways, for instance.
    """
    waiting = sorted(set(cards))
    for at in range(0, len(waiting), _AT_ONCE):
        some = waiting[at : at + _AT_ONCE]
        found = [
            Lead(page, nth, n, "address")
            for page, nth, n in conn.execute(_BY_ADDRESS, (json.dumps(some),))
        ]
        known = {(lead.page, lead.nth) for lead in found}
        others = json.dumps([card for card in some if card not in known])
        found += [
            Lead(page, nth, n, "title") for page, nth, n in conn.execute(_BY_TITLE, (others,))
        ]
        yield from sorted(found)


def read_teasers_to(conn: sqlite3.Connection, record: str) -> list[Row]:
    """The cards that lead to a record, the earliest first, `SHOWN` at most.

    A row is `title, standfirst, lang, url, page_id, source, page_url, input_id, fetched_at` and
    `by`, which is `address` or `title`.
    """
    articles = {
        n
        for (n,) in conn.execute(
            "SELECT a.n FROM articles a JOIN records r ON r.n = a.record WHERE r.id = ?", (record,)
        )
    }
    by = {
        (lead.page, lead.nth): lead.by
        for lead in leads(conn, _candidates(conn, articles))
        if lead.article in articles
    }
    found = conn.execute(
        f"SELECT t.page, t.nth, t.title, t.standfirst, t.lang, t.url, p.id, p.source, p.url, "
        f"p.input_id, p.fetched_at FROM {_CARDS} JOIN pages p ON p.n = t.page "
        f"ORDER BY p.fetched_at, p.id, t.nth LIMIT {SHOWN}",
        (json.dumps(sorted(by)),),
    )
    names = ("title", "standfirst", "lang", "url", "page_id", "source", "page_url", "input_id")
    return [
        dict(zip((*names, "fetched_at"), row, strict=True)) | {"by": by[page, nth]}
        for page, nth, *row in found
    ]


def _candidates(conn: sqlite3.Connection, articles: Collection[int]) -> list[tuple[int, int]]:
    """Cards that have the id, an address or a title of these articles."""
    return conn.execute(
        """WITH own AS (
            SELECT a.n, a.id FROM articles a WHERE a.n IN (SELECT value FROM json_each(?1))
        ), seen AS (
            SELECT s.url AS url, p.url AS page_url, s.main FROM own
            CROSS JOIN versions v ON v.article = own.n
            CROSS JOIN sightings s ON s.version = v.n JOIN pages p ON p.n = s.page
        )
        SELECT t.page, t.nth FROM own CROSS JOIN teasers t ON t.target = own.id AND t.target <> ''
        UNION SELECT t.page, t.nth FROM (SELECT DISTINCT url FROM seen) s
        CROSS JOIN teasers t ON t.url = s.url AND t.url <> ''
        UNION SELECT t.page, t.nth FROM (SELECT DISTINCT page_url AS url FROM seen WHERE main) s
        CROSS JOIN teasers t ON t.url = s.url AND t.url <> ''
        UNION SELECT t.page, t.nth FROM own CROSS JOIN versions v ON v.article = own.n
        CROSS JOIN teasers t ON t.title_key = v.title_key AND t.title_key IS NOT NULL""",
        (json.dumps(sorted(articles)),),
    ).fetchall()


def read_records_from(conn: sqlite3.Connection, page: str) -> dict[int, str]:
    """Id of the record that each card of a page leads to, by the card's number on the page."""
    cards = conn.execute(
        "SELECT t.page, t.nth FROM teasers t JOIN pages p ON p.n = t.page WHERE p.id = ?", (page,)
    ).fetchall()
    found: dict[int, str] = {}
    for lead in leads(conn, cards):
        (id_,) = conn.execute(
            "SELECT r.id FROM articles a JOIN records r ON r.n = a.record WHERE a.n = ?",
            (lead.article,),
        ).fetchone()
        found.setdefault(lead.nth, str(id_))
    return found
