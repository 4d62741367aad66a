"""Exports of press databases: many articles in one text file, each with its outlet, day and author.

What a database writes round the text of an article becomes columns, as if it had been a table; what
is not understood stays text. Which database it was is told by its lines (`PRESS`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawler.readers.labels import (
    EUROPRESSE,
    FACTIVA,
    FACTIVA_SHOWN,
    LEXISNEXIS,
    NEXIS_UNI,
    PROQUEST,
    Labels,
    fields_of,
)
from crawler.readers.raw import MAX_BYTES, Bad, Raw, beyond
from crawler.readers.streams import Opened, lines
from crawler.readers.tables import decoded

_NUMBER = r"(?:Document|Dokument|Documento|Doc\.?)\s+\d+\s+(?:of|de|von|di|van|av|af|z)\s+\d+"


@dataclass(frozen=True, slots=True)
class Press:
    """How a database writes its articles one below the other."""

    name: str
    marks: tuple[bytes, ...]
    """One of these stands in each of its files: most texts need not be asked for more."""
    signs: tuple[str, ...]
    """Patterns of lines; where each of them is met, a file is of this database."""
    labels: Labels
    begins: str = ""
    """The first line of an article."""
    ends: str = ""
    """The last line of an article."""
    holds: str = r".*\S.*"
    """A line that an article has before the next one may begin."""


PRESS = (
    Press(
        "LexisNexis",
        (b"DOCUMENT", b"Doc", b"Dok"),
        (
            rf"\s*(?:\d+ of \d+ DOCUMENTS?|{_NUMBER})\s*",
            r"(?:LENGTH|LÄNGE|LONGUEUR|LONGITUD|LENGTE|LUNGHEZZA|BODY|BYLINE|LOAD-DATE): ?.*",
        ),
        LEXISNEXIS,
        begins=rf"\s*(?:\d+ of \d+ DOCUMENTS?|{_NUMBER})\s*",
    ),
    Press(
        "Nexis Uni",
        (b"End of Document",),
        (r"Body", r"Length: .*", r"End of Document"),
        NEXIS_UNI,
        ends="End of Document",
    ),
    Press(
        "Factiva",
        (b"HD",),
        (r"HD(?:\s.*)?", r"(?:PD|SN)(?:\s.*)?", r"(?:LP|TD)(?:\s.*)?"),
        FACTIVA,
        begins=r"(?:SE|HD|CLM)(?:\s.*)?",
        holds=r"(?:LP|TD)(?:\s.*)?",
    ),
    Press(
        "Factiva",
        (b"Document ",),
        (r"[\d.,]+ (?:words|mots|Wörter|palabras|parole)", r"Document [A-Z]{2}[A-Za-z0-9]{14,35}"),
        FACTIVA_SHOWN,
        ends=r"Document [A-Z]{2}[A-Za-z0-9]{14,35}",
    ),
    Press(
        "ProQuest",
        (b"_" * 20,),
        (
            r"_{20,}",
            r"(?:Full text|Abstract): ?.*",
            r"(?:Publication title|ProQuest document ID): .*",
        ),
        PROQUEST,
        begins=r"_{20,}",
    ),
    Press(
        "Europresse",
        (b"news\xb7", "news·".encode()),
        (r"(?:.*: ?)?news·\d{8}·\w+·\S+",),
        EUROPRESSE,
        ends=r"(?:.*: ?)?news·\d{8}·\w+·\S+",
    ),
)
"""The databases that are known, those with the clearest signs first."""


def press_in(head: bytes) -> Press | None:
    """The database that a file comes from, by its first bytes; None: it is a text like others."""
    likely = [press for press in PRESS if any(mark in head for mark in press.marks)]
    shown = [line.strip("\r\x0c\ufeff") for line in decoded(head).split("\n")] if likely else []
    for press in likely:
        signs = [re.compile(sign) for sign in press.signs]
        if all(any(map(sign.fullmatch, shown)) for sign in signs):
            return press
    return None


def read_press(file: Opened, press: Press) -> Iterator[Raw | Bad]:
    """A page for each article, with what the database says of it."""
    count = 0
    for number, document, size in _documents(file, press):
        where = f"{file.name}:{number}"
        if size > MAX_BYTES:
            yield beyond(where, "an article")
            continue
        fields = fields_of(decoded(b"\n".join(document)), press.labels)
        if not fields.get("body", "").strip():
            detail = f"{len(document)} lines of {press.name} with no text of an article"
            yield Bad(where, "no article", detail, where)
            continue
        count += 1
        said: dict[str, Any] = {**fields, "id": fields["id"] or where, press.name: str(count)}
        yield Raw(where, "fields", said, {}, size)


def _documents(file: Opened, press: Press) -> Iterator[tuple[int, list[bytes], int]]:
    """The number of the first line of each article, its lines, and how many bytes they have.

    Of one that is too large, only the first lines come.
    """
    begins, ends = (re.compile(form) if form else None for form in (press.begins, press.ends))
    holds = re.compile(press.holds)
    first, size, held = 1, 0, False
    found: list[bytes] = []
    for number, line in lines(file):
        data = line or b""
        shown = decoded(data[:_SHOWN_BYTES].strip(b"\r\x0c")).removeprefix("\ufeff")
        if held and begins and begins.fullmatch(shown):
            yield first, found, size
            first, size, held, found = number, 0, False, []
        size += MAX_BYTES if line is None else len(data) + 1
        if size <= MAX_BYTES:
            found.append(data)
        held = held or holds.fullmatch(shown) is not None
        if ends and ends.fullmatch(shown):
            yield first, found, size
            first, size, held, found = number + 1, 0, False, []
    if any(line.strip() for line in found):
        yield first, found, size


_SHOWN_BYTES = 400
"""Bytes of a line by which it is told what it is."""
