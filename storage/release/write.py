"""Writing a release: planned in one reading, made beside its place, renamed when it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from ..connect import VERSION
from .about import About, citation_of
from .card import Said, card, description, splits_of
from .choice import Choice, ReleaseError, as_settings, check_choice
from .columns import Columns, columns_of, fold_columns, schema_of
from .croissant import croissant
from .figures import Figures, Tally, count_release, tally
from .package import datapackage
from .personal import finder, masked, search
from .plan import database_digest, make_plan, snapshot
from .shards import WRITERS, Shape, Shard, arrow, write_shards
from .splits import NAMES, Split, divide
from .stream import Values, count_crowds, pack, stream, stream_folds, text_hashes

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: everything that decides what is in the files."""

    choice: Choice = field(default_factory=Choice)
    split: Split = field(default_factory=Split)
    shape: Shape = field(default_factory=Shape)
    about: About = field(default_factory=About)
    version: str = ""
    """Of newsfold."""
    command: str = "newsfold export DIR"


@dataclass(frozen=True, slots=True)
class Release:
    """What was written."""

    rows: int
    splits: Mapping[str, int]
    left_out: Mapping[str, int]
    files: int
    bytes: int


def write_release(
    db: Path,
    folder: Path,
    order: Order,
    workers: int = 1,
    progress: Callable[[int], None] = lambda rows: None,
) -> Release:
    """Write the release of the database `db` to `folder`, which must be new or empty.

    Equal databases and orders give equal files, whatever the day, the folder and the number of
    workers. Raises ReleaseError for what cannot be done, OSError where the disk is full: then
    nothing stays behind.
    """
    check_choice(order.choice)
    if order.shape.format not in WRITERS:
        raise ReleaseError(f"no format {order.shape.format!r}; known are {', '.join(WRITERS)}")
    if order.shape.format == "parquet":
        arrow()
    if order.choice.pii != "off":
        finder(order.choice.regions)
    with whole_folder(folder.absolute()) as made, snapshot(db) as conn:
        return _write(conn, made, order, workers, progress)


def _write(
    conn: sqlite3.Connection,
    folder: Path,
    order: Order,
    workers: int,
    progress: Callable[[int], None],
) -> Release:
    choice, shape = order.choice, order.shape
    planned = make_plan(conn, choice)
    divided = divide(conn, order.split)
    count_crowds(conn)
    found: Counter[str] = Counter()
    counts: Tally = defaultdict(Counter)
    columns = columns_of(choice.text, choice.pii != "off")
    shards: list[Shard] = []
    with _finishing(choice, workers) as finish:
        for number, name in enumerate(NAMES):
            batches = _counted(finish(stream(conn, number)), found, counts, progress)
            made = write_shards(folder, f"data/{name}", batches, columns, shape)
            shards += [replace(shard, split=name) for shard in made]
    folds = write_shards(
        folder, "provenance", _masked_folds(conn, choice), fold_columns(choice.text), shape, False
    )
    figures = count_release(conn, counts)
    removed = _write_removals(conn, folder)
    digest = database_digest(conn)
    day = order.about.released or figures.last_visit or figures.last_day
    said = Said(
        about=order.about,
        choice=choice,
        split=order.split,
        format=shape.format,
        columns=columns,
        shards=tuple(shards),
        figures=figures,
        left_out=planned["left_out"],
        divided=divided,
        removed=removed,
        found=dict(sorted(found.items())),
        citation=citation_of(order.about, day, digest),
        day=day,
        digest=digest,
        version=order.version,
        command=order.command,
    )
    _write_companions(folder, said, order, planned, folds)
    sums = _write_sums(folder)
    return Release(
        rows=figures.rows,
        splits={n: sum(s.rows for s in shards if s.split == n) for n in splits_of(shards)},
        left_out=planned["left_out"],
        files=len(sums) + 1,
        bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
    )


