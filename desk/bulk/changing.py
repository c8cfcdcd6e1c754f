"""The changes that many entries can get at once, each made as an editor would make it on one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.permissions import page_permission_policy

from connectors.models import EntryPage
from desk.missing.asking import what_is_missing
from desk.missing.items import in_one_line
from submissions.actions.revising import Edit, revise

BULK = "desk.bulk_change"


class RefusedError(Exception):
    """It cannot be changed. The text says why, to the person who wanted it."""


@dataclass(frozen=True)
class Change:
    """One kind of change.

    Attributes:
        label: on the button; verb: of what was done, in the result.
        right: on the page, without which nobody is offered it.
        field: the form field of its value; none where there is none.
        holds: whether an entry is that way already; put: makes it so. Both get the entry and the value.
    """

    slug: str
    label: Any
    right: str = "change"
    field: str = ""
    holds: Callable[[EntryPage, Any], bool] | None = None
    put: Callable[[EntryPage, Any], None] | None = None

    def is_for(self, user: AbstractUser) -> bool:
        return page_permission_policy.user_has_any_permission(user, {self.right, "publish"})

    def apply(self, key: int, value: Any, *, user: AbstractUser) -> str:
        """Change one entry. Doing it again does nothing.

        Returns:
            "live" or "draft": where the change is now; empty when the entry was that way already.

        Raises:
            RefusedError: it cannot be, or the person may not.
        """
        entry = EntryPage.objects.select_for_update(of=("self", "page_ptr")).filter(pk=key).first()
        if entry is None:
            raise RefusedError(_("It was deleted meanwhile."))
        if entry.alias_of_id:
            raise RefusedError(_("It is an alias of another entry: change that one, and it follows."))
        if self.slug == "publish":
            return _publish(entry, user)
        if self.slug == "unpublish":
            return _unpublish(entry, user)
        return _edit(self, entry, value, user)

    def done_text(self, changed: int, total: int) -> str:
        """Return what was done, as a sentence."""
        text = ngettext("%(changed)d of %(total)d entry changed.", "%(changed)d of %(total)d entries changed.", total)
        return text % {"changed": changed, "total": total}

    def names_of(self, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return what each entry is called, with the address where it is edited."""
        titles = EntryPage.objects.filter(pk__in=keys).values_list("pk", "title")
        return {key: (title, reverse("wagtailadmin_pages:edit", args=[key])) for key, title in titles}


def _add(name: str) -> dict:
    return {
        "field": name,
        "holds": lambda entry, key: key in {term.pk for term in getattr(entry, name).all()},
        "put": lambda entry, key: getattr(entry, name).add(_term(entry, name, key)),
    }


def _remove(name: str) -> dict:
    def put(entry: EntryPage, key: int) -> None:
        getattr(entry, name).remove(_term(entry, name, key).name)  # it goes by names
        if name == "themes" and not getattr(entry, name).all():
            raise RefusedError(_("It would have no theme left."))

    return {
        "field": name,
        "holds": lambda entry, key: key not in {t.pk for t in getattr(entry, name).all()},
        "put": put,
    }


def _term(entry: EntryPage, name: str, key: int):
    term = entry._meta.get_field(name).related_model.objects.filter(pk=key).first()
    if term is None:
        raise RefusedError(_("The term was deleted or merged meanwhile."))
    return term


def _set_day(entry: EntryPage, day: str) -> None:
    entry.review_due = date.fromisoformat(day)


CHANGES = {
    change.slug: change
    for change in (
        Change("add_theme", gettext_lazy("Add a theme"), **_add("themes")),
        Change("remove_theme", gettext_lazy("Take a theme off"), **_remove("themes")),
        Change("add_tier", gettext_lazy("Add a tier"), **_add("tiers")),
        Change("remove_tier", gettext_lazy("Take a tier off"), **_remove("tiers")),
        Change(
            "set_stage",
            gettext_lazy("Set the stage"),
            field="stage",
            holds=lambda entry, stage: entry.stage == stage,
            put=lambda entry, stage: setattr(entry, "stage", stage),
        ),
        Change(
            "set_review",
            gettext_lazy("Set “check again by”"),
            field="review_due",
            holds=lambda entry, day: entry.review_due == date.fromisoformat(day),
            put=_set_day,
        ),
        Change("publish", gettext_lazy("Publish"), right="publish"),
        Change("unpublish", gettext_lazy("Unpublish"), right="publish"),
    )
}


def _edit(change: Change, entry: EntryPage, value: Any, user: AbstractUser) -> str:
    rights = entry.permissions_for_user(user)
    if not rights.can_edit():
        raise RefusedError(_("You may not edit it."))
    _refuse_locked(entry, user)
    draft = entry.get_latest_revision_as_object()
    live = entry.specific if entry.live and rights.can_publish() else None
    if change.holds(draft, value) and (live is None or change.holds(live, value)):
        return ""
    if live is None:
        change.put(draft, value)
        draft.save_revision(user=user, log_action=True, clean=False)
        return "draft"
    # The value is the person's own decision: it wins over what a draft says, too.
    edit = Edit(change.field, lambda page: None if change.holds(page, value) else change.put(page, value))
    try:
        revise(entry.pk, [edit], user=user, action=BULK, data={"change": str(change.label)})
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    return "live"


def _publish(entry: EntryPage, user: AbstractUser) -> str:
    if not entry.permissions_for_user(user).can_publish():
        raise RefusedError(_("You may not publish it."))
    _refuse_locked(entry, user)
    if entry.live and not entry.has_unpublished_changes:
        return ""
    draft = entry.get_latest_revision_as_object()
    if faults := what_is_missing(draft):
        raise RefusedError(in_one_line(faults))
    revision = entry.get_latest_revision() or draft.save_revision(user=user)
    revision.publish(user=user)
    return "live"


def _unpublish(entry: EntryPage, user: AbstractUser) -> str:
    if not entry.permissions_for_user(user).can_publish():
        raise RefusedError(_("You may not unpublish it."))
    _refuse_locked(entry, user)
    if not entry.live:
        return ""
    entry.specific.unpublish(user=user)
    return "live"


def _refuse_locked(entry: EntryPage, user: AbstractUser) -> None:
    lock = entry.get_lock()
    if lock and lock.for_user(user):
        raise RefusedError(_("It is locked, or waits for approval."))
