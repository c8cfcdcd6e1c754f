"""Collections of case studies on the editors' desk."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TitleFieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from casestudies.models import CaseStudyCollection
from core.viewsets import SnippetIndexView


class CollectionViewSet(SnippetViewSet):
    model = CaseStudyCollection
    icon = "folder-open-inverse"
    add_to_admin_menu = True
    menu_label = _("Story collections")
    menu_order = 270
    index_view_class = SnippetIndexView
    search_fields = ("title", "introduction")
    ordering = "title"
    list_display = [
        "title",
        Column("slug", label=_("Slug"), sort_key="slug"),
        NumberColumn("entry_count", label=_("Entries"), sort_key="entry_count"),
    ]
    panels = [TitleFieldPanel("title", targets=["slug"]), *CaseStudyCollection.panels[1:]]

    def get_queryset(self, request):
        return CaseStudyCollection.objects.annotate(entry_count=Count("items"))
