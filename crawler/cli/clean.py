"""`newsfold clean` and `newsfold refold`: pages into the database, and what is there again."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.shared import (
    PROBLEMS,
    accounted,
    colour_option,
    db_option,
    inputs_options,
    interruptible,
    json_option,
    opened_inputs,
    problems_option,
    sites_option,
    store_errors,
    writing,
)
from crawler.cli.trouble import Trouble

if TYPE_CHECKING:
    from crawler.inputs import Inputs


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@db_option
@click.option("-o", "--output", help="Write rows to this .jsonl or .parquet file; no database.")
@click.option("--peek", is_flag=True, help="Show three pages before and after, and do nothing.")
@click.option("--one-pass", is_flag=True, help="Read once; learn furniture from what is stored.")
@click.option("--workers", type=click.IntRange(0), default=0, help="Processes; 0: all cores.")
@click.option("--quiet", is_flag=True, help="Show no columns and no progress.")
@problems_option
@inputs_options
@json_option
@colour_option
def clean(
    paths: tuple[str, ...],
    db: Path,
    output: str | None,
    peek: bool,
    one_pass: bool,
    workers: int,
    quiet: bool,
    all_problems: bool,
    as_json: bool,
    colour: bool | None,
    **reading: Any,
) -> None:
    """Fold dumps into the database, or into a file with -o.

    PATH is a file, a folder, a pattern, an address, file.db::table, or - for standard input. Text,
    HTML, JSON, XML, CSV, Parquet, Arrow, WARC, WET, WACZ, zip and tar, compressed or not. A run
    that was cut off goes on where it was.
    """
    given = opened_inputs(paths, **reading)
    if peek:
        _peek(given, colour)
        return
    from crawler.readers.raw import listed

    trouble = Trouble(None if output else db, all_problems)
    if not quiet and not as_json:
        _show_columns(given)
    if output:
        counts = _into_file(given, output, trouble, workers, one_pass, quiet)
        line = f"{output}: {_file_line(counts)}"
        to_stderr = output == "-"
    else:
        counts = _into_database(given, db, trouble, workers, one_pass, quiet)
        line, to_stderr = f"{db}: {_clean_line(counts)}", False
    if given.reading.passed:
        click.echo(
            f"passed over, for no reader takes them: {listed(given.reading.passed)}", err=True
        )
    click.echo(json.dumps(counts) if as_json else f"{_blocks_line(counts)}\n{line}", err=to_stderr)
    trouble.reasons = Counter(counts["reasons"])
    trouble.end()


def _peek(given: Inputs, colour: bool | None) -> None:
    from crawler.peek import peek

    colour = sys.stdout.isatty() if colour is None else colour
    trouble = Trouble()
    for line in peek(given, colour):
        if isinstance(line, str):
            click.echo(line, color=colour)
        else:
            trouble.note(line)
    trouble.end()


def _show_columns(given: Inputs) -> None:
    from crawler.peek import schemas

    for line in schemas(given):
        click.echo(line, err=True)


def _into_database(
    given: Inputs, db: Path, trouble: Trouble, workers: int, one_pass: bool, quiet: bool
) -> dict[str, Any]:
    from crawler.clean import clean as run
    from crawler.inputs import total_bytes
    from crawler.progress import Progress

    progress = Progress(quiet=quiet, total=total_bytes(given))
    said = f"{db}: what was done so far is saved; the same command goes on from there"
    with store_errors(), accounted(), interruptible(said, progress.done):
        counts = run(given, db, trouble.note, progress, workers, one_pass)
    progress.done()
    return counts


def _into_file(
    given: Inputs, output: str, trouble: Trouble, workers: int, one_pass: bool, quiet: bool
) -> dict[str, Any]:
    from crawler.inputs import total_bytes
    from crawler.progress import Progress
    from crawler.readers.raw import InputError
    from crawler.sift import sift

    progress = Progress(quiet=quiet, total=total_bytes(given))
    said = f"{output}: not finished; the same command goes on from there"
    try:
        with writing(output), accounted(), interruptible(said, progress.done):
            counts = sift(given, output, trouble.note, progress, workers, one_pass)
    except InputError as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    return counts


def _clean_line(counts: dict[str, Any]) -> str:
    stored = counts["new"] + counts["changed"]
    said = (
        f"{counts['pages']} pages = {counts['new']} new + {counts['changed']} changed + "
        f"{counts['known']} known + {counts['quarantined']} quarantined"
    )
    return said if stored else f"{said}; nothing new"


def _file_line(counts: dict[str, Any]) -> str:
    return (
        f"{counts['pages']} pages = {counts['folded_pages']} folded + "
        f"{counts['quarantined']} quarantined; {counts['rows']} rows"
    )


def _blocks_line(counts: dict[str, Any]) -> str:
    return (
        f"{counts['blocks']} blocks = {counts['kept']} kept + {counts['in_teasers']} in teasers + "
        f"{counts['folded']} folded"
    )


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@db_option
@sites_option
@json_option
def refold(sources: tuple[str, ...], db: Path, sites_dir: str, as_json: bool) -> None:
    """Fold stored pages again, after rules or profiles changed; nothing is fetched.

    A run that was cut off goes on where it was. Ids of articles stay.
    """
    from crawler.progress import Progress
    from crawler.refold import refold as run

    if not db.exists():
        raise click.UsageError(f"{db}: no such database")
    progress = Progress(quiet=as_json)
    said = f"{db}: what was folded so far is saved; the same command goes on from there"
    with store_errors(), interruptible(said, progress.done):
        counts = run(db, list(sources) or None, sites_dir or None, progress)
    progress.done()
    if as_json:
        click.echo(json.dumps(counts))
    else:
        for line in _refolded_lines(counts):
            click.echo(f"{db}: {line}")
    if counts["failed"]:
        sys.exit(PROBLEMS)


def _refolded_lines(counts: dict[str, Any]) -> Iterator[str]:
    """What folding again changed, a line each for pages, records, and reasons that differ."""
    before = f"; {counts['resumed']} of them before it was cut off" if counts["resumed"] else ""
    yield (
        f"{counts['pages']} pages = {counts['changed']} changed + {counts['known']} unchanged + "
        f"{counts['failed']} failed{before}"
    )
    records = counts["records"]
    yield (
        f"{records['same'] + records['changed'] + records['new']} records = {records['same']} "
        f"unchanged + {records['changed']} changed + {records['new']} new; {records['gone']} gone; "
        f"{records['same'] + records['changed']} ids kept"
    )
    was, now = counts["folds_before"], counts["folds_after"]
    differing = [name for name in sorted({*was, *now}) if was.get(name, 0) != now.get(name, 0)]
    if differing:
        told = ", ".join(f"{name} {was.get(name, 0)} -> {now.get(name, 0)}" for name in differing)
        yield f"folds: {told}"
    else:
        yield "folds: as many of each reason as before"
