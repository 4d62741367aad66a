"""Proving a release from its files alone: sums, counts, schema, companions, and no leaks."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from dedupe.model import REASONS

from .card import feature
from .choice import ReleaseError, size_category
from .columns import Column
from .leaks import find_leaks
from .load import load_columns, load_json, read_shard, shard_paths
from .scan import Problem, Scan, scan, some
from .write import SUMS, file_sum, files_in

HUB_FIELDS = frozenset(
    {
        "annotations_creators",
        "configs",
        "dataset_info",
        "extra_gated_fields",
        "extra_gated_prompt",
        "language",
        "language_creators",
        "language_details",
        "license",
        "license_details",
        "license_link",
        "license_name",
        "multilinguality",
        "paperswithcode_id",
        "pretty_name",
        "size_categories",
        "source_datasets",
        "tags",
        "task_categories",
        "task_ids",
        "train-eval-index",
    }
)
"""Fields of a card that the hub's documentation names."""


@dataclass(slots=True)
class Report:
    """What was checked, what is wrong, and what could not be checked here."""

    rows: int = 0
    splits: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(folder: Path, quick: bool = False) -> Report:
    """Check a release; `quick` leaves out what compares texts and what loads Croissant.

    Raises ReleaseError for a folder that is no release at all.
    """
    if not folder.is_dir() or not any((folder / name).exists() for name in (SUMS, "build.json")):
        raise ReleaseError(f"{folder}: no release; it has neither {SUMS} nor build.json")
    report = Report()
    problems = report.problems
    sums = _check_sums(folder, problems)
    companions = _load_companions(folder, problems)
    columns = _columns(companions, problems)
    if not columns:
        return report
    seen = scan(folder, columns, problems)
    report.splits = {
        name: sum(count for path, count in seen.rows.items() if path.startswith(f"data/{name}-"))
        for name in seen.splits
    }
    report.rows = len(seen.ids)
    _check_names(folder, problems)
    _check_ids(seen, problems)
    for name, check in COMPANIONS.items():
        _guarded(name, check, companions, seen, sums, problems)
    _check_card(folder, columns, report, seen)
    _check_removals(folder, seen, problems)
    _check_provenance(folder, companions, problems)
    if not quick:
        problems += find_leaks(folder, columns, seen)
        _load_croissant(folder, report, seen)
    return report


