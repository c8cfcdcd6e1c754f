"""The report of entries whose place has ended, from which they are moved to who took over."""

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permissions import page_permission_policy

from connectors.models import EntryPage
from connectors.viewsets import kind_label
from core.paging import KeysFirstMixin
from desk.ended_places import ends_of, entries_with_an_end, named_like
from desk.reports.base import EntryReport, EntryReportFilterSet, Shown, edit_address, status_in_words

ENDED, LATER = "", "later"
WHEN = {ENDED: _("Has ended"), LATER: _("Will end")}


def may_move_entries(user) -> bool:
    """Tell whether somebody may move any entry: who publishes. Each entry is asked again when it is moved."""
    return user.has_perm("desk.read_reports") and page_permission_policy.user_has_permission(user, "publish")


class EndsColumn(Column):
    """The places of an entry that have ended, each with what can be done about it."""

    cell_template_name = "desk/ended_places_cell.html"

    def __init__(self, *args, may_move: bool, **kwargs):
        self.may_move = may_move
        super().__init__(*args, **kwargs)


class EndedPlacesFilterSet(EntryReportFilterSet):
    """What somebody asks who moves entries; what they are about is no matter here."""

    stage = None
    theme = None
    tier = None
    keyword = None


def _joined(value):
    return lambda entry: "; ".join(value(end) for end in entry.ends)


class EndedPlacesReportView(KeysFirstMixin, EntryReport):
    page_title = _("Entries whose place has ended")
    header_icon = "resubmit"
    index_url_name = "ended_places_report"
    index_results_url_name = "ended_places_report_results"
    export_filename = "entries-whose-place-has-ended"
    results_template_name = "desk/ended_places_report_results.html"
    paginate_by = 25
    filterset_class = EndedPlacesFilterSet
    search_fields = ("title", "draft_title")
    teaches = _(
        "Entries that name a council which is no more. They stay on the site and are listed under its successors, but go on "
        "naming the old council until you move them. A move changes the entry, its draft and its earlier versions, and can "
        "be taken back."
    )
    shown = {
        "title": Shown(_("Title"), lambda entry: entry.title, edit_address, "title"),
        "kind": Shown(_("Kind"), kind_label),
        "place": Shown(_("Place"), _joined(lambda end: f"{end.place.name} ({end.when})")),
        "used": Shown(_("Used as"), _joined(lambda end: end.uses)),
        "successors": Shown(_("Successors"), _joined(lambda end: ", ".join(one.name for one in end.successors))),
        "status": Shown(_("Status"), status_in_words),
    }

    @cached_property
    def is_later(self) -> bool:
        return self.chosen("when", WHEN) == LATER

    @property
    def when_empty(self):
        if self.is_later:
            return _("No entry names a place that will end. As soon as an order is loaded, they are announced here.")
        return _("Every entry names places of today. When councils are replaced, their entries wait here to be moved.")

    @cached_property
    def may_move(self) -> bool:
        return may_move_entries(self.request.user) and not self.is_later

    @cached_property
    def columns(self):
        title, kind, status = (self.shown[name] for name in ("title", "kind", "status"))
        return [
            TitleColumn("title", label=title.heading, get_url=title.url, sort_key="title", classname="title"),
            Column("kind", label=kind.heading, accessor=kind.value),
            EndsColumn(
                "ends",
                label=_("Place, and who took over"),
                accessor="ends",
                classname="desk-ends",
                may_move=self.may_move,
            ),
            Column("status", label=status.heading, accessor=status.value),
        ]

    def get_base_queryset(self):
        return entries_with_an_end(later=self.is_later).select_related("content_type")

    def word_matches(self, word):
        own = Q(title__icontains=word) | Q(draft_title__icontains=word)
        return own | named_like(word, later=self.is_later)

    def choice_rows(self):
        return [self.choice_links("when", _("Place"), WHEN)]

    def decorate_paginated_queryset(self, object_list):
        entries = list(object_list)
        # A file may hold more entries than a statement takes keys.
        ends = ends_of(None if self.is_export else [entry.pk for entry in entries], later=self.is_later)
        for entry in entries:
            entry.ends = ends.get(entry.pk, [])
        return entries

    def get_context_data(self, *args, **kwargs):
        return {
            **super().get_context_data(*args, **kwargs),
            "may_move": self.may_move,
            "move_url": reverse("desk_move_entries"),
            "moves_url": reverse("desk_place_moves"),
        }

    @cached_property
    def verbose_name_plural(self):
        return EntryPage._meta.verbose_name_plural
