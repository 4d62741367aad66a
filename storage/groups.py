"""Articles that are one: components kept up to date, taken apart into records, and chosen from."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from dedupe.canonical import Candidate, Rank, rank
from dedupe.near import KEPT, components, groups

from .bands import within
from .forms import Forms, among
from .policy import read_policy
from .sketches import sketched

AHEAD = 256
"""Pairs whose forms are read at a time."""

_AT_ONCE = 1024
"""Versions, and their forms, that are looked at together: what there is room for at hand."""


@dataclass(frozen=True, slots=True)
class Member:
    """A version in a component, with what choosing and relating need."""

    component: int
    article: int
    article_id: str
    version: int
    form: int | None
    rank: Rank


Versions = dict[int, list[Member]]
"""Versions by article, both in their total order."""


def liken(
    conn: sqlite3.Connection,
    forms: Forms,
    proposed: Sequence[tuple[int, int]],
    component: dict[int, int],
    roots: Roots,
) -> None:
    """Judge pairs of forms, and unite the components of what is alike.

    `component` has those of new forms; the others are looked up. What is in one component already
    is not judged again: one like form in a component is enough to belong to it. So a text with ten
    thousand near copies costs a comparison each, not ten thousand.
    """
    stored = {n for pair in proposed for n in pair} - component.keys()
    component |= dict(among(conn, "n, component", "forms", "n", stored))
    for at in range(0, len(proposed), AHEAD):
        pairs = proposed[at : at + AHEAD]
        # One pair of every two components first: mostly it makes the others superfluous.
        firsts = {ends: pair for pair, ends in _apart_yet(pairs, component, roots)}
        _judge(forms, list(firsts.values()), component, roots)
        others = set(pairs).difference(firsts.values())
        rest = [pair for pair, _ in _apart_yet(sorted(others), component, roots)]
        _judge(forms, rest, component, roots)


def _apart_yet(
    pairs: Iterable[tuple[int, int]], component: Mapping[int, int], roots: Roots
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Those pairs of forms that are not in one component yet, with the roots of theirs."""
    for pair in pairs:
        a, b = roots.of(component[pair[0]]), roots.of(component[pair[1]])
        if a != b:
            yield pair, ((a, b) if a < b else (b, a))


def _judge(
    forms: Forms, pairs: list[tuple[int, int]], component: Mapping[int, int], roots: Roots
) -> None:
    forms.load(n for pair in pairs for n in pair)
    for n, m in pairs:
        a, b = roots.of(component[n]), roots.of(component[m])
        if a != b and forms.judge(n, m) is not None:
            roots.unite(a, b)


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


def join(conn: sqlite3.Connection, roots: Roots, stored: Iterable[int]) -> None:
    """Give what is stored of these components the number of the one that they are in by now."""
    moves = [(roots.of(n), n) for n in stored if roots.of(n) != n]
    for table in ("articles", "forms", "records"):
        conn.executemany(f"UPDATE {table} SET component = ? WHERE component = ?", moves)


def regroup(conn: sqlite3.Connection, forms: Forms, touched: Iterable[int]) -> None:
    """Bring the records of the components of these articles up to date."""
    concerned: dict[int, list[int]] = {}
    for article, component in among(conn, "n, component", "articles", "n", touched):
        concerned.setdefault(component, []).append(article)
    order = sorted(concerned)
    for at in range(0, len(order), AHEAD):
        some = {component: concerned[component] for component in order[at : at + AHEAD]}
        joined = _join(conn, forms, some)
        _take_apart(conn, forms, [component for component in some if component not in joined])


