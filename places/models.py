"""The official geography: nations, regions, strategic authorities, counties, councils and postcode districts."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from core.fields import PartialDateField
from places import dates
from places.kinds import PlaceKind, PlaceTier

UNITED_KINGDOM = "K02000001"


class PlaceQuerySet(models.QuerySet):
    def current(self):
        """Places that exist today: they have begun, and their last day is not over."""
        day = dates.today()
        return self.exclude(dates.ended_by(day)).exclude(dates.to_come_after(day))

    def ended(self):
        """Places that are no more: their last day is over."""
        return self.filter(dates.ended_by(dates.today()))

    def begun(self):
        """Places that exist today or did once."""
        return self.exclude(dates.to_come_after(dates.today()))

    def regions(self):
        return self.filter(kind=PlaceKind.REGION)

    def councils(self):
        """Lower- and single-tier councils: every point of the country lies in exactly one of the current ones."""
        return self.filter(tier__in=[PlaceTier.LOWER, PlaceTier.SINGLE])

    def within(self, place: "Place"):
        """The place itself and all that lies in it."""
        if place.code == UNITED_KINGDOM:
            return self.all()
        return self.filter(
            Q(pk=place.pk) | Q(nation=place.pk) | Q(region=place.pk) | Q(county=place.pk) | Q(strategic=place.pk)
        )


class Place(index.Indexed, ClusterableModel):
    code = models.CharField(_("official code"), max_length=12, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120)
    official_name = models.CharField(_("official name"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=PlaceKind)
    tier = models.CharField(_("tier"), max_length=12, choices=PlaceTier)
    nation = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="places_of_nation")
    region = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places_of_region",
        help_text=_(
            "The region it lies in. A region points at itself, and Scotland, Wales and Northern Ireland at the region "
            "of their name, so that one join counts entries by region."
        ),
    )
    county = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="places_of_county")
    strategic = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("strategic authority"),
        related_name="places_of_strategic",
    )
    strategic_role = models.CharField(max_length=20, blank=True)
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"), help_text=_("Its last day; empty while none is set."))
    replaced_by = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    status = models.CharField(_("status"), max_length=60, blank=True)
    code_status = models.CharField(_("who gave the code"), max_length=20, blank=True)
    source = models.TextField(_("source"), blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    area_km2 = models.FloatField(_("area in km²"), null=True, blank=True)
    density = models.FloatField(_("people per km²"), null=True, blank=True)
    rural_urban = models.CharField(_("rural or urban"), max_length=40, blank=True)
    urban_share = models.FloatField(null=True, blank=True)
    rural_share = models.FloatField(null=True, blank=True)
    remote_share = models.FloatField(null=True, blank=True)
    dep_score = models.FloatField(_("deprivation score, comparable across the UK"), null=True, blank=True)
    dep_decile = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text=_("1 is the most deprived tenth. Not to be shown for Northern Ireland without its note."),
    )
    dep_high_share = models.FloatField(null=True, blank=True)
    dep_low_share = models.FloatField(null=True, blank=True)
    imd25_score = models.FloatField(_("English deprivation score 2025"), null=True, blank=True)
    imd25_rank = models.PositiveSmallIntegerField(null=True, blank=True)

    figures_added_up = models.BooleanField(_("figures added up from the councils it replaced"), default=False)

    objects = PlaceQuerySet.as_manager()

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("official_name"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "code"]

    def __str__(self):
        return f"{self.name} ({self.get_kind_display()})"

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.slug])

    @property
    def has_ended(self) -> bool:
        return dates.has_ended(self.until, dates.today())

    @property
    def is_to_come(self) -> bool:
        return dates.is_to_come(self.since, dates.today())

    @property
    def is_current(self) -> bool:
        return not (self.has_ended or self.is_to_come)

    @property
    def gone_from(self) -> str:
        """The first day without it, as a partial date; empty while no end is set."""
        return dates.day_after(self.until)

    def parents(self) -> list["Place"]:
        """Return the places it lies in, widest first: nation, region, strategic authority, county.

        A parent that only repeats a name is left out (Wales the region lies in Wales the nation).
        """
        chain = []
        for parent in (self.nation, self.region, self.strategic, self.county):
            if parent and parent.pk != self.pk and parent.name not in {p.name for p in chain}:
                chain.append(parent)
        return chain


class PlaceAlias(models.Model):
    """Another name that people use for a place: Welsh, former, short."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=[
            ("welsh", _("Welsh")),
            ("gaelic", _("Gaelic")),
            ("official", _("official")),
            ("short", _("short")),
            ("former", _("former")),
            ("other", _("other")),
        ],
        default="other",
    )

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="unique_alias_per_place")]

    def __str__(self):
        return self.name


class Outcode(models.Model):
    """The outward half of a postcode, such as TS24, with its centre and the council most of its postcodes lie in."""

    outcode = models.CharField(max_length=4, primary_key=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    place = models.ForeignKey(Place, models.PROTECT, related_name="outcodes")
    share = models.FloatField(_("share of its postcodes that lie in the council"))
    also = models.ManyToManyField(Place, blank=True, related_name="outcodes_in_part")
    spread_km = models.FloatField(_("spread in km"), null=True)
    postcodes = models.PositiveIntegerField(_("number of postcodes"), null=True)

    class Meta:
        verbose_name = _("postcode district")
        verbose_name_plural = _("postcode districts")
        ordering = ["outcode"]

    def __str__(self):
        return self.outcode


class PlaceFeatures(models.Model):
    """What "places like mine" compares: how far a place lies from the mean of its group, in standard deviations.

    Computed by `compare_places` (`places/likeness.py` has the measure), never edited.
    """

    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="features")
    density = models.FloatField()
    deprivation = models.FloatField()
    urban = models.FloatField()
    remote = models.FloatField()
    size = models.FloatField()

    class Meta:
        verbose_name = _("features of a place")
        verbose_name_plural = _("features of places")

    def __str__(self):
        return f"{self.place_id}"


class DataVersion(models.Model):
    """Which version of the data files the database holds."""

    name = models.CharField(max_length=20, unique=True)
    version = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("version of the data files")
        verbose_name_plural = _("versions of the data files")

    def __str__(self):
        return f"{self.name} {self.version[:12]}"


class PlaceLoad(models.Model):
    """One loading of place files: what it did in words, and what was there before, to take it back."""

    folder = models.CharField(
        _("folder"), max_length=300, blank=True, help_text=_("Empty for the product's own files.")
    )
    version = models.CharField(_("version of the files"), max_length=64)
    version_before = models.CharField(_("version before"), max_length=64, blank=True)
    is_first = models.BooleanField(_("the first, into an empty database"), default=False)
    before = models.JSONField(_("values before"), default=dict)  # see loading.py
    loaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)
    undone_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("loading of places")
        verbose_name_plural = _("loadings of places")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.folder or 'places/data'} {self.version[:12]}"
