"""Merging an entry into another that says the same thing, and parting them again.

The merged entry is taken off the site, locked and kept. `EntryMerge.moved` holds keys: of links, collections, stories,
submissions and redirects that now lead to the survivor, and of the versions of both before and after.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models.functions import Cast
from django.forms.models import model_to_dict
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, Site

from casestudies.relinking import relink, relink_back
from connectors.actions.removing import forget_gone, path_of
from connectors.models import EntryLink, EntryPage
from connectors.term_uses import UNDO_DAYS
from desk.entry_merges import EntryMerge
from search.projection import record_change
from submissions.actions.revising import Edit, revise
from submissions.models import Submission

TERMS = ("themes", "tiers", "keywords")
TERM_ROWS = {"theme_items", "tier_items", "keyword_items"}
# What makes two rows of a list the same thing; elsewhere all their columns do.
SAME = {"entry_places": ("place_id", "role"), "links": ("target_id", "kind"), "external_ids": ("scheme", "value")}
# Filled only from the merged entry when the editor ticks it; the others are the survivor's own or the CMS's.
NOT_FILLED = {"title", "draft_title", "slug", "summary", "provenance", "check_every", "licence", "kind"}


class CannotMergeError(Exception):
    """They cannot be merged. Its text: "gone", "kinds", "same", "alias" or "done"."""


class CannotPartError(Exception):
    """It was taken back already, or is too long ago."""


def fillable(survivor: EntryPage, merged: EntryPage) -> list[models.Field]:
    """Return the fields that the survivor leaves empty and the other does not. Both specific, of one kind."""
    base = {field.name for field in Page._meta.get_fields()}
    return [
        field
        for field in type(survivor)._meta.concrete_fields
        if field.name not in base | NOT_FILLED
        and field.editable
        and not field.primary_key
        and not (field.is_relation and field.one_to_one)
        and _is_empty(field.value_from_object(survivor))
        and not _is_empty(field.value_from_object(merged))
    ]


@transaction.atomic
def merge_entries(survivor: int, merged: int, *, fill: Collection[str], user: AbstractUser) -> EntryMerge:
    """Merge one entry into another: its lists are united with the survivor's, all that led to it leads there.

    Args:
        fill: names of fields that are empty in the survivor and are taken over.

    Raises:
        CannotMergeError: one of them is gone, off the site or merged already, or they are of two kinds.
        PublishPermissionError: the user may not publish the survivor.
    """
    kept, other = _locked(survivor, merged)
    moved = {"before": _live_version(kept), "merged_version": _live_version(other), "was_live": other.live}
    names = {field.name for field in fillable(kept, other)} & set(fill)
    data = {"other": other.title}
    edit = Edit("merge", partial(_unite, other=other, names=names))
    revised = revise(kept.pk, [edit], user=user, action="desk.merge_entry", data=data)
    moved["after"] = revised.entry.live_revision_id
    moved["links"], moved["double_links"] = _move_links(kept, other)
    moved["stories"] = relink(old=other.pk, new=kept.pk)
    for name in ("target", "page"):
        found = Submission.objects.filter(**{name: other.pk})
        moved[f"submissions_{name}"] = list(found.values_list("pk", flat=True))
        found.update(**{name: kept.pk})
    if other.live:
        other.unpublish(user=user)
    forget_gone(other)
    moved["redirects"] = _redirect(kept, other)
    Page.objects.filter(pk=other.pk).update(locked=True, locked_by=user, locked_at=timezone.now())
    log(instance=other, action="desk.merged_entry", user=user, data={"other": kept.title})
    return EntryMerge.objects.create(survivor_id=kept.pk, merged_id=other.pk, moved=moved, merged_by=user)


@transaction.atomic
def part_entries(key: int, *, user: AbstractUser) -> tuple[EntryMerge, bool]:
    """Part two merged entries. What led to the merged one leads there again; it is back on the site.

    Returns:
        The merge, and whether the survivor is as it was before; not when it was published since: then it keeps what it got.

    Raises:
        CannotPartError: it was taken back already, or is too long ago.
    """
    found = entry_merges_to_undo().select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        raise CannotPartError
    moved = found.moved
    pages = EntryPage.objects.select_for_update(of=("self", "page_ptr")).order_by("pk")
    pages = pages.filter(pk__in=[found.survivor_id, found.merged_id]).in_bulk()
    kept, other = pages[found.survivor_id], pages[found.merged_id]
    Page.objects.filter(pk=other.pk).update(locked=False, locked_by=None, locked_at=None)
    Redirect.objects.filter(pk__in=moved["redirects"]["made"]).delete()
    Redirect.objects.filter(pk__in=moved["redirects"]["moved"]).update(redirect_page=other.pk)
    as_before = bool(moved["before"]) and kept.live_revision_id == moved["after"]
    if as_before:
        kept.revisions.get(pk=moved["before"]).publish(user=user)
    if moved["was_live"] and moved["merged_version"]:
        EntryPage.objects.get(pk=other.pk).revisions.get(pk=moved["merged_version"]).publish(user=user)
    EntryLink.objects.filter(pk__in=moved["links"], target=kept.pk).update(target=other.pk)
    for row in moved["double_links"]:
        known = {"entry_id": row.pop("entry"), "target_id": row.pop("target"), "kind": row.pop("kind")}
        if EntryPage.objects.filter(pk=known["entry_id"]).exists():
            EntryLink.objects.get_or_create(**known, defaults=row)
    relink_back(moved["stories"], old=other.pk, new=kept.pk)
    for name in ("target", "page"):
        Submission.objects.filter(pk__in=moved[f"submissions_{name}"]).update(**{name: other.pk})
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    for one, its_other in ((kept, other), (other, kept)):
        log(instance=one, action="desk.part_entry", user=user, data={"other": its_other.title})
    record_change({kept.pk, other.pk})
    return found, as_before


def entry_merges_to_undo() -> models.QuerySet[EntryMerge]:
    """Return the merges of entries that can still be taken back, the last first."""
    return EntryMerge.objects.filter(undone_at=None, merged_at__gt=timezone.now() - timedelta(days=UNDO_DAYS))


def _locked(survivor: int, merged: int) -> tuple[EntryPage, EntryPage]:
    if survivor == merged:
        raise CannotMergeError("same")
    rows = EntryPage.objects.select_for_update(of=("self", "page_ptr")).filter(pk__in=[survivor, merged])
    found = {page.pk: page for page in rows.order_by("pk")}
    if EntryMerge.objects.filter(merged__in=[survivor, merged], undone_at=None).exists():
        raise CannotMergeError("done")
    if any(page.alias_of_id for page in found.values()):
        raise CannotMergeError("alias")
    if len(found) < 2 or not found[survivor].live:  # noqa: PLR2004 - both
        raise CannotMergeError("gone")
    if found[survivor].content_type_id != found[merged].content_type_id:
        raise CannotMergeError("kinds")
    return found[survivor].specific, found[merged].specific


def _live_version(page: EntryPage) -> int | None:
    """Return the version that is on the site; one is made of a page that never had any."""
    if page.live_revision_id or not page.live or page.has_unpublished_changes:
        return page.live_revision_id
    version = page.save_revision(clean=False)
    Page.objects.filter(pk=page.pk).update(live_revision=version.pk)
    return version.pk


def _unite(page: EntryPage, *, other: EntryPage, names: set[str]) -> None:
    """Give a page what the other has and it lacks; called with what is live, and with the editors' draft."""
    for name in TERMS:
        getattr(page, name).add(*getattr(other, name).all())
    for relation, rows in _lists(other):
        mine = getattr(page, relation)
        present = {_identity(relation, row) for row in mine.all()}
        for row in rows:
            if relation == "links" and row.target_id == page.pk:
                continue
            if _identity(relation, row) not in present:
                mine.add(_copy(row, relation, len(mine.all())))
    own = [link for link in page.links.all() if link.target_id != other.pk]
    page.links.set(own)
    for name in names:
        field = page._meta.get_field(name)
        if _is_empty(field.value_from_object(page)):
            setattr(page, field.attname, getattr(other, field.attname))


