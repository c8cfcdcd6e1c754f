"""An import of commitments from the desk: tried, shown line by line, then done in one go."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied

from exchange.importing.commitments import Done, Line, import_commitments
from exchange.importing.report import FileError
from exchange.jobs import Job

MOST_LINES = 200  # shown of those that are right, and of those that are wrong


class CommitmentJob(Job):
    kind = "commitments"

    def _check(self) -> None:
        self._write("preview", _told(self._import(dry_run=True)))

    def _run(self) -> None:
        if (self.folder / "result.json").exists():
            return
        self._write("result", _told(self._import(dry_run=False)))
        (self.folder / "file").unlink(missing_ok=True)

    def _import(self, *, dry_run: bool) -> Done:
        owner = self.owner
        try:
            return import_commitments(
                self.folder / "file", by=owner, dry_run=dry_run, name=self.about["name"], token=self.token
            )
        except PermissionDenied as error:
            raise FileError("Your account may not propose statuses any more, so nothing was written.") from error


def _told(done: Done) -> dict[str, Any]:
    right = [line for line in done.lines if not line.refused]
    wrong = [line for line in done.lines if line.refused]
    return {
        "counts": {
            "new": done.new,
            "updates": done.updates,
            "known": done.known,
            "updates_known": done.updates_known,
            "refused": len(wrong),
        },
        "lines": _some(right),
        "refused": _some(wrong),
        "more_lines": max(0, len(right) - MOST_LINES),
        "more_refused": max(0, len(wrong) - MOST_LINES),
        "notes": done.notes,
        "record": done.record,
    }


def _some(lines: list[Line]) -> list[dict[str, Any]]:
    return [asdict(line) for line in lines[:MOST_LINES]]
