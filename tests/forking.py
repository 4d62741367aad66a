"""Crawls and commands as forks of one process that has loaded what each would load anew.

To load Scrapy, Twisted and ourselves takes three times as long as to crawl a handful of pages. The
settings and the reactor, which a crawl chooses for itself, are not loaded before it is forked.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

LONGEST = 120
"""Seconds after which a crawl is killed."""


class Done(NamedTuple):
    """How a process ended, and what it said on its two streams."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def forked(module: str, arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Done:
    """What comes of `python -m module` with `arguments`."""
    source = _source()
    assert source.stdin is not None
    assert source.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        order = {"module": module, "arguments": list(arguments), "cwd": str(cwd), "env": dict(env)}
        source.stdin.write(json.dumps(order | {"to": folder}) + "\n")
        source.stdin.flush()
        code = int(source.stdout.readline())
        out, err = (Path(folder, name).read_text(encoding="utf-8") for name in ("out", "err"))
    return Done(code, out, err)


@cache
def _source() -> subprocess.Popen[str]:
    """The process that all are forked from; it ends with the one that asks it."""
    source = subprocess.Popen(
        [sys.executable, __file__],
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(source.communicate)
    return source


_LOADED = (
    *("scrapy.cmdline", "scrapy.core.engine", "scrapy.core.scheduler", "scrapy.robotstxt"),
    *("scrapy.core.downloader.handlers." + name for name in ("file", "ftp", "http11")),
    *("scrapy.pqueues", "scrapy.squeues", "protego"),
    *("crawler.archive", "crawler.middlewares", "crawler.pipelines", "crawler.resolver"),
    *("crawler.spiders.news", "crawler.cli.crawl", "crawler.cli.sites"),
)


def _load() -> None:
    """What crawls and commands load at their start, and with a first feed, page and database."""
    for name in _LOADED:
        import_module(name)
    from scrapy.settings import default_settings
    from scrapy.utils.misc import load_object, walk_modules_iter

    from crawler.discover import feed_links
    from crawler.page import page_from_html
    from dedupe.page import fold_page
    from storage.store import Store

    list(walk_modules_iter("scrapy.commands"))
    for kind in ("DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "SPIDER_MIDDLEWARES"):
        for name in getattr(default_settings, f"{kind}_BASE"):
            load_object(name)
    feed_links(b'<rss version="2.0"><channel></channel></rss>', "https://harbour.test/feed")
    page = page_from_html("<h1>Pier</h1><p>It stands again.</p>", id="page", url="https://o.test/1")
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "news.db") as store:
        store.save_many([fold_page(page)])
    assert not {"crawler.settings", "twisted.internet.reactor"} & set(sys.modules)


def _serve() -> None:
    _load()
    gc.freeze()  # what is loaded is no garbage: to look through it copies it into each fork
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(**json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(module: str, arguments: list[str], cwd: str, env: dict[str, str], to: str) -> None:
    """Do in this process what a new one would do."""
    signal.alarm(LONGEST)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(os.path.join(to, name), os.O_WRONLY | os.O_CREAT), stream)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        _serve()
