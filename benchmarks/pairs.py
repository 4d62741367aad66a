"""How well the verdict on pairs agrees with people: precision and recall on labelled pairs.

    python benchmarks/pairs.py CORPUS.jsonl.gz

`pairs.tsv` holds ids and labels only. The corpus has `id`, `title` and `body` a line. The labels:
`same`, one item, maybe corrected, cut or extended; `different`; `undecidable`, where readers could
hold either, such as an announcement and its reminder on the day.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from dedupe.near import Form, contradiction, forms, judge  # noqa: E402
from dedupe.text import jaccard  # noqa: E402

PAIRS = Path(__file__).with_name("pairs.tsv")
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the pairs judged wrongly")
    given = parser.parse_args()
    with open(PAIRS, encoding="utf-8", newline="") as file:
        pairs = [(row["a"], row["b"], row["label"]) for row in csv.DictReader(file, delimiter="\t")]
    found = read_forms(given.corpus, {name for a, b, _ in pairs for name in (a, b)})
    judged = [(found[a], found[b], label) for a, b, label in pairs]
    print(f"{len(pairs)} pairs: {dict(Counter(label for *_, label in pairs))}")
    print("least  similarity alone    the verdict         of undecidable")
    print("       precision  recall   precision  recall   joined")
    for least in THRESHOLDS:
        alone = [label for a, b, label in judged if jaccard(a.shingles, b.shingles) >= least]
        ours = [label for a, b, label in judged if judge(a, b, least) is not None]
        total = sum(label == "same" for *_, label in judged)
        print(
            f"{least:<7}{figures(alone, total)}    {figures(ours, total)}    {share(ours, judged)}"
        )
    if given.errors:
        for (a, b, label), (x, y, _) in zip(pairs, judged, strict=True):
            joined = judge(x, y) is not None
            if label != "undecidable" and joined != (label == "same"):
                score = jaccard(x.shingles, y.shingles)
                print(f"{label}, {score:.2f}, {contradiction(x, y) or 'nothing'}: {a} {b}")


def figures(joined: list[str], total: int) -> str:
    """Precision and recall of `same` against `different`."""
    right, wrong = joined.count("same"), joined.count("different")
    return f"{right / max(1, right + wrong):<11.3f}{right / total:<6.3f}"


def share(joined: list[str], judged: list[tuple[Form, Form, str]]) -> str:
    of = sum(label == "undecidable" for *_, label in judged)
    return f"{joined.count('undecidable')} of {of}"


def read_forms(corpus: Path, wanted: set[str]) -> dict[str, Form]:
    """The forms of the articles with these ids."""
    rows = [row for row in lines(corpus) if row["id"] in wanted]
    lacking = wanted - {row["id"] for row in rows}
    if lacking:
        raise SystemExit(f"{corpus}: {len(lacking)} ids are not there, such as {min(lacking)}")
    made = forms([(row["title"], row["body"].splitlines()) for row in rows])
    return {row["id"]: form for row, form in zip(rows, made, strict=True) if form is not None}


def lines(corpus: Path) -> Iterator[dict[str, str]]:
    file: IO[str]
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as file:  # type: ignore[operator]
        yield from map(json.loads, file)


if __name__ == "__main__":
    main()
