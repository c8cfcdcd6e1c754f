"""Why something is declined: kind words to begin with. The moderator changes them before they go."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from submissions.models import Submission
from submissions.states import Journey


@dataclass(frozen=True)
class Reason:
    """
    Attributes:
        label: in a few words, for the log and the report.
        words: the paragraph of the mail.
    """

    label: str | Promise
    words: str | Promise


# Stands where the moderator's own words belong; a mail that still holds it is not sent.
REASON_HERE = _("[Say why, and what would change that.]")
OTHER = Reason(_("Another reason"), REASON_HERE)

FOR_NEW = {
    "place": Reason(
        _("Not about a place in the UK"),
        _(
            "The directory holds what people do in places of the UK, and we could not see which place this is about. If it has "
            "a home in one or more of them, send it again and name the place."
        ),
    ),
    "advertising": Reason(
        _("Advertising"),
        _(
            "It reads as an offer of a product or service. The directory holds what residents, councils and other bodies do "
            "together for their place, so that others can learn from it."
        ),
    ),
    "source": Reason(
        _("No source found"),
        _(
            "We could not find anything that tells about it beside what you wrote: a page, a report, a piece in the local news. "
            "If there is one, or there is one day, send it again with its address."
        ),
    ),
    "there": Reason(
        _("Already in the directory"),
        _(
            "It is in the directory already. If something there is out of date or missing, “Suggest a change” on its page is the "
            "quickest way to put it right."
        ),
    ),
    "other": OTHER,
}
FOR_CHANGES = {
    "source": Reason(
        _("No source for the change"),
        _(
            "We could not find anything that shows what you would like to change. If there is a page, a report or a piece in the "
            "local news that does, suggest the change again with its address."
        ),
    ),
    "right": Reason(
        _("The sources say what the entry says"),
        _(
            "We looked at the sources of the entry again, and they say what it says. If there is a newer one, suggest the change "
            "again with its address."
        ),
    ),
    "there": Reason(
        _("The entry says so already"),
        _("The entry says so already; perhaps somebody else suggested the same before you."),
    ),
    "advertising": Reason(
        _("Advertising"),
        _(
            "What you suggested reads as an offer of a product or service. An entry says what is done for a place, so that "
            "others can learn from it."
        ),
    ),
    "other": OTHER,
}
FOR_CLAIMS = {
    "unproven": Reason(
        _("Not shown that it is theirs"),
        _(
            "We could not see that you run it or speak for it. If a public page names you, or you have an e-mail address of "
            "theirs, choose “This is ours” on its page again and tell us so."
        ),
    ),
    "change": Reason(
        _("Meant as a change"),
        _(
            "What you wrote reads as a correction of the entry. “Suggest a change” on its page is the quickest way to put it "
            "right; you need not be its contact for that."
        ),
    ),
    "other": OTHER,
}


def reasons_for(submission: Submission) -> dict[str, Reason]:
    """Return the reasons that fit what was sent, by code."""
    return {Journey.CHANGE: FOR_CHANGES, Journey.CLAIM: FOR_CLAIMS}.get(submission.journey, FOR_NEW)
