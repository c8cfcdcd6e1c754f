"""A title is enough for a draft, whatever else is missing; publishing asks for what is missing."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.urls import reverse
from wagtail.admin.menu import reports_menu
from wagtail.models import Page

from accounts.models import User
from accounts.roles import MODERATORS, SITE_MANAGERS
from connectors.models import EntryPage, EntryPlace, InitiativePage
from desk.bulk.changing import CHANGES, RefusedError
from desk.missing.asking import what_is_missing
from tests.desk.typed import kinds_with_drafts, typed
from tests.factories import PlaceFactory, ThemeFactory, TierFactory

pytestmark = pytest.mark.django_db

KINDS = [pytest.param(model, id=model.__name__) for model in kinds_with_drafts()]
# One kind of page for each kind of row.
LISTS = [
    pytest.param(model, name, id=f"{model.__name__}-{name}")
    for model, name in {
        formset.model: (model, name)
        for model in kinds_with_drafts()
        for name, formset in model.get_edit_handler().get_form_class().formsets.items()
        if name != "comments"
    }.values()
]
NEEDED = {
    "ConnectorPage": {"kind": "network"},
    "CaseStudyPage": {
        "question": "How?",
        "evidence_level": "story",
        "what_did_not_work": "<p>The first plan.</p>",
    },
    "CommitmentPage": {"wording": "A line.", "promise_title": "Budget", "promise_url": "https://example.org/budget"},
}
AS_AUTOSAVE = {"HTTP_ACCEPT": "application/json"}


def parent_for(model) -> Page:
    return next(page for page in Page.objects.specific() if model.can_create_at(page))


def live(model) -> Page:
    """A page of this kind as it was published with all it needs."""
    page = model(title="Live", **{"slug": "live", **NEEDED.get(model.__name__, {})})
    if issubclass(model, EntryPage):
        page.summary = "What it is and where."
        page.entry_places = [EntryPlace(place=PlaceFactory(), is_lead=True)]
        page.themes.set([ThemeFactory()])
        page.tiers.set([TierFactory()])
    parent_for(model).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def address_to_add(model) -> str:
    names = [model._meta.app_label, model._meta.model_name]
    return reverse("wagtailadmin_pages:add", args=[*names, parent_for(model).pk])


def add(desk, model, *, action="", autosave=False, **fields):
    """Post the form of a new page as the browser does."""
    address = address_to_add(model)
    data = typed(desk.get(address).text, model, **fields)
    return desk.post(address, data | ({action: "1"} if action else {}), **(AS_AUTOSAVE if autosave else {}))


def faults(answer) -> str:
    form = answer.context["form"]
    rows = {name: [*formset.errors, formset.non_form_errors()] for name, formset in form.formsets.items()}
    return f"{dict(form.errors)} {rows}"


@pytest.mark.parametrize("model", KINDS)
def test_title_is_enough_for_a_draft(sign_in, model):
    desk = sign_in(MODERATORS)

    answer = add(desk, model, title="Only a title")

    assert answer.status_code == 302, faults(answer)
    page = model.objects.get(title="Only a title")
    assert not page.live
    assert page.latest_revision


@pytest.mark.parametrize("model", KINDS)
def test_editor_saves_by_itself_from_the_title_on(sign_in, model):
    desk = sign_in(MODERATORS)

    answer = add(desk, model, title="Only a title", autosave=True)

    assert answer.json()["success"], answer.json()


def rows(name, *sent) -> dict:
    """What the form sends of a list of rows."""
    head = {"TOTAL_FORMS": len(sent), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {f"{name}-{key}": value for key, value in head.items()} | {
        f"{name}-{number}-{key}": value
        for number, row in enumerate(sent)
        for key, value in {"id": "", "ORDER": number + 1, "DELETE": "", **row}.items()
    }


def half_filled(model, name) -> dict:
    """A row of a list in which somebody wrote into all lines of text, and chose nothing."""
    fields = model.get_edit_handler().get_form_class().formsets[name].form.base_fields
    texts = [key for key, field in fields.items() if type(field) is forms.CharField]
    return {key: f"typed into {key}" for key in texts} | {
        key: "" for key, field in fields.items() if key not in texts and not isinstance(field, forms.BooleanField)
    }


def edit(desk, page, *, action="", autosave=False, **fields):
    """Open the editor, type into it, and post what it holds."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = typed(desk.get(address).text, type(page), **fields)
    return desk.post(address, data | ({action: "1"} if action else {}), **(AS_AUTOSAVE if autosave else {}))


