"""From a submission to a page of the directory: complete, through the workflow, without a word of its sender's contact."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import PageLogEntry, WorkflowState

from accounts.models import User
from accounts.roles import MODERATORS
from connectors.models import EntryPage, InitiativePage, Theme
from core.models import CoreImage
from outbox.models import OutgoingMail
from submissions.actions.drafts import keep_answer, send
from submissions.actions.photos import add_photo
from submissions.models import Answer, Submission, SubmissionPhoto
from submissions.models.thread import Done
from submissions.states import State
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def waiting(draft):
    keep_answer(draft, "sources", {"url_1": ["paper.example/baths"], "says_1": ["They reopened in 2013"]}, is_done=True)
    Submission.objects.filter(pk=draft.pk).update(email_confirmed_at=timezone.now())
    draft.refresh_from_db()
    send(draft)
    OutgoingMail.objects.all().delete()
    draft.refresh_from_db()
    return draft


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


def of(submission, page="publish") -> str:
    return reverse(f"submission_{page}", args=[submission.reference])


def add_picture(submission, colour, **fields) -> SubmissionPhoto:
    content = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(content, "JPEG")
    photo = add_photo(submission, SimpleUploadedFile(f"{colour}.jpg", content.getvalue(), "image/jpeg"))
    SubmissionPhoto.objects.filter(pk=photo.pk).update(**fields)
    return photo


def filled(desk, submission, page="publish", **values) -> dict:
    """The fields of the form as they came, with these values in their place; ticks that are off are left out."""
    form = desk.get(of(submission, page)).context["form"]
    came = {field.name: field.value() for field in form}
    return {name: value for name, value in (came | values).items() if value not in (None, False)}


def publish(desk, submission, button="publish", **values):
    return desk.post(of(submission), filled(desk, submission, **values) | {button: "1"})


def test_publishing_makes_the_whole_page_through_the_workflow(
    desk, waiting, client, django_capture_on_commit_callbacks
):
    add_picture(waiting, "blue", alt="Sky over the baths", credit="Ann Lee", people="nobody")
    pool = add_picture(waiting, "green", alt="The pool", people="agreed")

    with django_capture_on_commit_callbacks(execute=True):  # the index follows the commit
        answer = publish(desk, waiting, cover=pool.pk)

    assert answer.status_code == 302, answer.context["form"].errors
    page, user = InitiativePage.objects.get(), User.objects.get()
    assert (page.live, page.slug, page.title, page.owner) == (True, "bramley-baths", "Bramley Baths", user)
    assert [(place.label, place.is_lead) for place in page.entry_places.all()] == [("Bramley, Leeds", True)]
    assert [source.url for source in page.sources.all()] == ["https://paper.example/baths"]
    assert (page.themes.count(), page.tiers.count()) == (1, 1)
    assert (page.image.description, page.image_alt, page.image.licence) == ("The pool", "The pool", "cc-by-4.0")
    assert set(CoreImage.objects.values_list("title", flat=True)) == {"Sky over the baths", "The pool"}
    assert page.provenance == f"submission {waiting.reference}"
    assert (page.contact_name, page.contact_email) == ("Jo Smith", "jo@example.org")
    assert (page.last_confirmed_at, page.review_due - page.last_confirmed_at) == (
        timezone.localdate(),
        datetime.timedelta(days=365),
    )
    actions = set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
    assert {"wagtail.create", "wagtail.workflow.start", "wagtail.workflow.approve", "wagtail.publish"} <= actions
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED

    waiting.refresh_from_db()
    assert (waiting.state, waiting.page_id, waiting.decided_by) == (State.PUBLISHED, page.pk, user)
    assert waiting.log.last().done == Done.PUBLISHED
    mail = OutgoingMail.objects.get()
    assert (mail.code, mail.to) == ("submission-published", "jo@example.org")
    assert page.full_url in mail.text
    assert page.get_url() in client.get("/directory/?q=bramley").text


def test_contact_stands_in_no_public_place(desk, waiting, client):
    Submission.objects.update(
        contact_name="Canary Name", contact_role="Canary role", contact_email="canary@example.org"
    )

    publish(desk, waiting)
    client.logout()

    page = InitiativePage.objects.get()
    for address in (
        page.url,
        "/directory/",
        "/directory/export.csv",
        "/directory/export.json",
        "/directory/feed.atom",
        page.entry_places.get().place.get_absolute_url(),
    ):
        answer = client.get(address)
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert answer.status_code == 200, address
        assert "anary" not in text, address


def test_themes_nobody_knew_are_ticked_before_publishing(desk, waiting):
    Answer.objects.filter(submission=waiting, step="themes").update(data={"themes": ["unknown"], "tiers": ["unknown"]})

    refused = publish(desk, waiting)
    assert "Tick at least one theme" in refused.text
    assert not InitiativePage.objects.exists()

    theme = Theme.objects.get()
    publish(desk, waiting, themes=[theme.pk], title="Bramley’s baths", summary="Shorter.")

    page = InitiativePage.objects.get()
    assert (page.title, page.summary, list(page.themes.all())) == ("Bramley’s baths", "Shorter.", [theme])


def test_photo_is_published_only_when_ticked_and_with_words(desk, waiting):
    photo = add_picture(waiting, "red")

    assert f"use_{photo.pk}" not in filled(desk, waiting)  # nobody said what it shows, or who
    refused = publish(desk, waiting, **{f"use_{photo.pk}": "on"})
    assert "Say what the photo shows" in refused.text
    publish(desk, waiting, **{f"use_{photo.pk}": "on", f"alt_{photo.pk}": "Red doors"})

    assert InitiativePage.objects.get().image.description == "Red doors"


def test_two_of_one_name_get_addresses_of_their_own(desk, waiting, directory):
    InitiativeFactory(parent=directory, title="Bramley Baths", slug="bramley-baths")

    publish(desk, waiting)

    assert {page.slug for page in InitiativePage.objects.all()} == {"bramley-baths", "bramley-baths-2"}


def test_draft_decides_when_it_is_published_in_the_desk(desk, waiting):
    answer = publish(desk, waiting, "draft")
    page = InitiativePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert answer.url == edit
    waiting.refresh_from_db()
    assert (page.live, waiting.state) == (False, State.WAITING)
    assert not OutgoingMail.objects.exists()
    assert f"made from the submission {waiting.reference}" in desk.get(edit).text
    assert "Edit the draft" in desk.get(of(waiting, "screen")).text
    for button in ("draft", "publish"):
        assert "There is a draft of it already" in publish(desk, waiting, button).text
    assert InitiativePage.objects.count() == 1

    state = WorkflowState.objects.get().current_task_state
    desk.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == (State.PUBLISHED, User.objects.get())
    assert OutgoingMail.objects.get().code == "submission-published"
    page.refresh_from_db()
    page.save_revision().publish()
    assert OutgoingMail.objects.count() == 1  # a later change tells nobody


def test_nothing_is_left_when_publishing_fails_half_way(desk, waiting, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("No space left")

    monkeypatch.setattr("submissions.decision_mails.say_published", fail)
    with pytest.raises(OSError, match="No space"):
        publish(desk, waiting)

    waiting.refresh_from_db()
    assert waiting.state == State.WAITING
    assert not InitiativePage.objects.exists()
    assert not WorkflowState.objects.exists()


def test_merging_adds_to_a_draft_and_overwrites_nothing(desk, waiting, directory):
    entry = InitiativeFactory(parent=directory, title="The baths", organisation="Trust")
    add_picture(waiting, "blue", alt="Sky", people="nobody")

    answer = desk.post(of(waiting, "merge"), filled(desk, waiting, "merge", entry=entry.pk))

    edit = reverse("wagtailadmin_pages:edit", args=[entry.pk])
    assert answer.url == edit
    entry.refresh_from_db()
    draft = entry.get_latest_revision_as_object()
    assert (entry.sources.count(), entry.image, entry.has_unpublished_changes) == (0, None, True)
    assert [source.title for source in draft.sources.all()] == ["They reopened in 2013"]
    assert (draft.image.description, draft.organisation, draft.title) == ("Sky", "Trust", "The baths")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.page_id) == (State.MERGED, entry.pk)
    assert entry.full_url in OutgoingMail.objects.get().text
    assert waiting.reference in desk.get(edit).text
    draft.save_revision().publish()
    assert OutgoingMail.objects.count() == 1


def test_merging_needs_an_entry_that_is_published(desk, waiting, directory):
    draft = InitiativeFactory(parent=directory, live=False)

    for entry in (draft.pk, 99_999, "x", ""):
        assert "Choose" in desk.post(of(waiting, "merge"), {"entry": entry}).text
    assert Submission.objects.get().state == State.WAITING


def test_preview_is_the_public_page_and_the_card_and_obeys_no_markup(desk, waiting):
    hostile = {
        "title": ["<script>alert(1)</script>"],
        "summary": ["{{7*7}}"],
        "what_it_does": ["<img src=x onerror=y>"],
    }
    Answer.objects.filter(submission=waiting, step="about").update(data=hostile)

    for mode in ("page", "card"):
        preview = desk.get(reverse("submission_preview", args=[waiting.reference, mode]))
        assert preview.status_code == 200
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in preview.text
        assert "{{7*7}}" in preview.text
        assert "<img src=x" not in preview.text
        assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert not EntryPage.objects.exists()
