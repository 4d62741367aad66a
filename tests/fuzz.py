"""A mutator over readers and folding: `python tests/fuzz.py MINUTES [SEED]`.

It damages dumps of every shape and looks for what must never be: an exception, a page that is not
accounted for, a record before the damage that is gone, another result at the second reading, a
record that takes long or much memory. What it finds is printed with the seed that makes it again.
"""

from __future__ import annotations

import io
import json
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path

import dumps
from exports import EXPORTS

from crawler.clean import clean
from crawler.inputs import folded, open_inputs
from crawler.page import page_from_html, page_from_text
from crawler.readers.raw import Bad, InputError, Raw
from crawler.readers.read import read_input
from crawler.records import page_of
from dedupe.model import FoldedPage, Page
from storage.prepare import check, mended, prepare

SLOW_SECONDS = 5.0
HUNG_SECONDS = 120
LARGE_BYTES = 300_000_000
"""What the process may grow by with one dump."""
SPLICES = (b'"', b"\\", b"{", b"}", b"[", b"]", b",", b"\n", b"\r\n", b"\0", b"\xff\xfe", b"\t")
SPLICES += (b"<p>", b"</p>", b"<table>", b"<!--", b"<![CDATA[", b"]]>", b"&#x1F;", b"\\ud800")
SPLICES += (b"1e999", b"-1", b"PK\x03\x04", b"WARC/1.0\r\n", b"Content-Length: 9999999\r\n")
SPLICES += ("\u202e".encode(), "\u0640".encode(), b"\x1f\x8b\x08", b"<item>", b"</item>", b"&")
SPLICES += (b"**", b"![", b"](", b"---\n", b"# ", b"- ", b"` ")
SPLICES += (b"\nFrom a@b.example Tue Mar 12 08:15:00 2024\n", b"=?utf-8?q?=ff?=", b"--", b"\f")
SPLICES += (b"Content-Transfer-Encoding: base64\n", b"Content-Type: text/html; charset=x\n", b";")
SEAMS = (b"\n", b"\n\n", b"\r\n", b"<item", b"<entry", b"<w:p>", b"<row", b"<c ", b"</", b"<", b">")
SEAMS += (b"},", b", ", b",", b'"', b": ", b"\t", b";", b"|", b"\nFrom ", b"--==", b"WARC/1.0")
"""Where a dump is taken apart: rows, elements, cells, messages, parts, headers."""
IN_ORDER = re.compile(
    r"(?:pages-)?(?:dump|array|side|bulk|single|bars|semicolons|feed|blog|atom)"
    r"\.(?:jsonl|ndjson|json|csv|tsv|xml|warc|warc.wet|mbox|rss|atom)"
)
"""Shapes whose records stand one behind the other, so that those before the damage are read."""


