"""What may have a picture of its own, with words for people who cannot see it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class Pictured(models.Model):
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    image_alt = models.CharField(
        _("alternative text of the picture"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows. Leave empty to use the text stored with the picture."),
    )

    picture_panel = MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture"))

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.image and not self.image_alt and not self.image.description:
            raise ValidationError({"image_alt": _("Say what the picture shows, for people who cannot see it.")})
