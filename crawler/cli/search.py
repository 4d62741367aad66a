"""`newsfold search`: find records by their words."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from crawler.cli.shared import db_option, json_option, opened_store, searchable


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--source", default="", help="Only what was seen at this source.")
@click.option("--section", default="", help="Only this section.")
@click.option("--lang", default="", help="Only this language, such as ar.")
@click.option("--since", default="", metavar="DAY", help="Published on this day or later.")
@click.option("--until", default="", metavar="DAY", help="Published on this day or before.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Hits.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Hits to pass over.")
@db_option
@json_option
def search(
    query: tuple[str, ...],
    source: str,
    section: str,
    lang: str,
    since: str,
    until: str,
    limit: int,
    offset: int,
    db: Path,
    as_json: bool,
) -> None:
    """Find records: words, "phrases", beginnings*, AND, OR, NOT, brackets.

    Spelling that makes no difference when texts are compared makes none here: hamza, tashkeel,
    digits, case, accents. An Arabic word is found with its article and without.
    """
    from storage.search import Filters

    filters = Filters(source, section, lang, _day(since, "--since"), _day(until, "--until"))
    searchable(db)
    with opened_store(db) as store:
        hits = store.search(" ".join(query), filters, limit, offset)
        if hits.query.tree is None:
            raise click.UsageError(hits.query.notice)
        rows = [(store.chosen(version), score) for version, score in hits.versions]
    if hits.query.notice:
        click.echo(hits.query.notice, err=True)
    from dedupe.query import wanted

    words = wanted(hits.query.tree)
    if as_json:
        found = [_json_hit(row, score, words) for row, score in rows]
        click.echo(
            json.dumps(
                {"total": hits.total, "more": hits.more, "hits": found},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    for number, (row, _) in enumerate(rows, offset + 1):
        click.echo(_shown(number, row, words))
    click.echo(_said(hits.total, hits.more, len(rows), offset))


def _day(text: str, option: str) -> str:
    """A day as the index has it; a year or a month is its first day, or for --until its last."""
    if not text:
        return ""
    first = option == "--since"
    parts = {4: "-01-01" if first else "-12-31", 7: "-01" if first else "-31"}
    try:
        date.fromisoformat(text + {4: "-01-01", 7: "-01"}.get(len(text), ""))
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no day; write 2024-05-01, 2024-05 or 2024", param_hint=option
        ) from None
    return text + parts.get(len(text), "")


def _json_hit(row: dict[str, Any], score: float, words: list[Any]) -> dict[str, Any]:
    from crawler.passages import marks, passage

    found = list(marks(row, words))
    names = ("id", "title", "url", "source", "lang", "section", "published")
    shown = passage(row, found)
    return {
        **{name: row[name] for name in names},
        "score": round(score, 4),
        "passage": {"text": shown.text, "spans": shown.spans},
        "marks": [asdict(mark) for mark in found],
    }


def _shown(number: int, row: dict[str, Any], words: list[Any]) -> str:
    """A hit on three lines: title, where it is from, and the passage."""
    from crawler.passages import Marked, marks, passage

    found = list(marks(row, words))
    spans = tuple((m.start, m.end) for m in found if m.field == "title")
    title = _painted(Marked(row["title"] or "(no title)", spans))
    where = [row["id"], row["source"], row["section"], row["published"][:10]]
    return "\n".join(
        [
            f"{number:>3}. {title}",
            "     " + "  ".join(filter(None, where)),
            "     " + _painted(passage(row, found)),
            "",
        ]
    )


def _painted(marked: Any) -> str:
    """A marked text: bold on a terminal, in [brackets] elsewhere."""
    from crawler.passages import pieces

    def paint(text: str) -> str:
        return click.style(text, bold=True, fg="yellow") if sys.stdout.isatty() else f"[{text}]"

    return "".join(paint(text) if hit else text for text, hit in pieces(marked))


def _said(total: int, more: bool, shown: int, offset: int) -> str:
    if total == 0:
        return "nothing found"
    found = f"{'more than ' if more else ''}{total} found"
    if not shown:
        return f"{found}, none of them after the first {offset}"
    if shown == total and not more:
        return found
    return f"{offset + 1} to {offset + shown} of {found}; --limit and --offset show others"
