"""An import from the desk: a file that waits between upload and confirmation, and what became of it.

Kept as files below DATA_DIR, out of the reach of any web server: one folder a job, named by a secret, for its owner only.
A job can be asked to run any number of times, by any number of processes: it runs once, and then shows its result again.
"""

import contextlib
import fcntl
import json
import logging
import os
import re
import secrets
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import UploadedFile
from django.db import connection

from exchange.importing.report import FileError
from exchange.importing.run import Options, import_file
from exchange.preview import Preview

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
KEPT_SECONDS = 24 * 60 * 60
LONGEST_PART = 100_000_000  # bytes of a spreadsheet's part, unpacked; what says to be longer is no spreadsheet
AT_ONCE = 300_000  # bytes of a file that is done within one request; larger ones go on behind it
CHECKED, WORKING, DONE, FAILED, STOPPED = "checked", "working", "done", "failed", "stopped"
logger = logging.getLogger(__name__)


def imports_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True)
class Job:
    """One upload of entries.

    Attributes:
        kind: of things in the file. A job is found only as what it was made.
        folder: where its files are.
        about: what was chosen with the upload.
    """

    kind: ClassVar[str] = "entries"

    folder: Path
    about: dict[str, Any]

    @property
    def token(self) -> str:
        return self.folder.name

    @property
    def state(self) -> str:
        if (self.folder / "result.json").exists():
            return DONE
        if self._is_locked():
            return WORKING
        if (self.folder / "error.json").exists():
            return FAILED
        if (self.folder / "confirmed").exists():
            return STOPPED  # the server was restarted half-way; it can go on from there
        return CHECKED if (self.folder / "preview.json").exists() else STOPPED

    def read(self, name: str) -> dict[str, Any]:
        try:
            return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def check(self) -> None:
        """Try the file without writing anything, for the preview."""
        self._start(self._check)

    def run(self) -> None:
        """Import the file, unless that was done or is being done."""
        (self.folder / "confirmed").touch(mode=0o600)
        self._start(self._run)

    @property
    def owner(self):
        return get_user_model().objects.filter(pk=self.about["owner"]).first()

    def _options(self, **others) -> Options:
        names = ("mapping", "kind", "publish", "placeless_go_live", "all_or_nothing", "name")
        return Options(**{name: self.about[name] for name in names}, user=self.owner, **others)

    def _check(self) -> None:
        preview = Preview()
        report = import_file(self.folder / "file", self._options(dry_run=True), on_outcome=preview.add)
        self._write("preview", {"report": report.as_dict(), "rows": preview.rows()})

    def _run(self) -> None:
        if (self.folder / "result.json").exists():
            return
        report = import_file(self.folder / "file", self._options(token=self.token), on_progress=self._note_progress)
        self._write("result", {"report": report.as_dict()})
        (self.folder / "file").unlink(missing_ok=True)

    def _note_progress(self, share: float | None, count: int) -> None:
        self._write("progress", {"percent": None if share is None else round(share * 100), "count": count})

    def _start(self, work) -> None:
        if (self.folder / "file").exists() and (self.folder / "file").stat().st_size > AT_ONCE:
            threading.Thread(target=self._behind, args=(work,), name="import").start()
            time.sleep(0.2)  # so that the next page finds it at work
        else:
            self._locked(work)

    def _behind(self, work) -> None:
        try:
            self._locked(work)
        finally:
            connection.close()

    def _locked(self, work) -> None:
        with self._lock() as mine:
            if not mine:
                return
            (self.folder / "error.json").unlink(missing_ok=True)
            try:
                work()
            except FileError as error:
                self._write("error", {"text": str(error)})
            except Exception:
                # Whoever waits for the page learns that it failed; the log says why.
                logger.exception("The import %s failed.", self.token)
                self._write("error", {"text": "Something went wrong on the server. Nothing is lost: try again."})

    def _write(self, name: str, data: dict[str, Any]) -> None:
        path = self.folder / f"{name}.json"
        half = path.with_suffix(".new")
        half.write_text(json.dumps(data), encoding="utf-8")
        half.replace(path)  # in one step: nobody reads half a result

    @contextlib.contextmanager
    def _lock(self) -> Iterator[bool]:
        with (self.folder / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            yield True

    def _is_locked(self) -> bool:
        with self._lock() as mine:
            return not mine


AnyJob = TypeVar("AnyJob", bound=Job)


def new_job(
    upload: UploadedFile, mapping_file: UploadedFile | None = None, *, job_class: type[AnyJob] = Job, **about: Any
) -> AnyJob:
    """Keep an upload and return its job."""
    folder = imports_folder() / secrets.token_urlsafe(24)
    folder.mkdir(mode=0o700)
    _keep(upload, folder / "file")
    if mapping_file:
        _keep(mapping_file, folder / "mapping.yaml")
        about["mapping"] = str(folder / "mapping.yaml")
    job = job_class(folder, {**about, "of": job_class.kind, "name": Path(upload.name).name[:200]})
    job._write("about", job.about)
    return job


def _keep(upload: UploadedFile, path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)


def find_job(token: str, owner: int, job_class: type[AnyJob] = Job) -> AnyJob | None:
    """Return a job of this owner. Nobody learns whether somebody else has one."""
    folder = imports_folder() / token
    if not TOKEN.fullmatch(token) or not folder.is_dir():
        return None
    about = Job(folder, {}).read("about")
    is_that = about.get("owner") == owner and about.get("of", Job.kind) == job_class.kind
    return job_class(folder, about) if is_that else None


def forget_old_jobs() -> None:
    """Delete what is older than a day. Called whenever somebody opens the page."""
    for folder in imports_folder().iterdir():
        with contextlib.suppress(OSError):
            if TOKEN.fullmatch(folder.name) and folder.stat().st_mtime < time.time() - KEPT_SECONDS:
                shutil.rmtree(folder)


def forget_jobs_that_hold(text: str) -> int:
    """Delete the jobs whose files hold a text, whatever its capitals, and those older than a day; return how many held it.

    A job at work is left alone: it is gone after a day.
    """
    forget_old_jobs()
    wanted, forgotten = text.casefold().encode(), 0
    for folder in imports_folder().iterdir():
        if TOKEN.fullmatch(folder.name) and not Job(folder, {})._is_locked() and _holds(folder, wanted):
            shutil.rmtree(folder, ignore_errors=True)
            forgotten += 1
    return forgotten


def _holds(folder: Path, wanted: bytes) -> bool:
    for path in folder.iterdir():
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):  # a spreadsheet
            with zipfile.ZipFile(path) as archive:
                contents = [archive.read(part) for part in archive.infolist() if part.file_size < LONGEST_PART]
        if any(wanted in content.lower() for content in contents):
            return True
    return False
