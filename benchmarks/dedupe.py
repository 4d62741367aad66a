"""Near-duplicate engines raced: `python benchmarks/dedupe.py CORPUS.jsonl [--json OUT.json]`.

Each engine reads the JSONL file and writes a file of (id, group): word shingles of three, 128
permutations, 32 bands of 4 rows, pairs verified at one threshold, groups by connected components.
newsfold verifies by true similarity and judges titles and numbers besides, datasketch and rensa
verify by the similarity that their signatures estimate, and Daft, whose MinHash recipe has no such
step, groups what its bands propose. Each run is a process of its own; rounds are interleaved.
Start-up (imports, and loading compiled code) is timed apart. Needs the extra `[bench]`, in an
environment of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

__path__ = [str(ROOT / "dedupe")]
"""The package that this module has its name from: it is what the benchmarks beside this one, which
find this file first, mean by `import dedupe`."""

THRESHOLD = 0.6
PERMUTATIONS, BANDS, ROWS, SHINGLE = 128, 32, 4, 3


def write(out: Path, groups: Iterable[tuple[str, int]]) -> None:
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(f"{id_}\t{group}\n" for id_, group in groups)


def start_newsfold() -> Any:
    from dedupe import kernel
    from dedupe.corpus import group_file, write_groups

    kernel.warm_up()

    def run(path: Path, out: Path) -> None:
        with open(out, "wb") as file:
            write_groups(*group_file(path, THRESHOLD), file)

    return run


def rows_of(path: Path) -> Iterable[tuple[str, list[str]]]:
    """Id and shingles of each line; words are parted at spaces and nothing is normalised."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            words = row["body"].split()
            runs = zip(*(words[at:] for at in range(SHINGLE)), strict=False)
            yield row["id"], [" ".join(run) for run in runs] or words


class Roots:
    """Union-find over line numbers."""

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}

    def of(self, n: int) -> int:
        parent = self.parent
        while parent.setdefault(n, n) != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    def unite(self, a: int, b: int) -> None:
        a, b = sorted((self.of(a), self.of(b)))
        self.parent[b] = a


def start_datasketch() -> Any:
    import xxhash
    from datasketch import MinHash, MinHashLSH

    def run(path: Path, out: Path) -> None:
        lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
        ids, sketches, roots = [], [], Roots()
        for n, (id_, shingles) in enumerate(rows_of(path)):
            sketch = MinHash(
                num_perm=PERMUTATIONS, scheme="affine32", hashfunc=xxhash.xxh32_intdigest
            )
            sketch.update_batch([shingle.encode() for shingle in shingles])
            for other in lsh.query(sketch):
                if roots.of(n) != roots.of(other) and sketch.jaccard(sketches[other]) >= THRESHOLD:
                    roots.unite(n, other)
            lsh.insert(n, sketch, check_duplication=False)
            ids.append(id_)
            sketches.append(sketch)
        write(out, ((id_, roots.of(n)) for n, id_ in enumerate(ids)))

    return run


def start_rensa() -> Any:
    from rensa import RMinHash, RMinHashLSH

    def run(path: Path, out: Path) -> None:
        lsh = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
        ids, sketches, roots = [], [], Roots()
        for n, (id_, shingles) in enumerate(rows_of(path)):
            sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
            sketch.update(shingles)
            for other in lsh.query(sketch):
                if roots.of(n) != roots.of(other) and sketch.jaccard(sketches[other]) >= THRESHOLD:
                    roots.unite(n, other)
            lsh.insert(n, sketch)
            ids.append(id_)
            sketches.append(sketch)
        write(out, ((id_, roots.of(n)) for n, id_ in enumerate(ids)))

    return run