@pytest.mark.parametrize(("model", "name"), LISTS)
def test_half_filled_row_is_kept_in_the_draft(sign_in, model, name):
    desk = sign_in(MODERATORS)
    row = half_filled(model, name)

    answer = add(desk, model, title="Draft", **rows(name, row))
    assert answer.status_code == 302, faults(answer)
    page = model.objects.get(title="Draft")
    again = edit(desk, page, autosave=True)
    assert again.json()["success"]

    sent = typed(desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text, model)
    kept = {key: sent.get(f"{name}-0-{key}") for key in row}
    typed_in = {key: value for key, value in row.items() if value}
    assert {key: kept[key] for key in typed_in} == typed_in
    assert sent[f"{name}-TOTAL_FORMS"] == ("1" if typed_in or name == "entry_places" else "0")


@pytest.mark.parametrize(("model", "name"), LISTS)
def test_half_filled_row_of_a_live_page_is_kept_in_its_draft(sign_in, model, name):
    desk = sign_in(MODERATORS)
    page = live(model)
    row = half_filled(model, name)

    answer = edit(desk, page, **rows(name, row))
    assert answer.status_code == 302, faults(answer)

    sent = typed(desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text, model)
    assert [key for key, value in row.items() if value and value not in sent.values()] == []


def listed(answer) -> list[tuple[str, str]]:
    """The list above a form: what each line says, and which field it leads to."""
    lines = BeautifulSoup(answer.text, "html.parser").select("[data-desk-missing] li")
    return [(" ".join(line.text.split()), (line.a or {}).get("href", "").lstrip("#")) for line in lines]


ENTRY = [
    ("Summary (under “{}”)", "id_summary"),
    ("Place 1 (under “Places and themes”)", "id_entry_places-0-place"),
    ("Themes (under “Places and themes”)", "id_themes"),
    ("Tiers of government (under “Places and themes”)", "id_tiers"),
]
ASKED = {
    "StandardPage": [],
    "InitiativePage": [(line.format("What it is"), field) for line, field in ENTRY],
    "ConnectorPage": [
        ("Kind of connector (under “What it is”)", "id_kind"),
        *((line.format("What it is"), field) for line, field in ENTRY),
    ],
    "CaseStudyPage": [
        ("The question it answers (under “Story”)", "id_question"),
        (ENTRY[0][0].format("Story"), "id_summary"),
        ("Level of evidence (under “Evidence”)", "id_evidence_level"),
        (
            "What did not work (under “Evidence”): Say what did not work. If nobody knows, say who was asked: readers trust a "
            "story that tells.",
            "id_what_did_not_work",
        ),
        *ENTRY[1:],
    ],
    "CommitmentPage": [
        (ENTRY[0][0].format("Commitment"), "id_summary"),
        ("Wording (under “Commitment”)", "id_wording"),
        ("Where it was promised (under “Commitment”)", "id_promise_title"),
        ("Address of that source (under “Commitment”)", "id_promise_url"),
        *ENTRY[1:],
    ],
}


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
@pytest.mark.parametrize("model", KINDS)
def test_publishing_and_submitting_ask_for_what_is_missing_with_links(sign_in, model, action):
    desk = sign_in(MODERATORS)
    add(desk, model, title="Only a title")
    page = model.objects.get(title="Only a title")

    answer = edit(desk, page, action=action)

    assert (listed(answer) if answer.status_code == 200 else []) == ASKED[model.__name__]
    assert model.objects.get(pk=page.pk).live == (not ASKED[model.__name__] and action == "action-publish")


def incomplete(model=InitiativePage) -> Page:
    """A draft with a title and half a place."""
    page = model(title="Incomplete", slug="incomplete", live=False)
    page.entry_places = [EntryPlace(locality="Dyke House")]
    parent_for(model).add_child(instance=page)
    page.save_revision(clean=False)
    return model.objects.get(pk=page.pk)


def test_what_a_stored_draft_lacks_is_what_its_form_would_say(home):
    assert [(fault.label, fault.field) for fault in what_is_missing(incomplete().get_latest_revision_as_object())] == [
        ("Summary", "id_summary"),
        ("Place 1", "id_entry_places-0-place"),
        ("Themes", "id_themes"),
        ("Tiers of government", "id_tiers"),
    ]


@pytest.mark.parametrize("model", KINDS)
def test_page_that_was_published_lacks_nothing(home, model):
    assert what_is_missing(live(model).get_latest_revision_as_object()) == []


