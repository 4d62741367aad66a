"""What `newsfold status` says of past crawls, the locks, and the timers."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from crawler.cli import main
from crawler.crawl import due_sites
from crawler.schedule import Plan, crontab, systemd
from crawler.status import line, metrics, status
from storage import ledger, locks
from storage.store import Store

NOW = datetime(2024, 11, 20, 12, tzinfo=UTC)
SITE = '[site]\nname = "velm.example"\ndomains = ["velm.example"]\n'


@pytest.fixture
def sites(tmp_path: Path) -> str:
    folder = tmp_path / "sites"
    folder.mkdir()
    expect = "[expect]\nmin_articles_per_day = 4\nmin_body_words = 50\n"
    (folder / "velm.toml").write_text(SITE + expect)
    return str(folder)


def run(store: Store, ago: timedelta, finished: bool = True, **counts: object) -> None:
    number = store.start_run("crawl", "velm.example")
    if finished:
        store.finish_run(number, counts)
    started = (NOW - ago).isoformat(timespec="seconds")
    with store.writing() as conn:
        conn.execute("UPDATE runs SET started = ? WHERE id = ?", (started, number))


def said(db: Path, sites: str, now: datetime = NOW) -> tuple[str, ...]:
    (one,) = status(db, ["velm.example"], sites, now)
    return one.trouble


def test_a_site_that_does_as_always_needs_nobody(tmp_path: Path, sites: str) -> None:
    db = tmp_path / "news.db"
    with Store(db) as store:
        for hours in range(24 * 9, 0, -12):
            run(store, timedelta(hours=hours), new=6, known=3, not_modified=4, seconds=9.5)
    (one,) = status(db, ["velm.example"], sites, NOW)
    assert one.trouble == ()
    assert (one.state, one.new, one.unchanged, one.seconds) == ("ok", 6, 7, 9.5)
    assert one.articles_per_day == pytest.approx(12)
    assert one.usual_per_day == 12
    assert "6 new, 0 changed, 7 unchanged" in line(one)


def test_what_is_wrong_is_said(tmp_path: Path, sites: str) -> None:
    db = tmp_path / "news.db"
    with Store(db) as store:
        for hours in range(24 * 12, 24, -12):
            run(store, timedelta(hours=hours), new=6)
        run(store, timedelta(hours=20), new=1)
        run(store, timedelta(hours=8), new=0, trouble="3 of 4 addresses gave no article")
    troubles = said(db, sites)
    assert "3 of 4 addresses gave no article" in troubles
    assert "1 new articles in 24 hours, usual are 12" in troubles
    assert not [trouble for trouble in troubles if "expected" in trouble], "the week is still fine"
    late = said(db, sites, NOW + timedelta(days=3))
    assert [trouble for trouble in late if "was not crawled for 80.0 hours" in trouble]
    later = said(db, sites, NOW + timedelta(days=9))
    assert "0.0 articles a day, expected are 4 or more" in later


def test_a_day_of_failures_is_said_though_the_last_run_passed_them_over(
    tmp_path: Path, sites: str
) -> None:
    db = tmp_path / "news.db"

    def note(store: Store, number: int, visit: ledger.Visit, ago: timedelta) -> None:
        key = f"velm.example:{number}"
        with store.writing() as conn:
            entry = ledger.Entry(key, f"https://velm.example/{number}")
            ledger.note_found(conn, "velm.example", [entry], NOW - ago)
            ledger.note_visit(conn, "velm.example", key, visit, NOW - ago)

    down, there = ledger.Visit("failed", cause="timeout"), ledger.Visit("stored")
    with Store(db) as store:
        run(store, timedelta(hours=1))
        note(store, 0, down, timedelta(days=3))
        assert said(db, sites) == (), "a dead link of other days"
        note(store, 1, down, timedelta(hours=9))
        for number in (2, 3, 4):
            note(store, number, replace(there, digest=str(number)), timedelta(hours=9))
        (trouble,) = said(db, sites)
        assert trouble == "1 of 4 addresses that came up in 24 hours gave no article"
        for number in (5, 6):
            note(store, number, replace(there, digest=str(number)), timedelta(hours=5))
        assert said(db, sites) == (), "few among many"
        note(store, 7, down, timedelta(hours=4))
        assert len(said(db, sites)) == 1
        note(store, 7, replace(there, digest="7"), timedelta(hours=2))
        assert said(db, sites) == (), "it is there now"


def test_a_killed_run_and_a_site_that_nobody_crawled(tmp_path: Path, sites: str) -> None:
    db = tmp_path / "news.db"
    with Store(db) as store:
        assert said(db, sites) == ("was never crawled",)
        run(store, timedelta(hours=1), finished=False)
        assert said(db, sites) == ("the last run was killed before its end",)
        # One that is at work holds the lock.
        with store.writing() as conn:
            assert locks.take(conn, "velm.example", locks.this_process(), 1, NOW) is None
        assert said(db, sites) == ()
        assert "one crawl has been running for 8 hours" in said(db, sites, NOW + timedelta(hours=8))


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    me = locks.this_process()
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        theirs = locks.Owner(me.host, other.pid, locks._born(other.pid))
        assert theirs.born
        with Store(tmp_path / "news.db") as store, store.writing() as conn:
            assert locks.take(conn, "a", theirs, None, NOW) is None
            held = locks.take(conn, "a", me, None, NOW + timedelta(days=1))
            assert held is not None
            assert held.owner == theirs
            assert held.taken == "2024-11-20T12:00:00Z"
            assert not locks.beat(conn, "a", me, NOW)
            other.kill()
            other.wait()
            assert locks.take(conn, "a", me, None, NOW) is None, "its process is gone"
            assert locks.beat(conn, "a", me, NOW)
            assert not locks.beat(conn, "a", theirs, NOW), "and would notice"
            # The number of a dead process may be given to another one.
            reborn = replace(me, born="another boot:12")
            locks.take(conn, "b", reborn, None, NOW)
            assert locks.take(conn, "b", me, None, NOW) is None
            # Of another machine only its signs of life are known.
            far = replace(theirs, host="elsewhere")
            locks.take(conn, "c", far, None, NOW)
            assert locks.take(conn, "c", me, None, NOW + timedelta(seconds=599)) is not None
            assert locks.take(conn, "c", me, None, NOW + timedelta(seconds=601)) is None
            locks.release(conn, "c", far)
            assert locks.lock_of(conn, "c") is not None
            locks.release(conn, "c", me)
            assert locks.lock_of(conn, "c") is None
    finally:
        other.kill()
        other.wait()


def test_a_crawl_whose_lock_was_taken_over_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    from crawler.pipelines import StorePipeline

    ends: list[str] = []
    monkeypatch.setattr("crawler.pipelines.end", lambda crawler, reason: ends.append(reason))
    held = [True, False]
    accounts = SimpleNamespace(beat=lambda: held.pop(0))
    spider = SimpleNamespace(site=SimpleNamespace(name="velm.example"), accounts=accounts)
    pipeline = StorePipeline(SimpleNamespace(spider=spider))  # type: ignore[arg-type]
    pipeline._beat()
    assert ends == []
    pipeline._beat()
    assert ends == ["taken over"]


def test_status_ends_with_1_and_writes_figures(tmp_path: Path, sites: str) -> None:
    db = tmp_path / "news.db"
    with Store(db) as store:
        number = store.start_run("crawl", "velm.example")
        error = "https://velm.example/9: timeout: took 30 s"
        failed = {"timeout": 2, "robots.txt forbids": 3}
        counts = {"new": 2, "failed": failed, "trouble": "it is slow", "last_error": error}
        store.finish_run(number, counts)
    figures = tmp_path / "newsfold.prom"
    args = ["status", "--db", str(db), "--sites", sites]
    done = CliRunner().invoke(main, [*args, "--metrics", str(figures)])
    assert done.exit_code == 1
    assert "look: it is slow" in done.output
    assert error in done.output
    assert "3 refused" in done.output
    text = figures.read_text()
    assert 'newsfold_needs_look{site="velm.example"} 1' in text
    assert 'newsfold_last_run_failed_addresses{site="velm.example",cause="timeout"} 2' in text
    for row in text.splitlines():
        assert row.startswith(("# HELP newsfold_", "# TYPE newsfold_", "newsfold_"))
    (one,) = json.loads(CliRunner().invoke(main, [*args, "--json"]).output)
    assert (one["refused"], one["failed"], one["needs_look"]) == (3, {"timeout": 2}, True)
    assert metrics(status(db, [], sites)).count("# TYPE") == text.count("# TYPE")
    lost = CliRunner().invoke(main, [*args, "--metrics", str(tmp_path / "none" / "x.prom")])
    assert lost.exit_code == 2, "1 would say that a site needs a look"
    assert f"there is no folder {tmp_path / 'none'}" in lost.output


def test_it_is_a_sites_turn_when_its_interval_is_over(tmp_path: Path, sites: str) -> None:
    db = tmp_path / "news.db"
    assert due_sites(["velm.example"], db, sites) == ["velm.example"]
    with Store(db) as store:
        number = store.start_run("crawl", "velm.example")
        store.finish_run(number, {})
        assert due_sites(["velm.example"], db, sites) == []
        with store.writing() as conn:
            ago = (datetime.now(UTC) - timedelta(minutes=31)).isoformat(timespec="seconds")
            conn.execute("UPDATE runs SET started = ?", (ago,))
        assert due_sites(["velm.example"], db, sites) == ["velm.example"]
        with store.writing() as conn:
            locks.take(conn, "velm.example", locks.this_process(), 1, datetime.now(UTC))
        assert due_sites(["velm.example"], db, sites) == [], "somebody is at it"
    (Path(sites) / "off.toml").write_text(SITE.replace("velm", "off") + "enabled = false\n")
    all_due = due_sites([], db, sites)
    assert "off.example" not in all_due
    assert "aawsat.com" in all_due
    assert due_sites(["off.example"], db, sites) == ["off.example"], "naming it crawls it"


def test_one_broken_profile_is_said_before_anything_is_crawled(tmp_path: Path, sites: str) -> None:
    """Pages link to other sites, whose profiles are then asked for: half a set of them folds
    pages otherwise than the whole one."""
    db = tmp_path / "news.db"
    (Path(sites) / "torn.toml").write_text("[site")
    with Store(db) as store:
        run(store, timedelta(hours=1), new=6)
    contact = "desk@corpus.example"
    for words in (
        ["crawl", "velm.example"],
        ["crawl", "--due"],
        ["status"],
        ["schedule", "velm.example", "--contact", contact],
    ):
        done = CliRunner().invoke(main, [*words, "--db", str(db), "--sites", sites])
        assert done.exit_code == 2, done.output
        assert "torn.toml: is not valid TOML" in done.output


@pytest.mark.parametrize("place", ["db", "log", "sites_dir"])
@pytest.mark.parametrize("folder", ["/tmp", "/var/tmp"])
def test_a_service_sees_the_files_that_it_is_given(
    place: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`PrivateTmp` puts an empty folder over /tmp, and the service would not find its database."""
    monkeypatch.setattr("sys.argv", ["/opt/newsfold/bin/newsfold"])
    plan = Plan((), Path("/srv/news.db"), "desk@corpus.example", sites_dir="/srv/sites")
    assert "PrivateTmp=yes" in systemd(plan)
    lies = f"{folder}/newsfold-nowhere/x"
    moved = replace(plan, **{place: lies if place == "sites_dir" else Path(lies)})
    assert "PrivateTmp" not in systemd(moved)
    assert "NoNewPrivileges=yes\n\n# /etc/systemd/system/newsfold.timer" in systemd(moved)


