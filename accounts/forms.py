"""The forms of the second factor."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.timesince import timeuntil
from django.utils.translation import gettext_lazy as _

from accounts import second_factor

CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(forms.Form):
    """A code, checked and used up. `device` is what accepted it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
        help_text=_("The six digits that your app shows now, or one of your recovery codes."),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = request.user
        self.device = None

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        blocked_until = second_factor.blocked_until(self.user, code)
        if blocked_until:
            raise forms.ValidationError(_too_soon(blocked_until))
        self.device = second_factor.verify(user=self.user, code=code)
        if not self.device:
            raise forms.ValidationError(
                _("This code is wrong or was used before. Wait until the app shows the next one, then type that.")
            )
        return code


class ConfirmForm(CodeForm):
    """The first code of an app that somebody is setting up."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
        help_text=_("The six digits that your app shows now."),
    )

    def clean_code(self) -> str:
        allowed, why = second_factor.unconfirmed_device(self.user).verify_is_allowed()
        if not allowed:
            raise forms.ValidationError(_too_soon(why["locked_until"]))
        self.device = second_factor.confirm(user=self.user, code=self.cleaned_data["code"])
        if not self.device:
            raise forms.ValidationError(
                _(
                    "This code does not fit. Check that the time on your phone is right, then type the code that the "
                    "app shows now."
                )
            )
        return self.cleaned_data["code"]


class PasswordAndCodeForm(CodeForm):
    """Proof that whoever sits at the desk is really its owner."""

    field_order = ["password", "code"]

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any):
        super().__init__(request, *args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        # Through the sign-in backends, so that wrong passwords here count towards the lock-out too.
        if authenticate(self.request, username=self.user.get_username(), password=password) != self.user:
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean_code(self) -> str:
        # A wrong password must not use up a code, nor tell whether the code was right.
        return super().clean_code() if "password" in self.cleaned_data else self.cleaned_data["code"]


def _too_soon(moment: datetime) -> str:
    # Rounded up to whole minutes: "0 minutes" would send people into the next refusal.
    wait = timeuntil(moment + timedelta(minutes=1), depth=1)
    return _("Too many wrong codes. Try again in %(wait)s.") % {"wait": wait}
