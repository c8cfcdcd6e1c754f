"""A moderator takes over some of what was suggested: as a new version, and without losing what editors have in hand."""

import pytest
import wagtail_factories
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import PageLogEntry

from accounts.roles import EDITORS, MODERATORS
from connectors.choices import PlaceRole
from connectors.models import EntryPlace, EntrySource, InitiativePage
from core.models import TEXT_FEATURES, CoreImage
from core.rich_text import what_it_says
from outbox.models import OutgoingMail
from submissions.actions.changes import NothingChosenError, apply_change, version_of
from submissions.actions.decisions import AlreadyDecidedError, ChangedMeanwhileError, NotPublishableError
from submissions.actions.drafts import begin, keep_answer, send
from submissions.actions.photos import add_photo
from submissions.changes import changes_of
from submissions.models import Submission
from submissions.states import State
from tests.core.test_pictures import encoded, red_and_blue, upload
from tests.factories import InitiativeFactory, PlaceFactory, ThemeFactory, TierFactory, UserFactory

STORY = '<p>See the <a href="https://example.org/baths">baths</a>.</p><p>It opened in 2013.</p>'
YOU = {"contact_name": ["Jo"], "contact_email": ["jo@example.org"], "agree": ["on"]}


@pytest.fixture
def moderator(home):
    user = UserFactory(email="mod@example.org")
    user.save()
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


@pytest.fixture
def entry(directory):
    entry = InitiativeFactory(
        parent=directory,
        title="Bramley Baths",
        summary="Residents run the baths.",
        organisation="Bramley Baths Ltd",
        what_it_does=STORY,
        why_it_started=STORY,
        stage="running",
        themes=[ThemeFactory(name="Health"), ThemeFactory(name="Sport")],
        tiers=[TierFactory()],
    )
    leeds, bradford = PlaceFactory(name="Leeds"), PlaceFactory(name="Bradford")
    entry.entry_places = [
        EntryPlace(place=leeds, is_lead=True, locality="Bramley", sort_order=0),
        EntryPlace(place=leeds, role=PlaceRole.LED_BY, sort_order=1),
        EntryPlace(place=bradford, role=PlaceRole.SERVES, sort_order=2),
    ]
    entry.sources = [
        EntrySource(title="A book without an address", sort_order=0),
        EntrySource(
            title="Report", url="https://example.org/report", publisher="The baths", says="1,234.", sort_order=1
        ),
    ]
    entry.save_revision().publish()
    return InitiativePage.objects.get()


@pytest.fixture
def suggest(entry, device):
    """Return a function that sends a suggestion with some answers changed, and confirms its address."""

    def suggest(photo: bytes = b"", **answers) -> Submission:
        submission = begin(
            "change", once="a", device=device, step="reason", raw={"reason": ["It moved."]}, target=entry
        )
        for step, values in ({"you": YOU} | answers).items():
            keep_answer(submission, step, submission.answers.get(step, {}) | values, is_done=True)
        if photo:
            added = add_photo(submission, upload("baths.png", photo))
            submission.photos.filter(pk=added.pk).update(alt="The pool", people="nobody")
        submission.email_confirmed_at = timezone.now()
        submission.save()
        submission.forget_answers()
        send(submission)
        return Submission.objects.get(pk=submission.pk)

    return suggest


def test_only_what_was_ticked_goes_live_and_the_rest_keeps_its_links(suggest, entry, moderator, client):
    story = "See the baths.\n\nIt opened in 2014."
    submission = suggest(
        about={"summary": ["Now a trust runs the baths."], "what_it_does": [story], "title": ["Baths"]}
    )

    apply_change(submission, moderator, ["summary", "what_it_does"])

    live = InitiativePage.objects.get()
    assert (live.title, live.summary) == ("Bramley Baths", "Now a trust runs the baths.")
    # Paragraphs have the editor's keys by now, which no reader sees.
    assert what_it_says(live.what_it_does, TEXT_FEATURES) == STORY.replace("2013", "2014")
    assert live.why_it_started == STORY
    assert not live.has_unpublished_changes
    assert live.live_revision.user == moderator
    assert "Now a trust runs the baths." in client.get(live.url).text
    assert live.title in client.get("/directory/?q=trust").text


