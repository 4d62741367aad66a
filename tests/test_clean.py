"""`newsfold clean`: killed, repeated, fed with rubbish, out of room; and furniture over runs."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from making import prose, words
from test_store import dump_of, told

from crawler import refold as again
from crawler.clean import clean
from crawler.inputs import open_inputs
from crawler.readers.raw import Bad
from crawler.refold import refold
from storage import waiting
from storage.store import Store, StoreError, UnsavedError

ROOT = Path(__file__).parent.parent
PAGES = 300
NOTICE = "Join the {} readers who get our letter every morning, and never miss a tide."
HOSTS = ("north.example", "south.example", "east.example")


def line_of(n: int) -> dict[str, Any]:
    """A page of fiction; every tenth is a copy of another outlet's, every third is HTML."""
    seed = n - 1 if n % 10 == 9 else n
    script = "arabic" if seed % 4 == 0 else "latin"
    title = " ".join(words(seed, 6, script)).capitalize()
    first, second, *rest = (f"{text} {seed}." for text in prose(seed, 100, script))
    body = [first, second, NOTICE.format(1000 + 7 * n), *rest]
    page: dict[str, Any] = {"id": f"in-{n}", "url": f"https://{HOSTS[n % 3]}/news/{n}"}
    if n % 3 == 1:
        paragraphs = "".join(f"<p>{text}</p>" for text in body)
        page["html"] = f"<html><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    elif n % 3 == 2:
        page |= {"title": title, "body": body}
    else:
        page["text"] = "\n\n".join([title, *body])
    return page


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "dump.jsonl"
    lines = (json.dumps(line_of(n), ensure_ascii=False) for n in range(PAGES))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def reference(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The database of an undisturbed run, and the seconds it took."""
    db = tmp_path_factory.mktemp("reference") / "news.db"
    start = time.monotonic()
    code, said = newsfold("clean", dump, "--db", db)
    assert code == 0, said
    assert f"{PAGES} pages = {PAGES} new" in said
    return db, time.monotonic() - start


def command(*args: str | Path) -> list[str]:
    """The command line, saving so few pages at a time that the dump takes six transactions."""
    few = "from crawler import clean, inputs; clean.TOGETHER = inputs._CHUNK_RECORDS = 50"
    run = "from crawler.cli import main; main()"
    return [sys.executable, "-c", f"{few}; {run}", *map(str, args)]


def newsfold(*args: str | Path) -> tuple[int, str]:
    """Exit code, and what was said on both streams."""
    done = subprocess.run(
        command(*args), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr


def whole(db: Path) -> None:
    conn = sqlite3.connect(db)
    assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    conn.close()


def content(db: Path) -> dict[str, object]:
    """All that a database says, without how often it was run."""
    with Store(db) as store:
        found = told(store)
    stats = found["stats"]
    assert isinstance(stats, dict)
    return found | {"stats": {name: n for name, n in stats.items() if name != "runs"}}


# --- killed -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stream", "kills"),
    [(False, 3), (True, 3), pytest.param(False, 20, marks=pytest.mark.slow)],
    ids=["file", "stream", "often"],
)
def test_killed_at_any_moment_and_run_again_it_is_all_there_once(
    dump: Path, reference: tuple[Path, float], tmp_path: Path, stream: bool, kills: int
) -> None:
    """A stream is read once: its furniture is known, and its pages folded again, at the end."""
    db = tmp_path / "news.db"
    args = ("-", "--form", "jsonl") if stream else (str(dump),)
    draw = random.Random(5 + stream)
    stored = [0]
    for moment in sorted(draw.uniform(0.1, 1.0) for _ in range(kills)):
        with dump.open("rb") as lines:
            process = subprocess.Popen(
                command("clean", *args, "--db", db),
                cwd=ROOT,
                stdin=lines,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(moment * reference[1])
            process.send_signal(signal.SIGKILL)
            process.wait()
        if not db.exists():
            continue
        whole(db)
        with Store(db) as store:
            ids = list(store.page_ids())
            assert all(store.folded(id_) for id_ in ids)
            records = [store.record(row["id"]) for row in store.records()]
            seen = [s for r in records if r for v in r["versions"] for s in v["sightings"]]
            assert len(seen) == len(ids), "every stored page is in a group, once"
        stored.append(len(ids))
    assert stored == sorted(stored)
    with dump.open("rb") as lines:
        done = subprocess.run(
            command("clean", *args, "--db", db),
            cwd=ROOT,
            stdin=lines,
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    assert f"{PAGES} pages = {PAGES - stored[-1]} new + 0 changed + {stored[-1]} known" in (
        done.stdout
    )
    whole(db)
    assert content(db) == content(reference[0])


def test_a_second_run_finds_nothing_new_and_changes_nothing(
    dump: Path, reference: tuple[Path, float], tmp_path: Path
) -> None:
    db = Path(shutil.copy(reference[0], tmp_path / "news.db"))
    code, said = newsfold("clean", dump, "--quiet", "--db", db)
    assert code == 0
    assert f"{PAGES} pages = 0 new + 0 changed + {PAGES} known" in said
    assert said.endswith("nothing new\n")
    before, after = dump_of(reference[0]), dump_of(db)
    assert len(after.pop("runs")) == len(before.pop("runs")) + 1
    assert after == before


# --- furniture ----------------------------------------------------------------------------------


def in_process(paths: list[Path], db: Path) -> dict[str, Any]:
    bad: list[Bad] = []
    return clean(open_inputs(list(map(str, paths))), db, bad.append)


def test_the_notice_of_a_site_is_in_no_article(reference: tuple[Path, float]) -> None:
    with Store(reference[0]) as store:
        rows = list(store.records())
        assert len(rows) == PAGES - PAGES // 10
        assert not any("readers who get our letter" in text for row in rows for text in row["body"])
        assert store.stats()["folds"]["boilerplate"] == PAGES


@pytest.mark.parametrize("parts", [2, 10])
def test_in_one_run_or_in_many_and_in_any_order_the_records_are_the_same(
    dump: Path, reference: tuple[Path, float], tmp_path: Path, parts: int
) -> None:
    """The first parts are too small to know what is furniture; they learn it from later ones."""
    lines = dump.read_text(encoding="utf-8").splitlines(keepends=True)[:60]
    whole_dump = tmp_path / "whole.jsonl"
    whole_dump.write_text("".join(lines), encoding="utf-8")
    in_process([whole_dump], tmp_path / "one.db")
    random.Random(parts).shuffle(lines)
    refolded = 0
    for n in range(parts):
        part = tmp_path / f"part-{n}.jsonl"
        part.write_text("".join(lines[n::parts]), encoding="utf-8")
        counts = in_process([part], tmp_path / "many.db")
        assert counts["new"] == len(lines[n::parts])
        refolded += counts["refolded"]
    assert content(tmp_path / "many.db") == content(tmp_path / "one.db")
    assert (refolded > 0) == (parts == 10)


def test_refold_takes_sources_and_finds_nothing_to_do(
    reference: tuple[Path, float], tmp_path: Path
) -> None:
    db = Path(shutil.copy(reference[0], tmp_path / "news.db"))
    before = content(db)
    north = PAGES // 3
    said = refold(db, ["north.example"])
    pages = {"pages": north, "changed": 0, "known": north, "failed": 0, "resumed": 0}
    assert {name: said[name] for name in pages} == pages
    assert said["records"] == {"same": PAGES - PAGES // 10, "changed": 0, "new": 0, "gone": 0}
    assert said["folds_before"] == said["folds_after"] == {"boilerplate": PAGES}
    assert content(db) == before
    with pytest.raises(StoreError, match=r"'west.example'; there are: east.example, north"):
        refold(db, ["west.example"])
    with Store(db) as store:
        assert store.runs()[0]["command"] == "refold"
        assert store.runs()[0]["counts"]["pages"] == north


def test_refold_mends_what_was_folded_otherwise(tmp_path: Path) -> None:
    """As after an upgrade: what is stored was made by other rules."""
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(json.dumps(line_of(n)) for n in range(12)), encoding="utf-8")
    in_process([path], tmp_path / "news.db")
    before = content(tmp_path / "news.db")
    with Store(tmp_path / "news.db") as store:
        for id_ in store.page_ids():
            folded = store.folded(id_)
            assert folded is not None
            store.refold([_careless(folded)])
    assert content(tmp_path / "news.db") != before
    said = refold(tmp_path / "news.db")
    assert said["changed"] == 12
    assert said["records"]["new"] == 11
    assert said["folds_before"].keys() == {"outside"}
    assert said["folds_after"] == {"boilerplate": 12}
    assert content(tmp_path / "news.db") == before


def test_refold_says_what_changed_and_keeps_ids(
    reference: tuple[Path, float], tmp_path: Path
) -> None:
    """As after a change of a profile: one more line is furniture of one of the sites."""
    db = Path(shutil.copy(reference[0], tmp_path / "news.db"))
    with Store(db) as store:
        before = {row["id"]: row["input_id"] for row in store.records()}
        first = next(row for row in store.records() if row["source"] == "north.example")
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "north.example.toml").write_text(
        "[site]\nname = 'north.example'\ntitle = 'North'\ndomains = ['north.example']\n"
        f"[fold]\nboilerplate = [{first['body'][0]!r}]\n",
        encoding="utf-8",
    )
    code, said = newsfold("refold", "--db", db, "--sites", sites)
    assert code == 0
    pages, records, folds = said.splitlines()
    assert f"{PAGES} pages = 1 changed + {PAGES - 1} unchanged + 0 failed" in pages
    count = len(before)
    assert f"{count} records = {count - 1} unchanged + 1 changed + 0 new; 0 gone" in records
    assert records.endswith(f"{count} ids kept")
    assert folds.endswith(f"folds: boilerplate {PAGES} -> {PAGES + 1}")
    with Store(db) as store:
        assert {row["id"]: row["input_id"] for row in store.records()} == before


def test_refold_that_is_killed_goes_on_where_it_was(
    reference: tuple[Path, float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = Path(shutil.copy(reference[0], tmp_path / "news.db"))
    with Store(db) as store:
        pages = [folded for id_ in store.page_ids() if (folded := store.folded(id_))]
        store.refold([_careless(folded) for folded in pages])
    folded: list[str] = []
    fold = again.fold_page

    def counting(page: Any, *args: Any) -> Any:
        if len(folded) == 170:
            raise KeyboardInterrupt
        folded.append(page.id)
        return fold(page, *args)

    monkeypatch.setattr(again, "fold_page", counting)
    with pytest.raises(KeyboardInterrupt):
        refold(db)
    whole(db)
    kept = list(folded[:150])  # the last batch was not saved
    folded[:] = []
    said = refold(db)
    assert said["resumed"] == len(kept)
    assert len(folded) == PAGES - len(kept)
    assert {*kept, *folded} == {f"in-{n}" for n in range(PAGES)}
    assert (said["pages"], said["changed"], said["failed"]) == (PAGES, PAGES, 0)
    assert said["folds_before"].keys() == {"outside"}
    assert content(db) == content(reference[0])
    monkeypatch.undo()
    assert refold(db, ["north.example"])["resumed"] == 0, "one that is finished begins anew"


def _careless(folded: Any) -> Any:
    """Everything outside: as if no article had been found."""
    from dedupe.model import Fold, FoldedPage

    return FoldedPage(
        folded.page, folds=tuple(Fold(b.index, "outside") for b in folded.page.blocks)
    )


# --- bad input ----------------------------------------------------------------------------------


def test_bad_inputs_are_on_record_with_file_and_line_and_the_rest_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    folder.mkdir()
    good = json.dumps(line_of(1))
    article = json.dumps(line_of(7))
    menu = "<html><body><ul><li><a href='/a'>Home</a><li><a href='/b'>Sport</a></ul></body></html>"
    lines = [good, "{broken", '{"id": "none", "url": "https://x.example/1"}', "[1]", article]
    lines += [json.dumps({"id": "odd", "text": [["a"]]}), json.dumps({"id": "menu", "html": menu})]
    (folder / "dump.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "noise.html").write_bytes(random.Random(1).randbytes(4000))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text("\ufeff \u00a0\r\n\u200f\r\n", encoding="utf-8")
    (folder / "empty.jsonl").write_bytes(b"")
    (folder / "bare.html").write_text("<html><script>x()</script></html>", encoding="utf-8")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    title, *body = line_of(4)["html"].replace("<html>", "").split("<p>")
    cut = f"<html>{title}<p>" + "<p>".join(body)
    (folder / "cut.html").write_text(cut[: len(cut) * 2 // 3], encoding="utf-8")
    arabic = "\r\n\r\n".join(line_of(12)["text"].split("\n\n"))
    (folder / "old.txt").write_bytes(arabic.encode("cp1256"))

    code, said = newsfold("clean", folder, "--db", tmp_path / "news.db")
    assert code == 1, said
    assert "Traceback" not in said
    wanted = {
        "dump.jsonl:2": "broken JSON",
        "dump.jsonl:3": "no text",
        "dump.jsonl:4": "broken JSON",
        "dump.jsonl:6": "wrong type",
        "dump.jsonl:7": "no article",
        "picture.txt": "binary",
        "noise.html": "binary",
        "empty.txt": "empty",
        "blank.txt": "empty",
        "empty.jsonl": "empty",
        "bare.html": "empty",
        "loop.txt": "unreadable",
        "cut.html": "cut off",
    }
    for place, reason in wanted.items():
        assert any(ln.startswith(place) and reason in ln for ln in said.splitlines()), place
    conn = sqlite3.connect(tmp_path / "news.db")
    listed = dict(conn.execute("SELECT place, reason FROM quarantine"))
    urls = dict(conn.execute("SELECT input_id, url FROM quarantine"))
    assert listed == wanted
    assert urls["none"] == "https://x.example/1"
    conn.close()
    with Store(tmp_path / "news.db") as store:
        stored = {row["input_id"] for row in store.records()}
        assert stored == {"in-1", "in-7", "cut.html", "old.txt"}
        old = store.record("old.txt")
        assert old is not None
        assert old["title"] == line_of(12)["text"].split("\n\n")[0]
        # A page without an article is stored as well, with what became of its blocks.
        menu_page = store.record("menu")
        assert menu_page is not None
        assert [fold["text"] for fold in menu_page["folds"]] == ["Home", "Sport"]
        assert store.input("menu")["quarantine"][0]["reason"] == "no article"
        counts = store.runs()[0]["counts"]
    assert counts["pages"] == counts["new"] + counts["quarantined"] == 16
    before = dump_of(tmp_path / "news.db")
    code, said = newsfold("clean", folder, "--db", tmp_path / "news.db")
    assert code == 1
    assert "16 pages = 0 new + 0 changed + 3 known + 13 quarantined; nothing new" in said
    after = dump_of(tmp_path / "news.db")
    assert before.pop("runs") != after.pop("runs")
    assert after == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed.txt").write_text("text")
    (tmp_path / "closed.txt").chmod(0)
    code, said = newsfold("clean", tmp_path / "closed.txt", "--db", tmp_path / "news.db")
    assert code == 1
    assert "closed.txt: unreadable: Permission denied" in said


# --- no room ------------------------------------------------------------------------------------


def limited(kilobytes: int, dump: Path, db: Path, code: int) -> str:
    """What a run says that ends with `code` and may write no file of so many kilobytes."""
    limit = f'ulimit -f {kilobytes}; exec "$@"'
    done = subprocess.run(
        ["bash", "-c", limit, "-", *command("clean", dump, "--db", db)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert ("Usage:" in done.stderr) == (code == 2)
    return done.stderr


def test_a_full_disk_is_said_and_leaves_the_database_whole(
    dump: Path, reference: tuple[Path, float], tmp_path: Path
) -> None:
    """A limit on the size of files stands for the end of the disk."""
    db = tmp_path / "news.db"
    said = limited(100, dump, db, 2)
    assert f"{db}: cannot be made" in said
    assert os.listdir(tmp_path) == []
    size = reference[0].stat().st_size
    stored = []
    for share in (0.5, 0.75):
        said = limited(int(share * size / 1024), dump, db, 1)
        assert f"{db}: nothing was saved: " in said
        whole(db)
        with Store(db) as store:
            stored.append(store.stats()["pages"])
    assert stored[0] < stored[1] < PAGES
    code, said = newsfold("clean", dump, "--db", db)
    assert code == 0, said
    assert content(db) == content(reference[0])


@pytest.mark.parametrize(
    ("name", "end"),
    [("text", " in the middle of a"), ("tag", " in the middle.</p><p clas"), ("box", " here.</p>")],
)
def test_a_page_cut_off_is_said_to_be_and_keeps_what_there_is(
    name: str, end: str, tmp_path: Path
) -> None:
    head = "<!DOCTYPE html><html><body><div><h1>The mill turns again</h1><p>It stood for a year."
    (tmp_path / "cut.html").write_text(f"{head}</p><p>Its wheel turned{end}", encoding="utf-8")
    whole = f"{head}</p><p>Its wheel turned on Monday at last."
    (tmp_path / "whole.html").write_text(f"{whole}</p></div></body></html>", encoding="utf-8")
    (tmp_path / "sloppy.html").write_text(
        whole.replace("<div>", "").replace("mill", "oven"), encoding="utf-8"
    )
    said: list[Bad] = []
    for _ in range(2):
        counts = clean(open_inputs([str(tmp_path)]), tmp_path / "n.db", said.append)
        assert counts["quarantined"] == 1
    assert [(Path(bad.where).name, bad.reason) for bad in said] == [("cut.html", "cut off")]
    with Store(tmp_path / "n.db", readonly=True) as store:
        found = store.input("cut.html")
    assert found["quarantine"][0]["reason"] == "cut off"
    assert len(found["records"]) == 1


HOLDER = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


def test_who_is_waited_for_is_said_before_the_wait_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SILENT", 10)
    said = []
    db = tmp_path / "news.db"
    with (
        Store(db) as store,
        subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(db)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other,
    ):
        assert other.stdout is not None
        other.stdout.readline()

        def note_and_let_go(form: str, *values: Any) -> None:
            said.append(form % values)
            other.communicate()

        monkeypatch.setattr(waiting._log, "warning", note_and_let_go)
        with store.writing():
            pass
    (line,) = said
    assert line.startswith(f"{db}: process {other.pid} (")
    assert line.endswith("is writing to it; waiting for its end, 59 seconds at most")


def test_a_database_that_another_program_holds_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SILENT", 10)
    monkeypatch.setattr(waiting, "LONGEST", 20)
    db = tmp_path / "news.db"
    with Store(db) as store:
        holder = sqlite3.connect(db, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        held = pytest.raises(UnsavedError, match="locked; another program holds it")
        with held, store.writing():
            raise AssertionError("nothing can be written here")
        holder.close()
        with store.writing():
            pass
