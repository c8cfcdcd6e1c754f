"""Removed entries on the editors' desk: what their old addresses say."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from connectors.models import GoneAddress
from core.viewsets import SnippetIndexView


class GonePolicy(ModelPermissionPolicy):
    """Rows are made when an entry is removed: nobody adds one by hand, whoever they are."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)


def note_or_hint(gone: GoneAddress) -> str:
    return gone.note or _("No reason given yet")


class GoneViewSet(SnippetViewSet):
    model = GoneAddress
    icon = "bin"
    menu_label = _("Removed entries")
    menu_name = "removed-entries"
    menu_hook = "register_reports_menu_item"
    menu_order = 720
    add_to_admin_menu = True
    index_view_class = SnippetIndexView
    copy_view_enabled = False
    search_fields = ("title", "path", "note")
    ordering = ["-removed_on", "-pk"]
    list_display = [
        "title",
        Column("path", label=_("Address")),
        Column("note", label=_("Why it was removed"), accessor=note_or_hint),
        DateColumn("removed_on", label=_("Removed")),
    ]
    panels = [
        HelpPanel(
            content=_(
                "Who comes to this address reads that the entry was removed, your reason, and up to five entries that come "
                "nearest to it. Publishing the entry again takes it off this list; deleting the row makes the address unknown."
            )
        ),
        FieldPanel("note"),
        FieldPanel("title", read_only=True),
        FieldPanel("path", read_only=True),
        FieldPanel("removed_on", read_only=True),
    ]
