"""The address that people write to: asked for at the desk until it is there, and never missed in public."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from core.models import SiteDetails
from home.seeding.frame import seed_standard_pages
from submissions.access import cookie_name
from submissions.actions.drafts import begin
from submissions.actions.links import new_device
from tests.factories import InitiativeFactory

ASKED = "Set the address that people write to"
# What tells that there should be an address, or sends people to one.
TELLTALE = re.compile(
    r"not given an address|no address is set|(?:the|an) address (?:yet|on|at the end)|look in again|site managers?\b"
    r"|write to (?:us|them|the)|reply to (?:this|our|any)|mailto:",
    re.IGNORECASE,
)
SYSTEM = [
    *("/", "/directory/", "/no-such-page/", "/places/", "/commitments/method/", "/places/how-we-compare/"),
    *("/submit/", "/submit/questions/", "/submit/new/initiative/", "/submit/find/", "/submit/my-data/"),
    *("/still-right/nonsense/", "/submit/return/nonsense/", "/submit/K7QX-M3RD/", "/connectors/compare/"),
]


def set_contact(address: str) -> None:
    SiteDetails.objects.update_or_create(site=Site.objects.get(), defaults={"contact_email": address})


@pytest.fixture
def pages(home, directory, client):
    """The addresses of all standard pages, of an entry and of every system page."""
    seed_standard_pages(home)
    entry = InitiativeFactory(parent=directory)
    device, client.cookies[cookie_name()] = new_device()
    draft = begin("change", once="x", device=device, target=entry)
    own = [f"/submit/{draft.reference}/{page}" for page in ("", "reason/", "check/", "later/", "delete/")]
    standard = [page.get_url() for page in Page.objects.live().descendant_of(home).filter(depth__gte=3)]
    assert {"/contribute/", "/accessibility/", "/privacy/"} <= set(standard)
    return [*standard, *SYSTEM, *own, f"/submit/change/{entry.pk}/", f"/submit/claim/{entry.pk}/"]


def test_no_page_tells_the_public_that_the_address_is_missing_or_sends_them_there(client, pages):
    found = {}
    for address in pages:
        text = re.sub(r"\s+", " ", client.get(address, follow=True).text)
        if said := TELLTALE.findall(text):
            found[address] = said

    assert found == {}


def test_contact_page_offers_ways_that_are_there(client, pages):
    page = client.get("/contribute/").text.partition("How to reach us</h2>")[2].partition("</section>")[0]
    for address in set(re.findall(r'href="([^"]+)"', page)):
        assert client.get(address).status_code == 200
    assert 'href="/submit/"' in page

    set_contact("us@example.org")

    assert "mailto:us@example.org" in client.get("/contribute/").text.partition("How to reach us</h2>")[2]


def test_contact_page_promises_another_way_only_where_there_is_one(client, pages):
    other_way = re.compile("another way|tell us this way")
    assert not other_way.search(client.get("/contribute/").text)

    set_contact("us@example.org")

    assert other_way.search(client.get("/contribute/").text)


@pytest.mark.parametrize(("role", "is_asked"), [(SITE_MANAGERS, True), (MODERATORS, False), (EDITORS, False)])
def test_site_managers_are_asked_for_the_address_until_there_is_one(sign_in, role, is_asked):
    desk = sign_in(role)
    site = Site.objects.get()
    form = reverse("wagtailsettings:edit", args=["core", "sitedetails", site.pk])

    first = desk.get(reverse("wagtailadmin_home")).text
    assert (ASKED in first) == (form in first) == is_asked
    if is_asked:
        assert 'name="contact_email"' in desk.get(form).text

    set_contact("us@example.org")

    assert ASKED not in desk.get(reverse("wagtailadmin_home")).text
