"""What can be asked of groups: `newsfold groups`, `explain ID`, `regroup`, `warm-up`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from making import page_of, prose

from crawler.cli import main
from dedupe.versions import changes
from storage.store import Store, StoreError

BODY = prose(1)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("groups") / "news.db"
    edited = (BODY[0].replace(BODY[0].split()[3], "Other"), *BODY[1:], "It has 77 lanes now.")
    south = "south.example"
    pages = [
        page_of("Bridge", BODY, id="a", key="n:1", url="https://north.example/1"),
        page_of("Bridge", edited, id="b", key="n:1", url="https://north.example/1"),
        page_of("Bridge!", BODY, id="c", key="n:3", published="2031-05-01"),
        page_of("Way over", BODY, id="d", key="s:1", source=south, published="2031-05-03"),
        page_of("Mill", prose(9), id="e", key="n:9"),
    ]
    with Store(path) as store:
        store.save_many(pages)
    return path


def newsfold(*args: object) -> Result:
    return CliRunner().invoke(main, list(map(str, args)))


def test_groups_writes_a_line_a_version(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "groups.jsonl"
    done = newsfold("groups", "--db", db, "-o", out)
    assert (done.exit_code, done.stdout) == (0, f"{out}: 5 versions\n")
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert list(rows[0]) == ["input_id", "url", "article_id", "record_id", "relation", "similarity"]
    said = {row["input_id"]: (row["relation"], row["similarity"]) for row in rows}
    assert said["c"] == said["e"] == ("chosen", 1.0)
    assert said["d"] == ("copy", 1.0)
    assert said["a"] == ("version", 1.0)
    assert said["b"][0] == "version"
    assert 0.8 < said["b"][1] < 1.0
    by_record = {row["record_id"] for row in rows}
    assert len(by_record) == 2
    assert rows[0]["relation"] == "chosen"


def test_explain_shows_a_group_with_scores_and_differences(db: Path) -> None:
    done = newsfold("explain", "https://north.example/1", "--db", db)
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].endswith("4 versions")
    assert "chosen: Bridge!" in lines
    assert any("bodies 1.00" in line and line.startswith("  other outlet") for line in lines)
    assert any("numbers of one body only: 77" in line for line in lines)
    assert "  + It has 77 lanes now." in lines
    assert any(line.startswith("  ~ ") and "{+Other+}" in line for line in lines)
    # The other outlet's headline shares no word with ours.
    assert [line for line in lines if line.startswith("  - ")] == ["  - Bridge!"]


def test_explain_says_what_is_not_there(db: Path) -> None:
    done = newsfold("explain", "nothing", "--db", db)
    assert done.exit_code == 1
    assert "no record goes by 'nothing'" in done.stderr


def test_a_policy_stays_with_the_database(db: Path, tmp_path: Path) -> None:
    import shutil

    copy = Path(shutil.copy(db, tmp_path / "news.db"))

    def chosen() -> set[str]:
        with Store(copy) as store:
            return {row["input_id"] for row in store.groups() if row["relation"] == "chosen"}

    assert newsfold("regroup", "--choose", "latest", "--db", copy).exit_code == 0
    assert chosen() == {"d", "e"}
    assert newsfold("regroup", "--choose", "longest", "--db", copy).exit_code == 0
    assert chosen() == {"b", "e"}
    done = newsfold("regroup", "--prefer", "south.example", "--db", copy)
    assert "chosen: longest, before all south.example" in done.stdout
    assert chosen() == {"d", "e"}
    # What comes later is chosen by it as well.
    with Store(copy) as store:
        longer = (*prose(9), "One more line.")
        store.save(page_of("Mill", longer, id="f", key="n:10"))
    assert chosen() == {"d", "f"}
    done = newsfold("regroup", "--choose", "earliest", "--prefer", "", "--db", copy)
    assert done.stdout.endswith("chosen: earliest\n")
    assert "c" in chosen()


def test_an_unknown_policy_is_refused(db: Path) -> None:
    with Store(db) as store, pytest.raises(StoreError, match="earliest, latest, longest"):
        store.set_policy("loudest", None)


@pytest.mark.usefixtures("compiled")  # lest two compile it side by side
def test_warm_up_compiles_and_says_so() -> None:
    done = newsfold("warm-up")
    assert done.exit_code == 0, done.stderr
    assert "the kernel is ready" in done.stdout


def test_changes_are_by_paragraph_and_word() -> None:
    before = ["One two three four.", "Gone for good today.", "Same"]
    after = ["One two 3 four.", "Same", "New one"]
    assert list(changes(before, after)) == [
        ("~", "One two [-three-] {+3+} four."),
        ("-", "Gone for good today."),
        ("+", "New one"),
    ]
    assert list(changes(["أوكرانيا ـ"], ["اوكرانيا"])) == []
    assert list(changes(["a b c d"], ["w x y z"])) == [("-", "a b c d"), ("+", "w x y z")]
    assert list(changes([], [])) == []
