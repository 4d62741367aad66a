"""`scrapy crawl`, which says what is wrong with a site before anything starts."""

from __future__ import annotations

import argparse

from scrapy.commands.crawl import Command as ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.crawl import checked
from crawler.profile import SiteError
from storage.store import StoreError


class Command(ScrapyCommand):
    """Scrapy answers an error in a spider's making with a traceback and exit code 1."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        settings = self.settings
        if args == ["news"] and settings is not None:
            try:
                checked(
                    [opts.spargs.get("site", "")],
                    settings.get("NEWSFOLD_DB"),
                    settings.get("NEWSFOLD_SITES") or "",
                    settings.get("NEWSFOLD_CONTACT") or "",
                    settings.get("NEWSFOLD_WARC") or "",
                )
            except (SiteError, StoreError) as error:
                raise UsageError(str(error), print_help=False) from None
        super().run(args, opts)
