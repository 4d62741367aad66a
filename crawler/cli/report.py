"""`newsfold report`: what a corpus is made of, on one page."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli.shared import db_option, opened_store, sites_option, writing


@click.command()
@click.option(
    "-o",
    "--output",
    default="report.html",
    show_default=True,
    help="File for the page; - is standard output.",
)
@db_option
@sites_option
def report(output: str, db: Path, sites_dir: str) -> None:
    """Write one self-contained HTML page on a corpus: what came in, what was folded and why."""
    from crawler.report.gather import render
    from storage.export import whole_file

    with opened_store(db) as store, store.reading() as conn:
        page = render(conn, db, sites_dir)
    with writing(output), whole_file(output) as file:
        file.write(page)
    if output != "-":
        click.echo(f"{output}: {len(page.encode()) // 1024:,} KB")
