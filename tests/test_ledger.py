"""The accounts of a crawl: rights, the ledger of addresses, locks, as a database keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from making import page_of, prose

from crawler.reuse import read_tdmrep, rights_of
from storage.ledger import Entry, Visit, due_numbers, moment, note_found, note_visit
from storage.rights import Rights, add_rights
from storage.store import Store

URL = "https://north.example/7"


def test_rights_are_noted_once_and_again_when_they_change(tmp_path: Path) -> None:
    page = page_of("Bridge", prose(1), url=URL)
    with Store(tmp_path / "news.db") as store:

        def say(at: str, rights: Rights) -> None:
            store.save(page, also=lambda conn, done: add_rights(conn, done[0].page_id, at, rights))

        say("2024-11-10T08:00:00Z", Rights(robots_allowed=True))
        say("2024-11-11T08:00:00Z", Rights(robots_allowed=True))
        assert store.conn.execute("SELECT count(*) FROM rights").fetchone() == (1,)
        say("2024-11-12T08:00:00Z", Rights(True, noai=True, tdm_reservation=True, said={"a": 1}))
        rows = store.conn.execute(
            "SELECT at, robots_allowed, noai, tdm_reservation, said FROM rights_now"
        ).fetchall()
        assert rows == [("2024-11-12T08:00:00Z", 1, 1, 1, '{"a":1}')]
        assert store.conn.execute("SELECT count(*) FROM rights").fetchone() == (2,)


def test_rights_stay_when_a_page_is_folded_again(tmp_path: Path) -> None:
    page = page_of("Bridge", prose(1), url=URL, markers=("TT", "Print"))
    with Store(tmp_path / "news.db") as store:

        def say(at: str, rights: Rights) -> None:
            store.save(page, also=lambda conn, done: add_rights(conn, done[0].page_id, at, rights))

        say("2024-11-10T08:00:00Z", Rights(robots_allowed=True))
        say("2024-11-11T08:00:00Z", Rights(robots_allowed=True, noai=True))
        rows = store.conn.execute("SELECT * FROM rights").fetchall()
        assert len(rows) == 2
        other = replace(page, folds=tuple(replace(f, reason="boilerplate") for f in page.folds))
        assert [done.state for done in store.refold([other])] == ["changed"]
        assert store.conn.execute("SELECT * FROM rights").fetchall() == rows


NOW = datetime(2024, 11, 20, 12, tzinfo=UTC)


def test_gaps_grow_with_age_and_shrink_when_an_article_changes(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store, store.writing() as conn:
        entry = Entry("s:1", "https://s.example/1", "2024-11-20T08:00:00Z")
        assert note_found(conn, "s", [entry], NOW) == 1
        assert note_found(conn, "s", [entry], NOW) == 0
        assert list(due_numbers(conn, "s", NOW)) == [1]
        gaps = []
        at = NOW
        for digest in ("a", "a", "a", "a", "b"):
            note_visit(conn, "s", "s:1", Visit("stored", digest=digest, etag='"x"'), at)
            gaps.append(conn.execute("SELECT gap FROM ledger").fetchone()[0])
            assert list(due_numbers(conn, "s", at)) == []
            at += timedelta(seconds=gaps[-1])
            assert list(due_numbers(conn, "s", at)) == [1]
        assert gaps[:4] == [3600, 7200, 14400, 28800]
        assert gaps[4] == 28800 // 4
        old = NOW + timedelta(days=31)
        note_visit(conn, "s", "s:1", Visit("same"), old)
        assert list(due_numbers(conn, "s", old + timedelta(days=90))) == [], "old news stays"
        # Unless the site says that it changed.
        note_found(conn, "s", [replace(entry, dated="2025-01-20T08:00:00Z")], old)
        later = old + timedelta(days=60)
        note_found(conn, "s", [replace(entry, dated="2025-02-01T08:00:00Z")], later)
        assert list(due_numbers(conn, "s", later)) == [1]


def test_a_later_change_beside_the_publication_makes_an_article_due(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store, store.writing() as conn:
        entry = Entry("s:1", "https://s.example/1", "2024-11-20T08:00:00Z", "2024-11-20T08:00:00Z")
        note_found(conn, "s", [entry], NOW)
        note_visit(conn, "s", "s:1", Visit("stored", digest="a"), NOW)
        soon = NOW + timedelta(minutes=30)
        for changed, due in (
            ("2024-11-20T08:00:00Z", []),
            ("2098-11-20T08:00:00Z", []),
            ("2024-11-20T12:20:00Z", [1]),
        ):
            note_found(conn, "s", [replace(entry, changed=changed)], soon)
            assert list(due_numbers(conn, "s", soon)) == due, changed
        dated = conn.execute("SELECT dated FROM ledger").fetchone()
        assert dated == ("2024-11-20T08:00:00Z",), "the article is as old as it was"


def test_a_date_to_come_makes_nothing_due(tmp_path: Path) -> None:
    """Sites write local time as if it were UTC, and years that nobody has seen yet."""
    with Store(tmp_path / "news.db") as store, store.writing() as conn:
        for dated, due in (("2098-01-01T00:00:00Z", []), ("2024-11-20T12:20:00Z", [1])):
            note_found(conn, "s", [Entry("s:1", "https://s.example/1", dated)], NOW)
            note_visit(conn, "s", "s:1", Visit("stored", digest="a"), NOW)
            later = NOW + timedelta(minutes=30)
            note_found(conn, "s", [Entry("s:1", "https://s.example/1", dated)], later)
            assert list(due_numbers(conn, "s", later)) == due, dated


def test_what_is_gone_is_marked_and_what_fails_is_asked_again_ever_later(tmp_path: Path) -> None:
    def row(conn, key: str) -> tuple[str, str]:
        return conn.execute("SELECT state, due FROM ledger WHERE key = ?", (key,)).fetchone()

    with Store(tmp_path / "news.db") as store, store.writing() as conn:
        keys = ("s:1", "s:2", "s:3")
        note_found(conn, "s", [Entry(key, f"https://s.example/{key[2:]}") for key in keys], NOW)
        note_visit(conn, "s", "s:1", Visit("stored", digest="a"), NOW)
        note_visit(conn, "s", "s:1", Visit("gone", cause="http 410"), NOW)
        assert row(conn, "s:1") == ("gone", "")
        for due in ("2024-11-27T12:00:00Z", "2024-11-27T12:00:00Z", ""):
            note_visit(conn, "s", "s:2", Visit("gone", cause="http 404"), NOW)
            assert row(conn, "s:2") == ("gone", due)
        for minutes in (30, 60, 120):
            note_visit(conn, "s", "s:3", Visit("failed", cause="timeout"), NOW)
            assert row(conn, "s:3") == ("failed", moment(NOW + timedelta(minutes=minutes)))
        note_visit(conn, "s", "s:3", Visit("failed", cause="http 429", wait=86400), NOW)
        assert row(conn, "s:3")[1] == moment(NOW + timedelta(days=1))


@pytest.mark.parametrize("status", [400, 401, 402, 403, 406, 451])
def test_what_a_server_forbids_is_asked_for_rarely_and_four_times(
    tmp_path: Path, status: int
) -> None:
    with Store(tmp_path / "news.db") as store, store.writing() as conn:
        entry = Entry("s:1", "https://s.example/1")
        note_found(conn, "s", [entry], NOW)
        forbidden = Visit("refused", cause=f"http {status}")
        for days in (1, 2, 4, 0):
            note_visit(conn, "s", "s:1", forbidden, NOW)
            due = moment(NOW + timedelta(days=days)) if days else ""
            row = conn.execute("SELECT state, due, cause FROM ledger").fetchone()
            assert row == ("refused", due, f"http {status}")
        note_found(conn, "s", [entry], NOW + timedelta(days=6))
        assert list(due_numbers(conn, "s", NOW + timedelta(days=6))) == []
        note_found(conn, "s", [entry], NOW + timedelta(days=8))
        assert list(due_numbers(conn, "s", NOW + timedelta(days=8))) == [1], "it is still named"


@pytest.mark.parametrize("cause", ["http 408", "http 425", "http 429", "http 500", "timeout"])
def test_what_may_pass_is_asked_for_within_the_hour(tmp_path: Path, cause: str) -> None:
    with Store(tmp_path / "news.db") as store, store.writing() as conn:
        note_found(conn, "s", [Entry("s:1", "https://s.example/1")], NOW)
        note_visit(conn, "s", "s:1", Visit("failed", cause=cause), NOW)
        assert list(due_numbers(conn, "s", NOW + timedelta(hours=1))) == [1]


def test_twins_are_told_by_where_they_lead_and_by_what_they_say(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store, store.writing() as conn:
        keys = ("amp", "loop")
        note_found(conn, "s", [Entry(key, f"https://s.example/{key}") for key in keys], NOW)
        real = Visit("stored", "real", "https://s.example/real", "a")
        note_visit(conn, "s", "amp", real, NOW)
        note_visit(conn, "s", "loop", Visit("stored", digest="a"), NOW)
        rows = conn.execute("SELECT key, state, twin_of FROM ledger ORDER BY key").fetchall()
        assert rows == [("amp", "twin", "real"), ("loop", "twin", "real"), ("real", "stored", "")]
        assert list(due_numbers(conn, "s", NOW + timedelta(days=9))) == [3]


def test_asking_for_a_twin_does_not_take_longer_in_a_long_ledger(tmp_path: Path) -> None:
    def steps(conn, known: int) -> int:
        """Steps that SQLite takes to note a visit, in hundreds."""
        source = f"s{known}"
        entries = [Entry(f"s:{n}", f"https://s.example/{n}") for n in range(known)]
        note_found(conn, source, entries, NOW)
        conn.execute("UPDATE ledger SET state = 'stored', digest = key WHERE source = ?", (source,))
        note_found(conn, source, [Entry("new", "https://s.example/new")], NOW)
        taken = []
        conn.set_progress_handler(lambda: taken.append(1), 100)
        note_visit(conn, source, "new", Visit("stored", digest="d"), NOW)
        conn.set_progress_handler(None, 100)
        return len(taken)

    with Store(tmp_path / "news.db") as store, store.writing() as conn:
        assert steps(conn, 3000) <= steps(conn, 30) + 2


def test_what_a_site_says_of_reuse_is_read_where_it_stands() -> None:
    page = (
        b'<!-- <meta name="robots" content="noindex"> --><meta name="robots" '
        b'content="noarchive, NoAI"><a rel="license nofollow" href="/cc">CC</a>'
    )
    url = "https://o.example/news/1"
    headers = {"x-robots-tag": ["otherbot: noindex", "newsfold: nofollow"]}
    rules = read_tdmrep(b'[{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "p"}]')
    said = rights_of(url, page, headers, "allow: /", rules)
    assert (said.robots_allowed, said.noindex, said.noarchive, said.noai) == (
        True,
        False,
        True,
        True,
    )
    assert said.tdm_reservation is True
    assert said.licence == "https://o.example/cc"
    # The word nearest to the page counts.
    nearer = page + b'<meta name="tdm-reservation" content="0">'
    assert rights_of(url, nearer, {"tdm-reservation": ["1"]}, None, rules).tdm_reservation is False
    assert rights_of(url, page, {"tdm-reservation": ["0"]}, None, rules).tdm_reservation is False
    nothing = rights_of(url, b"<p>x</p>", {})
    assert (nothing.robots_allowed, nothing.tdm_reservation, nothing.said) == (None, None, {})
    assert read_tdmrep(b"<html>") == ()
