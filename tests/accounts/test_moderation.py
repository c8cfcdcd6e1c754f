"""From an editor's draft to a live page, through the desk's own pages."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data


def initiative_form(tree, **more):
    from connectors.models import Theme, Tier
    from places.models import Place

    theme, _created = Theme.objects.get_or_create(name="Food", slug="food")
    tier, _created = Tier.objects.get_or_create(name="District council", slug="district")
    place, _created = Place.objects.get_or_create(
        code="E06000001", slug="hartlepool", name="Hartlepool", kind="unitary", tier="single"
    )
    empty = inline_formset([])
    form = {
        "title": "Dyke House kitchen",
        "slug": "dyke-house-kitchen",
        "summary": "Residents cook for each other every Friday.",
        "licence": "cc-by-4.0",
        "check_every": "12",
        "themes": theme.pk,
        "tiers": tier.pk,
        "keywords": "",
        "entry_places": inline_formset([{"place": place.pk, "role": "based_in", "is_lead": "on", "locality": ""}]),
        "sources": empty,
        "links": empty,
        "external_ids": empty,
        "comments": empty,
    }
    return nested_form_data({**form, **more})


def a_picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return content.getvalue()


def test_initiative_of_an_editor_goes_live_when_a_moderator_approves(client, people, tree):
    from connectors.models import InitiativePage

    add = reverse("wagtailadmin_pages:add", args=["connectors", "initiativepage", tree.directory.pk])
    client.force_login(people.editor)
    answer = client.post(add, initiative_form(tree, **{"action-submit": "submit"}))
    assert answer.status_code == 302, answer.context["form"].errors
    page = InitiativePage.objects.get()
    assert (page.live, page.owner, page.current_workflow_task.name) == (False, people.editor, "Moderation")

    task_state = TaskState.objects.get()
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk])
    client.post(approve)
    page.refresh_from_db()
    assert not page.live

    client.force_login(people.moderator)
    client.post(approve)
    page.refresh_from_db()

    assert page.live
    assert page.current_workflow_task is None


def test_initiative_of_an_editor_who_asks_to_publish_stays_a_draft(client, people, tree):
    from connectors.models import InitiativePage

    add = reverse("wagtailadmin_pages:add", args=["connectors", "initiativepage", tree.directory.pk])
    client.force_login(people.editor)

    client.post(add, initiative_form(tree, **{"action-publish": "publish"}))

    assert [page.live for page in InitiativePage.objects.all()] == [False]


def test_editor_reads_what_the_moderator_asked_for_above_the_form(client, people, tree):
    from connectors.models import InitiativePage

    add = reverse("wagtailadmin_pages:add", args=["connectors", "initiativepage", tree.directory.pk])
    client.force_login(people.editor)
    client.post(add, initiative_form(tree, **{"action-submit": "submit"}))
    page = InitiativePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "asks for changes" not in client.get(edit).text

    client.force_login(people.moderator)
    reject = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", TaskState.objects.get().pk])
    client.post(reject, {"comment": "Who cooks? <b>Please</b> say."})
    client.force_login(people.editor)

    asked = "moderator asks for changes: “Who cooks? &lt;b&gt;Please&lt;/b&gt; say.” When you have made them"
    assert asked in " ".join(client.get(edit).text.split()).replace("”.", "”")


def test_picture_without_words_waits_as_a_draft_until_it_has_some(client, people, tree):
    from connectors.models import InitiativePage

    picture = get_image_model().objects.create(title="kitchen.png", file=ContentFile(a_picture(), "kitchen.png"))
    add = reverse("wagtailadmin_pages:add", args=["connectors", "initiativepage", tree.directory.pk])
    client.force_login(people.editor)

    refused = client.post(add, initiative_form(tree, image=picture.pk, **{"action-submit": "submit"}))
    assert refused.context["form"].errors == {
        "image_alt": ["Say what the picture shows, for people who cannot see it."]
    }
    draft = client.post(add, initiative_form(tree, image=picture.pk))
    assert draft.status_code == 302

    page = InitiativePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    kept = page.get_latest_revision_as_object().entry_places.get()
    places = [{"id": kept.pk, "place": kept.place_id, "role": kept.role, "is_lead": "on", "locality": ""}]
    words = {"image": picture.pk, "image_alt": "Four people cook", "action-submit": "submit"}
    client.post(edit, initiative_form(tree, entry_places=inline_formset(places, initial=1), **words))

    page.refresh_from_db()
    assert page.current_workflow_task.name == "Moderation"


def test_live_page_cannot_be_unpublished_by_an_editor(client, people, tree):
    client.force_login(people.editor)

    client.post(reverse("wagtailadmin_pages:unpublish", args=[tree.directory.pk]))

    tree.directory.refresh_from_db()
    assert tree.directory.live


def test_draft_can_be_locked_by_a_moderator(client, people, tree):
    client.force_login(people.moderator)

    client.post(reverse("wagtailadmin_pages:lock", args=[tree.shelf.pk]))

    tree.shelf.refresh_from_db()
    assert tree.shelf.locked_by == people.moderator
