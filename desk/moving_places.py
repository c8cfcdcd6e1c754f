"""Moving an entry from a place that has ended to one that took it over, and back.

Rows and all kept versions are rewritten where they stand: whichever version somebody publishes later must not bring the old
council back, and nothing looks as if the entry itself had been written anew. `PlaceMove.moved` holds `rows` that got another
place, `doubles` that would have said the same twice and were dropped, `led` (the row that became the lead place for one of
these), and of each version what its places were and became.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.dispatch import receiver
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision

from connectors.actions.versions import write_versions
from connectors.models import EntryPage, EntryPlace
from desk.ended_places import successors_of
from desk.place_moves import PlaceMove
from places.loading import CannotUndoError
from places.models import Place
from places.signals import place_load_taken_back
from search.projection import record_change

MOVE, MOVE_BACK = "desk.move_place", "desk.move_place_back"
RELATION = "entry_places"
MOST_NAMED = 10
Item = dict[str, Any]


class CannotMoveError(Exception):
    """It cannot be moved. The text: "gone", "moved" (somebody was faster), "place" (not a successor) or "refused"."""


@transaction.atomic
def move_entry(entry_key: int, old_key: int, new_key: int, *, user: AbstractUser) -> PlaceMove:
    """Move an entry from a place that has ended to one of its successors: its rows, its draft, and all kept versions.

    Raises:
        CannotMoveError: see there.
    """
    entry = _locked(entry_key)
    if not entry.permissions_for_user(user).can_publish():
        raise CannotMoveError("refused")
    old = Place.objects.ended().filter(pk=old_key).first()
    new = next((one for one in successors_of([old])[old.pk] if one.pk == new_key), None) if old else None
    if new is None:
        raise CannotMoveError("place")
    moved = _move_rows(entry_key, old_key, new_key)
    if not (moved["rows"] or moved["doubles"]):
        raise CannotMoveError("moved")
    moved["versions"] = _move_versions(entry_key, old_key, new_key)
    log(instance=entry, action=MOVE, user=user, data={"old": old.name, "new": new.name})
    _tell(entry_key)
    return PlaceMove.objects.create(entry=entry, old=old, new=new, moved=moved, moved_by=user)


@transaction.atomic
def move_back(key: int, *, user: AbstractUser | None) -> PlaceMove:
    """Take a move back. What editors changed since stays: who lost the new place meanwhile does not get the old one.

    Args:
        user: nobody when the load of places is taken back on the command line.

    Raises:
        CannotMoveError: it was taken back already, or the user may not.
    """
    move = PlaceMove.objects.select_for_update(of=("self",)).select_related("old", "new").filter(pk=key).first()
    if move is None or move.undone_at:
        raise CannotMoveError("moved")
    entry = _locked(move.entry_id)
    if user and not entry.permissions_for_user(user).can_publish():
        raise CannotMoveError("refused")
    rows = EntryPlace.objects.filter(entry=move.entry_id)
    there = set(rows.filter(place=move.old_id).values_list("role", flat=True))
    rows.filter(pk__in=move.moved["rows"], place=move.new_id).exclude(role__in=there).update(place=move.old_id)
    if led := move.moved["led"]:
        rows.filter(pk=led).update(is_lead=False)
    for row in move.moved["doubles"]:
        known = {"entry_id": move.entry_id, "place_id": row.pop("place"), "role": row.pop("role")}
        EntryPlace.objects.get_or_create(**known, defaults={k: v for k, v in row.items() if k != "entry"})
    _versions_back(move)
    move.undone_at = timezone.now()
    move.save(update_fields=["undone_at"])
    log(instance=entry, action=MOVE_BACK, user=user, data={"old": move.old.name, "new": move.new.name})
    _tell(move.entry_id)
    return move


@receiver(place_load_taken_back)
def moves_go_back(sender, added: Collection[str], **kwargs) -> list[str]:
    """Move entries back that were moved to places which now go; see that no version names these any more."""
    moves = PlaceMove.objects.filter(undone_at=None, new__code__in=added)
    keys = list(moves.values_list("pk", flat=True))
    for key in keys:
        move_back(key, user=None)
    _refuse_drafts(list(Place.objects.filter(code__in=added)))
    if not keys:
        return []
    text = ngettext("%(n)d entry was moved back.", "%(n)d entries were moved back.", len(keys))
    return [text % {"n": len(keys)}]


def _locked(key: int) -> EntryPage:
    entry = EntryPage.objects.select_for_update(of=("self", "page_ptr")).filter(pk=key).first()
    if entry is None:
        raise CannotMoveError("gone")
    return entry


def _tell(key: int) -> None:
    """Let the search and the CMS's index of references follow; they hear of single saves only."""
    record_change([key])
    ReferenceIndex.create_or_update_for_object(EntryPage.objects.get(pk=key).specific)


