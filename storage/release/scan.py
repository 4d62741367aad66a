"""One pass over the rows of a release: all that its checks ask, in a few hundred bytes a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedupe.plain import U32
from dedupe.record import title_key
from dedupe.scheme import PERMUTATIONS
from dedupe.sketch import signatures

from .choice import ReleaseError
from .columns import Column, Columns
from .load import read_shard, shard_paths
from .stream import text_hashes

Problem = tuple[str, str]
"""The file or the check, and what is wrong."""

NAMED = 3
"""Rows that a problem names; one is enough to look it up, all would hide the next problem."""


@dataclass(slots=True)
class Scan:
    """What was seen of the rows; lists have an entry a row, in the order of the files."""

    splits: list[str] = field(default_factory=list)
    """Names of the splits."""
    split: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    titles: list[int | None] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    languages: dict[str, int] = field(default_factory=dict)
    signatures: list[U32] = field(default_factory=list)
    places: list[NDArray[np.int64]] = field(default_factory=list)
    """Numbers of the rows that the signatures belong to."""
    rows: dict[str, int] = field(default_factory=dict)
    """Rows of each file, by its path in the release."""
    sizes: dict[str, int] = field(default_factory=dict)


def scan(folder: Path, columns: tuple[Column, ...], problems: list[Problem]) -> Scan:
    """Read all shards; what is wrong with a row or a file goes to `problems`."""
    seen = Scan()
    for number, (split, paths) in enumerate(shard_paths(folder).items()):
        seen.splits.append(split)
        last = ""
        for path in paths:
            name = path.relative_to(folder).as_posix()
            seen.rows[name] = 0
            seen.sizes[name] = path.stat().st_size
            try:
                for batch in read_shard(path, columns):
                    seen.rows[name] += len(batch["id"])
                    last = _take(seen, number, name, batch, last, problems)
            except ReleaseError as error:
                problems.append((name, str(error)))
    return seen


def _take(
    seen: Scan, number: int, name: str, batch: Columns, last: str, problems: list[Problem]
) -> str:
    first = len(seen.ids)
    ids = batch["id"]
    disorder = [b for a, b in zip([last, *ids], ids, strict=False) if a >= b]
    if disorder:
        problems.append((name, f"ids are not in order at {some(disorder)}"))
    seen.split += [number] * len(ids)
    seen.ids += ids
    seen.records += batch["record_id"]
    seen.versions += batch["version_id"]
    seen.groups += batch["group"]
    seen.kinds += batch["kind"]
    seen.urls += batch["url"]
    for lang in batch["lang"]:
        seen.languages[lang] = seen.languages.get(lang, 0) + 1
    seen.hashes += batch["text_sha256"]
    if "body" in batch:
        _take_text(seen, name, batch, first, problems)
    return str(ids[-1]) if ids else last


def _take_text(seen: Scan, name: str, batch: Columns, first: int, problems: list[Problem]) -> None:
    said, found = batch["text_sha256"], text_hashes(batch)
    other = [id_ for id_, a, b in zip(batch["id"], said, found, strict=True) if a != b]
    if other:
        problems.append((name, f"the text is not the one that was hashed, row {some(other)}"))
    seen.titles += map(title_key, batch["title"])
    bodies = ["\n".join(body) for body in batch["body"]]
    signature = signatures(bodies)
    # A text without a word has all ones, and is like nothing.
    there = np.flatnonzero((signature != np.uint32(0xFFFFFFFF)).any(axis=1))
    seen.signatures.append(signature[there])
    seen.places.append(there + first)


def all_signatures(seen: Scan) -> tuple[U32, NDArray[np.int64]]:
    """Signatures of the rows that have a body, and the numbers of the rows."""
    if not seen.signatures:
        return np.zeros((0, PERMUTATIONS), np.uint32), np.zeros(0, np.int64)
    return np.concatenate(seen.signatures), np.concatenate(seen.places)


def some(values: list[Any]) -> str:
    """A few of the values, and how many more there are."""
    shown = ", ".join(map(str, values[:NAMED]))
    return shown if len(values) <= NAMED else f"{shown} and {len(values) - NAMED} more"
