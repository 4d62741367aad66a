"""WARC and WET: responses and resources are HTML pages, conversions are text. Needs [warc].

Where a record begins and ends is found here, fastwarc takes each apart. It could do both, but a
length that is wrong makes it swallow the neighbours, and a byte that is wrong ends its reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from crawler.readers.raw import MAX_BYTES, Bad, InputError, Raw, Reading, beyond
from crawler.readers.streams import Opened, chunks, unpacked

_TYPES = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_VAGUE = ("", "text/plain", "text/xml")
"""Types under which servers send pages as well; what it is, its beginning tells."""
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf\s*)?(?:<\?xml\b[^<>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I
)
_WANTED = re.compile(rb"^WARC-Type:\s*(?:response|resource|conversion)\s*$", re.I | re.M)
_LENGTH = re.compile(rb"^Content-Length:\s*(\d{1,15})\s*$", re.I | re.M)
_URL = re.compile(rb"^WARC-Target-URI:\s*<?([^\r\n>]+)", re.I | re.M)
# A header as every record has one, with a name that no page shows by chance.
_HEADER = re.compile(rb"WARC/1\.\d\r?\n(?=(?:[A-Za-z-]+:[^\n]*\n)*?WARC-Record-ID:)")
_BLANK = re.compile(rb"\r?\n\r?\n")
# What a host says to machines at fixed addresses (RFC 9309, RFC 8615) is no page of its site.
_FOR_MACHINES = re.compile(r"https?://[^/]+/(?:robots\.txt(?:\?|$)|\.well-known/)", re.I)
_HEADER_BYTES = 65536


def read_warc(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """Pages of an archive in order.

    Requests, metadata, pictures, errors and what a host says to machines are passed over.
    """
    fastwarc = _fastwarc()
    number = found = 0
    for frame in _Frames(unpacked(file, mending=True)).read():
        number += 1
        where = f"{file.name}:{number}"
        if isinstance(frame, tuple):
            found += 1
            yield Bad(where, frame[0], frame[1], where, frame[2])
        elif _WANTED.search(frame, 0, _HEADER_BYTES):
            raw = _page(fastwarc, frame, where)
            found += raw is not None
            if raw is not None:
                yield raw
    if not found:
        yield Bad(file.name, "empty", f"{number} records, none of them a page", file.name)


class _Frames:
    """The bytes of each record; or reason, detail and address where they are not to be had."""

    def __init__(self, file: Opened) -> None:
        self.source = chunks(file)
        self.buffer = b""
        self.ended = False

    def fill(self, size: int) -> bool:
        """Whether so many bytes are in the buffer, after reading on if need be."""
        parts, have = [self.buffer], len(self.buffer)
        while have < size and not self.ended:
            data = next(self.source, None)
            self.ended = data is None
            parts.append(data or b"")
            have += len(parts[-1])
        self.buffer = b"".join(parts)
        return have >= size

    def read(self) -> Iterator[bytes | tuple[str, str, str]]:
        while True:
            self.fill(_HEADER_BYTES)
            self.buffer = self.buffer.lstrip(b"\r\n")
            if not self.buffer:
                if self.fill(1):
                    continue
                return
            if not self.buffer.startswith(b"WARC/"):
                yield "corrupt", f"{self.skip(0)} bytes that are no record", ""
                continue
            blank = _BLANK.search(self.buffer, 0, _HEADER_BYTES)
            length = _LENGTH.search(self.buffer, 0, blank.end()) if blank else None
            if blank is None or length is None:
                url = self.url(_HEADER_BYTES)
                self.skip(5)
                yield "bad length", "the record's header has no length", url
                continue
            yield from self.body(blank.end(), int(length[1]))

    def body(self, start: int, length: int) -> Iterator[bytes | tuple[str, str, str]]:
        """The record whose content begins at `start` of the buffer."""
        url = self.url(start)
        if length > MAX_BYTES:
            skipped = self.skip(start, start + length)
            lie = skipped < start + length
            reason = "bad length" if lie else "too large"
            yield reason, f"the header says {length} bytes, more than {MAX_BYTES}", url
            return
        end = start + length
        whole = self.fill(end + 16)
        after = self.buffer[end : end + 16]
        follows = after.lstrip(b"\r\n")
        if len(self.buffer) >= end and (
            follows.startswith(b"WARC/") or (not follows and (whole or self.ended))
        ):
            frame, self.buffer = self.buffer[:end], self.buffer[end:]
            yield frame
            return
        cut = len(self.buffer) < end
        there = self.skip(start)
        reason = "truncated" if cut and not self.buffer else "bad length"
        yield reason, f"the header says {length} bytes, {there - start} are there", url

    def url(self, end: int) -> str:
        found = _URL.search(self.buffer, 0, end)
        return found[1].decode("utf-8", "replace").strip() if found else ""

    def skip(self, start: int, most: int | None = None) -> int:
        """Let go of everything up to the next header after `start`, `most` bytes; what went."""
        gone = 0
        while True:
            found = _HEADER.search(self.buffer, max(0, start - gone))
            at = found.start() if found else len(self.buffer)
            if most is not None and gone + at >= most:
                at = most - gone
            elif not found and not self.ended:
                # A header may begin in what is there and end in what comes.
                at = max(0, at - _HEADER_BYTES)
            gone += at
            self.buffer = self.buffer[at:]
            if found or self.ended or gone == most:
                return gone
            self.fill(len(self.buffer) + _HEADER_BYTES)


def _page(fastwarc: Any, frame: bytes, where: str) -> Raw | Bad | None:
    """The page in a record, None where it holds none."""
    url = ""
    try:
        record = next(iter(fastwarc.ArchiveIterator(BytesIO(frame), auto_decode="all")))
        headers = record.headers
        url = (headers.get("WARC-Target-URI") or "").strip("<> ")
        kind, charset = headers.get("Content-Type") or "", None
        if record.is_http_parsed:
            if (record.http_headers.status_code or 200) != 200:
                return None
            kind, charset = record.http_content_type or "", record.http_charset
        data = record.reader.read()
    except (StopIteration, OSError, ValueError) as error:
        return Bad(where, "corrupt", str(error) or "no record", where, url)
    kind = kind.split(";")[0].strip().lower()
    form = "html" if kind in _VAGUE and _MARKUP.match(data) else _TYPES.get(kind)
    if form is None or _FOR_MACHINES.match(url):
        return None
    if len(data) > MAX_BYTES:
        return beyond(where, "a page")
    said = {
        "id": (headers.get("WARC-Record-ID") or where).removeprefix("<urn:uuid:").strip("<>"),
        "url": url,
        "fetched_at": headers.get("WARC-Date") or "",
        "charset": charset or "",
        "lang": (headers.get("WARC-Identified-Content-Language") or "").split(",")[0],
    }
    return Raw(where, form, data, said, len(data))


def _fastwarc() -> Any:
    try:
        from fastwarc import warc
    except ImportError:
        raise InputError(
            "WARC, WET and WACZ need fastwarc; install it: pip install 'newsfold[warc]'"
        ) from None
    return warc
