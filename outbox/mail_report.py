"""The list of mails in the desk: what was sent, what waits, what failed, and trying it again.

It shows no texts: they may hold links that are keys.
"""

import django_filters
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, QuerySet, When
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from core.viewsets import WordSearchMixin
from outbox.actions import try_again
from outbox.kinds import OTHER, label_of, mail_kinds
from outbox.models import MailState, OutgoingMail

TRIED_AGAIN = "outbox.try_again"
UNDELIVERED_FIRST = "undelivered"


def may_read_mails(user: AbstractUser) -> bool:
    return user.has_perm("outbox.view_outgoingmail")


def may_try_again(user: AbstractUser) -> bool:
    return user.has_perm("outbox.change_outgoingmail")


class MailReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_mails(request.user)


def kinds_to_choose() -> list[tuple[str, str]]:
    return [(code, label_of(code)) for code in (*mail_kinds(), OTHER)]


class MailFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=MailState.choices, empty_label=_("All"), widget=RadioSelect
    )
    code = django_filters.ChoiceFilter(
        label=_("Kind"), choices=kinds_to_choose, empty_label=_("All"), widget=RadioSelect
    )
    about = django_filters.CharFilter(label=_("About"), lookup_expr="iexact")

    class Meta:
        model = OutgoingMail
        fields = []


class MailColumn(Column):
    """Who gets it, and below that what it is called: two columns of their own leave no room for the others."""

    cell_template_name = "desk/mail_cell.html"


class StateColumn(Column):
    """The state; of a mail that waits when it goes, and why the last try failed."""

    cell_template_name = "desk/mail_state_cell.html"


class TryAgainColumn(Column):
    """A button where a mail can be tried again."""

    cell_template_name = "desk/try_again_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "csrf_token": get_token(request),
            # The list itself, where only its rows were asked for.
            "next": f"{reverse('mail_report')}?{request.GET.urlencode()}",
        }


class MailReportView(WordSearchMixin, ReportView):
    model = OutgoingMail
    permission_policy = ModelPermissionPolicy(OutgoingMail)
    permission_required = "view"
    page_title = _("Mails")
    header_icon = "mail"
    template_name = "desk/mail_report.html"
    results_template_name = "desk/mail_report_results.html"
    index_url_name = "mail_report"
    index_results_url_name = "mail_report_results"
    filterset_class = MailFilterSet
    is_searchable = True
    search_fields = ("to", "subject", "about")
    default_ordering = UNDELIVERED_FIRST

    @cached_property
    def columns(self):
        shown = [
            MailColumn("to", label=_("To, subject"), sort_key="to_key", classname="title"),
            Column("code", label=_("Kind"), accessor="kind_label", sort_key="code"),
            Column("about", label=_("About"), sort_key="about", classname="desk-reference"),
            StateColumn(
                "state", label=_("State"), accessor="get_state_display", sort_key="state", classname="desk-state"
            ),
            DateColumn("created_at", label=_("Created"), sort_key="created_at"),
            DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        ]
        if may_try_again(self.request.user):
            shown.insert(-2, TryAgainColumn("try_again", label=_("Try again")))
        return shown

    def get_base_queryset(self) -> QuerySet:
        undelivered = Case(When(state__in=[MailState.FAILED, MailState.BOUNCED], then=0), default=1)
        return OutgoingMail.objects.annotate(undelivered=undelivered)

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.ordering == UNDELIVERED_FIRST:
            return queryset.order_by("undelivered", "-created_at", "-pk")
        # What has no value stands at the end on every database, and equals keep one order from page to page.
        column = F(self.ordering.removeprefix("-"))
        backwards = self.ordering.startswith("-")
        return queryset.order_by(column.desc(nulls_last=True) if backwards else column.asc(nulls_last=True), "-pk")


@require_POST
def send_again(request: HttpRequest, key: int) -> HttpResponse:
    """Try a failed mail again, say what happens, and go back to the list."""
    if not may_try_again(request.user):
        raise PermissionDenied
    mail = get_object_or_404(OutgoingMail, pk=key)
    if try_again(mail):
        log(mail, TRIED_AGAIN)
        messages.success(request, gettext("The mail to %(to)s is on its way again.") % {"to": mail.to})
    elif mail.can_be_tried_again or mail.state in {MailState.WAITING, MailState.SENT}:
        messages.warning(request, gettext("Nothing to do: this mail waits already, or was sent meanwhile."))
    else:
        messages.error(request, gettext("This mail cannot be sent again: its text is not kept. Write a new one."))
    return redirect(get_valid_next_url_from_request(request) or "mail_report")
