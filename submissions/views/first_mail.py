"""The address first: where very many drafts come from one network, the next one begins by a mailed link."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from submissions.access import device_of, give_cookie, private
from submissions.actions.first_mail import begin_with_link, mail_again, mail_link_to_begin
from submissions.actions.links import LinkEndedError, find_link, replace_device
from submissions.arrivals import may_mail_again_at
from submissions.forms.links import EmailForm
from submissions.journeys import first_step
from submissions.models import MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.secrets import new_secret
from submissions.views.links import address_to_go_on, masked
from submissions.views.redirecting import SeeOther


def ask_for_email(request: HttpRequest, unsaved: Submission) -> HttpResponse:
    """Answer the first page of a draft with the question for an address; what was typed stays in the page.

    Args:
        unsaved: what is to be begun, with its journey and the entry it is about.
    """
    if request.POST.get("do") == "keep":
        said = _("Not kept yet. Press “Continue”: then we ask for your e-mail address, and keep it.")
        return JsonResponse({"conflict": said})
    return _page(request, unsaved, EmailForm())


@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, journey: str) -> HttpResponse:
    """Mail the link that begins the draft."""
    return mail_link_for(request, Submission(journey=journey))


def mail_link_for(request: HttpRequest, unsaved: Submission) -> HttpResponse:
    """Mail the link that begins a draft of any journey."""
    if request.method != "POST":
        return redirect(_first_address(unsaved))
    form = EmailForm(EmailForm.raw_from(request.POST))
    if form.is_valid() and (moment := may_mail_again_at(request)):
        time = formats.time_format(timezone.localtime(moment), "H:i")
        form.add_error(
            "email", _("Very many links were asked for from your network. Press the button again at %s") % time
        )
    if not form.is_valid():
        return private(_page(request, unsaved, form))
    raw = first_step(unsaved.journey).form.raw_from(request.POST)
    mailed = mail_link_to_begin(unsaved, raw, form.cleaned_data["email"], request)
    return private(render(request, "submissions/begin_sent.html", {"link": mailed, "address": mailed.email}))


def _first_address(unsaved: Submission) -> str:
    if unsaved.target:
        return reverse(f"submit_{unsaved.journey}", args=[unsaved.target.pk])
    return reverse("submit_new", args=[unsaved.journey])


@require_http_methods(["GET", "HEAD", "POST"])
def begin_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The mailed link: a page with a button, which begins the draft in this browser."""
    link = find_link(secret, Purpose.BEGIN)
    if link is None:
        return private(render(request, "submissions/begin_ended.html", status=404))
    if request.method == "POST":
        return private(_again(request, link) if "again" in request.POST else _pressed(request, link))
    if not link.is_good:
        return private(_ended(request, link))
    return private(render(request, "submissions/begin_link.html", {"link": link, "once": new_secret()}))


def _pressed(request: HttpRequest, link: MailedLink) -> HttpResponse:
    try:
        with transaction.atomic():
            device, secret = replace_device(device_of(request))
            submission = begin_with_link(link, device, once=request.POST.get("once", ""))
    except LinkEndedError as ended:
        return _ended(request, ended.link)
    return give_cookie(SeeOther(address_to_go_on(submission)), secret)


def _ended(request: HttpRequest, link: MailedLink) -> HttpResponse:
    context = {"link": link, "masked": masked(link.email)}
    return render(request, "submissions/begin_ended.html", context, status=410)


def _again(request: HttpRequest, link: MailedLink) -> HttpResponse:
    if link.used_at or may_mail_again_at(request):
        return _ended(request, link)
    return render(
        request, "submissions/begin_sent.html", {"link": mail_again(link, request), "address": masked(link.email)}
    )


def _page(request: HttpRequest, unsaved: Submission, form: EmailForm) -> HttpResponse:
    raw = first_step(unsaved.journey).form.raw_from(request.POST)
    typed = [(name, value) for name, values in raw.items() for value in values]
    context = {"action": f"{_first_address(unsaved)}by-mail/", "typed": typed, "form": form}
    return render(request, "submissions/begin_by_mail.html", context)
