"""Work of the engine done in a second thread: it leaves Python's lock while it searches, so two cores share one question."""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")
THREADS = 4  # as many questions as a web process answers at a time
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="search-beside")


def beside(work: Callable[[], Answer]) -> Future[Answer]:
    """Begin the work in another thread. It must not ask the database: that thread has no connection of the request."""
    return _pool.submit(work)


def _begin_anew() -> None:
    # A fork takes no threads along, and the pool would wait for those it believes to have.
    global _pool  # noqa: PLW0603 - one pool for each process is the point
    _pool = ThreadPoolExecutor(THREADS, thread_name_prefix="search-beside")


os.register_at_fork(after_in_child=_begin_anew)
