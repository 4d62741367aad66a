"""`newsfold schedule`: what a timer needs to crawl unattended."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli.shared import db_option, sites_option


@click.command()
@click.argument("names", nargs=-1, metavar="[SITE]...")
@db_option
@sites_option
@click.option(
    "--contact",
    required=True,
    envvar="NEWSFOLD_CONTACT",
    help="Address or page where outlets reach you.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["systemd", "cron"]),
    default="systemd",
    show_default=True,
    help="A systemd service with its timer, or a crontab line.",
)
@click.option(
    "--every",
    type=click.IntRange(min=1),
    default=30,
    show_default=True,
    help="Minutes between two runs.",
)
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the runs say what they did; by default beside the database.",
)
def schedule(
    names: tuple[str, ...],
    db: Path,
    sites_dir: str,
    contact: str,
    form: str,
    every: int,
    log: Path | None,
) -> None:
    """Print a systemd service and timer, or crontab lines, that crawl the sites unattended.

    Without SITE, all enabled profiles are crawled.
    """
    from crawler.addresses import require_contact
    from crawler.profile import SiteError
    from crawler.schedule import Plan, crontab, systemd
    from crawler.site import load_site, sites

    try:
        known = sites(sites_dir or None)
        named = [load_site(name, sites_dir or None) for name in names]
        for site in named or [site for site in known if site.enabled]:
            require_contact(site, contact)
        plan = Plan(names, db, contact, every, sites_dir, log)
        click.echo((systemd if form == "systemd" else crontab)(plan), nl=False)
    except (SiteError, ValueError) as error:
        raise click.UsageError(str(error)) from None
