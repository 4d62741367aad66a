"""The command line `newsfold`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler import __version__

if TYPE_CHECKING:
    from crawler.dumps import Bad
    from crawler.inputs import Inputs

# 0 done, 1 finished with problems worth a look, 2 wrong use.
PROBLEMS = 1
WRONG_USE = 2

_db = click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    default="news.db",
    envvar="NEWSFOLD_DB",
    show_default=True,
    help="The database.",
)
_form = click.option(
    "--form",
    type=click.Choice(["text", "html", "jsonl"]),
    help="What the inputs hold, where their names do not tell.",
)
_source = click.option(
    "--source", default="", help="Name of the outlet or dataset, for pages without an address."
)
_sites = click.option(
    "--sites",
    "sites_dir",
    type=click.Path(file_okay=False),
    default="",
    envvar="NEWSFOLD_SITES",
    help="Folder with site profiles of your own.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newsfold")
def main() -> None:
    """Fold news pages into one canonical record per article."""
    _check_packages()


def _check_packages() -> None:
    """Another distribution called `dedupe`, `crawler` or `storage` may have overwritten ours."""
    import importlib.util

    home = Path(__file__).resolve().parent.parent
    for name in ("dedupe", "storage"):
        spec = importlib.util.find_spec(name)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        ours = "model" if name == "dedupe" else "store"
        if origin is None or not (origin.parent / f"{ours}.py").exists():
            raise click.ClickException(
                f"the package {name!r} at {origin} is not newsfold's: another distribution of that "
                f"name stands in its place. Install newsfold into an environment of its own: "
                f"python3 -m venv newsfold-env && newsfold-env/bin/pip install {home}"
            )


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", default="-", help="File to write; standard output otherwise.")
@click.option("--with-folds", is_flag=True, help="Add each page's folds to its first row.")
@_form
@_source
@_sites
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

    given = _opened(inputs, form, source, sites_dir)
    trouble = Trouble()

    def folded_rows() -> Iterator[dict[str, Any]]:
        from crawler.dumps import Bad

        for item in fold_inputs(given, learn_furniture(given)):
            bad = item if isinstance(item, Bad) else lacks_article(item)
            if bad is not None:
                trouble.note(bad)
            if not isinstance(item, Bad):
                yield from rows(item, with_folds)

    with _writing(output):
        EXPORTERS["jsonl"](folded_rows(), output)
    trouble.end()


@main.command()
@click.argument("name", metavar="FILE")
@click.option("--page", "page_id", default="", help="Only the page with this id.")
@click.option("--colour/--no-colour", default=None, help="Colours; on by default on a terminal.")
@_form
@_sites
def explain(name: str, page_id: str, colour: bool | None, form: str | None, sites_dir: str) -> None:
    """Show a page line by line: what became of each line, and why."""
    from crawler.dumps import Bad
    from crawler.inputs import fold_inputs
    from dedupe.explain import explain as explained

    given = _opened((name,), form, "", sites_dir)
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


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_db
@_form
@_source
@_sites
@_json
def clean(
    paths: tuple[str, ...], db: Path, form: str | None, source: str, sites_dir: str, as_json: bool
) -> None:
    """Fold dumps into the database: .txt, .html and .jsonl files, folders, or -."""
    from crawler.clean import clean as run
    from crawler.progress import Progress

    given = _opened(paths, form, source, sites_dir)
    trouble = Trouble()
    progress = Progress()
    with _store_errors():
        counts = run(given, db, trouble.note, progress)
    progress.done()
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo(_clean_line(counts, db))
    trouble.end()


def _clean_line(counts: dict[str, Any], db: Path) -> str:
    stored = counts["new"] + counts["changed"]
    said = (
        f"{db}: {counts['pages']} pages = {counts['new']} new + {counts['changed']} changed + "
        f"{counts['known']} known + {counts['quarantined']} quarantined"
    )
    return said if stored else f"{said}; nothing new"


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="SITE...")
@_db
@_sites
@click.option(
    "--contact",
    default="",
    envvar="NEWSFOLD_CONTACT",
    help="Address or page where outlets reach you; needed for any site that is not local.",
)
@_json
def crawl(names: tuple[str, ...], db: Path, sites_dir: str, contact: str, as_json: bool) -> None:
    """Fetch the articles of sites into the database. SITE is the name of a profile."""
    from crawler.crawl import run_crawl
    from crawler.profile import SiteError

    try:
        with _store_errors():
            summary = run_crawl(list(names), db, sites_dir or None, contact)
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        for site in summary["sites"]:
            click.echo(site["line"])
    if summary["needs_look"]:
        sys.exit(PROBLEMS)


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@_db
@_sites
@_json
def refold(sources: tuple[str, ...], db: Path, sites_dir: str, as_json: bool) -> None:
    """Fold stored pages again, after rules or profiles changed; nothing is fetched."""
    from crawler.refold import refold as run

    if not db.exists():
        raise click.UsageError(f"{db}: no such database")
    with _store_errors():
        counts = run(db, list(sources) or None, sites_dir or None)
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo(
            f"{db}: {counts['pages']} pages = {counts['changed']} changed + "
            f"{counts['known']} unchanged + {counts['failed']} failed"
        )
    if counts["failed"]:
        sys.exit(PROBLEMS)


@main.command()
@_db
@_json
def stats(db: Path, as_json: bool) -> None:
    """Count what the database holds."""
    with _opened_store(db) as store:
        counts = store.stats()
    click.echo(json.dumps(counts, ensure_ascii=False) if as_json else _table(counts))


def _table(counts: dict[str, Any]) -> str:
    lines = []
    for name, value in counts.items():
        label = name.replace("_", " ")
        if not isinstance(value, dict):
            lines.append(f"{label:<24}{value:>10}")
            continue
        lines.append(f"{label}:")
        lines += [f"  {key or '(none)':<22}{count:>10}" for key, count in value.items()]
    return "\n".join(lines)


@main.command()
@click.argument("name", metavar="ID")
@_db
@_json
def show(name: str, db: Path, as_json: bool) -> None:
    """Show a record by its id, the start of one, an address, or an input's own id."""
    with _opened_store(db) as store:
        record = store.record(name)
    if record is None:
        raise click.ClickException(
            f"{db}: nothing goes by {name!r}; `newsfold export --format jsonl - --db {db}` lists "
            "what is there"
        )
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        from crawler.show import readable

        click.echo(readable(record))


