"""Accounts in the desk: who may change whose, and the second factor's link, button and log entries."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from accounts import password_reset, second_factor
from accounts.rights import may_change_user, may_give_group
from accounts.views import may_reset

# No profile pictures: a second way in for pictures that cleans none of them. Initials stand in their place.
AvatarSettingsPanel.is_active = lambda panel: False


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
    actions.register_action(password_reset.ASKED, _("Ask for a new password"), _("Mail for a new password sent"))
    actions.register_action(second_factor.NEW_CODES, _("Make recovery codes"), _("New recovery codes made"))


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def refuse_stronger_account(request: HttpRequest, user: AbstractUser) -> None:
    if not may_change_user(request.user, user):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def refuse_stronger_accounts(
    request: HttpRequest, action_type: str, objects: list[AbstractUser], action: BulkAction
) -> None:
    if action.model is not get_user_model():
        return
    role = action.cleaned_form.cleaned_data.get("role")
    if role and not may_give_group(request.user, role):
        raise PermissionDenied
    if not all(may_change_user(request.user, user) for user in objects):
        raise PermissionDenied
