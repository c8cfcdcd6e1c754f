"""Where merging is found: in the menu of each term and place, and under Reports."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from connectors.models import Theme, Tier
from connectors.term_uses import VOCABULARIES, vocabulary_of
from desk import merge_views
from places.models import Place


@hooks.register("register_admin_urls")
def merge_urls() -> list[URLPattern]:
    return [
        path("vocabularies/<str:vocabulary>/<int:key>/merge/", merge_views.merge_term, name="desk_merge_term"),
        path("places/<int:key>/other-names/", merge_views.move_names, name="desk_move_names"),
        path("reports/merges/", merge_views.merges, name="desk_merges"),
        path("reports/merges/terms/<int:key>/take-back/", merge_views.unmerge, name="desk_unmerge_term"),
    ]


class MergesMenuItem(MenuItem):
    def is_shown(self, request):
        return any(merge_views.may_merge(request.user, vocabulary) for vocabulary in VOCABULARIES.values())


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
