"""What deciding on statuses adds to the editors' desk: the list, the bulk actions, the line of what waits."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks

from commitments.actions import APPROVE
from commitments.waiting import waiting_for
from core.waiting import HOOK, Waiting, since_days
from desk.statuses.confirming import status_actions
from desk.statuses.waiting import WaitingStatusesView

for action in status_actions():
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")
def waiting_urls() -> list[URLPattern]:
    results = WaitingStatusesView.as_view(results_only=True)
    return [
        path("commitments/waiting/", WaitingStatusesView.as_view(), name="commitment_waiting"),
        path("commitments/waiting/results/", results, name="commitment_waiting_results"),
    ]


@hooks.register(HOOK)
def statuses_to_decide(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm(APPROVE):
        return []
    number, oldest = waiting_for(request.user)
    if not number:
        return []
    text = ngettext(
        "%(number)d status of a commitment waits for your approval",
        "%(number)d statuses of commitments wait for your approval",
        number,
    )
    age = _("the oldest has been waiting %(since)s") % {"since": since_days(oldest)}
    address = f"{reverse('commitment_waiting')}?whose=others"
    return [Waiting(22, text % {"number": number}, address, age)]
