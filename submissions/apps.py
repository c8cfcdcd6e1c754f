"""What people without an account send: new entries, changes and claims, and their way to a decision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = _("Submissions")

    def ready(self):
        from submissions import mails, mails_data  # noqa: PLC0415 - models can be imported only now

        mails.register_kinds()
        mails_data.register_kinds()
