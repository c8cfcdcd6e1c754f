"""Keywords on the editors' desk: words that editors typed freely, to be put in order."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import NumberColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from core.viewsets import SnippetIndexView


class KeywordPolicy(ModelPermissionPolicy):
    """Keywords are made by giving them to an entry: one that nothing has would only have to be deleted again."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)


class KeywordIndexView(SnippetIndexView):
    page_title = _("Keywords")


class KeywordEditView(EditView):
    def get_success_message(self):
        return _("Renamed. The search knows it within a second.")


class KeywordViewSet(SnippetViewSet):
    model = Tag
    icon = "tag"
    menu_label = _("Keywords")
    index_view_class = KeywordIndexView
    edit_view_class = KeywordEditView
    copy_view_enabled = False
    search_fields = ("name",)
    ordering = ["name"]
    list_per_page = 100
    list_display = [
        "name",
        NumberColumn("live_count", label=_("Live entries"), sort_key="live_count"),
        NumberColumn("entry_count", label=_("All entries"), sort_key="entry_count"),
        NumberColumn("file_count", label=_("Pictures and documents"), sort_key="file_count"),
    ]
    panels = [
        HelpPanel(
            content=_(
                "A new name shows on every entry at once. If there is a keyword of that name already, merge the two instead: "
                "the list has “Merge into…” in the menu of each keyword."
            )
        ),
        FieldPanel("name"),
    ]

    def get_queryset(self, request):
        uses = "connectors_entrykeyword_items"
        return Tag.objects.annotate(
            entry_count=Count(f"{uses}__content_object", distinct=True),
            live_count=Count(
                f"{uses}__content_object", filter=Q(**{f"{uses}__content_object__live": True}), distinct=True
            ),
            file_count=Count("taggit_taggeditem_items", distinct=True),
        )
