"""Every mail in every case: its words fit what was sent, and promise no more than happens."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from accounts.roles import MODERATORS
from core.models import SiteDetails
from outbox.actions import words_of
from outbox.kinds import REPLY, mail_kinds
from outbox.messages import message_of, site_details
from outbox.models import OutgoingMail
from outbox.words import BRACED
from submissions import mails_data
from submissions.actions.asking import ask_contacts
from submissions.actions.changes import apply_change
from submissions.actions.claims import accept_claim
from submissions.actions.drafts import begin, keep_answer, send
from submissions.actions.links import mail_way_back, new_device
from submissions.actions.publishing import Chosen, merge, publish
from submissions.desk.forms import QUESTION_HERE
from submissions.desk.reasons import REASON_HERE, reasons_for
from submissions.entry_mails import ask_still_right
from submissions.models import Submission
from submissions.states import Journey, State
from tests.factories import InitiativeFactory, ThemeFactory

GREETING = re.compile(r"(?:dear|hello)\b.*\n+", re.IGNORECASE)
PROMISE = re.compile(r"\b(?:reply|replying|answer) to (?:this|our|any|the) mail", re.IGNORECASE)
YOU = {"contact_name": ["Jo Smith"], "contact_email": ["jo@example.org"], "agree": ["on"]}


def faults_of(text: str, *, reaches: bool, is_new: bool) -> list[str]:
    """Return what is wrong with the words of a mail.

    Args:
        reaches: replies to it reach somebody.
        is_new: it is about a new entry.
    """
    first = next(letter for letter in GREETING.sub("", text, count=1) if letter.isalpha())
    found = {
        "begins small": not first.isupper(),
        "promises a reply that reaches nobody": not reaches and PROMISE.search(text),
        "speaks of adding what is there already": not is_new and re.search(r"\badd(?:ed)? it\b", text),
        "placeholder": BRACED.search(text),
        "double space": re.search(r"\S  +\S|\n\n\n", text),
        "nobody is greeted": re.search(r"^(?:Dear|Hello) *,", text),
    }
    return [fault for fault, is_there in found.items() if is_there]


def set_contact(address: str) -> None:
    SiteDetails.objects.update_or_create(site=Site.objects.get(), defaults={"contact_email": address})


@pytest.mark.parametrize("contact", ["", "us@example.org"])
@pytest.mark.parametrize("code", mail_kinds())
def test_mail_begins_with_a_capital_and_speaks_of_replies_only_where_they_reach_somebody(home, code, contact):
    set_contact(contact)
    kind = mail_kinds()[code]
    values = {
        name: "https://example.org/x/" if name.endswith(("link", "url")) else f"The {name}"
        for name in kind.placeholders
        if name != REPLY
    }

    words = words_of(code, values)

    # Mail programs keep each line break, so one belongs between sentences only.
    assert re.findall(r".*[a-z,]\n[a-z].*", words.text) == []
    assert faults_of(f"{words.subject}\n", reaches=False, is_new=True) == []
    assert faults_of(words.text, reaches=bool(contact), is_new=code == "submission-declined") == []
    assert (str(kind.reply) in words.text) == bool(contact or not kind.reply)


@pytest.fixture
def entry(directory):
    entry = InitiativeFactory(
        parent=directory, title="Bramley Baths", contact_name="Sam Old", contact_email="sam@example.org"
    )
    entry.save_revision().publish()
    return entry


@pytest.fixture
def waits(entry, right_answers):
    """Return a function that sends something of a kind of journey, which then waits in the queue."""

    def waits(journey: str) -> Submission:
        is_new = journey in {Journey.INITIATIVE, Journey.CONNECTOR}
        # A connector differs in what it asks, not in what is said about it.
        begun = Journey.INITIATIVE if is_new else journey
        target = None if is_new else entry
        submission = begin(begun, once=f"{journey} {Submission.objects.count()}", device=new_device()[0], target=target)
        answers = right_answers if is_new else {"reason": {"reason": ["It moved."]}, "you": YOU}
        if journey == Journey.CHANGE:
            answers |= {"about": submission.answers["about"] | {"summary": ["New."]}}
        if journey == Journey.CLAIM:
            answers = {"claim": {"claim": ["I chair it."]}, "you": YOU}
        for step, raw in answers.items():
            keep_answer(submission, step, raw, is_done=True)
        Submission.objects.filter(pk=submission.pk).update(email_confirmed_at=timezone.now())
        send(Submission.objects.get(pk=submission.pk))
        Submission.objects.filter(pk=submission.pk).update(journey=journey)
        return Submission.objects.get(pk=submission.pk)

    return waits


def sent_from(desk, submission: Submission, page: str, reason: str = "") -> None:
    """Send the mail of a page of the desk as it is offered; what is left to the moderator is written first."""
    address = reverse(f"submission_{page}", args=[submission.reference])
    form = desk.get(address, {"reason": reason} if reason else {}).context["form"]
    values = {field.name: field.value() or "" for field in form}
    values["text"] = values["text"].replace(str(QUESTION_HERE), "Who runs it?").replace(str(REASON_HERE), "It closed.")
    assert desk.post(address, values).status_code == 302


def check_all(*, is_new: bool) -> list[str]:
    """Look through all mails that were written, as they leave; return their kinds, in order."""
    mails = list(OutgoingMail.objects.order_by("pk"))
    for mail in mails:
        message = message_of(mail, site_details())
        reaches = bool(message.reply_to)
        assert faults_of(message.body, reaches=reaches, is_new=is_new) == [], f"{mail.code}:\n{message.body}"
        assert bool(PROMISE.search(message.body)) == (reaches and bool(mail_kinds()[mail.code].reply)), message.body
    OutgoingMail.objects.all().delete()
    return [mail.code for mail in mails]


@pytest.mark.parametrize("contact", ["", "us@example.org"])
@pytest.mark.parametrize("moderator", ["", "mo@example.org"])
@pytest.mark.parametrize("journey", Journey)
def test_words_of_questions_and_refusals_fit_what_was_sent(sign_in, waits, journey, moderator, contact):
    set_contact(contact)
    desk = sign_in(MODERATORS)
    User.objects.update(email=moderator)
    is_new = journey in {Journey.INITIATIVE, Journey.CONNECTOR}

    asked = waits(journey)
    sent_from(desk, asked, "ask")
    offered = desk.get(reverse("submission_decline", args=[asked.reference])).context["reasons"]
    for reason in offered:
        sent_from(desk, waits(journey), "decline", reason)

    codes = check_all(is_new=is_new)
    own = {Journey.CHANGE: "change-declined", Journey.CLAIM: "claim-declined"}.get(journey, "submission-declined")
    assert codes.count(own) == len(offered) > 1
    assert codes.count("submission-question") == 1
    assert codes.count("submission-arrived") == len(offered) + 1


def test_reasons_fit_the_kind_of_what_was_sent_and_those_of_others_are_not_taken(sign_in, waits):
    desk = sign_in(MODERATORS)
    labels = {}
    for journey in Journey:
        submission = waits(journey)
        address = reverse("submission_decline", args=[submission.reference])
        labels[journey] = {str(reason.label) for reason in desk.get(address).context["reasons"].values()}
        for other in {code for one in Journey for code in reasons_for(Submission(journey=one))}:
            is_own = other in reasons_for(submission)
            assert (desk.get(address, {"reason": other}).context["reason"] == other) == is_own

    assert "Not about a place in the UK" in labels[Journey.INITIATIVE] == labels[Journey.CONNECTOR]
    assert not labels[Journey.CHANGE] & {"Not about a place in the UK", "Already in the directory"}
    assert not labels[Journey.CLAIM] & {"Not about a place in the UK", "Already in the directory", "No source found"}


@pytest.mark.parametrize("contact", ["", "us@example.org"])
def test_words_of_decisions_and_links_fit_too(home, waits, entry, contact, tmp_path, settings):
    set_contact(contact)
    settings.MEDIA_ROOT = tmp_path
    user = User.objects.create_superuser("mo", email="")
    new, added = waits(Journey.INITIATIVE), waits(Journey.INITIATIVE)
    mail_way_back(new, "jo@example.org")
    publish(new, user, Chosen("Baths", "Residents run them.", [ThemeFactory()], [], {}))
    merge(added, user, entry, alts={})
    mails_data.send_link_to_data("jo@example.org", "x")
    mails_data.send_link_to_begin("jo@example.org", "x", about="")
    unconfirmed = waits(Journey.INITIATIVE)
    keep_answer(unconfirmed, "you", YOU | {"contact_email": ["new@example.org"]}, is_done=True)
    codes = check_all(is_new=True)

    apply_change(waits(Journey.CHANGE), user, ["summary"])
    accept_claim(waits(Journey.CLAIM), user)
    ask_contacts(limit=10)
    ask_still_right(entry, "x")
    ask_still_right(entry, "x", is_reminder=True)
    codes += check_all(is_new=False)

    asked_at_the_desk = {"submission-question", "submission-declined", "change-declined", "claim-declined"}
    of_submissions = {code for code in mail_kinds() if code.startswith(("submission", "change", "claim", "contact"))}
    assert of_submissions - asked_at_the_desk <= set(codes)
    assert {"my-data", "still-right", "still-right-reminder"} <= set(codes)


@pytest.mark.parametrize("contact", ["", "us@example.org"])
@pytest.mark.parametrize("state", [State.DECLINED, State.SPAM, State.PUBLISHED, State.MERGED])
def test_status_page_fits_the_kind_and_promises_no_reply_without_an_address(owner, draft, entry, state, contact):
    set_contact(contact)
    headings = set()
    for journey in Journey:
        target = entry if journey in {Journey.CHANGE, Journey.CLAIM} else None
        Submission.objects.filter(pk=draft.pk).update(
            state=state, journey=journey, target=target, page=entry, decided_at=timezone.now()
        )
        page = owner.get(f"/submit/{draft.reference}/").text
        headings.add(re.search(r'class="panel standing">.*?<h2>(.*?)</h2>', page, re.DOTALL)[1])
        if not contact:
            assert not re.search(r"reply to|write to", page, re.IGNORECASE)
        elif state in {State.DECLINED, State.SPAM}:
            assert "mailto:us@example.org" in page.split("<footer")[0]
        gone = owner.get(f"/submit/{draft.reference}/delete/").text.split("<footer")[0]
        assert bool(re.search(r"reply to|write to", gone, re.IGNORECASE)) == bool(contact)
    assert len(headings) == {State.MERGED: 1}.get(state, 3)
