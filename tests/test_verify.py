"""A release that was tampered with is found out, whatever else was made to agree with it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from making import page_of, prose
from releases import all_rows, export, newsfold

from storage.release.verify import verify
from storage.store import Store


@pytest.fixture(scope="session")
def release(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(corpus, tmp_path_factory.mktemp("releases") / "release", "--teasers")


@pytest.fixture
def broken(release: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return Path(shutil.copytree(release, tmp_path / "broken"))


def problems(folder: Path, quick: bool = False) -> list[str]:
    return [f"{where}: {says}" for where, says in verify(folder, quick).problems]


def reseal(folder: Path) -> None:
    """Make sums, counts and companions agree with the files again, as a careful hand would."""
    build = json.loads((folder / "build.json").read_text())
    package = json.loads((folder / "datapackage.json").read_text())
    croissant = json.loads((folder / "croissant.json").read_text())
    card = (folder / "README.md").read_text()
    rows = 0
    for shard in sorted((folder / "data").iterdir()):
        path = f"data/{shard.name}"
        count = pq.read_metadata(shard).num_rows
        rows += count
        digest = hashlib.sha256(shard.read_bytes()).hexdigest()
        size = shard.stat().st_size
        for file in build["files"]:
            if file["path"] == path:
                old = file["rows"], file["bytes"]
                file |= {"rows": count, "bytes": size}
                card = card.replace(f"num_examples: {old[0]}\n", f"num_examples: {count}\n")
        for resource in package["resources"]:
            if resource["path"] == path:
                resource |= {"rowCount": count, "bytes": size, "hash": f"sha256:{digest}"}
        for file in croissant["distribution"]:
            if file.get("contentUrl") == path:
                file |= {"sha256": digest}
    total = sum(file.stat().st_size for file in (folder / "data").iterdir())
    card = "\n".join(
        f"  download_size: {total}" if line.startswith("  download_size:") else line
        for line in card.split("\n")
    )
    build["figures"]["rows"] = rows
    for name, said in (("build", build), ("datapackage", package), ("croissant", croissant)):
        (folder / f"{name}.json").write_text(json.dumps(said))
    (folder / "README.md").write_text(card)
    resum(folder)


def resum(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def shard(folder: Path, split: str = "train") -> Path:
    return folder / f"data/{split}-00000-of-00001.parquet"


def rewrite(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(change(pq.read_table(path)), path, compression="zstd")


def edit(folder: Path, name: str, change: Callable[[dict], None]) -> None:  # type: ignore[type-arg]
    path = folder / name
    said = json.loads(path.read_text())
    change(said)
    path.write_text(json.dumps(said))


def test_a_release_that_nobody_touched_is_whole(release: Path) -> None:
    pytest.importorskip("mlcroissant")
    pytest.importorskip("yaml")
    report = verify(release)
    assert report.problems == []
    assert report.notes == []
    assert sum(report.splits.values()) == report.rows > 60
    done = newsfold("verify", release)
    assert done.exit_code == 0
    assert done.output.rstrip().endswith("; whole")


def flip_a_byte(folder: Path) -> None:
    data = bytearray(shard(folder).read_bytes())
    data[len(data) // 2] ^= 1
    shard(folder).write_bytes(data)


def lose_a_shard(folder: Path) -> None:
    shard(folder, "test").unlink()


def lose_a_shard_quietly(folder: Path) -> None:
    shard(folder, "test").unlink()
    resum(folder)


def halve_the_rows(folder: Path) -> None:
    rewrite(shard(folder), lambda table: table.slice(0, table.num_rows // 2))
    resum(folder)


def add_a_file(folder: Path) -> None:
    (folder / "data/extra-00000-of-00001.parquet").write_bytes(shard(folder).read_bytes())


def change_a_text(folder: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        at = table.column_names.index("title")
        titles = ["Another headline", *table["title"].to_pylist()[1:]]
        return table.set_column(at, table.field(at), pa.array(titles))

    rewrite(shard(folder), change)
    reseal(folder)


def drop_a_column(folder: Path) -> None:
    rewrite(shard(folder), lambda table: table.drop_columns(["section"]))
    reseal(folder)


def shuffle_the_rows(folder: Path) -> None:
    rewrite(shard(folder), lambda table: table.take(list(range(table.num_rows))[::-1]))
    reseal(folder)


def twice_the_same_row(folder: Path) -> None:
    row = pq.read_table(shard(folder)).slice(0, 1)
    rewrite(shard(folder, "test"), lambda table: pa.concat_tables([row, table]))
    reseal(folder)


def leak_a_group(folder: Path) -> None:
    """Move a row to another split; ids, order, counts and sums are all right."""
    train = pq.read_table(shard(folder))
    groups = train["group"].to_pylist()
    moved = next(n for n, group in enumerate(groups) if groups.count(group) > 1)
    keep = [n for n in range(train.num_rows) if n != moved]
    test = pa.concat_tables([pq.read_table(shard(folder, "test")), train.take([moved])])
    pq.write_table(train.take(keep), shard(folder), compression="zstd")
    pq.write_table(test.sort_by("id"), shard(folder, "test"), compression="zstd")
    reseal(folder)


def leak_a_near_duplicate(folder: Path) -> None:
    """A row moves to another split, and its group is named anew as if it had nothing in common."""
    train = pq.read_table(shard(folder)).to_pylist()
    bodies = [row["group"] for row in train if row["kind"] == "article"]
    moved = next(r for r in train if r["kind"] == "article" and bodies.count(r["group"]) > 1)
    test = [*pq.read_table(shard(folder, "test")).to_pylist(), moved | {"group": moved["id"]}]
    schema = pq.read_schema(shard(folder))
    for split, rows in (("train", [r for r in train if r is not moved]), ("test", test)):
        rows.sort(key=lambda row: row["id"])
        table = pa.Table.from_pylist(rows, schema)
        pq.write_table(table, shard(folder, split), compression="zstd")
    reseal(folder)


def bring_back_what_was_taken_out(folder: Path) -> None:
    id_ = pq.read_table(shard(folder))["id"][0].as_py()
    said = {"id": id_, "versions": [], "reason": "asked", "day": "2025-01-01"}
    (folder / "removals.jsonl").write_text(json.dumps(said) + "\n")
    resum(folder)


def lie_in_the_card(folder: Path) -> None:
    card = (folder / "README.md").read_text()
    (folder / "README.md").write_text(
        card.replace('size_categories:\n- "n<1K"', "size_categories:\n- 1M<n<10M")
    )
    resum(folder)


def a_wrong_sum_in_croissant(folder: Path) -> None:
    edit(folder, "croissant.json", lambda said: said["distribution"][0].update(sha256="0" * 64))
    resum(folder)


def half_the_folds(folder: Path) -> None:
    path = folder / "provenance.parquet"
    rewrite(path, lambda table: table.slice(0, table.num_rows // 2))
    resum(folder)


def break_the_json(folder: Path) -> None:
    (folder / "datapackage.json").write_text("{")
    resum(folder)


BROKEN = {
    flip_a_byte: "is not the file that was released",
    lose_a_shard: "data/test-00000-of-00001.parquet: is missing",
    lose_a_shard_quietly: "build.json says (",
    halve_the_rows: "build.json says (",
    add_a_file: "is not in SHA256SUMS",
    change_a_text: "the text is not the one that was hashed",
    drop_a_column: "its columns are not those of schema.json",
    shuffle_the_rows: "ids are not in order",
    twice_the_same_row: "ids that stand twice",
    leak_a_group: "one group in two splits",
    leak_a_near_duplicate: "near-duplicates in two splits",
    bring_back_what_was_taken_out: "was taken out and is there",
    lie_in_the_card: "size_categories is",
    a_wrong_sum_in_croissant: "its sha256 is 000",
    half_the_folds: "provenance.parquet: build.json says",
    break_the_json: "datapackage.json cannot be read",
}


@pytest.mark.parametrize("break_it", BROKEN, ids=lambda f: f.__name__)
def test_what_is_broken_is_found(broken: Path, break_it: Callable[[Path], None]) -> None:
    pytest.importorskip("yaml")
    break_it(broken)
    leaks = break_it in (leak_a_group, leak_a_near_duplicate)
    found = problems(broken, quick=not leaks)
    assert any(BROKEN[break_it] in problem for problem in found), found
    if leaks:
        # Only the leak gives it away: the rest was made to agree.
        assert all(problem.startswith("leak: ") for problem in found), found
        assert not problems(broken, quick=True)


def test_what_breaks_ends_with_1_and_what_is_no_release_with_2(
    broken: Path, tmp_path: Path
) -> None:
    flip_a_byte(broken)
    assert newsfold("verify", "--quick", broken).exit_code == 1
    (tmp_path / "empty").mkdir()
    done = newsfold("verify", tmp_path / "empty")
    assert done.exit_code == 2
    assert "no release" in done.output


def test_a_shard_that_nobody_can_read_hides_no_leak(broken: Path) -> None:
    pytest.importorskip("yaml")
    leak_a_near_duplicate(broken)
    shard(broken, "validation").write_bytes(b"PAR1 and then noise PAR1")
    done = newsfold("verify", broken)
    assert done.exit_code == 1, done.output
    assert "validation-00000-of-00001.parquet cannot be read" in done.output
    assert "near-duplicates in two splits" in done.output


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_other_formats_are_proved_as_well(corpus: Path, tmp_path: Path, format_: str) -> None:
    pytest.importorskip("yaml")
    pytest.importorskip("mlcroissant")
    folder = export(corpus, tmp_path / "release", "--format", format_, "--teasers")
    assert problems(folder) == []
    path = folder / f"data/test-00000-of-00001.{format_}"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Title", "Tytle", 1), encoding="utf-8", newline="")
    assert any("not the one that was hashed" in problem for problem in problems(folder))


def test_twelve_shards_are_as_good_as_one(corpus: Path, tmp_path: Path) -> None:
    from storage.release.shards import Shape
    from storage.release.write import Order, write_release

    whole = export(corpus, tmp_path / "whole")
    many = tmp_path / "many"
    # Batches of a thousand rows are larger than a shard may be, so each has one of its own.
    db = tmp_path / "large.db"
    with Store(db) as store:
        store.save_many(
            [page_of(f"Title {n}", prose(n, 20), id=f"p{n}", key=f"n:{n}") for n in range(2500)]
        )
    write_release(db, many, Order(shape=Shape(shard_bytes=1000, group_bytes=1000)))
    names = sorted(path.name for path in (many / "data").glob("train*"))
    assert names == [f"train-{n:05}-of-{len(names):05}.parquet" for n in range(len(names))]
    assert len(names) > 1
    assert problems(many, quick=True) == []
    assert problems(whole, quick=True) == []
    os.remove(many / "data" / names[-1])
    resum(many)
    assert any("not all shards are there" in problem for problem in problems(many, quick=True))


# --- diff -------------------------------------------------------------------------------------


def test_diff_names_what_came_went_changed_and_moved(corpus: Path, tmp_path: Path) -> None:
    old = export(corpus, tmp_path / "old", "--where", "title NOT LIKE '%7%'")
    db = tmp_path / "news.db"
    shutil.copy(corpus, db)
    with Store(db) as store:
        # Another state of an article that is there, longer than the one before; and a copy of
        # one, so that two groups become one.
        body = (*prose(1, 80), *prose(901, 60))
        changed = page_of(
            "Title of 1",
            body,
            id="later",
            url="https://south.example/1",
            key="n:1",
            source="south.example",
            published="2025-02-02",
            fetched_at="2025-12-31T10:00:00+00:00",
        )
        store.save(changed)
    new = export(db, tmp_path / "new", "--where", "title NOT LIKE '%9%'")
    done = json.loads(newsfold("diff", old, new, "--json").output)
    before = {row["id"]: row for row in all_rows(old)}
    after = {row["id"]: row for row in all_rows(new)}
    counts = done["counts"]
    assert counts["added"] == len(after.keys() - before.keys()) > 0
    assert counts["removed"] == len(before.keys() - after.keys()) > 0
    both = before.keys() & after.keys()
    moved = {id_ for id_ in both if before[id_]["group"] != after[id_]["group"]}
    other = {id_ for id_ in both if before[id_]["body"] != after[id_]["body"]}
    assert len(other) == 1
    assert done["ids"]["changed"] == sorted(other)
    assert done["columns"]["body"] == 1
    # What was left out of one release was the first of its group.
    assert moved
    assert set(done["ids"]["regrouped"]) == moved
    assert done["same"] == len(both - moved - other)
    same = newsfold("diff", old, old, "--json").output
    assert json.loads(same)["counts"] == dict.fromkeys(counts, 0)
    assert "removed" in newsfold("diff", old, new).output
    assert newsfold("diff", old, tmp_path).exit_code == 2


def test_diff_sees_a_row_that_moved_to_another_split(release: Path, broken: Path) -> None:
    leak_a_group(broken)
    done = json.loads(newsfold("diff", release, broken, "--json").output)
    assert done["counts"] == {"added": 0, "removed": 0, "changed": 0, "regrouped": 1}
    assert done["columns"] == {"split": 1}
