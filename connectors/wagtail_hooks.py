"""What the directory adds to the editors' desk."""

from django.contrib.auth.models import Permission
from django.db.models import Count, Min
from django.db.models.functions import Coalesce, TruncDate
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from taggit.models import Tag
from wagtail import hooks
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy, register_permission_policy
from wagtail.snippets.models import register_snippet

from connectors.actions.copying import drop_what_is_the_first_alone
from connectors.checking import needs_editors
from connectors.gone_viewset import GonePolicy, GoneViewSet
from connectors.keyword_viewset import KeywordPolicy
from connectors.models import EntryPage, GoneAddress
from connectors.models.vocabularies import Term
from connectors.search_report import SearchReportMenuItem, SearchReportView
from connectors.term_uses import count_uses
from connectors.viewsets import EntryViewSet, VocabularyGroup
from core.logged import told
from core.waiting import HOOK, Waiting, since_days

# Before the viewset, which would settle for Wagtail's default.
register_permission_policy(GoneAddress, GonePolicy(GoneAddress))
register_permission_policy(Tag, KeywordPolicy(Tag))
register_snippet(GoneViewSet)
register_snippet(VocabularyGroup)


@hooks.register(HOOK)
def entries_to_confirm(request) -> list[Waiting]:
    if not page_permission_policy.user_has_permission(request.user, "change"):
        return []
    due = EntryPage.objects.live().once().filter(needs_editors(timezone.localdate()))
    found = due.aggregate(number=Count("pk"), since=Min(Coalesce("last_confirmed_at", TruncDate("first_published_at"))))
    if not (number := found["number"]):
        return []
    text = ngettext("%(number)d entry has to be checked", "%(number)d entries have to be checked", number)
    age = (
        _("the oldest has been unconfirmed %(since)s") % {"since": since_days(found["since"])} if found["since"] else ""
    )
    address = f"{reverse('entries:index')}?confirmed=due&status=live&ordering=last_confirmed_at"
    return [Waiting(50, text % {"number": number}, address, str(age))]


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


@hooks.register("after_convert_alias_page")
def let_it_be_an_entry_of_its_own(request, page):
    """Treat an alias that became a page as what it is now: a copy."""
    if isinstance(page, EntryPage):
        drop_what_is_the_first_alone(page)


@hooks.register("register_log_actions")
def merge_log_actions(actions):
    merged = told(_("Merge terms"), _("“%(merged)s” was merged into it"), "merged")
    actions.register_action("connectors.merge_term")(merged)
    actions.register_action("connectors.unmerge_term", _("Take a merge back"), _("Merge taken back"))
