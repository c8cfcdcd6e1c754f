"""The kinds of journey, and the states that a submission goes through."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Journey(models.TextChoices):
    INITIATIVE = "initiative", _("New initiative")
    CONNECTOR = "connector", _("New connector")
    CHANGE = "change", _("Suggested change")
    CLAIM = "claim", _("“This is ours”")


class State(models.TextChoices):
    """From the first answer to the decision. Only what is `waiting` or `asked` is in the moderators' queue."""

    DRAFT = "draft", _("Being filled in")
    UNCONFIRMED = "unconfirmed", _("Sent, e-mail not confirmed yet")
    WAITING = "waiting", _("Waits for a decision")
    ASKED = "asked", _("Waits for an answer")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    MERGED = "merged", _("Merged into another entry")
    SPAM = "spam", _("Spam")
    WITHDRAWN = "withdrawn", _("Withdrawn by the sender")


SENT = frozenset(set(State) - {State.DRAFT})
IN_QUEUE = frozenset({State.WAITING, State.ASKED})
DECIDED = frozenset({State.PUBLISHED, State.DECLINED, State.MERGED, State.SPAM, State.WITHDRAWN})
# The sender may still correct these; a decision closes them.
CHANGEABLE = frozenset({State.DRAFT, State.UNCONFIRMED, State.ASKED, State.WAITING})


class ClosedError(Exception):
    """It was decided, or withdrawn: nothing can be changed any more."""
