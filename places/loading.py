"""Loading place files into the database, as often as you like, and taking the last load back."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from places.comparing import compare_places
from places.files import DATA, data_version, read_files
from places.load_summary import Summary, summary_of
from places.models import DataVersion, Outcode, Place, PlaceLoad
from places.planning import planned
from places.signals import place_load_taken_back, places_loaded
from places.state import Changes, Geography, Values, differences, read_geography
from places.writing import write

__all__ = ["DATA", "CannotUndoError", "data_version", "is_loaded", "load_places", "undo_place_load"]
NAME = "places"
MOST_NAMED = 10


class CannotUndoError(Exception):
    """The last load cannot be taken back. The text says why, to whoever ran the command."""


@dataclass(frozen=True)
class TakenBack:
    """What was taken back: the load, what it says of itself, and what listeners took back with it, in words."""

    load: PlaceLoad
    summary: Summary
    said: list[str]


def is_loaded(folder: Path = DATA) -> bool:
    """Tell whether the files were the last that were loaded."""
    return DataVersion.objects.filter(name=NAME, version=data_version(folder)).exists()


def last_load() -> PlaceLoad | None:
    """Return the newest load that was not taken back."""
    return PlaceLoad.objects.filter(undone_at=None).first()


@transaction.atomic
def load_places(folder: Path = DATA, *, dry_run: bool = False) -> Summary:
    """Bring the database up to the files of a folder: all of them or nothing. Rows are matched by official code.

    Places and other names that the files do not name stay as they are; so does what editors added.

    Args:
        dry_run: say what it would do, and do nothing.

    Raises:
        BadFilesError: something in the files is wrong.
    """
    version_before = _locked_version()
    now = read_geography()
    files = read_files(folder)
    wanted = planned(files, now)
    changes = differences(now, wanted)
    summary = summary_of(files, now, wanted, changes)
    if dry_run:
        return summary
    version = data_version(folder)
    if changes or version != version_before:
        write(changes)
        PlaceLoad.objects.create(
            folder="" if folder == DATA else str(folder.resolve())[:300],
            version=version,
            version_before=version_before,
            is_first=not now.places,
            # What an empty database held needs no list.
            before=_kept(_reversed(changes, now)) if now.places else {},
        )
        _finish(version)
    return summary


@transaction.atomic
def undo_place_load(*, dry_run: bool = False) -> TakenBack:
    """Take the last load back: what it changed is as it was before, what it added is gone.

    Entries that were moved to successors since are moved back by listeners of `place_load_taken_back`.

    Raises:
        CannotUndoError: there is none, it was the first, or a place that it added is still in use.
    """
    version_now = _locked_version()
    load = last_load()
    if load is None or load.is_first:
        raise CannotUndoError("There is no load to take back: what is there was loaded into an empty database.")
    if load.version != version_now:
        raise CannotUndoError("The places were loaded otherwise since: load the files that you want by hand.")
    now = read_geography()
    changes = _restored(load.before)
    before = _applied(now, changes)
    summary = summary_of(None, before, now, differences(before, now))
    if dry_run:
        return TakenBack(load, summary, [])
    added = [code for code, values in changes.places.items() if values is None]
    answers = place_load_taken_back.send(undo_place_load, added=added)
    said = [text for _listener, texts in answers for text in texts or ()]
    try:
        write(changes)
    except ProtectedError as error:
        names = sorted({str(one) for one in error.protected_objects})
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        used = "; ".join(names[:MOST_NAMED])
        raise CannotUndoError(
            f"Nothing was changed. A place that this load added is still in use: {used}{more}."
        ) from error
    load.undone_at = timezone.now()
    load.save(update_fields=["undone_at"])
    _finish(load.version_before)
    return TakenBack(load, summary, said)


def _locked_version() -> str:
    """Return the version of what is loaded; whoever loads at the same time waits."""
    found = DataVersion.objects.select_for_update().filter(name=NAME).first()
    return found.version if found else ""


def _finish(version: str) -> None:
    DataVersion.objects.update_or_create(name=NAME, defaults={"version": version})
    compare_places()
    places_loaded.send(load_places)


def _reversed(changes: Changes, now: Geography) -> Changes:
    """Return what leads back from what the changes make to what is there now."""

    def of_rows(changed: dict[str, Values | None], rows: dict[str, Values]) -> dict[str, Values | None]:
        return {key: {name: rows[key][name] for name in new} if key in rows else None for key, new in changed.items()}

    aliases = {key: now.aliases.get(key) for key in changes.aliases}
    return Changes(of_rows(changes.places, now.places), aliases, of_rows(changes.outcodes, now.outcodes))


def _applied(now: Geography, changes: Changes) -> Geography:
    """Return the geography as it is with these changes."""

    def of_rows(rows: dict[str, Values], changed: dict[str, Values | None]) -> dict[str, Values]:
        made = {**rows, **{key: {**rows.get(key, {}), **new} for key, new in changed.items() if new is not None}}
        return {key: values for key, values in made.items() if changed.get(key, values) is not None}

    return Geography(of_rows(now.places, changes.places), now.aliases, of_rows(now.outcodes, changes.outcodes))


def _kept(changes: Changes) -> dict[str, Any]:
    """Return changes as JSON keeps them: a Decimal as text, which `_restored` reads again."""

    def plain(values: Values | None) -> Values | None:
        return values and {name: str(it) if isinstance(it, Decimal) else it for name, it in values.items()}

    return {
        "places": {code: plain(values) for code, values in changes.places.items()},
        "aliases": [[*key, kind] for key, kind in changes.aliases.items()],
        "outcodes": {code: plain(values) for code, values in changes.outcodes.items()},
    }


def _restored(kept: dict[str, Any]) -> Changes:
    def typed(model, values: Values | None) -> Values | None:
        decimals = {"latitude", "longitude"}
        return values and {
            name: model._meta.get_field(name).to_python(it) if name in decimals else it for name, it in values.items()
        }

    return Changes(
        {code: typed(Place, values) for code, values in kept.get("places", {}).items()},
        {(code, name): kind for code, name, kind in kept.get("aliases", [])},
        {code: typed(Outcode, values) for code, values in kept.get("outcodes", {}).items()},
    )
