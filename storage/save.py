"""Saving folded pages: what they say is worked out first, then written in one go."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dedupe.near import Form
from dedupe.near import forms as made

from . import bands, groups, rows
from .forms import Forms, among
from .prepare import Prepared, Seen
from .sketches import read_forms, sketched, write_sketch

STATES = ("new", "changed", "known")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What saving a page came to."""

    state: str
    """`new`: an article nobody had; `changed`: a new version of a known one; else `known`."""
    page_id: str
    """The page that is in the store: this one, or the earlier one that said the same."""
    records: tuple[str, ...] = ()
    """Ids of the records that the page's articles are in."""


Worked = dict[str, Form | None]
"""Forms by the id of the version; None for a version without a body."""

Rows = defaultdict[str, list[tuple[Any, ...]]]

_COLUMNS = {
    "pages": 13,
    "block_rows": 16,
    "plain_pages": 4,
    "folds": 5,
    "teasers": 16,
    "articles": 5,
    "forms": 4,
    "versions": 18,
    "sightings": 8,
}
"""Tables in the order in which they are written, and the number of their columns; then records."""


@dataclass(slots=True)
class Batch:
    """One transaction's work: what the store had, what is added, what has to be grouped anew."""

    conn: sqlite3.Connection
    forms: Forms
    run: int | None
    furniture: Mapping[str, str] = field(default_factory=dict)
    """Hash of the furniture that the pages of a source were folded with, by source."""
    new_pages: list[tuple[int, Prepared, int | None]] = field(default_factory=list)
    """Pages to write, with their numbers and the run that they came in."""
    new_versions: list[tuple[int, int, int | None, int, Seen]] = field(default_factory=list)
    """The same of versions, as `rows.version_rows` takes them."""
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    pages: set[str] = field(default_factory=set)
    articles: dict[str, tuple[int, int]] = field(default_factory=dict)
    versions: dict[str, tuple[int, bool]] = field(default_factory=dict)
    worked: Worked = field(default_factory=dict)
    form_ns: dict[str, tuple[int, int]] = field(default_factory=dict)
    sighted: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    new_forms: list[tuple[int, int, Form]] = field(default_factory=list)
    together: list[tuple[int, int]] = field(default_factory=list)
    """Components that an article and a form have in common."""
    roots: groups.Roots = field(default_factory=groups.Roots)
    touched: set[int] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)

    def number(self, table: str) -> int:
        self.last[table] += 1
        return self.last[table]


def work_out(conn: sqlite3.Connection, prepared: Iterable[Prepared], worked: Worked) -> Worked:
    """The forms of versions that are new, beside those `worked` out already."""
    seen = {seen.version_id: seen.article for page in prepared for seen in page.seen}
    lacking = seen.keys() - worked.keys()
    lacking -= {row[0] for row in among(conn, "id", "versions", "id", lacking)}
    if not lacking:
        return worked
    named = sorted(lacking)
    found = made([(seen[id_].title, seen[id_].body) for id_ in named])
    return worked | dict(zip(named, found, strict=True))


def write(
    conn: sqlite3.Connection,
    forms: Forms,
    prepared: Sequence[Prepared],
    worked: Worked,
    run: int | None,
    furniture: Mapping[str, str],
) -> list[Outcome]:
    """Write pages inside the caller's transaction, and group what they brought.

    `worked` are the forms that were worked out before the writer's place was taken.
    """
    batch = Batch(conn, forms, run, furniture)
    load(batch, prepared, worked)
    states = [_add_page(batch, page) for page in prepared]
    alone = flush(batch, group=True)
    groups.regroup(conn, forms, batch.touched - alone)
    return [
        Outcome(state, known, records)
        for (state, known), records in zip(states, records_of(conn, prepared), strict=True)
    ]


def load(batch: Batch, prepared: Sequence[Prepared], worked: Worked) -> None:
    """Read what the store knows of these pages, articles, versions and forms."""
    conn = batch.conn
    seen = [seen for page in prepared for seen in page.seen]
    batch.pages = {
        row[0] for row in among(conn, "id", "pages", "id", {page.page_id for page in prepared})
    }
    for id_, *numbers in among(
        conn, "id, n, component", "articles", "id", {s.article_id for s in seen}
    ):
        batch.articles[id_] = tuple(numbers)
    for id_, n, main in among(conn, "id, n, main", "versions", "id", {s.version_id for s in seen}):
        batch.versions[id_] = n, bool(main)
    batch.worked = work_out(conn, prepared, worked)
    unknown = [form.id for form in batch.worked.values() if form]
    for id_, *numbers in read_forms(conn, unknown, batch.forms.heads):
        batch.form_ns[id_] = tuple(numbers)
    for table in ("pages", "articles", "versions", "forms"):
        batch.last[table] = conn.execute(f"SELECT coalesce(max(n), 0) FROM {table}").fetchone()[0]


