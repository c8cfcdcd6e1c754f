"""Why something is declined: kind words to begin with. The moderator changes them before they go."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
REASON_HERE = _("[Say why, and what would make it fit.]")

REASONS = {
    "place": Reason(
        _("Not about a place in the UK"),
        _(
            "The directory holds what people do in places of the UK, and we could not see which place this is about. If it has "
            "a home in one or more of them, tell us where and we read it again."
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
            "If there is one, or there is one day, send us its address and we read it again."
        ),
    ),
    "there": Reason(
        _("Already in the directory"),
        _(
            "It is in the directory already. If something there is out of date or missing, “Suggest a change” on its page is the "
            "quickest way to put it right."
        ),
    ),
    "other": Reason(_("Another reason"), REASON_HERE),
}
