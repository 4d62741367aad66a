"""Which inputs the user means: files, folders, patterns, tables, addresses, standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from crawler.readers import ADVICE, FORMS, READERS, TABLES, reader_among, reader_of, suffix_of
from crawler.readers.raw import InputError, Reading
from crawler.readers.sqlite import tables
from crawler.readers.text import OF_PAGES, is_of_page, is_sidecar

STDIN = "-"
_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Input:
    """Something to read records from."""

    path: str
    """A path, an address, or `-`."""
    name: str
    """As messages and ids call it: the path from where the user pointed to."""
    table: str = ""
    """The table of an SQLite file."""
    size: int = 0
    """Bytes; 0 where nobody can know."""
    stamp: str = ""
    """Changes when the input does."""

    @property
    def remote(self) -> bool:
        return "://" in self.path


def find_inputs(names: Sequence[str], reading: Reading) -> Iterator[Input]:
    """The inputs that `names` stand for, in a fixed order, found while they are asked for.

    Raises InputError, before the first input comes, for a name that leads nowhere.
    """
    names = list(dict.fromkeys(names))
    checked = [_checked(name, reading) for name in names]
    times = Counter(os.path.basename(name) for name in names)
    return (
        item
        for name, kind in zip(names, checked, strict=True)
        for item in _FINDERS[kind](name, reading, times)
    )


def _checked(name: str, reading: Reading) -> str:
    """What a name is: a key of the finders. Raises InputError."""
    if name == STDIN:
        return "stdin"
    if "://" in name:
        _fsspec()
        return "address"
    file, _, table = name.partition("::")
    if table:
        if not os.path.isfile(file):
            raise InputError(f"{file}: no such file")
        _check_table(file, table)
        return "table"
    if os.path.isdir(name):
        return "folder"
    if not os.path.lexists(name):
        if _PATTERN & set(name):
            if next(glob.iglob(name, recursive=True), None) is None:
                raise InputError(f"{name}: matches no file")
            return "pattern"
        raise InputError(f"{name}: no such file or folder")
    _check_known(name, reading)
    return "file"


def _check_table(file: str, table: str) -> None:
    there = tables(file)
    if table not in there:
        raise InputError(f"{file}: no table {table!r}; there are {', '.join(there) or 'none'}")


def _check_known(name: str, reading: Reading) -> None:
    if not reading.form and suffix_of(name) in TABLES:
        there = ", ".join(f"{name}::{table}" for table in tables(name))
        raise InputError(f"{name}: say which table to read: {there or 'there is none'}")
    reader = reader_of(name, reading.form)
    if reader is None:
        known = ", ".join(sorted(READERS))
        suffix = suffix_of(name)
        if suffix in ADVICE:
            raise InputError(f"{name}: {suffix} is not read; {ADVICE[suffix]}, and clean that")
        raise InputError(
            f"{name}: no reader for {suffix_of(name) or 'a name without an ending'!r}; known are "
            f"{known}, each also as .gz, .zst, .bz2 or .xz; or say what it holds with "
            f"--form {'|'.join(FORMS)}"
        )
    _check_extra(name, reader.needs)


def _check_extra(name: str, needs: tuple[str, str]) -> None:
    module, extra = needs
    if module and find_spec(module) is None:
        raise InputError(f"{name}: needs {module}; install it: pip install 'newsfold[{extra}]'")


def _stdin(name: str, reading: Reading, times: Counter[str]) -> Iterator[Input]:
    yield Input(STDIN, STDIN)


def _file(name: str, reading: Reading, times: Counter[str]) -> Iterator[Input]:
    base = os.path.basename(name)
    yield stamped(Input(name, base if times[base] < 2 else name))


def _table(name: str, reading: Reading, times: Counter[str]) -> Iterator[Input]:
    file, _, table = name.partition("::")
    yield stamped(Input(file, f"{os.path.basename(file)}::{table}", table))


def _pattern(name: str, reading: Reading, times: Counter[str]) -> Iterator[Input]:
    fixed = Path(*(part for part in _fixed(Path(name).parts)))
    for path in sorted(glob.iglob(name, recursive=True)):
        if os.path.isdir(path):
            continue
        if reader_among(path, reading.form):
            yield stamped(Input(path, Path(os.path.relpath(path, fixed)).as_posix()))
        else:
            _pass(path, reading)


def _fixed(parts: Sequence[str]) -> Iterator[str]:
    for part in parts[:-1]:
        if _PATTERN & set(part):
            return
        yield part


def _folder(name: str, reading: Reading, times: Counter[str]) -> Iterator[Input]:
    prefix = "" if len(times) == 1 else f"{os.path.basename(os.path.normpath(name))}/"
    for path in _walk(name, frozenset(), reading):
        reader = reader_among(path, reading.form)
        if reader is not None:
            _check_extra(path, reader.needs)
            yield stamped(Input(path, prefix + Path(os.path.relpath(path, name)).as_posix()))
        else:
            _pass(path, reading)


def _pass(path: str, reading: Reading) -> None:
    reading.passed[suffix_of(path) or "no ending"] += 1


def _walk(folder: str, above: frozenset[tuple[int, int]], reading: Reading) -> Iterator[str]:
    """Files below a folder, sorted; links are followed unless they lead to a folder above."""
    try:
        status = os.stat(folder)
        names = sorted(os.listdir(folder))
    except OSError as error:
        print(f"{folder}: passed over: {error.strerror}", file=sys.stderr)
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    there = set(names)
    for name in names:
        path = os.path.join(folder, name)
        if name.startswith("."):
            continue
        if os.path.isdir(path):
            if is_of_page(name, there):
                files = sum(len(files) for *_, files in os.walk(path))
                reading.passed[OF_PAGES] += files
                continue
            yield from _walk(path, above | {here}, reading)
        elif not is_sidecar(name, there):
            yield path


def _address(name: str, reading: Reading, times: Counter[str]) -> Iterator[Input]:
    fsspec = _fsspec()
    try:
        fs, path = fsspec.core.url_to_fs(name)
        folder = not _PATTERN & set(path) and fs.isdir(path) and reader_of(path) is None
        found = fs.find(path) if folder else fs.glob(path) if _PATTERN & set(path) else [path]
        if not found:
            raise InputError(f"{name}: nothing is there")
        for each in sorted(found):
            if len(found) > 1 and reader_among(each, reading.form) is None:
                continue
            address = name if each == path else fs.unstrip_protocol(each)
            _check_known(address, reading)
            yield _stamped_address(Input(address, each.rsplit("/", 1)[-1] or each), fs, each)
    except InputError:
        raise
    except Exception as error:  # each file system has errors of its own
        raise InputError(f"{name}: {type(error).__name__}: {error}") from error


def _stamped_address(item: Input, fs: Any, path: str) -> Input:
    said = fs.info(path)
    changed = next(
        (said[key] for key in ("ETag", "etag", "mtime", "LastModified") if key in said), ""
    )
    size = said.get("size") or 0
    return replace(item, size=size, stamp=f"{size} {changed}")


def stamped(item: Input) -> Input:
    """The input with its size and stamp as they are now; as it is where the file is gone."""
    try:
        status = os.stat(item.path)
    except OSError:
        return item
    return replace(item, size=status.st_size, stamp=f"{status.st_size} {status.st_mtime_ns}")


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError:
        raise InputError(
            "addresses need fsspec; install it: pip install 'newsfold[remote]'"
        ) from None
    return fsspec


_FINDERS = {
    "stdin": _stdin,
    "file": _file,
    "table": _table,
    "pattern": _pattern,
    "folder": _folder,
    "address": _address,
}