def _join(conn: sqlite3.Connection, forms: Forms, concerned: Mapping[int, list[int]]) -> set[int]:
    """Put articles into the one record of their component, where that changes nothing else.

    The same result as taking the component apart anew, without reading all of it. Returns the
    components that are done with.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for component, record, version in among(
        conn, "component, n, version", "records", "component", concerned
    ):
        found.setdefault(component, []).append((record, version))
    single = {component: own[0] for component, own in found.items() if len(own) == 1}
    articles = dict(
        among(conn, "n, article", "versions", "n", [version for _, version in single.values()])
    )
    firsts = {
        component: articles[version]
        for component, (_, version) in single.items()
        if articles[version] not in concerned[component]
    }
    wanted = [n for component, first in firsts.items() for n in (first, *concerned[component])]
    versions = _by_article(_members(conn, "a.n", wanted))
    firsts = {
        component: first
        for component, first in firsts.items()
        if all(versions[first][0].rank <= versions[n][0].rank for n in concerned[component])
    }
    guard = _Guard(forms, versions)
    guard.look_ahead((first, concerned[component]) for component, first in firsts.items())
    joined = {
        component
        for component, first in firsts.items()
        if all(guard.to_first(first, article) for article in concerned[component])
    }
    conn.executemany(
        "UPDATE articles SET record = ? WHERE n = ?",
        [(single[component][0], n) for component in joined for n in concerned[component]],
    )
    _relate(
        conn,
        forms,
        [
            (versions[firsts[component]][0], member)
            for component in joined
            for article in concerned[component]
            for member in versions[article]
        ],
    )
    return joined


def _take_apart(conn: sqlite3.Connection, forms: Forms, numbers: Iterable[int]) -> None:
    """Group components anew, and relate each version to the chosen one of its record."""
    whole = _components(conn, numbers)
    for some in _portions(whole):
        orders = {number: list(whole[number]) for number in some if whole[number]}
        guard = _Guard(forms, {n: own for number in some for n, own in whole[number].items()})
        guard.look_ahead((first, others) for first, *others in orders.values())
        parts = [
            (number, [member for article in part for member in whole[number][article]])
            for number, order in orders.items()
            for part in groups(order, guard.to_first, partial(_links, forms, whole[number]))
        ]
        _write_records(conn, forms, some, parts)


def _portions(whole: Mapping[int, Versions]) -> Iterator[list[int]]:
    """Components with about `_AT_ONCE` versions together, or a larger one alone."""
    some: list[int] = []
    count = 0
    for number, versions in whole.items():
        own = sum(map(len, versions.values()))
        if some and count + own > _AT_ONCE:
            yield some
            some, count = [], 0
        some.append(number)
        count += own
    if some:
        yield some


def _write_records(
    conn: sqlite3.Connection,
    forms: Forms,
    numbers: Iterable[int],
    parts: Sequence[tuple[int, list[Member]]],
) -> None:
    """Put a record for each of these parts of components in the place of those that there are.

    Where there was one record and is one, it keeps its row.
    """
    before: dict[int, list[int]] = {}
    for n, component in among(conn, "n, component", "records", "component", numbers):
        before.setdefault(component, []).append(n)
    counts = Counter(component for component, _ in parts)
    chosen = [min(members, key=lambda member: member.rank) for _, members in parts]
    stays = {c: n[0] for c, n in before.items() if len(n) == counts[c] == 1}
    conn.executemany(
        "UPDATE records SET id = ?, version = ?3 WHERE n = ?2 AND version <> ?3",
        [
            (one.article_id, stays[one.component], one.version)
            for one in chosen
            if one.component in stays
        ],
    )
    _drop_records(conn, before.keys() - stays.keys())
    (last,) = conn.execute("SELECT coalesce(max(n), 0) FROM records").fetchone()
    records = []
    for one in chosen:
        last += one.component not in stays
        records.append(stays.get(one.component, last))
    add_records(
        conn,
        [
            (n, one.article_id, one.version, one.component)
            for n, one in zip(records, chosen, strict=True)
            if one.component not in stays
        ],
    )
    homes = {
        member.article: n
        for n, (_, members) in zip(records, parts, strict=True)
        for member in members
    }
    conn.executemany(
        "UPDATE articles SET record = ?1 WHERE n = ?2 AND record IS NOT ?1",
        [(n, article) for article, n in homes.items()],
    )
    conn.executemany("DELETE FROM relations WHERE version = ?", [(one.version,) for one in chosen])
    _relate(
        conn,
        forms,
        [
            (one, member)
            for one, (_, members) in zip(chosen, parts, strict=True)
            for member in members
            if member is not one
        ],
    )


def add_records(conn: sqlite3.Connection, rows: Sequence[tuple[int, str, int, int]]) -> None:
    """Insert rows of `records`, all in one statement: a trigger writes as well, and of what a
    statement writes in two places SQLite keeps a copy till it is done, 16 KB each."""
    conn.execute(
        "INSERT INTO records (n, id, version, component) "
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), "
        "json_extract(value, '$[2]'), json_extract(value, '$[3]') FROM json_each(?)",
        (json.dumps(rows),),
    )


def _drop_records(conn: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Leave these components without records."""
    gone = [(n,) for n in sorted(numbers)]
    conn.executemany("UPDATE articles SET record = NULL WHERE component = ?", gone)
    conn.executemany("DELETE FROM records WHERE component = ?", gone)