def _move_rows(entry: int, old: int, new: int) -> dict[str, Any]:
    rows = list(EntryPlace.objects.filter(entry=entry, place__in=[old, new]).order_by("pk"))
    there = {row.role: row for row in rows if row.place_id == new}
    moving = [row for row in rows if row.place_id == old]
    doubles = [row for row in moving if row.role in there]
    kept = [row for row in moving if row.role not in there]
    EntryPlace.objects.filter(pk__in=[row.pk for row in kept]).update(place=new)
    led = next((there[row.role].pk for row in doubles if row.is_lead), None)
    EntryPlace.objects.filter(pk__in=[row.pk for row in doubles]).delete()
    if led:
        EntryPlace.objects.filter(pk=led).update(is_lead=True)
    return {
        "rows": [row.pk for row in kept],
        "doubles": [{**model_to_dict(row, exclude=["id"]), "id": row.pk} for row in doubles],
        "led": led,
    }


def _move_versions(entry: int, old: int, new: int) -> list[dict[str, Any]]:
    changed, contents = [], []
    for version in _naming(old, Q(object_id=str(entry))):
        items = version.content[RELATION]
        became = _moved(items, old, new)
        changed.append({"version": version.pk, "was": items, "became": became})
        contents.append((version.pk, {**version.content, RELATION: became}))
    write_versions(contents)
    return changed


def _versions_back(move: PlaceMove) -> None:
    """Give the versions their places back, also those that were made since from what the move had changed."""
    before = {one["version"]: one for one in move.moved["versions"]}
    contents = []
    for version in _naming(move.new_id, Q(object_id=str(move.entry_id))):
        known, items = before.get(version.pk), version.content[RELATION]
        if known and items == known["became"]:
            contents.append((version.pk, {**version.content, RELATION: known["was"]}))
        elif not known and version.created_at > move.moved_at:
            back = [{**it, "place": move.old_id} if it.get("pk") in move.moved["rows"] else it for it in items]
            contents.append((version.pk, {**version.content, RELATION: back}))
    write_versions(contents)


def _moved(items: list[Item], old: int, new: int) -> list[Item]:
    """Return the places of a version, each of one place moved to another; what would stand there twice is dropped."""
    there = {item.get("role") for item in items if item.get("place") == new}
    leads = {item.get("role") for item in items if item.get("place") == old and item.get("is_lead")}
    made = []
    for item in items:
        if item.get("place") == old and item.get("role") not in there:
            made.append({**item, "place": new})
        elif item.get("place") == new and item.get("role") in leads:
            made.append({**item, "is_lead": True})
        elif item.get("place") != old:
            made.append(item)
    return made


def _naming(place: int, among: Q | None = None) -> list[Revision]:
    """Return the kept versions of entries that name a place; the text narrows, the values decide."""
    versions = Revision.page_revisions.filter(among or Q()).annotate(text=Cast("content", models.TextField()))
    versions = versions.filter(text__contains=f'"place": {place}').only("pk", "content", "created_at", "object_str")
    return [one for one in versions if any(item.get("place") == place for item in one.content.get(RELATION, []))]


def _refuse_drafts(places: list[Place]) -> None:
    """A version that names a place which is no more cannot be opened: newest ones are the editors', older ones lose the row.

    Raises:
        CannotUndoError: editors gave it to an entry by hand.
    """
    used = []
    for place in places:
        contents = []
        for version in _naming(place.pk):
            if EntryPage.objects.filter(latest_revision=version.pk).exists():
                used.append(f"{version.object_str}: {place.name}")
            items = [item for item in version.content[RELATION] if item.get("place") != place.pk]
            contents.append((version.pk, {**version.content, RELATION: items}))
        write_versions(contents)
    if used:
        said = "; ".join(used[:MOST_NAMED]) + (f" and {len(used) - MOST_NAMED} more" if len(used) > MOST_NAMED else "")
        raise CannotUndoError(
            f"Nothing was changed. Editors gave entries a place that this load added: {said}. Choose another place there first."
        )
