"""Parquet, Arrow and Feather: a row is a record, read by batches. Needs the extra [parquet]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from crawler.readers.raw import MAX_BYTES, Bad, Broken, InputError, Raw, Reading, beyond
from crawler.readers.streams import Opened, failing, seekable

_ROWS = 64
"""Rows at a time: of HTML pages some 10 MB."""
_BUFFER = 1 << 20
"""Bytes of a column that are read ahead, instead of all of its row group."""


_DICTIONARY = 2_000_000
"""Bytes of a column's dictionary of which no cell is large; writers end theirs at 1 MB."""
_MOST_DICTIONARY = 8 * MAX_BYTES
"""A larger dictionary is not read at all: reading one takes four times its bytes of memory."""
_PAGE_HEAD = 16
"""Bytes in which the header of a page has said how large the page is."""


def read_parquet(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """A row group that cannot be read is one bad input; the others are read."""
    pyarrow = _pyarrow()
    from pyarrow import parquet

    with failing():
        source = seekable(file)
        table = parquet.ParquetFile(source, pre_buffer=False, buffer_size=_BUFFER)
    number = 0
    for group in range(table.num_row_groups):
        first, rows = number, table.metadata.row_group(group).num_rows
        try:
            large = _large_dictionaries(source, table.metadata.row_group(group))
            if any(size > _MOST_DICTIONARY or "." in name for name, size in large.items()):
                yield _beyond_rows(file.name, first, first + rows, max(large.values()))
            elif large:
                held = parquet.ParquetFile(source, pre_buffer=False, read_dictionary=list(large))
                for batch in held.iter_batches(_ROWS, row_groups=[group]):
                    yield from _looked_up(pyarrow, batch, file.name, number)
                    number += batch.num_rows
            else:
                for batch in table.iter_batches(_ROWS, row_groups=[group]):
                    yield from _records(pyarrow, batch, file.name, number)
                    number += batch.num_rows
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            yield _bad_rows(file.name, number, first + rows, error)
        number = first + rows
    if not number:
        yield Bad(file.name, "empty", "the file holds no row", file.name)


def _large_dictionaries(source: BinaryIO, group: Any) -> dict[str, int]:
    """Columns of a row group that have a large dictionary, and its bytes, unpacked.

    A cell of a dictionary stands there once and in a batch as often as a row has it: 200 MB come
    to 13 GB, and say nothing of that in the index at the file's end.
    """
    found = {}
    for at in range(group.num_columns):
        column = group.column(at)
        if column.has_dictionary_page and column.total_uncompressed_size > _DICTIONARY:
            source.seek(column.dictionary_page_offset)
            size = _page_bytes(source.read(_PAGE_HEAD))
            if size > _DICTIONARY:
                found[column.path_in_schema] = size
    return found


def _page_bytes(head: bytes) -> int:
    """How large a page is, unpacked: the second field of its header, in Thrift's compact form.

    0 where it is no such header: who reads the page will say what is wrong with it.

    >>> _page_bytes(bytes([0x15, 4, 0x15, 0xD0, 0x0F, 0x15, 2]))
    1000
    """
    at = size = 0
    for _ in ("kind of page", "size"):
        if head[at : at + 1] != b"\x15":
            return 0
        size = shift = 0
        at += 1
        while at < len(head):
            size |= (head[at] & 0x7F) << shift
            shift += 7
            at += 1
            if head[at - 1] < 0x80:
                break
    return size >> 1


def _looked_up(pyarrow: Any, batch: Any, name: str, number: int) -> Iterator[Raw | Bad]:
    """The records of a batch whose cells are places in dictionaries, a row at a time.

    A cell that is too large is never taken out of its dictionary.
    """
    from pyarrow import compute

    for at in range(batch.num_rows):
        row = batch.slice(at, 1)
        columns = []
        for column in row.columns:
            if pyarrow.types.is_dictionary(column.type) and column[0].is_valid:
                cell = column.dictionary.slice(column.indices[0].as_py(), 1)
                if compute.binary_length(cell)[0].as_py() > MAX_BYTES:
                    break
                column = cell
            columns.append(column)
        if len(columns) < row.num_columns:
            yield beyond(f"{name}:{number + at + 1}", "a row")
            continue
        row = pyarrow.RecordBatch.from_arrays(columns, names=batch.schema.names)
        yield from _records(pyarrow, row, name, number + at)


def read_arrow(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """Arrow's file and stream formats; Feather is the first of them."""
    pyarrow = _pyarrow()
    number = 0
    try:
        for batch in _batches(pyarrow, file):
            for at in range(0, batch.num_rows, _ROWS):
                part = batch.slice(at, _ROWS)
                yield from _checked(pyarrow, part, file.name, number)
                number += part.num_rows
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise Broken("corrupt", _short(error)) from error
    if not number:
        yield Bad(file.name, "empty", "the file holds no row", file.name)


def _batches(pyarrow: Any, file: Opened) -> Iterator[Any]:
    source = seekable(file)
    try:
        table = pyarrow.ipc.open_file(source)
    except pyarrow.ArrowInvalid:
        source.seek(0)
        yield from pyarrow.ipc.open_stream(source)
        return
    for at in range(table.num_record_batches):
        yield table.get_batch(at)


def _checked(pyarrow: Any, batch: Any, name: str, number: int) -> Iterator[Raw | Bad]:
    """The records of a batch of a file that is laid out as memory is.

    Nothing in it is looked at when it is read: an offset that is wrong points anywhere, and to
    follow it ends the process. So it is all looked at first.
    """
    try:
        batch = _validated(pyarrow, batch)
    except pyarrow.ArrowException as error:
        yield _bad_rows(name, number, number + batch.num_rows, error)
        return
    yield from _records(pyarrow, batch, name, number)


def _validated(pyarrow: Any, batch: Any) -> Any:
    """The batch, or the same with bytes for strings; raises ArrowException."""
    try:
        batch.validate(full=True)
    except pyarrow.ArrowException:
        batch = _as_bytes(pyarrow, batch)
        batch.validate(full=True)
    return batch


def _as_bytes(pyarrow: Any, batch: Any) -> Any:
    """The batch with its strings as bytes, as they are there: some writers put no UTF-8 in them."""
    types = {pyarrow.string(): pyarrow.binary(), pyarrow.large_string(): pyarrow.large_binary()}
    columns = [
        column.view(types[column.type]) if column.type in types else column
        for column in batch.columns
    ]
    return pyarrow.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _rows(pyarrow: Any, batch: Any) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = batch.to_pylist()
    except UnicodeDecodeError:
        found = _as_bytes(pyarrow, batch).to_pylist()
    return found


def _records(pyarrow: Any, batch: Any, name: str, number: int) -> Iterator[Raw | Bad]:
    for row in _rows(pyarrow, batch):
        number += 1
        where = f"{name}:{number}"
        size = sum(len(cell) for cell in row.values() if isinstance(cell, str | bytes))
        yield beyond(where, "a row") if size > MAX_BYTES else Raw(where, "fields", row, {}, size)


def _beyond_rows(name: str, first: int, last: int, size: int) -> Bad:
    where = f"{name}: rows {first + 1} to {last}"
    detail = f"a column's dictionary has {size} bytes; no more than {_MOST_DICTIONARY} are read"
    return Bad(where, "too large", detail, where)


def _bad_rows(name: str, first: int, last: int, error: Exception) -> Bad:
    where = f"{name}: rows {first + 1} to {last}"
    return Bad(where, "corrupt", _short(error), where)


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.ipc
    except ImportError:
        raise InputError(
            "Parquet, Arrow and Feather need pyarrow; install it: pip install 'newsfold[parquet]'"
        ) from None
    return pyarrow


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:300] if str(error) else type(error).__name__
