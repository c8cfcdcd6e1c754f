from django.apps import AppConfig
from django.core.signals import request_started
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished


class LinkcheckConfig(AppConfig):
    name = "linkcheck"
    verbose_name = _("Link check")

    def ready(self):
        from linkcheck import signals, watch  # noqa: PLC0415 - they read models

        page_published.connect(signals.published, dispatch_uid="linkcheck")
        page_unpublished.connect(signals.unpublished, dispatch_uid="linkcheck")
        request_started.connect(watch.start, dispatch_uid="linkcheck")
