"""How often somebody who decides gets mail about what arrived."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HowOften(models.TextChoices):
    AT_ONCE = "at-once", _("At once, and a daily mail while something is late or due soon")
    DAILY = "daily", _("Once a day, if something waits")
    NEVER = "never", _("Never")


class ArrivalMails(models.Model):
    """What a person chose. Who never chose has no row, or one with the default."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="arrival_mails", verbose_name=_("person")
    )
    how_often = models.CharField(_("how often"), max_length=7, choices=HowOften, default=HowOften.DAILY)
    # The day of the last digest: a run that is repeated or doubled writes no second one.
    digest_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("mail about what arrives")
        verbose_name_plural = _("mail about what arrives")

    def __str__(self):
        return f"{self.user_id} {self.how_often}"
