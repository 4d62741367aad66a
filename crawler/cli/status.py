"""`newsfold status`: how the crawls are doing; exit code 1 where a person should look."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from crawler.cli.shared import PROBLEMS, db_option, json_option, sites_option, store_errors, writing


@click.command()
@click.argument("names", nargs=-1, metavar="[SITE]...")
@db_option
@sites_option
@json_option
@click.option(
    "--metrics",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the figures in Prometheus' text format to this file.",
)
def status(
    names: tuple[str, ...], db: Path, sites_dir: str, as_json: bool, metrics: Path | None
) -> None:
    """Say how the crawls of each site are doing; exit code 1 where somebody should look."""
    from crawler import status as said
    from crawler.profile import SiteError

    if metrics is not None and not metrics.parent.is_dir():
        raise click.UsageError(f"--metrics {metrics}: there is no folder {metrics.parent}")
    try:
        with store_errors():
            found = said.status(db, names, sites_dir)
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    if metrics is not None:
        with writing(str(metrics)):
            said.write_metrics(found, metrics)
    if as_json:
        click.echo(json.dumps([said.as_dict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(said.line(one))
            for trouble in one.trouble:
                click.echo(f"  look: {trouble}")
            if one.trouble and one.last_error:
                click.echo(f"  last error: {one.last_error}")
            if one.lock:
                click.echo(f"  lock: {one.lock}")
        if not found:
            click.echo(f"{db}: no site was crawled yet; `newsfold crawl SITE --db {db}` does it")
    if any(one.trouble for one in found):
        sys.exit(PROBLEMS)
