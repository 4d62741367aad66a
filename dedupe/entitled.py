"""Which line of bare text is the headline, asked again when it is known where the text begins.

A flattened page has menus, names of sections, labels and cards above its text, and the chain
(`parts`), which sees a line's neighbours, may take one of them for the headline or find none. A
forest of trees looks at each line above the longest run of text: what the text tells of it, where
it stands, whether other lines have it whole, and whether the page's address does. Its weights are
data (`entitled.json`), learned by `benchmarks/train_entitled.py`. No number is of a word of any
language.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from dedupe.alike import DENSE_RUN, LONGEST_TITLE, RUN, run_size, runs
from dedupe.carded import CARDS
from dedupe.forest import Forest, forest_from, score_rows
from dedupe.headline import moved, under
from dedupe.looks import Look
from dedupe.running import FEATURES as OF_LINES
from dedupe.running import runs_of, words_of
from dedupe.text import normal

Numbers = NDArray[np.float32]
Column = NDArray[Any]
Named = dict[str, Column]
"""A number for each line, by its name."""

FEATURES = (
    *OF_LINES,
    *("ahead", "lines_ahead", "words_ahead", "text_ahead", "titles_ahead", "able", "first"),
    *("told", "told_less", "told_rank", "known", "longer"),
    *("in_first", "within", "holds", "again_above", "again_below"),
    *("addressed", "address", "address_less"),
    *("title", "titled", "since_title"),
    *("signed_above", "signed_below", "labels_above", "until_prose", "words_below", "parted"),
)
"""What is known of a line that may be the headline, in the order of its numbers."""

_REACH = 80
"""Lines above a text among which its headline is looked for."""
_WORDS = 45
_FIRST_WORDS = 20
"""Words of a headline at most; and where it was taken for the first line of the text."""
_TELLING = 10
"""Paragraphs that tell of a headline."""
_NEAR = 5
_FAR = 9.0
_NEVER = 99.0
_LITTLE = 1e-9
_LABEL_WORDS = 3
_NAME = 6
"""Characters from which on a line that another one holds is not there by chance."""
_LEAST, _MORE = 0.2, 0.05
"""How likely a line must be the headline, and how much likelier than the one that was taken."""
_ANY = 0.1
"""How likely where none was taken."""
_SURE = 0.9
"""How likely against what an order of lines shows."""
_SIGNED = frozenset(("date", "byline", "dateline"))
_PARTED = re.compile(r"\s[-–—|·•›»/]\s|\|")
_STEP = re.compile(r"[-_+.,]")
_LEAST_ADDRESS = 2
"""Words of an address that tells something."""


def entitled(
    lines: Sequence[Look],
    parts: Sequence[str],
    rows: Numbers,
    proven: Container[int],
    url: str,
) -> list[str]:
    """The parts of a page of bare text with the headline of its longest text.

    `rows` is what `running.features` says of its lines.
    """
    out = list(parts)
    found = candidates(lines, parts, rows, url)
    if found is None:
        return out
    able, numbers = found
    scores = score_rows(numbers, read_forest()).tolist()
    best = max(range(len(able)), key=scores.__getitem__)
    told = able[best]
    title = next((at for at in range(able[-1], able[0] - 1, -1) if out[at] == "title"), None)
    if title is None and "title" in out[: able[0]]:
        return out  # a text that goes on
    # One that is none of them is longer than a headline is.
    taken = scores[able.index(title)] if title in able else 0.0
    if told == title or scores[best] < (_ANY if title is None else max(_LEAST, taken + _MORE)):
        return out
    if told in proven or (title in proven and scores[best] < _SURE):
        return out
    if title is not None and "title" in out[told:title]:
        return out
    if title is not None:
        moved(lines, out, title, told)
        return out
    text = next((at for at in range(told + 1, len(out)) if out[at] == "body"), told)
    for at in range(told + 1, text):
        out[at] = out[at] if out[at] in CARDS else under(lines[at], out[at])
    out[told] = "title"
    return out


def candidates(
    lines: Sequence[Look], parts: Sequence[str], rows: Numbers, url: str
) -> tuple[list[int], Numbers] | None:
    """The lines that may be the headline of the longest text, and `float32[line, feature]` of them.

    None where a page has no text, or nothing above it.
    """
    core = np.array([p == "body" and look.is_prose for p, look in zip(parts, lines, strict=True)])
    if not core.any():
        return None
    numbered = runs_of(core)
    sizes = np.bincount(
        numbered[core], [len(lines[at].block.text) for at in np.flatnonzero(core).tolist()]
    )
    main = int(sizes.argmax())
    text = np.flatnonzero(core & (numbered == main)).tolist()
    first = text[0]
    able = [
        at
        for at in range(max(0, first - _REACH), first + 1)
        if lines[at].key and lines[at].words <= (_WORDS if at < first else _FIRST_WORDS)
    ]
    if not able:
        return None
    own = _of_headlines(lines, parts, able, text[:_TELLING], url)
    chance = rows[able, OF_LINES.index("part_title")]
    own["titled"] = chance / max(float(chance.max()), _LITTLE)
    columns = np.stack([own[name] for name in FEATURES[len(OF_LINES) :]], axis=1)
    return able, np.concatenate([rows[able], columns], axis=1, dtype=np.float32)


def _of_headlines(
    lines: Sequence[Look],
    parts: Sequence[str],
    able: Sequence[int],
    text: Sequence[int],
    url: str,
) -> Named:
    """What is known of lines as headlines of a text that begins at the first of `text`."""
    keys = [lines[at].key for at in able]
    return {
        **_placed(lines, parts, able, text),
        **_told(lines, able, text),
        **_printed(lines, keys),
        **_addressed(keys, url),
        **_beside(lines, able, text[0]),
    }


def _placed(
    lines: Sequence[Look], parts: Sequence[str], able: Sequence[int], text: Sequence[int]
) -> Named:
    """What stands between each line and the text, and which lines were taken for headlines."""
    first = text[0]
    short, words, body, titles = (
        np.cumsum([0.0, *numbers])
        for numbers in (
            [look.sort == "short" for look in lines],
            [look.words for look in lines],
            [look.words * (part == "body") for look, part in zip(lines, parts, strict=True)],
            [part == "title" for part in parts],
        )
    )
    here = np.array(able)
    below = np.minimum(here + 1, first)
    size = max(1.0, float(body[text[-1] + 1] - body[first]))
    last = max((at for at in range(first + 1) if parts[at] == "title"), default=None)
    return {
        "ahead": first - here,
        "able": np.full(len(able), len(able)),
        "first": here == 0,
        "lines_ahead": short[first] - short[below],
        "words_ahead": words[first] - words[below],
        "text_ahead": (body[first] - body[here]) / size,
        "titles_ahead": titles[first + 1] - titles[here + 1],
        "since_title": np.full(len(able), -_NEVER) if last is None else here - last,
        "title": np.array([parts[at] == "title" for at in able]),
    }


def _told(lines: Sequence[Look], able: Sequence[int], text: Sequence[int]) -> Named:
    """What the text tells of each line, and how long a line is beside the others."""
    key = " ".join(lines[at].key for at in text)
    every = {size: runs(key, size) for size in (RUN, DENSE_RUN)}
    told = np.array([_cohesion(lines[at].key, every) for at in able])
    known = set().union(*(words_of(lines[at].key) for at in text))
    own = [words_of(lines[at].key) for at in able]
    return {
        "told": told,
        "told_less": told - told.max(),
        "told_rank": _greater(told),
        "known": np.array([len(one & known) / len(one) if one else -1.0 for one in own]),
        "longer": _greater(np.array([lines[at].words for at in able])),
    }


def _cohesion(title: str, every: dict[int, set[str]]) -> float:
    """What `alike.cohesion` says, with the runs of the text known."""
    size = run_size(title)
    own = runs(title[:LONGEST_TITLE], size)
    return len(own & every[size]) / len(own) if own else 0.0


def _printed(lines: Sequence[Look], keys: Sequence[str]) -> Named:
    """Whether each line is printed again, alone or in another line, and how many it holds."""
    every = "\n".join(look.key for look in lines)
    top = lines[0].key
    names = [one for one in keys if len(one) > _NAME]
    often, passed = Counter(look.key for look in lines), Counter[str]()
    above, below = [], []
    for key in keys:
        above.append(passed[key] > 0)
        passed[key] += 1
        below.append(often[key] > passed[key])
    return {
        "in_first": np.array([one != top and one in top for one in keys]),
        "within": np.array([min(_FAR, every.count(one) - 1.0) for one in keys]),
        "holds": np.array([sum(one in key and one != key for one in names) for key in keys]),
        "again_above": np.array(above),
        "again_below": np.array(below),
    }


def _addressed(keys: Sequence[str], url: str) -> Named:
    """How much of each line's words the page's address has, and how much of the address's words a
    line has; -1 where the address has none."""
    address = address_words(url)
    words = [set(key.split()) for key in keys]
    line = page = np.full(len(keys), -1.0)
    if len(address) >= _LEAST_ADDRESS:
        line, page = (
            np.array([len(own & address) / len(of) for own, of in pairs])
            for pairs in ([(own, own) for own in words], [(own, address) for own in words])
        )
    return {"addressed": line, "address": page, "address_less": page - page.max()}


def _beside(lines: Sequence[Look], able: Sequence[int], first: int) -> Named:
    """Days and names near each line, labels above it, and what is below it."""
    signed = [at for at, look in enumerate(lines[: first + _NEAR]) if look.sort in _SIGNED]
    above, below = _around(lines[: first + 1])
    words = [float(lines[at + 1].words) if at < first else -1.0 for at in able]
    return {
        "signed_above": np.array([min([_FAR, *(at - n for n in signed if n < at)]) for at in able]),
        "signed_below": np.array([min([_FAR, *(n - at for n in signed if n > at)]) for at in able]),
        "labels_above": np.array([above[at] for at in able]),
        "until_prose": np.array([below[at] for at in able]),
        "words_below": np.array(words),
        "parted": np.array([bool(_PARTED.search(lines[at].block.text)) for at in able]),
    }


def _greater(numbers: Column) -> Column:
    """How many of the numbers are greater than each."""
    return len(numbers) - np.searchsorted(np.sort(numbers), numbers, side="right")


def _around(lines: Sequence[Look]) -> tuple[list[float], list[float]]:
    """How many labels stand right above each line, and lines to the next sentence below it."""
    above, below = [0.0] * len(lines), [0.0] * len(lines)
    for at in range(1, len(lines)):
        above[at] = above[at - 1] + 1 if lines[at - 1].words <= _LABEL_WORDS else 0.0
    for at in range(len(lines) - 2, -1, -1):
        below[at] = 0.0 if lines[at + 1].is_prose else below[at + 1] + 1
    return above, below


def address_words(url: str) -> set[str]:
    """The words of the step of an address that has most of them, numbers aside.

    >>> sorted(address_words("https://velm.example/news/2024/ferry-pier-is-rebuilt-1204.html"))
    ['ferry', 'html', 'is', 'pier', 'rebuilt']
    """
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:  # `http://[`
        return set()
    steps = (normal(_STEP.sub(" ", step)).split() for step in path.split("/"))
    words = ({word for word in step if not word.isdigit()} for step in steps)
    return max(words, key=len, default=set())


@cache
def read_forest() -> Forest:
    """The trained forest that comes with the package."""
    data = json.loads(files("dedupe").joinpath("entitled.json").read_text(encoding="utf-8"))
    return forest_from(data, FEATURES)
