"""Dumps on all cores: the same whatever the workers, taken up again, and every record accounted."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import sqlite3
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import dumps
import pytest
from click.testing import CliRunner, Result
from test_clean import command, content, line_of, newsfold
from test_store import dump_of

from crawler import clean as job
from crawler import work
from crawler.clean import clean
from crawler.cli import main
from crawler.inputs import open_inputs
from crawler.page import page_from_html
from crawler.parcel import packed, unpacked
from crawler.progress import Progress
from crawler.readers.raw import Bad, Raw
from crawler.road import Road
from crawler.sift import sift
from dedupe.page import fold_page
from storage.prepare import prepare
from storage.store import Store

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a large file, small ones, HTML and rubbish."""
    folder = tmp_path_factory.mktemp("dump")
    lines = [json.dumps(line_of(n), ensure_ascii=False) for n in range(200)]
    lines[50] = "{broken"
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for n, row in enumerate(dumps.slice_of(6)):
        (folder / f"b{n}.html").write_text(dumps.html_of(row), encoding="utf-8")
    (folder / "c.txt").write_bytes(b"\x89PNG")
    (folder / "d.csv").write_bytes(dumps.table(dumps.slice_of(5)))
    return folder


def run(paths: list[Path], db: Path, **options: Any) -> tuple[dict[str, Any], list[Bad]]:
    bad: list[Bad] = []
    return clean(open_inputs(list(map(str, paths))), db, bad.append, **options), bad


def invoked(*words: str | Path) -> Result:
    """A command in this process, for what needs none of its own."""
    return CliRunner().invoke(main, list(map(str, words)))


def test_a_page_comes_out_of_its_parcel_as_it_went_in() -> None:
    html = dumps.html_of(dumps.slice_of(1)[0])
    folded = fold_page(page_from_html(html, id="in", url="https://velm.example/1"))
    prepared = prepare(folded)
    assert unpacked(packed(prepared)) == prepared


def test_the_number_of_workers_changes_nothing(dump: Path, tmp_path: Path) -> None:
    counted = {}
    for workers in (1, 2, 3):
        counted[workers], bad = run([dump], tmp_path / f"{workers}.db", workers=workers)
        assert [item.where for item in bad] == ["a.jsonl:51", "c.txt"]
    assert counted[1] == counted[2] == counted[3]
    first, second, third = (dump_of(tmp_path / f"{n}.db") for n in (1, 2, 3))
    for each in (first, second, third):
        for table in ("runs", "_sqlite_migrations", "quarantine"):
            assert each.pop(table), "these hold the time of day"
    assert first == second == third, "row for row, with their numbers"


