"""What the directory adds to the editors' desk."""

from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from connectors.gone_viewset import GonePolicy, GoneViewSet
from connectors.keyword_viewset import KeywordPolicy
from connectors.models import EntryPage, GoneAddress
from connectors.models.vocabularies import Term
from connectors.search_report import SearchReportMenuItem, SearchReportView
from connectors.term_uses import count_uses
from connectors.viewsets import EntryViewSet, VocabularyGroup, add_buttons

# Before the viewset, which would settle for Wagtail's default.
register_permission_policy(GoneAddress, GonePolicy(GoneAddress))
register_permission_policy(Tag, KeywordPolicy(Tag))
register_snippet(GoneViewSet)
register_snippet(VocabularyGroup)


class FirstSteps(Component):
    """What most people come to the desk for, on its first page."""

    order = 50
    template_name = "desk/first_steps.html"

    def get_context_data(self, parent_context):
        return {"buttons": add_buttons(parent_context["request"].user)}


@hooks.register("construct_homepage_panels")
def first_steps(request, panels):
    panels.append(FirstSteps())


@hooks.register("register_admin_viewset")
def entries():
    return EntryViewSet()


@hooks.register("register_admin_urls")
def search_report_urls():
    return [
        path("reports/searches/", SearchReportView.as_view(), name="search_report"),
        path("reports/searches/results/", SearchReportView.as_view(results_only=True), name="search_report_results"),
    ]


@hooks.register("register_permissions")
def search_report_permission():
    """Let site managers give the report to a group of their own."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_askedwords")


@hooks.register("register_reports_menu_item")
def search_report_menu_item():
    return SearchReportMenuItem(_("Searches"), reverse("search_report"), icon_name="search", order=700)


@hooks.register("before_delete_snippet")
def keep_terms_in_use(request, instances):
    """Refuse to delete terms that entries use: the database would take them off the entries without a word."""
    used = [(term, count) for term in instances if isinstance(term, Term | Tag) and (count := count_uses(term))]
    if not used:
        return None
    for term, count in used:
        text = ngettext(
            "“%(term)s” cannot be deleted: %(count)d entry uses it. Give that entry another term first, or merge them.",
            "“%(term)s” cannot be deleted: %(count)d entries use it. Give those entries another term first, or merge them.",
            count,
        )
        messages.error(request, text % {"term": term.name, "count": count})
    return redirect(used[0][0].snippet_viewset.get_url_name("list"))


@hooks.register("after_unpublish_page")
def ask_why_it_was_removed(request, page):
    """Lead to where the reason is given: visitors who come to the old address read it."""
    gone = GoneAddress.objects.filter(entry_key=page.pk).first() if isinstance(page, EntryPage) else None
    if gone and request.user.has_perm("connectors.change_goneaddress"):
        address = reverse(gone.snippet_viewset.get_url_name("edit"), args=[gone.pk])
        text = _(
            "Its address now says that the entry was removed and shows what comes nearest. Visitors would like to know why."
        )
        messages.info(request, text, buttons=[messages.button(address, _("Give the reason"))])


@hooks.register("register_log_actions")
def merge_log_actions(actions):
    actions.register_action("connectors.merge_term", _("Merge terms"), merged_message)
    actions.register_action("connectors.unmerge_term", _("Take a merge back"), _("Merge taken back"))


def merged_message(data) -> str:
    return gettext("“%(name)s” was merged into it") % {"name": data.get("merged", "")}
