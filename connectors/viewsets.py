"""The directory on the editors' desk: one flat list of all entries, and the vocabularies."""

from django.db.models import CharField, Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TitleFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Revision
from wagtail.permissions import page_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from connectors.filters import EntryFilterSet
from connectors.keyword_viewset import KeywordViewSet
from connectors.kinds import entry_kinds, kind_of
from connectors.models import EntryPage, EntryPlace, Theme, Tier
from connectors.synonym_viewset import SynonymViewSet
from core.fields import display_partial_date
from core.paging import KeysFirstMixin
from core.viewsets import HeadedListMixin, SnippetIndexView, WordSearchMixin


def kind_label(entry: EntryPage) -> str:
    kind = kind_of(entry)
    return str(kind.label) if kind else ""


def lead_place_label(entry: EntryPage) -> str:
    return entry.lead_place.label if entry.lead_place else ""


def place_codes(entry: EntryPage) -> str:
    return ", ".join(link.place.code for link in entry.entry_places.all())


def names(items) -> str:
    return ", ".join(item.tag.name for item in items.all())


class StatusColumn(PageStatusColumn):
    """Live or draft, and when that will change by itself."""

    cell_template_name = "desk/entry_status_cell.html"


def themes_in_short(entry: EntryPage) -> str:
    """Return the first theme and how many more there are: all of them would make rows of half a screen."""
    themes = [item.tag.name for item in entry.theme_items.all()]
    more = len(themes) - 1
    if more < 1:
        return "".join(themes)
    text = ngettext("%(first)s and %(more)d more", "%(first)s and %(more)d more", more)
    return text % {"first": themes[0], "more": more}


# What an export holds, in order. The private contact is not among it and must never be.
EXPORTED = {
    "title": (_("Title"), lambda entry: entry.title),
    "kind": (_("Kind"), kind_label),
    "organisation": (_("Who runs it"), lambda entry: entry.organisation),
    "lead_place": (_("Lead place"), lead_place_label),
    "place_codes": (_("Official codes of places"), place_codes),
    "themes": (_("Themes"), lambda entry: names(entry.theme_items)),
    "tiers": (_("Tiers of government"), lambda entry: names(entry.tier_items)),
    "stage": (_("Stage"), lambda entry: str(entry.get_stage_display())),
    "started": (_("Started"), lambda entry: display_partial_date(entry.started)),
    "status": (_("Status"), lambda entry: str(entry.status_string)),
    "go_live": (_("Goes live"), lambda entry: entry.go_live),
    "expire_at": (_("Goes off"), lambda entry: entry.expire_at),
    "last_confirmed_at": (_("Last confirmed"), lambda entry: entry.last_confirmed_at),
    "review_due": (_("Check again by"), lambda entry: entry.review_due),
    "updated": (_("Updated"), lambda entry: entry.latest_revision_created_at),
    "website": (_("Website"), lambda entry: entry.website),
}


def add_buttons(user) -> list[HeaderButton]:
    """One button for each kind that somebody may add. Wagtail goes on to the form when there is one page that can hold it."""
    if not page_permission_policy.user_has_permission(user, "add"):
        return []
    return [
        HeaderButton(
            gettext("Add %(kind)s") % {"kind": kind.model._meta.verbose_name},
            url=reverse(
                "wagtailadmin_pages:choose_parent",
                args=(kind.model._meta.app_label, kind.model._meta.model_name),
            ),
            icon_name="plus",
        )
        for kind in entry_kinds().values()
    ]


