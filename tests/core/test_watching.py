"""The thread beside the requests goes on after a failure, and says it in as many words as it deserves."""

import logging
import threading

import pytest
from django.db import OperationalError

from core.watching import Watcher


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "level", "has_traceback"),
    [(OperationalError("database is locked"), logging.WARNING, False), (ValueError("odd"), logging.ERROR, True)],
)
def test_watcher_tries_again_and_tells_a_busy_database_in_a_line(tmp_path, caplog, error, level, has_traceback):
    done, failures = threading.Event(), [error]

    def work():
        if failures:
            raise failures.pop()
        done.set()

    watcher = Watcher(
        "at-work", work, lock_file=lambda: tmp_path / "lock", seconds=0.01, stopping=(stopping := threading.Event())
    )
    watcher.wake()
    assert done.wait(10)
    stopping.set()
    watcher.stop()

    (told,) = [record for record in caplog.records if "at-work" in record.getMessage()]
    assert told.levelno == level
    assert str(error) in caplog.text
    assert bool(told.exc_info) == has_traceback
