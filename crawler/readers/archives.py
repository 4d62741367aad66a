"""Zip, tar and WACZ: each member that a reader knows is read where it is, none is written out.

Names of members are only names here. One with `..` in it, or an absolute one, leads nowhere.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from crawler.readers.days import told_days
from crawler.readers.raw import Bad, Broken, Raw, Reading, listed
from crawler.readers.streams import (
    Counted,
    Opened,
    failing,
    mind_end,
    opened,
    peek,
    seekable,
    unpacked,
)
from crawler.readers.tables import decoded
from crawler.readers.telling import HEAD_BYTES, astray
from crawler.readers.text import OF_PAGES, SIDECAR_BYTES, is_of_page, sidecars_of

Inner = Callable[[Opened, Reading], Iterator[Raw | Bad]]

_Beside = Callable[[], tuple[str, bytes]]
_Found = tuple[str, Counted, Callable[[], Any], _Beside | None]
"""Name, bytes read and opener of a member, and what gives the one that says what is known of it."""

_WACZ_PAGES = "archive/"


def read_zip(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """The members of a zip file, in its own order."""
    with failing():
        try:
            archive = zipfile.ZipFile(seekable(file))
        except zipfile.BadZipFile as error:
            raise Broken("truncated" if file.counted.count else "corrupt", str(error)) from error
    wacz = file.suffix == ".wacz"
    members = [info for info in archive.infolist() if not info.is_dir()]
    if wacz:
        members = [info for info in members if info.filename.startswith(_WACZ_PAGES)]

    names = _names(members)
    apart = _of_pages(names)
    reading.passed.update({OF_PAGES: len(apart)} if apart else {})
    members = [info for at, info in enumerate(members) if at not in apart]
    names = [name for at, name in enumerate(names) if at not in apart]
    beside = sidecars_of(names)
    infos = dict(zip(names, members, strict=True))
    told = set(beside.values())

    def found() -> Iterator[_Found]:
        for name, info in zip(names, members, strict=True):
            if name not in told:
                other = beside.get(name)
                said = partial(_start, archive, infos[other], other) if other else None
                yield name, _Size(info.compress_size), partial(archive.open, info), said

    yield from _members(file, reading, found())


def _start(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> tuple[str, bytes]:
    """The name of a member and its first bytes."""
    with failing(), archive.open(info) as stream:
        return name, stream.read(SIDECAR_BYTES)


def _names(members: list[zipfile.ZipInfo]) -> list[str]:
    """What members are called: not all programs write names in UTF-8, or say so.

    Those that do not are guessed together, for one alone has too few letters to tell.
    """
    unsaid = [info for info in members if not (info.flag_bits & _UTF8 or info.filename.isascii())]
    as_dos = "\n".join(info.filename for info in unsaid)
    guessed = decoded(as_dos.encode("cp437", "replace"))
    best = as_dos if _are_letters(as_dos) and not _are_letters(guessed) else guessed
    told = dict(zip(map(id, unsaid), best.split("\n"), strict=False))
    return [told.get(id(info), info.filename) for info in members]


def _of_pages(names: list[str]) -> set[int]:
    """Numbers of the members that browsers saved with a page, in a folder beside it."""
    there = set(names)
    return {
        at
        for at, name in enumerate(names)
        if any(is_of_page(str(folder), there) for folder in PurePosixPath(name).parents)
    }


def _are_letters(names: str) -> bool:
    """Whether nothing but letters is foreign in some names."""
    return all(sign.isascii() or sign.isalpha() for sign in names)


_UTF8 = 0x800
"""Flag of members whose names are in UTF-8; others are taken for the code page of DOS."""


def read_tar(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """The files of a tar archive, in its own order; links and devices are passed over."""
    with failing():
        try:
            # As a stream: a tar has no table of contents, and may be larger than the disk.
            archive = tarfile.open(fileobj=file.stream, mode="r|", errorlevel=0)  # noqa: SIM115
        except tarfile.TarError as error:
            raise Broken("corrupt", str(error)) from error

    def found() -> Iterator[_Found]:
        while True:
            with failing():
                try:
                    info = archive.next()
                except tarfile.TarError as error:
                    raise Broken("truncated", str(error)) from error
            if info is None:
                return
            if info.isfile():
                yield info.name, file.counted, partial(archive.extractfile, info), None

    yield from _members(file, reading, found())


def _members(file: Opened, reading: Reading, members: Iterator[_Found]) -> Iterator[Raw | Bad]:
    from crawler.readers import reader_among, suffix_of

    count = 0
    endings: Counter[str] = Counter()
    for member, counted, opener, beside in members:
        inner = reader_among(member, reading.form)
        if _hidden(member):
            continue
        if inner is None:
            endings[suffix_of(member) or "no ending"] += 1
            continue
        count += 1
        name = f"{file.name}/{tame(member)}"
        if inner.archive:
            yield Bad(name, "archive in archive", "only the outer one is opened", name)
            continue
        try:
            with failing():
                stream = opener()
            held = _member(stream, name, inner.suffix, counted)
            held = replace(held, beside=beside()) if beside else held
            yield from _read(inner, held, reading)
        except Broken as error:
            yield Bad(name, error.reason, error.detail, name)
    reading.passed.update(endings)
    if not count:
        there = f": {listed(endings)}" if endings else ""
        detail = f"the archive holds nothing that can be read{there}"
        yield Bad(file.name, "empty", detail, file.name)


def _read(inner: Any, file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    file = file if inner.packed else unpacked(file)
    detail = astray(peek(file, HEAD_BYTES), file.suffix)
    if detail:
        yield Bad(file.name, "wrong suffix", detail, file.name)
    else:
        yield from told_days(inner.read(file, reading), reading)
        mind_end(file)


def _member(stream: BinaryIO, name: str, suffix: str, counted: Counted) -> Opened:
    """A member; `counted` says how many packed bytes it came from, or at most came from."""
    return replace(opened(stream, name, suffix), counted=counted, plain=False)


class _Size(Counted):
    """Stands for a member of so many packed bytes, all of them read."""

    def __init__(self, size: int) -> None:
        self.count = size


def tame(member: str) -> str:
    """The name of a member as part of an id: nothing in it climbs out of the archive."""
    parts = member.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _hidden(member: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in tame(member).split("/"))
