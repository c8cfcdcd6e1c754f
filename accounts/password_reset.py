"""Asking for a new password: a few mails an hour for each address, and no telling by time who has one."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm
from wagtail.log_actions import log

from outbox.actions import post
from outbox.kinds import MailKind

ASKED = "accounts.ask_for_password"

NEW_PASSWORD = MailKind(
    code="new-password",
    label=_("A new password"),
    subject=_("A new password for {site}"),
    text=_(
        "Somebody, probably you, asked for a new password for the account “{username}” at {site}.\n\n"
        "Choose a new password:\n{link}\n\n"
        "The link works once and for three days. If it was not you, you need do nothing: your password stays as it is."
    ),
    placeholders={
        "site": _("the name of the desk"),
        "username": _("the name to sign in with"),
        "link": _("the address where the password is chosen, on a line of its own"),
    },
    examples={"site": "Next Town Over", "username": "jo.smith"},
)


class PasswordResetForm(WagtailPasswordResetForm):
    """Answers everybody alike and at once; the mails go out beside it."""

    def send_mail(self, subject_template: str, text_template: str, context: dict, *args: Any, **kwargs: Any) -> None:
        """Post our own words. The account's history knows of the mails that go now, not of each try of a thousand."""
        user = context["user"]
        key = {"uidb64": context["uid"], "token": context["token"]}
        values = {
            "site": settings.WAGTAIL_SITE_NAME,
            "username": user.get_username(),
            "link": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_password_reset_confirm", kwargs=key),
        }
        address = getattr(user, user.get_email_field_name())
        mail = post(NEW_PASSWORD.code, address, values, about=user.get_username(), asked_by_visitor=True)
        if mail.next_try_at <= mail.created_at:
            log(user, ASKED)