def start_daft() -> Any:
    import daft
    from daft import col
    from daft.functions import chunk, minhash, monotonically_increasing_id

    daft.set_runner_native()

    def run(path: Path, out: Path) -> None:
        frame = daft.read_json(str(path)).with_column("n", monotonically_increasing_id())
        signature = minhash(
            col("body"), num_hashes=PERMUTATIONS, ngram_size=SHINGLE, seed=1, hash_function="xxhash"
        )
        frame = frame.select("n", "id", chunk(signature, ROWS).alias("bands")).collect()
        named = frame.select("n", "id").to_pydict()
        ids = dict(zip(named["n"], named["id"], strict=True))
        numbered = frame.with_column("band", daft.lit(list(range(BANDS)))).explode("bands", "band")
        buckets = numbered.groupby("band", "bands").list_agg("n")
        roots = Roots()
        for members in buckets.select("n").to_pydict()["n"]:
            for other in members[1:]:
                roots.unite(members[0], other)
        write(out, ((id_, roots.of(n)) for n, id_ in ids.items()))

    return run


STARTERS = {
    "newsfold": start_newsfold,
    "daft": start_daft,
    "rensa": start_rensa,
    "datasketch": start_datasketch,
}


def cpu() -> float:
    return sum(
        use.ru_utime + use.ru_stime
        for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run_one(name: str, path: Path, out: Path) -> None:
    """Run one engine in this process, and print what it took as JSON."""
    run = STARTERS[name]()
    started, memory = cpu(), peak()
    begun = time.perf_counter()
    run(path, out)
    print(
        json.dumps(
            {
                "start": started,
                "cpu": cpu() - started,
                "wall": time.perf_counter() - begun,
                "memory": peak() - memory,
                "peak": peak(),
            }
        )
    )


def read(path: Path) -> dict[str, str]:
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def scores(found: dict[str, str], truth: dict[str, str]) -> dict[str, float]:
    """Pairwise precision, recall and F1."""

    def pairs(groups: Iterable[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    both = pairs((found[id_], truth[id_]) for id_ in found)
    given, wanted = pairs(found.values()), pairs(truth.values())
    return {
        "precision": both / max(given, 1),
        "recall": both / max(wanted, 1),
        "f1": 2 * both / max(given + wanted, 1),
    }


def race(path: Path, names: list[str], rounds: int) -> dict[str, Any]:
    truth = read(path.with_suffix(".truth"))
    results: dict[str, Any] = {name: {"runs": []} for name in names}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "groups.tsv"
        for _ in range(rounds):
            for name in names:
                done = subprocess.run(
                    [sys.executable, __file__, str(path), "--one", name, "--out", str(out)],
                    stdout=subprocess.PIPE,
                    check=True,
                )
                results[name]["runs"].append(json.loads(done.stdout.splitlines()[-1]))
                results[name]["scores"] = scores(read(out), truth)
                print(name, results[name]["runs"][-1], results[name]["scores"], file=sys.stderr)
    for result in results.values():
        for key in ("start", "cpu", "memory", "peak"):
            result[key] = median(run[key] for run in result["runs"])
        result["rate"] = len(truth) / result["cpu"]
    return {"articles": len(truth), "bytes": path.stat().st_size, "engines": results}


def table(results: dict[str, Any]) -> str:
    lines = [
        "| engine | start-up, CPU s | CPU s | articles a CPU s | bytes an article | P | R | F1 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, got in results["engines"].items():
        said = got["scores"]
        lines.append(
            f"| {name} | {got['start']:.1f} | {got['cpu']:.2f} | {got['rate']:,.0f} | "
            f"{got['memory'] / results['articles']:,.0f} | {said['precision']:.4f} | "
            f"{said['recall']:.4f} | {said['f1']:.4f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--engines", nargs="*", default=list(STARTERS), choices=STARTERS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", choices=STARTERS, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sys.path[0] = str(ROOT)
        run_one(given.one, given.path, given.out)
        return
    results = race(given.path, given.engines, given.rounds)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n")
    print(table(results))


if __name__ == "__main__":
    main()
