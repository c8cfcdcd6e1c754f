"""SubmissionSettings: what editors say about sending, and the switch that pauses it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="form", order=20)
class SubmissionSettings(BaseGenericSetting):
    is_open = models.BooleanField(
        _("people can send"),
        default=True,
        help_text=_("Untick to pause. Drafts are kept, and whoever has one can go on when you tick this again."),
    )
    paused_message = models.TextField(
        _("what to say while it is paused"),
        blank=True,
        max_length=600,
        help_text=_("Such as “We are reading what you sent over the summer. Please come back on 1 September.”"),
    )
    days_to_decide = models.PositiveSmallIntegerField(
        _("working days to a decision"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("The date that follows from it is promised to everybody who sends something."),
    )
    reviewers = models.CharField(
        _("who decides"),
        max_length=200,
        default=_("the editors of this site"),
        help_text=_("As it reads in “… is read by the editors of this site”."),
    )
    other_way = models.TextField(
        _("another way to tell us"),
        blank=True,
        max_length=600,
        help_text=_("For people who cannot use the form: a telephone number and its hours, or a postal address."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("is_open"), FieldPanel("paused_message")], heading=_("Open or paused")),
        MultiFieldPanel([FieldPanel("days_to_decide"), FieldPanel("reviewers")], heading=_("What people are promised")),
        FieldPanel("other_way"),
    ]

    class Meta:
        verbose_name = _("submissions")
        verbose_name_plural = _("submissions")
