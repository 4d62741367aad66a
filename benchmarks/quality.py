"""How good newsfold's pages are: `quality.py labelled`, `pages PATH` and `furniture`."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FLOORS = ROOT / "benchmarks" / "floors.toml"

from benchmarks.labelled.pages import pages as labelled_pages  # noqa: E402
from benchmarks.labelled.pages import read_page  # noqa: E402
from benchmarks.labelled.truth import Labelled  # noqa: E402
from benchmarks.scoring import PageScore, score_page  # noqa: E402
from dedupe.model import FoldedPage  # noqa: E402


@dataclass(frozen=True, slots=True)
class Run:
    """One page in one form: what came out, its score, seconds of CPU by stage."""

    score: PageScore
    folded: FoldedPage
    blocks_seconds: float
    fold_seconds: float


def run_labelled(pages: Iterable[Labelled]) -> list[Run]:
    """Every page in each of its forms; furniture is learned over an outlet's pages of one form."""
    from dedupe.boilerplate import count_blocks, furniture
    from dedupe.page import fold_page

    groups: dict[tuple[str, str, str], list[Labelled]] = defaultdict(list)
    for page in pages:
        for form in page.forms:
            groups[page.outlet, page.unit, form].append(page)
    runs = []
    for (_, unit, form), group in groups.items():
        timed = [_timed(lambda page=page, form=form: read_page(page, form)) for page in group]
        known = furniture(count_blocks(made for made, _ in timed)) if unit != "sentence" else ()
        for page, (made, spent) in zip(group, timed, strict=True):
            folded, folding = _timed(
                lambda made=made, known=known: fold_page(made, furniture=known)
            )
            runs.append(Run(score_page(page, form, folded), folded, spent, folding))
    return runs


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def digest(pages: Iterable[Labelled]) -> str:
    """A digest of the labelled set and its truth: floors hold for one digest only."""
    sha = hashlib.sha256()
    for page in pages:
        truth = repr((page.articles, page.forbidden, page.held))
        sha.update(f"{page.name}\0{page.html}\0{page.text}\0{truth}\0".encode())
    return sha.hexdigest()[:16]


PARTS = ("dev", "late", "held")
LATE = frozenset(
    (
        *("umbral", "marfa", "kalyna", "haneul", "dijkpost"),
        *("sanawbar", "zellij", "arrebol", "chenar", "millrace"),
    )
)
"""Outlets that were set aside once, and tuned on after they had been measured."""


def part_of(page: Labelled) -> str:
    """Which part a page counts to: only `held` tells what rules do with pages nobody looked at."""
    if page.held:
        return "held"
    return "late" if page.outlet in LATE else "dev"


def below_floors(result: dict[str, Any]) -> list[str]:
    """What is worse than floors.toml pins, or cannot be compared with it."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    if floors["digest"] != result["digest"]:
        return [f"digest {result['digest']}, floors are for {floors['digest']}: pin them anew"]
    return [
        f"{part} {form}: {result[part]['forms'][form]['score']} is below {least}"
        for part in PARTS
        if part in result
        for form, least in floors.get(part, {}).items()
        if result[part]["forms"][form]["score"] < least
    ]


def table(runs: list[Run], part: str) -> dict[str, Any]:
    """Means of one part (dev, late or held) by form, family, language and outlet."""
    chosen = [run.score for run in runs if part_of(run.score.page) == part]
    whole = [one for one in chosen if one.page.unit != "sentence"]
    return {
        "forms": {
            form: _summary([s for s in whole if s.form == form]) for form in ("html", "text")
        },
        "flat": _means(
            (one for one in chosen if one.page.unit == "sentence"), lambda one: one.page.families
        ),
        "families": _means(whole, lambda one: one.page.families),
        "languages": _means(whole, lambda one: (one.page.lang,)),
        "outlets": _means(whole, lambda one: (one.page.outlet,)),
    }


def _means(
    scores: Iterable[PageScore], keys: Callable[[PageScore], Iterable[str]]
) -> dict[str, dict[str, float]]:
    groups: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in scores:
        for key in keys(one):
            groups[key][one.form].append(one.score)
    return {
        key: {form: round(mean(values), 4) for form, values in sorted(forms.items())}
        | {"pages": max(len(values) for values in forms.values())}
        for key, forms in sorted(groups.items())
    }


def _summary(scores: list[PageScore]) -> dict[str, float]:
    articles = [article for one in scores for article in one.articles]
    parts = ("title", "body", "captions", "leak", "standfirst", "credits")
    out = {"pages": len(scores), "score": mean(one.score for one in scores) if scores else 0.0}
    out |= {
        part: mean(getattr(one, part) for one in articles) if articles else 0.0 for part in parts
    }
    out |= {"invented": sum(one.invented for one in scores)}
    out |= {"lost": sum(one.lost for one in scores)}
    return {key: round(value, 4) for key, value in out.items()}


def print_table(name: str, result: dict[str, Any], worst: list[PageScore]) -> None:
    """One part's table on the terminal."""
    print(f"\n== {name} ==")
    for form, row in result["forms"].items():
        print(f"{form:5}", "  ".join(f"{key} {value}" for key, value in row.items()))
    for group in ("families", "languages", "outlets", "flat"):
        print(f"-- {group}")
        for key, row in result[group].items():
            shown = "  ".join(f"{form} {row[form]:.3f}" for form in ("html", "text") if form in row)
            print(f"  {key:18} {shown}  ({row['pages']} pages)")
    if worst:
        print("-- lowest pages")
        for one in worst:
            print(f"  {one.page.name:24} {one.form:5} {one.score:.3f}  {_why(one)}")


