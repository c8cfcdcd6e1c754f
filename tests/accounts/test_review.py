"""A page under review: who may change it, what is said about it and to whom, and how it is looked at."""

import re

from django.urls import reverse
from wagtail.models import Comment, PageSubscription
from wagtail.test.utils.form_data import inline_formset

from connectors.models import InitiativePage
from outbox.models import OutgoingMail
from tests.accounts.test_moderation import initiative_form


def made_by_editor(client, people, tree, action="action-submit") -> tuple[InitiativePage, str]:
    add = reverse("wagtailadmin_pages:add", args=["connectors", "initiativepage", tree.directory.pk])
    client.force_login(people.editor)
    client.post(add, initiative_form(tree, **{action: "yes"}))
    page = InitiativePage.objects.get()
    return page, reverse("wagtailadmin_pages:edit", args=[page.pk])


def changed(page, tree, **more) -> dict:
    """What the form sends for a page that is there already."""
    row = page.entry_places.get()
    place = {"id": row.pk, "place": row.place_id, "role": row.role, "is_lead": "on", "locality": ""}
    return initiative_form(tree, entry_places=inline_formset([place], initial=1), **more)


def latest_summary(page) -> str:
    return InitiativePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary


def test_a_page_under_review_is_locked_for_editors_who_are_told_what_to_do(client, people, tree):
    page, edit = made_by_editor(client, people, tree)

    locked = client.get(edit).text
    client.post(edit, changed(page, tree, summary="Changed by the editor meanwhile."))

    assert "take it back: choose “Cancel workflow”" in locked
    assert 'name="action-cancel-workflow"' in locked
    assert latest_summary(page) == "Residents cook for each other every Friday."

    client.force_login(people.moderator)
    assert "take it back" not in client.get(edit).text
    client.post(edit, changed(page, tree, summary="Changed by the moderator."))
    assert latest_summary(page) == "Changed by the moderator."

    client.force_login(people.editor)
    client.post(edit, {**changed(page, tree), "action-cancel-workflow": "yes"})
    client.post(edit, changed(page, tree, summary="Taken back and changed."))
    assert latest_summary(page) == "Taken back and changed."


def test_a_comment_on_a_field_is_mailed_to_who_follows_the_page(client, people, tree, settings):
    settings.EMAIL_BACKEND = "outbox.backend.OutboxBackend"  # as everywhere but in tests
    people.moderator.email = "moderator@example.org"
    people.moderator.save()
    page, edit = made_by_editor(client, people, tree, "action-save-draft")
    assert "data-comment-add" in client.get(edit).text
    PageSubscription.objects.update_or_create(
        page=page, user=people.moderator, defaults={"comment_notifications": True}
    )
    comment = {"text": "Every Friday, or the first?", "contentpath": "summary", "position": "", "resolved": ""}
    comment["replies"] = inline_formset([])

    answer = client.post(edit, changed(page, tree, comments=inline_formset([comment])))

    assert answer.status_code == 302, answer.context["form"].errors
    said = Comment.objects.get()
    assert (said.text, said.contentpath, said.user) == ("Every Friday, or the first?", "summary", people.editor)
    mail = OutgoingMail.objects.get(to="moderator@example.org")
    assert "Every Friday, or the first?" in mail.text


def test_pages_are_previewed_on_phone_tablet_desktop_and_as_a_card(client, people, tree):
    _page, edit = made_by_editor(client, people, tree, "action-save-draft")

    editor = client.get(edit).text

    assert re.findall(r'data-device-width="(\d+)"', editor) == ["360", "768", "1280"]
    assert "Card in the listing" in editor
