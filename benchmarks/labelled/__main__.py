"""`python -m benchmarks.labelled OUTDIR` writes the dev pages as files to look at."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.labelled.pages import pages


def main(folder: str) -> None:
    """Write NAME.html, NAME.txt and NAME.json (the truth) of each dev page into `folder`."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    shown = [page for page in pages() if not page.held]
    for page in shown:
        truth = asdict(page)
        html, text = truth.pop("html"), truth.pop("text")
        if "html" in page.forms:
            (out / f"{page.name}.html").write_text(html, encoding="utf-8")
        (out / f"{page.name}.txt").write_bytes(text.encode())
        shape = json.dumps(truth, ensure_ascii=False, indent=1)
        (out / f"{page.name}.json").write_text(shape + "\n", encoding="utf-8")
    print(f"{len(shown)} dev pages in {out}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.labelled OUTDIR")
    main(sys.argv[1])
