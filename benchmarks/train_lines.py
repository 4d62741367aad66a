"""Train the weights that tell the parts of a page apart: `train_lines.py text|html OUT.json`.

A linear chain (conditional random field): each line of a page has a part (headline, caption, body,
card...), its traits speak for some parts, and parts follow each other. Trained on outlets drawn at
random (`labelled/strange.py`), for markup on real pages too, of which only some blocks are known to
belong to an article or not; measured on the labelled set, which it does not see.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.labelled.dump import _find, dump_text  # noqa: E402
from benchmarks.labelled.outlet import Outlet  # noqa: E402
from benchmarks.labelled.page import make_page, make_tree  # noqa: E402
from benchmarks.labelled.sentences import sentences  # noqa: E402
from benchmarks.labelled.strange import strange_markup, strange_outlet  # noqa: E402
from benchmarks.labelled.tree import Line, flatten  # noqa: E402
from crawler.page import page_from_html, page_from_text  # noqa: E402
from dedupe.alike import likeness  # noqa: E402
from dedupe.boilerplate import count_blocks, furniture  # noqa: E402
from dedupe.cues import ends_sentence  # noqa: E402
from dedupe.looks import Look  # noqa: E402
from dedupe.marks import COLUMNS, FIRST, TRAITS  # noqa: E402
from dedupe.model import Page  # noqa: E402
from dedupe.page import in_question, markings, read_lines  # noqa: E402
from dedupe.parts import PARTS  # noqa: E402
from dedupe.rules import DEFAULT_RULES  # noqa: E402
from dedupe.segment import prepared  # noqa: E402
from dedupe.text import clean, normal  # noqa: E402
from dedupe.traits import cuts, traits  # noqa: E402

SIGNS = frozenset(("byline", "day", "byplace", "byday", "where", "code", "stamp", "signed"))
CARDS = frozenset(("related", "also", "before", "front", "ranking", "nextprev"))
# How often a word that a cue knows is taken for one that no list has.
DEAF = {
    "list_heading": 0.4,
    "marker": 0.3,
    "byline": 0.3,
    "dateline": 0.4,
    "caption": 0.25,
    "date": 0.2,
}
SEEN_LEAST = 5
# Weights below this change no verdict and would only fill the file.
LEAST_WEIGHT = 0.08


def true_parts(lines: list[Line], credits: set[str]) -> list[str]:
    """The part of each line, by the roles that the page was made with."""
    roles = [_role(line, credits) for line in lines]
    bodies = [at for at, role in enumerate(roles) if role == "body"]
    out = ["out"] * len(roles)
    if "title" not in roles:
        return ["body" if role == "body" else "out" for role in roles]
    start = 0
    for title, first, last, end in _articles(roles, bodies):
        for at in range(start, len(roles)):
            if at < title and out[at] == "out" and _leads_up(roles, at, title):
                out[at] = {"sign": "sign0", "caption": "caption0", "credit": "credit0"}.get(
                    roles[at], "kicker" if roles[at] == "kicker" else "tool0"
                )
        out[title] = "title"
        for at in range(title + 1, first):
            names = {"sign": "sign1", "caption": "caption1", "credit": "credit1", "lead": "lead"}
            out[at] = names.get(roles[at], "cards1" if roles[at] == "cards" else "tool1")
        for at in range(first, last + 1):
            names = {"body": "body", "caption": "caption2", "credit": "credit2"}
            out[at] = names.get(roles[at], "cards2" if roles[at] == "cards" else "tool2")
        for at in range(last + 1, end):
            if roles[at] in ("caption", "credit") and lines[at].part != "hero":
                out[at] = roles[at] + "2"
                out[last + 1 : at] = ["tool2" if o == "out" else o for o in out[last + 1 : at]]
            elif roles[at] == "sign":
                out[at] = "sign2"
        start = last + 1
    return ["cards" if one == "out" and roles[at] == "cards" else one for at, one in enumerate(out)]


def _articles(roles: list[str], bodies: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """Of each article its headline, its first and last line of text, and where the next begins."""
    titles: list[int] = []
    after = -1
    for at, role in enumerate(roles):
        if role == "title" and at > after:
            nexts = [b for b in bodies if b > at]
            if not nexts:
                continue
            titles.append(at)
            after = nexts[0] + 1
    for number, title in enumerate(titles):
        end = titles[number + 1] if number + 1 < len(titles) else len(roles)
        own = [b for b in bodies if title < b < end]
        yield title, own[0], own[-1], end


def _leads_up(roles: list[str], at: int, title: int) -> bool:
    """Whether nothing but a header's lines stands between `at` and the headline below it."""
    header = ("sign", "caption", "credit", "kicker")
    return roles[at] in header and all(role in header or role == "tool" for role in roles[at:title])