def test_sender_is_thanked_and_told_what_was_taken_over(suggest, moderator):
    submission = suggest(about={"summary": ["New."], "title": ["Baths"]})

    apply_change(submission, moderator, ["summary"])

    submission.refresh_from_db()
    assert (submission.state, submission.decided_by, submission.page.title) == (
        State.PUBLISHED,
        moderator,
        "Bramley Baths",
    )
    mail = OutgoingMail.objects.get(code="change-taken")
    assert (mail.to, mail.reply_to, mail.about) == ("jo@example.org", "mod@example.org", submission.reference)
    assert "What it does, in a sentence or two" in mail.text
    assert submission.thread.get().text == "Taken over: What it does, in a sentence or two."
    assert submission.log.last().note == "What it does, in a sentence or two."
    logged = PageLogEntry.objects.get(action="submissions.changed")
    assert submission.reference in logged.message
    assert logged.user == moderator


def test_lists_are_merged_into_what_others_added_meanwhile(suggest, entry, moderator):
    york, food = PlaceFactory(name="York"), ThemeFactory(name="Food")
    leeds = entry.lead_place.place
    health = entry.themes.get(name="Health")
    submission = suggest(
        where={"places": [york.code, leeds.code], "locality": ["Bramley"]},
        themes={"themes": [health.slug, food.slug]},
        sources={"url_1": ["https://example.org/report"], "says_1": ["99 swimmers."], "url_2": ["example.org/news"]},
    )
    entry = InitiativePage.objects.get()
    entry.entry_places.add(EntryPlace(place=PlaceFactory(name="Wales"), sort_order=9))
    entry.themes.add(ThemeFactory(name="Art"))
    entry.sources.add(EntrySource(title="Meanwhile", url="https://example.org/meanwhile", sort_order=9))
    entry.save_revision().publish()

    apply_change(submission, moderator, ["places", "themes", "sources"])

    live = InitiativePage.objects.get()
    links = [(link.place.name, link.role, link.locality, link.is_lead) for link in live.entry_places.all()]
    assert links == [
        ("Leeds", "based_in", "Bramley", False),
        ("Leeds", "led_by", "", False),
        ("Wales", "based_in", "", False),
        ("York", "serves", "", True),
    ]
    assert {theme.name for theme in live.themes.all()} == {"Health", "Food", "Art"}
    assert [(source.title, source.url, source.says, source.publisher) for source in live.sources.all()] == [
        ("A book without an address", "", "", ""),
        ("Report", "https://example.org/report", "99 swimmers.", "The baths"),
        ("Meanwhile", "https://example.org/meanwhile", "", ""),
        ("https://example.org/news", "https://example.org/news", "", ""),
    ]


def test_draft_in_hand_gets_the_change_too_except_where_it_says_something_else(suggest, entry, moderator):
    submission = suggest(
        about={"summary": ["Suggested."]}, who={"website": ["example.org"]}, themes={"themes": ["unknown"]}
    )
    editor = UserFactory()
    editor.save()
    editor.groups.add(Group.objects.get(name=EDITORS))
    draft = InitiativePage.objects.get()
    draft.summary, draft.organisation = "The editors' words.", "A new trust"
    draft.save_revision(user=editor)
    draft.get_workflow().start(draft, editor)

    revised = apply_change(submission, moderator, ["summary", "website"])

    assert revised.kept_back == ["summary"]
    live = InitiativePage.objects.get()
    assert (live.summary, live.website, live.organisation) == ("Suggested.", "https://example.org", "Bramley Baths Ltd")
    in_hand = live.get_latest_revision_as_object()
    assert (in_hand.summary, in_hand.website, in_hand.organisation) == (
        "The editors' words.",
        "https://example.org",
        "A new trust",
    )
    assert live.has_unpublished_changes
    assert live.workflow_in_progress
    assert "keeps it, about: “What it does, in a sentence or two”. Whoever" in submission.log.last().note

    # Approved is not published: somebody is asked first.
    live.current_workflow_state.current_task_state.approve(user=moderator)
    live = InitiativePage.objects.get()
    assert (live.summary, live.has_unpublished_changes, live.workflow_in_progress) == ("Suggested.", True, False)


def test_scheduled_draft_keeps_its_day(suggest, entry, moderator):
    submission = suggest(who={"website": ["example.org"]})
    draft = InitiativePage.objects.get()
    draft.go_live_at = timezone.now() + timezone.timedelta(days=3)
    draft.save_revision().publish()

    apply_change(submission, moderator, ["website"])

    live = InitiativePage.objects.get()
    assert live.live
    scheduled = live.revisions.get(approved_go_live_at__isnull=False)
    assert scheduled.pk == live.latest_revision_id
    assert scheduled.content["website"] == "https://example.org"


