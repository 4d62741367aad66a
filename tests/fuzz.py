"""A plain mutator over readers and folding: `python tests/fuzz.py MINUTES [SEED]`.

It damages dumps of every shape and looks for what must never be: an exception, a page that is not
accounted for, a record that takes long. What it finds is printed with the seed that makes it again.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

import dumps
from exports import EXPORTS

from crawler.inputs import folded, open_inputs
from crawler.readers.raw import Raw
from crawler.readers.read import read_input
from crawler.records import page_of
from dedupe.model import Page
from storage.prepare import mended, prepare

SLOW_SECONDS = 5.0
SPLICES = (
    b'"',
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff\xfe",
    b"\t",
    b"<p>",
)
SPLICES += (
    b"</p>",
    b"<table>",
    b"<!--",
    b"<![CDATA[",
    b"&#x1F;",
    b"\\ud800",
    b"1e999",
    b"-1",
    b"PK\x03\x04",
)
SPLICES += (
    b"WARC/1.0\r\n",
    b"Content-Length: 9999999\r\n",
    "\u202e".encode(),
    "\u0640".encode(),
    b"\x1f\x8b\x08",
)


def shapes() -> dict[str, bytes]:
    """Dumps to damage, small so that a blow hits."""
    rows = dumps.slice_of(4)
    found = {name: make(rows) for name, make in dumps.ROWS.items()}
    found |= {f"pages-{name}": make(rows) for name, make in dumps.PAGES.items()}
    found |= {f"packed.jsonl{end}": pack(dumps.jsonl(rows)) for end, pack in dumps.PACKERS.items()}
    found["page.html"] = dumps.html_of(rows[0]).encode()
    found["page.txt"] = f"{rows[1]['title']}\n\n{rows[1]['body']}".encode()
    found["dump.warc.wet"] = dumps.wet(rows)
    held = {"about": {"n": 4}, "data": {"town": rows[:2], "sea": rows[2:]}, "next": [1]}
    found["deep.json"] = json.dumps(held).encode()
    found["ids.json"] = json.dumps({row["id"]: row for row in rows}).encode()
    found["columns.json"] = json.dumps(
        {key: [row[key] for row in rows] for key in rows[0]}
    ).encode()
    found["split.json"] = json.dumps(
        {"columns": list(rows[0]), "data": [list(row.values()) for row in rows]}
    ).encode()
    found["single.csv"] = dumps.table(rows).replace(b'"', b"'")
    found |= {f"{name}.txt".replace(" ", "-"): data.encode() for name, data in EXPORTS.items()}
    found["array.jsonl"] = json.dumps(rows, indent=1).encode()
    found["wide.jsonl"] = dumps.jsonl(rows).decode().encode("utf-16-le")
    found["bars.csv"] = dumps.table(rows, "|").replace(b'""', b'\\"')
    found["escaped.txt"] = dumps.html_of(rows[2]).replace("<", "&lt;").encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dump.db"
        dumps.sqlite(rows, path)
        found["dump.db"] = path.read_bytes()
    return found


def damaged(data: bytes, draw: random.Random) -> bytes:
    """`data` after a few blows."""
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


def blow(name: str, data: bytes, folder: Path) -> tuple[int, int]:
    """Read and fold one damaged dump; how many records it gave, and how many of them were pages."""
    path = folder / name.removeprefix("pages-")
    path.write_bytes(data)
    target = f"{path}::news" if path.suffix == ".db" else str(path)
    inputs = open_inputs([target])
    records = found = 0
    for item in inputs:
        for raw in read_input(item, inputs.reading):
            records += 1
            page = page_of(raw, inputs.reading) if isinstance(raw, Raw) else raw
            if not isinstance(page, Page):
                assert page.where
                assert page.reason
                continue
            found += 1
            after = folded(page, {}, "")
            if not hasattr(after, "articles"):
                raise AssertionError(f"not folded: {after}")
            prepare(mended(after))
    assert records, "an input came to nothing, and nobody said so"
    return records, found


def main(minutes: float, seed: int) -> int:
    """Damage and read for so many minutes; the number of faults found."""
    held = shapes()
    end = time.monotonic() + 60 * minutes
    tries = faults = pages = records = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            seed += 1
            draw = random.Random(seed)
            name = draw.choice(sorted(held))
            data = damaged(held[name], draw)
            start = time.process_time()
            try:
                counted = blow(name, data, Path(folder))
                records, pages = records + counted[0], pages + counted[1]
            except Exception as error:
                refused = type(error).__name__ == "InputError" and name == "dump.db"
                if not refused:
                    faults += 1
                    print(f"seed {seed}, {name}: {''.join(traceback.format_exception(error))}")
            took = time.process_time() - start
            slowest = max(slowest, took)
            if took > SLOW_SECONDS:
                faults += 1
                print(f"seed {seed}, {name}: took {took:.1f} s")
            tries += 1
            sys.stdout.flush()
    print(
        f"{tries} damaged dumps of {len(held)} shapes, {records} records, {pages} pages folded, "
        f"{faults} faults, slowest {slowest:.2f} s"
    )
    return faults


if __name__ == "__main__":
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    sys.exit(main(minutes, int(sys.argv[2]) if len(sys.argv) > 2 else 0) > 0)