class EntryIndexView(KeysFirstMixin, HeadedListMixin, WordSearchMixin, IndexView):
    paginate_by = 25  # the buttons of each row take longer to draw than anything else of the list
    template_name = "desk/entries.html"
    results_template_name = "desk/entries_results.html"
    search_fields = ("title", "draft_title", "summary", "organisation")
    export_headings = {name: heading for name, (heading, _value) in EXPORTED.items()}

    def annotate_queryset(self, pages):
        # The entries as they are: fetching specific pages would add a query for each kind and show nothing more.
        scheduled = Revision.page_revisions.filter(
            object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
        ).order_by("approved_go_live_at")
        pages = (
            pages.select_related("content_type")
            .prefetch_related(Prefetch("entry_places", EntryPlace.objects.select_related("place")), "theme_items__tag")
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
            # The “Translate” button asks it of every row, even on a site of one language.
            .annotate_has_untranslated_locale()
            .annotate(go_live=Subquery(scheduled.values("approved_go_live_at")[:1]))
        )
        return pages.prefetch_related("tier_items__tag") if self.is_export else pages

    def word_matches(self, word):
        places = EntryPlace.objects.filter(
            Q(locality__icontains=word) | Q(place__name__icontains=word) | Q(place__aliases__name__icontains=word)
        )
        return super().word_matches(word) | Q(pk__in=places.values("entry"))

    def get_ordering(self):
        # Wagtail orders a search by relevance; a plain match of words has none.
        return super().get_ordering() or self.default_ordering

    def order_queryset(self, queryset):
        # What has no value stands at the old end on every database, and equals keep one order from page to page.
        column = F(self.ordering.removeprefix("-"))
        backwards = self.ordering.startswith("-")
        return queryset.order_by(column.desc(nulls_last=True) if backwards else column.asc(nulls_first=True), "-pk")

    def to_row_dict(self, item):
        return {name: value(item) for name, (_heading, value) in EXPORTED.items()}

    @cached_property
    def header_buttons(self):
        return add_buttons(self.request.user)


class EntryViewSet(PageListingViewSet):
    model = EntryPage
    name = "entries"
    icon = "list-ul"
    menu_label = _("Entries")
    menu_order = 90
    add_to_admin_menu = True
    index_view_class = EntryIndexView
    filterset_class = EntryFilterSet
    list_export = list(EXPORTED)
    export_filename = "entries"
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("kind", label=_("Kind"), accessor=kind_label, sort_key="content_type__model"),
        Column("lead_place", label=_("Lead place"), accessor=lead_place_label),
        Column("themes", label=_("Themes"), accessor=themes_in_short, classname="themes"),
        Column("stage", label=_("Stage"), accessor="get_stage_display", sort_key="stage"),
        StatusColumn("status", label=_("Status"), sort_key="live"),
        Column("last_confirmed_at", label=_("Last confirmed"), sort_key="last_confirmed_at"),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
    ]


def short_synonyms(term) -> str:
    return Truncator(", ".join(term.synonym_list)).chars(60)


def entries_of_term(term) -> str:
    """Return the address of the list of entries that use a term."""
    return f"{reverse('entries:index')}?{term._meta.model_name}={term.pk}"


class TermViewSet(SnippetViewSet):
    index_view_class = SnippetIndexView
    search_fields = ("name", "synonyms", "description")
    sort_order_field = "sort_order"
    ordering = ["sort_order", "name"]
    list_per_page = 100
    list_display = [
        "name",
        Column("synonyms", label=_("Synonyms"), accessor=short_synonyms),
        Column("sort_order", label=_("Order"), sort_key="sort_order"),
        NumberColumn("live_count", label=_("Live entries"), sort_key="live_count"),
        TitleColumn("entry_count", label=_("All entries"), sort_key="entry_count", get_url=entries_of_term),
    ]

    def get_queryset(self, request):
        return self.model.objects.annotate(
            entry_count=Count("uses"), live_count=Count("uses", filter=Q(uses__content_object__live=True))
        )


class ThemeViewSet(TermViewSet):
    model = Theme
    icon = "tag"
    panels = [TitleFieldPanel("name", targets=["slug"]), *Theme.panels[1:]]


class TierViewSet(TermViewSet):
    model = Tier
    icon = "tag"
    panels = [TitleFieldPanel("name", targets=["slug"]), *Tier.panels[1:]]


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabularies")
    menu_icon = "tag"
    menu_order = 260
    items = (ThemeViewSet, TierViewSet, KeywordViewSet, SynonymViewSet)
