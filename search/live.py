"""The index in use, as a web process sees it: `index()`, `state()`, `is_ready()`."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from core.watching import Watcher
from search import conf, projection, rebuilding, sources
from search.engine import Index, Result
from search.folders import Folders, IndexMissingError, is_damage
from search.query import SearchQuery
from search.suggestions import Suggestion

Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)
READY, BUILDING = "ready", "building"
SECONDS_BETWEEN_LOOKS = 1.0


class NotReadyError(Exception):
    """The index is being built. Say so and ask again."""


@dataclass(frozen=True, slots=True)
class State:
    """How the index is: "ready" or "building", and of the building how many records are done of how many (0: not known)."""

    name: str
    done: int = 0
    total: int = 0


worker = Watcher(
    "search-catch-up",
    projection.catch_up,
    lock_file=lambda: conf.index_dir() / "watch.lock",
    seconds=SECONDS_BETWEEN_LOOKS,
    stopping=rebuilding.stopping,
)


def index() -> Index:
    """Return the index in use, in its newest state. Asks the file system only.

    Raises:
        NotReadyError: there is none; one is being built.
    """
    mode = conf.catch_up_mode()
    if mode == conf.AT_ONCE:
        projection.catch_up()
    elif mode == conf.BACKGROUND and sources.is_registered():
        worker.start()
    try:
        return Folders(conf.index_dir()).open_current()
    except IndexMissingError as error:
        if mode == conf.BACKGROUND and sources.is_registered():
            worker.wake()
        raise NotReadyError from error


def search(query: SearchQuery) -> Result:
    """Return the result of a query; a damaged index is put out of use and built again.

    Raises:
        NotReadyError: there is no index; one is being built.
    """
    return _answer(lambda current: current.search(query))


def suggest(words: str, limit: int) -> list[Suggestion]:
    """Return titles that hold all words, the last of which may be half typed; raises as `search` does."""
    return _answer(lambda current: current.suggest(words, limit))


def titles_like(title: str, limit: int) -> list[Suggestion]:
    """Return titles that share words with this one, the rarest words first; raises as `search` does."""
    return _answer(lambda current: current.titles_like(title, limit))


def _answer(ask: Callable[[Index], Answer]) -> Answer:
    current = index()
    try:
        return ask(current)
    except BaseException as error:
        if not is_damage(error) or _is_sound(current):
            raise
        logger.exception("The index is damaged and is built again")
        Folders(conf.index_dir()).condemn(current)
        raise NotReadyError from error


def _is_sound(current: Index) -> bool:
    try:
        current.check()
    except BaseException as error:
        if not is_damage(error):
            raise
        return False
    return True


def state() -> State:
    """Return how the index is, without raising."""
    try:
        index()
    except NotReadyError:
        return State(BUILDING, *_progress(Folders(conf.index_dir())))
    return State(READY)


def is_ready() -> bool:
    return state().name == READY


def _progress(folders: Folders) -> tuple[int, int]:
    try:
        progress = json.loads(folders.progress.read_text(encoding="ascii"))
        return int(progress["done"]), int(progress["total"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0
