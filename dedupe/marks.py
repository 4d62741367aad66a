"""What a line from markup shows of its part in a page, for all lines of the page at once.

Columns hold one small number a line: its sort, its length class, how the block classifier judged
it, how its element stands to the next. A trait is a combination of columns (`TRAITS`); every
combination has a number of its own, under which the weights of `parts` are found. No column knows
a word of any language or the class word of an outlet.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedupe.alike import cohesion, without_bracket
from dedupe.beside import beside
from dedupe.cues import ends_sentence
from dedupe.layout import titled
from dedupe.looks import SORTS, Look, tags_of
from dedupe.model import KINDS, Page
from dedupe.rules import Rules
from dedupe.text import has_digit, normal, western

Column = NDArray[np.int64]

# Upper ends of classes: words of a line, the same roughly, verdicts, shares, distances.
_WORDS = np.array((1, 2, 3, 5, 8, 12, 18, 26, 40))
_ROUGH_WORDS = np.array((3, 8, 18))
_VERDICTS = np.array((0.0, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97))
_ROUGH_VERDICTS = np.array((0.0, 0.25, 0.75))
_MEANS = np.array((0.2, 0.5, 0.8))
_LINKED = np.array((0.1, 0.5, 0.9))
_SHARES = np.array((0.1, 0.25, 0.4, 0.55))
_TENTHS = np.array((0.0, 0.12, 0.5))
_STEPS = np.array((0, 1, 2, 4, 7, 12, 20))
_ALIKE = (1, 2, 5)
# Words of a line of which nothing but its beginning and its end is asked: the longest class.
_LONG = int(_WORDS[-1])
# One side shares so much more than the other that it tells.
_MORE = 0.15
# Prose lines whose words a short line may share, and the characters of each that are compared.
_TEXTS = 10
_OPENING = 240
_STEM = 5
_SPACELESS = 15
# Prose lines above and below whose verdicts are summed up.
_NEAR = 6
# Lines of the window in which a shape that comes back is looked for.
_PERIOD = 8
_LISTED = 7
_BESIDE = 8
_SURE = 0.5
# A heading with so many of the headline's runs of characters repeats it.
_SAME_TITLE = 0.75
# Words under a heading that make an article, and how many it shares with them.
_OWN_TEXT = 40
_OWN_STEMS = 2
_OPENERS = "«“\"„‘'—–-"
_ODD = re.compile(r"[|•·/–—]")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20|25)\d\d(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d?\d[:.h]\d\d(?!\d)")
_ITEM = re.compile(r"^\s*(?:[*•·▪◦-]|\d{1,2}[.)])\s+\S")
_ASKING = frozenset("?؟？")
_STRUCTURE: Final = (
    "?",
    "header",
    "aside",
    "main",
    "article",
    "section",
    "figure",
    "form",
    "table",
)
_SMALL: Final = ("?", "ul", "ol", "dl", "blockquote", "address", "td", "figure", "figcaption")
_TAGS: Final = (
    "?",
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "a",
    "span",
    "strong",
    "b",
    "em",
    "i",
    "td",
    "tr",
    "time",
    "figcaption",
    "small",
    "blockquote",
    "article",
    "section",
    "header",
    "address",
    "dt",
    "dd",
    "cite",
    "label",
    "button",
    "main",
    "body",
)
_ALL_SORTS: Final = (*SORTS, "standfirst")
_SORT: Final = {sort: at for at, sort in enumerate(_ALL_SORTS)}
_KIND: Final = {kind: at for at, kind in enumerate(KINDS)}
# Shapes: the sort, and of short lines, text and items the length or the end too.
_SHORT, _PROSE, _ITEMS = len(_ALL_SORTS), len(_ALL_SORTS) + 10, len(_ALL_SORTS) + 14
_NO_SHAPE = len(_ALL_SORTS) + 18

COLUMNS: Final = {
    "sort": len(_ALL_SORTS),
    "words": len(_WORDS) + 1,
    "size": len(_ROUGH_WORDS) + 1,
    "ends": 2,
    "shape": _NO_SHAPE + 1,
    **{f"shape{step:+d}": _NO_SHAPE + 1 for step in (-3, -2, -1, 1, 2, 3)},
    **{"digits": 5, "odd": 2, "bracket": 5, "opens": 2, "asks": 3, "listed": 2},
    **{"echo": 5, "above": 4, "below": 4, "ahead": 8, "behind": 8, "thick": 25},
    **{"again": 4, "opening": 2, "period": 4, "down": 6, "up": 6, "more": 3, "rank": 5},
    **{"top": 4, "end": 4, "cut": 4, "heading": _LISTED + 1},
    "verdict": len(_VERDICTS) + 1,
    **{f"rough{step}": 4 for step in ("-1", "", "+1")},
    **{"near": 25, "kind": len(KINDS), "links": 4, "level": 7, "levels": 4, "highest": 2},
    **{"figure": 3, "structure": len(_STRUCTURE), "small": len(_SMALL), "tag": len(_TAGS)},
    **{"within": 8, "box": 8, "alike": 4, "from": 7, "to": 7, "head": 6, "named": 5, "twin": 4},
    **{"lead": 2, "boxed": 2},
}
"""How many values each column has."""
TRAITS: Final = tuple(
    tuple(trait.split("&"))
    for trait in [
        "shape",
        "sort&words&ends",
        "sort&digits&size",
        "sort&odd",
        "sort&bracket",
        "sort&opens",
        "asks",
        "sort&listed",
        "echo",
        "shape-3",
        "shape-2",
        "shape-1",
        "shape+1",
        "shape+2",
        "shape+3",
        "shape-1&shape",
        "shape&shape+1",
        "shape-1&sort&shape+1",
        "sort&shape+1&shape+2",
        "sort&above",
        "sort&below",
        "sort&ahead",
        "sort&behind",
        "ahead&behind",
        "sort&thick",
        "sort&again",
        "sort&opening",
        "sort&period",
        "sort&size&down",
        "sort&size&up",
        "sort&more",
        "sort&rank",
        "top",
        "end",
        "sort&cut",
        "sort&heading",
        "verdict",
        "sort&verdict",
        "rough-1&rough&rough+1",
        "rough&near",
        "sort&near",
        "kind&sort",
        "kind&size&rough",
        "sort&links",
        "kind&links&size",
        "structure",
        "small",
        "tag",
        "tag&structure",
        "within",
        "sort&box",
        "sort&alike&links",
        "sort&from&to",
        "level&levels&rough",
        "highest&levels",
        "sort&kind&figure",
        "sort&head",
        "named&size",
        "twin",
        "sort&twin",
        "sort&lead",
        "sort&boxed&rough",
    ]
)
_RADIX: Final = [[COLUMNS[name] for name in trait] for trait in TRAITS]
_ROOM: Final = [int(np.prod(sizes)) for sizes in _RADIX]
FIRST: Final = np.concatenate([[0], np.cumsum(_ROOM)])
"""Where the numbers of each trait begin, and how many numbers there are."""
_PARTED: Final = np.cumsum([0, *map(len, TRAITS[:-1])])
"""Where the columns of each trait begin, one after the other."""
_USED: Final = np.array([list(COLUMNS).index(name) for trait in TRAITS for name in trait])
_FACTORS: Final = np.array(
    [[int(np.prod(sizes[at:]))] for sizes in _RADIX for at in range(1, len(sizes) + 1)]
)
"""What each of these columns counts in the number of its trait."""
_TWIN: Final = TRAITS.index(("twin",))
_ECHO: Final = TRAITS.index(("echo",))


def marks(
    lines: Sequence[Look],
    echoes: Mapping[int, int],
    cut: Sequence[int],
    page: Page,
    rules: Rules,
    boxed: Collection[int],
) -> NDArray[np.int64]:
    """`[lines, traits]`: the number of each trait that each line has.

    `echoes` leads from a line to the earlier one of the same header that it repeats; `cut` says
    how many blocks were taken out above each line, and below the last; `boxed` are the positions
    of lines in boxes of cards.
    """
    if not lines:
        return np.empty((0, len(TRAITS)), np.int64)
    columns = _columns(lines, echoes, cut, page, rules, boxed)
    table = np.concatenate([columns[name] for name in COLUMNS]).reshape(len(COLUMNS), len(lines))
    out: Column = np.add.reduceat(table[_USED] * _FACTORS, _PARTED, axis=0)
    out += FIRST[:-1, None]
    return out.T


def set_alike(marked: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which lines the markup sets as it sets the page's own headline, and that do not repeat it."""
    again = marked[:, _ECHO] - FIRST[_ECHO]
    alike: NDArray[np.bool_] = (marked[:, _TWIN] == FIRST[_TWIN] + 3) & (again != 1) & (again != 2)
    return alike