def _add_page(batch: Batch, page: Prepared) -> tuple[str, str]:
    """Gather the page's rows; its state, and the id of the page that holds what it says."""
    if page.page_id in batch.pages:
        _see_earlier(batch, page)
        return "known", page.page_id
    earlier = _same_articles(batch, page)
    if earlier:
        _see_earlier(batch, page)
        return "known", earlier
    n = batch.number("pages")
    states = {"new"} if not page.seen else set()
    at = page.folded.page.fetched_at
    states |= add_page(batch, page, n, at, batch.run)
    batch.pages.add(page.page_id)
    return next(state for state in STATES if state in states), page.page_id


def add_page(batch: Batch, page: Prepared, n: int, at: str, run: int | None) -> set[str]:
    """Gather a page with all that it says, as number `n`, seen `at`; states of its articles."""
    batch.new_pages.append((n, page, run))
    states = set()
    for nth, seen in enumerate(page.seen):
        states.add(_add_article(batch, seen))
        _add_sighting(batch, page, n, nth, seen, at)
    return states


def _same_articles(batch: Batch, page: Prepared) -> str:
    """Id of a stored page from the same spot with all the articles of this one, if there is one.

    Cards and tools change between two visits; when no article did, nothing is stored again.
    """
    found = ""
    for seen in page.seen:
        version = batch.versions.get(seen.version_id)
        sighting = version and _sighting(batch, version[0], seen.spot)
        if not version or not sighting or seen.article.main > version[1]:
            return ""
        found = sighting[0]
    return found


def _sighting(batch: Batch, version: int, spot: int) -> tuple[str, str] | None:
    """Page id and time of the sighting of a version at a spot."""
    if (version, spot) not in batch.sighted:
        row = batch.conn.execute(
            "SELECT p.id, s.seen_at FROM sightings s JOIN pages p ON p.n = s.page "
            "WHERE s.version = ? AND s.spot = ? ORDER BY p.id LIMIT 1",
            (version, spot),
        ).fetchone()
        if row is None:
            return None
        batch.sighted[version, spot] = row
    return batch.sighted[version, spot]


def _see_earlier(batch: Batch, page: Prepared) -> None:
    """Keep the earliest time at which each article was seen, whichever page came in first."""
    at = page.folded.page.fetched_at
    for seen in page.seen:
        version = batch.versions.get(seen.version_id, (0, False))[0]
        sighting = _sighting(batch, version, seen.spot)
        if at and sighting and (not sighting[1] or at < sighting[1]):
            batch.sighted[version, seen.spot] = sighting[0], at
            batch.rows["earlier"].append((at, version, seen.spot))


def _add_article(batch: Batch, seen: Seen) -> str:
    """Gather the rows of an article and its version, as far as they are new; its state."""
    state = "known"
    if seen.article_id not in batch.articles:
        n = batch.number("articles")
        batch.articles[seen.article_id] = n, n
        batch.rows["articles"].append((n, seen.article_id, seen.key))
        state = "new"
    article, component = batch.articles[seen.article_id]
    batch.touched.add(article)
    if seen.version_id not in batch.versions:
        n = batch.number("versions")
        form = batch.worked[seen.version_id]
        form_n = None if form is None else _add_form(batch, form, component)
        words = 0 if form is None else form.words
        batch.new_versions.append((n, article, form_n, words, seen))
        batch.versions[seen.version_id] = n, seen.article.main
        state = state if state == "new" else "changed"
    elif seen.article.main and not batch.versions[seen.version_id][1]:
        n = batch.versions[seen.version_id][0]
        batch.versions[seen.version_id] = n, True
        batch.rows["main"].append((n,))
    return state


def _add_form(batch: Batch, form: Form, component: int) -> int:
    if form.id not in batch.form_ns:
        n = batch.number("forms")
        batch.form_ns[form.id] = n, component
        batch.new_forms.append((n, component, form))
        batch.forms.fresh[n] = form
    n, other = batch.form_ns[form.id]
    batch.together.append((component, other))
    return n


def _add_sighting(batch: Batch, page: Prepared, n: int, nth: int, seen: Seen, at: str) -> None:
    version, _ = batch.versions[seen.version_id]
    said = seen.article
    batch.rows["sightings"].append(
        (n, nth, version, seen.spot, said.url, int(said.main), said.confidence, at)
    )
    batch.sighted.setdefault((version, seen.spot), (page.page_id, at))


