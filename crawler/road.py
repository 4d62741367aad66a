"""Work shared by all cores: chunks go out to worker processes and come back in their order.

The order of the results is the order of the chunks, and what a worker makes of a chunk depends on
the chunk alone. So nothing that is made of them can depend on the number of workers.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

C = TypeVar("C")
R = TypeVar("R")

_AHEAD = 2
"""Chunks that each worker may have waiting, so that none stands idle while the writer writes."""
_WATCH_SECONDS = 2.0
_COLLECT_AT = 10_000
"""Objects after which Python looks for cycles, instead of its 700: a chunk of records is as many
that hold none, and to go through them again and again took 0.05 ms a page."""


class Parcel(NamedTuple):
    """How results come from another process: made into something that is cheap to pickle there,
    and unmade here."""

    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any]


def _same(result: R) -> R:
    return result


AS_IT_IS = Parcel(_same, _same)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Road(Generic[C, R]):
    """Worker processes that do `work` on chunks; with one worker, this process does it itself.

    `lost` says what to return for a chunk at which a worker died, given the chunk cut into its
    smallest parts by `cut`; `setup` is called in each worker before its first chunk. What workers
    make comes back as a `parcel`. Workers are forked when the road is entered and share what is in
    memory then, so enter it before a database is opened.
    """

    def __init__(
        self,
        work: Callable[[C], R],
        workers: int,
        cut: Callable[[C], list[C]],
        lost: Callable[[C], R],
        setup: Callable[[], None] = lambda: None,
        parcel: Parcel = AS_IT_IS,
    ) -> None:
        self.work = work
        self.workers = workers
        self.cut = cut
        self.lost = lost
        self.setup = setup
        self.parcel = parcel
        self.pool: ProcessPoolExecutor | None = None
        self.collecting = gc.get_threshold()

    def __enter__(self) -> Self:
        gc.set_threshold(_COLLECT_AT)  # workers inherit it
        if self.workers > 1:
            self.pool = self._forked(self.workers)
        else:
            self.setup()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.pool is not None:
            self._end(self.pool)
        gc.set_threshold(*self.collecting)

    def results(self, chunks: Iterable[C]) -> Iterator[tuple[C, list[R]]]:
        """Each chunk with what came of it, in order; a list of one but where a worker died."""
        if self.pool is None:
            for chunk in chunks:
                yield chunk, [self.work(chunk)]
            return
        waiting: deque[tuple[C, Future[Any]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._sent(self.pool, chunk)))
            if len(waiting) > self.workers * _AHEAD:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _sent(self, pool: ProcessPoolExecutor, chunk: C) -> Future[Any]:
        return pool.submit(_packed, self.work, self.parcel.pack, chunk)

    def _next(self, waiting: deque[tuple[C, Future[Any]]]) -> tuple[C, list[R]]:
        chunk, future = waiting.popleft()
        try:
            return chunk, [self.parcel.unpack(future.result())]
        except BrokenExecutor:
            # One death ends all workers, and any of the chunks that were out may be to blame.
            assert self.pool is not None
            self._end(self.pool)
            results = self._alone(chunk)
            self.pool = self._forked(self.workers)
            again = [(each, self._sent(self.pool, each)) for each, _ in waiting]
            waiting.clear()
            waiting.extend(again)
            return chunk, results

    def _alone(self, chunk: C) -> list[R]:
        """What a worker of its own makes of a chunk, or of its parts where it dies at the whole."""
        for parts in ([chunk], self.cut(chunk)):
            results: list[R] = []
            for part in parts:
                pool = self._forked(1)
                try:
                    results.append(self.parcel.unpack(self._sent(pool, part).result()))
                except BrokenExecutor:
                    if len(parts) == 1 and parts[0] is chunk and len(self.cut(chunk)) > 1:
                        break
                    results.append(self.lost(part))
                finally:
                    self._end(pool)
            else:
                return results
        return results

    def _forked(self, workers: int) -> ProcessPoolExecutor:
        # Not loaded where one process does it all.
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        pool = ProcessPoolExecutor(workers, get_context("fork"), _begin, (os.getpid(), self.setup))
        pool.submit(_nothing).result()  # forks them all, now
        return pool

    @staticmethod
    def _end(pool: ProcessPoolExecutor) -> None:
        processes = list((pool._processes or {}).values())
        minder: Any = pool._executor_manager_thread
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(5)
        if minder is not None:
            minder.join(5)  # it closes its pipe, into which the end of this process would write


def _nothing() -> None:
    return None


def _packed(work: Callable[[C], R], pack: Callable[[R], Any], chunk: C) -> Any:
    return pack(work(chunk))


def _begin(parent: int, setup: Callable[[], None]) -> None:
    """In a worker: leave Ctrl-C to the parent, and go when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    setup()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)
