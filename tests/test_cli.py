"""The command line: what it prints, how it ends, what it imports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import COMMANDS, main
from crawler.demo.site import dump_dir

PAGE = """Ferry to Oster Island runs again

The ferry at the new ramp (Ada Quill)
The ferry at the new ramp (Ada Quill)
TT

Ferry to Oster Island runs again

The ferry at the new ramp (Ada Quill)
The ferry at the new ramp (Ada Quill)

The ferry made its first crossing since the storm on Monday.

Its captain said the new ramp held better than the old one ever did.
"""
FIELDS = [
    "id",
    "input_id",
    "kind",
    "url",
    "source",
    "lang",
    "title",
    "standfirst",
    "body",
    "captions",
    "authors",
    "agency",
    "dateline",
    "section",
    "published",
    "modified",
    "fetched_at",
]


def newsfold(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_fold_writes_one_row_a_record(page: Path) -> None:
    done = newsfold("fold", page)
    assert done.exit_code == 0, done.stderr
    (row,) = rows(done.stdout)
    assert list(row) == FIELDS
    assert row["input_id"] == "ferry.txt"
    assert row["kind"] == "article"
    assert row["title"] == "Ferry to Oster Island runs again"
    assert row["captions"] == [{"text": "The ferry at the new ramp", "credit": "Ada Quill"}]
    assert len(row["body"]) == 2  # type: ignore[arg-type]


def test_fold_with_folds_accounts_for_the_page(page: Path) -> None:
    (row,) = rows(newsfold("fold", page, "--with-folds").stdout)
    reasons = [fold["reason"] for fold in row["folds"]]  # type: ignore[attr-defined]
    assert sorted(reasons) == ["marker", "repeat", "repeat", "repeat", "repeat"]


def test_fold_reads_every_form_of_jsonl_and_keeps_ids(tmp_path: Path) -> None:
    body = "The ferry made its first crossing since the storm on Monday."
    lines = [
        {"id": "a-1", "text": PAGE, "url": "https://news.example/1", "fetched_at": "2025-01-02"},
        {"id": 7, "title": "Ferry runs again", "body": f"{body}\n\nIts captain slept on board."},
        {"id": "c", "html": f"<html><body><h1>Ferry runs again</h1><p>{body}</p></body></html>"},
    ]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    done = newsfold("fold", path, "-o", tmp_path / "out.jsonl")
    assert done.exit_code == 0, done.stderr
    found = rows((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert [row["input_id"] for row in found] == ["a-1", "7", "c"]
    assert found[0]["url"] == "https://news.example/1"
    assert found[0]["fetched_at"] == "2025-01-02"
    assert [row["title"] for row in found[1:]] == ["Ferry runs again"] * 2
    assert body in found[2]["body"]  # type: ignore[operator]


def test_fold_reads_standard_input() -> None:
    done = newsfold("fold", "-", "--form", "text", stdin=PAGE)
    assert [row["input_id"] for row in rows(done.stdout)] == ["-"]


def test_bad_inputs_are_named_and_the_rest_goes_on(tmp_path: Path, page: Path) -> None:
    good = json.dumps({"id": "good", "text": PAGE})
    dump = tmp_path / "dump.jsonl"
    dump.write_text("\n".join([good, "{broken", '{"id": "none"}', "[1]", good]), encoding="utf-8")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "menu.html").write_text("<html><body><ul><li>Home<li>Sport</ul>", encoding="utf-8")
    done = newsfold("fold", tmp_path)
    assert done.exit_code == 1
    assert [row["input_id"] for row in rows(done.stdout)] == ["good", "good", "ferry.txt"]
    for said in (
        "dump.jsonl:2: broken JSON",
        "dump.jsonl:3: no text",
        "dump.jsonl:4: broken JSON",
        "picture.txt: binary",
        "empty.txt: empty",
        "menu.html: no article",
    ):
        assert said in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["fold", "missing.txt"], "no such file"),
        (["fold", "README.odt"], ".odt is not read; save it as .docx"),
        (["stats", "--db", "missing.db"], "newsfold clean PATH"),
        (["crawl", "nowhere.example", "--db", "x.db"], "aawsat.com"),
        (["export", "out", "--format", "xlsx", "--db", "x.db"], "known are jsonl"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_to_do(
    args: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.odt").write_bytes(b"x")
    done = newsfold(*args)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not list(tmp_path.glob("*.db"))


def test_a_foreign_database_is_refused_untouched(tmp_path: Path, page: Path) -> None:
    import sqlite3

    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE pages (x)")
    before = path.read_bytes()
    for args in (["clean", page, "--db", path], ["stats", "--db", path]):
        done = newsfold(*args)
        assert done.exit_code == 2, done.output
        assert "other.db" in done.stderr
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"other.db", "ferry.txt"}


def test_clean_stores_shows_and_exports(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    done = newsfold("clean", dump_dir(), "--db", db, "--json")
    assert done.exit_code == 1
    counts = json.loads(done.stdout)
    stored = {"new": 5, "changed": 0, "known": 0, "quarantined": 2}
    blocks = {name: counts.pop(name) for name in ("blocks", "kept", "in_teasers", "folded")}
    assert counts.pop("reasons") == {"empty": 1, "no article": 1}
    assert counts == {"pages": 7, **stored, "refolded": 0, "resumed": 0}
    assert blocks.pop("blocks") == sum(blocks.values()) > 100
    again = newsfold("clean", dump_dir(), "--db", db)
    assert "5 known" in again.stdout
    assert "nothing new" in again.stdout
    stats = json.loads(newsfold("stats", "--db", db, "--json").stdout)
    assert stats["pages"] == 6
    assert stats["quarantine"] == {"empty": 1, "no article": 1}
    assert "en-clock.txt" in newsfold("show", "en-clock.txt", "--db", db).stdout
    out = tmp_path / "out.jsonl"
    assert newsfold("export", out, "--format", "jsonl", "--db", db).exit_code == 0
    assert len(rows(out.read_text(encoding="utf-8"))) == stats["records"]
    assert newsfold("show", "no-such-id", "--db", db).exit_code == 1
    again = newsfold("refold", "--db", db)
    assert again.exit_code == 0
    assert "= 0 changed" in again.stdout


def test_windows_1256_crlf_and_invisible_marks_are_read(tmp_path: Path) -> None:
    text = (
        "عودة العبّارة إلى الجزيرة\r\n\r\n"
        "عادت العبّارة أمس إلى الجزيرة، بعد توقف دام شهرين بسبب العاصفة.\r\n\r\n"
        "وقال القبطان إن الرصيف الجديد أمتن من القديم.\r\n"
    )
    (tmp_path / "old.txt").write_bytes(text.encode("cp1256"))
    (tmp_path / "marks.txt").write_text(
        "\ufeff" + text.replace("القبطان", "\u200fالقبطان\u200e").replace(" إن ", "\u00a0إن "),
        encoding="utf-8",
    )
    found = rows(newsfold("fold", tmp_path).stdout)
    assert len(found) == 2
    for field in ("title", "body", "lang"):
        assert found[0][field] == found[1][field]
    assert found[0]["title"] == "عودة العبّارة إلى الجزيرة"


def test_explain_shows_every_line_of_a_page(page: Path) -> None:
    done = newsfold("explain", page)
    assert done.exit_code == 0
    for line in PAGE.splitlines():
        assert line in done.stdout
    assert "fold repeat of line 1 (1.00)" in done.stdout


@pytest.mark.parametrize("args", [["--help"], ["stats", "--db", "news.db"]])
def test_reading_commands_start_light(args: list[str], tmp_path: Path, page: Path) -> None:
    """Scrapy and datasketch take seconds to import: reading must not wait for them."""
    assert newsfold("clean", page, "--db", tmp_path / "news.db").exit_code == 0
    code = (
        "import sys\n"
        f"sys.argv = ['newsfold', *{args!r}]\n"
        "from crawler.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'scrapy', 'datasketch', 'numpy', 'scipy', 'twisted', 'lxml'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parent.parent), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr


def test_every_command_is_documented() -> None:
    documents = Path(__file__).parent.parent
    text = (documents / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"newsfold {name}" in text, f"README.md lacks `newsfold {name}`"


def test_every_command_is_loaded_by_the_name_it_is_listed_under() -> None:
    for name in COMMANDS:
        done = newsfold(name, "--help")
        assert done.exit_code == 0, done.output
        assert f"{name} [OPTIONS]" in done.stdout


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    name = tmp_path / "pages.jsonl"
    name.write_text('{"id": "a", "text": "The ferry made its first crossing."}\n')
    done = newsfold("fold", name, "-o", name)
    assert done.exit_code == 2
    assert "is an input" in done.output
    assert "first crossing" in name.read_text()
