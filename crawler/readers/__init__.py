"""Readers of dumps: one table by the ending of the name. A reader yields records, or what is bad.

Reading never stops at a bad input. What cannot be read comes out as a `Bad` in its place, with the
file, the line and the reason, and its neighbours come out as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from crawler.readers.archives import read_tar, read_zip
from crawler.readers.arrow import read_arrow, read_parquet
from crawler.readers.jsons import read_json, read_jsonl
from crawler.readers.mail import read_mailbox, read_message
from crawler.readers.markdown import read_markdown
from crawler.readers.office import read_document, read_sheets
from crawler.readers.raw import Bad, Raw, Reading
from crawler.readers.streams import COMPRESSED, Opened
from crawler.readers.tables import read_table
from crawler.readers.text import read_html, read_text
from crawler.readers.warc import read_warc
from crawler.readers.xmls import read_xml


@dataclass(frozen=True, slots=True)
class Reader:
    """How files of one ending are read."""

    read: Callable[[Opened, Reading], Iterator[Raw | Bad]]
    suffix: str = ""
    packed: bool = False
    """Whether it unpacks compression itself."""
    archive: bool = False
    needs: tuple[str, str] = ("", "")
    """Module and extra that it does not work without."""


_PARQUET = ("pyarrow", "parquet")
_WARC = ("fastwarc", "warc")

READERS: dict[str, Reader] = {
    reader.suffix: reader
    for reader in (
        Reader(read_text, ".txt"),
        Reader(read_text, ".text"),
        Reader(read_html, ".html"),
        Reader(read_html, ".htm"),
        Reader(read_html, ".xhtml"),
        # As mirrors of sites call the pages that programs wrote.
        *(Reader(read_html, ending) for ending in (".shtml", ".php", ".asp", ".aspx", ".jsp")),
        *(Reader(read_markdown, ending) for ending in (".md", ".markdown")),
        Reader(read_jsonl, ".jsonl"),
        Reader(read_jsonl, ".ndjson"),
        Reader(read_jsonl, ".jl"),
        Reader(read_jsonl, ".jsonlines"),
        Reader(read_json, ".json"),
        *(Reader(read_mailbox, ending) for ending in (".mbox", ".mbx")),
        *(Reader(read_message, ending) for ending in (".eml", ".mhtml", ".mht")),
        Reader(read_document, ".docx"),
        Reader(read_sheets, ".xlsx"),
        Reader(read_sheets, ".xlsm"),
        *(Reader(read_xml, ending) for ending in (".xml", ".rss", ".atom", ".rdf")),
        Reader(read_table, ".csv"),
        Reader(read_table, ".tsv"),
        Reader(read_parquet, ".parquet", needs=_PARQUET),
        Reader(read_arrow, ".arrow", needs=_PARQUET),
        Reader(read_arrow, ".feather", needs=_PARQUET),
        Reader(read_warc, ".warc", packed=True, needs=_WARC),
        Reader(read_warc, ".wet", packed=True, needs=_WARC),
        Reader(read_zip, ".zip", archive=True),
        Reader(read_zip, ".wacz", archive=True, needs=_WARC),
        Reader(read_tar, ".tar", archive=True),
    )
}
"""By ending. Compression is no ending: `.jsonl.gz` is read as `.jsonl`, whatever packs it."""

FORMS = {
    "text": ".txt",
    "html": ".html",
    "markdown": ".md",
    "jsonl": ".jsonl",
    "json": ".json",
    "xml": ".xml",
    "mbox": ".mbox",
    "mhtml": ".mhtml",
    "csv": ".csv",
    "tsv": ".tsv",
    "parquet": ".parquet",
    "arrow": ".arrow",
    "warc": ".warc",
    "zip": ".zip",
    "wacz": ".wacz",
    "tar": ".tar",
}
"""What `--form` may say, and the ending that it stands for."""

ADVICE = {
    **dict.fromkeys((".xls", ".ods", ".xlsb"), "save it as .xlsx, or each sheet as CSV in UTF-8"),
    **dict.fromkeys((".doc", ".odt", ".rtf"), "save it as .docx, or as plain text in UTF-8"),
    **dict.fromkeys((".pkl", ".pickle", ".joblib"), "write it as Parquet or JSON lines"),
    ".pdf": "take its text out first: pdftotext FILE.pdf FILE.txt",
    ".rar": "unpack it first: unrar x FILE.rar",
    ".7z": "unpack it first: 7z x FILE.7z",
    ".epub": "unzip it",
    ".sql": "load it into a database, write its table as CSV with a header",
    ".webarchive": "save the page as HTML",
}
"""What to do with files of endings that nobody reads, before they can be."""

TABLES = (".db", ".sqlite", ".sqlite3")
"""Endings of SQLite files; their tables are named as `file.db::table`."""


def reader_of(name: str, form: str = "") -> Reader | None:
    """The reader for a file of that name; `form` overrules the name."""
    if form:
        return READERS[FORMS[form]]
    return READERS.get(suffix_of(name))


_ABOUT = re.compile(
    r"(?:readme|license|licence|changelog|contributing|code_of_conduct|citation)[\w.-]*\.(?:md|markdown)",
    re.IGNORECASE,
)


def reader_among(name: str, form: str = "") -> Reader | None:
    """The reader for a file of a folder or an archive, of which a `README.md` tells the rest."""
    return None if _ABOUT.fullmatch(PurePosixPath(name).name) else reader_of(name, form)


def suffix_of(name: str) -> str:
    """The ending that tells what a file holds, below those that tell how it is packed."""
    path = PurePosixPath(name.lower().split("?")[0])
    while path.suffix in COMPRESSED:
        path = path.with_suffix("")
    return {".tgz": ".tar", ".tbz": ".tar", ".txz": ".tar"}.get(path.suffix, path.suffix)
