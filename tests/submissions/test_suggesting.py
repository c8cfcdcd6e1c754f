"""Where a suggested change and “this is ours” begin: on the page of an entry, without an account."""

import re

import pytest
import wagtail_factories

from submissions.models import Submission
from tests.factories import CaseStudyFactory, InitiativeFactory, PlaceFactory


@pytest.fixture
def entry(directory):
    return InitiativeFactory(
        parent=directory, title="Bramley Baths", contact_email="jo@example.org", places=[PlaceFactory()]
    )


def once_on(html: str) -> str:
    return re.search(r'name="once" value="([^"]+)"', html)[1]


def test_entry_leads_to_both_pages_and_sets_no_cookie(client, entry):
    page = client.get(entry.url)

    assert f'href="/submit/change/{entry.pk}/"' in page.text
    assert f'href="/submit/claim/{entry.pk}/"' in page.text
    assert not page.cookies


def test_preview_of_a_draft_leads_to_neither(directory):
    draft = InitiativeFactory(parent=directory, live=False)

    shown = draft.make_preview_request(preview_mode=draft.default_preview_mode).render().content.decode()
    assert "/submit/change/" not in shown
    assert "/submit/claim/" not in shown


@pytest.mark.parametrize("journey", ["change", "claim"])
def test_first_page_names_the_entry_and_who_decides(client, entry, journey):
    html = client.get(f"/submit/{journey}/{entry.pk}/").text

    assert re.search(r"<title>[^<]*Bramley Baths", html)
    assert "the editors of this site" in html
    assert f'href="{entry.url}"' in html
    assert "jo@example.org" not in html
    assert not Submission.objects.exists()


@pytest.mark.parametrize("hide", ["draft", "restricted", "gone"])
def test_entry_that_is_not_public_cannot_be_asked_about(client, entry, hide):
    if hide == "draft":
        entry.unpublish()
    elif hide == "restricted":
        entry.view_restrictions.create(restriction_type="login")
    pk = entry.pk + 1_000 if hide == "gone" else entry.pk

    assert [client.get(f"/submit/{journey}/{pk}/").status_code for journey in ("change", "claim")] == [404, 404]


def test_change_begins_with_its_reason_once_and_holds_what_the_entry_says(client, entry):
    address = f"/submit/change/{entry.pk}/"
    form = {"once": once_on(client.get(address).text), "reason": "It moved."}

    answers = [client.post(address, form) for _click in range(2)]

    submission = Submission.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [f"/submit/{submission.reference}/check/"] * 2
    assert (submission.journey, submission.target_id) == ("change", entry.pk)
    assert submission.answers["reason"]["reason"] == ["It moved."]
    assert submission.answers["about"]["title"] == ["Bramley Baths"]


def test_sender_checks_what_would_change_before_sending_it(client, entry):
    address = f"/submit/change/{entry.pk}/"
    answer = client.post(address, {"once": once_on(client.get(address).text), "reason": "It moved."}, follow=True)
    assert "Nothing yet but what you wrote as the reason" in answer.text

    reference = Submission.objects.get().reference
    client.post(f"/submit/{reference}/who/", {"organisation": "A <b>trust</b>", "from": "check"})

    shown = client.get(f"/submit/{reference}/check/").text
    assert "added: </span>A &lt;b&gt;trust&lt;/b&gt;</ins>" in shown
    assert "Send this change" in shown


def test_change_without_a_reason_is_kept_and_says_what_is_missing(client, entry):
    address = f"/submit/change/{entry.pk}/"

    answer = client.post(address, {"once": once_on(client.get(address).text), "evidence": "I run it"}, follow=True)

    assert "Say what should be changed, and why" in answer.text
    assert 'value="I run it"' in answer.text
    assert Submission.objects.get().answers["reason"]["evidence"] == ["I run it"]


def test_picture_can_be_called_wrong_only_where_there_is_one(client, entry):
    assert "The picture is wrong" not in client.get(f"/submit/change/{entry.pk}/").text

    entry.image = wagtail_factories.ImageFactory()
    entry.save()

    assert "The picture is wrong" in client.get(f"/submit/change/{entry.pk}/").text


def test_change_of_a_case_study_asks_for_its_title_and_summary_only(client, shelf):
    study = CaseStudyFactory(parent=shelf, title="How it was won")
    address = f"/submit/change/{study.pk}/"

    client.post(address, {"once": once_on(client.get(address).text), "reason": "Typo."})

    assert set(Submission.objects.get().answers["about"]) == {"title", "summary"}


def test_claim_goes_on_with_who_sends_it(client, entry):
    address = f"/submit/claim/{entry.pk}/"

    answer = client.post(address, {"once": once_on(client.get(address).text), "claim": "I chair it."})

    assert answer.headers["Location"] == f"/submit/{Submission.objects.get().reference}/you/"
