"""Contact details in text that becomes public: seen by sender and flags, and mended by the moderator before it goes live."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from accounts.roles import MODERATORS
from connectors.models import EntryPage, EntrySource, InitiativePage
from submissions.access import cookie_name
from submissions.actions.drafts import begin, keep_answer, send
from submissions.actions.links import new_device, remember_device
from submissions.flags import find_flags
from submissions.models import LogEntry, Submission
from submissions.models.thread import Done
from submissions.prefilling import as_lines
from tests.factories import InitiativeFactory, PlaceFactory, ThemeFactory, TierFactory
from tests.submissions.test_journey import address, text_of
from tests.submissions.test_publishing import add_picture, filled, of, publish
from tests.submissions.test_suggesting import once_on

pytestmark = pytest.mark.django_db

PHONE, EMAIL, POSTCODE = "0113 496 0000", "jo@example.com", "LS13 3DF"
WARNING = "This will be public:"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


def sent(submission: Submission) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(email_confirmed_at=timezone.now())
    submission.refresh_from_db()
    send(submission)
    submission.refresh_from_db()
    submission.forget_answers()
    return submission


@pytest.fixture
def exposing(draft):
    """A submission in the queue with a telephone number in a long text, an address in a short one, and a postcode."""
    keep_answer(draft, "lessons", {"what_to_copy": [f"Begin small.\n\nAsk Jo, {PHONE}."]}, is_done=True)
    keep_answer(
        draft, "who", {"organisation": ["Bramley Baths Ltd"], "partners": [f"The trust, {EMAIL}"]}, is_done=True
    )
    keep_answer(draft, "where", draft.answers["where"] | {"locality": [f"Bramley, {POSTCODE}"]}, is_done=True)
    return sent(draft)


def published_text() -> str:
    """Everything that any version of any entry says."""
    return str(list(Revision.objects.values_list("content", flat=True))) + str(list(InitiativePage.objects.values()))


# The sender


def test_sender_sees_which_contact_details_will_be_public_and_changes_them_there(owner, draft):
    keep_answer(draft, "lessons", {"what_to_copy": [f"Ask Jo, {PHONE} or {EMAIL}."]}, is_done=True)
    keep_answer(draft, "where", draft.answers["where"] | {"locality": [f"Bramley, {POSTCODE}"]}, is_done=True)

    page = owner.get(address(draft, "check"))

    said = text_of(page)
    assert f"{WARNING} {PHONE}, {EMAIL}" in said
    assert "we reach you through “About you”, which stays private" in said
    assert f"{WARNING} {POSTCODE}" in said
    assert "leave only the first half: LS13" in said
    assert f'href="{address(draft, "lessons")}?from=check#what_to_copy"' in page.text
    assert 'id="what_to_copy"' in owner.get(address(draft, "lessons")).text
    assert owner.post(address(draft, "check")).url == address(draft, "sent")  # it warns, and refuses nothing


def test_private_contact_of_the_sender_is_no_warning(owner, draft):
    keep_answer(draft, "you", {"contact_role": [f"volunteer, {PHONE}"]})

    assert WARNING not in text_of(owner.get(address(draft, "check")))


def test_connector_is_warned_about_too(client, device, draft, owner):
    connector = begin("connector", once="page 2", device=device, step="about", raw={"title": ["Call us"]})
    keep_answer(connector, "links", {"what_it_offers": [f"Advice at {PHONE}"]}, is_done=True)
    Submission.objects.filter(pk=draft.pk).delete()
    owner_of(client, connector)

    assert f"{WARNING} {PHONE}" in text_of(client.get(address(connector, "check")))


def owner_of(client, submission):
    key, secret = new_device()
    remember_device(submission, key)
    client.cookies[cookie_name()] = secret


def begun(client, entry, journey, **typed) -> Submission:
    first = f"/submit/{journey}/{entry.pk}/"
    client.post(first, {"once": once_on(client.get(first).text), **typed})
    return Submission.objects.get()


def test_suggestion_warns_about_what_it_changes_and_not_about_what_stood_there(client, directory):
    entry = InitiativeFactory(parent=directory, summary=f"Ask {PHONE}.", organisation="The trust")
    suggestion = begun(client, entry, "change", reason=f"Call me: {EMAIL}")
    assert WARNING not in text_of(client.get(address(suggestion, "check")))

    client.post(address(suggestion, "who"), {"organisation": f"The trust, {POSTCODE}", "from": "check"})

    said = text_of(client.get(address(suggestion, "check")))
    assert f"{WARNING} {POSTCODE}" in said
    assert said.count(WARNING) == 1
    suggestion.forget_answers()
    assert [flag["text"] for flag in find_flags(suggestion) if flag["code"] == "contact-details"] == [
        "“Organisation or group”, which will be public, holds 1 full postcode"
    ]


def test_claim_becomes_public_nowhere_and_warns_of_nothing(client, directory):
    claim = begun(client, InitiativeFactory(parent=directory), "claim", claim=f"I chair it: {PHONE}")

    assert PHONE in text_of(client.get(address(claim, "check")))
    assert WARNING not in text_of(client.get(address(claim, "check")))
    assert "contact-details" not in {flag["code"] for flag in find_flags(claim)}


def test_photos_say_on_the_check_page_who_agreed_and_lead_to_where_it_is_changed(owner, draft, photo_folder):
    first = add_picture(draft, "blue", alt="The pool", people="children", credit=f"Ann Lee, {PHONE}")
    second = add_picture(draft, "green", alt="", people="")

    page = owner.get(address(draft, "check"))

    said = text_of(page)
    assert (
        "Photo 1: can people be recognised? Children can be recognised, and their parents or carers agreed Change"
        in said
    )
    assert "Photo 2: what it shows Not provided Photo 2: can people be recognised? Not provided Change" in said
    assert f"{WARNING} {PHONE}" in said
    photos = owner.get(address(draft, "photos")).text
    for anchor in (f"photo-{first.pk}", f"photo-{second.pk}", f"photo-{first.pk}-credit"):
        assert f'href="{address(draft, "photos")}?from=check#{anchor}"' in page.text
        assert f'id="{anchor}"' in photos


def test_queries_of_the_check_page_do_not_grow_with_contact_details(owner, draft):
    def queries(texts: dict) -> int:
        keep_answer(draft, "lessons", texts, is_done=True)
        owner.get(address(draft, "check"))
        with CaptureQueriesContext(connection) as captured:
            owner.get(address(draft, "check"))
        return len(captured)

    one = queries({"what_to_copy": [PHONE]})

    assert queries({"what_to_copy": [f"{PHONE} {EMAIL}"], "what_did_not_work": [POSTCODE]}) == one


# The flags


def test_flags_say_how_many_contact_details_stand_where_and_repeat_none(exposing):
    said = [flag["text"] for flag in exposing.flags if flag["code"] == "contact-details"]

    assert said == [
        "“Neighbourhood”, which will be public, holds 1 full postcode",
        "“Who else takes part?”, which will be public, holds 1 e-mail address",
        "“What worked well?”, which will be public, holds 1 telephone number",
    ]
    assert not exposing.likely_spam


# The moderator


def test_moderator_mends_texts_before_they_go_live_and_the_number_stands_in_no_version(desk, exposing, client):
    page = desk.get(of(exposing)).text
    for found in (PHONE, EMAIL, POSTCODE):
        assert f"<strong>{found}</strong>" in page

    answer = publish(
        desk, exposing, text_what_to_copy="Begin small.\n\nAsk us.", text_partners="The trust", text_locality="Bramley"
    )

    assert answer.status_code == 302
    entry = InitiativePage.objects.get()
    assert (entry.live, entry.partners, entry.entry_places.get().locality) == (True, "The trust", "Bramley")
    assert as_lines(entry.what_to_copy) == "Begin small.\n\nAsk us."
    said = published_text()
    assert not [found for found in (PHONE, EMAIL, POSTCODE) if found in said]
    assert PHONE in str(Submission.objects.get().answers)  # what was sent stays with the submission


def test_what_the_moderators_changed_is_in_the_log_and_said_to_the_sender(desk, exposing, owner, client):
    publish(desk, exposing, text_what_to_copy="Begin small.", summary="The baths are run by residents.")

    sentence = "Texts that the moderators changed: “What it does, in a sentence or two”, “What worked well?”."
    assert LogEntry.objects.get(done=Done.PUBLISHED).note == sentence
    assert sentence in text_of(owner.get(f"/submit/{exposing.reference}/"))
    assert PHONE not in exposing.thread.last().text


def test_texts_that_nobody_changed_are_published_as_sent_and_nothing_is_said(desk, exposing):
    publish(desk, exposing)

    assert EMAIL in InitiativePage.objects.get().partners  # an office's own address may stay: it is hers to decide
    assert LogEntry.objects.get(done=Done.PUBLISHED).note == ""
    assert "changed" not in exposing.thread.last().text


def test_mended_text_is_kept_when_something_else_is_wrong(desk, exposing):
    answer = publish(desk, exposing, title="", text_what_to_copy="Begin <small>.")

    assert answer.status_code == 200
    assert "Begin &lt;small&gt;." in answer.text
    assert "none any more" in answer.text
    assert not InitiativePage.objects.exists()


def test_mended_text_that_is_too_long_or_empty_where_needed_is_refused_in_words(desk, exposing):
    Submission.objects.get().answer_set.filter(step="who").update(data={"organisation": [f"The trust {PHONE}"]})

    answer = publish(desk, exposing, text_organisation="", text_what_to_copy="x" * 5_001)

    assert "Enter who runs it" in answer.text
    assert "This text must be 5,000 characters or fewer: it is 1 too long" in answer.text


def test_what_comes_in_meanwhile_is_shown_with_its_own_box_and_nothing_typed_is_lost(desk, exposing):
    form = filled(desk, exposing, text_partners="The trust") | {"publish": "1"}
    keep_answer(exposing, "about", exposing.answers["about"] | {"what_it_does": [f"Write to {EMAIL}"]}, is_done=True)

    answer = desk.post(of(exposing), form)

    assert "Something came in since you read this" in answer.text
    shown = answer.context["form"]
    assert shown["text_what_it_does"].value() == f"Write to {EMAIL}"
    assert shown["text_partners"].value() == "The trust"
    assert not InitiativePage.objects.exists()


def test_draft_is_made_of_the_mended_texts_and_its_publication_says_so(desk, exposing):
    publish(desk, exposing, button="draft", text_what_to_copy="Begin small.")
    page = InitiativePage.objects.get()
    assert not page.live
    assert PHONE not in published_text()

    page.get_latest_revision().publish()

    assert "What worked well?" in exposing.thread.last().text


def test_merging_takes_mended_words_of_sources_and_credits(desk, exposing, directory, photo_folder):
    there = InitiativeFactory(parent=directory)
    keep_answer(exposing, "sources", {"url_1": ["https://paper.example/"], "says_1": [f"Report by {EMAIL}"]})
    photo = add_picture(exposing, "blue", alt="The pool", people="nobody", credit=f"Ann, {PHONE}")
    exposing.forget_answers()
    values = {"entry": there.pk, "text_says_1": "Report", f"credit_{photo.pk}": "Ann"}

    answer = desk.post(of(exposing, "merge"), filled(desk, exposing, "merge", **values))

    assert answer.status_code == 302
    draft = EntryPage.objects.get(pk=there.pk).specific.get_latest_revision_as_object()
    assert [source.title for source in draft.sources.all()] == ["Report"]
    assert draft.image.credit == "Ann"
    assert "text_what_to_copy" not in answer.wsgi_request.POST
    assert LogEntry.objects.get(done=Done.MERGED).note.startswith("Texts that the moderators changed: “What it is, or")


def test_suggestion_is_taken_over_in_mended_words(desk, client, directory):
    entry = InitiativeFactory(
        parent=directory,
        organisation="The trust",
        places=[PlaceFactory()],
        themes=[ThemeFactory()],
        tiers=[TierFactory()],
    )
    entry.sources = [EntrySource(title="Report", url="https://example.org/report", says="1,234.")]
    entry.save_revision().publish()
    suggestion = begun(client, entry, "change", reason="It moved.")
    keep_answer(suggestion, "who", {"organisation": [f"The new trust, {PHONE}"]}, is_done=True)
    keep_answer(
        suggestion, "sources", {"url_1": ["https://example.org/report"], "says_1": [f"Ask {EMAIL}"]}, is_done=True
    )
    keep_answer(suggestion, "you", {"contact_name": ["Jo"], "contact_email": ["jo@example.org"], "agree": ["on"]})
    sent(suggestion)
    shown = desk.get(of(suggestion, "take_over"))
    assert f"<strong>{PHONE}</strong>" in shown.text

    values = {"text_organisation": "The new trust", "text_says_1": "Ask them"}
    answer = desk.post(of(suggestion, "take_over"), filled(desk, suggestion, "take_over", **values))

    assert answer.status_code == 302
    live = InitiativePage.objects.get()
    assert (live.organisation, live.sources.get().says) == ("The new trust", "Ask them")
    assert PHONE not in published_text()
    assert (
        "Texts that the moderators changed: “Organisation or group”, “What it is, or" in suggestion.thread.last().text
    )
