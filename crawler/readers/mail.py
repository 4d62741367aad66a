"""Messages: mailboxes of newsletters, single ones, and pages saved as one (MHTML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import Any, cast

from crawler.readers.raw import MAX_BYTES, Bad, Raw, Reading, beyond
from crawler.readers.streams import Opened, lines, whole
from crawler.readers.tables import decoded
from dedupe.dates import find_date

_BEGINS = re.compile(rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
"""How mailboxes write a line of a text that begins as messages do."""


def read_mailbox(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """Each message is a page."""
    count = 0
    for number, data in _messages(file):
        count += 1
        where = f"{file.name}:{number}"
        yield beyond(where, "a message") if data is None else _record(data, where)
    if not count:
        yield Bad(file.name, "empty", "the file holds no message", file.name)


def read_message(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """The file is a message."""
    data = whole(file)
    if not data.strip():
        yield Bad(file.name, "empty", "the file is empty", file.name)
    else:
        yield beyond(file.name, "a file") if len(data) > MAX_BYTES else _record(data, file.name)


def _messages(file: Opened) -> Iterator[tuple[int, bytes | None]]:
    """The line at which each message begins, and the message; None for one that is too large."""
    first, size, blank = 1, 0, True
    found: list[bytes] = []
    for number, line in lines(file):
        data = MAX_BYTES * b" " if line is None else line
        if blank and _BEGINS.match(data):
            if any(found):
                yield first, _whole(found, size)
            first, size, found = number, 0, []
            continue
        blank = not data.strip()
        size += len(data) + 1
        if size <= MAX_BYTES:
            found.append(data)
    if any(found):
        yield first, _whole(found, size)


def _whole(found: list[bytes], size: int) -> bytes | None:
    return None if size > MAX_BYTES else _QUOTED.sub(rb"\1", b"\n".join(found))


def _record(data: bytes, where: str) -> Raw | Bad:
    """What a message says: its plain text, or its markup where it has no other."""
    try:
        message = message_from_bytes(data, policy=default)
        said = _said(message, where)
        plain, html = _part(message, "text/plain"), _part(message, "text/html")
    except Exception as error:  # headers that are none make it raise whatever it likes
        return Bad(where, "unreadable", f"{type(error).__name__}: {error}", where)
    saved = message.get_content_type() == "multipart/related" and html
    if saved or (html and not plain.strip()):
        return Raw(where, "fields", said | {"html": html}, {}, len(html))
    if not plain.strip():
        return Bad(where, "no text", "the message has no part that is text", said["id"])
    return Raw(where, "fields", said | {"body": plain}, {}, len(plain))


def _said(message: EmailMessage, where: str) -> dict[str, Any]:
    name, address = parseaddr(str(message.get("From", "")))
    saved_from = str(message.get("Snapshot-Content-Location", ""))
    url = saved_from or str(message.get("Archived-At", "")).strip("<> ")
    outlet = "" if url else name or address.rpartition("@")[2]
    return {
        "id": str(message.get("Message-ID", "")).strip("<> ") or where,
        "url": url,
        "title": "" if saved_from else str(message.get("Subject", "")),
        "source": outlet,
        "published": "" if saved_from else str(message.get("Date", "")),
        "fetched_at": find_date(str(message.get("Date", ""))) if saved_from else "",
    }


def _part(message: EmailMessage, kind: str) -> str:
    """The first part of a kind that is no attachment, as text."""
    for part in message.walk():
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            data = part.get_payload(decode=True)
            code = part.get_content_charset("utf-8")
            try:
                return data.decode(code) if isinstance(data, bytes) else str(data or "")
            except (LookupError, UnicodeDecodeError):
                return decoded(cast(bytes, data))
    return ""
