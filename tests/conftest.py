"""Options and fixtures that several tests share."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow, and no test is wrong for that.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any")

# Files that take longest, the longest first: whoever gets one of them last lets all others wait.
_LONG = (
    *("crawl", "clean", "road", "manners", "corpus", "faults", "polite", "store", "ordinary"),
    *("near", "killed", "quality"),
)

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # A shell starts what runs in its background so, and what the tests interrupt would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

if sys.dont_write_bytecode:
    # Where none may be written, such as in a container, each of the hundreds of commands and crawls
    # would compile all of Scrapy and Twisted anew, and each worker all tests. What the tests start
    # inherits the folder, and the next run finds it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    kept = Path(__file__).parent.parent / ".bytecode_cache"
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(kept)
    sys.dont_write_bytecode = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite tests/golden/*.json from what the code does now, and fail listing changes",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One more than there are cores: tests of crawls spend much of their time waiting."""
    said = "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ
    return None if said else (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {f"test_{name}": at for at, name in enumerate(_LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The compiled kernel is loaded; it is compiled by the first worker that tests it, and not by
    those that need it meanwhile, since that takes half a minute."""
    from dedupe.kernel import warm_up

    # A worker's folder lies in the one that all workers of a run share.
    with (tmp_path_factory.getbasetemp().parent / "compiling").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        warm_up()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the pages of `releases.corpus_pages`; copy it to change it."""
    from releases import corpus_pages

    from storage.store import Store

    db = tmp_path_factory.mktemp("corpus") / "news.db"
    with Store(db) as store:
        store.save_many(corpus_pages())
    return db
