"""What makes the desk's lists quick with ten thousand entries and five hundred places changes nothing in what they show."""

import pytest
from django.urls import reverse

from accounts.roles import SITE_MANAGERS
from connectors.models import EntryPage
from core.paging import KeysFirstPaginator
from tests.factories import InitiativeFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["entries:index", "submission_queue"])
def test_filter_of_places_keeps_what_was_chosen_and_escapes_names(sign_in, address):
    leeds, odd = (PlaceFactory(name=name) for name in ("<b>Leeds", "<b>Odd"))

    page = sign_in(SITE_MANAGERS).get(reverse(address), {"place": leeds.pk}).content.decode()

    assert f'<option value="{leeds.pk}" selected>&lt;b&gt;Leeds (unitary council)</option>' in page
    assert f'<option value="{odd.pk}">&lt;b&gt;Odd (unitary council)</option>' in page
    assert '<option value="">---------</option>' in page


def test_pages_of_a_list_follow_one_another_in_its_order(directory):
    for title in ("Baths", "Allotments", "Charter"):
        InitiativeFactory(parent=directory, title=title)

    pages = KeysFirstPaginator(EntryPage.objects.order_by("title"), 2)

    assert [[entry.title for entry in pages.page(number)] for number in (1, 2)] == [
        ["Allotments", "Baths"],
        ["Charter"],
    ]
