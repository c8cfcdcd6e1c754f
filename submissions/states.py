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


NEW_ENTRIES = frozenset({Journey.INITIATIVE, Journey.CONNECTOR})
SENT = frozenset(set(State) - {State.DRAFT})
IN_QUEUE = frozenset({State.WAITING, State.ASKED})
DECIDED = frozenset({State.PUBLISHED, State.DECLINED, State.MERGED, State.SPAM, State.WITHDRAWN})
# The sender may still correct these; a decision closes them.
CHANGEABLE = frozenset({State.DRAFT, State.UNCONFIRMED, State.ASKED, State.WAITING})


# What senders read of a state, where the desk's words are not for them: by state, and by state and kind of journey.
_TO_SENDER = {
    State.WAITING: _("Waits for our decision"),
    State.ASKED: _("Waits for your answer"),
    State.DECLINED: _("Closed without publishing"),
    State.SPAM: _("Closed without publishing"),
    State.WITHDRAWN: _("Taken back by you"),
    (State.PUBLISHED, Journey.CHANGE): _("Taken over into the entry"),
    (State.PUBLISHED, Journey.CLAIM): _("You became the contact"),
    (State.DECLINED, Journey.CHANGE): _("The entry stays as it is"),
    (State.SPAM, Journey.CHANGE): _("The entry stays as it is"),
    (State.DECLINED, Journey.CLAIM): _("You did not become the contact"),
    (State.SPAM, Journey.CLAIM): _("You did not become the contact"),
}


def said_to_sender(state: str, journey: str) -> str:
    """Return in a few words how it stands, for who sent it."""
    return str(_TO_SENDER.get((state, journey)) or _TO_SENDER.get(state) or State(state).label)


class ClosedError(Exception):
    """It was decided, or withdrawn: nothing can be changed any more."""
