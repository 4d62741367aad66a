"""`newsfold groups`, `newsfold regroup` and `newsfold warm-up`: near-duplicates."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from crawler.cli.shared import db_option, json_option, opened_store, store_errors, writing


@click.command()
@db_option
@click.option("-o", "--output", default="-", help="File to write; standard output otherwise.")
def groups(db: Path, output: str) -> None:
    """Write which versions are one article, one JSON object a version.

    Fields: input_id, url, article_id, record_id, relation (chosen, same, version, copy),
    similarity to the chosen version.
    """
    from storage.export import export_jsonl

    with opened_store(db) as store, writing(output):
        count = export_jsonl(store.groups(), output)
    if output != "-":
        click.echo(f"{output}: {count} versions")


@click.command()
@db_option
@click.option(
    "--choose",
    type=click.Choice(["earliest", "latest", "longest"]),
    help="Which version of an article stands for it; earliest at first.",
)
@click.option(
    "--prefer",
    multiple=True,
    metavar="OUTLET",
    help="Source whose versions come first; again for the next. An empty one takes all back.",
)
@json_option
def regroup(db: Path, choose: str | None, prefer: tuple[str, ...], as_json: bool) -> None:
    """Find the groups of the database anew, and set by which rule a version is chosen.

    The rule is kept in the database: later runs of clean and crawl choose by it.
    """
    from crawler.progress import Progress
    from storage.store import Store

    if not db.exists():
        raise click.UsageError(f"{db}: no such database")
    with store_errors(), Store(db) as store:
        policy = store.set_policy(choose, tuple(filter(None, prefer)) if prefer else None)
        progress = Progress()
        counts = store.regroup(progress)
        progress.done()
    if as_json:
        click.echo(json.dumps(counts))
        return
    outlets = f", before all {', '.join(policy.outlets)}" if policy.outlets else ""
    click.echo(
        f"{db}: {counts['versions']} versions in {counts['records']} records, "
        f"chosen: {policy.order}{outlets}"
    )


@click.command()
def warm_up() -> None:
    """Compile the near-duplicate kernel now, not in the first large run."""
    import time

    from dedupe import kernel

    if not kernel.can_compile():
        click.echo(
            "numba is not installed, so there is nothing to compile: newsfold works the same "
            "without it, slower on large dumps; `pip install 'newsfold[fast]'` brings it",
            err=True,
        )
        sys.exit(1)
    begun = time.process_time()
    kernel.warm_up()
    click.echo(f"the kernel is ready ({time.process_time() - begun:.1f} CPU seconds)")