MARKS = "# A\n\n- [b](c) **d** *e* `f`\n\n![g](h.jpg)\n\n> i\n\n"
NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-3.dtd"><nitf><head><docdata><doc-id id-string="{id}"/>
<date.issue norm="20240501T060000Z"/></docdata><pubdata name="The Gull" ex-ref="{url}"/></head>
<body><body.head><hedline><hl1>{title}</hl1></hedline><byline>By Ada Quill</byline><dateline>VELM
</dateline></body.head><body.content><block class="lead_paragraph"><p>{body}</p></block>
<block class="full_text"><p>{body}</p></block></body.content></body></nitf>"""
G2 = """<newsItem guid="{id}" xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><provider
literal="The Gull"/><versionCreated>2024-05-01T06:00:00Z</versionCreated></itemMeta><contentMeta>
<headline>{title}</headline></contentMeta><contentSet><inlineXML><html
xmlns="http://www.w3.org/1999/xhtml"><body><p>{body}</p></body></html></inlineXML></contentSet>
</newsItem>"""


def shapes() -> dict[str, bytes]:
    """Dumps to damage, small so that a blow hits."""
    rows = dumps.slice_of(4)
    found = {name: make(rows) for name, make in dumps.ROWS.items()}
    found |= {f"pages-{name}": make(rows) for name, make in dumps.PAGES.items()}
    found |= {f"packed.jsonl{end}": pack(dumps.jsonl(rows)) for end, pack in dumps.PACKERS.items()}
    found["page.html"] = dumps.html_of(rows[0]).encode()
    found["page.txt"] = f"{rows[1]['title']}\n\n{rows[1]['body']}".encode()
    found["page.md"] = f"---\ntitle: {rows[0]['title']}\n---\n\n{MARKS}{rows[0]['body']}".encode()
    found["dump.warc.wet"] = dumps.wet(rows)
    held = {"about": {"n": 4}, "data": {"town": rows[:2], "sea": rows[2:]}, "next": [1]}
    found["deep.json"] = json.dumps(held).encode()
    found["ids.json"] = json.dumps({row["id"]: row for row in rows}).encode()
    found["columns.json"] = json.dumps(
        {key: [row[key] for row in rows] for key in rows[0]}
    ).encode()
    found["index.json"] = json.dumps(
        {key: {str(n): row[key] for n, row in enumerate(rows)} for key in rows[0]}
    ).encode()
    found["split.json"] = json.dumps(
        {"columns": list(rows[0]), "data": [list(row.values()) for row in rows]}
    ).encode()
    found["bulk.jsonl"] = "".join(
        f"{json.dumps({'index': {'_id': row['id']}})}\n{json.dumps(row)}\n" for row in rows
    ).encode()
    found["telegram.json"] = json.dumps(telegram(rows), indent=1).encode()
    found["single.csv"] = dumps.table(rows).replace(b'"', b"'")
    found |= {f"{name}.txt".replace(" ", "-"): data.encode() for name, data in EXPORTS.items()}
    found["array.jsonl"] = json.dumps(rows, indent=1).encode()
    found["wide.jsonl"] = dumps.jsonl(rows).decode().encode("utf-16-le")
    found["bars.csv"] = dumps.table(rows, "|").replace(b'""', b'\\"')
    found["escaped.txt"] = dumps.html_of(rows[2]).replace("<", "&lt;").encode()
    found |= of_offices_and_mail(rows) | feeds(rows)
    found |= {f"fold-{path.name}": path.read_bytes() for path in golden()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dump.db"
        dumps.sqlite(rows, path)
        found["dump.db"] = path.read_bytes()
    return found


def golden() -> list[Path]:
    folder = Path(__file__).parent / "golden"
    return sorted(path for path in folder.iterdir() if path.suffix in (".html", ".txt"))


def telegram(rows: list[dumps.Row]) -> dict[str, object]:
    """A channel as the program for desktops exports it."""
    posts = [
        {
            "id": n,
            "type": "message",
            "date": row["fetched_at"].rstrip("Z"),
            "from": "The Gull",
            "from_id": "channel1",
            "text": [row["title"], {"type": "bold", "text": "\n\n"}, row["body"]],
        }
        for n, row in enumerate(rows)
    ]
    return {"name": "The Gull", "type": "public_channel", "id": 1, "messages": posts}


def of_offices_and_mail(rows: list[dumps.Row]) -> dict[str, bytes]:
    found = {"dump.mbox": dumps.mbox(rows), "page.eml": dumps.eml(rows[0])}
    both = dumps.message(rows[1])
    both.add_alternative(dumps.html_of(rows[1]), subtype="html")
    found["both.eml"] = both.as_bytes()
    found["page.mhtml"] = dumps.mhtml(rows[0])
    found["page.docx"] = dumps.docx(rows[0])
    export = EXPORTS["Nexis Uni"].split("\n", 1)
    found["export.docx"] = dumps.docx({"title": export[0], "body": export[1].replace("\n", "\n\n")})
    found["dump.xlsx"] = dumps.xlsx(rows)
    found["office.zip"] = dumps.zipped({"a.docx": dumps.docx(rows[0]), "b.xlsx": dumps.xlsx(rows)})
    return found


def feeds(rows: list[dumps.Row]) -> dict[str, bytes]:
    """RSS, Atom and the export of a blog."""
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    space += ' xmlns:wp="http://wordpress.org/export/1.2/"'
    form = "<item><guid>{id}</guid><title>{title}</title><link>{url}</link>{rest}</item>\n"
    entry = "<entry><id>{id}</id><title>{title}</title><link href='{url}'/>"
    entry += "<content type='html'>{markup}</content></entry>"
    made: dict[str, list[str]] = {"feed.rss": [], "blog.xml": [], "dump.atom": []}
    for row in rows:
        told = {key: escape(value) for key, value in row.items()}
        raw = "".join(f"<p>{part}</p>" for part in row["body"].split("\n\n"))
        short = f"<description>{escape(raw)}</description>"
        post = f"<content:encoded><![CDATA[{raw}]]></content:encoded><wp:post_type>post"
        post += "</wp:post_type><category>Sea</category>"
        made["feed.rss"].append(form.format(**told, rest=short))
        made["blog.xml"].append(form.format(**told, rest=post))
        made["dump.atom"].append(entry.format(**told, markup=escape(raw)))
    made["blog.xml"].append(
        form.format(id="", title="", url="", rest="<wp:post_type>attachment</wp:post_type>")
    )
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom">{"".join(made.pop("dump.atom"))}</feed>'
    found = {"dump.atom": f'<?xml version="1.0" encoding="utf-8"?>\n{atom}'.encode()}
    found["news.xml"] = NITF.format(**rows[0]).encode()
    found["items.xml"] = (
        f"<newsMessage>{''.join(G2.format(**row) for row in rows)}</newsMessage>".encode()
    )
    for name, items in made.items():
        head = f"<rss {space}><channel><title>The Gull</title>\n"
        found[name] = f"{head}{''.join(items)}</channel></rss>".encode()
    return found


def damaged(data: bytes, draw: random.Random) -> bytes:
    """`data` after a few blows: to bytes, to what it is made of, or below its packing."""
    kind = draw.randrange(4)
    if kind == 0 and (inner := taken_apart(data, draw)) is not None:
        return inner
    if kind < 3 and draw.random() < 0.5:
        for _ in range(draw.choice((1, 1, 2, 4))):
            data = shuffled(data, draw)
        return data
    return beaten(data, draw)


def beaten(data: bytes, draw: random.Random) -> bytes:
    """`data` with bytes that are changed, gone, doubled or foreign."""
    out = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 4, 16))):
        at = draw.randrange(len(out) + 1)
        length = draw.choice((1, 2, 8, 64, 500))
        blow = draw.randrange(7)
        if blow == 0 and out:
            out[at % len(out)] ^= 1 << draw.randrange(8)
        elif blow == 1:
            del out[at : at + length]
        elif blow == 2:
            out[at:at] = draw.choice(SPLICES) * draw.choice((1, 1, 3, 200))
        elif blow == 3:
            out[at:at] = out[at : at + length]
        elif blow == 4:
            out[at : at + length] = draw.randbytes(length)
        elif blow == 5:
            del out[at:]
        else:
            other = draw.randrange(len(out) + 1)
            out[at:at] = out[other : other + length]
    return bytes(out)


def shuffled(data: bytes, draw: random.Random) -> bytes:
    """`data` with a row, an element, a cell or a part that is gone, doubled, moved or swapped."""
    seam = draw.choice([seam for seam in SEAMS if seam in data] or [b" "])
    parts = data.split(seam)
    one, other = draw.randrange(len(parts)), draw.randrange(len(parts))
    blow = draw.randrange(6)
    if blow == 0:
        del parts[one]
    elif blow == 1:
        parts[one:one] = [parts[one]] * draw.choice((1, 1, 3, 100))
    elif blow == 2:
        parts[one], parts[other] = parts[other], parts[one]
    elif blow == 3:
        parts.insert(other, parts.pop(one))
    elif blow == 4:
        parts[one] = b""
    else:
        parts[one] = beaten(parts[one], draw)
    return seam.join(parts)


def taken_apart(data: bytes, draw: random.Random) -> bytes | None:
    """`data` with damage to one of its members, or below its compression; None without either."""
    if data.startswith(b"PK\x03\x04"):
        return dumps.zipped(dict(members_of(data, draw)))
    for end, pack in dumps.PACKERS.items():
        if data.startswith(pack(b"a")[:3]):
            return pack(damaged(unpack(data, end), draw))
    if draw.random() < 0.2:
        packed = draw.choice(sorted(dumps.PACKERS))
        return beaten(dumps.PACKERS[packed](damaged(data, draw)), draw)
    return None


def members_of(data: bytes, draw: random.Random) -> Iterator[tuple[str, bytes]]:
    """The members of a zip archive, one of them damaged, gone or under another name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        hit, blow = draw.choice(names), draw.randrange(8)
        for name in names:
            inner = archive.read(name)
            if name != hit:
                yield name, inner
            elif blow == 0:
                yield f"../{name}", inner
            elif blow == 1:
                yield name, archive.read(draw.choice(names))
            elif blow > 2:
                yield name, damaged(inner, draw)


