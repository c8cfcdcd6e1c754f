"""How editors narrow the list of entries."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleContentTypeFilter, WagtailFilterSet

from connectors.checking import needs_editors
from connectors.choices import Stage
from connectors.kinds import entry_kinds
from connectors.models import EntryKeyword, EntryPage, Theme, Tier
from places.models import Place
from places.select import PlaceFilter


def kind_content_types(request):
    return ContentType.objects.filter(pk__in=[kind.content_type_id for kind in entry_kinds().values()])


def imports(request):
    """Return the imports of files, the last first; their app stands above this one."""
    rows = EntryPage._meta.get_field("imports").related_model
    return rows._meta.get_field("of").related_model.objects.select_related("by")


class EntryFilterSet(WagtailFilterSet):
    kind = MultipleContentTypeFilter(
        label=_("Kind"), field_name="content_type", queryset=kind_content_types, widget=CheckboxSelectMultiple
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            ("live", _("Live")),
            ("changed", _("Live with changes not published")),
            ("scheduled", _("Scheduled")),
            ("draft", _("Draft")),
        ],
        empty_label=_("All"),
        method="with_status",
        widget=RadioSelect,
    )
    confirmed = django_filters.ChoiceFilter(
        label=_("To confirm"),
        choices=[("due", _("Check overdue")), ("never", _("Never confirmed"))],
        empty_label=_("All"),
        method="to_confirm",
        widget=RadioSelect,
    )
    stage = django_filters.MultipleChoiceFilter(label=_("Stage"), choices=Stage, widget=CheckboxSelectMultiple)
    place = PlaceFilter(label=_("Place"), method="within", help_text=_("With everything that lies in it."))
    theme = django_filters.ModelMultipleChoiceFilter(
        label=_("Theme"), queryset=Theme.objects.all(), method="with_themes", widget=CheckboxSelectMultiple
    )
    tier = django_filters.ModelMultipleChoiceFilter(
        label=_("Tier"), queryset=Tier.objects.all(), method="with_tiers", widget=CheckboxSelectMultiple
    )

    keyword = django_filters.CharFilter(
        label=_("Keyword"), method="with_keyword", help_text=_("One keyword, as it is written on the entry.")
    )

    imported = django_filters.ModelChoiceFilter(
        label=_("Import"), queryset=imports, empty_label=_("All"), method="from_import"
    )
    imported_as = django_filters.ChoiceFilter(
        label=_("What an import did"),
        choices=[("made", _("Made by it")), ("changed", _("Changed by it"))],
        empty_label=_("All"),
        method="from_import",
        widget=RadioSelect,
    )

    class Meta:
        model = EntryPage
        fields = []

    def with_status(self, entries, name, value):
        return entries.filter(
            {
                "live": Q(live=True),
                "changed": Q(live=True, has_unpublished_changes=True),
                "scheduled": Q(go_live__isnull=False),
                "draft": Q(live=False, go_live__isnull=True),
            }[value]
        )

    def to_confirm(self, entries, name, value):
        if value == "never":
            return entries.filter(last_confirmed_at=None)
        return entries.filter(needs_editors(timezone.localdate()))

    def within(self, entries, name, value):
        return entries.in_places(Place.objects.within(value))

    def with_themes(self, entries, name, value):
        return entries.with_themes([theme.slug for theme in value]) if value else entries

    def with_tiers(self, entries, name, value):
        return entries.with_tiers([tier.slug for tier in value]) if value else entries

    def from_import(self, entries, name, value):
        # Both choices are about one import: an entry that a file made may be changed by the next.
        rows = EntryPage._meta.get_field("imports").related_model.objects.all()
        chosen = self.form.cleaned_data
        if chosen.get("imported"):
            rows = rows.filter(of=chosen["imported"])
        if chosen.get("imported_as"):
            rows = rows.filter(made=chosen["imported_as"] == "made")
        return entries.filter(pk__in=rows.values("entry"))

    def with_keyword(self, entries, name, value):
        return entries.filter(pk__in=EntryKeyword.objects.filter(tag__name__iexact=value).values("content_object"))
