"""`newsfold verify` and `newsfold diff`: releases, read again from their files."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from crawler.cli.shared import PROBLEMS, json_option, release_errors

folder_type = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=folder_type)
@click.option("--quick", is_flag=True, help="Do not compare texts, and do not load Croissant.")
@json_option
def verify(folder: Path, quick: bool, as_json: bool) -> None:
    """Prove a release from its files: sums, counts, schema, card, Croissant, and no leaks."""
    from storage.release.verify import verify as run

    with release_errors():
        report = run(folder, quick)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
    else:
        for where, says in report.problems:
            click.echo(f"{where}: {says}")
        for note in report.notes:
            click.echo(note)
        splits = ", ".join(f"{name} {count}" for name, count in report.splits.items())
        problems = len(report.problems)
        verdict = f"{problems} problem{'' if problems == 1 else 's'}" if problems else "whole"
        click.echo(f"{folder}: {report.rows} rows = {splits or 'none'}; {verdict}")
    if report.problems:
        sys.exit(PROBLEMS)


@click.command()
@click.argument("old", type=folder_type)
@click.argument("new", type=folder_type)
@json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Say what changed between two releases: added, removed, changed, regrouped rows."""
    from storage.release.diff import KINDS
    from storage.release.diff import diff as run

    with release_errors():
        change = run(old, new)
    if as_json:
        click.echo(json.dumps(asdict(change), ensure_ascii=False))
        return
    for kind, meaning in KINDS.items():
        click.echo(f"{kind:<10}{change.counts[kind]:>8}  {meaning}")
        for id_ in change.ids[kind]:
            click.echo(f"    {id_}")
        if change.counts[kind] > len(change.ids[kind]):
            click.echo(f"    ... {change.counts[kind] - len(change.ids[kind])} more")
    click.echo(f"{'same':<10}{change.same:>8}")
    if change.columns:
        columns = ", ".join(f"{name} {count}" for name, count in sorted(change.columns.items()))
        click.echo(f"columns with other values: {columns}")
