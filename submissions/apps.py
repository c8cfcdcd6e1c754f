"""What people without an account send: new entries, changes and claims, and their way to a decision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = _("Submissions")

    def ready(self):
        from submissions import (  # noqa: PLC0415 - models can be imported only now
            arrival_mails,
            decision_mails,
            entry_mails,
            imports,  # noqa: F401 - answers when an import is to be taken back
            log_actions,  # noqa: F401 - registers itself
            mails,
            mails_data,
        )
        from submissions.actions import publishing  # noqa: F401, PLC0415 - listens for pages that are published

        mails.register_kinds()
        mails_data.register_kinds()
        entry_mails.register_kinds()
        decision_mails.register_kinds()
        arrival_mails.register_kinds()