def _columns(
    lines: Sequence[Look],
    echoes: Mapping[int, int],
    cut: Sequence[int],
    page: Page,
    rules: Rules,
    boxed: Collection[int],
) -> dict[str, Column]:
    size = len(lines)
    words = np.array([look.words for look in lines])
    sort = np.array([_SORT[look.sort] for look in lines])
    prose = np.array([look.is_prose for look in lines])
    columns = {
        "sort": sort,
        "words": _WORDS.searchsorted(words),
        "size": _ROUGH_WORDS.searchsorted(words),
    }
    columns |= _texts(lines)
    shape = _shapes(sort, words, columns)
    columns["shape"] = shape
    for step in (-3, -2, -1, 1, 2, 3):
        columns[f"shape{step:+d}"] = _shifted(shape, step, _NO_SHAPE)
    columns["echo"] = _echo(size, echoes)
    columns |= _runs(prose, words)
    columns |= _recurring(lines, shape)
    columns |= _shared(lines, prose)
    place = np.arange(size)
    columns["top"] = np.minimum(place, 3)
    columns["end"] = np.minimum(size - 1 - place, 3)
    gone = (np.array(cut) > 0).astype(np.int64)
    columns["cut"] = 2 * gone[:-1] + gone[1:]
    columns["heading"] = _below_heading(lines)
    columns |= _judged(lines, prose)
    columns |= _elements(lines)
    heads = titled(lines, page, rules)
    columns["head"], columns["named"] = _head(lines, heads)
    columns["twin"] = _twins(lines, heads)
    lead = normal(page.meta.standfirst)[:80]
    columns["lead"] = _flags([bool(lead) and look.key[:80] == lead for look in lines])
    columns["boxed"] = _flags([at in boxed for at in range(size)])
    return columns