def unpack(data: bytes, end: str) -> bytes:
    import bz2
    import gzip
    import lzma

    if end == ".zst":
        try:
            from compression.zstd import decompress
        except ImportError:
            from backports.zstd import decompress
        return decompress(data)
    return {".gz": gzip, ".bz2": bz2, ".xz": lzma}[end].decompress(data)  # type: ignore[attr-defined]


def blow(name: str, data: bytes, folder: Path, before: bytes = b"") -> tuple[int, int]:
    """Read and fold one damaged dump; how many records it gave, and how many of them were pages.

    `before` is the dump before the damage. Raises AssertionError where something is lost.
    """
    if name.startswith("fold-"):
        return 1, fold_alone(name, data)
    path = folder / name.removeprefix("pages-")
    path.write_bytes(data)
    found = read(path)
    assert found, "an input came to nothing, and nobody said so"
    again = read(path)
    assert repr(found) == repr(again), "it is read otherwise at the second time"
    pages = [page for page in found if isinstance(page, Page)]
    for page in pages:
        fold(page)
    texts = {(page.id, page.text) for page in pages}
    for said in standing(name, before, data):
        assert said in texts, f"{said[0]} stands before the damage, and is not read"
    return len(found), len(pages)


def read(path: Path) -> list[Page | Bad]:
    inputs = open_inputs([f"{path}::news" if path.suffix == ".db" else str(path)])
    found = []
    for item in inputs:
        for raw in read_input(item, inputs.reading):
            page = page_of(raw, inputs.reading) if isinstance(raw, Raw) else raw
            found.append(page)
            assert isinstance(page, Page) or (page.where and page.reason)
    return found


