"""What makes the desk's lists quick with ten thousand entries and five hundred places changes nothing in what they show."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertHTMLEqual

from accounts.roles import SITE_MANAGERS
from connectors.models import EntryPage
from core.paging import KeysFirstPaginator
from desk.templatetags import row_buttons
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

    found = EntryPage.objects.order_by("title")
    pages = KeysFirstPaginator(found, 2, rows=lambda keys: EntryPage.objects.filter(pk__in=keys))

    assert [[entry.title for entry in pages.page(number)] for number in (1, 2)] == [
        ["Allotments", "Baths"],
        ["Charter"],
    ]


def test_row_deleted_while_a_list_is_drawn_is_left_out(directory):
    kept, gone = (InitiativeFactory(parent=directory, title=title) for title in ("Allotments", "Baths"))
    pages = KeysFirstPaginator(
        EntryPage.objects.order_by("title"), 2, rows=lambda keys: EntryPage.objects.filter(pk__in=keys)
    )
    assert pages.count == 2
    EntryPage.objects.get(pk=gone.pk).delete()

    assert [entry.pk for entry in pages.page(1)] == [kept.pk]


def test_menu_of_a_row_holds_what_the_cms_puts_there(sign_in, directory, monkeypatch):
    entry = InitiativeFactory(parent=directory, title="<b>Baths & more")
    client = sign_in(SITE_MANAGERS)

    def menu() -> str:
        page = client.get(reverse("entries:index")).content.decode()
        drawn = page.split('data-w-dropdown-target="content"')[1:]
        found = next(part for part in drawn if f"/admin/pages/{entry.pk}/copy/" in part)
        return "<div" + found.split("</div>")[0] + "</div>"

    ours = menu()
    monkeypatch.setattr(row_buttons, "_drawn", lambda button, context: button.render_html(context))

    assertHTMLEqual(ours, menu())
    assert ours.count("<a ") > 5
