"""Which lines of bare text are an article's, asked again when all of the page has been read.

The chain (`parts`) weighs a line's traits and its neighbour's part. What it cannot weigh is how the
whole of a page went: that a line stands twelve lines below the last paragraph and shares no word
with the text, or between two paragraphs that do. A forest of trees over such numbers, with how
likely the chain finds each part, and how much the line's words speak against a text (`wording`),
says of each line how likely it is an article's. Its weights are data (`running.json`), learned by
`benchmarks/train_running.py`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from dedupe.carded import CARDS
from dedupe.cues import ends_sentence
from dedupe.forest import Forest, forest_from, score_rows, shifted
from dedupe.headline import announced
from dedupe.looks import SORTS, Look
from dedupe.model import Page
from dedupe.parts import PARTS, parts_of
from dedupe.proofs import proofs
from dedupe.traits import cuts, traits
from dedupe.wording import SAID, wording

Numbers = NDArray[np.float64]

_GROUPS = tuple(dict.fromkeys(part.rstrip("012") for part in PARTS))
_NEAR = (-3, -2, -1, 1, 2, 3)
_AROUND = (2, 5, 12)
_ASIDE = (4, 12)
_NEAR_NAMES = ("sort", "length", "ends", "body", "shared")
FEATURES = (
    *("sort", "length", "words", "ends", "digits", "capitals", "commas", "copies"),
    *("shared", "headline", "alone"),
    *("above", "below", "since", "until", "run", "from_top", "to_end", "lines", "text"),
    *("from_first", "from_last"),
    *(f"part_{name}" for name in _GROUPS),
    *(f"{name}{offset:+d}" for offset in _NEAR for name in _NEAR_NAMES),
    *(f"{name}~{size}" for size in _AROUND for name in ("prose", "body", "shared", "share")),
    *(f"share_{side}{size}" for size in _ASIDE for side in ("above", "below")),
)
"""What is known of a line but for its words, in the order of its numbers."""
ASKED = (*FEATURES, *SAID)
"""What the forest is asked with."""

_PROSE_WORDS = 7
_WORD = 4
"""Characters from which on a word tells what a text is about."""
_DENSE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts without spaces between words, and one of syllables: pairs of characters tell there."""
_BEGIN = 60
_COMMAS = ",،、，;؛；"
_FAR = 99.0
_GAP = 3
"""Lines from one paragraph to the next of a run of text."""
_OUT = 0.4
"""Below it a line is no text."""
_IN = {"out": 0.6, "cards": 0.6, "cards2": 0.6, "tool2": 0.9}
"""Above it a line of such a part is text: what stands alone in a text is more often none."""
_ALONE = 0.75
"""Above it a sentence is text where the chain found none: no line of a section's front is."""


def text_parts(
    lines: Sequence[Look], echoes: Mapping[int, int], page: Page
) -> tuple[list[tuple[str, ...]], Mapping[int, Collection[str]], list[str]]:
    """The traits of lines of bare text, what is proven of their parts, and the parts that the
    chain and the first line give them."""
    rows = traits(lines, echoes, cuts(lines, page))
    proven = proofs(lines, echoes)
    return rows, proven, announced(lines, parts_of(rows, proven))


def settled(
    lines: Sequence[Look],
    parts: Sequence[str],
    rows: NDArray[np.float32],
    proven: Container[int],
) -> list[str]:
    """The parts of a page of bare text, without the text that is none and with what is.

    `rows` are the `features` of the lines; what is `proven` of a line stays.
    """
    said = wording(look.key for look in lines).astype(np.float32)
    scores = score_rows(np.concatenate([rows, said], axis=1), read_forest()).tolist()
    if "body" not in parts:
        return _found(lines, parts, scores, proven)
    out = list(parts)
    titled = False
    for at, (part, score) in enumerate(zip(parts, scores, strict=True)):
        titled = titled or part == "title"
        if at in proven:
            continue
        if part == "body" and score < _OUT:
            out[at] = "tool2"
        elif titled and score > _IN.get(part, 1.0) and lines[at].sort != "marker":
            out[at] = "body"
    _listed(lines, parts, out)
    return out if "body" in out else list(parts)


def _listed(lines: Sequence[Look], parts: Sequence[str], out: list[str]) -> None:
    """Leave a list its headlines: lines without a sentence are cards where others of it are."""
    for part, own in groupby(range(len(parts)), parts.__getitem__):
        listed = list(own)
        if part in CARDS and any(out[at] == part for at in listed):
            for at in listed:
                out[at] = out[at] if lines[at].is_prose else part


def _found(
    lines: Sequence[Look], parts: Sequence[str], scores: Sequence[float], proven: Container[int]
) -> list[str]:
    """The parts of a page in which the chain found no text, with what all but surely is."""
    sure = [
        at
        for at, look in enumerate(lines)
        if look.is_prose and scores[at] > _ALONE and at not in proven
    ]
    out = list(parts)
    for at in range(sure[0], sure[-1] + 1) if sure else ():
        least = _IN.get(parts[at], 1.0)
        if at in sure or (scores[at] > least and at not in proven and lines[at].sort != "marker"):
            out[at] = "body"
    return out


