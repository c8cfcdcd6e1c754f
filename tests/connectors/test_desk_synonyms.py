"""The list of synonyms on the editors' desk: who may, what is refused and why, and that the search follows."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from search.models import OfferedSynonyms, SynonymSet
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_search_synonymset:list"
ADD = "wagtailsnippets_search_synonymset:add"
EDIT = "wagtailsnippets_search_synonymset:edit"
TOO_FEW = "Give at least two expressions that mean the same, one on each line. “Pubs” is no other word than “pub”."
DELETE = "wagtailsnippets_search_synonymset:delete"


@pytest.fixture
def desk(sign_in):
    return sign_in(SITE_MANAGERS)


def add(desk, words, **fields):
    return desk.post(reverse(ADD), {"words": words, "note": "", **fields}, follow=True)


def faults(response) -> list[str]:
    return response.context["form"].errors["words"]


def found(client, words) -> list[str]:
    response = client.get("/directory/", {"q": words, "exact": "1"})
    return [hit.card["title"] for hit in response.context["page_of_entries"]]


def load() -> str:
    printed = StringIO()
    call_command("load_synonyms", stdout=printed)
    return printed.getvalue()


def test_a_set_is_saved_tidily_and_says_what_happens_next(desk):
    response = add(desk, "  Warm   hub \r\n\r\nWarm\u202e bank\r\n")

    assert SynonymSet.objects.get().words == "Warm hub\nWarm bank"
    assert "The search knows it within a second." in response.content.decode()


def test_a_word_of_another_set_is_said_and_allowed(desk):
    SynonymSet.objects.create(words="jobs\nemployment")

    response = add(desk, "employment\nhiring")

    assert SynonymSet.objects.count() == 2
    assert "“employment” also stands in “jobs · employment” and finds the words of both." in response.content.decode()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("pub", TOO_FEW),
        ("pub\n   \n\u200b", TOO_FEW),
        (
            "pub\ninn*",
            "“inn*”: leave out *. Endings are found anyway, and each expression stands on a line of its own.",
        ),
        (
            "pub, inn\ntavern",
            "“pub, inn”: leave out ,. Endings are found anyway, and each expression stands on a line of its own.",
        ),
        ("pub\n-inn", "“-inn”: leave out the - at its beginning."),
        (
            "pub\none two three four five six",
            "“one two three four five six” is too long: at most 5 words and 60 characters.",
        ),
        ("pub\n" + "a" * 61, f"“{'a' * 60}” is too long: at most 5 words and 60 characters."),
        ("pub\n😀", "“😀” holds no word."),
        ("pub\nPubs", TOO_FEW),
        ("\n".join(f"word{number}" for number in range(31)), "These are 31 lines; 30 are the most. Make two sets."),
    ],
)
def test_a_set_that_would_not_work_is_refused_with_the_reason(desk, words, fault):
    response = add(desk, words)

    assert faults(response) == [fault]
    assert not SynonymSet.objects.exists()


def test_the_same_set_twice_is_refused(desk):
    SynonymSet.objects.create(words="pub\ninn")

    response = add(desk, "Inns\npub")

    assert faults(response) == ["There is a set of exactly these words already: pub · inn. Change that one."]


def test_saving_a_set_unchanged_is_no_twin_of_itself(desk):
    synonyms = SynonymSet.objects.create(words="pub\ninn")

    desk.post(reverse(EDIT, args=[synonyms.pk]), {"words": "pub\ninn", "note": "as before"})

    synonyms.refresh_from_db()
    assert synonyms.note == "as before"


def test_every_set_of_the_product_passes_the_rules(db):
    load()

    for synonyms in SynonymSet.objects.all():
        synonyms.full_clean()


@pytest.mark.parametrize("words", ["", "%00", "x" * 10_000, "\u202eabc", "<script>alert(1)</script>", "a\nb"])
def test_the_form_takes_any_word_to_begin_with(desk, words):
    response = desk.get(reverse(ADD), {"words": words})

    assert response.status_code == 200
    assert len(response.context["form"]["words"].value()) <= 60
    assert b"<script>alert" not in response.content


def test_the_search_follows_a_set_made_changed_and_deleted(desk, client, directory):
    InitiativeFactory(parent=directory, title="Knit and natter")
    assert found(client, "zeppelin") == []

    add(desk, "zeppelin\nnatter")
    assert found(client, "zeppelin") == ["Knit and natter"]

    synonyms = SynonymSet.objects.get()
    desk.post(reverse(EDIT, args=[synonyms.pk]), {"words": "airship\nnatter", "note": ""})
    assert (found(client, "zeppelin"), found(client, "airship")) == ([], ["Knit and natter"])

    desk.post(reverse(DELETE, args=[synonyms.pk]))
    assert found(client, "airship") == []


def test_the_search_follows_sets_deleted_together(desk, client, directory):
    InitiativeFactory(parent=directory, title="Knit and natter")
    synonyms = SynonymSet.objects.create(words="zeppelin\nnatter")

    desk.post(reverse("wagtail_bulk_action", args=["search", "synonymset", "delete"]) + f"?id={synonyms.pk}")

    assert not SynonymSet.objects.exists()
    assert found(client, "zeppelin") == []


def test_synonyms_are_for_site_managers(sign_in):
    synonyms = SynonymSet.objects.create(words="pub\ninn")
    addresses = [reverse(LIST), reverse(ADD), reverse(EDIT, args=[synonyms.pk]), reverse(DELETE, args=[synonyms.pk])]
    seen = {}
    for role in (EDITORS, MODERATORS, SITE_MANAGERS):
        desk = sign_in(role)
        in_menu = addresses[0] in desk.get(reverse("wagtailadmin_home")).content.decode()
        seen[role] = (in_menu, [desk.get(address).status_code for address in addresses])

    refused = (False, [302] * 4)
    assert seen == {EDITORS: refused, MODERATORS: refused, SITE_MANAGERS: (True, [200] * 4)}


def test_the_list_shows_each_set_with_a_way_to_try_it(desk):
    SynonymSet.objects.create(words="living wage\nfair pay", note="Asked in spring")

    page = desk.get(reverse(LIST), {"q": "fair"}).content.decode()

    assert "living wage · fair pay" in page
    assert "Asked in spring" in page
    assert 'href="/directory/?q=living+wage"' in page


def test_the_list_makes_as_many_queries_for_three_as_for_one(desk):
    SynonymSet.objects.create(words="pub\ninn")
    desk.get(reverse(LIST))
    with CaptureQueriesContext(connection) as for_one:
        desk.get(reverse(LIST))
    SynonymSet.objects.create(words="shop\nstore")
    SynonymSet.objects.create(words="park\ngreen")

    with CaptureQueriesContext(connection) as for_three:
        desk.get(reverse(LIST))

    assert len(for_three) == len(for_one)


def test_loading_again_leaves_alone_what_editors_did(desk):
    load()
    first, second, *_others = SynonymSet.objects.order_by("pk")
    number = SynonymSet.objects.count()
    desk.post(reverse(DELETE, args=[first.pk]))
    desk.post(reverse(EDIT, args=[second.pk]), {"words": "quite other\nwords", "note": ""})

    assert load() == "Synonyms are there.\n"
    assert SynonymSet.objects.count() == number - 1
    assert SynonymSet.objects.get(pk=second.pk).words == "quite other\nwords"


def test_loading_brings_nothing_back_when_editors_deleted_all(db):
    load()
    SynonymSet.objects.all().delete()

    load()

    assert not SynonymSet.objects.exists()


def test_loading_adds_what_a_later_release_brings(db):
    load()
    newest = SynonymSet.objects.order_by("-pk").first()
    OfferedSynonyms.objects.filter(name=newest.lines[0]).delete()
    newest.delete()

    assert load() == "Loaded 1 sets of synonyms.\n"
    assert load() == "Synonyms are there.\n"


def test_a_site_from_before_this_was_remembered_keeps_its_list(db):
    SynonymSet.objects.create(words="pub\ninn")

    load()

    assert [str(synonyms) for synonyms in SynonymSet.objects.all()] == ["pub · inn"]