def test_pages_are_not_published_in_bulk_while_one_lacks_something(sign_in):
    desk = sign_in(MODERATORS)
    page = incomplete()

    answer = desk.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}&next=/admin/",
        follow=True,
    )

    assert "“Incomplete” is not published: 4 things are missing or not right." in " ".join(answer.text.split())
    assert listed(answer)[1][1] == f"/admin/pages/{page.pk}/edit/#id_entry_places-0-place"
    assert not InitiativePage.objects.get().live


def test_entries_are_not_published_in_bulk_while_they_lack_something(home):
    entry = EntryPage.objects.get(pk=incomplete().pk)

    with pytest.raises(RefusedError, match="Summary; Place 1; Themes; Tiers of government"):
        CHANGES["publish"].apply(entry.pk, None, user=User.objects.create_superuser("boss"))


def test_page_is_not_approved_from_a_list_while_it_lacks_something(sign_in):
    desk = sign_in(MODERATORS)
    page = incomplete()
    state = page.get_workflow().start(page, User.objects.create_superuser("boss"))

    task = state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    answer = desk.post(address, {"comment": ""}, follow=True)

    assert listed(answer)[0] == ("Summary (under “What it is”)", f"/admin/pages/{page.pk}/edit/#id_summary")
    assert not InitiativePage.objects.get().live


@pytest.mark.parametrize("model", [model for model in kinds_with_drafts() if issubclass(model, EntryPage)])
def test_incomplete_draft_opens_wherever_drafts_are_shown(sign_in, model):
    desk = sign_in(MODERATORS)
    add(desk, model, title="Incomplete", **ROWS_OF_ENTRIES[True])
    page = model.objects.get()
    edit(desk, page, summary="Changed")
    first, last = page.revisions.order_by("pk").values_list("pk", flat=True)

    for address in (
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]) + "?mode=card",
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, last]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first]),
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        reverse("wagtailadmin_pages:usage", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailadmin_pages:search") + "?q=Incomplete",
        reverse("desk_entry_checks", args=[page.pk]),
        reverse("entries:index") + "?q=Incomplete",
        reverse("entries:index") + "?export=csv",
        reverse("wagtailadmin_home"),
        *(address for address in addresses_of_reports()),
    ):
        assert desk.get(address).status_code == 200, address


def addresses_of_reports() -> list[str]:
    return [item.url for item in reports_menu.registered_menu_items if item.url]


ROWS_OF_ENTRIES = {True: rows("entry_places", {"place": "", "role": "based_in", "locality": "Dyke House"})}


@pytest.mark.parametrize("model", KINDS)
def test_incomplete_draft_is_previewed(sign_in, model):
    desk = sign_in(MODERATORS)
    address = address_to_add(model)
    data = typed(
        desk.get(address).text, model, title="Only a title", **ROWS_OF_ENTRIES.get(issubclass(model, EntryPage), {})
    )
    preview = reverse("wagtailadmin_pages:preview_on_add", args=address.strip("/").split("/")[-3:])

    assert desk.post(preview, data).json() == {"is_valid": True, "is_available": True}
    assert "Only a title" in desk.get(preview).text


def test_copy_of_an_incomplete_draft_keeps_what_was_typed(sign_in):
    page = incomplete()

    copied = page.copy(update_attrs={"slug": "copied"})

    assert [place.locality for place in copied.get_latest_revision_as_object().entry_places.all()] == ["Dyke House"]


def test_place_that_is_cleared_in_a_draft_leaves_room_for_another_row_with_it(sign_in):
    desk, place = sign_in(MODERATORS), PlaceFactory()
    row = {"place": place.pk, "role": "based_in", "locality": "Dyke House"}
    add(desk, InitiativePage, title="Draft", **rows("entry_places", row))
    page = InitiativePage.objects.get()
    second = rows("entry_places", {}, {"place": place.pk, "role": "based_in", "locality": ""})
    sent = {key: value for key, value in second.items() if not key.startswith("entry_places-0-")}

    answer = edit(desk, page, **sent | {"entry_places-INITIAL_FORMS": 1, "entry_places-0-place": ""})

    assert answer.status_code == 302, faults(answer)
    kept = InitiativePage.objects.get().get_latest_revision_as_object().entry_places.all()
    assert [(link.place_id, link.locality) for link in kept] == [(None, "Dyke House"), (place.pk, "")]
    assert [link.place_id for link in EntryPlace.objects.all()] == [place.pk]


def test_form_without_tabs_says_what_is_wrong_with_it(sign_in):
    desk = sign_in(SITE_MANAGERS)

    response = desk.post(reverse("wagtailsnippets_search_synonymset:add"), {"words": "pub"})

    assert response.status_code == 200
    assert "This was not saved: one thing is not right." in response.text
