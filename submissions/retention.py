"""How long what people send is kept: one table, which `docs/privacy.md` repeats and the page on privacy promises."""

from dataclasses import dataclass

from submissions.states import State


@dataclass(frozen=True)
class Rule:
    """Submissions in some states are emptied so many days after the decision: name, answers, photos and thread go."""

    states: frozenset[State]
    days: int


YEAR = 365
SPAM_DAYS = 30
# Bots open a page, send it at once with the hidden field filled in, and never come back.
TRAPPED_DAYS, TRAPPED_SECONDS = 2, 3.0
TYPED_DAYS = 2  # the first page of a draft that was to begin by mail: a day for the link, and a day to ask for another
EMPTIED = (
    Rule(frozenset({State.SPAM}), SPAM_DAYS),
    Rule(frozenset({State.PUBLISHED, State.MERGED, State.DECLINED, State.WITHDRAWN}), YEAR),
)