def _masked_folds(conn: sqlite3.Connection, choice: Choice) -> Iterator[Columns]:
    """The folded blocks; what is masked in the rows is masked in what repeats them as well."""
    find = finder(choice.regions) if choice.pii == "mask" else None
    for batch in stream_folds(conn):
        if find is not None:
            batch["text"] = [masked(text, find(text))[0] for text in batch["text"]]
        yield batch


Finish = Callable[[Iterable[list[Values]]], Iterator[Columns]]


@contextmanager
def _finishing(choice: Choice, workers: int) -> Iterator[Finish]:
    """What turns rows of the database into columns; in other processes where there is much to do.

    Looking for personal data takes more time than all the rest, and is the only thing that pays
    for sending rows to another process. They come back in order.
    """
    if workers < 2 or choice.pii == "off":
        yield partial(map, partial(finished, choice))
        return
    from multiprocessing import get_context

    with get_context("spawn").Pool(workers) as pool:
        yield lambda batches: _bounded(pool, partial(finished, choice), batches, 2 * workers)


def _bounded(pool: Any, work: Any, items: Iterable[Any], ahead: int) -> Iterator[Any]:
    """Results in order, with no more than `ahead` items on their way: a pool would take in all."""
    waiting: list[Any] = []
    for item in items:
        waiting.append(pool.apply_async(work, (item,)))
        if len(waiting) >= ahead:
            yield waiting.pop(0).get()
    while waiting:
        yield waiting.pop(0).get()


def finished(choice: Choice, rows: list[Values]) -> Columns:
    """Rows as columns, with what was found of personal data where that is asked for."""
    columns = pack(rows)
    if choice.pii == "off":
        return columns
    columns = search(columns, finder(choice.regions), choice.pii == "mask")
    return columns | {"text_sha256": text_hashes(columns)}


def _counted(
    batches: Iterable[Columns],
    found: Counter[str],
    counts: Tally,
    progress: Callable[[int], None],
) -> Iterator[Columns]:
    for batch in batches:
        found.update(entry["kind"] for row in batch.get("pii", ()) for entry in row)
        tally(counts, batch)
        yield batch
        progress(counts["lang"].total())


def _write_removals(conn: sqlite3.Connection, folder: Path) -> int:
    """`removals.jsonl`: what was taken out of the database, so that readers can take it out too."""
    count = 0
    with open(folder / "removals.jsonl", "w", encoding="utf-8", newline="\n") as file:
        if conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'removals'").fetchone():
            for id_, versions, reason, at in conn.execute(
                "SELECT id, versions, reason, substr(at, 1, 10) FROM removals ORDER BY id"
            ):
                said = {"id": id_, "versions": json.loads(versions), "reason": reason, "day": at}
                file.write(json.dumps(said, ensure_ascii=False) + "\n")
                count += 1
    return count


def _write_companions(
    folder: Path, said: Said, order: Order, planned: dict[str, Any], folds: list[Shard]
) -> None:
    sums = {shard.path: file_sum(folder / shard.path) for shard in said.shards}
    text = description(said)
    figures = said.figures
    _dump(
        folder / "schema.json",
        {
            "columns": schema_of(said.columns),
            "provenance": schema_of(fold_columns(said.choice.text)),
        },
    )
    _dump(
        folder / "croissant.json",
        croissant(
            said.about,
            said.day,
            said.citation,
            text,
            list(figures.languages),
            said.shards,
            sums,
            said.columns,
            said.format,
            figures.dated,
            _rai(said),
            _provenance(said),
        ),
    )
    _dump(
        folder / "datapackage.json",
        datapackage(
            said.about, text, said.shards, sums, said.columns, list(figures.sources), said.format
        ),
    )
    _dump(folder / "build.json", _build(said, order, planned, folds))
    (folder / "README.md").write_text(card(said), encoding="utf-8", newline="\n")


