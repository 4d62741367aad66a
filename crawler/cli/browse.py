"""`newsfold browse`: look at a corpus in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.cli.shared import db_option, opened_store, searchable


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 is any free."
)
@click.option("--open", "open_", is_flag=True, help="Open it in your browser.")
@db_option
def browse(port: int, open_: bool, db: Path) -> None:
    """Serve the database to a browser on this machine, to read and never to write."""
    try:
        from crawler.browse.serve import HOST, listening, serve
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"newsfold browse needs {error.name}: pip install 'newsfold[browse]'"
        ) from None
    searchable(db)
    with opened_store(db):
        pass
    try:
        sock = listening(port)
    except OSError as error:
        raise click.ClickException(
            f"port {port} on {HOST}: {error.strerror}; another `newsfold browse` may be running: "
            f"stop it, or name another port with --port {port + 1 if port < 65535 else 0}"
        ) from None

    def ready(address: str) -> None:
        click.echo(f"{db}: {address}  (Ctrl-C ends it)")
        if open_:
            click.launch(address)

    with sock:
        serve(db, sock, ready)
