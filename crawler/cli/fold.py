"""`newsfold fold` and `newsfold explain`: pages without a database."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.shared import (
    accounted,
    colour_option,
    inputs_options,
    opened_inputs,
    problems_option,
    writing,
)
from crawler.cli.trouble import Trouble

if TYPE_CHECKING:
    from dedupe.model import FoldedPage


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", default="-", help="File to write; standard output otherwise.")
@click.option("--with-folds", is_flag=True, help="Add each page's folds to its first row.")
@problems_option
@inputs_options
def fold(
    inputs: tuple[str, ...], output: str, with_folds: bool, all_problems: bool, **reading: Any
) -> None:
    """Fold pages into records, one JSON object a line, without a database.

    INPUT is whatever `clean` reads: files, folders, patterns, or - for standard input.
    """
    from crawler.readers.raw import InputError
    from crawler.sift import sift

    given = opened_inputs(inputs, **reading)
    trouble = Trouble(every=all_problems)
    try:
        with writing(output), accounted():
            counts = sift(given, output, trouble.note, with_folds=with_folds)
    except InputError as error:
        raise click.UsageError(str(error)) from None
    trouble.reasons = Counter(counts["reasons"])
    trouble.end()


@click.command()
@click.argument("name", metavar="FILE|ID")
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Database in which ID is looked up; news.db where there is no such file.",
)
@click.option("--page", "page_id", default="", help="Only the page with this id.")
@click.option(
    "--html",
    "html_file",
    metavar="OUT",
    default="",
    help="Write an HTML page instead, for a browser; - for standard output.",
)
@colour_option
@inputs_options
def explain(
    name: str,
    db: Path | None,
    page_id: str,
    html_file: str,
    colour: bool | None,
    **reading: Any,
) -> None:
    """Show a page line by line: what became of each line, and why.

    With an ID (an id, the start of one, an address or an input id): the group that it is in, how
    alike its versions are, and what changed between them.
    """
    if db is not None or (name != "-" and not Path(name).exists() and _NEWS.exists()):
        if html_file:
            raise click.UsageError("--html shows a file's pages; a group is shown as text")
        _explain_group(name, db or _NEWS)
        return
    if html_file != "-" and html_file and Path(html_file).resolve() == Path(name).resolve():
        raise click.UsageError(f"{html_file}: is the input; name another file with --html")
    trouble = Trouble(every=True)
    pages = _folded(opened_inputs((name,), **reading), page_id, trouble)
    if html_file:
        shown = _write_html(pages, html_file)
    else:
        shown = _print(pages, sys.stdout.isatty() if colour is None else colour)
    if page_id and not shown:
        raise click.ClickException(f"{name}: no page with the id {page_id!r}")
    trouble.end()


def _folded(given: Any, page_id: str, trouble: Trouble) -> Iterator[FoldedPage]:
    from crawler.inputs import fold_inputs
    from crawler.readers.raw import Bad

    for item in fold_inputs(given, {}):
        if isinstance(item, Bad):
            trouble.note(item)
        elif not page_id or item.page.id == page_id:
            yield item


def _print(pages: Iterator[FoldedPage], colour: bool) -> int:
    from dedupe.explain import explain as explained

    shown = 0
    for folded in pages:
        if shown:
            click.echo()
        shown += 1
        for line in explained(folded, colour):
            click.echo(line, color=colour)
    return shown


def _write_html(pages: Iterator[FoldedPage], html_file: str) -> int:
    from dedupe.explain_html import explain_html

    shown = 0

    def counted() -> Iterator[FoldedPage]:
        nonlocal shown
        for folded in pages:
            shown += 1
            yield folded

    with click.open_file(html_file, "w", encoding="utf-8", atomic=html_file != "-") as out:
        for piece in explain_html(counted()):
            out.write(piece)
    return shown


_NEWS = Path("news.db")


def _explain_group(name: str, db: Path) -> None:
    from crawler.cli.shared import opened_store
    from crawler.show import carded, grouped

    with opened_store(db) as store:
        versions = store.group(name)
        cards = store.teasers_to(versions[0]["record_id"]) if versions else []
    if not versions:
        raise click.ClickException(f"{db}: no record goes by {name!r}, and there is no such file")
    for line in [*grouped(versions), *carded(cards)]:
        click.echo(line)