def rebuild(conn: sqlite3.Connection, forms: Forms, numbers: Iterable[int]) -> None:
    """Find these components and their records anew: what tied them together may be gone."""
    whole = _components(conn, numbers)
    found: list[int] = []
    for some in _portions(whole):
        forms.load(form for n in some if len(whole[n]) > 1 for form in _owners(whole[n]))
        for number in some:
            parts = _apart(forms, whole[number])
            # As everywhere, a component goes by the lowest number among its articles.
            found += map(min, parts)
            if [min(part) for part in parts] != [number]:
                _drop_records(conn, [number])
                _renumber(conn, whole[number], parts)
    _take_apart(conn, forms, found)


def _apart(forms: Forms, versions: Versions) -> list[list[int]]:
    if len(versions) < 2:
        return [list(versions)] if versions else []
    return components(list(versions), _links(forms, versions))


def _renumber(conn: sqlite3.Connection, versions: Versions, parts: list[list[int]]) -> None:
    """Give the articles of each part, and their forms, its number."""
    conn.executemany(
        "UPDATE articles SET component = ? WHERE n = ?",
        [(min(part), article) for part in parts for article in part],
    )
    conn.executemany(
        "UPDATE forms SET component = ? WHERE n = ?",
        {
            (min(part), member.form)
            for part in parts
            for article in part
            for member in versions[article]
            if member.form is not None
        },
    )


def _components(conn: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Versions]:
    """The versions of each of these components."""
    whole: dict[int, Versions] = {number: {} for number in sorted(numbers)}
    for article, members in _by_article(_members(conn, "a.component", whole)).items():
        whole[members[0].component][article] = members
    return whole


def _by_article(members: Iterable[Member]) -> Versions:
    versions: Versions = {}
    for member in sorted(members, key=lambda member: member.rank):
        versions.setdefault(member.article, []).append(member)
    return versions


def _members(conn: sqlite3.Connection, column: str, values: Iterable[int]) -> list[Member]:
    policy = read_policy(conn)
    found = list(
        among(
            conn,
            "a.component, a.n, a.id, v.n, v.form, v.id, v.published, v.words, v.main",
            "articles a JOIN versions v ON v.article = a.n",
            column,
            values,
        )
    )
    sources = _sources(conn, [row[3] for row in found]) if policy.outlets else {}
    members = []
    for component, article, article_id, n, form_n, id_, published, words, main in found:
        seen = frozenset(sources.get(n, ()))
        place = rank(Candidate(id_, published, words, bool(main), seen), policy)
        members.append(Member(component, article, article_id, n, form_n, place))
    return members


