"""Lines in the history of a commitment's page: who proposed a status, and who decided on it."""

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from commitments.choices import Status
from core.fields import display_partial_date

PROPOSED, APPROVED, DECLINED = "commitments.proposed", "commitments.approved", "commitments.declined"


class _StatusFormatter(LogFormatter):
    def format_message(self, entry):
        status = entry.data.get("status", "")
        values = {
            "label": Status(status).label if status in Status else status,
            "date": display_partial_date(entry.data.get("date", "")),
        }
        return gettext(self.says) % values


class ProposedFormatter(_StatusFormatter):
    label = _("Propose a status")
    says = gettext_noop("Proposed the status “%(label)s” of %(date)s")


class ApprovedFormatter(_StatusFormatter):
    label = _("Approve a status")
    says = gettext_noop("Approved the status “%(label)s” of %(date)s")


class DeclinedFormatter(_StatusFormatter):
    label = _("Decline a status")
    says = gettext_noop("Declined the status “%(label)s” of %(date)s")


@hooks.register("register_log_actions")
def status_log_actions(actions):
    for action, formatter in (
        (PROPOSED, ProposedFormatter),
        (APPROVED, ApprovedFormatter),
        (DECLINED, DeclinedFormatter),
    ):
        actions.register_action(action)(formatter)
