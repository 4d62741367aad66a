"""The accounts of a crawl: rights, the ledger of addresses, locks, as a database keeps them."""

from __future__ import annotations

from pathlib import Path

from making import page_of, prose

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