def _why(one: PageScore) -> str:
    parts = [f"invented {one.invented}"] if one.invented else []
    parts += [f"lost {one.lost}"] if one.lost else []
    for number, article in enumerate(one.articles):
        low = [
            f"{part} {getattr(article, part):.2f}"
            for part in ("title", "body", "captions", "leak")
            if getattr(article, part) < 1
        ]
        if low:
            parts.append(f"[{number}] " + ", ".join(low))
    return "; ".join(parts)


def labelled(args: argparse.Namespace) -> int:
    """The subcommand `labelled`."""
    every = labelled_pages()
    if args.show:
        return show(every, args.show, args.reveal)
    runs = run_labelled(page for page in every if part_of(page) in args.parts)
    result: dict[str, Any] = {"digest": digest(every), "pages": len(every)}
    for part in args.parts:
        result[part] = table(runs, part)
        of_part = [run.score for run in runs if part_of(run.score.page) == part]
        low = sorted((s for s in of_part if s.score < 0.999), key=lambda s: s.score)[: args.worst]
        if of_part:
            print_table(part, result[part], low if part != "held" or args.reveal else [])
    count = len(runs)
    print(
        f"\n{len(every)} pages, digest {result['digest']};",
        "milliseconds of CPU a page: blocks",
        f"{1000 * sum(run.blocks_seconds for run in runs) / count:.1f}, fold",
        f"{1000 * sum(run.fold_seconds for run in runs) / count:.1f}",
    )
    if args.json:
        Path(args.json).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    low = below_floors(result) if args.floors else []
    for line in low:
        print(line, file=sys.stderr)
    return 1 if low else 0


def show(every: tuple[Labelled, ...], name: str, reveal: bool) -> int:
    """Truth against result of one page, line by line."""
    from benchmarks.show import report

    found = [page for page in every if page.name == name]
    if not found:
        names = ", ".join(page.name for page in every if not page.held)
        print(f"no page is called {name!r}; the dev pages are: {names}", file=sys.stderr)
        return 2
    if found[0].held and not reveal:
        print(f"{name} is set aside from tuning; --reveal shows it all the same", file=sys.stderr)
        return 2
    outlet = [page for page in every if page.outlet == found[0].outlet]
    for run in run_labelled(outlet):
        if run.score.page.name == name:
            print(report(run.score, run.folded))
    return 0


def pages(args: argparse.Namespace) -> int:
    """The subcommand `pages`."""
    from benchmarks.snippets import measure, print_engines

    result = measure(Path(args.path), args.engines, args.limit)
    print_engines(result)
    if args.json:
        Path(args.json).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 0


def leaks(args: argparse.Namespace) -> int:
    """The subcommand `furniture`."""
    from benchmarks.leaks import measure

    every = labelled_pages()
    result = measure(page for page in every if part_of(page) in args.parts)
    for name, row in result.items():
        print(f"{name:30}", "  ".join(f"{key} {value}" for key, value in row.items()))
    if args.json:
        Path(args.json).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("labelled", help="the labelled set of fictional pages")
    one.add_argument("--show", metavar="PAGE", help="truth against result of one dev page")
    one.add_argument("--reveal", action="store_true", help="show held-out pages too")
    one.add_argument("--worst", type=int, default=25, help="how many of the lowest pages to list")
    one.add_argument("--json", metavar="OUT")
    one.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="only these")
    one.add_argument("--floors", action="store_true", help="fail below benchmarks/floors.toml")
    one.set_defaults(run=labelled)
    two = commands.add_parser("pages", help="snippets of real pages, against other engines")
    two.add_argument("path", help="jsonl.gz of id, url, html, with, without")
    two.add_argument("--engines", nargs="*", help="only these")
    two.add_argument("--limit", type=int, help="only the first N pages")
    two.add_argument("--json", metavar="OUT")
    two.set_defaults(run=pages)
    three = commands.add_parser(
        "furniture", help="what is wrongly kept, and how much learning helps"
    )
    three.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="only these")
    three.add_argument("--json", metavar="OUT")
    three.set_defaults(run=leaks)
    args = parser.parse_args()
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
