"""What nobody came back to goes after 30 days; what somebody still needs stays."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from submissions.actions.drafts import begin
from submissions.actions.links import make_link, new_device
from submissions.models import DeviceKey, MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_folder")]


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def drafted(name, *, state=State.DRAFT, days=31, queued=False):
    submission = begin("initiative", once=name, device=new_device()[0])
    Submission.objects.filter(pk=submission.pk).update(
        state=state, updated_at=days_ago(days), queued_at=days_ago(days) if queued else None
    )
    return submission


def prune(*options):
    output = io.StringIO()
    call_command("prune_submissions", *options, stdout=output)
    return output.getvalue().splitlines()


def test_drafts_go_thirty_days_after_the_last_answer_and_nothing_else_does(directory):
    old, unconfirmed = drafted("a"), drafted("b", state=State.UNCONFIRMED)
    kept = {
        drafted("c", days=29),
        drafted("d", state=State.WAITING, queued=True),
        drafted("e", state=State.UNCONFIRMED, queued=True),  # corrected its address while it waited
        drafted("f", state=State.DECLINED, queued=True),
    }
    before = Submission.objects.count()

    assert prune("--dry-run")[0] == "Would remove: 2 drafts and unconfirmed submissions 30 days after the last answer."
    assert Submission.objects.count() == before
    assert prune()[0] == "Removed: 2 drafts and unconfirmed submissions 30 days after the last answer."
    assert set(Submission.objects.all()) == kept
    assert not {old, unconfirmed} & set(Submission.objects.all())


def test_links_and_keys_go_once_they_are_of_no_use(directory):
    draft = drafted("a", days=1)
    for purpose in (Purpose.RETURN, Purpose.CONFIRM):
        make_link(purpose, "jo@example.org", draft)
    MailedLink.objects.filter(purpose=Purpose.RETURN).update(used_at=days_ago(31))
    unused = new_device()[0]
    DeviceKey.objects.filter(pk=unused.pk).update(created_at=days_ago(2))
    new_device()

    said = prune()

    assert said[1] == "Removed: 1 mailed links 30 days after their end."
    assert said[2] == "Removed: 1 browsers' keys that open nothing."
    assert MailedLink.objects.get().purpose == Purpose.CONFIRM
    assert not DeviceKey.objects.filter(pk=unused.pk).exists()
    assert DeviceKey.objects.count() == 2
