"""One's own data: ask for a link, see what is held, take a copy, erase it. Without an account."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from submissions.access import device_of, private
from submissions.actions.erasing import erase
from submissions.actions.links import LinkEndedError, find_link, use_link
from submissions.actions.own_data import mail_link_to_data
from submissions.forms.links import EmailForm
from submissions.models.keys import Purpose
from submissions.people import entries_with_contact, export_of, published_mentions, submissions_of
from submissions.secrets import new_secret
from submissions.views.redirecting import SeeOther

SALT = "submissions.my_data"
OPEN_SECONDS = 30 * 60
DOWNLOAD, ERASE, SURE = "download", "erase", "sure"


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the link. The answer is the same whether anything is held."""
    if request.method != "POST":
        return private(render(request, "submissions/my_data.html", {"form": EmailForm()}))
    form = EmailForm(EmailForm.raw_from(request.POST))
    if not form.is_valid():
        return private(render(request, "submissions/my_data.html", {"form": form}))
    email = form.cleaned_data["email"]
    mail_link_to_data(email, by=device_of(request))
    return private(render(request, "submissions/my_data_sent.html", {"email": email}))


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The mailed link: a page with a button, which opens one's data in this browser for half an hour."""
    found = find_link(secret, Purpose.MY_DATA)
    if request.method != "POST" and found and found.is_good:
        context = {"once": new_secret(), "link": found}
        return private(render(request, "submissions/my_data_link.html", context))
    try:
        used = use_link(found, once=request.POST.get("once", "")) if found and request.method == "POST" else None
    except LinkEndedError:
        used = None
    if used is None:
        return private(
            render(request, "submissions/my_data.html", {"form": EmailForm(), "has_ended": True}, status=410)
        )
    response = private(SeeOther(reverse("my_data_mine")))
    response.set_signed_cookie(
        _cookie_name(),
        used.email,
        salt=SALT,
        max_age=OPEN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What is held under the address whose link was opened in this browser, as a copy, and away with it."""
    email = request.get_signed_cookie(_cookie_name(), default="", salt=SALT, max_age=OPEN_SECONDS)
    if not email:
        return private(
            render(request, "submissions/my_data.html", {"form": EmailForm(), "has_ended": True}, status=403)
        )
    pressed = request.POST.get("do", "")
    if pressed == DOWNLOAD:
        return private(_copy(email))
    if pressed == SURE:
        return private(_erased(request, email))
    context = {
        "email": email,
        "own": submissions_of(email).select_related("target", "page").prefetch_related("answer_set"),
        "entries": entries_with_contact(email),
        "asks_for_sure": pressed == ERASE,
    }
    return private(render(request, "submissions/my_data_mine.html", context))


def _copy(email: str) -> HttpResponse:
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(export_of(email), encoder=DjangoJSONEncoder, json_dumps_params=options)
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def _erased(request: HttpRequest, email: str) -> HttpResponse:
    mentions = published_mentions(email)
    effect = erase(email)
    context = {"mentions": mentions, "account": effect.account}
    response = render(request, "submissions/my_data_erased.html", context)
    response.delete_cookie(_cookie_name(), samesite="Lax")
    if settings.SESSION_COOKIE_SECURE:
        response.cookies[_cookie_name()]["secure"] = True  # else a browser refuses a cookie of this name
    return response


def _cookie_name() -> str:
    return "__Host-my-data" if settings.SESSION_COOKIE_SECURE else "my-data"
