"""`newsfold demo`: the main job on a bundled news site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.cli.shared import store_errors


@click.command()
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    default="newsfold-demo.db",
    show_default=True,
    help="The database to make; an older one is replaced.",
)
def demo(db: Path) -> None:
    """Crawl a small bundled news site on this machine and clean a bundled dump."""
    from crawler.demo.run import run_demo

    with store_errors():
        sys.exit(run_demo(db, click.echo))
