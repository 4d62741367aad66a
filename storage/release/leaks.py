"""What two splits of a release have in common, looked for in the files alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from dedupe.pairs import alike, suspects

from .choice import ReleaseError
from .columns import Column
from .load import read_shard, shard_paths
from .scan import NAMED, Problem, Scan, all_signatures
from .splits import body_shingles


def find_leaks(folder: Path, columns: tuple[Column, ...], seen: Scan) -> list[Problem]:
    """Groups, texts, cards and near-duplicates that stand in two splits."""
    found = _shared(seen, "group", enumerate(seen.groups))
    texts = ((n, key) for n, key in enumerate(seen.hashes) if seen.kinds[n] == "article")
    if not any(column.name == "body" for column in columns):
        return found + _shared(seen, "text", texts)
    found += _cards(seen)
    return found + _near_duplicates(folder, columns, seen)


def _shared(seen: Scan, what: str, keyed: Iterable[tuple[int, str | int | None]]) -> list[Problem]:
    """Keys whose rows stand in more than one split."""
    first: dict[str | int, int] = {}
    pairs = [
        (first[key], n)
        for n, key in keyed
        if key and seen.split[first.setdefault(key, n)] != seen.split[n]
    ]
    return _said(seen, f"one {what} in two splits", pairs)


def _cards(seen: Scan) -> list[Problem]:
    """Cards and the articles at their address or under their headline."""
    cards = [n for n, kind in enumerate(seen.kinds) if kind == "teaser"]
    found: list[Problem] = []
    for values in (seen.urls, seen.titles):
        led = {values[n] for n in cards} - {"", None}
        keyed = ((n, value) for n, value in enumerate(values) if value in led)
        found += _shared(seen, "card and its article", keyed)
    return found


def _near_duplicates(folder: Path, columns: tuple[Column, ...], seen: Scan) -> list[Problem]:
    """Bodies alike across splits: signatures propose, the true similarity of the texts decides."""
    signature, places = all_signatures(seen)
    rows = places.tolist()
    pairs = {(rows[a], rows[b]) for a, b in suspects(signature, [seen.split[row] for row in rows])}
    wanted = {row for pair in pairs for row in pair}
    shingles = _shingles(folder, columns, wanted)
    leaks = [(a, b) for a, b in sorted(pairs) if alike(shingles[a], shingles[b])]
    return _said(seen, "near-duplicates in two splits", leaks)


def _shingles(
    folder: Path, columns: tuple[Column, ...], wanted: set[int]
) -> dict[int, frozenset[int]]:
    """The shingles of some rows, read once more: of most rows they are never asked."""
    found: dict[int, frozenset[int]] = {}
    if not wanted:
        return found
    at = 0
    for paths in shard_paths(folder).values():
        for path in paths:
            # A file that breaks off was said to when its rows were counted, as far as they go.
            with suppress(ReleaseError):
                for batch in read_shard(path, columns):
                    for n, body in enumerate(batch["body"], at):
                        if n in wanted:
                            found[n] = body_shingles(body)
                    at += len(batch["id"])
    return found


def _said(seen: Scan, what: str, pairs: Sequence[tuple[int, int]]) -> list[Problem]:
    if not pairs:
        return []
    shown = ", ".join(
        f"{seen.ids[a]} in {seen.splits[seen.split[a]]} and {seen.ids[b]} in "
        f"{seen.splits[seen.split[b]]}"
        for a, b in pairs[:NAMED]
    )
    more = f", and {len(pairs) - NAMED} more" if len(pairs) > NAMED else ""
    return [("leak", f"{what}: {shown}{more}")]