def features(lines: Sequence[Look], parts: Sequence[str], chances: Numbers) -> NDArray[np.float32]:
    """`float32[line, feature]`, columns in the order of FEATURES.

    `chances[line, part]` is what `parts.likely` says.
    """
    texts = [look.block.text for look in lines]
    count = len(lines)
    sort = np.array([SORTS.index(look.sort) if look.sort in SORTS else -1.0 for look in lines])
    length = np.array([float(len(text)) for text in texts])
    words = np.array([float(look.words) for look in lines])
    ends = np.array([float(ends_sentence(text)) for text in texts])
    often = Counter(look.key for look in lines)
    prose = np.where((ends > 0) & (words > _PROSE_WORDS), length, 0.0)
    core = np.array([part == "body" for part in parts]) & (prose > 0)
    text = np.where(core, length, 0.0)
    shared, headline, alone = _words_shared(lines, parts, core)
    groups = _in_groups(chances)
    body = groups[:, _GROUPS.index("body")]
    own = [
        *(sort, np.minimum(length, 2000), np.minimum(words, 300), ends),
        np.array([_share(text, str.isdigit) for text in texts]),
        np.array([_share(text, str.isupper) for text in texts]),
        np.array([float(sum(map(text.count, _COMMAS))) for text in texts]) / np.maximum(words, 1),
        np.array([min(9.0, often[look.key]) for look in lines]),
        *(shared, headline, alone),
        *_places(text, core),
    ]
    near = np.stack([sort, np.minimum(length, 2000), ends, body, shared], axis=1)
    columns = [np.stack(own, axis=1), groups, *(shifted(near, offset) for offset in _NEAR)]
    columns += _windows(length, prose, body, np.maximum(shared, 0) * length)
    assert all(len(column) == count for column in columns)
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _share(text: str, asked: Callable[[str], bool]) -> float:
    begin = text[:_BEGIN]
    return sum(map(asked, begin)) / len(begin)


def words_of(key: str) -> set[str]:
    """What tells of a line's matter: its longer words, or pairs of characters."""
    if _DENSE.search(key):
        return {key[at : at + 2] for at in range(len(key) - 1) if " " not in key[at : at + 2]}
    return {word for word in key.split() if len(word) >= _WORD}


def runs_of(core: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The run of text of each line, by number: paragraphs with a few lines between them at most.

    A line that is no paragraph belongs to the run above it, -1 where there is none.
    """
    at = np.flatnonzero(core)
    apart = np.diff(at, prepend=-2 * _GAP) > _GAP
    numbers = np.concatenate([[-1], np.cumsum(apart) - 1])
    passed: NDArray[np.int64] = np.searchsorted(at, np.arange(len(core)), side="right")
    return numbers[passed]


def _words_shared(
    lines: Sequence[Look], parts: Sequence[str], core: NDArray[np.bool_]
) -> tuple[Numbers, Numbers, Numbers]:
    """How much of each line's words the text has, the headlines have, and no other line has.

    -1 where a line has no words.
    """
    words = [words_of(look.key) for look in lines]
    told = Counter(word for at in np.flatnonzero(core).tolist() for word in words[at])
    every = Counter(word for own in words for word in own)
    titles = [own for own, part in zip(words, parts, strict=True) if part == "title"]
    named = set().union(*titles)
    out = np.full((3, len(lines)), -1.0)
    for at, own in enumerate(words):
        if own:
            out[0, at] = sum(told[word] > core[at] for word in own) / len(own)
            out[1, at] = len(own & named) / len(own)
            out[2, at] = sum(every[word] == 1 for word in own) / len(own)
    return out[0], out[1], out[2]


def _in_groups(chances: Numbers) -> Numbers:
    """`chances` with the parts of one name together: `caption0` to `caption2`, say."""
    out = np.zeros((len(chances), len(_GROUPS)))
    for at, part in enumerate(PARTS):
        out[:, _GROUPS.index(part.rstrip("012"))] += chances[:, at]
    return out


def _places(text: Numbers, core: NDArray[np.bool_]) -> list[Numbers]:
    """Where each line stands in the page and in the text, whose paragraphs are `core`."""
    count = len(text)
    order = np.arange(count, dtype=np.float64)
    until_here = np.concatenate([[0.0], np.cumsum(text)])
    total = max(1.0, float(until_here[-1]))
    at = np.flatnonzero(core)
    first, last = (int(at[0]), int(at[-1])) if len(at) else (count, -1)
    runs = runs_of(core)
    sizes = np.bincount(runs + 1, text)
    before, passed = np.searchsorted(at, order), np.searchsorted(at, order, side="right")
    padded = np.concatenate([[-np.inf], at, [np.inf]])
    return [
        until_here[:-1] / total,
        1 - until_here[1:] / total,
        np.minimum(order - padded[before] - 1, _FAR),
        np.minimum(padded[passed + 1] - order - 1, _FAR),
        sizes[runs + 1] / total,
        np.minimum(order, 500),
        np.minimum(count - 1 - order, 500),
        np.full(count, min(float(count), 2000)),
        np.full(count, min(total, 20000)),
        np.clip(order - first, -99, 999),
        np.clip(order - last, -999, 99),
    ]


def _windows(length: Numbers, prose: Numbers, body: Numbers, shared: Numbers) -> list[Numbers]:
    """Prose, text and shared words among the lines around each line, above it, and below it."""
    count = len(length)
    sums = np.stack([prose, body, shared, length], axis=1)
    running = np.concatenate([np.zeros((1, 4)), np.cumsum(sums, axis=0)])
    order = np.arange(count)
    columns = []
    for size in _AROUND:
        above, below = np.maximum(0, order - size), np.minimum(count, order + size + 1)
        near = (running[below] - running[above]).T
        chars = np.maximum(1, near[3])
        columns += [near[0], near[1] / (below - above), near[2] / chars, near[0] / chars]
    for size in _ASIDE:
        above, below = np.maximum(0, order - size), np.minimum(count, order + size + 1)
        for near in ((running[order] - running[above]).T, (running[below] - running[order + 1]).T):
            columns.append(near[0] / np.maximum(1, near[3]))
    return [column[:, None] for column in columns]


@cache
def read_forest() -> Forest:
    """The trained forest that comes with the package."""
    return forest_from(json.loads(files("dedupe").joinpath("running.json").read_text()), ASKED)
