"""The kinds and tiers of places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("country")
    NATION = "nation", _("nation")
    REGION = "region", _("region")
    STRATEGIC_AUTHORITY = "strategic_authority", _("strategic authority")
    COUNTY = "county", _("county")
    DISTRICT = "district", _("district")
    UNITARY = "unitary", _("unitary council")
    METROPOLITAN_BOROUGH = "metropolitan_borough", _("metropolitan borough")
    LONDON_BOROUGH = "london_borough", _("London borough")
    CITY_CORPORATION = "city_corporation", _("city corporation")
    WELSH_COUNCIL = "welsh_council", _("Welsh council")
    SCOTTISH_COUNCIL = "scottish_council", _("Scottish council")
    NI_DISTRICT = "ni_district", _("Northern Irish council")


class PlaceTier(models.TextChoices):
    UK = "uk", _("United Kingdom")
    NATION = "nation", _("nation")
    REGION = "region", _("region")
    STRATEGIC = "strategic", _("strategic authority")
    UPPER = "upper", _("upper tier")
    LOWER = "lower", _("lower tier")
    SINGLE = "single", _("single tier")
