"""What changed between two releases: rows that came, went, say something else, or moved."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .choice import ReleaseError
from .load import load_columns, load_json, read_shard, shard_paths

SHOWN = 20
"""Ids of each kind that are kept; the counts are of all."""


KINDS = {
    "added": "only in the new release",
    "removed": "only in the old release",
    "changed": "another text, or another value in a column",
    "regrouped": "in another group, record or split",
}


@dataclass(slots=True)
class Change:
    """Counts of rows by what became of them, and the first ids of each kind."""

    same: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    ids: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    columns: dict[str, int] = field(default_factory=dict)
    """Rows that changed, by column."""


_PLACE = ("record_id", "group", "split")
"""What says where a row belongs, and not what it says."""


def diff(old: Path, new: Path) -> Change:
    """Compare two releases row by row, both read once and in the order of their ids.

    A row may be changed and regrouped. Columns that only one of them has are passed over.
    """
    change = Change()
    before, after = _rows(old), _rows(new)
    a, b = next(before, None), next(after, None)
    while a is not None or b is not None:
        if b is None or (a is not None and a["id"] < b["id"]):
            assert a is not None
            _note(change, "removed", a["id"])
            a = next(before, None)
        elif a is None or b["id"] < a["id"]:
            _note(change, "added", b["id"])
            b = next(after, None)
        else:
            _compare(change, a, b)
            a, b = next(before, None), next(after, None)
    return change


def _compare(change: Change, a: dict[str, Any], b: dict[str, Any]) -> None:
    other = [name for name in a if name in b and a[name] != b[name]]
    said = [name for name in other if name not in _PLACE]
    for name in other:
        change.columns[name] = change.columns.get(name, 0) + 1
    if said:
        _note(change, "changed", b["id"])
    if len(said) < len(other):
        _note(change, "regrouped", b["id"])
    change.same += not other


def _note(change: Change, kind: str, id_: str) -> None:
    change.counts[kind] += 1
    if len(change.ids[kind]) < SHOWN:
        change.ids[kind].append(id_)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    """All rows of a release in the order of their ids; each split is in that order already."""
    if not folder.is_dir():
        raise ReleaseError(f"{folder}: no such folder")
    try:
        columns = load_columns(load_json(folder / "schema.json")["columns"])
    except ReleaseError as error:
        raise ReleaseError(f"{folder}: no release: {error}") from None

    def of_split(split: str, paths: list[Path]) -> Iterator[dict[str, Any]]:
        for path in paths:
            for batch in read_shard(path, columns):
                for values in zip(*batch.values(), strict=True):
                    yield dict(zip(batch, values, strict=True)) | {"split": split}

    parts = [of_split(split, paths) for split, paths in shard_paths(folder).items()]
    yield from heapq.merge(*parts, key=lambda row: str(row["id"]))
