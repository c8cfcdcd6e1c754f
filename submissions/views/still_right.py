"""“Still right?”: the page behind the link that the contact of an entry is mailed once a year."""

import logging

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from submissions.access import device_for, give_cookie, private
from submissions.actions.asking import AskingEndedError, begin_change, say_it_ended, say_yes
from submissions.asking import find_asking
from submissions.forms.still_right import EndedForm
from submissions.models import Asking, StillRight

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the entry and three buttons. Looking at it writes nothing: mail scanners look, too."""
    asking = find_asking(secret)
    if asking is None:
        return private(render(request, "submissions/still_right_ended.html", status=410))
    if request.method != "POST":
        return private(_page(request, asking, EndedForm()))
    try:
        return _answered(request, asking)
    except AskingEndedError:
        return private(render(request, "submissions/still_right_ended.html", status=410))


def _answered(request: HttpRequest, asking: Asking) -> HttpResponse:
    entry = asking.entry
    answer = request.POST.get("answer")
    if answer == StillRight.CHANGE:
        device, cookie = device_for(request)
        submission = begin_change(asking, device)
        return give_cookie(private(redirect("submit_step", submission.reference, "reason")), cookie)
    form = EndedForm(EndedForm.raw_from(request.POST), started=entry.started)
    try:
        if answer == StillRight.YES:
            say_yes(asking)
        elif answer == StillRight.ENDED and form.is_valid():
            say_it_ended(asking, form.cleaned_data["ended"])
        elif answer == StillRight.ENDED:
            return private(_page(request, asking, form))
    except ValidationError as error:
        logger.warning("Entry %s could not be confirmed: %s", entry.pk, error)
        return private(_page(request, asking, EndedForm(), cannot=True))
    return private(redirect(request.path))


def _page(request: HttpRequest, asking: Asking, form: EndedForm, **context) -> HttpResponse:
    context |= {"asking": asking, "entry": asking.entry.specific, "form": form}
    return render(request, "submissions/still_right.html", context)