def _check_sums(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """Compare all files with their sums; the sums as they are now, by path."""
    present = {path: file_sum(folder / path) for path in files_in(folder)}
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        problems.append((SUMS, f"cannot be read: {error}"))
        return present
    said = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    for path in sorted(said.keys() | present.keys()):
        if path not in present:
            problems.append((path, f"is missing; {SUMS} names it"))
        elif path not in said:
            problems.append((path, f"is not in {SUMS}"))
        elif said[path] != present[path]:
            problems.append((path, "is not the file that was released: its SHA-256 is another"))
    return present


def _load_companions(folder: Path, problems: list[Problem]) -> dict[str, Any]:
    found = {}
    for name in ("build.json", "schema.json", "datapackage.json", "croissant.json"):
        try:
            found[name] = load_json(folder / name)
        except ReleaseError as error:
            problems.append((name, str(error)))
    return found


def _columns(companions: dict[str, Any], problems: list[Problem]) -> tuple[Column, ...]:
    try:
        return load_columns(companions["schema.json"]["columns"])
    except (KeyError, TypeError):
        if "schema.json" in companions:
            problems.append(("schema.json", "does not say what the columns are"))
        return ()


_SHARD = re.compile(r"data/(\w+)-(\d{5})-of-(\d{5})\.\w+$")


def _check_names(folder: Path, problems: list[Problem]) -> None:
    """Shards are numbered from 0 to as many as their names say."""
    for split, paths in shard_paths(folder).items():
        matches = [_SHARD.match(path.relative_to(folder).as_posix()) for path in paths]
        numbers = [(int(m[2]), int(m[3])) for m in matches if m]
        if numbers != [(n, len(paths)) for n in range(len(paths))]:
            shown = ", ".join(path.name for path in paths)
            problems.append((f"data/{split}", f"not all shards are there, or too many: {shown}"))


def _check_ids(seen: Scan, problems: list[Problem]) -> None:
    twice = [id_ for id_, count in Counter(seen.ids).items() if count > 1]
    if twice:
        problems.append(("data", f"ids that stand twice: {some(twice)}"))


Check = Callable[[Any, Scan, dict[str, str], list[Problem]], None]


def _guarded(
    name: str,
    check: Check,
    companions: dict[str, Any],
    seen: Scan,
    sums: dict[str, str],
    problems: list[Problem],
) -> None:
    """Run a check on its companion; one that lacks what the check asks for is a problem as well."""
    if name not in companions:
        return
    try:
        check(companions[name], seen, sums, problems)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problems.append((name, f"lacks what it should say: {error!r}"))


def _check_build(build: Any, seen: Scan, sums: dict[str, str], problems: list[Problem]) -> None:
    said = {f["path"]: (f["rows"], f["bytes"]) for f in build["files"] if f["split"]}
    found = {path: (rows, seen.sizes[path]) for path, rows in seen.rows.items()}
    for path in sorted(said.keys() | found.keys()):
        if said.get(path) != found.get(path):
            problems.append(
                (
                    path,
                    f"build.json says {said.get(path)} (rows, bytes), it has {found.get(path)}",
                )
            )
    if build["figures"]["rows"] != len(seen.ids):
        problems.append(
            ("build.json", f"says {build['figures']['rows']} rows, there are {len(seen.ids)}")
        )


def _check_package(package: Any, seen: Scan, sums: dict[str, str], problems: list[Problem]) -> None:
    said = {
        r["path"]: (r["rowCount"], r["bytes"], r["hash"].removeprefix("sha256:"))
        for r in package["resources"]
    }
    found = {path: (rows, seen.sizes[path], sums[path]) for path, rows in seen.rows.items()}
    for path in sorted(said.keys() | found.keys()):
        if said.get(path) != found.get(path):
            problems.append(
                (
                    "datapackage.json",
                    f"{path}: says {said.get(path)}, the file is {found.get(path)}",
                )
            )


def _check_croissant(
    croissant: Any, seen: Scan, sums: dict[str, str], problems: list[Problem]
) -> None:
    said = {
        f["contentUrl"]: f["sha256"]
        for f in croissant["distribution"]
        if f["@type"] == "cr:FileObject"
    }
    found = {path: sums[path] for path in seen.rows}
    for path in sorted(said.keys() | found.keys()):
        if said.get(path) != found.get(path):
            problems.append(
                ("croissant.json", f"{path}: its sha256 is {said.get(path)}, not {found.get(path)}")
            )
    sets = {record["@id"] for record in croissant["recordSet"]} - {"splits"}
    if sets != set(seen.splits):
        problems.append(("croissant.json", f"record sets {sorted(sets)}, splits {seen.splits}"))


COMPANIONS: dict[str, Check] = {
    "build.json": _check_build,
    "datapackage.json": _check_package,
    "croissant.json": _check_croissant,
}
"""What is compared with the files, by name."""


def _check_card(folder: Path, columns: tuple[Column, ...], report: Report, seen: Scan) -> None:
    try:
        import yaml
    except ImportError:
        report.notes.append("README.md: not compared; pip install 'newsfold[verify]'")
        return
    problems = report.problems
    try:
        text = (folder / "README.md").read_text(encoding="utf-8")
        _, head, _ = text.split("---\n", 2)
        data = yaml.safe_load(head)
        for says in _card_troubles(data, columns, report, seen):
            problems.append(("README.md", says))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        problems.append(("README.md", f"its head cannot be read: {error!r}"))


def _card_troubles(data: Any, columns: tuple[Column, ...], report: Report, seen: Scan) -> list[str]:
    out = []
    unknown = sorted(data.keys() - HUB_FIELDS)
    if unknown:
        out.append(f"fields that the hub does not know: {', '.join(unknown)}")
    info = data["dataset_info"]
    format_ = next(iter(seen.rows), "x.parquet").rpartition(".")[2]
    if info["features"] != [feature(column, format_) for column in columns]:
        out.append("its features are not the columns of schema.json")
    said = {split["name"]: split["num_examples"] for split in info["splits"]}
    if said != report.splits:
        out.append(f"says that the splits are {said}, they are {report.splits}")
    size = sum(seen.sizes.values())
    if info["download_size"] != size:
        out.append(f"download_size is {info['download_size']}, the files are {size}")
    if data["size_categories"] != [size_category(report.rows)]:
        out.append(f"size_categories is {data['size_categories']} for {report.rows} rows")
    languages = {lang for lang in seen.languages if lang}
    if set(data.get("language", ())) != languages:
        out.append(f"language is {data.get('language')}, the rows have {sorted(languages)}")
    patterns = {file["split"]: file["path"] for file in data["configs"][0]["data_files"]}
    for path in seen.rows:
        split = path.removeprefix("data/").split("-")[0]
        if not fnmatch(path, patterns.get(split, "")):
            out.append(f"its configs do not lead to {path}")
    return out


def _check_removals(folder: Path, seen: Scan, problems: list[Problem]) -> None:
    try:
        lines = (folder / "removals.jsonl").read_text(encoding="utf-8").splitlines()
        gone = [json.loads(line) for line in lines]
        ids = {entry["id"] for entry in gone} | {v for entry in gone for v in entry["versions"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        problems.append(("removals.jsonl", f"cannot be read: {error!r}"))
        return
    for values in (seen.ids, seen.records, seen.versions):
        back = sorted(ids.intersection(values))
        if back:
            problems.append(("removals.jsonl", f"was taken out and is there: {some(back)}"))
            return


def _check_provenance(folder: Path, companions: dict[str, Any], problems: list[Problem]) -> None:
    try:
        columns = load_columns(companions["schema.json"]["provenance"])
        files = {f["path"]: f["rows"] for f in companions["build.json"]["files"] if not f["split"]}
    except (KeyError, TypeError):
        return
    for name, wanted in files.items():
        rows = 0
        try:
            for batch in read_shard(folder / name, columns):
                rows += len(batch["reason"])
                unknown = set(batch["reason"]) - REASONS.keys()
                if unknown:
                    problems.append((name, f"reasons that nobody knows: {some(sorted(unknown))}"))
        except ReleaseError as error:
            problems.append((name, str(error)))
        if rows != wanted:
            problems.append((name, f"build.json says {wanted} rows, there are {rows}"))


def _load_croissant(folder: Path, report: Report, seen: Scan) -> None:
    """Load every record as Croissant's own reader does, and compare the ids one by one."""
    try:
        import mlcroissant
    except ImportError:
        report.notes.append("croissant.json: not loaded; pip install 'newsfold[verify]'")
        return
    try:
        dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
        for number, split in enumerate(seen.splits):
            ids = [_text(record[f"{split}/id"]) for record in dataset.records(split)]
            wanted = [id_ for id_, at in zip(seen.ids, seen.split, strict=True) if at == number]
            if sorted(ids) != sorted(wanted):
                report.problems.append(
                    (
                        "croissant.json",
                        f"loads {len(ids)} records of {split}, the files hold {len(wanted)}"
                        if len(ids) != len(wanted)
                        else f"loads other records of {split} than the files hold",
                    )
                )
    except Exception as error:  # whatever its reader says, the release is not what it promises
        report.problems.append(("croissant.json", f"cannot be loaded: {error}"))


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
