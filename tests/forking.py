"""Crawls as forks of one process that has loaded what each of them would load anew.

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
from pathlib import Path

LONGEST = 120
"""Seconds after which a crawl is killed."""


def forked(arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> tuple[int, str]:
    """Exit code, and what was said on both streams, of `python -m scrapy` with `arguments`."""
    source = _source()
    assert source.stdin is not None
    assert source.stdout is not None
    with tempfile.NamedTemporaryFile() as said:
        order = {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env), "to": said.name}
        source.stdin.write(json.dumps(order) + "\n")
        source.stdin.flush()
        code = int(source.stdout.readline())
        return code, Path(said.name).read_text(encoding="utf-8")


@cache
def _source() -> subprocess.Popen[str]:
    """The process that crawls are forked from; it ends with the one that asks it."""
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


def _load() -> None:
    """What a crawl loads at its start, and what its first feed, page and database load."""
    import scrapy.commands.crawl
    import scrapy.core.downloader.handlers.http11  # noqa: F401

    import crawler.middlewares
    import crawler.pipelines  # noqa: F401
    from crawler.discover import feed_links
    from crawler.page import page_from_html
    from dedupe.page import fold_page
    from storage.store import Store

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


def _become(arguments: list[str], cwd: str, env: dict[str, str], to: str) -> None:
    """Do in this process what a new one would do."""
    signal.alarm(LONGEST)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    said = os.open(to, os.O_WRONLY | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.argv = ["scrapy", *arguments]
    runpy.run_module("scrapy", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        _serve()
