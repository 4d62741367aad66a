"""`newsfold clean` and `newsfold refold`: pages into the database, and what is there again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from crawler.cli.shared import (
    PROBLEMS,
    Trouble,
    db_option,
    form_option,
    json_option,
    opened_inputs,
    sites_option,
    source_option,
    store_errors,
)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@db_option
@form_option
@source_option
@sites_option
@json_option
def clean(
    paths: tuple[str, ...], db: Path, form: str | None, source: str, sites_dir: str, as_json: bool
) -> None:
    """Fold dumps into the database: .txt, .html and .jsonl files, folders, or -."""
    from crawler.clean import clean as run
    from crawler.progress import Progress

    given = opened_inputs(paths, form, source, sites_dir)
    trouble = Trouble()
    progress = Progress()
    with store_errors():
        counts = run(given, db, trouble.note, progress)
    progress.done()
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo(_clean_line(counts, db))
    trouble.end()


def _clean_line(counts: dict[str, Any], db: Path) -> str:
    stored = counts["new"] + counts["changed"]
    said = (
        f"{db}: {counts['pages']} pages = {counts['new']} new + {counts['changed']} changed + "
        f"{counts['known']} known + {counts['quarantined']} quarantined"
    )
    return said if stored else f"{said}; nothing new"


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@db_option
@sites_option
@json_option
def refold(sources: tuple[str, ...], db: Path, sites_dir: str, as_json: bool) -> None:
    """Fold stored pages again, after rules or profiles changed; nothing is fetched."""
    from crawler.refold import refold as run

    if not db.exists():
        raise click.UsageError(f"{db}: no such database")
    with store_errors():
        counts = run(db, list(sources) or None, sites_dir or None)
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo(
            f"{db}: {counts['pages']} pages = {counts['changed']} changed + "
            f"{counts['known']} unchanged + {counts['failed']} failed"
        )
    if counts["failed"]:
        sys.exit(PROBLEMS)
