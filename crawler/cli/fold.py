"""`newsfold fold` and `newsfold explain`: pages without a database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from crawler.cli.shared import (
    Trouble,
    form_option,
    opened_inputs,
    sites_option,
    source_option,
    writing,
)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", default="-", help="File to write; standard output otherwise.")
@click.option("--with-folds", is_flag=True, help="Add each page's folds to its first row.")
@form_option
@source_option
@sites_option
def fold(
    inputs: tuple[str, ...],
    output: str,
    with_folds: bool,
    form: str | None,
    source: str,
    sites_dir: str,
) -> None:
    """Fold pages into records, one JSON object a line, without a database.

    INPUT is a .txt, .html or .jsonl file, a folder of them, or - for standard input.
    """
    from crawler.inputs import fold_inputs, lacks_article, learn_furniture
    from dedupe.record import rows
    from storage.export import EXPORTERS

    given = opened_inputs(inputs, form, source, sites_dir)
    if output != "-" and Path(output).resolve() in {path.resolve() for path in given.files}:
        raise click.UsageError(f"{output}: is an input; name another file with -o")
    trouble = Trouble()

    def folded_rows() -> Iterator[dict[str, Any]]:
        from crawler.dumps import Bad

        for item in fold_inputs(given, learn_furniture(given)):
            bad = item if isinstance(item, Bad) else lacks_article(item)
            if bad is not None:
                trouble.note(bad)
            if not isinstance(item, Bad):
                yield from rows(item, with_folds)

    with writing(output):
        EXPORTERS["jsonl"](folded_rows(), output)
    trouble.end()


@click.command()
@click.argument("name", metavar="FILE")
@click.option("--page", "page_id", default="", help="Only the page with this id.")
@click.option("--colour/--no-colour", default=None, help="Colours; on by default on a terminal.")
@form_option
@sites_option
def explain(name: str, page_id: str, colour: bool | None, form: str | None, sites_dir: str) -> None:
    """Show a page line by line: what became of each line, and why."""
    from crawler.dumps import Bad
    from crawler.inputs import fold_inputs
    from dedupe.explain import explain as explained

    given = opened_inputs((name,), form, "", sites_dir)
    colour = sys.stdout.isatty() if colour is None else colour
    trouble = Trouble()
    shown = 0
    for item in fold_inputs(given, {}):
        if isinstance(item, Bad):
            trouble.note(item)
        elif not page_id or item.page.id == page_id:
            if shown:
                click.echo()
            shown += 1
            for line in explained(item, colour):
                click.echo(line, color=colour)
    if page_id and not shown:
        raise click.ClickException(f"{name}: no page with the id {page_id!r}")
    trouble.end()
