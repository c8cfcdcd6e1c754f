"""The pages of the second factor, under /admin/second-factor/."""

import django_otp
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_otp.models import Device
from wagtail.admin import messages

from accounts import second_factor
from accounts.forms import CodeForm, ConfirmForm, PasswordAndCodeForm
from accounts.rights import may_change_user

FEW_CODES = 4
require_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Say whether the second factor is on, and what can be done about it."""
    context = {
        "is_on": second_factor.has_second_factor(request.user),
        "codes_left": second_factor.recovery_codes_left(request.user),
    }
    return render(request, "accounts/second_factor.html", context)


@require_get_or_post
def turn_on(request: HttpRequest) -> HttpResponse:
    """Show the key to be scanned, take the first code, and show the recovery codes once."""
    if second_factor.has_second_factor(request.user):
        return redirect("accounts:second_factor")
    form = ConfirmForm(request, request.POST or None)
    if form.is_valid():
        _remember(request, form.device)
        return _show_codes(request)
    device = second_factor.unconfirmed_device(request.user)
    context = {
        "form": form,
        "next": _next_address(request),
        "qr_code": second_factor.qr_code(device),
        "key": second_factor.typed_key(device),
    }
    return render(request, "accounts/turn_on.html", context)


@require_get_or_post
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code after the password, and go where the visitor wanted to go."""
    if request.user.is_verified() or not second_factor.has_second_factor(request.user):
        return redirect(_next_address(request))
    form = CodeForm(request, request.POST or None)
    form.fields["code"].widget.attrs["autofocus"] = True  # the only thing to do on that page
    if form.is_valid():
        _remember(request, form.device)
        _warn_when_codes_run_out(request)
        return redirect(_next_address(request))
    return render(request, "accounts/verify.html", {"form": form, "next": _next_address(request)})


@sensitive_post_parameters()
@require_get_or_post
def new_codes(request: HttpRequest) -> HttpResponse:
    """Replace the recovery codes, for instance because the paper with them is gone."""
    if not second_factor.has_second_factor(request.user):
        return redirect("accounts:second_factor")
    form = PasswordAndCodeForm(request, request.POST or None)
    if form.is_valid():
        return _show_codes(request)
    return render(request, "accounts/new_codes.html", {"form": form})


@sensitive_post_parameters()
@require_get_or_post
def turn_off(request: HttpRequest) -> HttpResponse:
    """Turn the second factor off: the first half of moving to another phone."""
    if not second_factor.has_second_factor(request.user):
        return redirect("accounts:second_factor")
    form = PasswordAndCodeForm(request, request.POST or None)
    if form.is_valid():
        second_factor.reset(user=request.user)
        messages.success(request, _("The second factor is off. Your password alone signs you in."))
        return redirect("accounts:second_factor")
    is_required = settings.REQUIRE_SECOND_FACTOR and second_factor.must_have_second_factor(request.user)
    return render(request, "accounts/turn_off.html", {"form": form, "is_required": is_required})


@require_get_or_post
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take away the second factor of a colleague who has lost phone and recovery codes."""
    colleague = get_object_or_404(get_user_model(), pk=user_id)
    if not (may_reset(request.user, colleague) and may_change_user(request.user, colleague)):
        raise PermissionDenied
    if request.method == "POST" and second_factor.reset(user=colleague):
        messages.success(
            request, _("%(name)s now signs in with the password alone.") % {"name": colleague.get_username()}
        )
        return redirect("wagtailusers_users:index")
    context = {"colleague": colleague, "is_on": second_factor.has_second_factor(colleague)}
    return render(request, "accounts/reset.html", context)


def may_reset(actor: AbstractUser, colleague: AbstractUser) -> bool:
    """Say whether somebody may take away another person's second factor. One's own takes a code (`turn_off`).

    Asked for each row of a list, so without a query; the page itself also asks `may_change_user`.
    """
    if actor == colleague or not actor.has_perm("accounts.change_user"):
        return False
    return actor.is_superuser or not colleague.is_superuser


def _show_codes(request: HttpRequest) -> HttpResponse:
    codes = second_factor.new_recovery_codes(user=request.user)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": _next_address(request)})


def _remember(request: HttpRequest, device: Device) -> None:
    """Note in the session that the second factor was shown."""
    # A session with more rights gets a new key: whoever saw the old one gains nothing.
    request.session.cycle_key()
    django_otp.login(request, device)


def _warn_when_codes_run_out(request: HttpRequest) -> None:
    left = second_factor.recovery_codes_left(request.user)
    if left < FEW_CODES:
        sentence = ngettext(
            "You have %(number)d recovery code left. Make new ones under Account, Second factor.",
            "You have %(number)d recovery codes left. Make new ones under Account, Second factor.",
            left,
        )
        messages.warning(request, sentence % {"number": left})


def _next_address(request: HttpRequest) -> str:
    """Return where the visitor wanted to go, if that is on this site; the desk's first page otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("wagtailadmin_home")
