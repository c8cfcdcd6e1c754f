from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self):
        from commitments.triggers import guard_history  # noqa: PLC0415 - apps are loaded first

        post_migrate.connect(guard_history, sender=self)