def _flags(values: Sequence[bool]) -> Column:
    return np.array(values, dtype=np.int64)


def _shifted(values: Column, step: int, edge: int) -> Column:
    """What each line's neighbour has, `step` lines further down."""
    out = np.full_like(values, edge)
    if step > 0:
        out[:-step] = values[step:]
    else:
        out[-step:] = values[:step]
    return out


# A line's own text ------------------------------------------------------------------------------


def _texts(lines: Sequence[Look]) -> dict[str, Column]:
    rows = [_text(look) for look in lines]
    names = ("ends", "digits", "odd", "bracket", "opens", "asks", "listed")
    return dict(zip(names, np.array(rows, dtype=np.int64).T, strict=True))


def _text(look: Look) -> tuple[int, ...]:
    text = look.block.text
    ends = ends_sentence(text)
    if look.words > _LONG:
        return (ends, 0, 0, 0, text[:1] in _OPENERS, 0, 0)
    if text.replace(" ", "").isalpha():
        return (ends, 0, 0, 0, 0, 0, 0)
    digits = 0
    if has_digit(text):
        year, clock = bool(_YEAR.search(look.key)), bool(_CLOCK.search(western(text)))
        digits = 1 + year + 2 * clock
    bare = without_bracket(text)
    tail = text[-2:]
    return (
        ends,
        digits,
        _ODD.search(text) is not None,
        0 if bare == text else 1 + min(3, bare.count(" ")),
        text[:1] in _OPENERS,
        2 if tail[-1:] in ":：" else int(not _ASKING.isdisjoint(tail)),
        _ITEM.match(text) is not None,
    )


