"""Dull objects with neutral values: what matters to a test stands in the test."""

import factory
import wagtail_factories
from wagtail.models import Page, Site

from accounts.models import User
from accounts.roles import set_up_roles
from casestudies.evidence import EvidenceLevel
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from commitments.models import CommitmentIndexPage, CommitmentPage
from connectors.choices import ConnectorKind
from connectors.models import ConnectorPage, DirectoryPage, EntryPlace, InitiativePage, Theme, Tier
from home.models import HomePage, StandardPage
from places.kinds import PlaceKind, PlaceTier
from places.models import Place


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.PostGenerationMethodCall("set_password", "correct horse battery staple")


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Theme {n}")
    slug = factory.Sequence(lambda n: f"theme-{n}")


class TierFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tier

    name = factory.Sequence(lambda n: f"Tier {n}")
    slug = factory.Sequence(lambda n: f"tier-{n}")


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"E0600{n:04}")
    slug = factory.Sequence(lambda n: f"place-{n}")
    name = factory.Sequence(lambda n: f"Place {n}")
    kind = PlaceKind.UNITARY
    tier = PlaceTier.SINGLE


class RegionFactory(PlaceFactory):
    code = factory.Sequence(lambda n: f"TL{n}")
    kind = PlaceKind.REGION
    tier = PlaceTier.REGION

    @factory.post_generation
    def lies_in_itself(self, create, extracted, **kwargs):
        self.region = self
        self.save()

    class Meta:
        skip_postgeneration_save = True


class EntryFactory(wagtail_factories.PageFactory):
    """Common to all kinds. Takes `themes`, `tiers` and `places` (Place objects; the first is the lead place)."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Entry {n}")
    summary = "What it is and where."

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        themes, tiers, places = (kwargs.pop(name, []) for name in ("themes", "tiers", "places"))
        entry = model_class(**kwargs)
        entry.themes.set(themes)
        entry.tiers.set(tiers)
        entry.entry_places = [EntryPlace(place=place, is_lead=i == 0) for i, place in enumerate(places)]
        return parent.add_child(instance=entry) if parent else model_class.add_root(instance=entry)


class InitiativeFactory(EntryFactory):
    class Meta:
        model = InitiativePage


class ConnectorFactory(EntryFactory):
    class Meta:
        model = ConnectorPage

    kind = ConnectorKind.NETWORK


class CaseStudyFactory(EntryFactory):
    class Meta:
        model = CaseStudyPage

    question = "How can it be done?"
    evidence_level = EvidenceLevel.STORY
    what_did_not_work = "<p>The first plan.</p>"


class CommitmentFactory(EntryFactory):
    class Meta:
        model = CommitmentPage

    wording = "A line will be built."
    organisation = "HM Treasury"
    promised_on = "2021-03"
    promise_title = "Spring Budget 2021"
    promise_url = "https://example.org/budget"


class StandardPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StandardPage

    title = "About"


def make_site() -> HomePage:
    """Make the trunk of the page tree: home page, directory, shelf of case studies and tracker of commitments."""
    root = Page.get_first_root_node()
    root.get_children().delete()
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Next Town Over", slug="home"))
    home.add_child(instance=DirectoryPage(title="Directory", slug="directory"))
    home.add_child(instance=CaseStudyIndexPage(title="Case studies", slug="case-studies"))
    home.add_child(instance=CommitmentIndexPage(title="Commitments", slug="commitments"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", is_default_site=True, root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def trunk() -> HomePage:
    """Return the home page of the trunk, which is part of the tests' database; made anew after a test that empties that."""
    if home := HomePage.objects.first():
        return home
    home = make_site()
    set_up_roles()
    return home
