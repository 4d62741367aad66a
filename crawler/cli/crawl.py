"""`newsfold crawl`: sites into the database."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from crawler.cli.shared import PROBLEMS, db_option, json_option, sites_option, store_errors

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("names", nargs=-1, metavar="[SITE]...")
@db_option
@sites_option
@click.option(
    "--contact",
    default="",
    envvar="NEWSFOLD_CONTACT",
    help="Address or page where outlets reach you; needed for any site that is not local.",
)
@click.option("--due", is_flag=True, help="Only sites whose turn it is; without SITE, of all.")
@click.option("--recheck", is_flag=True, help="Ask again for all that lists name, due or not.")
@click.option("--max-pages", type=click.IntRange(min=1), help="Most article pages a site.")
@click.option(
    "--max-minutes", type=click.FloatRange(min=0, min_open=True), help="Ask no longer than this."
)
@click.option("--since", type=_DAY, help="First day of what lists date.")
@click.option("--until", type=_DAY, help="Last day of what lists date.")
@click.option(
    "--warc",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write everything that is fetched to WARC files in this folder.",
)
@json_option
def crawl(
    names: tuple[str, ...],
    db: Path,
    sites_dir: str,
    contact: str,
    due: bool,
    recheck: bool,
    max_pages: int | None,
    max_minutes: float | None,
    since: datetime | None,
    until: datetime | None,
    warc: Path | None,
    as_json: bool,
) -> None:
    """Fetch the articles of sites into the database. SITE is the name of a profile."""
    from crawler.crawl import due_sites, run_crawl
    from crawler.profile import SiteError
    from crawler.view import View

    if warc is not None:
        from crawler.cli.shared import need

        need("warcio", "newsfold[warc]", "writing WARC files")
    if not names and not due:
        raise click.UsageError("name a SITE, or say --due; `newsfold sites` lists what there is")
    settings: dict[str, Any] = {
        "NEWSFOLD_RECHECK": recheck,
        "NEWSFOLD_MAX_PAGES": max_pages or 0,
        "NEWSFOLD_MAX_MINUTES": max_minutes or 0.0,
        "NEWSFOLD_SINCE": f"{since:%Y-%m-%d}" if since else "",
        "NEWSFOLD_UNTIL": f"{until:%Y-%m-%d}T23:59:59Z" if until else "",
        "NEWSFOLD_WARC": str(warc or ""),
    }
    try:
        with store_errors(), View() as view:
            wanted = due_sites(names, db, sites_dir) if due else list(names)
            if not wanted:
                click.echo("[]" if as_json else "no site is due")
                return
            summary = run_crawl(wanted, db, sites_dir or None, contact, settings, view)
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        for site in summary["sites"]:
            click.echo(site["line"])
            if site["trouble"]:
                click.echo(f"  look: {site['trouble']}")
    if summary["needs_look"]:
        sys.exit(PROBLEMS)
