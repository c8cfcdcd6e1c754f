"""Collections and authors of case studies on the editors' desk."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TitleFieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from casestudies.models import Author, CaseStudyCollection
from core.viewsets import LinkColumn, SnippetIndexView


def page_of_collection(collection: CaseStudyCollection) -> str:
    return collection.get_absolute_url() if collection.live_count else ""


def page_of_author(author: Author) -> str:
    return author.get_absolute_url() if author.live_count else ""


def its_page(row) -> str:
    """Return what the link to a page is called; nothing where there is no page yet."""
    return str(_("Open its page")) if row.live_count else ""


class CollectionViewSet(SnippetViewSet):
    model = CaseStudyCollection
    icon = "folder-open-inverse"
    menu_label = _("Collections")
    index_view_class = SnippetIndexView
    search_fields = ("title", "introduction")
    ordering = "title"
    list_display = [
        "title",
        Column("is_series", label=_("Series"), accessor=lambda collection: _("Yes") if collection.is_series else ""),
        NumberColumn("live_count", label=_("Live entries"), sort_key="live_count"),
        NumberColumn("entry_count", label=_("All entries"), sort_key="entry_count"),
        LinkColumn("page", label=_("Page"), accessor=its_page, get_url=page_of_collection),
    ]
    panels = [TitleFieldPanel("title", targets=["slug"]), *CaseStudyCollection.panels[1:]]

    def get_queryset(self, request):
        return CaseStudyCollection.objects.annotate(
            entry_count=Count("items"), live_count=Count("items", filter=Q(items__entry__live=True))
        )


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")
    index_view_class = SnippetIndexView
    search_fields = ("name", "role", "bio")
    ordering = "name"
    list_display = [
        "name",
        "role",
        NumberColumn("live_count", label=_("Live case studies"), sort_key="live_count"),
        NumberColumn("story_count", label=_("All case studies"), sort_key="story_count"),
        LinkColumn("page", label=_("Page"), accessor=its_page, get_url=page_of_author),
    ]
    panels = [TitleFieldPanel("name", targets=["slug"]), *Author.panels[1:]]

    def get_queryset(self, request):
        return Author.objects.annotate(
            story_count=Count("bylines"), live_count=Count("bylines", filter=Q(bylines__case_study__live=True))
        )


class StoriesGroup(SnippetViewSetGroup):
    menu_label = _("Stories")
    menu_icon = "folder-open-inverse"
    menu_order = 270
    items = (CollectionViewSet, AuthorViewSet)
