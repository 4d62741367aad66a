"""`newsfold export`: records out of the database."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli.shared import db_option, opened_store, writing


@click.command()
@click.argument("output")
@click.option("--format", "name", default="jsonl", show_default=True, help="The file's format.")
@db_option
def export(output: str, name: str, db: Path) -> None:
    """Write the records to OUTPUT, one row a record; - for standard output."""
    from storage.export import EXPORTERS

    if name not in EXPORTERS:
        raise click.UsageError(f"no format {name!r}; known are {', '.join(sorted(EXPORTERS))}")
    with opened_store(db) as store, writing(output):
        count = EXPORTERS[name](store.records(), output)
    if output != "-":
        click.echo(f"{output}: {count} records", err=True)
