"""Exports that cannot be, or that meet trouble half way: said clearly, nothing half-made left."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from making import page_of, prose
from releases import export, newsfold

from storage.connect import VERSION
from storage.release.choice import Choice
from storage.release.plan import snapshot
from storage.release.splits import parse_split
from storage.release.verify import verify
from storage.store import Store

ROOT = Path(__file__).parent.parent


def test_a_folder_that_is_not_empty_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    done = newsfold("export", folder, "--db", corpus)
    assert done.exit_code == 2
    assert "release: not empty" in done.output
    assert os.listdir(tmp_path) == ["release"]
    assert os.listdir(folder) == ["mine.txt"]
    (folder / "mine.txt").unlink()
    export(corpus, folder)
    assert newsfold("export", folder, "--db", corpus).exit_code == 2
    (tmp_path / "file").write_text("x")
    assert "a file" in newsfold("export", tmp_path / "file", "--db", corpus).output


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--source", "nowhere.example"), "none of the"),
        (("--where", "words > 100000"), "none of the"),
        (("--where", "wrds > 1"), "no such column: wrds"),
        (("--where", "1) UNION DELETE FROM pages"), "--where"),
        (("--where", "(SELECT load_extension('x'))"), "--where"),
        (("--since", "yesterday"), "a day looks like"),
        (("--since", "2025-03", "--until", "2025-02"), "is after"),
        (("--split", "random"), "known are none, group"),
        (("--split", "time=2025-05-01,2025-04-01"), "the earlier first"),
        (("--split", "outlet=west.example"), "there are east.example"),
        (("--shares", "50,50"), "three per cents"),
        (("--text", "none", "--pii", "mask"), "nothing for --pii to find"),
        (("--about", "missing.toml"), "No such file"),
    ],
)
def test_what_cannot_be_is_refused(
    corpus: Path,
    tmp_path: Path,
    options: tuple[str, ...],
    says: str,
) -> None:
    done = newsfold("export", tmp_path / "release", "--db", corpus, *options)
    assert done.exit_code == 2, done.output
    assert says in done.output
    assert os.listdir(tmp_path) == []
    with Store(corpus, readonly=True) as store:
        assert store.stats()["pages"] == 72


def test_an_empty_database_has_nothing_to_hand_over(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    Store(db).close()
    done = newsfold("export", tmp_path / "release", "--db", db)
    assert done.exit_code == 2
    assert "the database holds no record" in done.output
    assert not (tmp_path / "release").exists()


def test_what_reserves_everything_is_said_to(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    shutil.copy(corpus, db)
    with sqlite3.connect(db) as conn:
        conn.execute("INSERT INTO rights SELECT n, '2025', 0, 0, 0, 0, 0, '', '{}' FROM pages")
    done = newsfold("export", tmp_path / "release", "--db", db)
    assert done.exit_code == 2
    assert "--rights report" in done.output


def test_an_older_database_is_brought_up_to_date_after_a_copy(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from storage.schema import migrations

    db, copy = tmp_path / "news.db", tmp_path / "news.schema4.db"
    conn = sqlite3.connect(db, isolation_level=None)
    migrations.apply(Database(conn), stop_before="add_furniture")
    conn.execute("PRAGMA journal_mode = wal")
    # Still in the log, and not in the file, when the copy is made.
    conn.execute(
        "INSERT INTO pages VALUES (1, 'ab12', 'in', '', 'n', 'text', '', '', 't', '{}', NULL)"
    )
    first, second = (newsfold("export", tmp_path / "out", "--db", db) for _ in range(2))
    conn.close()
    assert f"{db}: made by an older newsfold" in first.output
    assert f"{copy} holds what it was" in first.output
    assert "older" not in second.output
    for done in (first, second):
        assert "the database holds no record" in done.output
    for path, version in ((db, VERSION), (copy, 4)):
        with sqlite3.connect(path) as conn:
            assert conn.execute("PRAGMA user_version").fetchone() == (version,)
            assert conn.execute("SELECT id FROM pages").fetchall() == [("ab12",)]
        conn.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [db.name, copy.name]


def test_an_older_database_is_not_touched_where_no_copy_can_be_made(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from storage.schema import migrations

    db = tmp_path / "news.db"
    conn = sqlite3.connect(db, isolation_level=None)
    migrations.apply(Database(conn), stop_before="add_furniture")
    conn.close()
    before = db.read_bytes()
    done = limited(["export", "out", "--db", str(db)], tmp_path, 20_000)
    assert done.returncode == 2
    assert "cannot be made" in done.stderr
    assert db.read_bytes() == before
    assert os.listdir(tmp_path) == ["news.db"]


def test_about_names_the_wrong_key(corpus: Path, tmp_path: Path) -> None:
    about = tmp_path / "about.toml"
    for text, says in (
        ('[release]\nlicense = "mit"', "license: no such key"),
        ("[release]\nversion = 1", "text in quotes"),
        ("[release", "not TOML"),
        ('title = "x"', "one table is read here"),
    ):
        about.write_text(text)
        done = newsfold("export", tmp_path / "release", "--db", corpus, "--about", about)
        assert done.exit_code == 2
        assert says in done.output


def test_a_release_shows_one_state_while_others_write(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    shutil.copy(corpus, db)
    from storage.release.plan import database_digest, make_plan
    from storage.release.splits import divide
    from storage.release.stream import count_crowds, stream

    with snapshot(db) as conn:
        digest = database_digest(conn)
        make_plan(conn, Choice())
        with Store(db) as store:
            for n in range(20):
                store.save(page_of(f"New {n}", prose(7000 + n), id=f"new{n}", key=f"new:{n}"))
        divide(conn, parse_split("none"))
        count_crowds(conn)
        rows = [row for batch in stream(conn, 0) for row in batch]
        assert database_digest(conn) == digest
    with Store(corpus, readonly=True) as store:
        assert [row[0] for row in rows] == [row["id"] for row in store.records()]
    with snapshot(db) as conn:
        assert database_digest(conn) != digest


def limited(args: list[str], cwd: Path, size: int) -> subprocess.CompletedProcess[str]:
    """Run newsfold where no file may grow beyond `size` bytes, as on a full disk."""

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", *args],
        cwd=cwd,
        capture_output=True,
        text=True,
        preexec_fn=full,
        # Bytecode that is cut off at the limit would fail whoever reads it next.
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )


@pytest.mark.parametrize("format_", ["parquet", "jsonl"])
def test_a_full_disk_leaves_nothing_half_made(corpus: Path, tmp_path: Path, format_: str) -> None:
    done = limited(
        ["export", "release", "--format", format_, "--db", str(corpus)], tmp_path, 33_000
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "release" in done.stderr
    assert os.listdir(tmp_path) == []


def test_what_a_killed_export_left_goes_with_the_next(corpus: Path, tmp_path: Path) -> None:
    code = (
        "import time, storage.release.write as w\n"
        "w._write_sums = lambda folder: time.sleep(60)\n"
        "from crawler.cli import main\n"
        f"main(['export', {str(tmp_path / 'release')!r}, '--db', {str(corpus)!r}])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    for _ in range(600):
        if list(tmp_path.glob(".release.*.part/README.md")):
            break
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert len(os.listdir(tmp_path)) == 1
    export(corpus, tmp_path / "release")
    assert os.listdir(tmp_path) == ["release"]
    assert verify(tmp_path / "release", quick=True).problems == []


@pytest.mark.parametrize("format_", ["parquet", "jsonl", "csv"])
def test_text_with_nul_and_lone_surrogates(tmp_path: Path, format_: str) -> None:
    db = tmp_path / "news.db"
    body = ("Before\0after, said the \ud83d captain.", *prose(3))
    page = page_of(
        "A nul\0 in the title", body, id="p\0q", captions=[("Cap\0tion", "Ada \udfff Quill")]
    )
    with Store(db) as store:
        store.save(page)
        store.save(page_of("Whole", prose(9), id="r"))
    folder = export(db, tmp_path / "release", "--format", format_, "--split", "none")
    assert verify(folder, quick=True).problems == []
    from storage.release.columns import columns_of
    from storage.release.load import read_shard

    path = folder / f"data/train-00000-of-00001.{format_}"
    (batch,) = read_shard(path, columns_of(text=True, pii=False))
    row = {name: values[batch["input_id"].index("p\ufffdq")] for name, values in batch.items()}
    assert row["title"] == "A nul\ufffd in the title"
    assert row["body"][0] == "Before\ufffdafter, said the \ufffd captain."
    assert row["captions"] == [{"text": "Cap\ufffdtion", "credit": "Ada \ufffd Quill"}]


# --- CSV --------------------------------------------------------------------------------------

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "＝1+1", '=HYPERLINK("x";"y")')


def test_no_cell_of_a_csv_file_is_a_formula(tmp_path: Path) -> None:
    import csv

    db = tmp_path / "news.db"
    with Store(db) as store:
        for n, text in enumerate(FORMULAS):
            body = (text, *prose(n))
            store.save(page_of(f"{text} {n}", body, id=text, key=f"n:{n}", source=f"={n}"))
    folder = export(db, tmp_path / "release", "--format", "csv", "--split", "none")
    path = folder / "data/train-00000-of-00001.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert len(rows) == len(FORMULAS)
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), cell
    titles = {row[head.index("title")] for row in rows}
    assert "'=1+1 0" in titles
    # Read as the card says, the text is back.
    from storage.release.columns import columns_of
    from storage.release.load import read_shard

    (batch,) = read_shard(path, columns_of(text=True, pii=False))
    assert sorted(batch["input_id"]) == sorted(FORMULAS)
    assert sorted(body[0] for body in batch["body"]) == sorted(FORMULAS)
    assert verify(folder, quick=True).problems == []


def test_the_mark_for_excel_comes_on_request(corpus: Path, tmp_path: Path) -> None:
    plain = export(corpus, tmp_path / "plain", "--format", "csv")
    marked = export(corpus, tmp_path / "marked", "--format", "csv", "--bom")
    for folder, start in ((plain, b'"id"'), (marked, b'\xef\xbb\xbf"id"')):
        for path in (folder / "data").iterdir():
            assert path.read_bytes().startswith(start)
        assert verify(folder, quick=True).problems == []


def test_one_file_of_an_empty_choice_is_refused_too(corpus: Path, tmp_path: Path) -> None:
    done = newsfold("export", tmp_path / "x.jsonl", "--db", corpus, "--lang", "xx")
    assert done.exit_code == 2
    assert os.listdir(tmp_path) == []
    assert json.loads(newsfold("export", "-", "--db", corpus).stdout.splitlines()[0])
