"""Records out of the store into files, streamed; a file appears under its name when it is whole."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from dedupe.record import FIELDS, Row

from .release.choice import Choice, check_choice

Exporter = Callable[[Iterable[Row], "str | Path"], int]


def export_jsonl(rows: Iterable[Row], path: str | Path) -> int:
    """One JSON object a line, UTF-8; `-` is standard output. Returns the number of rows."""
    count = 0
    with whole_file(path) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def export_csv(rows: Iterable[Row], path: str | Path, names: Sequence[str]) -> int:
    """A table of these fields under their names. Returns the number of rows."""
    count = 0
    with whole_file(path) as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


@contextmanager
def whole_file(path: str | Path) -> Iterator[TextIO]:
    """A text file that takes its name, and the place of an older one, only when it is complete."""
    if str(path) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    final = Path(path)
    # The process's number keeps two exports to one name apart; the last to finish wins.
    part = final.with_name(f".{final.name}.{os.getpid()}.part")
    try:
        with open(part, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, final)
    finally:
        part.unlink(missing_ok=True)


def chosen_rows(db: Path, choice: Choice) -> Iterator[Row]:
    """The rows of a choice, each with the fields of a row, in the order of their ids."""
    from .release.columns import columns_of
    from .release.plan import make_plan, snapshot
    from .release.stream import count_crowds, stream
    from .release.write import finished

    check_choice(choice)
    names = [
        column.name
        for column in columns_of(choice.text, choice.pii != "off")
        if column.name in FIELDS or column.name == "pii"
    ]
    with snapshot(db) as conn:
        make_plan(conn, choice)
        count_crowds(conn)
        for batch in stream(conn, 0):
            columns = finished(choice, batch)
            for values in zip(*(columns[name] for name in names), strict=True):
                yield dict(zip(names, values, strict=True))


EXPORTERS: dict[str, Exporter] = {"jsonl": export_jsonl}
"""Formats by name; each takes rows and a path and returns how many rows it wrote."""