@main.command()
@click.argument("output")
@click.option("--format", "name", default="jsonl", show_default=True, help="The file's format.")
@_db
def export(output: str, name: str, db: Path) -> None:
    """Write the records to OUTPUT, one row a record; - for standard output."""
    from storage.export import EXPORTERS

    if name not in EXPORTERS:
        raise click.UsageError(f"no format {name!r}; known are {', '.join(sorted(EXPORTERS))}")
    with _opened_store(db) as store, _writing(output):
        count = EXPORTERS[name](store.records(), output)
    if output != "-":
        click.echo(f"{output}: {count} records", err=True)


@main.command()
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

    with _store_errors():
        sys.exit(run_demo(db, click.echo))


class Trouble:
    """Inputs that gave nothing: said at once, counted, and turned into the exit code."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, bad: Bad) -> None:
        """Say what became of one input."""
        self.count += 1
        url = f" <{bad.url}>" if bad.url else ""
        click.echo(f"{bad.where}{url}: {bad.reason}: {bad.detail}", err=True)

    def end(self) -> None:
        """Leave with exit code 1 where anything was noted."""
        if self.count:
            noun = "input" if self.count == 1 else "inputs"
            click.echo(f"{self.count} {noun} gave no article; the rest is done", err=True)
            sys.exit(PROBLEMS)


def _opened(names: Sequence[str], form: str | None, source: str, sites_dir: str) -> Inputs:
    from crawler.dumps import InputError
    from crawler.inputs import open_inputs
    from crawler.profile import SiteError

    try:
        return open_inputs(names, form or "", source, sites_dir)
    except (InputError, SiteError) as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def _opened_store(db: Path) -> Iterator[Any]:
    from storage.store import Store

    if not db.exists():
        raise click.UsageError(
            f"{db}: no such database; `newsfold clean PATH... --db {db}` makes one"
        )
    with _store_errors(), Store(db, readonly=True) as store:
        yield store


@contextmanager
def _store_errors() -> Iterator[None]:
    from storage.store import StoreError

    try:
        yield
    except StoreError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def _writing(output: str) -> Iterator[None]:
    """Turn a full disk or a missing folder into a message, and a closed pipe into silence."""
    try:
        yield
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror or error}") from None


if __name__ == "__main__":
    main()
