"""The folders of this host's index: versions beside each other, and a file that names the one in use."""

import os
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from core.locks import lock
from search.engine import Index
from search.schema import schema_hash

NAME = re.compile(r"v[0-9a-f]{8}-(\d+)")
PARTS = ("meta.json", "words/meta.json")
TRIES = 3
SECONDS_OF_OTHERS = 24 * 60 * 60  # after so long nobody runs the version of the site that an untouched index belongs to
REBUILD_MEMORY = (
    400_000_000  # bytes, taken as they are needed; more of it makes fewer segments, which are faster to read
)


_opened: dict[Path, Index] = {}


class IndexMissingError(Exception):
    """There is no index here that this version of the site can read."""


@dataclass(frozen=True)
class Folders:
    root: Path

    @property
    def apply_lock(self) -> Path:
        return self.root / "apply.lock"

    @property
    def build_lock(self) -> Path:
        return self.root / "build.lock"

    @property
    def progress(self) -> Path:
        return self.root / "progress.json"

    @property
    def pointer(self) -> Path:
        # Named after the schema: during an update old and new processes each have their own index.
        return self.root / f"current-{schema_hash()}"

    def current(self) -> Path:
        """Return the folder in use.

        Raises:
            IndexMissingError: there is none.
        """
        try:
            name = self.pointer.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IndexMissingError(str(error)) from error
        folder = self.root / name
        if not NAME.fullmatch(name) or not all((folder / part).exists() for part in PARTS):
            raise IndexMissingError(f"{name or 'nothing'} is no index")
        return folder

    def open_current(self) -> Index:
        """Return the index in use, in its newest state; this process opens it once.

        Raises:
            IndexMissingError: there is none that can be read.
        """
        for attempt in range(TRIES):
            try:
                folder = self.current()
                index = _opened.get(self.root)
                if index is None or index.path != folder:
                    index = _opened[self.root] = opened(folder)
                index.refresh()
            except BaseException as error:
                # It may have been swapped for another since its name was read.
                _opened.pop(self.root, None)
                if not isinstance(error, IndexMissingError) and not is_damage(error):
                    raise
                if attempt == TRIES - 1:
                    raise IndexMissingError(str(error)) from error
            else:
                return index
        raise IndexMissingError

    def forget(self) -> None:
        """Let go of the index this process has open."""
        _opened.pop(self.root, None)

    def condemn(self, index: Index) -> None:
        """Put a damaged index out of use, unless another one has taken its place already."""
        with lock(self.apply_lock, wait=True):
            _opened.pop(self.root, None)
            try:
                if self.current() == index.path:
                    self.pointer.unlink(missing_ok=True)
            except IndexMissingError:
                pass

    def begin(self) -> Index:
        """Return an empty index in a new folder beside the one in use. For the holder of the build lock."""
        self.clear_unused()
        numbers = [int(match[1]) for path in self.root.iterdir() if (match := NAME.fullmatch(path.name))]
        folder = self.root / f"v{schema_hash()}-{max(numbers, default=0) + 1}"
        return Index(folder, memory=REBUILD_MEMORY)

    def swap_to(self, folder: Path) -> None:
        """Put the folder in use, in one step. For the holder of the apply lock."""
        draft = self.pointer.with_suffix(".new")
        with draft.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.pointer)

    def clear_unused(self) -> None:
        """Delete what is no longer in use. Readers that still have it open keep its files until they let go.

        What another version of the site made stays as long as its processes may still run.
        """
        try:
            used = self.current().name
        except IndexMissingError:
            used = ""
        for path in self.root.iterdir():
            if path.name == used or not NAME.fullmatch(path.name):
                continue
            own = path.name.startswith(f"v{schema_hash()}-")
            if own or time.time() - path.stat().st_mtime > SECONDS_OF_OTHERS:
                shutil.rmtree(path, ignore_errors=True)


def opened(folder: Path) -> Index:
    """Open an index that must be there.

    Raises:
        IndexMissingError: it cannot be read.
    """
    try:
        return Index(folder)
    except BaseException as error:
        if not is_damage(error):
            raise
        raise IndexMissingError(f"{folder.name}: {error}") from error


def is_damage(error: BaseException) -> bool:
    """Tell whether the engine found its files damaged. Its panics are no `Exception`s, and their class has no public name."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"
