from django.apps import AppConfig
from django.core.signals import request_started
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("Outgoing mail")

    def ready(self):
        from outbox import sender  # noqa: PLC0415 - it reads models

        # A process that answers requests also delivers; one that runs a command leaves it to them.
        request_started.connect(sender.start, dispatch_uid="outbox")
