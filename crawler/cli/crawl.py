"""`newsfold crawl`: sites into the database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from crawler.cli.shared import PROBLEMS, db_option, json_option, sites_option, store_errors


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="SITE...")
@db_option
@sites_option
@click.option(
    "--contact",
    default="",
    envvar="NEWSFOLD_CONTACT",
    help="Address or page where outlets reach you; needed for any site that is not local.",
)
@json_option
def crawl(names: tuple[str, ...], db: Path, sites_dir: str, contact: str, as_json: bool) -> None:
    """Fetch the articles of sites into the database. SITE is the name of a profile."""
    from crawler.crawl import run_crawl
    from crawler.profile import SiteError

    try:
        with store_errors():
            summary = run_crawl(list(names), db, sites_dir or None, contact)
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        for site in summary["sites"]:
            click.echo(site["line"])
    if summary["needs_look"]:
        sys.exit(PROBLEMS)
