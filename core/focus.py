"""Which part of a picture stays in view where a card or a heading cuts it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Focus(models.TextChoices):
    TOP = "top", _("Its top")
    UPPER = "upper", _("Its upper third")
    MIDDLE = "middle", _("Its middle")
    BOTTOM = "bottom", _("Its bottom")

    @property
    def share(self) -> float:
        """How much of what is cut off is cut off above. The style sheets of previews say the same in per cent."""
        return {Focus.TOP: 0.0, Focus.UPPER: 0.2, Focus.MIDDLE: 0.5, Focus.BOTTOM: 1.0}[self]


def usual_focus(width: int, height: int) -> Focus:
    """Return what stays in view unless somebody says otherwise: on upright pictures faces are above the middle."""
    return Focus.UPPER if height > width else Focus.MIDDLE