def test_timers_hold_what_they_need(tmp_path: Path) -> None:
    sites = str(tmp_path / "own sites")
    plan = Plan(("velm.example",), tmp_path / "a b%.db", "desk@corpus.example", 30, sites)
    service = systemd(plan)
    assert "%" not in service.replace("%%", ""), "log and folder too"
    start = next(row for row in service.splitlines() if row.startswith("ExecStart="))
    assert '--db "' in start
    assert "a b%%.db" in start, "systemd reads % as a mark of its own"
    assert "crawl --due velm.example" in start
    assert "--contact desk@corpus.example" in start
    assert "OnUnitActiveSec=30min" in service
    assert "Type=oneshot" in service
    table = crontab(plan)
    row = next(row for row in table.splitlines() if row.startswith("*/30 "))
    assert "flock -n" in row
    assert "\\%.db" in row, "cron reads % as the end of the line"
    assert "%" not in table.replace("\\%", ""), "lock and log too"
    mailed = next(row for row in table.splitlines() if row.startswith("30 6 "))
    assert sites in shlex.split(mailed), "what is expected of a site stands in its profile"
    words = shlex.split(row.replace("\\%", "%"))
    assert words[words.index("--db") + 1] == str(tmp_path / "a b%.db")
    assert "MAILTO=desk@corpus.example" in table
    assert crontab(replace(plan, every=120)).splitlines()[1].startswith("7 */2 * * *")
    with pytest.raises(ValueError, match="every 45 minutes"):
        crontab(replace(plan, every=45))
    page = crontab(replace(plan, contact="https://corpus.example/@desk"))
    assert "MAILTO" not in page, "cron mails the owner of the table then"
    for names in (["aawsat.com"], []):
        done = CliRunner().invoke(main, ["schedule", *names, "--contact", "nobody"])
        assert done.exit_code == 2, "the crawl would say so every half hour, to nobody"
    done = CliRunner().invoke(
        main, ["schedule", "--contact", "desk@corpus.example", "--as", "cron"]
    )
    assert done.exit_code == 0, done.output
