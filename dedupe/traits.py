"""What a line shows of its part in a page: its own shape, its neighbours', and how often it recurs.

None of it is a word of any language. A trait is a short name; a line has some forty of them, and
`parts` weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise, repeat

from dedupe.alike import LONGEST_TITLE, RUN, cohesion, run_size, runs, without_bracket
from dedupe.cues import ends_sentence
from dedupe.looks import Look
from dedupe.model import Page
from dedupe.text import western

# Upper ends of the classes that a line's length in words falls into.
_SIZES = (1, 2, 3, 5, 8, 12, 18, 26, 40)
# Prose lines below a line whose words a headline shares, and above it.
_BELOW = 10
_NEXT_TEXT = 14
_SHARES = (0.1, 0.25, 0.4, 0.55)
# One side shares so much more than the other that it tells.
_MORE = 0.15
_REACH = 3
# Lines of the window in which a shape that comes back is looked for.
_PERIOD = 8
_ODD = re.compile(r"[|•·/–—]")
_OPENERS = "«“\"„‘'—–-"
_LONG = (80, 150, 300)
# Words to a stop.
_PACES = (10, 14, 18, 23, 30)
_STOP = re.compile(r"[.!?؟۔।…](?=[\s»”\"’)]|$)|[。！？]")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20|25)\d\d(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d?\d[:.h]\d\d(?!\d)")
_LISTED = re.compile(r"^\s*(?:[*•·▪◦-]|\d{1,2}[.)])\s+\S")


def cuts(lines: Sequence[Look], page: Page) -> list[int]:
    """How many blocks of the page are missing above each line, and below the last one."""
    places = [-1, *(look.block.index for look in lines), len(page.blocks)]
    return [after - before - 1 for before, after in pairwise(places)]


def traits(
    lines: Sequence[Look], echoes: Mapping[int, int], cut: Sequence[int]
) -> list[tuple[str, ...]]:
    """The traits of each line.

    `echoes` leads from a line to the earlier one of the same header that it repeats; `cut` says
    for each line how many blocks known as the site's furniture were taken out right above it, and
    has one entry more for the end.
    """
    if not lines:
        return []
    ends = [ends_sentence(look.block.text) for look in lines]
    shapes = [_shape(look, ended) for look, ended in zip(lines, ends, strict=True)]
    echoed = {earlier: later for later, earlier in echoes.items()}
    own = [_own(lines, at, shapes, ends[at], echoes, echoed) for at in range(len(lines))]
    around = _around(lines, shapes)
    runs = _prose_runs(lines)
    often = Counter(look.key for look in lines)
    openings = Counter(_opening(look.key) for look in lines if not look.is_prose)
    periodic = _periodic(shapes)
    shared = _shares(lines)
    is_cut = any(cut)
    out = []
    for at, look in enumerate(lines):
        found = own[at] + around[at] + runs[at]
        found += _recurring(look, often, openings, periodic[at])
        found += _words_shared(lines, at, shared)
        found += _edges(lines, at, cut if is_cut else ())
        out.append(tuple(found))
    return out


def _size(words: int) -> int:
    return bisect_left(_SIZES, words)


def _shape(look: Look, ended: bool) -> str:
    """The sort of a line and, where that says little, its length and end."""
    if look.sort == "short":
        return f"short{_size(look.words)}"
    if look.sort in ("prose", "item"):
        return f"{look.sort}{'L' if look.words > 18 else 'S'}{'.' if ended else ''}"
    return look.sort


def _own(
    lines: Sequence[Look],
    at: int,
    shapes: Sequence[str],
    ended: bool,
    echoes: Mapping[int, int],
    echoed: Mapping[int, int],
) -> list[str]:
    look = lines[at]
    text = look.block.text
    found = [f"s={look.sort}", f"w={_size(look.words)}", f"sh={shapes[at]}"]
    found.append(f"s={look.sort}&w={_size(look.words)}&e={ended}")
    if any(map(str.isdigit, text)):
        found.append(f"digit&{look.sort}")
        year, clock = bool(_YEAR.search(look.key)), bool(_CLOCK.search(western(text)))
        if year or clock:
            found.append(f"when={int(year)}{int(clock)}&{look.sort}&{min(4, _size(look.words))}")
    if _ODD.search(text):
        found.append(f"odd&{look.sort}")
    bare = without_bracket(text)
    if bare != text:
        found.append(f"bracket&{look.sort}&{min(4, len(bare.split()))}")
    if text[:1] in _OPENERS:
        found.append(f"opens&{look.sort}")
    if text.rstrip()[-1:] in ":：":
        found.append("colon")
    if "?" in text[-2:] or "؟" in text[-2:] or "？" in text[-2:]:
        found.append("asks")
    if _LISTED.match(text):
        found.append(f"listed&{look.sort}")
    if look.words > _SIZES[-1]:
        found += _long(look)
    if look.block.level:
        found.append(f"level={min(3, look.block.level)}")
    if at in echoes:
        found.append("echo" if echoes[at] < at - 1 else "double")
    if at in echoed:
        found.append("echoed" if echoes.get(at + 1) != at else "doubled")
    return found


def _long(look: Look) -> list[str]:
    """How a long line is built: text has a stop every so many words, a page's foot has hardly one.

    Dumps that keep no lines put a whole body, or all that stands below it, on one.
    """
    pace = look.words / (1 + len(_STOP.findall(look.block.text)))
    size = sum(look.words > most for most in _LONG)
    return [f"long={size}&pace={sum(pace > most for most in _PACES)}", f"long={size}"]


def _around(lines: Sequence[Look], shapes: Sequence[str]) -> list[list[str]]:
    """The shapes of the neighbours, alone and in pairs, and blank lines between."""
    size = len(lines)
    gapped = any(look.gap > 0 for look in lines)

    def shape(at: int) -> str:
        return shapes[at] if 0 <= at < size else "edge"

    out = []
    for at in range(size):
        found = [f"{step:+d}{shape(at + step)}" for step in range(-_REACH, _REACH + 1) if step]
        found += [
            f"p&{shape(at - 1)}&{shape(at)}",
            f"n&{shape(at)}&{shape(at + 1)}",
            f"pn&{shape(at - 1)}&{lines[at].sort}&{shape(at + 1)}",
            f"nn&{lines[at].sort}&{shape(at + 1)}&{shape(at + 2)}",
        ]
        if gapped:
            below = lines[at + 1].gap if at + 1 < size else 9
            found.append(f"gap&{_step(lines[at].gap)}&{_step(below)}&{lines[at].sort}")
        out.append(found)
    return out


def _step(gap: int) -> int:
    return max(0, min(1, gap))


def _prose_runs(lines: Sequence[Look]) -> list[list[str]]:
    """How much text stands above and below, and how near the next and the last two lines of it."""
    size = len(lines)
    prose = [look.is_prose for look in lines]
    words = [look.words if look.is_prose else 0 for look in lines]
    total = max(1, sum(words))
    pairs = [at for at in range(size - 1) if prose[at] and prose[at + 1]]
    out, above, next_pair, last_pair = [], 0, 0, -99
    for at in range(size):
        while next_pair < len(pairs) and pairs[next_pair] < at:
            last_pair = pairs[next_pair] + 1
            next_pair += 1
        ahead = pairs[next_pair] - at if next_pair < len(pairs) else 99
        behind = at - last_pair if last_pair >= at - 60 else 99
        if last_pair >= at:
            behind = 0
        sort = lines[at].sort
        tens = [_tenth(above / total), _tenth((total - above - words[at]) / total)]
        found = [f"above={tens[0]}&{sort}", f"below={tens[1]}&{sort}"]
        found += [f"ahead={_near(ahead)}&{sort}", f"behind={_near(behind)}&{sort}"]
        found.append(f"between={_near(ahead)}&{_near(behind)}")
        near = sum(prose[max(0, at - 4) : at]), sum(prose[at + 1 : at + 5])
        found.append(f"thick={near[0]}{near[1]}&{sort}")
        out.append(found)
        above += words[at]
    return out


def _tenth(share: float) -> str:
    if share <= 0:
        return "none"
    return "little" if share < 0.12 else "some" if share < 0.5 else "most"


def _near(steps: int) -> int:
    return bisect_left((0, 1, 2, 4, 7, 12, 20), steps)


def _opening(key: str) -> str:
    return key.split(" ", 1)[0]


def _recurring(
    look: Look, often: Mapping[str, int], openings: Mapping[str, int], periodic: int
) -> list[str]:
    found = []
    if often[look.key] > 1:
        found.append(f"again={min(4, often[look.key])}&{look.sort}")
    if not look.is_prose and openings[_opening(look.key)] > 2:
        found.append(f"opening&{look.sort}")
    if periodic:
        found.append(f"period={periodic}&{look.sort}")
    return found


def _periodic(shapes: Sequence[str]) -> list[int]:
    """For each line how many more times, up to 3, the shapes around it come back at one distance.

    The pieces of cards recur at the length of a card: a headline, a day, a headline, a day.
    """
    coarse = [_coarse(shape) for shape in shapes]
    size = len(coarse)
    out = [0] * size
    for step in range(2, _PERIOD):
        start = 0
        for at in range(size - step + 1):
            if at < size - step and coarse[at] == coarse[at + step]:
                continue
            # The run start..at came back; a run of one shape only is no card.
            if at - start >= step and len(set(coarse[start : start + step])) > 1:
                times = min(3, (at - start) // step)
                for place in range(start, at + step):
                    out[place] = max(out[place], times)
            start = at + 1
    return out


def _coarse(shape: str) -> str:
    if shape.startswith("short"):
        return "label" if shape[5:] < "3" else "line"
    return "text" if shape.startswith(("prose", "item")) else shape


def _shares(lines: Sequence[Look]) -> list[tuple[float, float]]:
    """`_shared` of every line, each text's runs of characters made once."""
    prose = [look.is_prose for look in lines]
    keys = [look.key for look in lines]
    if any(is_text and len(key) < RUN for is_text, key in zip(prose, keys, strict=True)):
        return [_shared(lines, at) for at in range(len(lines))]
    whole = [runs(key) if is_text else None for is_text, key in zip(prose, keys, strict=True)]
    own = [
        texts if texts is not None and len(key) <= LONGEST_TITLE else runs(key[:LONGEST_TITLE])
        for texts, key in zip(whole, keys, strict=True)
    ]
    down, up = (_met(keys, own, whole, order) for order in (-1, 1))
    return [
        (below, above) if run_size(key) == RUN else _shared(lines, at)
        for at, (key, below, above) in enumerate(zip(keys, down, up, strict=True))
    ]