def _shapes(sort: Column, words: Column, columns: Mapping[str, Column]) -> Column:
    """The sort of each line and, where that says little, its length and end."""
    shape = sort.copy()
    long = 2 * (words > 18) + columns["ends"]
    shape = np.where(sort == _SORT["short"], _SHORT + columns["words"], shape)
    shape = np.where(sort == _SORT["prose"], _PROSE + long, shape)
    return np.where(sort == _SORT["item"], _ITEMS + long, shape)


def _echo(size: int, echoes: Mapping[int, int]) -> Column:
    out = np.zeros(size, np.int64)
    for later, earlier in echoes.items():
        near = later - earlier == 1
        out[earlier] = out[earlier] or (4 if near else 3)
        out[later] = 2 if near else 1
    return out


# What stands around a line ----------------------------------------------------------------------


def _runs(prose: NDArray[np.bool_], words: Column) -> dict[str, Column]:
    """How much text stands above and below, and how near two lines of it in a row are."""
    size = len(prose)
    own = np.where(prose, words, 0)
    total = max(1, int(own.sum()))
    until = np.cumsum(own)
    place = np.arange(size)
    pair = np.zeros(size, bool)
    pair[:-1] = prose[:-1] & prose[1:]
    starts = np.flatnonzero(pair)
    following = starts.searchsorted(place)
    far = np.append(starts, size + 99)
    ahead = np.minimum(99, far[following] - place)
    last = np.concatenate([[-99], starts + 1])
    behind = np.clip(place - last[following], 0, 99)
    counts = np.concatenate([[0], np.cumsum(prose)])
    before = counts[place] - counts[np.maximum(0, place - 4)]
    after = counts[np.minimum(size, place + 5)] - counts[place + 1]
    return {
        "above": _TENTHS.searchsorted((until - own) / total),
        "below": _TENTHS.searchsorted((total - until) / total),
        "ahead": _STEPS.searchsorted(ahead),
        "behind": _STEPS.searchsorted(behind),
        "thick": 5 * before + after,
    }


def _recurring(lines: Sequence[Look], shape: Column) -> dict[str, Column]:
    """How often a line, its first word, and the shapes around it come back."""
    often = Counter(look.key for look in lines)
    first = [look.key.split(" ", 1)[0] for look in lines]
    openings = Counter(one for one, look in zip(first, lines, strict=True) if not look.is_prose)
    pairs = zip(first, lines, strict=True)
    return {
        "again": np.array([min(4, often[look.key]) - 1 for look in lines]),
        "opening": _flags([not look.is_prose and openings[one] > 2 for one, look in pairs]),
        "period": _periodic(shape),
    }


_COARSE = np.arange(_NO_SHAPE + 1)
_COARSE[_SHORT : _SHORT + 3] = _SHORT
_COARSE[_SHORT + 3 : _PROSE] = _SHORT + 3
_COARSE[_PROSE:_NO_SHAPE] = _PROSE


