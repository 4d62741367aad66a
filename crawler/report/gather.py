"""What the report says, read from the database in one state of it and laid out by its template."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crawler import __version__, charts
from crawler.direction import direction
from crawler.status import SiteStatus, status_in
from storage import figures, read

MATRIX = 16
"""Outlets in the matrix; more would not fit a page."""

EXAMPLES = 3
"""Examples of each reason."""

TEXT = 280
"""Characters of an example that are shown."""

RUNS = 15
"""Runs that are listed, the latest."""

_LENGTHS = (0, 1, 40, 100, 200, 300, 500, 800, 1200, 2000)
"""First words of the classes of lengths: none, a notice, and steps that widen."""


def render(conn: sqlite3.Connection, db: Path, sites_dir: str = "") -> str:
    """The whole page as HTML; nothing in it is loaded from elsewhere.

    What is expected of a site stands in its profile; `sites_dir` is a folder with more of them.
    """
    environment = Environment(
        loader=PackageLoader("crawler.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = files("crawler.browse").joinpath("static/newsfold.css").read_text(encoding="utf-8")
    text: str = environment.get_template("report.html").render(
        **gather(conn, sites_dir),
        name=db.name,
        version=__version__,
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        style=Markup(style),
        series_class=lambda n, name: "rest" if name == charts.OTHERS else f"s{n}",
    )
    return text


def gather(conn: sqlite3.Connection, sites_dir: str = "") -> dict[str, Any]:
    """Every part of the report by name: figures, charts as SVG, examples."""
    counts = read.read_stats(conn)
    days = figures.by_day(conn)
    stacked = charts.stacked(days)
    return {
        "counts": counts,
        "legend": list(stacked.series),
        "published": stacked,
        "published_chart": Markup(charts.columns(stacked, "Records by day of publication")),
        "undated": sum(count for day, _, count in days if len(day) != 10),
        "growth": _growth(figures.growth(conn)),
        "outlets": figures.outlets(conn),
        "reasons": _reasons(conn),
        "reason_chart": _reason_chart(figures.reasons(conn)),
        "size_chart": _sizes(figures.group_sizes(conn)),
        "matrix": _matrix(figures.shared(conn), figures.outlets(conn)),
        "languages": figures.languages(conn),
        "language_chart": Markup(
            charts.bars(_first(figures.languages(conn), 12), "Records by language")
        ),
        "lengths": _lengths(figures.lengths(conn)),
        "flags": figures.flags(conn),
        "quarantined": figures.quarantined(conn),
        "sites": [_site(one) for one in status_in(conn, sites_dir=sites_dir)],
        "runs": [_run(run) for run in read.read_runs(conn)[:RUNS]],
    }


def _growth(rows: figures.Rows) -> dict[str, Any]:
    """Running totals of pages and articles, and the figures by day, or by month of many days."""
    rows = [row for row in rows if _is_day(row[0])]
    size = 10 if len(rows) <= 60 else 7
    table: dict[str, list[int]] = {}
    for day, pages, articles in rows:
        spot = table.setdefault(day[:size], [0, 0])
        spot[0] += pages
        spot[1] += articles
    series = {"pages": [row[1] for row in rows], "articles": [row[2] for row in rows]}
    days = [row[0] for row in rows]
    chart = Markup(charts.area(days, series, "Pages and articles over time"))
    return {"days": days, "table": table, "chart": chart}


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _reasons(conn: sqlite3.Connection) -> list[dict[str, Any]]:
    return [
        {
            "reason": reason,
            "meaning": meaning,
            "count": count,
            "examples": [
                {
                    "text": _short(text),
                    "page": page,
                    "source": source,
                    "lang": lang,
                    "dir": direction(lang, text),
                    "into": _short(into or ""),
                    "score": score,
                    "times": times,
                }
                for text, page, source, lang, into, score, times in (
                    figures.examples(conn, reason, EXAMPLES) if count else ()
                )
            ],
        }
        for reason, meaning, count in figures.reasons(conn)
    ]


def _reason_chart(rows: figures.Rows) -> Markup:
    return Markup(
        charts.bars(
            [(reason.replace("_", " "), count) for reason, _, count in rows if count],
            "Folds by reason",
        )
    )


def _sizes(rows: figures.Rows) -> Markup:
    classes = charts.size_classes(rows)
    return Markup(charts.histogram(classes, "Records by number of versions"))


def _matrix(rows: figures.Rows, outlets: figures.Rows) -> dict[str, Any] | None:
    """Outlets that have records in common with others, the greatest first; None without any."""
    common = [row for row in rows if row[0] != row[1]]
    if not common:
        return None
    sharing = {source for source, _, _ in common}
    order = [source for source, *_ in outlets if source in sharing]
    names = order[:MATRIX]
    cells = {(a, b): count for a, b, count in rows}
    pairs = sorted(
        ((count, a, b) for a, b, count in common if a < b), key=lambda pair: (-pair[0], *pair[1:])
    )
    return {
        "names": names,
        "left_out": len(order) - len(names),
        "pairs": pairs[:10],
        "chart": Markup(charts.matrix(names, cells, "Records that two outlets have in common")),
    }


def _lengths(rows: figures.Rows) -> dict[str, Any]:
    counts = dict.fromkeys(map(_length_name, range(len(_LENGTHS))), 0)
    for words, count in rows:
        at = max(n for n, first in enumerate(_LENGTHS) if words >= first)
        counts[_length_name(at)] += count
    return {
        "median": _median(rows),
        "rows": list(counts.items()),
        "chart": Markup(charts.histogram(list(counts.items()), "Records by words of the body")),
    }


def _length_name(at: int) -> str:
    first = _LENGTHS[at]
    if first == 0:
        return "0"
    return f"{first}–{_LENGTHS[at + 1] - 1}" if at + 1 < len(_LENGTHS) else f"{first}+"


def _median(rows: Sequence[tuple[Any, ...]]) -> int:
    """The length that half of the records do not reach."""
    half, seen = sum(count for _, count in rows) / 2, 0
    for words, count in rows:
        seen += count
        if seen >= half:
            return int(words)
    return 0


def _run(run: dict[str, Any]) -> dict[str, Any]:
    """A run with how long it took and what it counted, in words."""
    took = ""
    if run["finished"]:
        seconds = (
            datetime.fromisoformat(run["finished"]) - datetime.fromisoformat(run["started"])
        ).total_seconds()
        took = _duration(seconds)
    said = ", ".join(
        f"{value:,} {name.replace('_', ' ')}"
        for name, value in run["counts"].items()
        if isinstance(value, int) and value
    )
    return {**run, "took": took, "said": said}


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 2 * 3600 else f"{seconds / 3600:.1f} h"


def _site(one: SiteStatus) -> dict[str, Any]:
    """A site's last crawl and pace, with everything that gave nothing by its cause."""
    causes = {**one.failed, **one.quarantined}
    if one.refused:
        causes["refused"] = one.refused
    return {
        "site": one.site,
        "state": one.state,
        "started": one.last_started,
        "counts": (one.new, one.changed, one.unchanged, sum(causes.values())),
        "causes": sorted(causes.items(), key=lambda cause: (-cause[1], cause[0])),
        "rate": one.articles_per_day,
        "usual": one.usual_per_day,
        "words": one.median_body_words,
        "trouble": one.trouble,
    }


def _first(rows: Iterable[tuple[Any, ...]], count: int) -> list[tuple[str, int]]:
    """The first rows, and what is left as one."""
    listed = [(str(name) or "(none)", int(n)) for name, n in rows]
    left = sum(n for _, n in listed[count:])
    return listed[:count] + ([(charts.OTHERS, left)] if left else [])


def _short(text: str) -> str:
    return text if len(text) <= TEXT else text[:TEXT].rsplit(" ", 1)[0] + " …"