def _met(
    keys: Sequence[str], own: Sequence[set[str]], whole: Sequence[set[str] | None], order: int
) -> list[float]:
    """How many of each line's own runs the texts near it have, 0 to 1.

    The lines are gone through from the last to the first (`order` -1) for the texts below, from the
    first to the last for those above; `far` leads from a run to the nearest text that has it, or to
    the farther one of two texts where it stands on the seam between them.
    """
    size = len(keys)
    out, far, texts = [0.0] * size, dict[str, int](), list[int]()
    for step, at in enumerate(range(size)[::order]):
        if own[at]:
            edge = step - _NEXT_TEXT
            if order < 0 and len(texts) >= _BELOW:
                edge = max(edge, texts[-_BELOW])
            met = map(far.get, own[at], repeat(edge - 1))
            out[at] = sum(map(edge.__le__, met)) / len(own[at])
        text = whole[at]
        if text is None:
            continue
        if texts:
            last = texts[-1]
            other = last if order > 0 else size - 1 - last
            one, two = (other, at) if order > 0 else (at, other)
            for run in runs(f"{keys[one][1 - RUN :]} {keys[two][: RUN - 1]}"):
                far[run] = max(last, far.get(run, last))
        far.update(dict.fromkeys(text, step))
        texts.append(step)
    return out