def _role(line: Line, credits: set[str]) -> str:
    if line.role == "caption":
        return "credit" if normal(line.text) in credits else "caption"
    if line.role == "repeat" and line.part in ("hero", "inserted"):
        return "body" if len(line.text) > 60 and line.part == "inserted" else "caption"
    known = {"title": "title", "body": "body", "standfirst": "lead", "repeat": "body"}
    if line.role in known:
        return known[line.role]
    if line.part in SIGNS:
        return "sign"
    if line.part in CARDS:
        return "cards"
    return "kicker" if line.part == "kicker" else "tool" if line.part in _TOOLS else "other"


_TOOLS = ("tools", "share", "counters", "crumbs")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page to learn from: the traits of its lines, and what is said against each part there.

    A trait is a name in bare text, a number in markup. `against[line, part]` is a log weight, 0
    where nothing is said.
    """

    rows: Sequence[Sequence[str]] | np.ndarray
    against: np.ndarray
    weight: float = 1.0


def lessons(outlet: Outlet, form: str) -> Iterator[Lesson]:
    """Every page of an outlet in one form, with its furniture known and unknown."""
    make = drawn_page if form == "text" else _page_of_markup
    made = [one for number in range(len(outlet.plan)) if (one := make(outlet, number))]
    known = furniture(count_blocks(page for page, _ in made))
    rng = Random(outlet.name)
    for page, part in made:
        for keys in (frozenset(), known):
            deaf = {sort for sort, chance in DEAF.items() if rng.random() < chance}
            rows, indices = lines_of(page, keys, deaf)
            if indices:
                yield Lesson(rows, _sure([part[index] for index in indices]))


def lines_of(
    page: Page, keys: frozenset[bytes], deaf: set[str]
) -> tuple[Sequence[Sequence[str]] | np.ndarray, list[int]]:
    """The traits of the lines of a page that the chain is asked about, and their blocks."""
    lines, _ = read_lines(page, DEFAULT_RULES, keys, partial(unheard, deaf=deaf))
    rows: Sequence[Sequence[str]] | np.ndarray
    if page.form == "html":
        lines, _ = in_question(lines)
        lines, _, _, rows = markings(lines, page, DEFAULT_RULES)
    else:
        lines, echoes = prepared(lines, DEFAULT_RULES)
        rows = traits(lines, echoes, cuts(lines, page))
    return rows, [look.block.index for look in lines]


NEVER = -1e4


def _sure(parts: Sequence[str]) -> np.ndarray:
    against = np.full((len(parts), len(PARTS)), NEVER)
    against[np.arange(len(parts)), [PARTS.index(part) for part in parts]] = 0
    return against


def _page_of_markup(outlet: Outlet, number: int) -> tuple[Page, dict[int, str]] | None:
    """A page from markup with the part of each of its blocks, by index."""
    made = make_page(outlet, number)
    ctx, tree = make_tree(outlet, number)
    lines = flatten(tree)
    credits = {normal(cap.credit) for s in ctx.stories for cap in s.captions if cap.credit}
    part = true_parts(lines, credits)
    page = page_from_html(made.html, id=made.name, url=made.url, source=f"{outlet.name}.example")
    ends = list(accumulate(len(_bare(line.text)) for line in lines))
    if "".join(_bare(line.text) for line in lines) != "".join(_bare(b.text) for b in page.blocks):
        return None
    own: dict[int, str] = {}
    start = 0
    for block in page.blocks:
        at = bisect_right(ends, start)
        own[block.index] = part[at]
        if part[at].startswith("caption") and normal(block.text) in credits:
            own[block.index] = "credit" + part[at][-1]
        start += len(_bare(block.text))
    return page, own


def _bare(text: str) -> str:
    return "".join(clean(text).split())


def drawn_page(outlet: Outlet, number: int) -> tuple[Page, dict[int, str]] | None:
    """A page with the part of each of its blocks, by index."""
    ctx, tree = make_tree(outlet, number)
    whole = outlet.dump.unseen
    if whole and "hidden" in ctx.families:
        return None
    start = (_find(tree) or tree) if outlet.dump.main_only else tree
    lines = flatten(start, alt=outlet.dump.alt, unseen=whole)
    credits = {normal(cap.credit) for s in ctx.stories for cap in s.captions if cap.credit}
    part = true_parts(lines, credits)
    name = f"{outlet.name}-{number}"
    flat = _flattened(dump_text(outlet.dump, tree), part, Random(name))
    if flat:
        text, part = flat
        page = page_from_text(text, id=name)
    else:
        page = page_from_text(dump_text(outlet.dump, tree), id=name)
    return (page, dict(enumerate(part))) if len(page.blocks) == len(part) else None


# Share of the pages that are flattened to a sentence a line, and to a few lines.
_BY_SENTENCE = 0.05
_FEW_LINES = 0.06


def _flattened(text: str, part: list[str], rng: Random) -> tuple[str, list[str]] | None:
    """A page whose dump lost its lines, now and then; the part of each line that is left."""
    draw = rng.random()
    lines = [clean(line) for line in text.splitlines() if clean(line)]
    if draw > _BY_SENTENCE + _FEW_LINES or len(lines) != len(part):
        return None
    if draw < _BY_SENTENCE:
        cut = [(one, own) for line, own in zip(lines, part, strict=True) for one in sentences(line)]
        return "\n".join(one for one, _ in cut) + "\n", [own for _, own in cut]
    if part.count("title") != 1 or set(part) & {"cards2"} or "body" not in part:
        return None
    title, first = part.index("title"), part.index("body")
    last = len(part) - part[::-1].index("body")
    pieces = [(lines[:title], "out"), (lines[title : title + 1], "title")]
    pieces += [(lines[title + 1 : first], "tool1"), (lines[first:last], "body")]
    pieces += [(lines[last:], "out")]
    if rng.random() < 0.7:
        pieces = [piece for n, piece in enumerate(pieces) if n not in (0, 2)]
    pieces = [(piece, own) for piece, own in pieces if piece]
    return "\n".join(" ".join(p) for p, _ in pieces) + "\n", [own for _, own in pieces]


ARTICLE = frozenset(("title", "lead", "body", "caption0", "caption1", "caption2"))
CAPTION = ARTICLE - {"title", "lead", "body"} | {"credit0", "credit1", "credit2"}
SURE_LABEL, WEAK_LABEL, DOUBTFUL = 15.0, 0.9, 0.3
# Log weight that a snippet, and another extractor's verdict, set against other parts.
SURE_SAYS, WEAK_SAYS = -20.0, -3.0
# What a real page as text counts beside a drawn one, of which every line is known: with more, the
# drawn pages of tidier dumps come out worse.
FLAT_WEIGHT = 0.25
# Lines of furniture that a cut keeps above and below the article.
_MOST_ABOVE, _MOST_BELOW = 12, 25


def real_lessons(path: Path, labels: Path, part: str, form: str) -> Iterator[Lesson]:
    """Real pages, of which it is known of some blocks whether they belong to an article."""
    told = json.loads(labels.read_text(encoding="utf-8"))
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for number, row in enumerate(map(json.loads, rows)):
            if part != "all" and number % 2 != (part == "odd"):
                continue
            said = told.get(row["id"])
            page = page_from_html(row["html"], id=row["id"], url=row["url"])
            if said is None or len(said["scores"]) != len(page.blocks):
                continue
            if form == "text":
                yield from _flat_lessons(page, said)
                continue
            scored = zip(page.blocks, said["scores"], strict=True)
            page = replace(page, blocks=tuple(replace(b, main=score) for b, score in scored))
            rows_of, indices = lines_of(page, frozenset(), set())
            if indices:
                yield Lesson(rows_of, _told(page, indices, said))


def _flat_lessons(page: Page, said: dict[str, Any]) -> Iterator[Lesson]:
    """A page as dumps have it, a line a block: all of it, and what stands around its article."""
    for span in flat_spans(page, said):
        text = "\n".join(page.blocks[at].text for at in span)
        flat = page_from_text(text, id=page.id, url=page.url)
        rows, indices = lines_of(flat, frozenset(), set())
        if indices and len(flat.blocks) == len(span):
            against = _told(page, [span[at] for at in indices], said, flat=True)
            yield Lesson(rows, against, FLAT_WEIGHT)


def flat_spans(page: Page, said: dict[str, Any]) -> list[range]:
    """The blocks of a page that a dump has: all, or what stands around its article."""
    rng = Random(page.id)
    size = len(page.blocks)
    told = zip(said["labels"], said["weights"], strict=True)
    own = [at for at, (label, weight) in enumerate(told) if label and weight >= WEAK_LABEL]
    spans = [range(size)]
    if own:
        above, below = rng.randint(0, _MOST_ABOVE), rng.randint(0, _MOST_BELOW)
        spans.append(range(max(0, own[0] - above), min(size, own[-1] + 1 + below)))
    return spans


def _told(
    page: Page, indices: Sequence[int], said: dict[str, Any], flat: bool = False
) -> np.ndarray:
    """What the labels of a page say against the parts of its lines.

    As text (`flat`) a heading within an article is a line of it like any other: nothing shows
    what it was.
    """
    against = np.zeros((len(indices), len(PARTS)))
    title = page.meta.title
    named = {b.index for b in page.blocks if title and likeness(title, b.text) is not None}
    tops = {b.index for b in page.blocks if b.level == 1}
    titles = named | tops or {b.index for b in page.blocks if b.level}
    for at, index in enumerate(indices):
        block, label, weight = page.blocks[index], said["labels"][index], said["weights"][index]
        strength = SURE_SAYS if weight > SURE_LABEL else WEAK_SAYS
        wrong: frozenset[str] | set[str] = frozenset()
        if weight < DOUBTFUL:
            pass
        elif not label:
            wrong = ARTICLE if flat else ARTICLE - {"title"}
            strength = strength if weight > WEAK_LABEL else strength * weight
        elif block.kind == "caption":
            wrong = frozenset(PARTS) - CAPTION
        elif block.level and (index in named or not flat):
            wrong = frozenset(PARTS) - ({"title"} if index in named else {"title", "body"})
        else:
            wrong = frozenset(PARTS) - {"body", "lead"}
        against[at, [PARTS.index(one) for one in wrong]] = strength
        if index not in titles and not flat:
            against[at, PARTS.index("title")] = SURE_SAYS
    return against


def unheard(found: list[Look], deaf: set[str]) -> list[Look]:
    """The lines as they would look if no list had the words that made them what they are."""
    return [
        replace(look, sort="prose" if ends_sentence(look.block.text) else "short")
        if look.sort in deaf
        else look
        for look in found
    ]


class Chain:
    """The weights while they are learned."""

    def __init__(self, names: list[Any]) -> None:
        self.index = {name: at for at, name in enumerate(names)}
        self.weights = np.zeros((len(names), len(PARTS)))
        self.steps = np.zeros((len(PARTS) + 1, len(PARTS)))
        self.sums = (np.full_like(self.weights, 1e-8), np.full_like(self.steps, 1e-8))
        self.means = (np.zeros_like(self.weights), np.zeros_like(self.steps))
        self.learned = 0

    def settle(self) -> None:
        """Take the weights' mean over the pages learned so far: it depends less on their order."""
        self.learned += 1
        for mean, own in zip(self.means, (self.weights, self.steps), strict=True):
            mean += own

    def end(self) -> None:
        """Keep the means that were settled."""
        self.weights, self.steps = (mean / self.learned for mean in self.means)

    def learn(self, page: Coded, rate: float, decay: float) -> float:
        """One step of AdaGrad on one page; the log loss of the page."""
        emit = np.add.reduceat(self.weights[page.traits], page.starts, axis=0)
        free, node, pair = self._beliefs(emit)
        held, known, known_pair = self._beliefs(emit + page.against)
        self._update(
            page, page.weight * (node - known), page.weight * (pair - known_pair), rate, decay
        )
        return free - held

    def _beliefs(self, emit: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Log weight of all ways through a page, how likely each part, and each step, is."""
        size = len(emit)
        top = emit.max(axis=1, keepdims=True)
        emit = np.exp(emit - top)
        step, first = np.exp(self.steps[:-1]), np.exp(self.steps[-1])
        fwd, back = np.empty_like(emit), np.empty_like(emit)
        scale = np.empty(size)
        here = emit[0] * first
        for t in range(size):
            if t:
                here = (fwd[t - 1] @ step) * emit[t]
            scale[t] = here.sum()
            fwd[t] = here / scale[t]
        back[-1] = 1
        for t in range(size - 2, -1, -1):
            back[t] = step @ (emit[t + 1] * back[t + 1]) / scale[t + 1]
        node = fwd * back
        pair = np.zeros_like(self.steps)
        pair[:-1] = step * (fwd[:-1].T @ (emit[1:] * back[1:] / scale[1:, None]))
        pair[-1] = node[0]
        return float(np.log(scale).sum() + top.sum()), node, pair

    def _update(
        self, page: Coded, node: np.ndarray, pair: np.ndarray, rate: float, decay: float
    ) -> None:
        lengths = np.diff(page.starts, append=len(page.traits))
        unique, where = np.unique(page.traits, return_inverse=True)
        summed = np.zeros((len(unique), len(PARTS)))
        np.add.at(summed, where, np.repeat(node, lengths, axis=0))
        summed += decay * self.weights[unique]
        self.sums[0][unique] += summed**2
        self.weights[unique] -= rate * summed / np.sqrt(self.sums[0][unique])
        pair = pair + decay * self.steps
        self.sums[1][:] += pair**2
        self.steps -= rate * pair / np.sqrt(self.sums[1])


@dataclass(frozen=True, slots=True)
class Coded:
    """A lesson with its traits as numbers: those of line `n` begin at `starts[n]`."""

    traits: np.ndarray
    starts: np.ndarray
    against: np.ndarray
    weight: float = 1.0


def listed(rows: Sequence[Sequence[Any]] | np.ndarray) -> Sequence[Sequence[Any]]:
    """Traits as lists, also where they are numbers in an array."""
    return rows.tolist() if isinstance(rows, np.ndarray) else rows


def coded(lesson: Lesson, index: dict[str, int] | dict[int, int]) -> Coded:
    """A lesson in numbers; a line always has a trait that is known."""
    rows = [[index[name] for name in row if name in index] for row in listed(lesson.rows)]
    starts = np.array([0, *accumulate(map(len, rows))][:-1])
    flat = np.array([number for row in rows for number in row], dtype=np.int64)
    return Coded(flat, starts, lesson.against, lesson.weight)


def train(data: list[Lesson], epochs: int, decay: float) -> dict[str, Any]:
    """The weights as they are shipped."""
    seen = Counter(name for one in data for row in listed(one.rows) for name in row)
    names = sorted(name for name, times in seen.items() if times >= SEEN_LEAST)
    chain = Chain(names)
    pages = [coded(one, chain.index) for one in data]
    lines = sum(len(page.starts) for page in pages)
    print(f"{len(pages)} pages, {lines} lines, {len(names)} traits")
    golds = [page.against.argmax(axis=1) for page in pages if (page.against < NEVER / 2).any()]
    allowed = {(int(a), int(b)) for gold in golds for a, b in pairwise(gold)}
    rng = Random(0)
    for epoch in range(epochs):
        rng.shuffle(pages)
        loss = 0.0
        for page in pages:
            loss += chain.learn(page, 0.2, decay)
            if epoch:
                chain.settle()
        print(f"epoch {epoch}: {loss / lines:.4f} a line", flush=True)
    chain.end()
    weights = {
        name: {PARTS[p]: round(float(w), 2) for p, w in enumerate(row) if abs(w) >= LEAST_WEIGHT}
        for name, row in zip(names, chain.weights, strict=True)
    }
    return {
        "first": [round(float(w), 2) for w in chain.steps[-1]],
        "steps": {
            f"{PARTS[a]} {PARTS[b]}": round(float(chain.steps[a, b]), 2) for a, b in sorted(allowed)
        },
        "traits": {name: row for name, row in weights.items() if row},
    }


def mean(chains: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean of chains that were trained on different outlets: what only one learned counts less.

    A step that only some allow has the mean of those.
    """
    count = len(chains)
    steps: dict[str, list[float]] = {}
    traits: dict[Any, Counter[str]] = {}
    for chain in chains:
        for step, weight in chain["steps"].items():
            steps.setdefault(step, []).append(weight)
        for name, row in chain["traits"].items():
            traits.setdefault(name, Counter()).update(row)
    rows = {
        name: {
            part: round(row[part] / count, 2)
            for part in PARTS
            if abs(row[part]) >= LEAST_WEIGHT * count
        }
        for name, row in sorted(traits.items())
    }
    return {
        "first": [
            round(sum(one) / count, 2) for one in zip(*(c["first"] for c in chains), strict=True)
        ],
        "steps": {step: round(sum(found) / len(found), 2) for step, found in sorted(steps.items())},
        "traits": {name: row for name, row in rows.items() if row},
    }


def by_trait(weights: dict[int, dict[str, float]]) -> dict[str, dict[str, dict[str, float]]]:
    """The weights of numbered traits under the trait's name, each number counted from its first."""
    out: dict[str, dict[str, dict[str, float]]] = {"&".join(trait): {} for trait in TRAITS}
    names = list(out)
    for number, row in weights.items():
        at = bisect_right(FIRST.tolist(), number) - 1
        out[names[at]][str(number - int(FIRST[at]))] = row
    return out


def main() -> int:
    """Read the command line, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("form", choices=("text", "html"))
    parser.add_argument("out", type=Path)
    parser.add_argument("--outlets", type=int, default=500, help="drawn outlets for each chain")
    parser.add_argument(
        "--chains", type=int, default=3, help="how many are trained, for their mean"
    )
    parser.add_argument("--pages", type=Path, help="real pages to learn from too")
    parser.add_argument("--labels", type=Path, help="what train_blocks.py --lines said of them")
    parser.add_argument("--part", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--decay", type=float, default=1e-3)
    args = parser.parse_args()
    drawn = strange_outlet if args.form == "text" else strange_markup
    real = []
    if args.pages:
        real = list(real_lessons(args.pages, args.labels, args.part, args.form))
    chains = []
    for first in range(0, args.chains * args.outlets, args.outlets):
        outlets = range(first, first + args.outlets)
        made = [one for n in outlets for one in lessons(drawn(n), args.form)]
        chains.append(train(made + real, args.epochs, args.decay))
    weights = mean(chains)
    if args.form == "html":
        weights |= {"columns": COLUMNS, "traits": by_trait(weights["traits"])}
    text = json.dumps(weights, ensure_ascii=False, separators=(",", ":"))
    args.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
