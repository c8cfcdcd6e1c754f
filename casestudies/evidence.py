"""How sure anyone is: the levels of evidence and what each means."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceLevel(models.TextChoices):
    STORY = "story", _("Story")
    MONITORED = "monitored", _("Monitored")
    EVALUATED = "evaluated", _("Independently evaluated")
    COMPARED = "compared", _("Compared")

    @property
    def meaning(self) -> str:
        """The level in one sentence, for readers."""
        return MEANINGS[self]


MEANINGS = {
    EvidenceLevel.STORY: _("Told by those involved or by the press; nobody has measured the results."),
    EvidenceLevel.MONITORED: _("Those who run it count results regularly and publish them."),
    EvidenceLevel.EVALUATED: _("Somebody independent has looked at the results and published the findings."),
    EvidenceLevel.COMPARED: _("Results were compared with similar places or people that did not have it."),
}
