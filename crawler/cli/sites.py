"""`newsfold sites` and `newsfold probe`: the profiles there are, and whether they work."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from crawler.cli.shared import PROBLEMS, json_option, sites_option, store_errors


@click.command()
@sites_option
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="NEWSFOLD_DB",
    help="A database; says when each site was last crawled into it.",
)
@json_option
def sites(sites_dir: str, db: Path | None, as_json: bool) -> None:
    """List the sites that have a profile, and what is known of each."""
    from crawler.profile import SiteError
    from crawler.site import sites as profiles

    try:
        found = profiles(sites_dir or None)
        with store_errors():
            last = _last_runs(db) if db is not None and db.exists() else {}
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    rows: list[dict[str, Any]] = [
        {
            "site": site.name,
            "title": site.title,
            "enabled": site.enabled,
            "verified": site.verified,
            "language": site.language,
            "lists": len(site.crawl.feeds) + len(site.crawl.sitemaps) + len(site.crawl.sections),
            "profile": site.path,
            "last_crawl": last.get(site.name, ""),
        }
        for site in found
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(len(row["site"]) for row in rows)
    for row in rows:
        state = "enabled" if row["enabled"] else "disabled"
        seen = f"verified {row['verified']}" if row["verified"] else "unverified"
        crawled = f"last crawl {row['last_crawl']}" if row["last_crawl"] else ""
        lists = f"{row['lists']} list{'s' * (row['lists'] != 1)}"
        cells = f"{row['site']:<{width}}  {state:<8}  {seen:<19}  {row['language']:<3}  {lists:<8}"
        click.echo(f"{cells}  {crawled or row['title']}".rstrip())


def _last_runs(db: Path) -> dict[str, str]:
    from storage import runs
    from storage.store import Store

    with Store(db, readonly=True) as store:
        return {
            name: runs.runs_of(store.conn, name, limit=1)[0].started
            for name in runs.crawled_sites(store.conn)
        }


@click.command()
@click.argument("name", metavar="SITE|URL")
@sites_option
@click.option(
    "--contact",
    default="",
    envvar="NEWSFOLD_CONTACT",
    help="Address or page where the outlet reaches you; needed for any site that is not local.",
)
@click.option(
    "--pages",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Articles to fetch.",
)
@click.option(
    "--draft",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the drafted profile to this file.",
)
@json_option
def probe(
    name: str, sites_dir: str, contact: str, pages: int, draft: Path | None, as_json: bool
) -> None:
    """Fetch a site's lists and a few articles, and show what a crawl would store.

    Nothing is kept. For the address of a site without a profile, one is drafted.
    """
    from crawler.probe import probe as look
    from crawler.probe import readable
    from crawler.profile import SiteError

    try:
        report = look(name, sites_dir, contact, pages)
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    except RuntimeError as error:
        raise click.ClickException(str(error)) from None
    if draft is not None and report.draft:
        if draft.exists():
            raise click.UsageError(f"{draft}: exists already; name another file")
        draft.write_text(report.draft, encoding="utf-8")
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        click.echo(readable(report))
    if report.needs_look:
        sys.exit(PROBLEMS)
