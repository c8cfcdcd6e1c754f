"""Lines in the history of an entry, for what people without an account caused."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

CHANGED, CLAIMED = "submissions.changed", "submissions.claimed"
CONFIRMED, ENDED = "submissions.confirmed", "submissions.ended"


class ChangedFormatter(LogFormatter):
    label = _("Take over a suggested change")

    def format_message(self, entry):
        values = {"reference": entry.data.get("reference", ""), "fields": ", ".join(entry.data.get("fields", []))}
        return gettext("Took over from the suggestion %(reference)s: %(fields)s") % values


class ClaimedFormatter(LogFormatter):
    label = _("Give an entry a contact")

    def format_message(self, entry):
        values = {"reference": entry.data.get("reference", "")}
        if entry.data.get("proven"):
            return gettext("%(reference)s: the contact on file proved to be it") % values
        return gettext("%(reference)s: who sent it became the contact") % values


@hooks.register("register_log_actions")
def entry_log_actions(actions):
    actions.register_action(CHANGED)(ChangedFormatter)
    actions.register_action(CLAIMED)(ClaimedFormatter)
    actions.register_action(CONFIRMED, _("Confirm"), _("The contact on file confirmed that it is still right"))
    actions.register_action(ENDED, _("End"), _("The contact on file said that it has ended"))
