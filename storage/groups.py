"""Articles that are one: components kept up to date, taken apart into records, and chosen from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dedupe.canonical import Candidate, Rank, rank
from dedupe.near import KEPT, Form, form, groups, judge
from dedupe.text import jaccard

Likeness = tuple[int, int, float]

_REMEMBERED = 1024
"""Forms kept in memory between pages, some 50 KB each: news repeats within hours."""


@dataclass(frozen=True, slots=True)
class Member:
    """A version in a component, with what choosing and relating need."""

    article: int
    article_id: str
    version: int
    form: int | None
    rank: Rank


@dataclass(slots=True)
class Forms:
    """Forms by number, read from the store when they are not at hand."""

    conn: sqlite3.Connection
    known: dict[int, Form] = field(default_factory=dict)

    def get(self, n: int) -> Form:
        if n not in self.known:
            title, body = self.conn.execute(
                "SELECT title, body FROM versions WHERE form = ? LIMIT 1", (n,)
            ).fetchone()
            read = form(title, json.loads(body))
            assert read is not None, "a form has a body"
            self.put(n, read)
        return self.known[n]

    def put(self, n: int, known: Form) -> None:
        while len(self.known) >= _REMEMBERED:
            del self.known[next(iter(self.known))]
        self.known[n] = known


def liken(forms: Forms, pairs: Iterable[tuple[int, int]]) -> list[Likeness]:
    """The verdict on proposed pairs of forms: those that are alike."""
    found = []
    for a, b in sorted({(min(pair), max(pair)) for pair in pairs}):
        similarity = judge(forms.get(a), forms.get(b))
        if similarity is not None:
            found.append((a, b, similarity))
    return found


def join(conn: sqlite3.Connection, sets: Iterable[set[int]]) -> set[int]:
    """Make one component of each set of components; those that are left, under their numbers."""
    parent: dict[int, int] = {}

    def root(n: int) -> int:
        while parent.setdefault(n, n) != n:
            n = parent[n]
        return n

    for together in sets:
        first, *others = {root(n) for n in together}
        for other in others:
            low, high = sorted((root(first), root(other)))
            parent[high] = low
    moves = [(root(n), n) for n in parent if root(n) != n]
    for table in ("articles", "forms", "records"):
        conn.executemany(f"UPDATE {table} SET component = ? WHERE component = ?", moves)
    return {root(n) for n in parent}


def regroup(conn: sqlite3.Connection, forms: Forms, component: int) -> None:
    """Take the component apart into records anew, and relate each version to its chosen one."""
    members = list(_members(conn, component))
    versions: dict[int, list[Member]] = {}
    for member in sorted(members, key=lambda member: member.rank):
        versions.setdefault(member.article, []).append(member)
    like = _Likeness(conn, forms, versions) if len(versions) > 1 else None
    parts = groups(list(versions), like.links(), like.to_first) if like else [list(versions)]
    conn.execute("UPDATE articles SET record = NULL WHERE component = ?", (component,))
    conn.execute("DELETE FROM records WHERE component = ?", (component,))
    for part in parts:
        _write_record(conn, forms, component, [m for article in part for m in versions[article]])


def _members(conn: sqlite3.Connection, component: int) -> Iterator[Member]:
    for article, article_id, n, form_n, id_, published, words, main in conn.execute(
        "SELECT a.n, a.id, v.n, v.form, v.id, v.published, v.words, v.main "
        "FROM articles a JOIN versions v ON v.article = a.n WHERE a.component = ?",
        (component,),
    ):
        place = rank(Candidate(id_, published, words, bool(main)))
        yield Member(article, article_id, n, form_n, place)


@dataclass(slots=True)
class _Likeness:
    """What of a component is alike: the links between its articles, and the chain guard's view."""

    conn: sqlite3.Connection
    forms: Forms
    versions: dict[int, list[Member]]

    def links(self) -> list[tuple[int, int]]:
        owners: dict[int, list[int]] = {}
        for article, members in self.versions.items():
            for member in members:
                if member.form is not None:
                    owners.setdefault(member.form, []).append(article)
        links = [(some[0], other) for some in owners.values() for other in some[1:]]
        for n in owners:
            for (b,) in self.conn.execute("SELECT b FROM likeness WHERE a = ?", (n,)):
                if b in owners:
                    links.append((owners[n][0], owners[b][0]))
        return links

    def to_first(self, first: int, article: int) -> bool:
        """Whether any version of `article` is still like any version of the first."""
        return any(
            self._alike(a.form, b.form)
            for a in self.versions[first]
            for b in self.versions[article]
            if a.form is not None and b.form is not None
        )

    def _alike(self, a: int, b: int) -> bool:
        return a == b or judge(self.forms.get(a), self.forms.get(b), KEPT) is not None


def _write_record(
    conn: sqlite3.Connection, forms: Forms, component: int, members: list[Member]
) -> None:
    chosen = min(members, key=lambda member: member.rank)
    record = conn.execute(
        "INSERT INTO records (id, version, component) VALUES (?, ?, ?)",
        (chosen.article_id, chosen.version, component),
    ).lastrowid
    conn.executemany(
        "UPDATE articles SET record = ? WHERE n = ?",
        [(record, article) for article in {member.article for member in members}],
    )
    conn.execute("DELETE FROM relations WHERE version = ?", (chosen.version,))
    if len(members) == 1:
        return
    sources = _sources(conn, chosen.version)
    conn.executemany(
        "INSERT OR REPLACE INTO relations (version, chosen, relation, similarity) "
        "VALUES (?, ?, ?, ?)",
        [
            (
                member.version,
                chosen.version,
                _relation(conn, chosen, member, sources),
                _similarity(forms, chosen.form, member.form),
            )
            for member in members
            if member is not chosen
        ],
    )


def _relation(conn: sqlite3.Connection, chosen: Member, member: Member, sources: set[str]) -> str:
    if member.article == chosen.article:
        return "same"
    return "version" if sources & _sources(conn, member.version) else "copy"


def _sources(conn: sqlite3.Connection, version: int) -> set[str]:
    found = conn.execute(
        "SELECT DISTINCT p.source FROM sightings s JOIN pages p ON p.n = s.page "
        "WHERE s.version = ?",
        (version,),
    )
    return {source for (source,) in found}


def _similarity(forms: Forms, a: int | None, b: int | None) -> float:
    if a is None or b is None:
        return 0.0
    return 1.0 if a == b else jaccard(forms.get(a).shingles, forms.get(b).shingles)
