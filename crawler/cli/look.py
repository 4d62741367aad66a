"""`newsfold stats` and `newsfold show`: what the database holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from crawler.cli.shared import db_option, json_option, opened_store


@click.command()
@db_option
@json_option
def stats(db: Path, as_json: bool) -> None:
    """Count what the database holds."""
    with opened_store(db) as store:
        counts = store.stats()
    click.echo(json.dumps(counts, ensure_ascii=False) if as_json else _table(counts))


def _table(counts: dict[str, Any]) -> str:
    lines = []
    for name, value in counts.items():
        label = name.replace("_", " ")
        if not isinstance(value, dict):
            lines.append(f"{label:<24}{value:>10}")
            continue
        lines.append(f"{label}:")
        lines += [f"  {key or '(none)':<22}{count:>10}" for key, count in value.items()]
    return "\n".join(lines)


@click.command()
@click.argument("name", metavar="ID")
@db_option
@json_option
def show(name: str, db: Path, as_json: bool) -> None:
    """Show a record by its id, the start of one, an address, or an input's own id."""
    with opened_store(db) as store:
        record = store.record(name)
        removals = store.removed(name) if record is None else []
    for removal in removals:
        raise click.ClickException(
            f"{db}: {removal['id']} was taken out on {removal['at'][:10]}: {removal['reason']}; "
            f"`newsfold restore {name} --db {db}` lets it come in again"
        )
    if record is None:
        raise click.ClickException(
            f"{db}: nothing goes by {name!r}; `newsfold export --format jsonl - --db {db}` lists "
            "what is there"
        )
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        from crawler.show import readable

        click.echo(readable(record))
