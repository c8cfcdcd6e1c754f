from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from accounts.password_reset import NEW_PASSWORD  # noqa: PLC0415 - forms import models
        from outbox.kinds import register  # noqa: PLC0415 - likewise

        register(NEW_PASSWORD)
        # Read when Wagtail registers its views; the documented way is the same two names on a subclass of its config.
        wagtail_users = apps.get_app_config("wagtailusers")
        wagtail_users.user_viewset = "accounts.viewsets.GuardedUserViewSet"
        wagtail_users.group_viewset = "accounts.viewsets.GuardedGroupViewSet"
