"""Which browser may open which submission: a cookie holds a secret, the database its hash."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from submissions.actions.links import new_device
from submissions.forms.links import FindForm
from submissions.models import DeviceKey, Submission
from submissions.secrets import hashed, tidy_reference

COOKIE_AGE = 90 * 24 * 60 * 60  # seconds: a draft lives 30 days after its last answer, a decision takes weeks


def cookie_name() -> str:
    """Return the cookie's name. The prefix holds it to this host and https; plain http, on a developer's machine, has none."""
    return "__Host-draft" if settings.SESSION_COOKIE_SECURE else "draft"


def device_of(request: HttpRequest) -> DeviceKey | None:
    """Return the key of this browser, if it has one that we know."""
    secret = request.COOKIES.get(cookie_name(), "")
    return DeviceKey.objects.filter(secret_hash=hashed(secret)).first() if secret else None


def device_for(request: HttpRequest) -> tuple[DeviceKey, str]:
    """Return the key of this browser, a new one when it has none, and the secret for its cookie."""
    known = device_of(request)
    return (known, request.COOKIES[cookie_name()]) if known else new_device()


def give_cookie(response: HttpResponse, secret: str) -> HttpResponse:
    """Let the browser keep its key. The cookie is needed to come back to a draft, and for nothing else."""
    response.set_cookie(
        cookie_name(), secret, max_age=COOKIE_AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def find_own(request: HttpRequest, reference: str) -> Submission | None:
    """Return the submission when this browser may open it."""
    device = device_of(request)
    if not device:
        return None
    own = device.submissions.select_related("target", "page")
    return own.filter(reference=tidy_reference(reference)).first()


def private(response: HttpResponse) -> HttpResponse:
    """Mark a page that holds what somebody typed: nobody keeps it, no other site learns its address, no engine lists it."""
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "no-store, private"
    # Not "no-referrer": forms would then say `Origin: null`, which the check against forged requests refuses.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def elsewhere(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that this browser has no key to it, and offer to mail a link."""
    form = FindForm()
    form.initial["reference"] = tidy_reference(reference)
    return render(request, "submissions/elsewhere.html", {"form": form, "reference": reference}, status=403)


def for_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the submission in place of its reference. Who may not open it learns not even whether it exists."""

    @wraps(view)
    def checked(request: HttpRequest, reference: str, **kwargs) -> HttpResponse:
        submission = find_own(request, reference)
        if submission is not None:
            # It may be deleted in another window while this one works.
            with suppress(Submission.DoesNotExist):
                return private(view(request, submission, **kwargs))
        return private(elsewhere(request, reference))

    return checked