def test_pages_and_blocks_are_accounted_for(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, bad = run([dump], tmp_path / "news.db")
    assert counts["pages"] == 200 + 6 + 1 + 5
    assert counts["pages"] == sum(counts[name] for name in job.PAGES)
    assert counts["quarantined"] == len(bad) == 2
    assert counts["blocks"] == counts["kept"] + counts["in_teasers"] + counts["folded"] > 500
    with Store(tmp_path / "news.db") as store:
        assert store.runs()[0]["counts"] == counts
        stats = store.stats()
        assert stats["pages"] == counts["new"] + counts["changed"]
        assert sum(stats["folds"].values()) == counts["folded"]
    monkeypatch.setattr(work, "accounts", lambda page: [5, 1, 1, 1])
    with pytest.raises(work.AccountsError, match=r"the accounts do not add up: .* blocks are not"):
        run([dump], tmp_path / "wrong.db")


def test_accounts_that_do_not_add_up_are_one_line_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(dumps.jsonl(dumps.slice_of(4)))
    monkeypatch.setattr(work, "accounts", lambda page: [5, 1, 1, 1])
    db, out = tmp_path / "news.db", tmp_path / "out.jsonl"
    for words in (["clean", "--db", db], ["clean", "-o", out], ["fold", "-o", out]):
        done = CliRunner().invoke(main, [*map(str, words), str(path)])
        assert done.exit_code == 1
        assert isinstance(done.exception, SystemExit)
        (line,) = [line for line in done.output.splitlines() if "accounts" in line]
        assert "20 blocks are not 4 kept + 4 in_teasers + 4 folded = 12" in line
        assert not out.exists(), "a file that is not accounted for is not finished"
    monkeypatch.undo()
    assert CliRunner().invoke(main, ["clean", str(path), "--db", str(db)]).exit_code == 0


def test_every_input_leads_somewhere(dump: Path, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    run([dump], db)
    out = tmp_path / "where.jsonl"
    assert invoked("export", "sightings", out, "--db", db).exit_code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    there = {row["input_id"] for row in rows}
    assert there >= {f"in-{n}" for n in range(200) if n != 50} | {"a.jsonl:51", "c.txt", "b3.html"}
    assert all(row["record"] or row["reason"] for row in rows)
    copies = [row for row in rows if row["relation"] not in ("chosen", "")]
    assert len(copies) >= 20, "every tenth page is another outlet's copy"
    with Store(db) as store:
        for row in (rows[0], copies[0]):
            record = store.record(row["input_id"])
            assert record is not None
            assert record["id"] == row["record"]
    table = tmp_path / "where.csv"
    assert invoked("export", "sightings", table, "--db", db).exit_code == 0
    with table.open(encoding="utf-8", newline="") as file:
        assert [row["input_id"] for row in csv.DictReader(file)] == [r["input_id"] for r in rows]
    assert invoked("export", "a", "b", "--db", db).exit_code == 2


def test_a_dump_and_a_crawl_meet_in_one_record_with_two_sightings(tmp_path: Path) -> None:
    """The crawl stores a page by its markup and address; the dump has the text and an id."""
    row = dumps.slice_of(1)[0]
    db = tmp_path / "news.db"
    page = page_from_html(
        dumps.html_of(row), id=row["url"], url=row["url"], fetched_at="2024-05-02T00:00:00Z"
    )
    with Store(db) as store:
        store.save(fold_page(page), store.start_run("crawl", "velm.example"))
    path = tmp_path / "dump.jsonl"
    path.write_bytes(dumps.jsonl([row]))
    run([path], db)
    with Store(db) as store:
        (record,) = store.records()
        found = store.record(record["id"])
        assert found is not None
        seen = [s["input_id"] for v in found["versions"] for s in v["sightings"]]
    assert sorted(seen) == sorted([row["url"], row["id"]])


# --- taken up again -------------------------------------------------------------------------------


def test_finished_records_are_not_folded_again(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "news.db"
    folded: list[Raw | Bad] = []
    fold = work.fold_chunk

    def counting(records: list[Raw | Bad]) -> list[work.Found]:
        if len(folded) >= 100:
            raise KeyboardInterrupt
        folded.extend(records)
        return fold(records)

    monkeypatch.setattr(job, "fold_chunk", counting)
    with pytest.raises(KeyboardInterrupt):
        run([dump], db)
    first = len(folded)
    with Store(db) as store:
        assert store.stats()["pages"] == first - 1
    folded.clear()
    monkeypatch.setattr(job, "fold_chunk", lambda records: folded.extend(records) or fold(records))
    counts, _ = run([dump], db)
    assert len(folded) == 212 - first, "the record is the unit, not the file"
    assert counts["resumed"] == first
    assert counts["pages"] == 212
    assert counts["known"] == first - 1
    assert counts["quarantined"] == 2
    folded.clear()
    run([dump], db)
    assert folded == []
    run([dump], tmp_path / "one.db")
    assert content(db) == content(tmp_path / "one.db")


def test_a_file_that_grew_is_read_again_and_nothing_comes_twice(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(dumps.jsonl(dumps.slice_of(4)))
    run([path], tmp_path / "news.db")
    path.write_bytes(dumps.jsonl(dumps.slice_of(8)))
    counts, _ = run([path], tmp_path / "news.db")
    assert (counts["new"], counts["known"], counts["resumed"]) == (4, 4, 0)


def test_other_columns_make_another_reading(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(dumps.jsonl(dumps.slice_of(4)))
    db = tmp_path / "news.db"
    bad: list[Bad] = []
    inputs = open_inputs([str(path)], columns=(("text", "nothing"),))
    assert clean(inputs, db, bad.append)["quarantined"] == 4
    assert run([path], db)[0]["new"] == 4


def test_one_pass_comes_to_the_same_as_two(dump: Path, tmp_path: Path) -> None:
    one, _ = run([dump], tmp_path / "1.db", one_pass=True)
    two, _ = run([dump], tmp_path / "2.db")
    assert one["refolded"] > two["refolded"] == 0
    assert content(tmp_path / "1.db") == content(tmp_path / "2.db")


def test_ctrl_c_says_how_to_go_on_and_leaves_no_worker(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line_of(n)) + "\n" for n in range(500))
    db = tmp_path / "news.db"
    process = subprocess.Popen(
        command("clean", path, "--db", db, "--workers", "2", "--quiet"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not _pages(db) and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted; " in said
    assert "the same command goes on from there" in said
    assert "Traceback" not in said
    _gone(process.pid)
    code, said = newsfold("clean", path, "--db", db, "--quiet")
    assert code == 0
    assert "500 pages = " in said


def test_workers_go_when_their_parent_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line_of(n)) + "\n" for n in range(300))
    db = tmp_path / "news.db"
    process = subprocess.Popen(
        command("clean", path, "--db", db, "--workers", "2", "--quiet"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not _pages(db) and process.poll() is None:
        time.sleep(0.05)
    process.kill()
    process.wait()
    _gone(process.pid)


def _pages(db: Path) -> int:
    try:
        conn = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
        (count,) = conn.execute("SELECT count(*) FROM pages").fetchone()
        conn.close()
    except sqlite3.Error:
        return 0
    return int(count)


def _gone(group: int) -> None:
    """Wait until no process of a group is left."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("workers are left behind")


# --- workers that die -----------------------------------------------------------------------------


def dying(numbers: list[int]) -> int:
    if 13 in numbers:
        os._exit(9)
    return sum(numbers)


def test_a_chunk_at_which_a_worker_dies_is_taken_apart() -> None:
    chunks = [[n, n + 1] for n in range(0, 40, 2)]
    with Road(dying, 2, lambda c: [[n] for n in c], lambda c: -1) as road:
        found = list(road.results(chunks))
    assert [chunk for chunk, _ in found] == chunks
    assert [parts for _, parts in found] == [
        [12, -1] if 13 in chunk else [sum(chunk)] for chunk in chunks
    ]


# --- without a database ---------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_go_into_a_file_and_both_kinds_say_the_same(
    dump: Path, tmp_path: Path, workers: int
) -> None:
    import pyarrow.parquet as pq

    bad: list[Bad] = []
    inputs = open_inputs([str(dump)])
    counts = sift(inputs, str(tmp_path / "out.jsonl"), bad.append, workers=workers)
    sift(inputs, str(tmp_path / "out.parquet"), bad.append, workers=workers)
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == rows
    assert counts["pages"] == counts["folded_pages"] + counts["quarantined"] == 212
    assert counts["rows"] == len(rows) >= 210
    assert sorted(os.listdir(tmp_path)) == ["out.jsonl", "out.parquet"]
    # With the furniture known from the first page on, as in the database.
    assert not any("readers who get our letter" in text for row in rows for text in row["body"])


def test_a_file_of_rows_is_taken_up_where_it_was_cut(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler import sift as job

    inputs = open_inputs([str(dump)])
    whole = tmp_path / "whole.jsonl"
    wanted = sift(inputs, str(whole), lambda bad: None)
    done: list[Raw | Bad] = []
    make = work.row_chunk

    cut = [True]

    def counting(records: list[Raw | Bad]) -> Any:
        if len(done) == 100 and cut.pop():
            raise KeyboardInterrupt
        done.extend(records)
        return make(records)

    monkeypatch.setattr(job, "row_chunk", counting)
    out = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        sift(inputs, str(out), lambda bad: None)
    assert not out.exists()
    with (tmp_path / ".out.jsonl.part").open("ab") as file:
        file.write(b'{"half a li')
    done.clear()
    cut.append(False)
    assert sift(inputs, str(out), lambda bad: None) == wanted
    assert len(done) == 112
    assert out.read_bytes() == whole.read_bytes()
    assert invoked("clean", dump, "-o", dump / "a.jsonl").exit_code == 2


def test_rows_go_where_they_can_be_written(dump: Path, tmp_path: Path) -> None:
    """A device stays one, and a name does not promise another form than what is written."""
    path = dump / "d.csv"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    assert invoked("clean", path, "-o", pipe, "--quiet").exit_code == 0
    said, _ = reader.communicate(timeout=60)
    assert len(said.splitlines()) == 5
    assert pipe.is_fifo()
    for name in ("out.csv", "out.jsonl.gz"):
        told = invoked("clean", path, "-o", tmp_path / name)
        assert told.exit_code == 2
        assert "rows are written as .jsonl or .parquet" in told.output
    assert os.listdir(tmp_path) == ["pipe"]
    if os.path.exists("/dev/full"):
        told = invoked("clean", path, "-o", "/dev/full", "--quiet")
        assert told.exit_code == 1
        assert "/dev/full: No space left on device; make room and run it again" in told.output


def test_a_stream_is_read_as_what_it_begins_like(tmp_path: Path) -> None:
    rows = dumps.slice_of(4)
    for data, form in (
        (dumps.jsonl(rows), ""),
        (dumps.array(rows), ""),
        (dumps.side_by_side(rows), ""),
        (dumps.zstd(dumps.jsonl(rows)), ""),
        (dumps.warc(rows), ""),
        (dumps.table(rows), "csv"),
    ):
        options = ["--form", form] if form else []
        done = CliRunner().invoke(main, ["clean", "-", "-o", "-", "--quiet", *options], input=data)
        assert done.exit_code == 0, done.output
        assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == [
            row["title"] for row in rows
        ]
    text = f"{rows[0]['title']}\n\n{rows[0]['body']}"
    done = CliRunner().invoke(main, ["clean", "-", "-o", "-", "--quiet"], input=text)
    assert json.loads(done.stdout)["title"] == rows[0]["title"]


# --- what the command says ------------------------------------------------------------------------


def test_the_command_shows_columns_accounts_and_a_summary(dump: Path, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    done = subprocess.run(
        command("clean", dump, "--db", db), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "a.jsonl: id=id, url=url, text=text" in done.stderr
    assert "d.csv: id=id, url=url, source=source, fetched_at=fetched_at, title=title" in done.stderr
    blocks, pages = done.stdout.splitlines()
    assert " blocks = " in blocks
    assert " pages = " in pages
    again = invoked("clean", dump, "--db", db, "--json")
    assert json.loads(again.stdout)["known"] == 210
    peeked = invoked("clean", dump, "--peek", "--no-colour")
    assert peeked.exit_code == 0, peeked.output
    assert peeked.output.count("before:") == peeked.output.count("after:") == 3
    assert "article 1 title" in peeked.output
    wrong = invoked("clean", dump, "--map", "words=x", "--db", db)
    assert wrong.exit_code == 2
    assert "FIELD is one of id, url" in wrong.output


def test_progress_tells_the_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(total=400_000_000)
    progress(0, 0, "folding")
    line = progress.line(60.0, 100_000_000, 30_000)
    assert line == "folding: 30,000 pages, 500 a second, 100 of 400 MB, 3:00 left"
    progress.shown -= 61
    progress(10, 1_000_000, "folding")
    assert capsys.readouterr().err.count("\n") == 1, "a line a minute where nobody looks"


def test_a_run_that_is_cut_short_leaves_no_thread_behind() -> None:
    """One that still closes its pipe when the process ends prints a traceback after the message."""
    for _ in range(5):
        with (
            contextlib.suppress(KeyboardInterrupt),
            Road(_slowly, 2, lambda chunk: [chunk], _slowly) as road,
        ):
            for n, _ in enumerate(road.results(range(1000))):
                if n == 20:
                    raise KeyboardInterrupt
        left = {type(thread).__name__ for thread in threading.enumerate()}
        assert "_ExecutorManagerThread" not in left


def _slowly(chunk: int) -> int:
    time.sleep(0.01)
    return chunk


def test_ctrl_c_has_one_exit_code_from_the_first_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*said: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crawler.cli.clean.opened_inputs", interrupted)
    done = CliRunner().invoke(main, ["clean", "dump.jsonl"])
    assert (done.exit_code, done.output) == (130, "interrupted\n")
