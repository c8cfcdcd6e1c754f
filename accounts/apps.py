from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        # Read when Wagtail registers its views; the documented way is the same two names on a subclass of its config.
        wagtail_users = apps.get_app_config("wagtailusers")
        wagtail_users.user_viewset = "accounts.viewsets.GuardedUserViewSet"
        wagtail_users.group_viewset = "accounts.viewsets.GuardedGroupViewSet"