def _shared(lines: Sequence[Look], at: int) -> tuple[float, float]:
    """How much of a line's characters the text below it has too, and the text above it."""
    key = lines[at].key
    below = [one.key for one in lines[at + 1 : at + 1 + _NEXT_TEXT] if one.is_prose][:_BELOW]
    above = [one.key for one in lines[max(0, at - _NEXT_TEXT) : at] if one.is_prose]
    return cohesion(key, " ".join(below)), cohesion(key, " ".join(above))


def _words_shared(
    lines: Sequence[Look], at: int, shared: Sequence[tuple[float, float]]
) -> list[str]:
    """Whether a line says what the text below it says, or what the text above it said."""
    look = lines[at]
    down, up = shared[at]
    size = "label" if look.words <= _SIZES[2] else "line" if look.words <= _SIZES[-2] else "long"
    found = [f"down={_class(down)}&{look.sort}&{size}", f"up={_class(up)}&{look.sort}&{size}"]
    if down > up + _MORE:
        found.append(f"down>up&{look.sort}")
    if up > down + _MORE:
        found.append(f"up>down&{look.sort}")
    if not look.is_prose and look.words > _SIZES[1]:
        near = range(max(0, at - _PERIOD), min(len(lines), at + _PERIOD + 1))
        rivals = [
            shared[one][0]
            for one in near
            if one != at and not lines[one].is_prose and lines[one].words > _SIZES[1]
        ]
        rank = sum(rival > down for rival in rivals)
        found.append(f"rank={min(rank, 3)}&{look.sort}")
    return found


def _class(share: float) -> int:
    return bisect_left(_SHARES, share)


def _edges(lines: Sequence[Look], at: int, cut: Sequence[int]) -> list[str]:
    found = []
    if at < 3:
        found.append(f"top={at}")
    if at >= len(lines) - 3:
        found.append(f"end={len(lines) - 1 - at}")
    if cut:
        above, below = bool(cut[at]), bool(cut[at + 1])
        found.append(f"cut={int(above)}{int(below)}&{lines[at].sort}")
    listed = next((n for n in range(1, 8) if at >= n and lines[at - n].sort == "list_heading"), 0)
    if listed and not any(
        lines[n].is_prose and lines[n - 1].is_prose for n in range(at - listed + 1, at + 1)
    ):
        found.append(f"listed={listed}&{lines[at].sort}")
    return found
