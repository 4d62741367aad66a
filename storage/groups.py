"""Articles that are one: components kept up to date, taken apart into records, and chosen from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from dedupe.canonical import Candidate, Rank, rank
from dedupe.near import KEPT, components, groups, judge
from dedupe.text import jaccard

from .bands import within
from .forms import Forms, among
from .policy import read_policy
from .sketches import sketched

AHEAD = 256
"""Pairs whose forms are read at a time."""


@dataclass(frozen=True, slots=True)
class Member:
    """A version in a component, with what choosing and relating need."""

    article: int
    article_id: str
    version: int
    form: int | None
    rank: Rank


def liken(
    conn: sqlite3.Connection, forms: Forms, proposed: Iterable[tuple[int, int]]
) -> list[set[int]]:
    """Judge pairs of forms; components that hang together by what is alike.

    What is in one component already is not judged again: one like form in a component is enough
    to belong to it. So a text with ten thousand near copies costs a comparison each, not ten
    thousand.
    """
    pairs = list(proposed)
    component = dict(among(conn, "n, component", "forms", "n", {n for pair in pairs for n in pair}))
    roots = Roots()
    found = []
    for at in range(0, len(pairs), AHEAD):
        some = [(component[n], component[m], n, m) for n, m in pairs[at : at + AHEAD]]
        some = [pair for pair in some if roots.of(pair[0]) != roots.of(pair[1])]
        forms.load(n for pair in some for n in pair[2:])
        for a, b, n, m in some:
            if roots.of(a) != roots.of(b) and judge(forms.get(n), forms.get(m)) is not None:
                roots.unite(a, b)
                found.append({a, b})
    return found


class Roots:
    """Union-find over numbers; the root of a set is its lowest. Only others than roots are held."""

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}

    def of(self, n: int) -> int:
        parent = self.parent
        while (above := parent.get(n, n)) != n:
            parent[n] = n = parent.get(above, above)
        return n

    def unite(self, a: int, b: int) -> None:
        low, high = sorted((self.of(a), self.of(b)))
        if low != high:
            self.parent[high] = low


def join(conn: sqlite3.Connection, sets: Iterable[set[int]]) -> None:
    """Make one component of each set of components."""
    roots = Roots()
    for first, *others in sets:
        for other in others:
            roots.unite(first, other)
    moves = [(roots.of(n), n) for n in roots.parent if roots.of(n) != n]
    for table in ("articles", "forms", "records"):
        conn.executemany(f"UPDATE {table} SET component = ? WHERE component = ?", moves)


def regroup(
    conn: sqlite3.Connection,
    forms: Forms,
    touched: Iterable[int],
    fresh: Mapping[int, tuple[str, int]],
) -> None:
    """Bring the records of the components of these articles up to date.

    `fresh` are the articles that are new and came in one version: their ids and versions.
    """
    concerned: dict[int, list[int]] = {}
    for article, component in among(conn, "n, component", "articles", "n", touched):
        concerned.setdefault(component, []).append(article)
    # A component goes by its lowest article. So a new one that gives its number to a component is
    # in it with newer ones only, and those would be touched as well.
    alone = [n for n, articles in concerned.items() if articles == [n] and n in fresh]
    _write_alone(conn, [(n, *fresh[n]) for n in alone])
    for component in sorted(concerned.keys() - set(alone)):
        if not _joins(conn, forms, component, concerned[component]):
            _take_apart(conn, forms, component)


def _write_alone(conn: sqlite3.Connection, articles: list[tuple[int, str, int]]) -> None:
    """A record for each of these articles, (number, id, version), that are like no other."""
    (last,) = conn.execute("SELECT coalesce(max(n), 0) FROM records").fetchone()
    numbered = [(last + at, *article) for at, article in enumerate(articles, 1)]
    conn.executemany(
        "INSERT INTO records (n, id, version, component) VALUES (?, ?, ?, ?)",
        [(n, id_, version, article) for n, article, id_, version in numbered],
    )
    conn.executemany(
        "UPDATE articles SET record = ? WHERE n = ?",
        [(n, article) for n, article, _, _ in numbered],
    )


def _joins(conn: sqlite3.Connection, forms: Forms, component: int, articles: list[int]) -> bool:
    """Put articles into the one record of their component, where that changes nothing else.

    The same result as taking the component apart anew, without reading all of it.
    """
    records = conn.execute(
        "SELECT r.n, v.article FROM records r JOIN versions v ON v.n = r.version "
        "WHERE r.component = ? LIMIT 2",
        (component,),
    ).fetchall()
    if len(records) != 1 or records[0][1] in articles:
        return False
    ((record, first),) = records
    versions = _by_article(_members(conn, "a.n", [first, *articles]))
    chosen = versions[first][0]
    if any(versions[article][0].rank < chosen.rank for article in articles):
        return False
    like = _Likeness(forms, versions)
    if not all(like.to_first(first, article) for article in articles):
        return False
    conn.executemany("UPDATE articles SET record = ? WHERE n = ?", [(record, n) for n in articles])
    _relate(conn, forms, chosen, [member for n in articles for member in versions[n]])
    return True


def _take_apart(conn: sqlite3.Connection, forms: Forms, component: int) -> None:
    """Group the component anew, and relate each version to the chosen one of its record."""
    versions = _by_article(_members(conn, "a.component", [component]))
    like = _Likeness(forms, versions)
    parts = groups(list(versions), like.to_first, like.links)
    conn.execute("UPDATE articles SET record = NULL WHERE component = ?", (component,))
    conn.execute("DELETE FROM records WHERE component = ?", (component,))
    for part in parts:
        _write_record(conn, forms, component, [m for article in part for m in versions[article]])


def rebuild(conn: sqlite3.Connection, forms: Forms, numbers: Iterable[int]) -> None:
    """Find these components and their records anew: what tied them together may be gone."""
    for component in sorted(numbers):
        conn.execute("UPDATE articles SET record = NULL WHERE component = ?", (component,))
        conn.execute("DELETE FROM records WHERE component = ?", (component,))
        versions = _by_article(_members(conn, "a.component", [component]))
        parts = _apart(forms, versions)
        # As everywhere, a component goes by the lowest number among its articles.
        for part in parts:
            _renumber(conn, min(part), part, [m for article in part for m in versions[article]])
        for part in parts:
            _take_apart(conn, forms, min(part))


def _apart(forms: Forms, versions: dict[int, list[Member]]) -> list[list[int]]:
    if len(versions) < 2:
        return [list(versions)] if versions else []
    return components(list(versions), _Likeness(forms, versions).links())


def _renumber(
    conn: sqlite3.Connection, number: int, articles: list[int], members: list[Member]
) -> None:
    conn.executemany(
        "UPDATE articles SET component = ? WHERE n = ?", [(number, n) for n in articles]
    )
    conn.executemany(
        "UPDATE forms SET component = ? WHERE n = ?",
        {(number, member.form) for member in members if member.form is not None},
    )


def _by_article(members: Iterable[Member]) -> dict[int, list[Member]]:
    """Versions by article, both in their total order."""
    versions: dict[int, list[Member]] = {}
    for member in sorted(members, key=lambda member: member.rank):
        versions.setdefault(member.article, []).append(member)
    return versions


def _members(conn: sqlite3.Connection, column: str, values: list[int]) -> Iterator[Member]:
    policy = read_policy(conn)
    for article, article_id, n, form_n, id_, published, words, main in conn.execute(
        "SELECT a.n, a.id, v.n, v.form, v.id, v.published, v.words, v.main "
        f"FROM articles a JOIN versions v ON v.article = a.n WHERE {column} IN "
        "(SELECT value FROM json_each(?))",
        (json.dumps(values),),
    ):
        sources = frozenset(_sources(conn, n)) if policy.outlets else frozenset()
        place = rank(Candidate(id_, published, words, bool(main), sources), policy)
        yield Member(article, article_id, n, form_n, place)


@dataclass(slots=True)
class _Likeness:
    """What of a component is alike: the chain guard's view, and the links between articles."""

    forms: Forms
    versions: dict[int, list[Member]]

    def links(self) -> list[tuple[int, int]]:
        """All pairs of articles with a form in common, or forms that are alike."""
        owners: dict[int, list[int]] = {}
        for article, members in self.versions.items():
            for form_n in {member.form for member in members} - {None}:
                owners.setdefault(cast(int, form_n), []).append(article)
        links = [(some[0], other) for some in owners.values() for other in some[1:]]
        self.forms.load(owners)
        _, keys, numbers = sketched({n: self.forms.get(n) for n in owners})
        for a, b in zip(*(side.tolist() for side in within(keys, numbers)), strict=True):
            if judge(self.forms.get(a), self.forms.get(b)) is not None:
                links.append((owners[a][0], owners[b][0]))
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
    _relate(conn, forms, chosen, [member for member in members if member is not chosen])


def _relate(conn: sqlite3.Connection, forms: Forms, chosen: Member, members: list[Member]) -> None:
    if not members:
        return
    sources = _sources(conn, chosen.version)
    rows = [
        (
            member.version,
            chosen.version,
            _relation(conn, chosen, member, sources),
            _similarity(forms, chosen.form, member.form),
        )
        for member in members
    ]
    conn.executemany(
        "INSERT OR REPLACE INTO relations (version, chosen, relation, similarity) "
        "VALUES (?, ?, ?, ?)",
        rows,
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
