from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("Import and export")

    def ready(self):
        from exchange import indexing  # noqa: F401, PLC0415 - connects its handler; models must be loaded