def _owners(versions: Versions) -> dict[int, list[int]]:
    """The articles that have each form."""
    owners: dict[int, list[int]] = {}
    for article, members in versions.items():
        for form in {member.form for member in members} - {None}:
            owners.setdefault(cast(int, form), []).append(article)
    return owners


def _links(forms: Forms, versions: Versions) -> list[tuple[int, int]]:
    """All pairs of articles with a form in common, or forms that are alike."""
    owners = _owners(versions)
    links = [(some[0], other) for some in owners.values() for other in some[1:]]
    forms.load(owners)
    _, keys, numbers = sketched({n: forms.get(n) for n in owners})
    for a, b in zip(*(side.tolist() for side in within(keys, numbers)), strict=True):
        if forms.judge(a, b) is not None:
            links.append((owners[a][0], owners[b][0]))
    return links


@dataclass(slots=True)
class _Guard:
    """The chain guard's view of components: what is like the first of each."""

    forms: Forms
    versions: Versions

    def look_ahead(self, orders: Iterable[tuple[int, Iterable[int]]]) -> None:
        """Have at hand what will be compared: of each order the first, and the others."""
        self.forms.load(
            form
            for first, others in orders
            for article in others
            for pair in self._pairs(first, article)
            if not self._known(*pair)
            for form in pair
        )

    def to_first(self, first: int, article: int) -> bool:
        """Whether any version of `article` is still like any version of the first."""
        return any(
            self._known(a, b) or self.forms.judge(a, b, KEPT) is not None
            for a, b in self._pairs(first, article)
        )

    def _pairs(self, first: int, article: int) -> Iterator[tuple[int, int]]:
        for a in self.versions[first]:
            for b in self.versions[article]:
                if a.form is not None and b.form is not None:
                    yield a.form, b.form

    def _known(self, a: int, b: int) -> bool:
        return a == b or self.forms.found_alike(a, b, KEPT)


def _relate(conn: sqlite3.Connection, forms: Forms, pairs: Sequence[tuple[Member, Member]]) -> None:
    """Write down what versions are to the chosen ones, as pairs of the chosen and the version."""
    apart = [pair for pair in pairs if pair[0].article != pair[1].article]
    sources = _sources(conn, {member.version for pair in apart for member in pair})
    for at in range(0, len(pairs), AHEAD):
        some = pairs[at : at + AHEAD]
        forms.load(
            n
            for chosen, member in some
            if chosen.form is not None and member.form is not None
            for n in (chosen.form, member.form)
            if chosen.form != member.form and not forms.found_alike(chosen.form, member.form)
        )
        conn.executemany(
            "INSERT INTO relations (version, chosen, relation, similarity) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (version) DO UPDATE SET chosen = excluded.chosen, "
            "relation = excluded.relation, similarity = excluded.similarity",
            [
                (
                    member.version,
                    chosen.version,
                    _relation(chosen, member, sources),
                    _similarity(forms, chosen.form, member.form),
                )
                for chosen, member in some
            ],
        )


def _relation(chosen: Member, member: Member, sources: Mapping[int, set[str]]) -> str:
    if member.article == chosen.article:
        return "same"
    # A version whose page has just gone is seen nowhere.
    seen = sources.get(chosen.version, set())
    return "version" if seen & sources.get(member.version, set()) else "copy"


def _sources(conn: sqlite3.Connection, versions: Iterable[int]) -> dict[int, set[str]]:
    """The outlets at which each of these versions was seen."""
    found: dict[int, set[str]] = {}
    for version, source in among(
        conn,
        "s.version, p.source",
        "sightings s JOIN pages p ON p.n = s.page",
        "s.version",
        versions,
    ):
        found.setdefault(version, set()).add(source)
    return found


def _similarity(forms: Forms, a: int | None, b: int | None) -> float:
    if a is None or b is None:
        return 0.0
    return 1.0 if a == b else forms.similarity(a, b)
