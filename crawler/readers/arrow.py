"""Parquet, Arrow and Feather: a row is a record, read by batches. Needs the extra [parquet]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.readers.raw import MAX_BYTES, Bad, Broken, InputError, Raw, Reading, beyond
from crawler.readers.streams import Opened, failing, seekable

_ROWS = 64
"""Rows at a time: of HTML pages some 10 MB."""
_BUFFER = 1 << 20
"""Bytes of a column that are read ahead, instead of all of its row group."""


def read_parquet(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """A row group that cannot be read is one bad input; the others are read."""
    pyarrow = _pyarrow()
    from pyarrow import parquet

    with failing():
        table = parquet.ParquetFile(seekable(file), pre_buffer=False, buffer_size=_BUFFER)
    number = 0
    for group in range(table.num_row_groups):
        first, rows = number, table.metadata.row_group(group).num_rows
        try:
            for batch in table.iter_batches(_ROWS, row_groups=[group]):
                yield from _records(pyarrow, batch, file.name, number)
                number += batch.num_rows
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            yield _bad_rows(file.name, number, first + rows, error)
        number = first + rows
    if not number:
        yield Bad(file.name, "empty", "the file holds no row", file.name)


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