def fold(page: Page) -> FoldedPage:
    after = folded(page, {}, "")
    assert isinstance(after, FoldedPage), f"not folded: {after}"
    check(mended(after))
    prepare(mended(after))
    return after


def fold_alone(name: str, data: bytes) -> int:
    """Fold a page by itself, and once more."""
    make = page_from_html if name.endswith(".html") else page_from_text
    text = data.decode("utf-8", "surrogateescape" if data[-1:] < b"m" else "replace")
    held = make(data if make is page_from_html else text, id="in")
    assert repr(fold(held)) == repr(fold(held)), "it is folded otherwise at the second time"
    return 1


def standing(name: str, before: bytes, after: bytes) -> Iterator[tuple[str, str]]:
    """Id and text of each record that ends before the damage, and another begins."""
    if not before or not IN_ORDER.fullmatch(name):
        return
    pairs = enumerate(zip(before, after, strict=False))
    whole = next((at for at, (old, new) in pairs if old != new), len(after))
    for n, (id_, text) in enumerate(whole_pages(name, before)):
        follows = before.find(b"in-%d" % (n + 1))
        if 0 <= follows < whole - 4:
            yield id_, text


@cache
def whole_pages(name: str, data: bytes) -> tuple[tuple[str, str], ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name.removeprefix("pages-")
        path.write_bytes(data)
        return tuple((page.id, page.text) for page in read(path) if isinstance(page, Page))


def cleaned(name: str, data: bytes, folder: Path, records: int) -> None:
    """Clean a damaged dump into a database: as many pages as were read, all accounted for."""
    path = folder / name.removeprefix("pages-")
    path.write_bytes(data)
    db = folder / "news" / "news.db"
    db.parent.mkdir()
    try:
        counts = clean(
            open_inputs([f"{path}::news" if path.suffix == ".db" else str(path)]),
            db,
            lambda bad: None,
        )
    finally:
        for each in db.parent.iterdir():
            each.unlink()
        db.parent.rmdir()
    assert counts["pages"] == records, f"{counts['pages']} pages of {records} records"
    parts = sum(counts[part] for part in ("new", "changed", "known", "quarantined"))
    assert parts == records, f"{parts} of {records} pages accounted for"


def reader_of(name: str) -> str:
    """Who reads a shape, as the log counts it."""
    if name.startswith("fold-"):
        return f"fold_page, {'markup' if name.endswith('.html') else 'text'}"
    if name.removesuffix(".txt").replace("-", " ") in EXPORTS or name == "LexisNexis,-numbered.txt":
        return "press exports"
    named = {"telegram": "Telegram", "bulk": "bulk", "split": "split", "columns": "columns"}
    named |= {"index": "columns", "blog": "WXR"}
    first, *ends = name.removeprefix("pages-").split(".")
    return named.get(first) or "." + ".".join(ends)


@contextmanager
def hung() -> Iterator[None]:
    """Raise TimeoutError in what does not come to an end."""

    def stop(number: int, frame: object) -> None:
        raise TimeoutError(f"no end after {HUNG_SECONDS} s")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(HUNG_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def main(minutes: float, seed: int) -> int:
    """Damage and read for so many minutes; the number of faults found."""
    held = shapes()
    begun = said = time.monotonic()
    tries: Counter[str] = Counter()
    faults = pages = records = runs = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < begun + 60 * minutes:
            seed += 1
            draw = random.Random(seed)
            name = draw.choice(sorted(held))
            data = damaged(held[name], draw)
            start, large = time.process_time(), peak()
            try:
                with hung():
                    counted = blow(name, data, Path(folder), held[name])
                    if seed % 20 == 0 and not name.startswith("fold-"):
                        runs += 1
                        cleaned(name, data, Path(folder), counted[0])
                records, pages = records + counted[0], pages + counted[1]
            except Exception as error:
                if not (isinstance(error, InputError) and name == "dump.db"):
                    faults += 1
                    print(f"seed {seed}, {name}: {''.join(traceback.format_exception(error))}")
            took = time.process_time() - start
            slowest = max(slowest, took)
            if took > SLOW_SECONDS or peak() - large > LARGE_BYTES:
                faults += 1
                print(f"seed {seed}, {name}: {took:.1f} s, {peak() - large} bytes more")
            tries[reader_of(name)] += 1
            if time.monotonic() > said + 300:
                said = time.monotonic()
                told(tries, said - begun, faults)
            sys.stdout.flush()
    told(tries, time.monotonic() - begun, faults)
    print(
        f"{records} records, {pages} pages folded, {runs} runs of clean, slowest {slowest:.2f} s, "
        f"{peak() // 1_000_000} MB at most, seeds to {seed}"
    )
    return faults


def told(tries: Counter[str], seconds: float, faults: int) -> None:
    by_reader = ", ".join(f"{name} {count}" for name, count in sorted(tries.items()))
    print(f"{seconds / 60:.0f} min, {tries.total()} damaged dumps, {faults} faults: {by_reader}")


def peak() -> int:
    """Bytes of memory that the process had at most."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    sys.exit(main(minutes, int(sys.argv[2]) if len(sys.argv) > 2 else 0) > 0)
