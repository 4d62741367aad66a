"""A corpus of made-up outlets, exported and read again, for the tests of releases."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from making import page_of, prose

from crawler.cli import main
from dedupe.model import FoldedPage
from dedupe.record import Row

OUTLETS = ("north.example", "south.example", "east.example")


def newsfold(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def corpus_pages() -> list[FoldedPage]:
    """Sixty articles of three outlets; every fifth is copied by another outlet with a line more,
    and every sixth is a twin in words of the one before, under another headline."""
    pages = []
    for n in range(60):
        twin = n % 6 == 5
        seed = n - 1 if twin else n
        url = f"https://{OUTLETS[n % 3]}/{n}"
        said = {
            "id": url,
            "source": OUTLETS[n % 3],
            "published": f"2025-{1 + n % 12:02}-{1 + n % 28:02}",
            "fetched_at": "2025-12-30T10:00:00+00:00",
            "lang": "ar" if n % 4 == 0 else "en",
            "captions": [("A harbour at dawn", "Ada Quill")],
        }
        script = "arabic" if n % 4 == 0 and not twin else "latin"
        title = f"Relief flight {n} lands at Tarnholm" if n % 6 in (4, 5) else f"Title of {n}"
        body = prose(seed, 80, "latin" if n % 6 in (4, 5) else script)
        pages.append(
            page_of(title, body, url=url, key=f"n:{n}", cards=[f"Card {n} for you"], **said)
        )
        if n % 5 == 0:
            url = f"https://{OUTLETS[(n + 1) % 3]}/copy/{n}"
            said |= {"id": url, "source": OUTLETS[(n + 1) % 3]}
            more = (*body, "One more line.")
            pages.append(page_of(title, more, url=url, key=f"copy:{n}", **said))
    return pages


def export(db: Path, folder: Path, *options: str) -> Path:
    done = newsfold("export", folder, "--db", db, *options)
    assert done.exit_code == 0, done.output
    return folder


def rows_of(folder: Path) -> dict[str, list[Row]]:
    """The rows of a Parquet release, split by split."""
    import pyarrow.parquet as pq

    found: dict[str, list[Row]] = {}
    for path in sorted((folder / "data").iterdir()):
        found.setdefault(path.name.split("-")[0], []).extend(pq.read_table(path).to_pylist())
    return found


def all_rows(folder: Path) -> list[Row]:
    return [row for rows in rows_of(folder).values() for row in rows]
