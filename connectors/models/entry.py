"""EntryPage: the one table of everything that stands in the directory."""

from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from connectors.checking import CHECK_EVERY, TIME_TO_ANSWER, USUAL_CHECK, confirmed_or_published, due_on
from connectors.choices import PointPrecision, Stage
from connectors.facts import Fact, Line, date, said
from connectors.forms import EntryPageForm
from connectors.querysets import EntryManager
from core.fields import PartialDateField
from core.licences import Licence
from core.models import BasePage
from core.templatetags.words import site_of

SUMMARY_LENGTH = 280


class EntryPage(BasePage):
    """Anything in the directory. Concrete, so that one query serves all kinds; never created itself."""

    is_creatable = False
    parent_page_types = []
    subpage_types = []
    page_description = _("Anything in the directory.")
    base_form_class = EntryPageForm

    # What a kind of entry is called in addresses and on screen; each subclass sets its own.
    entry_kind = ""
    entry_kind_label = ""
    entry_kind_plural = ""
    own_facts_template = ""
    # Somebody runs it, who may say so and become its contact.
    is_claimable = True
    # A copy is another entry: what identifies the first, whose it is, where it came from and who checked it is not the copy's.
    exclude_fields_in_copy = [
        "external_ids",
        "contact_name",
        "contact_email",
        "last_confirmed_at",
        "last_confirmed_by",
        "review_due",
        "provenance",
        "locked",
        "locked_at",
        "locked_by",
    ]
    # Its public texts that search may look into, beside title, summary and organisation.
    body_fields: tuple[str, ...] = ("provenance_note",)

    summary = models.TextField(
        _("summary"),
        max_length=SUMMARY_LENGTH,
        help_text=_(
            "What it is and where, in at most 280 characters. Good: “Residents of Bramley run the Edwardian baths their "
            "council could no longer keep open.” Not: “An innovative, award-winning project.”"
        ),
    )
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
        help_text=_(
            "What the picture shows, for people who cannot see it, such as “Two women plant leeks beside the police station”. "
            "Leave empty to use the text stored with the picture."
        ),
    )
    organisation = models.CharField(
        _("who runs it"),
        max_length=255,
        blank=True,
        help_text=_("The organisation or group, such as “Citu” or “Friends of Stretford Public Hall”."),
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    point_precision = models.CharField(
        _("precision of the point"),
        max_length=20,
        choices=PointPrecision,
        blank=True,
        help_text=_("Exact only for an address that the public may visit."),
    )
    themes = ClusterTaggableManager(
        through="connectors.EntryTheme", related_name="entries", verbose_name=_("themes"), blank=False
    )
    tiers = ClusterTaggableManager(
        through="connectors.EntryTier", related_name="entries", verbose_name=_("tiers of government"), blank=False
    )
    keywords = ClusterTaggableManager(
        through="connectors.EntryKeyword",
        related_name="keyword_entries",
        verbose_name=_("keywords"),
        blank=True,
        help_text=_("Other words that people would look for, parted by commas, such as “living wage, zero hours”."),
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    started = PartialDateField(_("started"), help_text=_("A year, a month or a day: 2011, July 2019, 24/11/2023."))
    ended = PartialDateField(_("ended"), help_text=_("Leave empty while it goes on."))
    website = models.URLField(_("website"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.CC_BY)

    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)

    last_confirmed_at = models.DateField(
        _("last confirmed on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last checked that all this is still right."),
    )
    last_confirmed_by = models.CharField(
        _("confirmed by"), max_length=120, blank=True, help_text=_("A role, not a name: “the group” or “the editors”.")
    )
    review_due = models.DateField(
        _("check again by"),
        null=True,
        blank=True,
        help_text=_("The contact is asked on that day. Empty: so long after the last confirmation as is chosen here."),
    )
    check_every = models.PositiveSmallIntegerField(
        _("ask again after"), choices=list(CHECK_EVERY.items()), default=USUAL_CHECK
    )
    provenance = models.CharField(
        _("where the entry comes from"),
        max_length=120,
        blank=True,
        help_text=_("Such as “submission K7QX” or “import 12”."),
    )
    provenance_note = models.TextField(
        _("how sure we are"), blank=True, help_text=_("Shown to visitors when the sources are thin or disagree.")
    )

    objects = EntryManager()

    about_panels = [
        FieldPanel("summary"),
        FieldPanel("organisation"),
        MultiFieldPanel(
            [FieldPanel("stage"), FieldRowPanel([FieldPanel("started"), FieldPanel("ended")])],
            heading=_("Stage"),
        ),
        FieldPanel("website"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture")),
    ]
    place_panels = [
        InlinePanel("entry_places", heading=_("Places"), label=_("place"), min_num=1),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("point_precision"),
            ],
            heading=_("Point on the map"),
            classname="collapsed",
        ),
        FieldPanel("themes", required_on_save=False),
        FieldPanel("tiers", required_on_save=False),
        FieldPanel("keywords"),
    ]
    evidence_panels = [
        InlinePanel("sources", heading=_("Sources"), label=_("source")),
        InlinePanel("links", heading=_("Links to other entries"), label=_("link")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("last_confirmed_at"), FieldPanel("last_confirmed_by")]),
                FieldRowPanel([FieldPanel("review_due"), FieldPanel("check_every")]),
                FieldPanel("provenance_note"),
            ],
            heading=_("Still right?"),
        ),
    ]
    private_panels = [
        HelpPanel(
            content=_("The contact is for editors only. It is never shown, exported or searched."),
            heading=_("Private"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_email")])],
            heading=_("Contact"),
        ),
        InlinePanel("external_ids", heading=_("Numbers in registers"), label=_("number")),
        FieldPanel("licence"),
        FieldPanel("provenance"),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("organisation"),
        index.FilterField("stage"),
    ]

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(fields=["stage"]),
            models.Index(fields=["last_confirmed_at"]),
            models.Index(fields=["review_due"]),
        ]

    def clean(self):
        super().clean()
        if self.may_be_incomplete:
            return
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give both latitude and longitude, or neither.")})
        if self.started and self.ended and self.ended < self.started[: len(self.ended)]:
            raise ValidationError({"ended": _("It cannot end before it started.")})

    @property
    def preview_modes(self):
        return [*super().preview_modes, ("card", _("Card in the listing"))]

    def get_preview_template(self, request, mode_name):
        if mode_name == "card":
            return "connectors/card_preview.html"
        return super().get_preview_template(request, mode_name)

    def get_context(self, request, *args, **kwargs):
        from connectors.counting import count_opening  # noqa: PLC0415 - reads import models
        from connectors.entry_pages import entry_context  # noqa: PLC0415 - reads import models

        entry = entry_context(self, request.GET, is_preview=getattr(request, "is_preview", False))
        if entry["way_back"]:
            count_opening(request, self.pk, result=entry["result_query"], listing=entry["way_back"].url)
        return {**super().get_context(request, *args, **kwargs), **entry}

    @classmethod
    def evidence_choices(cls) -> list[tuple[str, str, str]]:
        """Return the levels of evidence that this kind of entry knows: value, label, and its meaning in one sentence."""
        return []

    def shown_in_text(self) -> set[int]:
        """Return the keys of entries whose cards this kind shows in its text."""
        return set()

    def withheld_fields(self) -> set[str]:
        """Return the names of public fields that no page and no search may show as they are now."""
        return set()

    def body_of_parts(self) -> list[str]:
        """Return the public texts of what hangs on this kind of entry (clauses, outcomes), for search."""
        return []

    @classmethod
    def states_of(cls, keys: Collection[int]) -> dict[int, str]:
        """Return how entries of this kind stand, in words, where they are linked to. None by default."""
        return {}

    @classmethod
    def compared_parts(cls) -> list[str | models.Prefetch]:
        """Return what hangs on this kind and its own facts tell, to be fetched at once for all that are compared."""
        return []

    def own_facts(self) -> list[Fact]:
        """Return what this kind of entry is compared by: the same facts in the same order for every entry of the kind."""
        return []

    def common_facts(self) -> list[Fact]:
        """Return what entries of every kind are compared by."""
        places = [Line(p.label, p.place.get_absolute_url(), p.get_role_display()) for p in self.entry_places.all()]
        sources = len(self.sources.all())
        counted = ngettext("%(count)s source", "%(count)s sources", sources) % {"count": sources} if sources else ""
        confirmed = date_format(self.last_confirmed_at, "j F Y") if self.last_confirmed_at else ""
        return [
            Fact(_("Places"), tuple(places)),
            Fact(_("Stage"), said(self.get_stage_display())),
            Fact(_("Started"), date(self.started)),
            Fact(_("Ended"), date(self.ended)),
            Fact(_("Themes"), tuple(Line(item.tag.name) for item in self.theme_items.all())),
            Fact(_("Tiers of government"), tuple(Line(item.tag.name) for item in self.tier_items.all())),
            Fact(_("Evidence"), said(counted, url=f"{self.url}#sources", detail=self.provenance_note)),
            Fact(_("Last confirmed"), said(confirmed, detail=self.last_confirmed_by)),
            Fact(_("Website"), said(site_of(self.website), url=self.website)),
            Fact(_("Licence of this text"), said(self.get_licence_display(), url=Licence(self.licence).url)),
        ]

    @cached_property
    def lead_place(self):
        """The EntryPlace shown on cards, or nothing when no place is known."""
        places = list(self.entry_places.all())
        return next((place for place in places if place.is_lead), places[0] if places else None)

    @property
    def is_stale(self) -> bool:
        """Nobody has confirmed it within the time that was set for it, and that in which a contact may answer."""
        due = due_on(self)
        return bool(due and due + TIME_TO_ANSWER < timezone.localdate())

    @property
    def unconfirmed_since(self):
        """The day it was last confirmed, else first published."""
        return confirmed_or_published(self)
