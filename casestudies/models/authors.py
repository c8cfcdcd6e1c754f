"""Authors: who wrote case studies, as they want to be named."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from casestudies.models.pictured import Pictured

NAME_LENGTH = 255


class AuthorKind(models.TextChoices):
    PERSON = "person", _("A person")
    TEAM = "team", _("A team or an organisation")


class Author(index.Indexed, Pictured):
    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("As they want to be named."))
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    kind = models.CharField(
        _("who that is"),
        max_length=10,
        choices=AuthorKind,
        blank=True,
        help_text=_("For search engines, which list people and organisations apart."),
    )
    role = models.CharField(
        _("role or organisation"),
        max_length=160,
        blank=True,
        help_text=_("What they do where, such as “Researcher, University of Leeds”."),
    )
    bio = models.TextField(
        _("about them"),
        max_length=600,
        blank=True,
        help_text=_("Two or three sentences that they have agreed to. Leave it empty rather than guess."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("role"),
        FieldPanel("bio"),
        Pictured.picture_panel,
    ]

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])


class Byline(Orderable):
    """An author of a case study, in the order in which they are named."""

    case_study = ParentalKey("casestudies.CaseStudyPage", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.CASCADE, related_name="bylines", verbose_name=_("author"))

    panels = [FieldPanel("author", required_on_save=False)]

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [models.UniqueConstraint(fields=["case_study", "author"], name="author_once_per_case_study")]
