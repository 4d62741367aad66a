"""What a worker makes of a chunk: pages folded and prepared for the store, or rows to write."""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any, NamedTuple

import numpy as np

from crawler.inputs import Furniture, Inputs, folded, problem, total_bytes
from crawler.parcel import packed, unpacked
from crawler.readers.raw import Bad, Raw
from crawler.records import page_of
from crawler.road import Parcel, cores
from crawler.straight import Plain, plain, straight
from dedupe.model import FoldedPage
from dedupe.record import Row, rows, storable
from storage.prepare import Prepared, mended, prepare, prepare_plain

BLOCKS = ("blocks", "kept", "in_teasers", "folded")
"""The accounting of blocks: `blocks` = `kept` + `in_teasers` + `folded`."""


_SMALL_BYTES = 1_000_000
"""Inputs of fewer bytes are folded in this process: workers would take longer to begin."""

Shown = Callable[[int, int, str], None]
"""Called with pages done, bytes read and what is going on."""


def workers_for(inputs: Inputs, wanted: int) -> int:
    """How many processes are worth it."""
    if not wanted and not inputs.is_stream and total_bytes(inputs) < _SMALL_BYTES:
        return 1
    return wanted or cores()


class AccountsError(RuntimeError):
    """Pages or blocks of a run that are nowhere, or in two places."""


def check_accounts(counts: Mapping[str, int], pages: Sequence[str]) -> None:
    """Raise AccountsError unless `pages` is the sum of these counts, and so with the blocks."""
    for whole, parts, where in (("pages", pages, "page"), ("blocks", BLOCKS[1:], "block")):
        there = sum(counts.get(name, 0) for name in parts)
        if counts.get(whole, 0) != there:
            said = " + ".join(f"{counts.get(name, 0)} {name}" for name in parts)
            raise AccountsError(
                f"the accounts do not add up: {counts.get(whole, 0)} {whole} are not {said} = "
                f"{there}; a {where} was lost or counted twice, which is a fault of newsfold: "
                "please report it with this line"
            )


@dataclass(slots=True)
class Work:
    """What the workers of this process know of the job; set before the first chunk."""

    inputs: Inputs = field(default_factory=lambda: Inputs(()))
    learned: Furniture = field(default_factory=dict)
    with_folds: bool = False
    pack: Callable[[list[Row]], bytes] = marshal.dumps
    """What makes bytes of rows, for whoever writes them."""


_work = Work()


def set_up(work: Work) -> None:
    """Give this process, or the workers that it is about to fork, their job."""
    global _work
    _work = work


Found = tuple[Bad | Prepared, list[int]]
"""What came of a record, with the accounts of its blocks as `BLOCKS` names them."""


def fold_chunk(records: list[Raw | Bad]) -> list[Found]:
    """The records folded, in their order."""
    ready = plain(records, _work.inputs, _work.learned)
    return [
        _found(_folded(record)) if made is None else _plainly(made)
        for record, made in zip(records, ready, strict=True)
    ]


def pack(found: list[Found]) -> bytes:
    """What `fold_chunk` made, for another process."""
    return marshal.dumps(
        [
            (astuple(item), []) if isinstance(item, Bad) else (packed(item), counts)
            for item, counts in found
        ]
    )


def unpack(data: bytes) -> list[Found]:
    """What `pack` packed."""
    return [
        (unpacked(values), counts) if counts else _none_of(Bad(*values))
        for values, counts in marshal.loads(data)
    ]


PARCEL = Parcel(pack, unpack)


class Sifted(NamedTuple):
    """What came of some records: sent as it is written, for one process writes for all."""

    pages: int
    bad: list[Bad]
    """What is wrong with those that have no article, in their order."""
    blocks: list[int]
    """The accounts of their blocks, as `BLOCKS` names them."""
    rows: int
    data: bytes
    """The rows, packed."""


