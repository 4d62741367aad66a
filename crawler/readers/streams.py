"""Bytes out of files and addresses: opened, unpacked layer by layer, counted, never all at once."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, BinaryIO, cast

from crawler.readers.raw import MAX_BYTES, Broken, InputError

CHUNK = 1 << 17
"""Bytes read at a time."""

BOMB_RATIO = 300
BOMB_BYTES = 100_000_000
"""What unpacks to more than 300 times its size is no text (pages come to 5 to 50 times, redundant
logs to 100); asked once 100 MB have come out, so that a small file of repeats is not judged."""

_HEAD_BYTES = 400
"""Bytes by which text of two bytes a character is known."""

_LAYERS = 3
"""Compressions inside each other; more is a puzzle, not a dump."""


class Counted(io.RawIOBase):
    """A stream that knows how many of its bytes were read."""

    beyond_end = False
    """Whether something stands behind the end of what was compressed, and nobody said so yet."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.stream.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        return self.stream.tell()

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class Members:
    """Gzip members one after the other; a damaged one ends where the next begins.

    Web archives compress each record by itself, so that damage costs one record.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.inner = zlib.decompressobj(31)
        self.packed = b""

    def read1(self, size: int) -> bytes:
        """Some bytes, none at the end."""
        while True:
            if not self.packed:
                self.packed = self.stream.read(CHUNK)
                if not self.packed:
                    return b""
            try:
                data = self.inner.decompress(self.packed, size)
                self.packed = self.inner.unconsumed_tail
            except zlib.error:
                data = b""
                self._next(self.packed[1:])
            else:
                if self.inner.eof:
                    self._next(self.inner.unused_data)
            if data:
                return data

    def _next(self, packed: bytes) -> None:
        """Go to where the next member begins, in what is at hand or in what follows."""
        self.inner = zlib.decompressobj(31)
        while (at := packed.find(b"\x1f\x8b\x08")) < 0:
            more = self.stream.read(CHUNK)
            if not more:
                self.packed = b""
                return
            packed = packed[-2:] + more
        self.packed = packed[at:]


class _Gzip:
    """Gzip members; what stands behind the last of them is left, and said to be there.

    Copies over a bad line, and tapes, leave it; gzip itself passes over it.
    """

    def __init__(self, stream: BinaryIO, counted: Counted) -> None:
        self.inner = _gzip(stream)
        self.counted = counted

    def read1(self, size: int) -> bytes:
        try:
            data: bytes = self.inner.read1(size)
            return data
        except gzip.BadGzipFile as error:
            # The first member begins as one, or this would not be reading it.
            if not str(error).startswith("Not a gzipped file"):
                raise
            self.counted.beyond_end = True
            return b""


class _Unpacking(io.RawIOBase):
    """What a decompressor gives, as it gives it: what came before an error is not lost."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream to read records from, and what it is called."""

    stream: io.BufferedReader
    name: str
    """As messages and ids call it."""
    counted: Counted
    """The bytes of the file or address itself, before anything was unpacked."""
    suffix: str = ""
    path: str = ""
    """Where the file is on this machine; empty inside archives."""
    plain: bool = True
    """Whether the stream is the file itself, as it was opened."""
    beside: tuple[str, bytes] | None = None
    """Name and bytes of the member of an archive that says what is known of this one."""


def opened(stream: BinaryIO, name: str, suffix: str = "", path: str = "") -> Opened:
    """A stream ready for a reader; compression is told by its first bytes, not by the name."""
    counted = Counted(stream)
    return Opened(io.BufferedReader(counted, CHUNK), name, counted, suffix, path)


def unpacked(file: Opened, mending: bool = False) -> Opened:
    """The same without its layers of compression; raises Broken for too many of them.

    `mending` goes on after a damaged gzip member with the next one.
    """
    for _ in range(_LAYERS):
        opener = _compression(peek(file, 6))
        if opener is None:
            return file
        if opener is _gzip:
            opener = Members if mending else partial(_Gzip, counted=file.counted)
        stream = io.BufferedReader(cast(Any, _Unpacking(opener(file.stream))), CHUNK)
        file = replace(file, stream=stream, plain=False)
    raise Broken("unreadable", f"compressed more than {_LAYERS} times")


def peek(file: Opened, count: int) -> bytes:
    """The first bytes of a stream that nobody has read from yet; raises Broken."""
    with failing():
        return file.stream.peek(count)[:count]


def _zstd(stream: Any) -> Any:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        from backports import zstd
    return zstd.ZstdFile(stream)


def _gzip(stream: Any) -> Any:
    return gzip.GzipFile(fileobj=stream)


_COMPRESSIONS: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": _gzip,
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"\x28\xb5\x2f\xfd": _zstd,
}
COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zstd")
"""Endings that say nothing of what is inside."""