def _lists(page: EntryPage) -> Iterator[tuple[str, list[models.Model]]]:
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name not in TERM_ROWS | {COMMENTS_RELATION_NAME}:
            yield name, list(getattr(page, name).all())


def _identity(relation: str, row: models.Model) -> tuple:
    if relation == "sources":
        return (row.url or row.title.casefold(),)
    if relation in SAME:
        return tuple(getattr(row, name) for name in SAME[relation])
    left_out = {"id", "sort_order"}
    return tuple(
        field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in left_out and not _is_parent(field)
    )


def _is_parent(field: models.Field) -> bool:
    return isinstance(field, ParentalKey)


def _copy(row: models.Model, relation: str, order: int) -> models.Model:
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not _is_parent(field)
    }
    if "sort_order" in values:
        values["sort_order"] = order
    if relation == "entry_places":
        values["is_lead"] = False
    return type(row)(**values)


def _move_links(kept: EntryPage, other: EntryPage) -> tuple[list[int], list[dict[str, Any]]]:
    """Let the links of others lead to the survivor. Returns the keys of those, and the rows that would have been doubles."""
    to_other = EntryLink.objects.filter(target=other.pk)
    had = set(EntryLink.objects.filter(target=kept.pk).values_list("entry", "kind"))
    doubles = [link for link in to_other if link.entry_id == kept.pk or (link.entry_id, link.kind) in had]
    rows = [model_to_dict(link, exclude=["id"]) for link in doubles]
    EntryLink.objects.filter(pk__in=[link.pk for link in doubles]).delete()
    keys = list(to_other.values_list("pk", flat=True))
    linking = list(to_other.values_list("entry", flat=True))
    to_other.update(target=kept.pk)
    _rewrite_links(kept.pk, other.pk)
    record_change(linking)
    return keys, rows


def _rewrite_links(kept: int, other: int) -> None:
    """Let the links in kept versions of others lead to the survivor, too: publishing one must not lead to what is gone."""
    versions = Revision.page_revisions.exclude(object_id__in=[str(kept), str(other)])
    versions = versions.annotate(text=Cast("content", models.TextField()))
    for version in versions.filter(text__contains=f'"target": {other}').iterator(chunk_size=100):
        seen, links = set(), []
        for link in version.content.get("links", []):
            target = kept if link.get("target") == other else link.get("target")
            if (target, link.get("kind")) not in seen and str(target) != version.object_id:
                seen.add((target, link.get("kind")))
                links.append({**link, "target": target})
        Revision.objects.filter(pk=version.pk).update(content={**version.content, "links": links})


def _redirect(kept: EntryPage, other: EntryPage) -> dict[str, list[int]]:
    """Let the merged entry's address, and all that led to it, lead to the survivor."""
    former = Redirect.objects.filter(redirect_page=other.pk)
    moved = list(former.values_list("pk", flat=True))
    former.update(redirect_page=kept.pk)
    path, parts = path_of(other), other.get_url_parts()
    site = Site.objects.filter(pk=parts[0]).first() if parts else None
    made, _created = Redirect.objects.update_or_create(
        old_path=path, site=site, defaults={"redirect_page_id": kept.pk, "redirect_link": "", "is_permanent": True}
    )
    return {"moved": [key for key in moved if key != made.pk], "made": [made.pk]}


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {}) or str(value) in {"", "<p></p>"}
