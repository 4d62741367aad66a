"""What the commands share: options, exit codes, and errors turned into messages."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from crawler.inputs import Inputs

# 0 done, 1 finished with problems worth a look, 2 wrong use.
PROBLEMS = 1
WRONG_USE = 2
INTERRUPTED = 130

db_option = click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    default="news.db",
    envvar="NEWSFOLD_DB",
    show_default=True,
    help="The database.",
)
FORMS: tuple[str, ...] = ("text", "html", "jsonl", "json", "csv", "tsv", "parquet", "arrow", "warc")
FORMS += ("zip", "wacz", "tar", "xml", "mbox", "mhtml", "markdown")
"""Those of `crawler.readers`, which takes too long to import for a line of help."""

_INPUTS_OPTIONS = (
    click.option(
        "--form",
        type=click.Choice(FORMS),
        help="What the inputs hold, where their names do not tell.",
    ),
    click.option(
        "--source", default="", help="Name of the outlet or dataset, for pages without an address."
    ),
    click.option(
        "--separator", default="", help=r"What stands between the pages of a text file: '\n---\n'."
    ),
    click.option(
        "--map",
        "columns",
        default="",
        metavar="FIELD=COLUMN,...",
        help="Which column is what: text=content,url=link.",
    ),
)
colour_option = click.option(
    "--colour/--no-colour", default=None, help="Colours; on by default on a terminal."
)
sites_option = click.option(
    "--sites",
    "sites_dir",
    type=click.Path(file_okay=False),
    default="",
    envvar="NEWSFOLD_SITES",
    help="Folder with site profiles of your own.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


problems_option = click.option(
    "--all-problems", is_flag=True, help="Print all inputs that gave no article, not a few of each."
)


def inputs_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how inputs are read; what they say goes to `opened_inputs`."""
    for option in reversed((*_INPUTS_OPTIONS, sites_option)):
        command = option(command)
    return command


def opened_inputs(
    names: Sequence[str],
    form: str | None = None,
    source: str = "",
    sites_dir: str = "",
    separator: str = "",
    columns: str = "",
) -> Inputs:
    from crawler.columns import parse_map
    from crawler.inputs import open_inputs
    from crawler.profile import SiteError
    from crawler.readers.raw import InputError

    try:
        said = parse_map(columns)
        return open_inputs(names, form or "", source, sites_dir, separator, said)
    except (InputError, SiteError) as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def interruptible(said: str, before: Callable[[], None]) -> Iterator[None]:
    """Say `said` on Ctrl-C, and leave with the exit code that shells use for it."""
    try:
        yield
    except KeyboardInterrupt:
        before()
        click.echo(f"interrupted; {said}", err=True)
        sys.exit(INTERRUPTED)


@contextmanager
def accounted() -> Iterator[None]:
    """End with exit code 1 and one line where pages or blocks are not accounted for."""
    from crawler.work import AccountsError

    try:
        yield
    except AccountsError as error:
        raise click.ClickException(str(error)) from None


def need(module: str, extra: str, what: str) -> None:
    """End with a message where an optional package is missing."""
    import importlib.util

    if importlib.util.find_spec(module) is None:
        raise click.UsageError(f"{what} takes {module}; install it: pip install '{extra}'")


@contextmanager
def opened_store(db: Path) -> Iterator[Any]:
    from storage.store import Store

    if not db.exists():
        raise click.UsageError(
            f"{db}: no such database; `newsfold clean PATH... --db {db}` makes one"
        )
    with store_errors(), Store(db, readonly=True) as store:
        yield store


def searchable(db: Path) -> None:
    """Bring the search index up to date where the database is older than it."""
    if not db.exists():
        return  # opening it to read says so
    from storage.connect import takes_writing
    from storage.store import Store, StoreError

    if not takes_writing(db):
        with opened_store(db) as store:
            if left := store.waiting():
                click.echo(f"{db}: takes no writing; {left} records are not indexed yet", err=True)
        return
    try:
        with Store(db) as store:
            left = waiting = store.waiting()
            while left:
                _say_indexed(waiting - left, waiting)
                left = store.catch_up()
            if waiting:
                _say_indexed(waiting, waiting)
                click.echo(err=True)
    except StoreError as error:
        raise click.UsageError(str(error)) from None


def _say_indexed(done: int, waiting: int) -> None:
    click.echo(f"\rindexing for search: {done} of {waiting} records", err=True, nl=False)


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn what is wrong with a database or an input into a message: wrong use, but where a run
    that was asked for rightly could not save."""
    from crawler.readers.raw import InputError
    from storage.store import StoreError, UnsavedError

    try:
        yield
    except UnsavedError as error:
        raise click.ClickException(str(error)) from None
    except (StoreError, InputError) as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def release_errors() -> Iterator[None]:
    """Turn what is wrong with a release, or with what was asked of one, into a message."""
    from storage.release.choice import ReleaseError

    try:
        with store_errors():
            yield
    except ReleaseError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def writing(output: str) -> Iterator[None]:
    """Turn a full disk or a missing folder into a message, and a closed pipe into silence."""
    try:
        yield
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        remedy = "; make room and run it again" if error.errno == errno.ENOSPC else ""
        raise click.ClickException(f"{output}: {error.strerror or error}{remedy}") from None
