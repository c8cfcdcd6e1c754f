"""The second factor in the desk: its link in the account page, the button in the list of users, its log entries."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from accounts import second_factor
from accounts.views import may_reset


@hooks.register("register_account_menu_item")
def second_factor_link(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("accounts:second_factor"),
        "label": _("Second factor"),
        "help_text": _("A code from your phone, so that a stolen password is not enough."),
    }


@hooks.register("register_user_listing_buttons")
def reset_button(user: AbstractUser, request_user: AbstractUser) -> Iterator[Button]:
    # Shown for everybody: asking who has a second factor would take a query for each row.
    if may_reset(request_user, user):
        address = reverse("accounts:reset", args=[user.pk])
        yield Button(_("Reset second factor"), address, icon_name="key", priority=40)


@hooks.register("register_log_actions")
def second_factor_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(second_factor.TURNED_ON, _("Turn on second factor"), _("Second factor turned on"))
    actions.register_action(second_factor.TURNED_OFF, _("Turn off second factor"), _("Second factor turned off"))
    actions.register_action(second_factor.NEW_CODES, _("Make recovery codes"), _("New recovery codes made"))