def _compression(head: bytes) -> Callable[[Any], Any] | None:
    for magic, opener in _COMPRESSIONS.items():
        if head.startswith(magic):
            return opener
    return None


@contextmanager
def failing() -> Iterator[None]:
    """Turn whatever a file, a codec or a network raises into Broken."""
    try:
        yield
    except EOFError as error:
        raise Broken("truncated", str(error) or "the file ends too early") from error
    except (zlib.error, lzma.LZMAError) as error:
        raise Broken("corrupt", str(error)) from error
    except OSError as error:
        reason = "corrupt" if error.errno is None else "unreadable"
        raise Broken(reason, error.strerror or str(error)) from error
    except (InputError, Broken):
        raise
    except Exception as error:  # codecs and network clients have errors of their own
        raise Broken("corrupt", f"{type(error).__name__}: {error}") from error


def mind_end(file: Opened) -> None:
    """Raise Broken where something stands behind the end of what was compressed."""
    if file.counted.beyond_end:
        file.counted.beyond_end = False
        detail = "what stands behind the end of the compressed data is none, and was not read"
        raise Broken("corrupt", detail)


def chunks(file: Opened) -> Iterator[bytes]:
    """The bytes of a stream, some at a time; raises Broken where they end too early.

    Text in UTF-16 or UTF-32 comes as UTF-8.
    """
    decoder = _wide(peek(file, _HEAD_BYTES))
    total = 0
    while True:
        with failing():
            data = file.stream.read1(CHUNK)
        if not data:
            break
        total += len(data)
        mind_bomb(total, file.counted.count)
        yield decoder(data).encode("utf-8", "replace") if decoder else data


def _wide(head: bytes) -> Callable[[bytes], str] | None:
    """What reads text of two or four bytes a character; None for other bytes."""
    name = ""
    if head[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        name = "utf-32"
    elif head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        name = "utf-16"
    else:
        # Without a mark: spaces and line ends have their NUL on the same side, nothing else has.
        even, odd = head[0::2].count(0), head[1::2].count(0)
        guess = "utf-16-le" if odd else "utf-16-be"
        if not (even and odd) and 20 * (even + odd) > len(head) > 20:
            text = head[: len(head) // 2 * 2].decode(guess, "replace")
            name = guess if "".join(text.split()).isprintable() and "\ufffd" not in text else ""
    return codecs.getincrementaldecoder(name)("replace").decode if name else None


def narrow(head: bytes) -> bytes:
    """The first bytes of a text as `chunks` gives them."""
    decoder = _wide(head[:_HEAD_BYTES])
    return decoder(head).encode("utf-8", "replace") if decoder else head


def mind_bomb(out: int, read: int) -> None:
    """Raise Broken where so many bytes came out of so few that they are no text."""
    if out > BOMB_BYTES and out > BOMB_RATIO * max(read, 1):
        raise Broken(
            "compression bomb",
            f"{read} bytes unpacked to more than {out}: over {BOMB_RATIO} times as many",
        )


def seekable(file: Opened) -> BinaryIO:
    """The stream where a reader may jump in it; else a copy of what it unpacks to, on disk."""
    if file.plain and file.counted.seekable():
        file.stream.seek(0)
        return cast(BinaryIO, file.stream)
    spooled = tempfile.TemporaryFile(prefix="newsfold-")  # noqa: SIM115
    for data in chunks(file):
        spooled.write(data)
    spooled.seek(0)
    return cast(BinaryIO, spooled)


def whole(file: Opened, most: int = MAX_BYTES) -> bytes:
    """All bytes of a stream, but no more than one above `most`; raises Broken."""
    parts = []
    size = 0
    for data in chunks(file):
        parts.append(data)
        size += len(data)
        if size > most:
            break
    return b"".join(parts)[: most + 1]


def lines(file: Opened, end: bytes = b"\n") -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line without its end; None for one that is too large.

    Where the first bytes have no line feed but carriage returns, lines end with these. Raises
    Broken after the last whole line where the stream ends too early.
    """
    number = 1
    parts: list[bytes] = []
    size = 0
    cut = False
    for data in chunks(file):
        if not parts and end == b"\n" and end not in data and b"\r" in data:
            end = b"\r"  # of old Macs
        parts.append(data)
        size += len(data)
        # An end of several bytes may lie across two chunks.
        seam = parts[-2][1 - len(end) :] if len(parts) > 1 and len(end) > 1 else b""
        if end in data or (seam and end in seam + data):
            *found, rest = b"".join(parts).split(end)
            for line in found:
                yield number, None if cut or len(line) > MAX_BYTES else line
                cut = False
                number += 1
            parts, size = [rest], len(rest)
        elif size > MAX_BYTES:
            # Of a line that is too large no more is kept than an end could begin in.
            cut, parts, size = True, [data[-len(end) :]], len(end)
    rest = b"".join(parts)
    if cut or size > MAX_BYTES:
        yield number, None
    elif rest:
        yield number, rest
