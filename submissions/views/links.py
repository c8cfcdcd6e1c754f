"""Links that were mailed, and the way to another one."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from submissions.access import device_of, find_own, give_cookie, private
from submissions.actions.links import (
    LinkEndedError,
    find_link,
    mail_way_back_if_right,
    may_renew,
    open_with_link,
    renew_link,
    replace_device,
)
from submissions.forms.links import FindForm
from submissions.journeys import next_step
from submissions.mails import waits_until
from submissions.models import MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.secrets import new_secret
from submissions.states import State
from submissions.views.redirecting import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, secret: str, purpose: str) -> HttpResponse:
    """A mailed link: a page with a button. Only the button uses the link up, as mail scanners fetch every address."""
    link = find_link(secret, purpose)
    if link is None or link.submission is None:
        return private(_find_page(request, FindForm(), is_unknown=True))
    if request.method == "POST":
        return private(_renewed(request, link) if "again" in request.POST else _pressed(request, link))
    if not link.is_good:
        return private(_gone_on(request, link) or _ended_page(request, link))
    context = {"link": link, "once": new_secret(), "is_confirming": purpose == Purpose.CONFIRM}
    return private(render(request, "submissions/link.html", context))


def _pressed(request: HttpRequest, link: MailedLink) -> HttpResponse:
    try:
        with transaction.atomic():
            device, secret = replace_device(device_of(request))
            submission = open_with_link(link, device, once=request.POST.get("once", ""))
    except LinkEndedError as ended:
        return _gone_on(request, ended.link) or _ended_page(request, ended.link)
    return give_cookie(see_other(_address_after(link, submission)), secret)


def _gone_on(request: HttpRequest, link: MailedLink) -> HttpResponse | None:
    """Go straight on where the link has done its work in this browser."""
    own = find_own(request, link.submission.reference)
    has_to_confirm = link.purpose == Purpose.CONFIRM and link.submission.state == State.UNCONFIRMED
    return see_other(_address_after(link, own)) if own and not has_to_confirm else None


def _address_after(link: MailedLink, submission: Submission) -> str:
    if link.purpose == Purpose.CONFIRM:
        return reverse("submit_sent", args=[submission.reference])
    return address_to_go_on(submission)


def address_to_go_on(submission: Submission) -> str:
    """Return the page on which somebody goes on who comes back: the first not gone through yet, or how it stands."""
    if submission.state != State.DRAFT:
        return reverse("submit_status", args=[submission.reference])
    return reverse("submit_step", args=[submission.reference, next_step(submission)])


def _ended_page(request: HttpRequest, link: MailedLink) -> HttpResponse:
    context = {
        "link": link,
        "masked": masked(link.email),
        "may_renew": may_renew(link),
        "form": FindForm(),
    }
    return render(request, "submissions/link_ended.html", context, status=410)


def _renewed(request: HttpRequest, link: MailedLink) -> HttpResponse:
    if not renew_link(link, by=device_of(request)):
        return _ended_page(request, link)
    context = {"masked": masked(link.email), "goes_at": waits_until(link.submission, link.email)}
    return render(request, "submissions/link_sent.html", context)


def masked(email: str) -> str:
    """Return an address that its owner recognises and nobody else learns: "j…@example.org"."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Mail a link to who knows reference and address. The answer is the same whether they are right."""
    if request.method != "POST":
        return private(_find_page(request, FindForm()))
    form = FindForm(FindForm.raw_from(request.POST))
    if not form.is_valid():
        return private(_find_page(request, form))
    mail_way_back_if_right(**form.cleaned_data, by=device_of(request))
    return private(render(request, "submissions/find_sent.html", {"reference": form.cleaned_data["reference"]}))


def _find_page(request: HttpRequest, form: FindForm, *, is_unknown: bool = False) -> HttpResponse:
    context = {"form": form, "is_unknown": is_unknown}
    return render(request, "submissions/find.html", context, status=404 if is_unknown else 200)
