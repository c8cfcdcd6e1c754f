"""That somebody looked for commitments to a place, and found none."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class NothingFound(models.Model):
    """An empty list may mean that nobody looked. This says that somebody did, when and where."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    date = models.DateField(_("looked on"))
    note = models.TextField(
        _("where you looked"),
        help_text=_(
            "Such as “Hansard and the council’s minutes since 2019, for Rutland and Oakham”. Shown to visitors."
        ),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    panels = [FieldPanel("place"), FieldPanel("date"), FieldPanel("note")]

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering = ["-date", "-pk"]

    def __str__(self):
        return f"{self.place.name}, {self.date}"