def _periodic(shape: Column) -> Column:
    """For each line how many more times, up to 3, the shapes around it come back at one distance.

    The pieces of cards recur at the length of a card: a headline, a day, a headline, a day.
    """
    coarse = _COARSE[shape]
    size = len(coarse)
    out = np.zeros(size, np.int64)
    change = np.concatenate([[0], np.cumsum(coarse[1:] != coarse[:-1])])
    for step in range(2, min(_PERIOD, size)):
        same = np.concatenate([[False], coarse[:-step] == coarse[step:], [False]])
        edges = np.flatnonzero(same[1:] != same[:-1]).reshape(-1, 2)
        for start, end in edges[edges[:, 1] - edges[:, 0] >= step].tolist():
            # A run of one shape only is no card.
            if change[start + step - 1] > change[start]:
                times = min(3, (end - start) // step)
                out[start : end + step] = np.maximum(out[start : end + step], times)
    return out


def _below_heading(lines: Sequence[Look]) -> Column:
    """How many lines below the heading of a list a line stands, where no text goes on between."""
    out = np.zeros(len(lines), np.int64)
    last, paired = -99, False
    for at, look in enumerate(lines):
        paired = paired or (at > last + 1 and look.is_prose and lines[at - 1].is_prose)
        if not paired and 0 < at - last <= _LISTED:
            out[at] = at - last
        if look.sort == "list_heading":
            last, paired = at, False
    return out


# Words shared with the text near by -------------------------------------------------------------


def _shared(lines: Sequence[Look], prose: NDArray[np.bool_]) -> dict[str, Column]:
    """Whether a line that is no text says what the text below it says, or the text above it."""
    size = len(lines)
    is_text = prose.tolist()
    stems = [_stems(look.key[:_OPENING]) for look in lines]
    down, up = [-1.0] * size, [-1.0] * size
    for order, out in ((-1, down), (1, up)):
        far: dict[str, int] = {}
        texts = 0
        for at in range(size)[::order]:
            own = stems[at]
            if is_text[at]:
                far.update(dict.fromkeys(own, texts))
                texts += 1
            elif own and texts:
                near = (texts - _TEXTS).__le__
                out[at] = sum(map(near, map(far.get, own, repeat(-1)))) / len(own)
    for at, look in enumerate(lines):
        if not is_text[at] and " " not in look.key and len(look.key) > 5 and not look.key.isascii():
            down[at], up[at] = _by_pairs(lines, at)
    rows = zip(down, up, strict=True)
    more = [1 if one > other + _MORE else 2 if other > one + _MORE else 0 for one, other in rows]
    return {
        "down": _share_class(down),
        "up": _share_class(up),
        "more": np.array(more),
        "rank": _ranks([at for at in range(size) if not is_text[at] and lines[at].words > 2], down),
    }


def _share_class(shares: Sequence[float]) -> Column:
    known = np.array(shares)
    return np.where(known < 0, 0, 1 + _SHARES.searchsorted(known))


def _stems(key: str) -> set[str]:
    """The words of a text without endings, and without the article that Arabic writes before."""
    if key.isascii():
        return {word[:_STEM] for word in key.split() if word[3:]}
    return {(word[2:] if word[:2] == "ال" else word)[:_STEM] for word in key.split() if word[3:]}


def _by_pairs(lines: Sequence[Look], at: int) -> tuple[float, float]:
    """The same for scripts without spaces, by pairs of characters."""
    key = lines[at].key
    below = [one.key[:_OPENING] for one in lines[at + 1 : at + _SPACELESS] if one.is_prose]
    above = [one.key[:_OPENING] for one in lines[max(0, at - _SPACELESS) : at] if one.is_prose]
    return cohesion(key, " ".join(below)), cohesion(key, " ".join(above))


def _ranks(rivals: Sequence[int], down: Sequence[float]) -> Column:
    """1 more than the `rivals` near by that share more with the text below; 0 for other lines."""
    out = np.zeros(len(down), np.int64)
    if not rivals:
        return out
    places, shares = np.array(rivals), [down[at] for at in rivals]
    start = places.searchsorted(places - _PERIOD).tolist()
    end = places.searchsorted(places + _PERIOD, side="right").tolist()
    out[places] = [
        1 + min(3, sum(map(own.__lt__, shares[low:high])))
        for own, low, high in zip(shares, start, end, strict=True)
    ]
    return out


# What the markup says ---------------------------------------------------------------------------


def _judged(lines: Sequence[Look], prose: NDArray[np.bool_]) -> dict[str, Column]:
    """The block classifier's verdicts: a line's own, its neighbours', and of the text around."""
    main = np.array([look.block.main for look in lines])
    rough = _ROUGH_VERDICTS.searchsorted(main, side="right")
    until = np.concatenate([[0], np.cumsum(prose)])[:-1]
    sums = np.concatenate([[0.0], np.cumsum(np.maximum(0, main[prose]))])
    start, end = np.maximum(0, until - _NEAR), np.minimum(len(sums) - 1, until + _NEAR)
    above = _means(sums[until] - sums[start], until - start)
    below = _means(sums[end] - sums[until], end - until)
    return {
        "verdict": _VERDICTS.searchsorted(main, side="right"),
        "rough": rough,
        "rough-1": _shifted(rough, -1, 0),
        "rough+1": _shifted(rough, 1, 0),
        "near": 5 * above + below,
    }


def _means(totals: NDArray[np.float64], counts: Column) -> Column:
    means = totals / np.maximum(1, counts)
    return np.where(counts == 0, 0, 1 + _MEANS.searchsorted(means))


def _elements(lines: Sequence[Look]) -> dict[str, Column]:
    """Kinds, links, levels, figures, and where each element stands."""
    blocks = [look.block for look in lines]
    paths = [block.path for block in blocks]
    levels = Counter(block.level for block in blocks if block.level)
    highest = min(levels, default=0)
    often = Counter(paths)
    body, own = _body_box(lines)
    steps = [0, *(_step(one, two) for one, two in pairwise(paths)), 0]
    before = [-1, *(block.figure for block in blocks)]
    of_path = {
        path: (
            *_place(path),
            7 if path == own else _related(path, body),
            bisect_left(_ALIKE, count),
        )
        for path, count in often.items()
    }
    places = np.array([of_path[path] for path in paths], dtype=np.int64).T
    figures = zip(blocks, before, strict=False)
    return {
        "kind": np.array([_KIND[block.kind] for block in blocks]),
        "links": _LINKED.searchsorted([block.links for block in blocks]),
        "level": np.array([block.level for block in blocks]),
        "levels": np.array([min(3, levels.get(block.level, 0)) for block in blocks]),
        "highest": _flags([block.level == highest > 0 for block in blocks]),
        "figure": np.array(
            [0 if block.figure < 0 else 1 + (block.figure == last) for block, last in figures]
        ),
        "structure": places[0],
        "small": places[1],
        "tag": places[2],
        "within": places[3],
        "box": places[4],
        "alike": places[5],
        "from": np.array(steps[:-1]),
        "to": np.array(steps[1:]),
    }


@lru_cache(maxsize=4096)
def _place(path: str) -> tuple[int, int, int, int]:
    tags = tags_of(path)
    within = sum(bit * (tag in tags) for bit, tag in ((1, "header"), (2, "aside"), (4, "article")))
    tag = _TAGS.index(tags[-1]) if tags[-1] in _TAGS else 0
    return _nearest(tags, _STRUCTURE), _nearest(tags, _SMALL), tag, within


def _nearest(tags: Sequence[str], known: Sequence[str]) -> int:
    return next((known.index(tag) for tag in reversed(tags) if tag in known), 0)


@lru_cache(maxsize=4096)
def _step(one: str, other: str) -> int:
    """How two elements that follow each other stand to each other."""
    if one == other:
        return 1
    box, next_box = one.rpartition("/")[0], other.rpartition("/")[0]
    if box == next_box:
        return 2
    if next_box.startswith(box + "/"):
        return 3
    if box.startswith(next_box + "/"):
        return 4
    outer = next_box.rpartition("/")[0]
    return 5 if box.rpartition("/")[0] == outer else 6


def _body_box(lines: Sequence[Look]) -> tuple[str, str]:
    """The element whose own paragraphs hold most words of articles, and most of these' path."""
    words: Counter[str] = Counter()
    for look in lines:
        block = look.block
        if look.is_prose and block.links < _SURE and not 0 <= block.main < _SURE:
            words[block.path] += look.words
    boxes: Counter[str] = Counter()
    for path, count in words.items():
        boxes[path.rpartition("/")[0]] += count
    box = max(boxes, key=lambda one: (boxes[one], one), default="")
    own = [path for path in words if path.rpartition("/")[0] == box]
    return box, max(own, key=lambda one: (words[one], one), default="")


@lru_cache(maxsize=4096)
def _related(path: str, body: str) -> int:
    """Where an element stands to the body's box: in it, around it, beside it or elsewhere."""
    box = path.rpartition("/")[0]
    if not body:
        return 0
    if box == body:
        return 1
    if box.startswith(body + "/"):
        return 2
    if body.startswith(box + "/"):
        return 3 if body.count("/") - box.count("/") <= 2 else 4
    outer = body.rpartition("/")[0]
    return 5 if outer.count("/") > 1 and box.startswith(outer) else 6


def _head(lines: Sequence[Look], heads: Sequence[int]) -> tuple[Column, Column]:
    """Where each line stands to the title that the page's head names, and what such lines are."""
    size = len(lines)
    named = np.zeros(size, np.int64)
    if not heads:
        return np.zeros(size, np.int64), named
    first = heads[0]
    away = np.arange(size) - first
    head = np.where(away < -_BESIDE, 1, np.where(away < 0, 2, np.where(away <= _BESIDE, 3, 4)))
    for number, at in enumerate(heads):
        head[at] = 5
        named[at] = 1 + 2 * (number > 0) + (lines[at].block.level > 0)
    return head, named


def _twins(lines: Sequence[Look], heads: Sequence[int]) -> Column:
    """Which lines below the page's headline the markup sets like it, as it sets another one's."""
    out = np.zeros(len(lines), np.int64)
    levels = [at for at in heads if lines[at].block.level] or [
        at for at, look in enumerate(lines) if look.block.level == 1
    ]
    first = next(iter(levels or heads), None)
    if first is None:
        return out
    path, level = _unlinked(lines[first]), lines[first].block.level
    box, title = path.rpartition("/")[0], lines[first].key
    apart = _Apart(lines, first)
    boxed = beside(lines, first) if level else {}
    for at, look in enumerate(lines[first:], first):
        if look.block.level == level and _unlinked(look) == path:
            out[at] = 1 if at == first else 2 + (level > 0)
        elif at in boxed:
            out[at] = 3
        elif level and look.block.level and _unlinked(look).rpartition("/")[0] == box:
            # No subheading has a name under it: one in the same element is a headline too.
            out[at] = 3 if _is_signed(lines, at) or apart.is_headline(at) else 0
        if out[at] > 1 and level and cohesion(title, look.key) >= _SAME_TITLE:
            out[at] = 0  # a section of a guide: `How to oil a lock in spring`
    return out


def _is_signed(lines: Sequence[Look], at: int) -> bool:
    """Whether a byline stands right under a line, and text under that."""
    if at + 2 >= len(lines):
        return False
    return lines[at + 1].sort == "byline" and lines[at + 2].is_prose


class _Apart:
    """What the page's headline, day and text say against a smaller heading's being a subheading."""

    def __init__(self, lines: Sequence[Look], first: int) -> None:
        self.lines = lines
        below = range(first + 1, len(lines))
        self.text = next((at for at in below if lines[at].is_prose), len(lines))
        header = lines[first + 1 : self.text]
        self.days = {look.block.path for look in header if look.sort == "date"}
        self.box = lines[first].block.path.rpartition("/")[0]
        self.title = _stems(lines[first].key)

    def is_headline(self, at: int) -> bool:
        """Whether a heading has the page's day line under it, or a text box of its own.

        Sections have such boxes too, but their text speaks of what the headline names.
        """
        if at < self.text or at + 2 >= len(self.lines):
            return False
        under = self.lines[at + 1]
        if under.sort == "date":
            return under.block.path in self.days and self.lines[at + 2].is_prose
        own = self.lines[self.text].block.path
        if under.block.path != own or own.rpartition("/")[0] == self.box:
            return False
        return self._is_independent(at)

    def _is_independent(self, at: int) -> bool:
        """Whether a heading and its text share words with each other and none with the headline."""
        texts: list[Look] = []
        for look in self.lines[at + 1 :]:
            if not look.is_prose:
                break
            texts.append(look)
        words = set[str]().union(*(_stems(look.key) for look in texts))
        own = _stems(self.lines[at].key)
        if sum(look.words for look in texts) < _OWN_TEXT or not self.title:
            return False
        return len(own & words) >= _OWN_STEMS and self.title.isdisjoint(words | own)


def _unlinked(look: Look) -> str:
    """The path of a line without the link around it: an appended headline leads to its page."""
    outer, _, last = look.block.path.rpartition("/")
    return outer if last == "a" or last.startswith("a.") else look.block.path