def flush(batch: Batch, group: bool = False) -> set[int]:
    """Write the gathered rows, each table before those that point to it, in the components that
    they belong to by now.

    With `group`, articles that are new, like no other and came in one version get their records
    at once, and their numbers are returned.
    """
    make_rows(batch)
    keys, numbers = sketch(batch)
    unite(batch, keys, numbers)
    alone = _alone(batch) if group else {}
    (last,) = batch.conn.execute("SELECT coalesce(max(n), 0) FROM records").fetchone()
    records = {article: n for n, article in enumerate(alone, last + 1)}
    root = batch.roots.of
    batch.rows["articles"] = [
        (n, id_, key, root(n), records.get(n)) for n, id_, key in batch.rows["articles"]
    ]
    for table in _COLUMNS:
        write_rows(batch, table)
    groups.add_records(
        batch.conn,
        [(records[article], id_, version, article) for article, (id_, version) in alone.items()],
    )
    batch.conn.executemany("UPDATE versions SET main = 1 WHERE n = ?", batch.rows["main"])
    batch.conn.executemany(
        "UPDATE sightings SET seen_at = ? WHERE version = ? AND spot = ?", batch.rows["earlier"]
    )
    if batch.new_forms:
        bands.add(batch.conn, keys, numbers, batch.forms.heads)
    return set(alone)


def make_rows(batch: Batch) -> None:
    """Make the rows of pages and versions, one table after the other: what is done with a thousand
    of them in a row stays near the processor, and takes half the time."""
    made = batch.rows
    plain = [(n, page.folded) for n, page, _ in batch.new_pages if page.plain]
    made["plain_pages"] += [rows.plain_row(n, own.page.text, own.articles[0]) for n, own in plain]
    for n, page, _ in batch.new_pages:
        if not page.plain:
            made["block_rows"] += rows.block_rows(n, page.folded)
            made["folds"] += rows.fold_rows(n, page.folded.folds)
            made["teasers"] += rows.teaser_rows(n, page.folded)
    made["pages"] += [
        rows.page_row(n, page, run, batch.furniture.get(page.folded.page.source, ""))
        for n, page, run in batch.new_pages
    ]
    made["versions"] += rows.version_rows(batch.new_versions) if batch.new_versions else ()


def write_rows(batch: Batch, table: str) -> None:
    """Write the gathered rows of one table."""
    marks = ",".join("?" * _COLUMNS[table])
    batch.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", batch.rows[table])


def unite(batch: Batch, keys: Any, numbers: Any) -> None:
    """Judge what the buckets of the new forms propose, and join the components of what is alike."""
    for a, b in batch.together:
        batch.roots.unite(a, b)
    if batch.new_forms:
        high, low = bands.candidates(batch.conn, keys, numbers, batch.forms.heads)
        proposed = list(zip(high.tolist(), low.tolist(), strict=True))
        component = {n: own for n, own, _ in batch.new_forms}
        groups.liken(batch.conn, batch.forms, proposed, component, batch.roots)
    new = {n for n, *_ in batch.rows["articles"]}
    groups.join(batch.conn, batch.roots, batch.roots.parent.keys() - new)
    for at, (n, id_, component, signature) in enumerate(batch.rows["forms"]):
        batch.rows["forms"][at] = n, id_, batch.roots.of(component), signature


def _alone(batch: Batch) -> dict[int, tuple[str, int]]:
    """New articles that are like no other and came in one version: their ids and versions, by
    number.

    A component goes by its lowest article, so that a new one that gives its number to a component
    is in it with newer ones only.
    """
    versions: dict[int, list[int]] = {}
    for n, _, article, *_ in batch.rows["versions"]:
        versions.setdefault(article, []).append(n)
    new = {n: id_ for n, id_, *_ in batch.rows["articles"]}
    sizes = Counter(map(batch.roots.of, new))
    return {
        n: (id_, versions[n][0])
        for n, id_ in new.items()
        if batch.roots.of(n) == n and sizes[n] == 1 and len(versions[n]) == 1
    }


def sketch(batch: Batch) -> tuple[Any, Any]:
    """Gather the signatures of the new forms; pairs of a band key and the number of a form."""
    if not batch.new_forms:
        return None, None
    write_sketch(batch.conn)
    stored, keys, numbers = sketched({n: known for n, _, known in batch.new_forms})
    for (n, component, known), signature in zip(batch.new_forms, stored, strict=True):
        batch.rows["forms"].append((n, known.id, component, signature))
    return keys, numbers


def records_of(conn: sqlite3.Connection, pages: Sequence[Prepared]) -> list[tuple[str, ...]]:
    """Ids of the records that each page's articles are in."""
    ids = {seen.article_id for page in pages for seen in page.seen}
    # A stored page that was folded by other rules may not have had this article.
    found = dict(
        conn.execute(
            "SELECT a.id, r.id FROM articles a JOIN records r ON r.n = a.record "
            "WHERE a.id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(ids)),),
        )
    )
    return [
        tuple(
            dict.fromkeys(found[seen.article_id] for seen in page.seen if seen.article_id in found)
        )
        for page in pages
    ]
