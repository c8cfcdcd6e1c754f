from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectorsConfig(AppConfig):
    name = "connectors"
    verbose_name = _("Directory")

    def ready(self):
        from connectors import indexing, leaving, records  # noqa: F401, PLC0415 - connects its handlers; models must be loaded
        from search import sources  # noqa: PLC0415 - as above

        sources.register(records.build_records, records.count_records)
