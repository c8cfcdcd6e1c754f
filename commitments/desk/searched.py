"""Searches that found nothing, on the editors' desk."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from commitments.models import NothingFound
from core.viewsets import SnippetIndexView


class _CreateView(CreateView):
    def save_instance(self):
        self.form.instance.by = self.request.user
        return super().save_instance()


class NothingFoundViewSet(SnippetViewSet):
    model = NothingFound
    icon = "search"
    menu_label = _("Looked, found none")
    menu_order = 93
    menu_item_is_registered = True  # beside the commitments, by a hook
    index_view_class = SnippetIndexView
    add_view_class = _CreateView
    search_fields = ("place__name", "note")
    ordering = ["-date", "-pk"]
    list_display = [
        "place",
        Column("date", label=_("Looked on"), sort_key="date"),
        Column("note", label=_("Where"), accessor="note"),
    ]

    def get_queryset(self, request):
        return NothingFound.objects.select_related("place")
