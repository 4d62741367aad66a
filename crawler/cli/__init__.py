"""The command line `newsfold`: a table of commands, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from crawler import __version__
from crawler.cli.shared import INTERRUPTED

COMMANDS = {
    "browse": "crawler.cli.browse",
    "clean": "crawler.cli.clean",
    "crawl": "crawler.cli.crawl",
    "demo": "crawler.cli.demo",
    "diff": "crawler.cli.release",
    "explain": "crawler.cli.fold",
    "export": "crawler.cli.export",
    "fold": "crawler.cli.fold",
    "groups": "crawler.cli.groups",
    "probe": "crawler.cli.sites",
    "refold": "crawler.cli.clean",
    "regroup": "crawler.cli.groups",
    "remove": "crawler.cli.remove",
    "restore": "crawler.cli.remove",
    "report": "crawler.cli.report",
    "search": "crawler.cli.search",
    "schedule": "crawler.cli.schedule",
    "show": "crawler.cli.look",
    "sites": "crawler.cli.sites",
    "stats": "crawler.cli.look",
    "status": "crawler.cli.status",
    "verify": "crawler.cli.release",
    "warm-up": "crawler.cli.groups",
}
"""The module that each command stands in, under a function of its name."""


class Commands(click.Group):
    """The commands of `COMMANDS`; a dash in a command's name is an underscore in its function's."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # before a command has anything to say of it
            click.echo("interrupted", err=True)
            return ctx.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(
            import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_")
        )
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newsfold")
def main() -> None:
    """Fold news pages into one canonical record per article."""
    _check_packages()


def _check_packages() -> None:
    """Another distribution called `dedupe`, `crawler` or `storage` may have overwritten ours."""
    import importlib.util

    home = Path(__file__).resolve().parent.parent.parent
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