def test_new_photo_takes_the_place_of_a_wrong_picture(suggest, entry, moderator):
    entry.image = wagtail_factories.ImageFactory(title="Wrong")
    entry.save()
    submission = suggest(photo=encoded(red_and_blue(), "PNG"), reason={"picture_is_wrong": ["on"]})
    photo = submission.photos.get()

    assert [change.field for change in changes_of(submission)] == ["photos", "picture"]
    apply_change(submission, moderator, ["picture"], alts={photo.pk: "The pool at dawn"})

    live = InitiativePage.objects.get()
    assert (live.image.description, live.image_alt) == ("The pool at dawn", "The pool at dawn")
    assert CoreImage.objects.filter(title="Wrong").exists()


def test_wrong_picture_is_taken_away(suggest, entry, moderator):
    entry.image, entry.image_alt = wagtail_factories.ImageFactory(), "Wrong"
    entry.save()

    apply_change(suggest(reason={"picture_is_wrong": ["on"]}), moderator, ["picture"])

    live = InitiativePage.objects.get()
    assert (live.image, live.image_alt) == (None, "")


def test_change_from_the_contact_confirms_the_entry(suggest, entry, moderator):
    InitiativePage.objects.update(contact_email="JO@example.org")
    submission = suggest(who={"website": ["example.org"]})
    assert submission.from_contact

    apply_change(submission, moderator, ["website"])

    live = InitiativePage.objects.get()
    assert (live.last_confirmed_at, live.last_confirmed_by) == (timezone.localdate(), "the group")


def test_change_that_cannot_be_taken_over_says_why_and_changes_nothing(suggest, entry, moderator):
    submission = suggest(stage={"started": ["2020"], "ended": ["2021"]})
    seen = version_of(InitiativePage.objects.get())
    InitiativePage.objects.get().save_revision().publish()

    with pytest.raises(NothingChosenError):
        apply_change(submission, moderator, ["title"])
    with pytest.raises(ChangedMeanwhileError):
        apply_change(submission, moderator, ["started"], version=seen)
    InitiativePage.objects.update(ended="2019")
    with pytest.raises(NotPublishableError, match="cannot end before it started"):
        apply_change(submission, moderator, ["started"])
    InitiativePage.objects.get().unpublish()
    with pytest.raises(NotPublishableError, match="not on the site any more"):
        apply_change(submission, moderator, ["started"])

    submission.refresh_from_db()
    assert submission.state == State.WAITING
    assert not OutgoingMail.objects.filter(code="change-taken").exists()


def test_second_moderator_is_told_that_the_first_decided(suggest, moderator):
    submission = suggest(who={"website": ["example.org"]})
    apply_change(submission, moderator, ["website"])

    with pytest.raises(AlreadyDecidedError):
        apply_change(submission, moderator, ["website"])
    assert OutgoingMail.objects.filter(code="change-taken").count() == 1


def test_moderator_ticks_changes_in_the_desk(suggest, entry, moderator, client):
    submission = suggest(about={"summary": ["<script>alert(1)</script> 49"], "title": ["Baths"]})
    InitiativePage.objects.update(title="The old baths")
    client.force_login(moderator)
    screen = client.get(f"/admin/submissions/{submission.reference}/")
    assert "Somebody changed this since the suggestion was begun." in screen.text
    assert "<script>alert(1)" not in screen.text

    address = f"/admin/submissions/{submission.reference}/take-over/"
    form = client.get(address).context["form"]
    assert {change.field: tick.initial for change, tick in form.rows} == {"title": False, "summary": True}

    hidden = {field.name: field.value() for field in form.hidden_fields()}
    assert "Tick what you want to take over" in client.post(address, hidden).text
    client.post(address, hidden | {"take_summary": "on"})
    live = InitiativePage.objects.get()
    assert (live.title, live.summary) == ("The old baths", "<script>alert(1)</script> 49")


def test_mail_that_it_arrived_names_only_what_would_change(suggest):
    suggest(about={"summary": ["New words."]})

    mail = OutgoingMail.objects.get(code="submission-arrived")
    assert "Residents run the baths. → New words." in mail.text
    assert "It moved." in mail.text
    assert "Bramley Baths Ltd" not in mail.text
