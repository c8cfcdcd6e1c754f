"""The fixed choices of the directory's fields, with the words that visitors read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Pilot")
    RUNNING = "running", _("Running")
    SCALED = "scaled", _("Grown or copied")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class PlaceRole(models.TextChoices):
    BASED_IN = "based_in", _("Based in")
    SERVES = "serves", _("Serves")
    LED_BY = "led_by", _("Led by")


class PointPrecision(models.TextChoices):
    EXACT = "exact", _("Exact point")
    POSTCODE_DISTRICT = "postcode_district", _("Postcode district")
    AREA_CENTRE = "area_centre", _("Centre of the area")


class LinkKind(models.TextChoices):
    ADAPTED_FROM = "adapted_from", _("Adapted from")
    PART_OF = "part_of", _("Part of")
    RUN_BY = "run_by", _("Run by")
    SUPPORTED_BY = "supported_by", _("Supported by")
    DEPENDS_ON = "depends_on", _("Depends on")
    ABOUT = "about", _("About")
    RELATED = "related", _("Related to")


# How the same link reads from its other end.
REVERSE_LINK_LABELS = {
    LinkKind.ADAPTED_FROM: _("Adapted by"),
    LinkKind.PART_OF: _("Has as a part"),
    LinkKind.RUN_BY: _("Runs"),
    LinkKind.SUPPORTED_BY: _("Supports"),
    LinkKind.DEPENDS_ON: _("Is needed by"),
    LinkKind.ABOUT: _("Told in"),
    LinkKind.RELATED: _("Related to"),
}


class ConnectorKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")
    NETWORK = "network", _("Network")
    HUB = "hub", _("Hub")
    INSTRUMENT = "instrument", _("Charter, fund or pledge")


class ClauseTopic(models.TextChoices):
    PAY = "pay", _("Pay")
    SECURE_WORK = "secure_work", _("Secure work")
    FLEXIBLE_WORK = "flexible_work", _("Flexible work")
    EMPLOYEE_VOICE = "employee_voice", _("Voice at work")
    RECRUITMENT_AND_PROGRESSION = "recruitment_and_progression", _("Recruitment and progression")
    PEOPLE_MANAGEMENT = "people_management", _("People management")
    HEALTH_AND_WELLBEING = "health_and_wellbeing", _("Health and wellbeing")
    EQUALITY_AND_INCLUSION = "equality_and_inclusion", _("Equality and inclusion")
    TRAINING_AND_SKILLS = "training_and_skills", _("Training and skills")
    SUPPLY_CHAIN = "supply_chain", _("Supply chain")
    COMMUNITY = "community", _("Community")
    ENVIRONMENT = "environment", _("Environment")
    OTHER = "other", _("Other")


class ClauseStrength(models.TextChoices):
    REQUIRED = "required", _("Required")
    EXPECTED = "expected", _("Expected")
    ENCOURAGED = "encouraged", _("Encouraged")


class ResidentsRole(models.TextChoices):
    """The spectrum of public participation (IAP2), from being told to deciding."""

    INFORM = "inform", _("Are told")
    CONSULT = "consult", _("Are asked")
    INVOLVE = "involve", _("Take part")
    COLLABORATE = "collaborate", _("Decide together with others")
    EMPOWER = "empower", _("Decide")


class CostBand(models.TextChoices):
    NOTHING = "0", _("Nothing")
    UNDER_5K = "under-5k", _("Under £5,000")
    UNDER_50K = "under-50k", _("£5,000 to £50,000")
    UNDER_250K = "under-250k", _("£50,000 to £250,000")
    UNDER_1M = "under-1m", _("£250,000 to £1 million")
    UNDER_10M = "under-10m", _("£1 million to £10 million")
    OVER_10M = "over-10m", _("Over £10 million")
