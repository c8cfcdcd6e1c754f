"""What hangs on an entry: its terms, places, links, sources and outside identifiers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable

from connectors.choices import REVERSE_LINK_LABELS, LinkKind, PlaceRole
from connectors.models.vocabularies import Theme, Tier
from core.fields import PartialDateField

ENTRY = "connectors.EntryPage"


def source_of(entry):
    """Return the entry that a chosen one stands for: an alias is a second address of another."""
    while entry.alias_of_id:
        entry = type(entry)._base_manager.get(pk=entry.alias_of_id)
    return entry


class EntryTheme(ItemBase):
    tag = models.ForeignKey(Theme, models.CASCADE, related_name="uses")
    content_object = ParentalKey(ENTRY, on_delete=models.CASCADE, related_name="theme_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="theme_once_per_entry")]


class EntryTier(ItemBase):
    tag = models.ForeignKey(Tier, models.CASCADE, related_name="uses")
    content_object = ParentalKey(ENTRY, on_delete=models.CASCADE, related_name="tier_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tier_once_per_entry")]


class EntryKeyword(TaggedItemBase):
    content_object = ParentalKey(ENTRY, on_delete=models.CASCADE, related_name="keyword_items")


class EntryPlace(Orderable):
    """A place and what it is to the entry."""

    entry = ParentalKey(ENTRY, on_delete=models.CASCADE, related_name="entry_places")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="entry_places", verbose_name=_("place"))
    role = models.CharField(_("role"), max_length=10, choices=PlaceRole, default=PlaceRole.BASED_IN)
    is_lead = models.BooleanField(
        _("lead place"), default=False, help_text=_("The one place shown on cards. Tick exactly one.")
    )
    locality = models.CharField(
        _("neighbourhood"),
        max_length=120,
        blank=True,
        help_text=_("The part of the place, as people there call it, such as “Dyke House”."),
    )

    panels = [
        FieldPanel("place", required_on_save=False),
        FieldPanel("role"),
        FieldPanel("locality"),
        FieldPanel("is_lead"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["entry", "place", "role"], name="place_once_per_role"),
        ]

    def __str__(self):
        return f"{self.entry.title}: {self.label}"

    @property
    def label(self) -> str:
        """The place as visitors read it: "Dyke House, Hartlepool"."""
        return f"{self.locality}, {self.place.name}" if self.locality else self.place.name


class EntryLink(Orderable):
    """A typed link to another entry. Both entries show it."""

    entry = ParentalKey(ENTRY, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(ENTRY, models.CASCADE, related_name="links_from_others", verbose_name=_("entry"))
    kind = models.CharField(_("this entry is"), max_length=16, choices=LinkKind, default=LinkKind.RELATED)
    note = models.CharField(
        _("note"),
        max_length=255,
        blank=True,
        help_text=_("What the link consists of, in one short sentence, such as “A grant of £200,000 from 2017”."),
    )

    kept = models.TextField(
        _("what was kept"),
        blank=True,
        help_text=_("Only for “Adapted from”. Such as “The board on which supporters sit beside employers”."),
    )
    changed = models.TextField(
        _("what was changed"),
        blank=True,
        help_text=_("Only for “Adapted from”. Such as “Employers assess themselves; the original sends an assessor”."),
    )
    why = models.TextField(
        _("why"), blank=True, help_text=_("Only for “Adapted from”. Why it was changed, as the people there tell it.")
    )

    panels = [
        FieldPanel("kind"),
        PageChooserPanel("target", ENTRY, required_on_save=False),
        FieldPanel("note"),
        MultiFieldPanel(
            [FieldPanel("kept"), FieldPanel("changed"), FieldPanel("why")],
            heading=_("What was kept and changed"),
            classname="collapsed",
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("link to another entry")
        verbose_name_plural = _("links to other entries")
        constraints = [
            models.UniqueConstraint(fields=["entry", "target", "kind"], name="link_once_per_kind"),
            models.CheckConstraint(condition=~models.Q(entry=models.F("target")), name="no_link_to_itself"),
        ]

    # The editor's form says so while it checks a draft.
    may_be_incomplete = False

    def clean(self):
        super().clean()
        if self.target_id:
            self.target = source_of(self.target)
        if self.may_be_incomplete:
            return
        if self.kind != LinkKind.ADAPTED_FROM and (told := [n for n in ("kept", "changed", "why") if getattr(self, n)]):
            raise ValidationError({told[0]: _("Only for “Adapted from”: choose it above, or move this to the note.")})

    @property
    def label(self) -> str:
        return self.get_kind_display()

    @property
    def reverse_label(self) -> str:
        return REVERSE_LINK_LABELS[LinkKind(self.kind)]


class EntrySource(Orderable):
    """Where a fact comes from, and what it says."""

    entry = ParentalKey(ENTRY, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=255)
    url = models.URLField(_("address"), max_length=500, blank=True)
    archived_url = models.URLField(
        _("archived copy"),
        max_length=500,
        blank=True,
        help_text=_("Address of a copy in an archive, for when the page itself is gone. Shown beside the source."),
    )
    publisher = models.CharField(_("publisher"), max_length=255, blank=True)
    published_on = PartialDateField(
        _("published on"), help_text=_("A year, a month or a day: 2021, May 2016, 24/11/2023.")
    )
    accessed_on = models.DateField(_("read on"), null=True, blank=True, help_text=_("The day you last read it."))
    says = models.TextField(
        _("what it tells us"),
        blank=True,
        help_text=_(
            "The fact that this source backs, in one or two sentences of your own. Good: “In June 2025 the charter had "
            "160 employers, 11 of them accredited.” Not: “Very informative article.”"
        ),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("url"),
        FieldPanel("archived_url"),
        FieldPanel("publisher"),
        FieldPanel("published_on"),
        FieldPanel("accessed_on"),
        FieldPanel("says"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")


class ExternalId(Orderable):
    """The entry's number in a register elsewhere."""

    entry = ParentalKey(ENTRY, on_delete=models.CASCADE, related_name="external_ids")
    scheme = models.CharField(
        _("register"),
        max_length=40,
        help_text=_("Such as “charity-ew”, “charity-sc”, “charity-ni”, “company”, “mutuals” or “import”."),
    )
    value = models.CharField(_("number"), max_length=120)

    panels = [FieldPanel("scheme"), FieldPanel("value")]

    class Meta(Orderable.Meta):
        verbose_name = _("number in a register")
        verbose_name_plural = _("numbers in registers")
        constraints = [
            models.UniqueConstraint(fields=["entry", "scheme", "value"], name="id_once_per_entry"),
        ]
        indexes = [models.Index(fields=["scheme", "value"])]
