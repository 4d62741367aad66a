"""`newsfold export`: a dataset out of the database, as a release folder or as one file."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler import __version__
from crawler.cli.shared import db_option, opened_store, release_errors, store_errors, writing

if TYPE_CHECKING:
    from storage.release.choice import Choice

FORMATS = ("jsonl", "parquet", "csv")


@click.command()
@click.argument("outputs", nargs=-1, required=True, metavar="[sightings|quarantine] OUTPUT")
@click.option("--format", "format_", help="jsonl, parquet or csv. [default: parquet in a folder]")
@click.option("--since", default="", metavar="DAY", help="First day of publication.")
@click.option("--until", default="", metavar="DAY", help="Last day of publication.")
@click.option("--source", "sources", multiple=True, help="Only this outlet; may be repeated.")
@click.option("--section", "sections", multiple=True, help="Only this section; may be repeated.")
@click.option("--lang", "languages", multiple=True, help="Only this language; may be repeated.")
@click.option("--min-words", type=click.IntRange(0), default=0, help="Least length of a body.")
@click.option("--where", default="", metavar="SQL", help="A condition over the columns of a row.")
@click.option("--versions", is_flag=True, help="A row a version, instead of a row a record.")
@click.option("--teasers", is_flag=True, help="Cards for articles that live elsewhere, too.")
@click.option(
    "--text",
    type=click.Choice(["full", "none"]),
    default="full",
    show_default=True,
    help="none: ids, addresses and hashes only.",
)
@click.option(
    "--rights",
    type=click.Choice(["respect", "report", "ignore"]),
    default="respect",
    show_default=True,
    help="Leave out what its page reserved, name it, or do not look.",
)
@click.option(
    "--pii",
    type=click.Choice(["off", "flag", "mask"]),
    default="off",
    show_default=True,
    help="Personal data: report where it is, or put its kind in its place.",
)
@click.option(
    "--phone-region",
    "regions",
    multiple=True,
    metavar="CC",
    help="Country whose telephone numbers count without a country code; may be repeated.",
)
@click.option(
    "--split",
    default="group",
    show_default=True,
    help="none, group, time=DAY[,DAY] or outlet[=NAME,...].",
)
@click.option(
    "--shares", default="80,10,10", show_default=True, help="Per cent of train, validation, test."
)
@click.option(
    "--about",
    type=click.Path(dir_okay=False, path_type=Path),
    help="TOML with a table [release]: title, licence, contact ...",
)
@click.option("--bom", is_flag=True, help="CSV: begin with the mark by which Excel knows UTF-8.")
@click.option(
    "--shard-mb",
    type=click.IntRange(1),
    default=500,
    show_default=True,
    help="Size of a file before compression.",
)
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes for --pii."
)
@db_option
def export(outputs: tuple[str, ...], db: Path, **given: Any) -> None:
    """Write a dataset to OUTPUT: a release folder, a .jsonl file, or - for standard output.

    `export sightings OUTPUT` writes where each input went instead, as .jsonl or .csv, and
    `export quarantine OUTPUT` those that gave no article, or not all of it.
    """
    if len(outputs) == 2 and outputs[0] in ("sightings", "quarantine"):
        _accounts(db, *outputs)
        return
    if len(outputs) > 1:
        raise click.UsageError(f"one OUTPUT is wanted, not {' and '.join(outputs)}")
    (output,) = outputs
    from storage.release.choice import Choice

    format_ = given["format_"]
    if format_ is not None and format_ not in FORMATS:
        raise click.UsageError(f"no format {format_!r}; known are {', '.join(FORMATS)}")
    choice = Choice(
        **{name: given[name] for name in ("since", "until", "min_words", "where", "rights", "pii")},
        **{name: given[name] for name in ("sources", "sections", "languages", "regions")},
        versions=given["versions"],
        teasers=given["teasers"],
        text=given["text"] == "full",
    )
    _bring_up(db)
    with opened_store(db):
        pass
    with release_errors(), writing(output):
        if is_file(output):
            _one_file(db, output, choice, format_ or "jsonl")
        else:
            _folder(db, Path(output), choice, given)


def _bring_up(db: Path) -> None:
    """A database of an older newsfold is migrated, after a copy: a release reads the newest."""
    from storage.connect import bring_up

    with store_errors():
        copy = bring_up(db)
    if copy is not None:
        click.echo(
            f"{db}: made by an older newsfold, now brought up to date; {copy} holds what it was",
            err=True,
        )


def _accounts(db: Path, what: str, output: str) -> None:
    """Where inputs went: all of them, or those in quarantine."""
    from storage.export import export_csv, export_jsonl
    from storage.sightings import ASIDE_FIELDS, FIELDS

    with opened_store(db) as store, writing(output):
        rows = store.sightings() if what == "sightings" else store.set_aside()
        if output.endswith(".csv"):
            count = export_csv(rows, output, FIELDS if what == "sightings" else ASIDE_FIELDS)
        else:
            count = export_jsonl(rows, output)
    if output != "-":
        said = "sightings and quarantine entries" if what == "sightings" else "quarantine entries"
        click.echo(f"{output}: {count} {said}", err=True)


def is_file(output: str) -> bool:
    """Whether OUTPUT is one file: a name with the ending of a format is, others are folders."""
    return output == "-" or Path(output).suffix.lstrip(".").lower() in (*FORMATS, "ndjson")


def _one_file(db: Path, output: str, choice: Choice, format_: str) -> None:
    from storage.export import EXPORTERS, chosen_rows

    suffix = Path(output).suffix.lstrip(".").replace("ndjson", "jsonl") or "jsonl"
    if {format_, suffix} != {"jsonl"}:
        raise click.UsageError(
            f"{output}: one file is JSON lines; for {format_ if format_ != 'jsonl' else suffix} "
            "name a folder, a name without an ending"
        )
    count = EXPORTERS["jsonl"](chosen_rows(db, choice), output)
    if output != "-":
        click.echo(f"{output}: {count} records", err=True)


def _folder(db: Path, output: Path, choice: Choice, given: dict[str, Any]) -> None:
    from crawler.progress import Progress
    from storage.release.about import read_about
    from storage.release.shards import Shape
    from storage.release.splits import parse_split
    from storage.release.write import Order, write_release

    order = Order(
        choice=choice,
        split=parse_split(given["split"], given["shares"]),
        shape=Shape(
            format=given["format_"] or "parquet",
            shard_bytes=given["shard_mb"] * 1_000_000,
            bom=given["bom"],
        ),
        about=read_about(given["about"]),
        version=__version__,
        command=_command(click.get_current_context()),
    )
    progress = Progress("rows")
    done = write_release(db, output, order, given["workers"], progress)
    progress.done()
    splits = ", ".join(f"{name} {count}" for name, count in done.splits.items())
    click.echo(f"{output}: {done.rows} rows = {splits}; {done.files} files, {done.bytes} bytes")
    if done.left_out:
        reasons = ", ".join(f"{k} {v}" for k, v in done.left_out.items() if k != "rows")
        click.echo(f"{done.left_out['rows']} rows left out for what they reserve: {reasons}")
    click.echo(f"Check it with: newsfold verify {shlex.quote(str(output))}")


_ELSEWHERE = ("outputs", "db", "workers")
"""Parameters that leave no mark in the files."""


def _command(ctx: click.Context) -> str:
    """The command that makes the same release, without the folders that differ from run to run."""
    words = ["newsfold", "export", "DIR"]
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        if param.name in _ELSEWHERE or value == param.get_default(ctx) or value in (None, (), ""):
            continue
        option = param.opts[-1]
        for each in value if isinstance(value, tuple) else (value,):
            if each is True:
                words.append(option)
            else:
                words += [option, "FILE" if param.name == "about" else shlex.quote(str(each))]
    return " ".join(words)
