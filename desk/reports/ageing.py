"""The report of entries that grow old: since when nobody has confirmed them, and who could be asked."""

import datetime

import django_filters
from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from connectors.checking import due_before, due_on, needs_editors
from connectors.models import EntryPage
from connectors.viewsets import kind_label, lead_place_label
from core.paging import KeysFirstMixin
from core.waiting import until_day
from desk.reports.base import EntryReport, LiveReportFilterSet, Shown, edit_address

DUE, EDITORS, NEVER, SOON = "due", "editors", "never", "soon"
SOON_DAYS = 30
CHECKS = {
    DUE: _("Due now"),
    EDITORS: _("For editors to check"),
    SOON: _("Due within 30 days"),
    NEVER: _("Never confirmed"),
}


def narrowed(entries, value: str):
    """Narrow entries to one of `CHECKS`."""
    today = timezone.localdate()
    if value == NEVER:
        return entries.filter(last_confirmed_at=None)
    if value == EDITORS:
        return entries.filter(needs_editors(today))
    tomorrow = today + datetime.timedelta(days=1)
    if value == SOON:
        until = tomorrow + datetime.timedelta(days=SOON_DAYS)
        return entries.filter(due_before(until)).exclude(Q(pk__in=entries.filter(due_before(tomorrow)).values("pk")))
    return entries.filter(due_before(tomorrow))


class AgeingFilterSet(LiveReportFilterSet):
    check = django_filters.ChoiceFilter(
        label=_("Check"), choices=list(CHECKS.items()), empty_label=_("All"), method="by_check", widget=RadioSelect
    )
    contact = django_filters.ChoiceFilter(
        label=_("Contact on file"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        empty_label=_("All"),
        method="with_contact",
        widget=RadioSelect,
    )

    def by_check(self, entries, name, value):
        return narrowed(entries, value)

    def with_contact(self, entries, name, value):
        return entries.filter(contact_email="") if value == "no" else entries.exclude(contact_email="")


def age_in_days(entry: EntryPage) -> int | None:
    since = entry.unconfirmed_since
    return (timezone.localdate() - since).days if since else None


def age_in_words(entry: EntryPage) -> str:
    days = age_in_days(entry)
    return "" if days is None else ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def due_in_words(entry: EntryPage) -> str:
    due = due_on(entry)
    return until_day(due) if due else ""


def has_contact(entry: EntryPage) -> str:
    # Whether there is one, never which: exports leave the house.
    return gettext("yes") if entry.contact_email else gettext("no")


class AgeingReportView(KeysFirstMixin, EntryReport):
    page_title = _("Age of entries")
    header_icon = "history"
    index_url_name = "ageing_report"
    index_results_url_name = "ageing_report_results"
    export_filename = "age-of-entries"
    filterset_class = AgeingFilterSet
    default_ordering = "since"
    teaches = _(
        "Public entries, the longest unconfirmed first. Those without a contact are yours to check: read the sources again, "
        "then set “last confirmed on”. The others are asked by mail; look at them when they do not answer."
    )
    when_empty = _("No entry is public yet. As soon as one is published, it appears here with its age.")
    shown = {
        "title": Shown(_("Title"), lambda entry: entry.title, edit_address, "title"),
        "kind": Shown(_("Kind"), kind_label),
        "place": Shown(_("Lead place"), lead_place_label),
        "since": Shown(_("Confirmed or published"), lambda entry: entry.unconfirmed_since, sort="since"),
        "age": Shown(_("Age"), age_in_words),
        "due": Shown(_("Check due"), due_in_words),
        "due_on": Shown(_("Check due on"), due_on, only_exported=True),
        "confirmed": Shown(_("Last confirmed"), lambda entry: entry.last_confirmed_at, only_exported=True),
        "contact": Shown(_("Contact on file"), has_contact),
        "stage": Shown(_("Stage"), lambda entry: str(entry.get_stage_display()), only_exported=True),
    }

    def get_base_queryset(self):
        since = Coalesce("last_confirmed_at", TruncDate("first_published_at"))
        return self.for_rows(EntryPage.objects.live().once().annotate(since=since))

    @cached_property
    def verbose_name_plural(self):
        return EntryPage._meta.verbose_name_plural
