"""Options and fixtures that several tests share."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # A shell starts what runs in its background so, and what the tests interrupt would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

BYTECODE = ""
"""The folder that this process made for compiled modules, empty where it made none."""
if sys.dont_write_bytecode:
    # Where none may be written, such as in a container, each of the hundreds of commands and crawls
    # would compile all of Scrapy and Twisted anew. Workers and what they start inherit the folder.
    BYTECODE = tempfile.mkdtemp(prefix="newsfold-bytecode-")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = BYTECODE
    sys.dont_write_bytecode = False


def pytest_unconfigure() -> None:
    if BYTECODE:
        shutil.rmtree(BYTECODE, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite tests/golden/*.json from what the code does now, and fail listing changes",
    )


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the pages of `releases.corpus_pages`; copy it to change it."""
    from releases import corpus_pages

    from storage.store import Store

    db = tmp_path_factory.mktemp("corpus") / "news.db"
    with Store(db) as store:
        store.save_many(corpus_pages())
    return db