def _build(said: Said, order: Order, planned: dict[str, Any], folds: list[Shard]) -> dict[str, Any]:
    versions = {"newsfold": order.version, "schema": VERSION, "sqlite": sqlite3.sqlite_version}
    if said.format == "parquet":
        versions["pyarrow"] = arrow()[0].__version__
    if said.choice.pii != "off":
        import phonenumbers

        versions["phonenumbers"] = phonenumbers.__version__
    return {
        "versions": versions,
        "command": order.command,
        "choice": as_settings(said.choice),
        "split": asdict(order.split),
        "shape": asdict(order.shape),
        "about": asdict(order.about),
        "query": planned["query"],
        "values": planned["values"],
        "database": said.digest,
        "files": [
            {"path": s.path, "split": s.split, "rows": s.rows, "bytes": s.bytes}
            for s in (*said.shards, *folds)
        ],
        "left_out": dict(said.left_out),
        "divided": dict(said.divided),
        "removed": said.removed,
        "pii": dict(said.found),
        "figures": asdict(said.figures),
    }


def _rai(said: Said) -> dict[str, Any]:
    """The fields of the Croissant vocabulary for responsible AI."""
    figures: Figures = said.figures
    reasons = ", ".join(f"{count} {reason}" for reason, count in figures.reasons.items())
    masked = {
        "off": "Nothing was looked for or masked; names, addresses and numbers are as in the text.",
        "flag": f"Looked for by rules, reported in the column pii, not masked: {dict(said.found)}.",
        "mask": f"Looked for by rules and masked: {dict(said.found)}. Names are as in the text.",
    }[said.choice.pii]
    return {
        "dataCollection": "Pages crawled in keeping with robots.txt, or read from dumps that "
        f"existed; {figures.pages} pages of {len(figures.sources)} outlets.",
        "dataCollectionType": ["Web Scraping", "Secondary Data Analysis"],
        "dataCollectionTimeframe": [day for day in (figures.first_day, figures.last_visit) if day],
        "dataPreprocessingProtocol": [
            f"Each page was parted into blocks; {figures.folds} of {figures.blocks} blocks were "
            f"folded: {reasons}. provenance.{said.format} names each with its reason.",
            "Articles that are alike were grouped, and one version of each group was chosen.",
        ],
        "dataLimitations": ["Folding, languages, bylines and dates are read by rules and may err."],
        "dataBiases": ["Outlets are not represented evenly, and report what they choose to."],
        "personalSensitiveInformation": [masked],
        "dataUseCases": ["Research on news and language; training and evaluation of models."],
        "dataReleaseMaintenancePlan": "Articles can be taken out; removals.jsonl lists their ids.",
    }


def _provenance(said: Said) -> dict[str, Any]:
    """Where the release comes from, in the words of PROV-O."""
    return {
        "wasDerivedFrom": [{"@id": f"urn:newsfold:database:{said.digest}"}],
        "wasGeneratedBy": {
            "@type": "prov:Activity",
            "prov:label": said.command,
            "prov:wasAssociatedWith": {
                "@type": "prov:SoftwareAgent",
                "prov:label": f"newsfold {said.version}",
            },
        },
    }


def _dump(path: Path, said: dict[str, Any]) -> None:
    text = json.dumps(said, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def file_sum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_sums(folder: Path) -> dict[str, str]:
    """`SHA256SUMS` over all other files, in the form that `sha256sum --check` reads."""
    sums = {path: file_sum(folder / path) for path in files_in(folder)}
    lines = [f"{digest}  {path}\n" for path, digest in sums.items()]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return sums


def files_in(folder: Path) -> list[str]:
    """All files of a release but its sums, relative and with `/`, in order."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path != SUMS)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A hidden folder beside `folder` that takes its name only when it is whole."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        kind = "a file" if folder.is_file() else "not empty"
        raise ReleaseError(f"{folder}: {kind}; a release wants a folder of its own, name a new one")
    made = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    _sweep(folder)
    made.mkdir(parents=True)
    try:
        yield made
        _settle(made)
        os.replace(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Take away what exports to this name left that were killed."""
    for left in folder.parent.glob(f".{folder.name}.*.part"):
        number = left.name.split(".")[-2]
        if number.isdigit() and not _alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _settle(folder: Path) -> None:
    """Have the disk hold every file before the folder takes its name."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
