"""`newsfold remove` and `newsfold restore`: articles taken out for good, and let in again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.cli.shared import PROBLEMS, db_option, store_errors


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="ID|URL...")
@click.option("--reason", required=True, help="Why; it is kept, and releases name it.")
@db_option
def remove(names: tuple[str, ...], reason: str, db: Path) -> None:
    """Take articles out: their words go from the file, and later runs do not bring them back."""
    from storage.store import Store

    _refuse_missing(db)
    with store_errors(), Store(db) as store:
        done, unknown, rewritten = store.remove(names, reason)
    for each in done:
        click.echo(
            f"{each.id}: taken out: {each.versions} versions of {each.articles} articles from "
            f"{each.pages} pages, {each.cards} cards; {' '.join(each.addresses) or 'no address'}"
        )
    if done:
        click.echo(
            "Releases that were handed out still hold it; the next one lists it in removals.jsonl"
        )
    for name in unknown:
        click.echo(f"{db}: nothing goes by {name!r}", err=True)
    if not rewritten:
        click.echo(
            f"{db}: another process reads from it, so its log could not be emptied and may hold "
            "the text; stop that process, and open the database once more: newsfold stats "
            f"--db {db}",
            err=True,
        )
    if unknown or not rewritten:
        sys.exit(PROBLEMS)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="ID|URL...")
@db_option
def restore(names: tuple[str, ...], db: Path) -> None:
    """Let articles that were taken out come in again, when they are fetched or read again."""
    from storage.store import Store

    _refuse_missing(db)
    with store_errors(), Store(db) as store:
        done, unknown = store.restore(names)
    for id_ in done:
        click.echo(f"{id_}: may come in again; crawl its site or clean its dump")
    for name in unknown:
        click.echo(f"{db}: nothing was taken out under {name!r}", err=True)
    if unknown:
        sys.exit(PROBLEMS)


def _refuse_missing(db: Path) -> None:
    if not db.exists():
        raise click.UsageError(f"{db}: no such database")