def row_chunk(records: list[Raw | Bad]) -> Sifted:
    """The records folded, as rows."""
    bad: list[Bad] = []
    ordinary = 0
    blocks = [0] * len(BLOCKS)
    found: list[Row] = []
    work = _work
    ready = straight(records, work.inputs, work.learned, work.with_folds)
    for record, made in zip(records, ready, strict=True):
        if made is not None:
            found.append(made[0])
            ordinary += made[1]
            continue
        item = _folded(record)
        wrong = item if isinstance(item, Bad) else problem(item, record.where)
        if wrong is not None:
            bad.append(wrong)
        if isinstance(item, FoldedPage):
            found += rows(item, work.with_folds)
            blocks = list(map(sum, zip(blocks, accounts(item), strict=True)))
    whole, kept, *other = blocks
    blocks = [whole + ordinary, kept + ordinary, *other]
    return Sifted(len(records), bad, blocks, len(found), work.pack(found))


_to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

_FIRST_PLAIN = 0x20
"""The first character that JSON takes as it is, but for quotes and backslashes."""


def json_lines(found: list[Row]) -> bytes:
    """Rows as JSON, each in a line.

    They are written as if they held no control characters, three times as fast as the encoder
    does it that asks each character; where one is in a chunk after all, the encoder does it.
    """
    try:
        data = b"".join([_line(row).encode() for row in found])
    except UnicodeEncodeError:
        data = b""
    if np.count_nonzero(np.frombuffer(data, np.uint8) < _FIRST_PLAIN) == len(found):
        return data
    return storable("".join([_to_json(row) + "\n" for row in found])).encode()


def _line(row: Row) -> str:
    said = [
        f'"{name}": "{_escaped(value)}"' if type(value) is str else f'"{name}": {_listed(value)}'
        for name, value in row.items()
    ]
    return f"{{{', '.join(said)}}}\n"


def _listed(value: list[Any]) -> str:
    if not value:
        return "[]"
    if type(value[0]) is not str:
        return _to_json(value)
    whole = "\n".join(value)
    if whole.count("\n") >= len(value):
        return _to_json(value)
    joined = _escaped(whole).replace("\n", '", "')
    return f'["{joined}"]'


def _escaped(text: str) -> str:
    if '"' in text or "\\" in text:
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text


def cut(records: list[Raw | Bad]) -> list[list[Raw | Bad]]:
    """A chunk of each record."""
    return [[found] for found in records]


def lost(records: list[Raw | Bad]) -> list[Found]:
    """What comes of a record at which a worker died."""
    return [_none_of(fatal(record)) for record in records]


def lost_rows(records: list[Raw | Bad]) -> Sifted:
    """The same for `row_chunk`."""
    return Sifted(len(records), list(map(fatal, records)), [0] * len(BLOCKS), 0, _work.pack([]))


def accounts(page: FoldedPage) -> list[int]:
    """Numbers of blocks, as `BLOCKS` names them."""
    kept = sum(len(article.placed) for article in page.articles)
    teasers = sum(len(teaser.placed) for teaser in page.teasers)
    return [len(page.page.blocks), kept, teasers, len(page.folds)]


def fatal(found: Raw | Bad) -> Bad:
    """The entry of a record that killed the process that folded it."""
    if isinstance(found, Bad):
        return found
    detail = "the process that folded it died, for want of memory or by a fault in a library"
    return Bad(found.where, "not foldable", detail, str(found.said.get("id") or found.where))


def _folded(found: Raw | Bad) -> FoldedPage | Bad:
    if isinstance(found, Bad):
        return found
    try:
        page = page_of(found, _work.inputs.reading)
    except Exception as error:  # whatever a record holds, its neighbours are folded
        detail = f"{type(error).__name__}: {error}"
        return Bad(found.where, "unreadable", detail, str(found.said.get("id") or found.where))
    if isinstance(page, Bad):
        return page
    return folded(page, _work.learned, _work.inputs.sites_dir)


def _found(item: FoldedPage | Bad) -> Found:
    if isinstance(item, Bad):
        return _none_of(item)
    try:
        return prepare(item), accounts(item)
    except UnicodeEncodeError:
        return prepare(mended(item)), accounts(item)


def _plainly(made: Plain) -> Found:
    count = len(made.article.placed)
    return prepare_plain(*made), [count, count, 0, 0]


def _none_of(bad: Bad) -> Found:
    return bad, [0] * len(BLOCKS)
