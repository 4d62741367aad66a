"""Charts as inline SVG: drawn in classes, so that the page's colours, dark or printed, are theirs.

Colours are those of Okabe and Ito, which readers of every colour vision tell apart; every chart
also says its figures in words, in tooltips, and the matrix and bars in plain sight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import accumulate
from math import ceil, log10

WIDE, NARROW = 860, 520
"""Units across: a chart over the whole page, and one of two side by side. About a pixel each, so
that letters come out alike in both."""

SERIES = 7
"""Series with a colour of their own; what is left is `others`, in grey."""

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Stacked:
    """Columns of several series: labels of the columns, and for each series its values."""

    labels: tuple[str, ...]
    series: Mapping[str, tuple[float, ...]]


def stacked(rows: Sequence[tuple[str, str, int]], size: int = 0) -> Stacked:
    """Rows of (day, series, count) by day, month or year, whichever makes up to 60 columns.

    What has no day is left out; series after the first `SERIES` by count are one.
    """
    dated = [row for row in rows if len(row[0]) == 10]
    labels, size = _spans(sorted({row[0] for row in dated}), size)
    totals: dict[str, int] = {}
    for _, name, count in dated:
        totals[name] = totals.get(name, 0) + count
    ordered = sorted(totals, key=lambda name: (-totals[name], name))
    named = ordered if len(ordered) <= SERIES + 1 else ordered[:SERIES]
    cells: dict[str, dict[str, int]] = {}
    for day, name, count in dated:
        cell = cells.setdefault(name if name in named else OTHERS, {})
        cell[day[:size]] = cell.get(day[:size], 0) + count
    kept = [*named, *([OTHERS] if OTHERS in cells and OTHERS not in named else [])]
    return Stacked(
        tuple(labels),
        {name: tuple(cells[name].get(label, 0) for label in labels) for name in kept},
    )


def _spans(days: list[str], size: int) -> tuple[list[str], int]:
    """All days, months or years from the first to the last, and how many characters one has."""
    if not days:
        return [], 10
    try:
        first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    except ValueError:
        return sorted({day[:4] for day in days}), 4
    apart = (last - first).days
    size = size or (10 if apart < 60 else 7 if apart < 365 * 5 else 4)
    if size == 10:
        return [(first + timedelta(n)).isoformat() for n in range(apart + 1)], 10
    if size == 4:
        return [f"{year:04}" for year in range(first.year, last.year + 1)], 4
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months], 7


def columns(data: Stacked, title: str, width: int = WIDE, height: int = 240) -> str:
    """Stacked columns, with a scale; series in the order of `legend`."""
    top, bottom = 12, 26
    count = len(data.labels)
    sums = [sum(values[n] for values in data.series.values()) for n in range(count)]
    highest, ticks = _scale(max(sums, default=0))
    left = _margin(ticks)
    plot, step = height - top - bottom, (width - left - 4) / max(count, 1)
    wide = min(max(step - max(1.0, step * 0.18), 1.0), 46.0)
    parts = _grid(ticks, highest, top, left, plot, width)
    every = ceil(count * 84 / width) or 1
    for n, label in enumerate(data.labels):
        x, base = left + n * step + (step - wide) / 2, float(top + plot)
        for place, (name, values) in enumerate(data.series.items()):
            tall = plot * values[n] / highest
            if tall <= 0:
                continue
            base -= tall
            said = f"{label}, {name}: {values[n]:,}" if name else f"{label}: {values[n]:,}"
            parts.append(
                f'<rect class="{_class(place, name)}" x="{x:.1f}" y="{base:.1f}" '
                f'width="{wide:.1f}" height="{max(tall, 0.8):.1f}"><title>{escape(said)}</title>'
                "</rect>"
            )
        if n % every == 0:
            parts.append(_text(left + (n + 0.5) * step, height - 8, label, "middle"))
    return _svg(parts, width, height, title)


def histogram(counts: Sequence[tuple[str, int]], title: str, width: int = NARROW) -> str:
    """Columns of one series."""
    return columns(
        Stacked(tuple(name for name, _ in counts), {"": tuple(count for _, count in counts)}),
        title,
        width,
        220,
    )


def size_classes(rows: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
    """(size, count) by classes of size: one by one up to nine, then in wider steps."""
    counts: dict[str, int] = {}
    for size, count in rows:
        name = (
            str(size) if size < 10 else "10–19" if size < 20 else "20–99" if size < 100 else "100+"
        )
        counts[name] = counts.get(name, 0) + count
    return list(counts.items())


def bars(
    counts: Sequence[tuple[str, int]], title: str, width: int = NARROW, label: int = 150
) -> str:
    """A bar a row, the name on the left and the figure at its end."""
    row, most = 30, max((count for _, count in counts), default=0) or 1
    room = width - label - 70
    parts = []
    for n, (name, count) in enumerate(counts):
        y, wide = n * row + 4, max(room * count / most, 1 if count else 0)
        shown = name if len(name) <= 22 else name[:21] + "…"
        parts += [
            _text(label - 10, y + 15, shown or "(none)", "end"),
            f'<rect class="s0" x="{label}" y="{y}" width="{wide:.1f}" height="20" rx="2">'
            f"<title>{escape(name)}: {count:,}</title></rect>",
            _text(label + wide + 8, y + 15, f"{count:,}", "start", "figure"),
        ]
    return _svg(parts, width, max(len(counts) * row + 4, 20), title)


def area(days: Sequence[str], series: Mapping[str, Sequence[int]], title: str) -> str:
    """Running totals of each series as a line over time, named at its end.

    `days` are dates in order, each with a value in every series; time runs evenly.
    """
    width, height, top, bottom, right = WIDE, 240, 14, 26, 110
    totals = {name: list(accumulate(values)) for name, values in series.items()}
    highest, ticks = _scale(max((values[-1] for values in totals.values() if values), default=0))
    left = _margin(ticks)
    plot, wide = height - top - bottom, width - left - right
    parts = _grid(ticks, highest, top, left, plot, width - right)
    when = [date.fromisoformat(day).toordinal() for day in days] or [1]
    apart = max(when[-1] - when[0], 1)
    ends: list[float] = []
    for place, (name, values) in enumerate(totals.items()):
        path, y = [], top + float(plot)
        for at, total in zip(when, values, strict=True) if values else ():
            x = left + wide * (at - when[0]) / apart
            # A total stays until the next day that adds to it.
            path.append(f"{x:.1f},{y:.1f}")
            y = top + plot * (1 - total / highest)
            path.append(f"{x:.1f},{y:.1f}")
        while any(abs(y - other) < 15 for other in ends):
            y += 15
        ends.append(y)
        said = f"{name} {values[-1]:,}" if values else name
        parts += [
            f'<polyline class="line l{place}" points="{" ".join(path)}"/>',
            _text(width - right + 8, y + 4, said, "start"),
        ]
    for n in range(5):
        day = date.fromordinal(when[0] + round(apart * n / 4))
        parts.append(_text(left + wide * n / 4, height - 8, day.isoformat(), "middle"))
    return _svg(parts, width, height, title)


def matrix(names: Sequence[str], cells: Mapping[tuple[str, str], int], title: str) -> str:
    """How much each two have in common: the figure in its field, darker for more."""
    label, head, side = 190, 24, min(56.0, (WIDE - 200) / max(len(names), 1))
    most = max((n for (a, b), n in cells.items() if a != b), default=0)
    parts = []
    for row, name in enumerate(names):
        y = head + row * side
        shown = name if len(name) <= 24 else name[:23] + "…"
        parts += [
            _text(label - 10, y + side / 2 + 5, f"{shown}  {row + 1}", "end"),
            _text(label + (row + 0.5) * side, head - 8, str(row + 1), "middle"),
        ]
        for column, other in enumerate(names):
            count, x = cells.get((name, other), 0), label + column * side
            shade = 0 if name == other or not most else log10(1 + 9 * count / most)
            kind = "own" if name == other else "dark" if shade > 0.55 else "cell"
            parts += [
                f'<rect class="{"own" if name == other else "heat"}" x="{x + 1:.1f}" '
                f'y="{y + 1:.1f}" width="{side - 2:.1f}" height="{side - 2:.1f}" '
                f'style="--shade:{shade:.2f}"><title>{escape(name)}, {escape(other)}: {count:,}'
                "</title></rect>",
                _text(
                    x + side / 2, y + side / 2 + 5, f"{count:,}" if count else "·", "middle", kind
                ),
            ]
    return _svg(parts, label + len(names) * side + 4, head + len(names) * side + 4, title)


def _scale(most: float) -> tuple[float, list[float]]:
    """The end of an axis, and where its lines are: whole steps of 1, 2 or 5."""
    if most <= 0:
        return 1.0, [0.0, 1.0]
    power = 10.0 ** int(log10(most / 4)) if most >= 4 else 1.0
    step = next(power * n for n in (1, 2, 5, 10, 20) if power * n * 5 >= most)
    ticks = [step * n for n in range(ceil(most / step) + 1)]
    return ticks[-1], ticks


def _margin(ticks: list[float]) -> int:
    """Room for the figures of a scale, and a label under the first column."""
    return max(36, 16 + 8 * len(f"{ticks[-1]:,.0f}"))


def _grid(
    ticks: list[float], highest: float, top: int, left: int, plot: int, right: int
) -> list[str]:
    parts = []
    for tick in ticks:
        y = top + plot * (1 - tick / highest)
        parts += [
            f'<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>',
            _text(left - 8, y + 4, f"{tick:,.0f}", "end"),
        ]
    return parts


def _class(place: int, name: str) -> str:
    return "rest" if name == OTHERS else f"s{place}"


def _text(x: float, y: float, text: str, anchor: str, kind: str = "label") -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _svg(parts: list[str], width: float, height: float, title: str) -> str:
    return (
        f'<svg class="chart" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
