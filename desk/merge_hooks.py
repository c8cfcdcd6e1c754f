"""Where merging is found: in the menu of each term and place, and under Reports."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.permissions import page_permission_policy

from connectors.models import EntryPage, Theme, Tier
from connectors.term_uses import VOCABULARIES, vocabulary_of
from core.logged import told
from desk import entry_merge_views, merge_views
from places.models import Place


@hooks.register("register_admin_urls")
def merge_urls() -> list[URLPattern]:
    return [
        path("vocabularies/<str:vocabulary>/<int:key>/merge/", merge_views.merge_term, name="desk_merge_term"),
        path("places/<int:key>/other-names/", merge_views.move_names, name="desk_move_names"),
        path("reports/merges/", merge_views.merges, name="desk_merges"),
        path("entries/<int:key>/merge/", entry_merge_views.merge_entry, name="desk_merge_entry"),
        path("reports/merges/entries/<int:key>/take-back/", entry_merge_views.part_entry, name="desk_part_entry"),
        path("reports/merges/terms/<int:key>/take-back/", merge_views.unmerge, name="desk_unmerge_term"),
    ]


class MergesMenuItem(MenuItem):
    def is_shown(self, request):
        terms = any(merge_views.may_merge(request.user, vocabulary) for vocabulary in VOCABULARIES.values())
        return terms or page_permission_policy.user_has_permission(request.user, "publish")


@hooks.register("register_reports_menu_item")
def merges_menu_item() -> MenuItem:
    return MergesMenuItem(_("Merges"), reverse("desk_merges"), name="merges", icon_name="group", order=730)


@hooks.register("register_snippet_listing_buttons")
def merge_buttons(snippet, user, next_url=None):
    if isinstance(snippet, Theme | Tier | Tag):
        vocabulary = vocabulary_of(snippet)
        if merge_views.may_merge(user, vocabulary):
            address = reverse("desk_merge_term", args=[vocabulary.name, snippet.pk])
            yield Button(_("Merge into…"), url=address, icon_name="group", priority=25)
    elif isinstance(snippet, Place) and user.has_perm("places.change_place"):
        yield Button(
            _("Move another name…"),
            url=reverse("desk_move_names", args=[snippet.pk]),
            icon_name="resubmit",
            priority=25,
        )


@hooks.register("register_page_listing_more_buttons")
def merge_entry_button(page, user, next_url=None):
    if issubclass(page.specific_class or type(page), EntryPage) and page.permissions_for_user(user).can_publish():
        yield Button(
            _("Merge with another entry…"),
            url=reverse("desk_merge_entry", args=[page.pk]),
            icon_name="group",
            priority=60,
        )


@hooks.register("register_log_actions")
def merge_log_actions(actions) -> None:
    for action, label, text in (
        ("desk.merge_entry", _("Merge another entry into this"), _("“%(other)s” was merged into it")),
        ("desk.merged_entry", _("Merge into another entry"), _("Merged into “%(other)s”")),
        ("desk.part_entry", _("Part merged entries"), _("Parted again from “%(other)s”")),
    ):
        actions.register_action(action)(told(label, text, "other"))
